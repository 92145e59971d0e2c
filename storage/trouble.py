"""When the database can be reached but keeps nothing any more: disk full, read-only, input or output errors."""

import sqlite3
from enum import StrEnum

from sqlalchemy import Connection, delete, func

from storage.tables import setting
from storage.upsert import insert

_PAGE, _SIZE = "try_page", 128 * 1024
_SQLITE = {sqlite3.SQLITE_FULL: "disk_full", sqlite3.SQLITE_READONLY: "read_only", sqlite3.SQLITE_IOERR: "io_error"}
_POSTGRES = {"53100": "disk_full", "25006": "read_only", "58030": "io_error"}


class Trouble(StrEnum):
    """Why nothing can be written. A retry of seconds mends none of them; a person does."""

    FULL = "disk_full"
    READ_ONLY = "read_only"
    BROKEN = "io_error"


def trouble_of(error: BaseException | None) -> Trouble | None:
    """The trouble that an exception of the database stands for, wrapped or not, or the one it came up on top of.

    SQLite takes the whole transaction back when the disk is full, and what follows then fails for that.
    """
    while error is not None:
        raw = getattr(error, "orig", None) or error
        code = getattr(raw, "sqlite_errorcode", None)
        found = _SQLITE.get(code & 0xFF) if isinstance(code, int) else None
        if found := found or _POSTGRES.get(str(getattr(raw, "sqlstate", ""))):
            return Trouble(found)
        error = error.__cause__ or error.__context__
    return None


def try_page(tx: Connection) -> None:
    """Write so much that the file or its log must grow: a few bytes would fit where something was before."""
    row = insert(tx, setting).values(key=_PAGE, value="x" * _SIZE, changed_by="clock", changed_at=func.now())
    again = {"value": "y" * _SIZE, "changed_at": func.now()}
    tx.execute(row.on_conflict_do_update(index_elements=[setting.c.key], set_=again))


def drop_page(tx: Connection) -> None:
    """Take it away again."""
    tx.execute(delete(setting).where(setting.c.key == _PAGE))
