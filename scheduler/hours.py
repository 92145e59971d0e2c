"""Office hours and quiet hours (domain.md B.2, 2.7, Annex F). Instants go in aware and come out in Beijing time."""

from datetime import date, datetime, time, timedelta

from scheduler.clock import SHANGHAI, local
from scheduler.workdays import WorkCalendar
from storage.limits import PushRules
from storage.profile_types import Span, Window


class OfficeHours:
    """The working clock of an office: its hours on its working days."""

    def __init__(self, calendar: WorkCalendar, hours: tuple[Window, ...]) -> None:
        self.calendar = calendar
        self.hours = tuple(sorted(hours))

    @property
    def opening(self) -> time:
        return self.hours[0].start

    @property
    def closing(self) -> time:
        """The end of the working day, 17:30: what a deadline without an hour means (domain.md 9.2)."""
        return self.hours[-1].end

    def opening_of(self, day: date) -> datetime:
        return _at(day, self.opening)

    def closing_of(self, day: date) -> datetime:
        return _at(day, self.closing)

    def working_start(self, instant: datetime) -> datetime:
        """When the working clock starts for something received at ``instant`` (domain.md B.2).

        After closing time or on a non-workday: 08:30 of the next workday; before opening: 08:30 of that day.
        """
        here = local(instant)
        if not self.calendar.is_workday(here.date()) or here.time() > self.closing:
            return self.opening_of(self.calendar.next_workday(here.date()))
        return max(here, self.opening_of(here.date()))

    def add_working_hours(self, instant: datetime, hours: float) -> datetime:
        """The instant when that many office hours have passed; a lunch break and a night do not count."""
        here, left = self.working_start(instant), timedelta(hours=hours)
        while True:
            for window in self.hours:
                start, end = max(here, _at(here.date(), window.start)), _at(here.date(), window.end)
                if start < end:
                    if left <= end - start:
                        return start + left
                    left -= end - start
            here = self.opening_of(self.calendar.next_workday(here.date()))

    def due(self, received: datetime, limit: Span) -> datetime:
        """When a limit counted from ``received`` runs out (domain.md 2.7, B.3).

        Days end at closing time; minutes and hours run round the clock. Workdays are those after the day of receipt:
        what arrives in the evening or on a day off has its first whole workday as day one.
        """
        here = local(received)
        if limit.unit == "m":
            return here + timedelta(minutes=limit.amount)
        if limit.unit == "h":
            return here + timedelta(hours=limit.amount)
        if limit.unit == "wh":
            return self.add_working_hours(received, limit.amount)
        if limit.unit == "d":
            return self.closing_of(here.date() + timedelta(days=limit.amount))
        return self.closing_of(self.calendar.add_workdays(here.date(), limit.amount))


def next_allowed(instant: datetime, leader: bool, rules: PushRules) -> datetime:
    """The first instant from ``instant`` on that lies outside the quiet hours.

    Whoever may disturb (特提, 特急, 突发: ``rules.exempt``) does not ask.
    """
    here = local(instant)
    for _ in range(2 * len(rules.quiet + rules.quiet_leader)):
        until = _quiet_until(here, leader, rules)
        if until is None:
            break
        here = until
    return here


def _quiet_until(here: datetime, leader: bool, rules: PushRules) -> datetime | None:
    for start, end in rules.quiet + (rules.quiet_leader if leader else ()):
        now = here.time()
        if start < end:
            if start <= now < end:
                return _at(here.date(), end)
        elif now >= start:
            return _at(here.date() + timedelta(days=1), end)
        elif now < end:
            return _at(here.date(), end)
    return None


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, SHANGHAI)
