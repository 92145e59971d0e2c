"""Batches of proposals in the database, and the proposals themselves as tasks (domain.md 3.1, 4.7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from handlers.decisions.meetings import Basis
from handlers.decisions.rows import Row
from handlers.decisions.tables import decision_batch, decision_item
from handlers.supervision import store
from handlers.supervision.establish import Draft
from handlers.supervision.plan import plan_next
from handlers.supervision.store import Task
from handlers.supervision.tables import task as tasks
from handlers.supervision.terms import Period, Source, Status
from handlers.turn import Turn

MEETING_ASKS, HOUSE_RULE = "会议要求", "本办设定"


@dataclass(frozen=True, slots=True)
class Batch:
    """What was laid before whoever decides: the meeting, who proposed, and the proposals in order."""

    id: int
    basis: str
    created_by: str
    created_at: datetime
    tasks: tuple[Task, ...]

    @property
    def key(self) -> str:
        """How it is named in audit and conversation: decisions:3."""
        return f"decisions:{self.id}"

    @property
    def open(self) -> list[tuple[int, Task]]:
        """Those nobody has decided on, each with its number in the table."""
        return [(at, task) for at, task in enumerate(self.tasks, 1) if task.status is Status.PROPOSED]


def draft(turn: Turn, row: Row, basis: Basis) -> Draft:
    """The task that a row becomes. Raises ValueError while its lead unit is open."""
    if row.lead is None:
        raise ValueError("a row without a lead unit")
    leaders = turn.office.leaders
    leader = row.leader or next((one.name for one in leaders if row.lead in one.in_charge), None)
    return Draft(
        title=row.title,
        lead_unit=row.lead,
        co_units=tuple(name for name in row.co if name != row.lead),
        due_at=datetime.fromisoformat(row.due) if row.due else None,
        due_source=HOUSE_RULE if row.defaulted else MEETING_ASKS,
        leader=leader,
        requirement=row.requirement,
        basis=basis.text,
        basis_ref=basis.key,
        period=Period(row.period),
        source_kind=Source.MEETING.value,
        feedback_day=row.feedback_day,
    )


def propose(turn: Turn, rows: Sequence[Row], basis: Basis) -> Batch:
    """Store the batch with a proposal for each row; nothing has a number yet."""
    stamp = {"created_by": turn.person.userid, "created_at": turn.now, "updated_at": turn.now}
    made = insert(decision_batch).values(basis=basis.text, meeting=basis.key, **stamp).returning(decision_batch.c.id)
    batch_id = int(turn.tx.execute(made).scalar_one())
    for position, row in enumerate(rows, 1):
        task = _proposal(turn, draft(turn, row, basis))
        turn.tx.execute(insert(decision_item).values(task=task.id, batch=batch_id, position=position))
    turn.note("拟立项（议定事项）", f"decisions:{batch_id}", after={"items": len(rows), "basis": basis.text})
    return get(turn.tx, batch_id)


def _proposal(turn: Turn, one: Draft) -> Task:
    values: dict[str, Any] = {
        "title": one.title,
        "requirement": one.requirement,
        "basis": one.basis,
        "basis_ref": one.basis_ref,
        "responsible_leader": one.leader,
        "created_on": turn.here.date(),
        "due_at": one.due_at,
        "due_source": one.due_source if one.due_at else None,
        "original_due_at": one.due_at,
        "period": one.period,
        "source_kind": one.source_kind,
        "feedback_day": one.feedback_day,
        "status": Status.PROPOSED,
    }
    units = tuple(dict.fromkeys((one.lead_unit, *one.co_units)))
    task = store.get(turn.tx, store.add(turn.tx, values, units, by=turn.person.userid, now=turn.now))
    plan_next(turn, task)
    return task


def get(tx: Connection, batch_id: int) -> Batch:
    """The batch of that id. Raises LookupError."""
    row = tx.execute(select(decision_batch).where(decision_batch.c.id == batch_id)).mappings().first()
    if row is None:
        raise LookupError("no such batch")
    items = select(decision_item.c.task).where(decision_item.c.batch == batch_id).order_by(decision_item.c.position)
    ids = list(tx.execute(items).scalars())
    found = {task.id: task for task in store.find(tx, tasks.c.id.in_(ids))}
    return Batch(row["id"], row["basis"], row["created_by"], row["created_at"], tuple(found[one] for one in ids))


def waiting(tx: Connection) -> list[Batch]:
    """The batches of which something is still undecided, oldest first."""
    items = select(decision_item.c.batch).join(tasks, tasks.c.id == decision_item.c.task)
    ids = tx.execute(items.where(tasks.c.status == Status.PROPOSED.value).distinct()).scalars()
    return [get(tx, one) for one in sorted(ids)]
