"""Values that the running office keeps for itself, each with who changed it when and how often (domain.md G19)."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from storage.tables import setting
from storage.upsert import insert

CLOCK = "clock"
"""Where the steerable clock stands: other commands on the same database see the office at this instant."""


def get(tx: Connection, key: str) -> str | None:
    """The value, or None."""
    return tx.execute(select(setting.c.value).where(setting.c.key == key)).scalar_one_or_none()


def put(tx: Connection, key: str, value: str, *, by: str, at: datetime) -> None:
    """Set the value; `version` counts the changes."""
    new = insert(tx, setting).values(key=key, value=value, changed_by=by, changed_at=at)
    changes = {"value": value, "changed_by": by, "changed_at": at, "version": setting.c.version + 1}
    tx.execute(new.on_conflict_do_update(index_elements=[setting.c.key], set_=changes))


def forget(tx: Connection, key: str) -> None:
    """Take the value away."""
    tx.execute(delete(setting).where(setting.c.key == key))
