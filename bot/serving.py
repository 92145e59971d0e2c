"""`zhongshu serve`: checks the schema, serves until SIGTERM, ends cleanly within ten seconds (design.md 3)."""

import contextlib

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot import logs
from bot.app import Bot, make_clock
from bot.server import make_app
from bot.settings import Settings
from handlers.registry import branches
from storage import migrate
from storage.db import driver_url, make_engine
from storage.office import Office


class NotAtHead(Exception):
    """PostgreSQL's schema is not that of this program, or the database cannot be reached; the text says what to do."""


def prepare_database(url: str) -> None:
    """SQLite is created and upgraded; PostgreSQL must be at head. Raises NotAtHead."""
    engine = make_engine(driver_url(url))
    try:
        if engine.dialect.name == "sqlite":
            migrate.upgrade(engine, branches())
            return
        with engine.connect() as connection:
            if migrate.at_head(connection, branches()):
                return
    except (SQLAlchemyError, OSError) as error:
        raise NotAtHead(
            f"数据库无法使用（{type(error).__name__}），请检查 ZHONGSHU_DATABASE_URL 与数据库是否可连接"
        ) from None
    finally:
        engine.dispose()
    raise NotAtHead("数据库结构不是本版本的，请先运行：zhongshu db upgrade")


def serve_forever(settings: Settings, office: Office) -> None:
    """Run until told to stop."""
    prepare_database(settings.database_url)
    with contextlib.suppress(ImportError):
        import uvloop

        uvloop.install()
    clock = make_clock(settings)
    logs.set_up(clock)
    app = make_app(Bot(settings, office, clock=clock))
    web.run_app(app, host=settings.host, port=settings.port, print=None, access_log=None, shutdown_timeout=5)
