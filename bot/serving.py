"""`zhongshu serve`: checks the schema, serves until SIGTERM, ends cleanly within ten seconds (design.md 3)."""

import contextlib
import fcntl
import gc
import os
import socket
from collections.abc import Iterator
from pathlib import Path

from aiohttp import web

from bot import logs
from bot.app import Bot, make_clock
from bot.doctor.morning import mornings
from bot.gauges import gauges
from bot.robot.starting import attach_robot
from bot.schema import prepare_database
from bot.server import IDLE, make_app
from bot.settings import Settings
from bot.sockets import handed_over
from scheduler.clock import Clock, local
from storage.db import driver_url
from storage.office import Office


class CannotListen(Exception):
    """The address is taken, not ours or not to be found. The text is one Chinese line that names the variables."""


class AlreadyServed(Exception):
    """Another `serve` works on this SQLite file. The text is one Chinese line with what to do."""


def serve_forever(settings: Settings, office: Office) -> None:
    """Run until told to stop. Raises NotReady (bot/schema.py), CannotListen or AlreadyServed."""
    with only_server(settings.database_url):
        _serve(settings, office)


def _serve(settings: Settings, office: Office) -> None:
    prepare_database(settings.database_url)
    with contextlib.suppress(ImportError):
        import uvloop

        uvloop.install()
    clock = make_clock(settings)
    logs.set_up(clock)
    with _listening(settings.host, settings.port) as listener:
        warm_up(office, clock)
        bot = Bot(settings, office, clock=clock)
        app = make_app(bot)
        app.cleanup_ctx.extend((gauges, mornings))
        attach_robot(app, bot)
        web.run_app(app, sock=listener, print=None, access_log=None, shutdown_timeout=3, keepalive_timeout=IDLE)


def warm_up(office: Office, clock: Clock) -> None:
    """Build what the first message would build, a second of work: that message must not wait for it."""
    from bot.dialogue.explain import explain

    explain("登记收文：平件，市委办，《关于开展检查的通知》，办件，明天反馈", local(clock.now()), office)
    gc.collect()
    gc.freeze()  # what stands now stands for ever: looking through it again and again would halt everybody


def _listening(host: str, port: int) -> socket.socket:
    """The address is taken before anything else starts: nobody is called by a server that cannot be reached."""
    if (socket_ := handed_over()) is not None:
        return socket_
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else "地址无法解析"
        raise CannotListen(f"无法在 {host}:{port} 监听（{reason}），请检查 ZHONGSHU_HOST 和 ZHONGSHU_PORT") from None


@contextlib.contextmanager
def only_server(url: str) -> Iterator[None]:
    """Keep a SQLite file to one server; the system lets go of it when the process ends, however it ends.

    Raises AlreadyServed.

    The lock stands beside the file: to open and close the database itself would drop SQLite's own locks.
    """
    address = driver_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        yield
        return
    path = Path(f"{Path(address.database).resolve()}.serve")
    try:
        file = path.open("a", encoding="ascii")
    except OSError:  # a folder that cannot be written to: the database says so itself, better
        yield
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyServed(
                f"另一个 zhongshu serve 正在使用 {address.database}：一个 SQLite 文件只能由一个服务使用，"
                "请先停掉它；要用多台服务器，请把 ZHONGSHU_DATABASE_URL 改为 PostgreSQL"
            ) from None
        yield
