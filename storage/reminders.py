"""Reminders are rows: planned in the transaction of the change that causes them, claimed when due, fired once.

An obligation has one next reminder; planning again replaces what was planned (domain.md 2.7, design.md 1).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Executable, Table, Update, bindparam, case, literal_column, select, union_all, update

from storage.among import Among
from storage.prepared import Prepared, adding
from storage.tables import in_state, reminder
from storage.types import Instant

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
    new = insert(reminder).values(adding(reminder, *_COLUMNS))
    again: Executable = new.on_conflict_do_update(
        index_elements=["dedupe_key"],
        set_={"state": "planned", "data": new.excluded.data},
        where=reminder.c.state == "cancelled",
    )
    return again


_COLUMNS = ("line", "kind", "object", "recipient", "due_at", "dedupe_key", "data", "state")
_PLANNED = in_state(reminder.c, "planned")
_PLAN = Prepared(_planning)


def _cancelling(kind: bool, recipient: bool) -> Update:
    where = [reminder.c.line == bindparam("its_line"), reminder.c.object == bindparam("its_object")]
    where += [reminder.c.kind == bindparam("its_kind")] if kind else []
    where += [reminder.c.recipient == bindparam("its_recipient")] if recipient else []
    return update(reminder).where(*where, _PLANNED).values(state="cancelled")


_DUE = Prepared(
    select(reminder)
    .where(_PLANNED, reminder.c.due_at <= bindparam("now"))
    .order_by(reminder.c.due_at, reminder.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_FIRE = Among(
    reminder.c.id,
    lambda these: (
        update(reminder)
        .where(these)
        .values(
            state="fired",
            fired_at=bindparam("at"),
            late=case((reminder.c.due_at < bindparam("late_before"), 1), else_=0),
        )
    ),
)
_NEXT = Prepared(select(reminder.c.due_at).where(_PLANNED).order_by(reminder.c.due_at).limit(1))
_SAME = (
    reminder.c.line.concat(literal_column("''")) == bindparam("its_line"),  # the hour leads the search, not the line
    reminder.c.kind == bindparam("its_kind"),
    reminder.c.recipient == bindparam("its_recipient"),
)
_SHOWN = select(reminder.c.id, reminder.c.object, reminder.c.due_at).where(*_SAME)
_TOGETHER = Prepared(
    union_all(
        _SHOWN.where(in_state(reminder.c, "fired"), reminder.c.fired_at == bindparam("now", type_=Instant)),
        _SHOWN.where(_PLANNED, reminder.c.due_at <= bindparam("now", type_=Instant)),
    )
)
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
    due = _DUE.maps(tx, {"now": now, "most": limit})
    if not due:
        return []
    _FIRE.run(tx, [row["id"] for row in due], {"at": now, "late_before": now - LATE})
    return [_reminder(row, late=now - row["due_at"] > LATE) for row in due]


def together(tx: Connection, one: Reminder, now: datetime) -> list[tuple[int, str, datetime]]:
    """All of its kind that fall due for its recipient at this instant, fired already or not: id, object, time.

    In the order in which they were planned first, the same for whichever of them asks.
    """
    given = {"its_line": one.line, "its_kind": one.kind, "its_recipient": one.recipient, "now": now}
    return sorted((id_, object_, due_at) for id_, object_, due_at in _TOGETHER.rows(tx, given))


def next_due(tx: Connection) -> datetime | None:
    """When the earliest planned reminder falls due."""
    found = _NEXT.first(tx, {})
    return found[0] if found else None


def planned_for(tx: Connection, line: str, object: str) -> list[Reminder]:
    """What is planned for one object, earliest first."""
    query = (
        select(reminder)
        .where(reminder.c.line == line, reminder.c.object == object, _PLANNED)
        .order_by(reminder.c.due_at)
    )
    return [_reminder(row._asdict()) for row in tx.execute(query)]


def _reminder(row: Mapping[str, Any], *, late: bool = False) -> Reminder:
    return Reminder(**{name: row[name] for name in Reminder.__slots__ if name != "late"}, late=late)
