"""How long papers take from step to step: hours, median and the 90th percentile (issue 4, item 8). Pure.

It counts papers, never people: nobody and no section is ranked (国办函〔2026〕12号, domain.md 7.9).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from statistics import median

from handlers.documents.terms import ACTION, AT_ONCE
from scheduler.clock import local
from scheduler.hours import OfficeHours

ROUND_THE_CLOCK = AT_ONCE | {"平急"}
"""Urgencies whose limits run in plain hours (domain.md 2.7)."""
STEPS = (
    ("登记", "呈送", "registered", "submitted"),
    ("呈送", "批示（阅）", "submitted", "read"),
    ("批示（阅）", "转办", "read", "sent"),
    ("转办", "签收", "sent", "signed"),
    ("签收", "反馈", "signed", "reported"),
    ("反馈", "办结", "reported", "closed"),
)
WHOLE = ("登记", "办结", "registered", "closed")
NINE_IN_TEN = 0.9


@dataclass(frozen=True, slots=True)
class Way:
    """When one paper reached each step (aware); None where it did not."""

    urgency: str
    kind: str
    registered: datetime
    submitted: datetime | None = None
    read: datetime | None = None
    sent: datetime | None = None
    signed: datetime | None = None
    reported: datetime | None = None
    closed: datetime | None = None

    @property
    def group(self) -> str:
        """阅件, or 办件 by its urgency: what is compared with one another."""
        return f"{self.urgency}办件" if self.kind == ACTION else "阅件"


@dataclass(frozen=True, slots=True)
class Spent:
    """Hours between two steps over `count` papers."""

    start: str
    end: str
    count: int
    median: float
    ninety: float


def working_hours(hours: OfficeHours, start: datetime, end: datetime) -> float:
    """Office hours between two instants (aware): nights, lunch breaks and days off do not count. 0 when reversed."""
    first, last = local(start), local(end)
    if last <= first:
        return 0.0
    day_length = sum((_of(first, window.end) - _of(first, window.start) for window in hours.hours), timedelta())
    if first.date() == last.date():
        return _within(hours, first, last) / 3600
    whole = hours.calendar.workdays_between(first.date(), last.date())
    whole -= 1 if hours.calendar.is_workday(last.date()) else 0
    midnight = _of(last, time.min)
    spent = _within(hours, first, _of(first, time.max)) + _within(hours, midnight, last)
    return spent / 3600 + whole * day_length.total_seconds() / 3600


def spent(way: Way, start: str, end: str, hours: OfficeHours) -> float | None:
    """Hours from one step of a paper to another, on the clock of its urgency; None unless it took both in order."""
    since, until = getattr(way, start), getattr(way, end)
    if since is None or until is None or until < since:
        return None
    if way.urgency in ROUND_THE_CLOCK:
        return float((until - since).total_seconds() / 3600)
    return working_hours(hours, since, until)


def summary(ways: Sequence[Way], hours: OfficeHours) -> list[Spent]:
    """Each step that any of these papers took, and the whole way."""
    found = []
    for first, last, start, end in (*STEPS, WHOLE):
        took = [value for way in ways if (value := spent(way, start, end, hours)) is not None]
        if took:
            found.append(Spent(first, last, len(took), median(took), ninetieth(took)))
    return found


def ninetieth(values: Iterable[float]) -> float:
    """The smallest value that nine in ten do not exceed (nearest rank). Raises ValueError without any."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("no values")
    return ordered[math.ceil(len(ordered) * NINE_IN_TEN) - 1]


def _within(hours: OfficeHours, start: datetime, end: datetime) -> float:
    """Seconds of office time between two instants of one day."""
    if not hours.calendar.is_workday(start.date()):
        return 0.0
    parts = ((max(start, _of(start, w.start)), min(end, _of(start, w.end))) for w in hours.hours)
    return sum((b - a).total_seconds() for a, b in parts if a < b)


def _of(day: datetime, moment: time) -> datetime:
    return datetime.combine(day.date(), moment, day.tzinfo)
