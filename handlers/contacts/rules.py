"""Numbers in a text and how they are shown (domain.md 6.4, 7.6). Pure functions."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar

_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?!\d)")
_DESK = re.compile(r"(?<![\d-])((?:0\d{2,3}-)?[2-9]\d{6,7}|[1-9]\d{3})(?![\d-])")
CONFIRM_DAYS = ((1, 10), (7, 10))
"""From these days on the address book is confirmed, twice a year."""
MORNING = time(9, 30)


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is to be written down."""

    field: str
    value: str

    @property
    def label(self) -> str:
        return "手机" if self.field == "mobile" else "办公电话"


def number_in(text: str) -> Number | None:
    """The one number of a text: a mobile one, else a desk phone of seven digits or an extension."""
    mobile = _MOBILE.search(text)
    if mobile:
        return Number("mobile", "".join(mobile.groups()))
    desk = _DESK.search(text)
    return Number("desk", desk[1]) if desk else None


def masked(mobile: str) -> str:
    """138****8000."""
    return f"{mobile[:3]}****{mobile[-4:]}" if len(mobile) == 11 else "已登记"


def next_confirmation(now: datetime, calendar: WorkCalendar) -> datetime:
    """The first workday on or after 10 January or 10 July, at 9:30 Beijing time."""
    here = now.astimezone(SHANGHAI)
    found = [date(year, month, day) for year in (here.year, here.year + 1) for month, day in CONFIRM_DAYS]
    days = [day if calendar.is_workday(day) else calendar.next_workday(day) for day in found]
    return min(at for day in days if (at := datetime.combine(day, MORNING, SHANGHAI)) > here)
