"""The lunar calendar: 农历八月十五, 腊月二十三, 除夕, 清明. Computed by lunar_python (MIT), kept per year."""

from datetime import date, timedelta
from functools import cache
from typing import Final

from lunar_python import LunarYear, Solar

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
TERMS: Final = (
    "小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至",
    "小暑", "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至",
)  # fmt: skip


@cache
def _months(year: int) -> dict[int, tuple[date, int]]:
    """Month number (negative: leap) to its first solar day and its length."""
    out = {}
    for month in LunarYear.fromYear(year).getMonths():
        if month.getYear() == year:
            first = Solar.fromJulianDay(month.getFirstJulianDay())
            out[month.getMonth()] = (
                date(first.getYear(), first.getMonth(), first.getDay()),
                month.getDayCount(),
            )
    return out


def lunar_date(year: int, month: int, day: int) -> date | None:
    """The solar date of a lunar one, None where there is none; day 30 of a short last month is its 29th (除夕)."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    first, length = _months(year).get(month, (None, 0))
    if first is None or day > 30:
        return None
    if day > length:
        if month != 12:
            return None
        day = length
    return first + timedelta(days=day - 1)


def lunar_month(year: int, month: int) -> tuple[date, date] | None:
    """First day of a lunar month and the day after its last."""
    if not FIRST_YEAR <= year <= LAST_YEAR or month not in _months(year):
        return None
    first, length = _months(year)[month]
    return first, first + timedelta(days=length)


@cache
def _terms(year: int) -> dict[str, date]:
    table = Solar.fromYmd(year, 6, 1).getLunar().getJieQiTable()
    days = {name: date(s.getYear(), s.getMonth(), s.getDay()) for name, s in table.items() if name in TERMS}
    late = table["DONG_ZHI"]  # 冬至 of the same solar year; the plain key is last year's
    days["冬至"] = date(late.getYear(), late.getMonth(), late.getDay())
    return days


def term_date(year: int, name: str) -> date | None:
    """The day of a solar term (清明, 冬至) in that year."""
    return _terms(year).get(name) if FIRST_YEAR <= year <= LAST_YEAR else None
