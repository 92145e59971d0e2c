"""The chase ladder of 办件 (domain.md 2.7): which step comes next, and who hears of it. Pure: no clock, no rows."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from handlers.documents.terms import AT_ONCE
from scheduler.clock import SHANGHAI, local
from scheduler.workdays import WorkCalendar

MORNING = time(9)
HOUR = timedelta(hours=1)
HOURLY = 24
"""How many hourly reminders follow a missed 特急 limit before the chasing becomes daily (本办设定)."""


class Hears(StrEnum):
    """Who is told at a step."""

    CHASER = "chaser"
    LEAD = "lead"
    CO = "co"
    CHIEF = "chief"
    HEAD = "head"
    DEPUTY = "deputy"
    DIRECTOR = "director"


H = Hears
_DAILY = (H.CHASER, H.LEAD)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the ladder at its instant (Beijing time)."""

    name: str
    at: datetime
    hears: tuple[Hears, ...]


def next_step(urgency: str, received: datetime, due: datetime, calendar: WorkCalendar, after: datetime) -> Step:
    """The first step later than `after`; what is past is not made up for, and there is always a next one."""
    ladder = _urgent(due) if urgency in AT_ONCE else _ordinary(received, due, calendar)
    follow = _overdue(due, calendar, after, first=HOURLY if urgency in AT_ONCE else 0)
    steps: list[Step] = [*ladder, *follow]
    return min((step for step in steps if step.at > after), key=lambda step: step.at)


def _urgent(due: datetime) -> Iterator[Step]:
    for hours in (4, 2, 1):
        yield Step(f"T-{hours}h", due - hours * HOUR, (H.CHASER,))
    yield Step("due", due, (H.CHASER, H.CHIEF))
    for hours in range(1, HOURLY + 1):
        yield Step(f"+{hours}h", due + hours * HOUR, (H.CHASER,))


def _ordinary(received: datetime, due: datetime, calendar: WorkCalendar) -> list[Step]:
    """50 %, 75 % of the workdays, the last workday before at 9:00, the moment itself when that is a workday."""
    start, end = local(received).date(), local(due).date()
    eve = Step("T-1", _nine(calendar.previous_workday(end)), (H.CHASER, H.LEAD, H.CO))
    days = calendar.workdays_between(start, end)
    shares = ((0.5, (H.LEAD,)), (0.75, (H.CHASER, H.LEAD)))
    early = [
        Step(f"{share:.0%}", _nine(calendar.add_workdays(start, math.ceil(days * share))), hears)
        for share, hears in shares
    ]
    steps = [step for step in early if step.at < eve.at] + [eve]
    if calendar.is_workday(end):
        steps.append(Step("due", due, (H.CHASER, H.LEAD, H.CHIEF)))
    return steps


def _overdue(due: datetime, calendar: WorkCalendar, after: datetime, first: int) -> Iterator[Step]:
    """Once a workday at 9:00: the unit's head and the deputy on the first, the director on the third."""
    end, reached = local(due).date(), local(max(due, after)).date()
    passed = max(calendar.workdays_between(end, reached), 0)
    for n in range(max(passed, 1), passed + 3):
        at = _nine(calendar.add_workdays(end, n))
        if at <= due + first * HOUR:
            continue
        extra = {1: (H.HEAD, H.DEPUTY), 3: (H.HEAD, H.DEPUTY, H.DIRECTOR)}.get(n, ())
        yield Step(f"+{n}wd", at, (*_DAILY, *extra))


def _nine(day: date) -> datetime:
    return datetime.combine(day, MORNING, SHANGHAI)
