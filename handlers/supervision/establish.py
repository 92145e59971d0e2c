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
from handlers.supervision.tables import task as table
from handlers.supervision.telling import push
from handlers.supervision.terms import SERIES, Period, Status, number, part_number
from handlers.supervision.wording import due_words, label, person_name, short
from scheduler.desk import Desk
from storage.messages import Card
from storage.office import Role


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
    source_kind: str | None = None
    feedback_day: str | None = None
    handler: str | None = None
    parent: int | None = None
    """The task of which this is a part; a part does not count as an item."""


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
        push(
            desk,
            userid,
            addressed(card, task, userid),
            listed=True,
            urgent=task.urgent,
            key=f"{task.key}:{what}:{task.version}",
            subject=task.key,
        )


def establish(desk: Desk, draft: Draft) -> Task:
    """立项 and 交办 in one; the caller has made sure that the actor may decide."""
    return assign(desk, _add(desk, draft, Status.PROPOSED))


def assign(desk: Desk, task: Task) -> Task:
    """Give a proposal its number and hand it to its units for 签收."""
    no = _number(desk, task)
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
        push(
            desk,
            liaisons,
            assignment_card(desk, task, unit),
            instead=_in_words(desk, task, unit),
            urgent=task.urgent,
            key=f"{task.key}:交办:{unit}",
            subject=task.key,
        )
    plan_next(desk, task)
    return task


def _in_words(desk: Desk, task: Task, unit: str) -> str:
    """The 交办 of a unit that had enough cards today."""
    whom = label(desk.office, unit)
    return f"【交办】{task.no}“{short(task.title)}”（{due_words(task)}）交{whom}办理，请回复“签收”。"


def _number(desk: Desk, task: Task) -> str:
    """The next of the year; that of a part follows its task: 督〔2026〕0123-1号."""
    year = desk.here.year
    if task.parent_id is None:
        return number(year, desk.number(SERIES, year))
    parent = store.hold(desk.tx, task.parent_id)
    parts = store.find(desk.tx, table.c.parent_id == task.parent_id, table.c.no.is_not(None))
    return part_number(parent.no or "", len(parts) + 1)


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
        "source_kind": draft.source_kind,
        "feedback_day": draft.feedback_day,
        "handler": draft.handler,
        "parent_id": draft.parent,
        "count_as_item": draft.parent is None,
        "status": status,
    }
    units = tuple(dict.fromkeys((draft.lead_unit, *draft.co_units)))
    return store.get(desk.tx, store.add(desk.tx, values, units, by=desk.actor, now=desk.now))


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
