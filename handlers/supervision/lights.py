"""Lights and feedback slots as pure functions; a light is never stored (domain.md 3.5, B.3 example 6).

All days and instants are Beijing time.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.supervision.terms import GREY, Light, Period, Status
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar
from storage.limits import DuchaRules

DAY = timedelta(days=1)
WEEK = 7
CLOSE_OF_DAY = time(17, 30)
QUARTER_STARTS = (1, 4, 7, 10)
MISSED_RED = 2
"""Feedback missed so often in a row, or 退办 so often, is red; once is yellow."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a light depends on. `missed`: feedback slots missed in a row; `returned`: how often 办结 was refused."""

    status: Status
    due: date | None
    missed: int = 0
    returned: int = 0


def light_of(standing: Standing, today: date, calendar: WorkCalendar, rules: DuchaRules) -> Light:
    """The light on that day: the worse of what the due date and what feedback and 退办 say."""
    if standing.status in GREY or standing.status is Status.DECLINED:
        return Light.GREY
    if standing.status is Status.CLOSED:
        return Light.DONE
    faults = max(standing.missed, standing.returned)
    by_due = _by_due(standing.due, today, calendar, rules)
    if faults >= MISSED_RED or by_due is Light.RED:
        return Light.RED
    return Light.YELLOW if faults else by_due


def _by_due(due: date | None, today: date, calendar: WorkCalendar, rules: DuchaRules) -> Light:
    if due is None:
        return Light.GREEN
    if today >= due:
        return Light.RED if calendar.workdays_between(due, today) > rules.lights.red else Light.YELLOW
    return Light.BLUE if calendar.workdays_between(today, due) <= rules.lights.blue else Light.GREEN


def feedback_slots(
    period: Period, since: date, until: date, calendar: WorkCalendar, rules: DuchaRules
) -> list[datetime]:
    """When feedback is due in (since, until]; a slot on a day off moves to the workday before it."""
    slots = []
    for day, at in _nominal(period, since, until + 15 * DAY, rules):
        held = day if calendar.is_workday(day) else calendar.previous_workday(day)
        if since < held <= until:
            slots.append(datetime.combine(held, at, SHANGHAI))
    return slots


def _nominal(period: Period, since: date, until: date, rules: DuchaRules) -> list[tuple[date, time]]:
    """The slots before days off are thought of: every Friday noon, the 5th of the month or of the quarter."""
    weekly, day = rules.feedback_day.weekly, since + DAY
    found: list[tuple[date, time]] = []
    while period is not Period.NONE and day <= until:
        if period in (Period.WEEKLY, Period.BIWEEKLY):
            if day.weekday() == weekly.weekday and (period is Period.WEEKLY or (day - since).days > WEEK):
                found.append((day, weekly.at))
                since = day
        elif day.day == rules.feedback_day.monthly and (period is Period.MONTHLY or day.month in QUARTER_STARTS):
            found.append((day, CLOSE_OF_DAY))
        day += DAY
    return found


def missed_slots(slots: list[datetime], fed_back: datetime | None, now: datetime) -> int:
    """How many of the slots from the last feedback on (from the beginning without one) have passed unanswered.

    A feedback answers the first slot after it.
    """
    passed = [slot for slot in slots if slot < now and (fed_back is None or slot >= fed_back)]
    return max(0, len(passed) - (fed_back is not None))


def overdue_days(due: date, today: date, calendar: WorkCalendar) -> int:
    """Workdays after the due date, 0 on it and before."""
    return max(0, calendar.workdays_between(due, today))
