"""Days that go by a name or by the moon: 国庆节, 国庆假期最后一天, “五一”, 农历八月十五, 腊月廿三, 正月底."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from bot.dialogue.times.dates import CN_MONTH
from bot.dialogue.times.holidays import (
    HOLIDAY,
    HOLIDAY_FIRSTS,
    HOLIDAY_LEAVE,
    ON_DUTY,
    QUOTES,
    holiday_date,
    leave_block,
)
from bot.dialogue.times.lexicon import N, compiled, firsts, number
from bot.dialogue.times.lunar import lunar_date, lunar_month
from bot.dialogue.times.placing import day_spans, floor_of, place_month_day
from bot.dialogue.times.spans import DAY, Context, Node, Span, between, days_span

_LATE_MONTH: Final = 10
"""Lunar months from the tenth on can fall into the next solar year."""
_LUNAR_MARK: Final = compiled(r"(?:农历|阴历|旧历)\s*的?\s*")
LUNAR_MARKS: Final = frozenset("农阴旧")
_ONLY_LUNAR: Final = frozenset("正冬腊")
"""Months that only the lunar calendar has (元月 is January)."""
_MID_AUTUMN: Final = {("八", "十五"), ("8", "十五")}
_LAST_OR_NEXT: Final = compiled(r"[上下](?:一?个|一|次的?)")
_MONTH_END: Final = compiled(r"的?[底末](?![下位线])")
_LUNAR_MONTH: Final = compiled(rf"(闰)?(正|冬|腊|{N})月份?")
_LUNAR: Final = compiled(
    rf"(?:(?P<leap>闰)?(?P<m>正|冬|腊|{N})月(?P<chu>初|大年)?(?P<d>{N}))|大年(?P<nd>初[一二三四五六七八九十])|(?P<bare>(?<![一二三四五六七八九十])初[一二三四五六七](?![一二三中级步年次审评赛试稿]))"
)
_HOUR_NEXT: Final = compiled(r"\s*[0-9一二两三四五六七八九十]{1,3}\s*[点时:]")
_NTH_DAY_OFF: Final = compiled(r"的?(?:第([一二三四五六七八1-8])[天日]|首日|(最后一[天日]))")
_MOST_DAYS_OFF: Final = 8
LUNAR_FIRSTS: Final = firsts(_LUNAR)


def lunar_mark(ctx: Context, pos: int) -> int | None:
    """Where 农历 stops, None when it does not stand at ``pos``."""
    m = _LUNAR_MARK.match(ctx.text, pos) if ctx.text[pos : pos + 1] in LUNAR_MARKS else None
    return m.end() if m else None


def lunar_day(ctx: Context, pos: int, year: int | None, *, marked: bool = False) -> Node | None:
    """A day of the lunar calendar: marked 农历, or with a month or day that only that calendar has."""
    mark = None if marked else lunar_mark(ctx, pos)
    if mark is not None:
        return lunar_day(ctx, mark, year, marked=True)
    m = _LUNAR.match(ctx.text, pos)
    if m is None:
        return _lunar_month(ctx, pos, year) if marked or ctx.text[pos : pos + 1] in _ONLY_LUNAR else None
    month_word, day_word_ = m["m"], m["d"] or (m["nd"] or m["bare"] or "")[1:]
    if month_word and not (marked or m["chu"] or m["leap"] or month_word in "正冬腊"):
        return _mid_autumn(ctx, m) if year is None else None
    month = (CN_MONTH.get(month_word) or number(month_word, 1, 12)) if month_word else 1
    day = number(day_word_, 1, 30)
    if not month or not day or (m["bare"] and not m["nd"]):
        return None
    month = -month if m["leap"] else month
    stop = m.end()
    if ctx.text[stop : stop + 1] in {"日", "号"}:
        stop += 1
    number_of_month, late = month, abs(month) >= _LATE_MONTH
    days = _first_from(ctx.today, year, lambda y: lunar_date(y, number_of_month, day), before=1 if late else 0)
    return Node(stop, day_spans(days), year_said=year is not None) if days else None


def _mid_autumn(ctx: Context, m: re.Match[str]) -> Node | None:
    """八月十五, 8月十五: the festival, unless the fifteenth of August is meant: both are offered."""
    if (m["m"], m["d"]) not in _MID_AUTUMN or ctx.text[m.end() : m.end() + 1] in {"日", "号"}:
        return None
    festival = _first_from(ctx.today, None, lambda y: lunar_date(y, 8, 15))
    return Node(m.end(), day_spans([*festival, *place_month_day(ctx, 8, 15)[:1]]), ambiguous=True)


def _lunar_month(ctx: Context, pos: int, year: int | None) -> Node | None:
    m = _LUNAR_MONTH.match(ctx.text, pos)
    month = (CN_MONTH.get(m[2]) or number(m[2], 1, 12)) if m else None
    if m is None or not month:
        return None
    years = [year] if year else range(ctx.today.year - 1, ctx.today.year + 2)
    spans = [s for y in years if (s := lunar_month(y, -month if m[1] else month))]
    spans = [s for s in spans if s[1] > ctx.today] or spans[-1:]
    if not spans:
        return None
    if end := _MONTH_END.match(ctx.text, m.end()):
        return Node(end.end(), [days_span(stop - DAY) for _, stop in spans[:1]], year_said=True, tail=True)
    return Node(m.end(), [between(*spans[0], "day")], year_said=True)


def holiday_day(ctx: Context, pos: int, year: int | None, prior: Node | None = None) -> Node | None:
    """A named day, or its days off (国庆假期); 上个国庆 is the last one, 下个国庆 the next."""
    side = _LAST_OR_NEXT.match(ctx.text, pos) if ctx.text[pos : pos + 1] in {"上", "下"} else None
    begin = side.end() if side else pos
    m = HOLIDAY.match(ctx.text, begin) if ctx.text[begin : begin + 1] in HOLIDAY_FIRSTS else None
    if m is None:
        return None
    name, stop = m[0], m.end()
    if begin and ctx.text[begin - 1] in QUOTES and ctx.text[stop : stop + 1] in QUOTES:
        stop += 1  # “五一”前
    if name[-1] == "夜" and _HOUR_NEXT.match(ctx.text, stop):
        stop -= 1  # 除夕夜8点
    near = prior is not None and prior.best.day.year <= ctx.today.year + 1
    floor = floor_of(ctx, prior if near else None)  # 国庆国庆国庆 does not run through the years
    if side and side[0][0] == "上":
        year = next((y for y in (floor.year, floor.year - 1) if (d := holiday_date(name, y)) and d < floor), None)
    days = _first_from(floor, year, lambda y: holiday_date(name, y))
    if not days:
        return None
    node = Node(stop, day_spans(days), year_said=year is not None)
    node.holiday = name
    leave = HOLIDAY_LEAVE.match(ctx.text, stop)
    if leave:
        node.stop = leave.end()
    if leave or (ctx.calendar.holiday_name(node.best.day) and ON_DUTY.match(ctx.text, stop)):
        node.options = [_leave(ctx, span) for span in node.options]
    if nth := _NTH_DAY_OFF.match(ctx.text, node.stop):
        return _day_off(node, nth)
    return node


def _day_off(node: Node, m: re.Match[str]) -> Node:
    """国庆假期第二天, 国庆假期最后一天: one of the days off; 国庆第三天 counts from the day itself."""
    index = -1 if m[2] else (number(m[1], 1, _MOST_DAYS_OFF) or 1) - 1
    if m[2] and node.best.single_day:
        return node
    spans = [days_span((span.end if index < 0 else span.start).date() + timedelta(days=index)) for span in node.options]
    return Node(m.end(), spans, year_said=node.year_said)


def _leave(ctx: Context, span: Span) -> Span:
    first, stop = leave_block(span.day, ctx.calendar)
    return between(first, stop, "day")


def _first_from(floor: date, year: int | None, day_of: Callable[[int], date | None], before: int = 0) -> list[date]:
    """The day in the year that was said, else its first occurrence from ``floor`` on; one year at a time."""
    for candidate in [year] if year else range(floor.year - before, floor.year + 3):
        day = day_of(candidate)
        if day is not None and (year or day >= floor):
            return [day]
    return []
