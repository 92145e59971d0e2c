"""The one next reminder of a task, planned with every change of it (domain.md 2.7, 3.6)."""

from datetime import date, datetime

from handlers.supervision import rights
from handlers.supervision.ladder import next_step
from handlers.supervision.lights import next_slot
from handlers.supervision.store import Task
from handlers.supervision.telling import MORNING
from handlers.supervision.terms import OPEN, WAITING, Period, Status
from scheduler.clock import SHANGHAI, local
from scheduler.desk import Desk

LINE_NAME = "supervision"
CHASE = "chase"
REVIEW = "review"
CARD = "card"
SUMMARY = "summary"
OBJECTION = "objection"


def plan_next(desk: Desk, task: Task) -> None:
    """Plan what is next for the task as it stands, in place of whatever was planned; nothing for what is over."""
    desk.unplan(LINE_NAME, task.key)
    if task.status in OPEN:
        at = _next_chase(desk, task)
        if at is not None:
            desk.plan(LINE_NAME, CHASE, task.key, owner(desk, task), at)
    elif task.status in WAITING or task.status is Status.EXTENDING:
        for userid in rights.chiefs(desk.office)[:1]:
            desk.plan(LINE_NAME, REVIEW, task.key, userid, next_morning(desk))


def owner(desk: Desk, task: Task) -> str:
    """Who answers for the task: the first 联络员 of the lead unit, else 督查室."""
    found = desk.office.liaisons(task.lead_unit)
    return found[0].userid if found else next(iter(rights.chiefs(desk.office)), task.created_by)


def morning(day: date) -> datetime:
    """Nine o'clock of a day, Beijing time."""
    return datetime.combine(day, MORNING, SHANGHAI)


def next_morning(desk: Desk) -> datetime:
    """Nine o'clock of the next workday."""
    return morning(desk.calendar.next_workday(desk.here.date()))


def _next_chase(desk: Desk, task: Task) -> datetime | None:
    found = []
    if task.due_at is not None:
        found.append(next_step(local(task.due_at), task.urgent, desk.calendar, desk.here).at)
    if task.period is not Period.NONE:
        found += _next_slots(desk, task)
    return min((at for at in found if at > desk.here), default=None)


def _next_slots(desk: Desk, task: Task) -> list[datetime]:
    """The morning of the next slot that can still be asked for, and the one after the last slot, when it is missed."""
    calendar, rules = desk.calendar, desk.office.limits.ducha
    after = morning(calendar.previous_workday(calendar.previous_workday(desk.here.date())))
    mornings = []
    for _ in range(4):
        slot = next_slot(task.period, task.reported_since, after, calendar, rules, task.feedback_day)
        if slot is None:
            break
        mornings += [morning(slot.date()), morning(calendar.next_workday(slot.date()))]
        after = slot
    return mornings
