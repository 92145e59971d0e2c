"""Chinese working days (domain.md Annex B): published holidays and 调休 days, honest answers where none are published.

A published year is exact. Any other is reckoned from weekends and the statutory days alone, and ``caveat`` says so.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from chinese_calendar.constants import holidays as _holidays
from chinese_calendar.constants import workdays as _workdays
from lunar_python import Lunar, Solar

SATURDAY = 5
DAY = timedelta(days=1)
_FIRST_PUBLISHED = min(_holidays).year
_LAST_PUBLISHED = max(_holidays).year
_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


class _Year(NamedTuple):
    """``off``, ``on``: the exceptions from Monday to Friday, with their festival; ``days``: all workdays in order."""

    off: Mapping[date, str]
    on: Mapping[date, str]
    days: list[date]


def _statutory(year: int) -> dict[date, str]:
    """The statutory days of a year whose arrangement is unknown (domain.md B.1)."""
    found = {date(year, 1, 1): "元旦", date(year, 5, 1): "劳动节", date(year, 5, 2): "劳动节"}
    found |= {date(year, 10, day): "国庆节" for day in (1, 2, 3)}
    new_year = _lunar(year, 1, 1)
    found |= {new_year + n * DAY: "春节" for n in (-1, 0, 1, 2)}
    qingming = Lunar.fromSolar(Solar.fromYmd(year, 4, 1)).getJieQiTable()["清明"]
    found[date(qingming.getYear(), qingming.getMonth(), qingming.getDay())] = "清明节"
    found[_lunar(year, 5, 5)] = "端午节"
    found[_lunar(year, 8, 15)] = "中秋节"
    return found


def _lunar(year: int, month: int, day: int) -> date:
    solar = Lunar.fromYmd(year, month, day).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


@cache
def _shipped(year: int) -> tuple[dict[date, str], dict[date, str]]:
    if not _FIRST_PUBLISHED <= year <= _LAST_PUBLISHED:
        return _statutory(year), {}
    off = {day: _NAMES.get(name, name) for day, name in _holidays.items() if day.year == year}
    on = {day: _NAMES.get(name, name) for day, name in _workdays.items() if day.year == year}
    return off, on


class WorkCalendar:
    """Working days. ``notice``: rows of an imported holiday notice, see :meth:`with_notice`."""

    def __init__(self, notice: Mapping[date, tuple[bool, str]] | None = None) -> None:
        self._notice = dict(notice or {})
        self._imported = frozenset(
            d.year for d, (off, _) in self._notice.items() if off and (d.month, d.day) == (10, 1)
        )
        self._years: dict[int, _Year] = {}

    def with_notice(self, rows: Iterable[Mapping[str, Any]]) -> "WorkCalendar":
        """A calendar that knows these days too: ``{"date": "2027-02-05", "isOffDay": true, "name": "春节"}`` each.

        The notice of a whole year (one that has its 1 October) makes the year published and replaces what was reckoned
        for it; a few single days only override. Raises ValueError with one Chinese line.
        """
        notice = dict(self._notice)
        for n, row in enumerate(rows, 1):
            try:
                day, off = date.fromisoformat(row["date"]), row["isOffDay"]
            except (KeyError, TypeError, ValueError):
                off = None
            if not isinstance(off, bool):
                raise ValueError(f'放假安排第{n}条不对，应写成 {{"date": "2027-01-01", "isOffDay": true}}')
            notice[day] = (off, str(row.get("name") or ""))
        return WorkCalendar(notice)

    def is_published(self, year: int) -> bool:
        """Whether the arrangement of that year is known, from the shipped data or an imported notice."""
        return _FIRST_PUBLISHED <= year <= _LAST_PUBLISHED or year in self._imported

    def is_workday(self, day: date) -> bool:
        year = self._year(day.year)
        return day in year.on or (day.weekday() < SATURDAY and day not in year.off)

    def is_makeup(self, day: date) -> bool:
        """A weekend day that is worked (调休上班)."""
        return day in self._year(day.year).on

    def holiday_name(self, day: date) -> str | None:
        """中秋节, 国庆节 … for a day off that belongs to a festival; None for workdays and plain weekends."""
        return self._year(day.year).off.get(day)

    def add_workdays(self, day: date, n: int) -> date:
        """The n-th workday strictly after ``day`` (before it when n < 0); n = 0: ``day`` itself or the next workday."""
        if n == 0:
            return day if self.is_workday(day) else self.add_workdays(day, 1)
        year, step = day.year, (1 if n > 0 else -1)
        days = self._year(year).days
        target = bisect_right(days, day) + n - 1 if n > 0 else bisect_left(days, day) + n
        while not 0 <= target < len(days):
            if step > 0:
                target -= len(days)
            year += step
            days = self._year(year).days
            if step < 0:
                target += len(days)
        return days[target]

    def next_workday(self, day: date) -> date:
        """The first workday after ``day``."""
        return self.add_workdays(day, 1)

    def previous_workday(self, day: date) -> date:
        """The last workday before ``day``."""
        return self.add_workdays(day, -1)

    def workdays_between(self, a: date, b: date) -> int:
        """How many workdays are in (a, b]; negative when b is before a."""
        if b < a:
            return -self.workdays_between(b, a)
        whole = sum(len(self._year(year).days) for year in range(a.year, b.year))
        return whole + bisect_right(self._year(b.year).days, b) - bisect_right(self._year(a.year).days, a)

    def caveat(self, *dates: date) -> str | None:
        """What must be said with a result that rests on an unpublished year; None when all between the dates is known.

        Name the start as well as the result: a span across the turn of the year depends on both.
        """
        if not dates:
            return None
        first, last = min(dates), max(dates)
        unknown = next((y for y in range(first.year, last.year + 1) if not self.is_published(y)), None)
        if unknown is None:
            return None
        festivals = {n for d, n in self._year(unknown).off.items() if d <= last}
        basis = "周末和元旦" if festivals <= {"元旦"} else "周末和法定节日"
        return f"{unknown}年放假安排{'未收录' if unknown < _FIRST_PUBLISHED else '未发布'}，按{basis}当日推算"

    def _year(self, year: int) -> _Year:
        known = self._years.get(year)
        if known is None:
            known = self._years[year] = self._build(year)
        return known

    def _build(self, year: int) -> _Year:
        off, on = ({}, {}) if year in self._imported else map(dict, _shipped(year))
        for day, (is_off, name) in self._notice.items():
            if day.year == year:
                off.pop(day, None)
                on.pop(day, None)
                if is_off:
                    off[day] = name or "节假日"
                elif day.weekday() >= SATURDAY:
                    on[day] = name
        start, end = date(year, 1, 1), date(year, 12, 31)
        every = (start + n * DAY for n in range((end - start).days + 1))
        return _Year(off, on, [d for d in every if d in on or (d.weekday() < SATURDAY and d not in off)])
