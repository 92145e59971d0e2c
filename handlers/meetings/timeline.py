"""When things happen around a meeting: reply deadline, reminders, days off. Pure rules (domain.md 4.2, 4.8).

Instants go in aware and come out in Beijing time.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from scheduler.clock import SHANGHAI, local
from scheduler.workdays import WorkCalendar
from storage.profile_types import Offset

SILENT_BEFORE = timedelta(hours=4)
EVE = time(16)
ATTENDEES_BEFORE = timedelta(hours=1)
STAFF_BEFORE = timedelta(minutes=15)
DISSOLVE_AT = time(9)
SIGNED_IN_AFTER = timedelta(minutes=5)
URGENT_REPLY = timedelta(hours=2)
"""An urgent meeting is called at least two hours ahead (domain.md 4.2): its receipts are due that long before it."""
TIME_TO_ANSWER = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Step:
    """A reminder of a meeting: its kind and when it falls due."""

    kind: str
    at: datetime


def default_reply_by(start: datetime, now: datetime, calendar: WorkCalendar, offset: Offset) -> datetime:
    """The workday before at 12:00; for a meeting called later than that, two hours before it, or half-way."""
    here = local(start)
    day = calendar.add_workdays(here.date(), offset.workdays)
    usual = datetime.combine(day, offset.at or time(12), SHANGHAI)
    if usual >= local(now) + TIME_TO_ANSWER:
        return usual
    urgent = here - URGENT_REPLY
    if urgent >= local(now) + TIME_TO_ANSWER:
        return urgent
    half = local(now) + (here - local(now)) / 2
    return half.replace(second=0, microsecond=0)


def late_notice(start: datetime, now: datetime, calendar: WorkCalendar, offset: Offset) -> str | None:
    """What to say of a notice that goes out later than two workdays before (domain.md 4.2); None when it is in time."""
    here, at = local(start), local(now)
    if here - at < URGENT_REPLY:
        return "离开会不足2小时，请同时电话通知"
    if at.date() > calendar.add_workdays(here.date(), offset.workdays):
        return f"离开会不足{-offset.workdays}个工作日，建议同时电话通知"
    return None


def objection(reply_by: datetime, start: datetime, end: datetime, now: datetime) -> str | None:
    """Why a stated reply deadline cannot be: 已过, or that the meeting has begun by then; None when it can."""
    if reply_by <= now:
        return "已过"
    if reply_by < start:
        return None
    if reply_by < end:
        return "会中"
    return "会中或会后" if local(reply_by).date() == local(start).date() else "会后"


def day_off(day: date, calendar: WorkCalendar) -> str | None:
    """What a day off is called: 中秋假期, 周末; None for a workday."""
    if calendar.is_workday(day):
        return None
    name = calendar.holiday_name(day)
    return f"{name.removesuffix('节')}假期" if name else "周末"


def steps(start: datetime, end: datetime, reply_by: datetime, calendar: WorkCalendar) -> list[Step]:
    """Every reminder of a meeting (domain.md 4.8). The eve is the workday before, when people are in the office."""
    here = local(start)
    eve = calendar.previous_workday(here.date())
    after = calendar.add_workdays(local(end).date(), 1)
    return [
        Step("silent", local(reply_by) - SILENT_BEFORE),
        Step("deadline", local(reply_by)),
        Step("eve", datetime.combine(eve, EVE, SHANGHAI)),
        Step("hour", here - ATTENDEES_BEFORE),
        Step("staff", here - STAFF_BEFORE),
        Step("check_in", here + SIGNED_IN_AFTER),
        Step("over", local(end)),
        Step("dissolve", datetime.combine(after, DISSOLVE_AT, SHANGHAI)),
    ]


def group_name(start: datetime, before: int) -> str:
    """会务-0923A: by date and letter only, without unit or subject (domain.md 7.5); `before` meetings came first."""
    letters = chr(ord("A") + before % 26) * (before // 26 + 1)
    return f"会务-{local(start):%m%d}{letters}"


def next_letter(taken: set[str], start: datetime) -> str:
    """The first group name of that day that no other meeting has."""
    return next(name for n in range(len(taken) + 1) if (name := group_name(start, n)) not in taken)
