"""Lights and feedback slots as pure functions; a light is never stored (domain.md 3.5, B.3 example 6).

All days and instants are Beijing time.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.supervision.terms import GREY, Light, Period, Status
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar
from storage.limits import DuchaRules

DAY = timedelta(days=1)
WEEK = 7
AHEAD = 110 * DAY
"""No two slots of any period are further apart."""
CLOSE_OF_DAY = time(17, 30)
QUARTER_STARTS = (1, 4, 7, 10)
WEEKDAYS = "一二三四五六日"
YELLOW_SCHEME = "蓝黄红"
MISSED_RED = 2
"""Feedback missed so often in a row, or 退办 so often, is red; once is yellow."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a light depends on. `missed`: feedback slots missed in a row; `returned`: how often 办结 was refused."""

    status: Status
    due: date | None
    missed: int = 0
    returned: int = 0
    urgent: bool = False


def light_of(standing: Standing, today: date, calendar: WorkCalendar, rules: DuchaRules) -> Light:
    """The light on that day: the worse of what the due date and what feedback and 退办 say.

    In the scheme 蓝橙红 the middle light is orange, and 特急 tasks start at it (domain.md 3.5).
    """
    if standing.status in GREY or standing.status is Status.DECLINED:
        return Light.GREY
    if standing.status is Status.CLOSED:
        return Light.DONE
    faults = max(standing.missed, standing.returned)
    by_due = _by_due(standing.due, today, calendar, rules)
    if faults >= MISSED_RED or by_due is Light.RED:
        return Light.RED
    found = Light.YELLOW if faults else by_due
    if rules.lights.scheme == YELLOW_SCHEME:
        return found
    early = found is Light.BLUE and standing.urgent
    return Light.ORANGE if early or found is Light.YELLOW else found


def _by_due(due: date | None, today: date, calendar: WorkCalendar, rules: DuchaRules) -> Light:
    if due is None:
        return Light.GREEN
    if today >= due:
        return Light.RED if calendar.workdays_between(due, today) > rules.lights.red else Light.YELLOW
    return Light.BLUE if calendar.workdays_between(today, due) <= rules.lights.blue else Light.GREEN


def feedback_slots(
    period: Period, since: date, until: date, calendar: WorkCalendar, rules: DuchaRules, own_day: str | None = None
) -> list[datetime]:
    """When feedback is due in (since, until]; a slot on a day off moves to the workday before it.

    `own_day`: the task's own day in place of the office's: 周二 for weekly ones, 10日 or 月末 for the others.
    """
    return [slot for slot in _held(period, since, until + 15 * DAY, calendar, rules, own_day) if slot.date() <= until]


def next_slot(
    period: Period, since: date, after: datetime, calendar: WorkCalendar, rules: DuchaRules, own_day: str | None = None
) -> datetime | None:
    """The first slot later than an instant; None without periodic feedback."""
    start = since if period is Period.BIWEEKLY else max(since, after.date() - 15 * DAY)
    held = _held(period, start, after.date() + AHEAD, calendar, rules, own_day)
    return next((slot for slot in held if slot > after and slot.date() > since), None)


def _held(
    period: Period, since: date, until: date, calendar: WorkCalendar, rules: DuchaRules, own_day: str | None
) -> Iterator[datetime]:
    for day, at in _nominal(period, since, until, rules, own_day):
        held = day if calendar.is_workday(day) else calendar.previous_workday(day)
        if since < held:
            yield datetime.combine(held, at, SHANGHAI)


def _nominal(
    period: Period, since: date, until: date, rules: DuchaRules, own_day: str | None
) -> Iterator[tuple[date, time]]:
    """The slots before days off are thought of: every Friday noon, the 5th of the month or of the quarter."""
    if period in (Period.WEEKLY, Period.BIWEEKLY):
        weekly = rules.feedback_day.weekly
        weekday = WEEKDAYS.index(own_day[1]) if own_day and own_day[0] == "周" else weekly.weekday
        step = WEEK if period is Period.WEEKLY else 2 * WEEK
        least = DAY if period is Period.WEEKLY else (WEEK + 1) * DAY
        day = since + least
        day += (weekday - day.weekday()) % WEEK * DAY
        while day <= until:
            yield day, weekly.at
            day += step * DAY
    elif period is not Period.NONE:
        year, month = since.year, since.month
        while (first := date(year, month, 1)) <= until:
            if period is Period.MONTHLY or month in QUARTER_STARTS:
                day = first.replace(day=min(_day_of_month(own_day, rules), monthrange(year, month)[1]))
                if since < day <= until:
                    yield day, CLOSE_OF_DAY
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _day_of_month(own_day: str | None, rules: DuchaRules) -> int:
    if own_day == "月末":
        return 31
    return int(own_day[:-1]) if own_day and own_day.endswith("日") else rules.feedback_day.monthly


def missed_slots(slots: list[datetime], fed_back: datetime | None, now: datetime) -> int:
    """How many of the slots from the last feedback on (from the beginning without one) have passed unanswered.

    A feedback answers the first slot after it.
    """
    passed = [slot for slot in slots if slot < now and (fed_back is None or slot >= fed_back)]
    return max(0, len(passed) - (fed_back is not None))


def overdue_days(due: date, today: date, calendar: WorkCalendar) -> int:
    """Workdays after the due date, 0 on it and before."""
    return max(0, calendar.workdays_between(due, today))
