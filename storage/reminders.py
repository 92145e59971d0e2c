"""Reminders are rows: planned in the transaction of the change that causes them, claimed when due, fired once.

An obligation has one next reminder; planning again replaces what was planned (domain.md 2.7, design.md 1).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Executable, Table, Update, bindparam, func, select, update

from storage.prepared import Prepared, adding
from storage.tables import reminder

LATE = timedelta(minutes=5)
"""A reminder fired later than this after its time is marked late."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A due reminder as its line sees it."""

    id: int
    line: str
    kind: str
    object: str
    recipient: str
    due_at: datetime
    data: dict[str, Any]
    late: bool = False


def _planning(insert: Callable[[Table], Any]) -> Executable:
    new = insert(reminder).values(adding(reminder, *_PLANNED))
    again: Executable = new.on_conflict_do_update(
        index_elements=["dedupe_key"],
        set_={"state": "planned", "data": new.excluded.data},
        where=reminder.c.state == "cancelled",
    )
    return again


_PLANNED = ("line", "kind", "object", "recipient", "due_at", "dedupe_key", "data", "state")
_PLAN = Prepared(_planning)


def _cancelling(kind: bool, recipient: bool) -> Update:
    where = [reminder.c.line == bindparam("its_line"), reminder.c.object == bindparam("its_object")]
    where += [reminder.c.kind == bindparam("its_kind")] if kind else []
    where += [reminder.c.recipient == bindparam("its_recipient")] if recipient else []
    return update(reminder).where(*where, reminder.c.state == "planned").values(state="cancelled")


_CANCEL = {(kind, who): Prepared(_cancelling(kind, who)) for kind in (False, True) for who in (False, True)}


def plan(
    tx: Connection,
    *,
    line: str,
    kind: str,
    object: str,
    recipient: str,
    due_at: datetime,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Plan the next reminder of this kind for this object and recipient, in place of one already planned.

    One that already fired for the same instant is never fired again.
    """
    cancel(tx, line=line, object=object, kind=kind, recipient=recipient)
    key = f"{line}:{kind}:{object}:{recipient}:{due_at.astimezone(UTC).isoformat()}"
    values = {"line": line, "kind": kind, "object": object, "recipient": recipient, "due_at": due_at, "dedupe_key": key}
    _PLAN.run(tx, {**values, "data": dict(data or {}), "state": "planned"})


def cancel(tx: Connection, *, line: str, object: str, kind: str | None = None, recipient: str | None = None) -> int:
    """Take back what is planned for the object (of one kind, for one recipient); returns how many."""
    narrow = {"its_kind": kind, "its_recipient": recipient}
    given = {name: value for name, value in narrow.items() if value is not None}
    statement = _CANCEL["its_kind" in given, "its_recipient" in given]
    return statement.run(tx, {"its_line": line, "its_object": object, **given})


def claim_due(tx: Connection, now: datetime, limit: int = 200) -> list[Reminder]:
    """Mark due reminders as fired in this transaction and return them in the order of their times."""
    due = (
        select(reminder.c.id)
        .where(reminder.c.state == "planned", reminder.c.due_at <= now)
        .order_by(reminder.c.due_at, reminder.c.id)
        .limit(limit)
    )
    if tx.dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True)
    rows = tx.execute(
        update(reminder)
        .where(reminder.c.id.in_(due.scalar_subquery()))
        .values(state="fired", fired_at=now)
        .returning(*reminder.c)
    ).all()
    claimed = [
        Reminder(r.id, r.line, r.kind, r.object, r.recipient, r.due_at, r.data, late=now - r.due_at > LATE)
        for r in rows
    ]
    late = [r.id for r in claimed if r.late]
    if late:
        tx.execute(update(reminder).where(reminder.c.id.in_(late)).values(late=1))
    return sorted(claimed, key=lambda r: (r.due_at, r.id))


def next_due(tx: Connection) -> datetime | None:
    """When the earliest planned reminder falls due."""
    query = select(func.min(reminder.c.due_at)).where(reminder.c.state == "planned")
    return tx.execute(query).scalar_one_or_none()


def planned_for(tx: Connection, line: str, object: str) -> list[Reminder]:
    """What is planned for one object, earliest first."""
    query = (
        select(reminder)
        .where(reminder.c.line == line, reminder.c.object == object, reminder.c.state == "planned")
        .order_by(reminder.c.due_at)
    )
    return [Reminder(r.id, r.line, r.kind, r.object, r.recipient, r.due_at, r.data) for r in tx.execute(query)]
