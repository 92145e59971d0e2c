"""The chase ladder as pure functions: what is due to be said next about an open task, and when (domain.md 3.6, SC15).

T−3 and T−1 workdays at 9:00, the due moment, then once each workday at 9:00; never on a day off. A 特急 task climbs one
level every four hours round the clock. Instants are Beijing time.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar

MORNING = time(9)
BEFORE = (3, 1)
"""Workdays before the due date."""
URGENT_GAP = timedelta(hours=4)
TOP = 3
"""Levels that a 特急 task climbs in hours before it joins the daily rhythm."""
LIAISON, UNIT_DEPUTY, UNIT_HEAD, CHIEF, LEADER_LIST, PRINCIPAL = range(1, 7)
"""L1–L6 of domain.md 3.6. L5 is a weekly list, L6 a 专报 that people write: no leader is told of one task."""


class Stage(StrEnum):
    BEFORE = "临期"
    DUE = "到期"
    OVER = "超时限"
    ASK = "请反馈"
    MISSED = "反馈未报"
    BY_HAND = "人工催办"


@dataclass(frozen=True, slots=True)
class Step:
    """One rung. `count`: workdays left before the due moment, levels climbed (workdays over) after it."""

    at: datetime
    stage: Stage
    count: int


def next_step(due: datetime, urgent: bool, calendar: WorkCalendar, after: datetime) -> Step:
    """The first rung later than `after`."""
    return min((s for s in _near(due, urgent, calendar, after) if s.at > after), key=lambda s: s.at)


def last_step(due: datetime, urgent: bool, calendar: WorkCalendar, now: datetime) -> Step | None:
    """The newest rung that is not later than `now`: what is left to say after down-time."""
    return max((s for s in _near(due, urgent, calendar, now) if s.at <= now), key=lambda s: s.at, default=None)


def level_of(step: Step, reached: int | None) -> int:
    """How high a rung stands: one level for each workday over, and never more than one above what was reached."""
    if step.stage is Stage.OVER:
        return min(UNIT_DEPUTY + step.count, max(UNIT_DEPUTY, reached or 0) + 1, PRINCIPAL)
    if step.stage is Stage.MISSED:
        return UNIT_DEPUTY if step.count == 1 else UNIT_HEAD
    return UNIT_DEPUTY if step.stage is Stage.DUE else LIAISON


def _near(due: datetime, urgent: bool, calendar: WorkCalendar, at: datetime) -> list[Step]:
    """The rungs before the due moment, that moment, and the overdue rungs around an instant."""
    steps = [Step(_morning(calendar.add_workdays(due.date(), -n)), Stage.BEFORE, n) for n in BEFORE]
    if urgent or calendar.is_workday(due.date()):
        steps.append(Step(due, Stage.DUE, 0))
    climbed = TOP if urgent else 0
    if urgent:
        steps.append(Step(due - URGENT_GAP, Stage.BEFORE, 0))
        steps += [Step(due + n * URGENT_GAP, Stage.OVER, n) for n in range(1, TOP + 1)]
    reached = max(1, calendar.workdays_between(due.date(), at.date()))
    mornings = (
        Step(_morning(calendar.add_workdays(due.date(), n)), Stage.OVER, n + climbed)
        for n in range(max(1, reached - 1), reached + 3)
    )
    return steps + [step for step in mornings if step.at > due + climbed * URGENT_GAP]


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, SHANGHAI)
