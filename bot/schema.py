"""Before anything else touches the database: is it there, and is its schema that of this program (design.md 3)?"""

from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from handlers.registry import branches
from storage import migrate
from storage.db import driver_url, make_engine


class NotReady(Exception):
    """The database cannot be used as it is. The text is one Chinese line with what to do."""


def prepare_database(url: str) -> None:
    """For what writes: SQLite is created and upgraded; PostgreSQL must be at head. Raises NotReady."""
    engine = make_engine(driver_url(url))
    try:
        if engine.dialect.name == "sqlite":
            migrate.upgrade(engine, branches())
        else:
            _require_head(engine)
    except (SQLAlchemyError, OSError) as error:
        raise _unusable(error) from None
    finally:
        engine.dispose()


def require_database(url: str) -> None:
    """For what only reads: nothing is created. Raises NotReady."""
    address = driver_url(url)
    if address.get_backend_name() == "sqlite" and not (address.database and Path(address.database).is_file()):
        raise NotReady("找不到 ZHONGSHU_DATABASE_URL 所指的数据库文件，请检查路径，或先运行：zhongshu db upgrade")
    engine = make_engine(address)
    try:
        _require_head(engine)
    except (SQLAlchemyError, OSError) as error:
        raise _unusable(error) from None
    finally:
        engine.dispose()


def upgrade_database(url: str) -> None:
    """Bring the schema to head. Raises NotReady."""
    engine = make_engine(driver_url(url))
    try:
        migrate.upgrade(engine, branches())
    except (SQLAlchemyError, OSError) as error:
        raise _unusable(error) from None
    finally:
        engine.dispose()


def _require_head(engine: Engine) -> None:
    with engine.connect() as connection:
        if not migrate.at_head(connection, branches()):
            raise NotReady("数据库结构不是本版本的，请先运行：zhongshu db upgrade")


def _unusable(error: Exception) -> NotReady:
    return NotReady(f"数据库无法使用（{type(error).__name__}），请检查 ZHONGSHU_DATABASE_URL 与数据库是否可连接")
