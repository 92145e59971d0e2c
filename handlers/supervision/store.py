"""Tasks in the database: reading, writing under the optimistic lock, numbering (domain.md Annex E)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select, update

from handlers.supervision.tables import task, task_feedback, task_unit
from handlers.supervision.terms import Period, Status
from storage.db import lock
from storage.prepared import Prepared


class Outdated(Exception):
    """Somebody else changed the task meanwhile: read it again (domain.md Annex E)."""


@dataclass(frozen=True, slots=True)
class Task:
    """A row of `task` with its units, the lead first. Instants are UTC."""

    id: int
    no: str | None
    title: str
    requirement: str | None
    basis: str | None
    source_kind: str | None
    lead_unit: str
    responsible_leader: str | None
    supervisor: str | None
    urgent: bool
    created_on: date
    due_at: datetime | None
    due_source: str | None
    original_due_at: datetime | None
    standard: str | None
    period: Period
    feedback_day: str | None
    slots_from: date | None
    handler: str | None
    count_as_item: bool
    parent_id: int | None
    merged_into: int | None
    moved_to: str | None
    reason: str | None
    before_pause: str | None
    late_marked: bool
    progress_text: str | None
    progress_at: datetime | None
    progress_pct: int | None
    difficulty: str | None
    next_step: str | None
    evidence_note: str | None
    missed: int
    returned: int
    extensions: int
    status: Status
    applied_at: datetime | None
    closed_on: date | None
    result_kind: str | None
    result_text: str | None
    reviewed_by: str | None
    import_digest: str | None
    created_by: str
    created_at: datetime
    updated_at: datetime
    version: int
    units: tuple[str, ...]
    unsigned: tuple[str, ...]
    """Units that have not 签收."""

    @property
    def co_units(self) -> tuple[str, ...]:
        return tuple(unit for unit in self.units if unit != self.lead_unit)

    @property
    def key(self) -> str:
        """How the task is named in reminders, audit and conversation: task:12."""
        return f"task:{self.id}"

    @property
    def reported_since(self) -> date:
        """The day after which feedback slots count."""
        return self.slots_from or self.created_on

    @property
    def name(self) -> str:
        """Its number, or its title while it is a proposal."""
        return self.no or f"“{self.title}”"


_COLUMNS = [task.c[f.name] for f in fields(Task) if f.name in task.c]
_BY_ID = Prepared(select(*_COLUMNS).where(task.c.id == bindparam("wanted")))
_BY_NUMBER = Prepared(select(*_COLUMNS).where(task.c.no == bindparam("wanted")))
_UNITS_OF_ONE = Prepared(
    select(task_unit.c.unit, task_unit.c.signed_at)
    .where(task_unit.c.task_id == bindparam("task"))
    .order_by(task_unit.c.position)
)
_UNITS = (
    select(task_unit)
    .where(task_unit.c.task_id.in_(bindparam("tasks", expanding=True)))
    .order_by(task_unit.c.task_id, task_unit.c.position)
)


def find(tx: Connection, *where: ColumnElement[bool]) -> list[Task]:
    """The tasks for which all conditions hold, in the order of their numbers."""
    query = select(*_COLUMNS).where(*where).order_by(task.c.no, task.c.id)
    return _tasks(tx, [dict(row) for row in tx.execute(query).mappings()])


def _tasks(tx: Connection, rows: Sequence[Mapping[str, Any]]) -> list[Task]:
    units = _units(tx, [row["id"] for row in rows])
    return [
        Task(
            **{**row, "status": Status(row["status"]), "period": Period(row["period"])},
            units=tuple(unit for unit, _ in units.get(row["id"], ())),
            unsigned=tuple(unit for unit, signed in units.get(row["id"], ()) if not signed),
        )
        for row in rows
    ]


def get(tx: Connection, task_id: int) -> Task:
    """The task of that id. Raises LookupError."""
    found = _tasks(tx, _BY_ID.maps(tx, {"wanted": task_id}))
    if not found:
        raise LookupError("no such task")
    return found[0]


def hold(tx: Connection, task_id: int) -> Task:
    """The task, held against everybody else until this transaction ends. Raises LookupError."""
    lock(tx, f"task:{task_id}")
    return get(tx, task_id)


def by_number(tx: Connection, no: str) -> Task | None:
    """The task of that canonical number."""
    return next(iter(_tasks(tx, _BY_NUMBER.maps(tx, {"wanted": no}))), None)


def of_units(units: Iterable[str]) -> ColumnElement[bool]:
    """The condition that one of the units leads or takes part."""
    return task.c.id.in_(select(task_unit.c.task_id).where(task_unit.c.unit.in_(list(units))))


def add(tx: Connection, values: dict[str, Any], units: Sequence[str], *, by: str, now: datetime) -> int:
    """Store a new task; the first unit is the lead. Returns its id."""
    stamp = {"created_by": by, "created_at": now, "updated_at": now}
    row = insert(task).values(**_plain(values), lead_unit=units[0], **stamp).returning(task.c.id)
    task_id = int(tx.execute(row).scalar_one())
    set_units(tx, task_id, units)
    return task_id


def set_units(tx: Connection, task_id: int, units: Sequence[str]) -> None:
    """Make these the units of the task; a 签收 already given stays."""
    tx.execute(task_unit.delete().where(task_unit.c.task_id == task_id, task_unit.c.unit.not_in(units)))
    there = set(tx.execute(select(task_unit.c.unit).where(task_unit.c.task_id == task_id)).scalars())
    for position, unit in enumerate(units):
        if unit in there:
            same = (task_unit.c.task_id == task_id, task_unit.c.unit == unit)
            tx.execute(update(task_unit).where(*same).values(position=position))
        else:
            tx.execute(insert(task_unit).values(task_id=task_id, unit=unit, position=position))


def change(tx: Connection, found: Task, now: datetime, **values: Any) -> None:
    """Write fields of a task as it was read. Raises Outdated when it is another by now."""
    same = (task.c.id == found.id, task.c.version == found.version)
    done = tx.execute(update(task).where(*same).values(**_plain(values), version=found.version + 1, updated_at=now))
    if done.rowcount != 1:
        raise Outdated


def sign(tx: Connection, task_id: int, unit: str, by: str, now: datetime) -> bool:
    """Note the 签收 of a unit; False when it had signed before or takes no part."""
    owed = (task_unit.c.task_id == task_id, task_unit.c.unit == unit, task_unit.c.signed_at.is_(None))
    return tx.execute(update(task_unit).where(*owed).values(signed_by=by, signed_at=now)).rowcount == 1


def unsign(tx: Connection, task_id: int, unit: str) -> None:
    """Take a 签收 back (撤销)."""
    same = (task_unit.c.task_id == task_id, task_unit.c.unit == unit)
    tx.execute(update(task_unit).where(*same).values(signed_by=None, signed_at=None))


def signer(tx: Connection, task_id: int, unit: str) -> tuple[str, datetime] | None:
    """Who signed for the unit, and when."""
    query = select(task_unit.c.signed_by, task_unit.c.signed_at)
    row = tx.execute(query.where(task_unit.c.task_id == task_id, task_unit.c.unit == unit)).first()
    return None if row is None or row.signed_at is None else (row.signed_by, row.signed_at)


def add_feedback(tx: Connection, task_id: int, unit: str, text: str, *, by: str, now: datetime) -> int:
    """Append to the history of a task; returns the id of the entry."""
    row = insert(task_feedback).values(
        task_id=task_id, unit=unit, text=text, created_by=by, created_at=now, updated_at=now
    )
    return int(tx.execute(row.returning(task_feedback.c.id)).scalar_one())


def withdraw_feedback(tx: Connection, feedback_id: int, now: datetime) -> None:
    """Mark an entry as taken back; it stays in the history."""
    tx.execute(update(task_feedback).where(task_feedback.c.id == feedback_id).values(withdrawn=True, updated_at=now))


def _units(tx: Connection, ids: list[int]) -> dict[int, list[tuple[str, bool]]]:
    found: dict[int, list[tuple[str, bool]]] = {}
    if len(ids) == 1:
        return {ids[0]: [(unit, signed is not None) for unit, signed in _UNITS_OF_ONE.rows(tx, {"task": ids[0]})]}
    for row in tx.execute(_UNITS, {"tasks": ids}) if ids else ():
        found.setdefault(row.task_id, []).append((row.unit, row.signed_at is not None))
    return found


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Enumerations as the words that they stand for."""
    return {name: value.value if isinstance(value, StrEnum) else value for name, value in values.items()}
