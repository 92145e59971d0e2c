"""拟立项, 立项 and 交办: a task gets its number when somebody entitled decides (domain.md 3.1, 3.2).

`propose` and `establish` serve other lines too (minutes, 批示).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.supervision import rights, store
from handlers.supervision.cards import addressed, assignment_card, proposal_card
from handlers.supervision.plan import plan_next
from handlers.supervision.store import Task
from handlers.supervision.terms import SERIES, Period, Status, number
from handlers.supervision.wording import person_name
from scheduler.desk import Desk
from storage.messages import Card
from storage.office import Role
from storage.outbox import Lane


@dataclass(frozen=True, slots=True)
class Draft:
    """A task that is yet to be decided on. `due_at` is aware; None means 长期坚持. Units are canonical short names."""

    title: str
    lead_unit: str
    co_units: tuple[str, ...] = ()
    due_at: datetime | None = None
    due_source: str | None = "立项要求"
    leader: str | None = None
    standard: str | None = None
    requirement: str | None = None
    basis: str | None = None
    basis_ref: str | None = None
    period: Period = Period.NONE
    urgent: bool = False


def propose(desk: Desk, draft: Draft) -> Task:
    """Store a proposal and lay it before the 督查室主任; it has no number yet."""
    task = _add(desk, draft, Status.PROPOSED)
    desk.note("拟立项", task.key, after={"lead_unit": task.lead_unit})
    card = proposal_card(desk.office, task, person_name(desk.office, desk.actor))
    ask_chiefs(desk, task, card, "拟立项")
    plan_next(desk, task)
    return task


def ask_chiefs(desk: Desk, task: Task, card: Card, what: str) -> None:
    """Lay a card before everybody who answers for the decision."""
    for userid in rights.chiefs(desk.office):
        desk.tell(
            userid,
            addressed(card, task, userid),
            lane=Lane.TIMELY,
            key=f"{task.key}:{what}:{task.version}",
            subject=task.key,
            origin=desk.actor,
        )


def establish(desk: Desk, draft: Draft) -> Task:
    """立项 and 交办 in one; the caller has made sure that the actor may decide."""
    return assign(desk, _add(desk, draft, Status.PROPOSED))


def assign(desk: Desk, task: Task) -> Task:
    """Give a proposal its number and hand it to its units for 签收."""
    year = desk.here.year
    no = number(year, desk.number(SERIES, year))
    store.change(
        desk.tx,
        task,
        desk.now,
        no=no,
        status=Status.ASSIGNED,
        created_on=desk.here.date(),
        supervisor=_supervisor(desk, task),
        reviewed_by=desk.actor,
    )
    task = store.get(desk.tx, task.id)
    desk.note("立项", task.key, after={"no": no, "lead_unit": task.lead_unit, "due_at": _iso(task.due_at)})
    for unit in task.units:
        liaisons = [person.userid for person in desk.office.liaisons(unit)[:1]]
        desk.tell(
            liaisons,
            assignment_card(desk.office, task, unit),
            lane=Lane.URGENT if task.urgent else Lane.TIMELY,
            key=f"{task.key}:交办:{unit}",
            subject=task.key,
            origin=desk.actor,
        )
    plan_next(desk, task)
    return task


def _supervisor(desk: Desk, task: Task) -> str:
    """Who follows the task: the 督查员 who proposed it, else whoever decided."""
    proposer = desk.office.person(task.created_by)
    follows = proposer is not None and proposer.has(Role.SUPERVISOR)
    return task.created_by if follows else desk.actor


def _add(desk: Desk, draft: Draft, status: Status) -> Task:
    values: dict[str, Any] = {
        "title": draft.title,
        "requirement": draft.requirement,
        "basis": draft.basis,
        "basis_ref": draft.basis_ref,
        "responsible_leader": draft.leader,
        "urgent": draft.urgent,
        "created_on": desk.here.date(),
        "due_at": draft.due_at,
        "due_source": draft.due_source if draft.due_at else None,
        "original_due_at": draft.due_at,
        "standard": draft.standard,
        "period": draft.period,
        "status": status,
    }
    units = tuple(dict.fromkeys((draft.lead_unit, *draft.co_units)))
    return store.get(desk.tx, store.add(desk.tx, values, units, by=desk.actor, now=desk.now))


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
