"""`zhongshu serve`: checks the schema, serves until SIGTERM, ends cleanly within ten seconds (design.md 3)."""

import contextlib
import os
import socket

from aiohttp import web

from bot import logs
from bot.app import Bot, make_clock
from bot.schema import prepare_database
from bot.server import make_app
from bot.settings import Settings
from storage.office import Office


class CannotListen(Exception):
    """The address is taken, not ours or not to be found. The text is one Chinese line that names the variables."""


def serve_forever(settings: Settings, office: Office) -> None:
    """Run until told to stop. Raises NotReady (bot/schema.py) or CannotListen."""
    prepare_database(settings.database_url)
    with contextlib.suppress(ImportError):
        import uvloop

        uvloop.install()
    clock = make_clock(settings)
    logs.set_up(clock)
    with _listening(settings.host, settings.port) as listener:
        app = make_app(Bot(settings, office, clock=clock))
        web.run_app(app, sock=listener, print=None, access_log=None, shutdown_timeout=3)


def _listening(host: str, port: int) -> socket.socket:
    """The address is taken before anything else starts: nobody is called by a server that cannot be reached."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else "地址无法解析"
        raise CannotListen(f"无法在 {host}:{port} 监听（{reason}），请检查 ZHONGSHU_HOST 和 ZHONGSHU_PORT") from None
