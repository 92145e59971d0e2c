"""Stretches of the calendar, the nodes that the grammar builds of them, and date arithmetic. All in Beijing time."""

from calendar import isleap
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from bot.dialogue.times.model import Grain, WorkCalendar
from scheduler.clock import SHANGHAI

DAY = timedelta(days=1)
_MIDNIGHT = time(0)
_KEPT = 4096
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY, _SHORTEST = 2, 28
DAY_END = time(17, 30)
"""A deadline that names only a day ends here (domain.md 9.2)."""


class Context(NamedTuple):
    """What is the same for a whole text. ``text`` is ``said`` in half-width signs, position for position."""

    said: str
    text: str
    now: datetime
    today: date
    calendar: WorkCalendar


class Span(NamedTuple):
    """From ``start`` up to, not including, ``end``; for an instant both are equal."""

    start: datetime
    end: datetime
    grain: Grain

    @property
    def day(self) -> date:
        return self.start.date()

    @property
    def single_day(self) -> bool:
        return self.grain == "day" and self.end - self.start == DAY


class Clock(NamedTuple):
    """A time of day as it was said: part of the day, hour, minute, second."""

    stop: int
    part: str | None = None
    hour: int | None = None
    minute: int = 0
    second: int = 0
    grain: Grain = "hour"
    exact: bool = False
    """Written on the 24-hour clock (15:00, 9时), so that nothing is to be guessed."""


@dataclass(slots=True)
class Node:
    """A point or stretch of time found in the text, ending at ``stop``; readings best first."""

    stop: int
    options: list[Span]
    ambiguous: bool = False
    note: str | None = None
    year_said: bool = False
    month: int | None = None
    clock: Clock | None = None
    dated: bool = True
    """False when only a time of day was said."""
    tail: bool = False
    """月底, 年末, 季度末: the last day of something, a deadline by itself (domain.md C.3)."""
    holiday: str | None = None
    ranged: bool = False
    extra: list[Span] = field(default_factory=list)
    """Further readings that are worth offering although nobody has to be asked (3点: 15:00, else 03:00)."""

    @property
    def best(self) -> Span:
        return self.options[0]


@lru_cache(maxsize=_KEPT)
def at(day: date, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """That moment in Beijing; hour 24 and more run into the next day."""
    start = datetime.combine(day, _MIDNIGHT, SHANGHAI)
    if not (hour or minute or second):
        return start
    return start + timedelta(hours=hour, minutes=minute, seconds=second)


@lru_cache(maxsize=_KEPT)
def evening(day: date) -> datetime:
    """The end of the office day."""
    return datetime.combine(day, DAY_END, SHANGHAI)


@lru_cache(maxsize=_KEPT)
def days_span(first: date, days: int = 1, grain: Grain = "day") -> Span:
    return Span(at(first), at(first + timedelta(days=days)), grain)


def between(first: date, stop: date, grain: Grain) -> Span:
    return Span(at(first), at(stop), grain)


@lru_cache(maxsize=_KEPT)
def month_span(year: int, month: int, months: int = 1, grain: Grain = "month") -> Span:
    first = date(year, month, 1)
    return between(first, add_months(first, months), grain)


def year_span(year: int) -> Span:
    return between(date(year, 1, 1), date(year + 1, 1, 1), "year")


def week_start(day: date) -> date:
    """Monday of that week."""
    return day - timedelta(days=day.weekday())


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on, or its last day where there is none (31 January + 1)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, day.day if day.day <= _SHORTEST else min(day.day, month_length(year, month + 1)))


def month_length(year: int, month: int) -> int:
    """How many days the month has."""
    return 29 if month == _FEBRUARY and isleap(year) else _LENGTHS[month - 1]


def last_day(span: Span) -> date:
    return (span.end - timedelta(microseconds=1)).date()
