"""Rooms in time: when two bookings are too close, what is free, what to offer. Pure rules (domain.md 4.5, G9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from scheduler.clock import SHANGHAI

MORNING = (time(9), time(12))
AFTERNOON = (time(14, 30), time(17, 30))
"""Half-day bookings (domain.md 4.5)."""
GRID = timedelta(minutes=30)
LONGEST = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Use:
    """A room in use, [start, end), with its set-up minutes before and after."""

    start: datetime
    end: datetime
    before: int = 30
    after: int = 15

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    @property
    def held_from(self) -> datetime:
        return self.start - timedelta(minutes=self.before)

    @property
    def held_to(self) -> datetime:
        return self.end + timedelta(minutes=self.after)

    def moved(self, start: datetime) -> "Use":
        """The same length at another time."""
        return Use(start, start + self.length, self.before, self.after)


def gap(first: Use, second: Use) -> timedelta:
    """What must lie between two uses of a room: max(first.after, second.before)."""
    return timedelta(minutes=max(first.after, second.before))


def too_close(a: Use, b: Use) -> bool:
    """Whether the two conflict: they overlap, or less than the gap lies between them."""
    first, second = (a, b) if a.start <= b.start else (b, a)
    return second.start < first.end + gap(first, second)


def clash(wanted: Use, taken: Iterable[Use]) -> Use | None:
    """The first use that the wanted one conflicts with."""
    return next((use for use in sorted(taken, key=lambda u: u.start) if too_close(wanted, use)), None)


def free_spans(
    day: date, taken: Sequence[Use], window: tuple[time, time], like: Use
) -> list[tuple[datetime, datetime]]:
    """When a room can be used on a day within the window, for a use with the set-up minutes of `like`."""
    cursor, close = (datetime.combine(day, t, SHANGHAI) for t in window)
    spans: list[tuple[datetime, datetime]] = []
    for use in sorted(taken, key=lambda u: u.start):
        until = min(use.start - gap(like, use), close)
        if until - cursor >= GRID:
            spans.append((cursor, until))
        cursor = max(cursor, use.end + gap(use, like))
    if close - cursor >= GRID:
        spans.append((cursor, close))
    return spans


def nearest_starts(
    wanted: Use, taken: Sequence[Use], hours: Sequence[tuple[time, time]], not_before: datetime, most: int = 2
) -> list[datetime]:
    """The nearest other starts on the same day at which the wanted length fits within the office hours.

    When two are equally near, the later one comes first: people make way backwards more easily than forwards.
    """
    day = wanted.start.date()
    starts = {datetime.combine(day, opening, SHANGHAI) for opening, _ in hours}
    for use in taken:
        starts.add(use.end + gap(use, wanted))
        starts.add(use.start - gap(wanted, use) - wanted.length)
    fitting = [
        start
        for start in starts
        if start != wanted.start
        and start > not_before
        and any(
            datetime.combine(day, a, SHANGHAI) <= start and start + wanted.length <= datetime.combine(day, b, SHANGHAI)
            for a, b in hours
        )
        and clash(wanted.moved(start), taken) is None
    ]
    return sorted(fitting, key=lambda start: (abs(start - wanted.start), start < wanted.start))[:most]
