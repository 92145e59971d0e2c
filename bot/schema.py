"""Before anything else touches the database: is it there, and is its schema that of this program (design.md 3)?"""

from pathlib import Path

from alembic.util.exc import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.private_file import create_private
from handlers.registry import branches
from storage import migrate
from storage.db import driver_url, make_engine
from storage.trouble import Trouble, trouble_of

REASONS = {
    Trouble.FULL: "数据库所在磁盘已满，收到的内容不能保存：请清理磁盘或扩容，腾出空间后自动恢复",
    Trouble.READ_ONLY: "数据库文件只读，收到的内容不能保存：请检查文件权限、磁盘挂载和从库状态，恢复可写后自动恢复",
    Trouble.BROKEN: "数据库所在磁盘写入出错（空间、配额或硬件），收到的内容不能保存：请检查磁盘，恢复可写后自动恢复",
}


class NotReady(Exception):
    """The database cannot be used as it is. The text is one Chinese line with what to do."""


def prepare_database(url: str) -> None:
    """For what writes: SQLite is created and upgraded; PostgreSQL must be at head. Raises NotReady.

    A file at head that cannot be written just now (disk full, read-only) is good enough to start on: /readyz says why.
    """
    engine = make_engine(driver_url(url))
    try:
        if engine.dialect.name == "sqlite":
            _own(engine)
            _upgrade(engine)
        else:
            _require_head(engine)
    except (SQLAlchemyError, OSError, CommandError) as error:
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
    except (SQLAlchemyError, OSError, CommandError) as error:
        raise _unusable(error) from None
    finally:
        engine.dispose()


def upgrade_database(url: str) -> None:
    """Bring the schema to head. Raises NotReady."""
    engine = make_engine(driver_url(url))
    try:
        _own(engine)
        migrate.upgrade(engine, branches())
    except (SQLAlchemyError, OSError, CommandError) as error:
        raise _unusable(error) from None
    finally:
        engine.dispose()


def _own(engine: Engine) -> None:
    """A new file of SQLite is the service's own; what SQLite keeps beside it takes the same mode."""
    if engine.dialect.name == "sqlite" and engine.url.database and engine.url.database != ":memory:":
        create_private(Path(engine.url.database))


def _upgrade(engine: Engine) -> None:
    try:
        migrate.upgrade(engine, branches())
    except SQLAlchemyError as error:
        if trouble_of(error) is None:
            raise
        _require_head(engine)


def _require_head(engine: Engine) -> None:
    with engine.connect() as connection:
        if not migrate.at_head(connection, branches()):
            raise NotReady("数据库结构不是本版本的，请先运行：zhongshu db upgrade")


def _unusable(error: Exception) -> NotReady:
    if isinstance(error, CommandError):  # alembic does not know the revision
        return NotReady("数据库的结构比本程序新，请装回新版本；确要用旧版本，请用升级前的备份恢复到一个空库")
    if trouble := trouble_of(error):
        return NotReady(f"{REASONS[trouble].rpartition('，')[0]}，然后重新启动")
    return NotReady(f"数据库无法使用（{type(error).__name__}），请检查 ZHONGSHU_DATABASE_URL 与数据库是否可连接")
