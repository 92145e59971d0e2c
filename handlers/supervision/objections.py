"""The rows of what a unit says is not its business (domain.md 3.4)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from handlers.supervision.tables import task_objection as table

WAITING, MOVED, KEPT, TAKEN_BACK = "待核定", "改派", "维持", "撤回"


@dataclass(frozen=True, slots=True)
class Objection:
    """One claim of one unit. Instants are UTC."""

    id: int
    task_id: int
    unit: str
    reason: str
    suggested: str | None
    decide_by: datetime
    state: str
    decided_by: str | None
    created_by: str

    @property
    def key(self) -> str:
        """How it is named in reminders."""
        return f"objection:{self.id}"


_COLUMNS = [table.c[f.name] for f in fields(Objection)]


def add(tx: Connection, values: Mapping[str, Any], *, by: str, now: datetime) -> Objection:
    """Store a claim that waits for its decision."""
    stamp = {"state": WAITING, "created_by": by, "created_at": now, "updated_at": now}
    return Objection(*tx.execute(insert(table).values(**values, **stamp).returning(*_COLUMNS)).one())


def get(tx: Connection, objection_id: int) -> Objection:
    """The claim of that id. Raises sqlalchemy's NoResultFound."""
    return Objection(*tx.execute(select(*_COLUMNS).where(table.c.id == objection_id)).one())


def waiting(tx: Connection, task_id: int | None = None) -> list[Objection]:
    """What is yet to be decided, of one task or of all, oldest first."""
    query = select(*_COLUMNS).where(table.c.state == WAITING).order_by(table.c.id)
    return [
        Objection(*row) for row in tx.execute(query if task_id is None else query.where(table.c.task_id == task_id))
    ]


def decide(tx: Connection, one: Objection, state: str, *, by: str, now: datetime) -> bool:
    """Write a decision; False when it has been decided already."""
    same = (table.c.id == one.id, table.c.state == WAITING)
    values = {"state": state, "decided_by": by, "decided_at": now, "updated_at": now, "version": table.c.version + 1}
    return tx.execute(update(table).where(*same).values(**values)).rowcount == 1


def reopen(tx: Connection, one: Objection, now: datetime) -> None:
    """A decision was taken back: it waits again."""
    values = {"state": WAITING, "decided_by": None, "decided_at": None, "updated_at": now}
    tx.execute(update(table).where(table.c.id == one.id).values(**values, version=table.c.version + 1))
