"""The one next reminder of a task, planned with every change of it (domain.md 2.7, 3.6)."""

from datetime import date, datetime, timedelta

from handlers.supervision import rights
from handlers.supervision.ladder import MORNING, next_step
from handlers.supervision.lights import feedback_slots
from handlers.supervision.store import Task
from handlers.supervision.terms import OPEN, WAITING, Period
from scheduler.clock import SHANGHAI, local
from scheduler.desk import Desk

LINE_NAME = "supervision"
CHASE = "chase"
REVIEW = "review"
AHEAD = timedelta(days=200)
"""Far enough to hold the next slot of every period."""


def plan_next(desk: Desk, task: Task) -> None:
    """Plan what is next for the task as it stands, in place of whatever was planned; nothing for what is over."""
    desk.unplan(LINE_NAME, task.key)
    if task.status in OPEN:
        at = _next_chase(desk, task)
        if at is not None:
            desk.plan(LINE_NAME, CHASE, task.key, owner(desk, task), at)
    elif task.status in WAITING:
        day = desk.calendar.next_workday(desk.here.date())
        for userid in rights.chiefs(desk.office)[:1]:
            desk.plan(LINE_NAME, REVIEW, task.key, userid, morning(day))


def owner(desk: Desk, task: Task) -> str:
    """Who answers for the task: the first 联络员 of the lead unit, else 督查室."""
    found = desk.office.liaisons(task.lead_unit)
    return found[0].userid if found else next(iter(rights.chiefs(desk.office)), task.created_by)


def slots(desk: Desk, task: Task) -> list[datetime]:
    """The feedback slots of a task up to some months from now."""
    until = (desk.here + AHEAD).date() if task.period is not Period.NONE else task.created_on
    return feedback_slots(task.period, task.created_on, until, desk.calendar, desk.office.limits.ducha)


def morning(day: date) -> datetime:
    """Nine o'clock of a day, Beijing time."""
    return datetime.combine(day, MORNING, SHANGHAI)


def _next_chase(desk: Desk, task: Task) -> datetime | None:
    found = []
    if task.due_at is not None:
        found.append(next_step(local(task.due_at), task.urgent, desk.calendar, desk.here).at)
    found += [at for at in (morning(slot.date()) for slot in slots(desk, task)) if at > desk.here][:1]
    return min(found, default=None)
