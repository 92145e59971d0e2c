"""What a person last wrote, so that 撤销 can take it back within ten minutes (domain.md C.1 f)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.prepared import Prepared, adding
from storage.tables import change

_ADD = Prepared(insert(change).values(adding(change, "actor", "at", "line", "kind", "object", "data")))
_LAST = (
    select(change)
    .where(change.c.actor == bindparam("who"), change.c.undone_at.is_(None))
    .order_by(change.c.id.desc())
    .limit(1)
)


UNDO_WITHIN = timedelta(minutes=10)
"""How long a write can be taken back (domain.md C.1 f)."""


@dataclass(frozen=True, slots=True)
class Change:
    id: int
    line: str
    kind: str
    object: str
    data: dict[str, Any]
    at: datetime


def remember(
    tx: Connection, *, actor: str, at: datetime, line: str, kind: str, object: str, data: dict[str, Any]
) -> None:
    """Note a write and what its line needs to take it back."""
    _ADD.run(tx, {"actor": actor, "at": at, "line": line, "kind": kind, "object": object, "data": data})


def last(tx: Connection, actor: str) -> Change | None:
    """The person's newest write that has not been taken back."""
    row = tx.execute(_LAST, {"who": actor}).first()
    return None if row is None else Change(row.id, row.line, row.kind, row.object, row.data, row.at)


def mark_undone(tx: Connection, change_id: int, now: datetime) -> None:
    """The write has been taken back; an earlier one is now the last."""
    tx.execute(update(change).where(change.c.id == change_id).values(undone_at=now))
