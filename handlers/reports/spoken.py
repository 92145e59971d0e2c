"""The period that people speak of: 上一季度, 前三季度, 2026Q3, 年度; and the time of a question about figures."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from handlers.reports.period import MONTHS, Kind, Period, Window, exactly, parse, until_now, whole
from handlers.said import When
from scheduler.clock import local

_CODE = re.compile(r"20\d\d(?:-(?:0[1-9]|1[0-2])|[Qq](?:1-3|[1-4])|[Hh][12])(?![\d-])")
_SAID = (
    ("季度", re.compile(r"第?([一二三四1-4])个?季度?|[Qq]([1-4])")),
    ("半年", re.compile(r"([上下])半年|(?<!一)(半)年")),
    ("月", re.compile(r"(?<![\d.])(1[0-2]|[1-9])月份?(?!\d|[一二三四五六七八九十]*日)")),
)
_CN_MONTH = re.compile(r"(十[一二]?|[一二三四五六七八九])月份?(?![一二三四五六七八九十\d])")
_CN = {"十": 10, "十一": 11, "十二": 12} | {word: n for n, word in enumerate("一二三四五六七八九", 1)}
_YEAR = re.compile(r"(20\d\d)年?|(今年|本年|去年|上年|前年)")
_NO_YEAR = re.compile(r"(?!.*(?:(?<!半)年|明|[下后](?!半年)|[本这])).*(?:[\d一二三四五六七八九十]月|季|半年)")
"""A month, a quarter or a half without its year."""
_LONG = ("month", "quarter", "half", "year")
_UP_TO = re.compile(r"(?:截[至止]到?|到|至)$")
_NEVER = re.compile(r"(?:[五六七八九十零]|(?<!\d)(?:[05-9]|\d\d))个?季度|(?<!\d)(?:00?|1[3-9]|[2-9]\d)月")
NO_SUCH_TIME = "一年有四个季度、十二个月，请核对是哪一个，例如“三季度”“9月”。"
Days = tuple[date, date]


def impossible(text: str) -> bool:
    """A fifth quarter or a thirteenth month is named."""
    return _NEVER.search(text) is not None


def named(text: str, times: Sequence[When], today: date) -> Period | None:
    """The period that the words name; None when they name none.

    `times` are those of the message; only what stands in `text`, the message or a part of it, counts.
    """
    found = _period(stretches(text, times, today))
    if found is None and (_CODE.search(text) or not some_months(text, times)):
        return said(text, today)
    return found


def some_months(text: str, times: Sequence[When]) -> bool:
    """Whether a stretch of months is named: 前十个月 is no period, and 十月 is not what was said."""
    whole_ = (when for when in times if when.start is not None and when.end is not None and when.text in text)
    return any(when.grain in _LONG for when in whole_)


def stretches(text: str, times: Sequence[When], today: date) -> list[Days]:
    """First and last days of what is named: 前三季度, 9月1日至15日; 截至9月底 from the year's first day on.

    What has no year and lies ahead was last year's.
    """
    if _CODE.search(text):
        return []
    return [days for when in times if when.text in text and (days := _days(text, when, today)) is not None]


def _period(found: Sequence[Days]) -> Period | None:
    return next((period for days in found if (period := exactly(*days)) is not None), None)


def _days(text: str, when: When, today: date) -> Days | None:
    instant = when.end or when.start
    if instant is None or (when.start is not None and when.deadline):
        return None
    last = local(instant - timedelta(microseconds=1) if when.end is not None else instant).date()
    begins = None if when.start is None else local(when.start).date()
    if (begins or last) > today and _NO_YEAR.match(when.text):
        last, begins = _year_before(last), begins and _year_before(begins)
    if begins is None or (when.end is None and _UP_TO.search(text, 0, when.span[0])):
        begins = date(min(last.year, today.year), 1, 1)
    return begins, last


def _year_before(day: date) -> date:
    """The same day a year before; of a leap February its last."""
    following = day + timedelta(days=1)
    if following.day == 1:
        return following.replace(year=following.year - 1) - timedelta(days=1)
    return day.replace(year=day.year - 1)


def said(text: str, today: date) -> Period | None:
    """The period that words name by themselves: 2026Q3, 上半年, 9月, 上季度, 本月, 年度; None when they name none."""
    if (code := _CODE.search(text)) is not None:
        return parse(code[0])
    year = _year(text, today)
    relative = re.search(r"(上上?一?个?|本|这一?个?|前一?个?|当)(月|季度?)(?!度?\d)", text)
    if relative is not None:
        kind: Kind = "月" if relative[2] == "月" else "季度"
        now = whole(kind, today.year, (today.month - 1) // MONTHS[kind] + 1)
        if relative[1].startswith("上上"):
            return now.before.before
        return now.before if relative[1][0] in "上前" else now
    for name, words in _SAID:
        found = words.search(text)
        if found is not None:
            number = next(group for group in found.groups() if group)
            n = {"上": 1, "半": 1, "下": 2}.get(number) or _CN.get(number) or int(number)
            return _latest(name, year, n, today)  # type: ignore[arg-type]
    if (month := _CN_MONTH.search(text)) is not None:
        return _latest("月", year, _CN[month[1]], today)
    if re.search(r"年度|全年|年终|年报|一年|年总结|今年|去年|20\d\d年", text):
        given = year or (today.year if today.month > 1 or "今年" in text else today.year - 1)
        return whole("年", given, 1)
    return None


def _year(text: str, today: date) -> int | None:
    found = _YEAR.search(text)
    if found is None:
        return None
    return int(found[1]) if found[1] else today.year - {"去年": 1, "上年": 1, "前年": 2}.get(found[2], 0)


def _latest(kind: Kind, year: int | None, n: int, today: date) -> Period:
    """Without a year: the last one that has begun."""
    found = whole(kind, year or today.year, n)
    return found if year is not None or found.start <= today else whole(kind, today.year - 1, n)


def window_said(text: str, times: Sequence[When], today: date) -> tuple[Window, str]:
    """The time that a question names and how to call it; without any, this year until today."""
    found = stretches(text, times, today)
    period = _period(found) if found else said(text, today)
    if period is not None:
        period = until_now(period, today)
        year = "" if period.year == today.year else f"{period.year}年"
        return period.window, f"{period.year}年" if period.kind == "年" else year + period.label
    first, last = found[0] if found else (date(today.year, 1, 1), today)
    if first == date(today.year, 1, 1) and last >= today:
        return Window(first, last, today), "今年以来"
    year = "" if first.year == today.year else f"{first.year}年"
    until = "" if first == last else f"至{last.month}月{last.day}日"
    return Window(first, last, min(last, max(first, today))), f"{year}{first.month}月{first.day}日{until}"
