"""Years, months and weeks, and days said within them: 明年下半年, 三季度, 下个月15号, 下下周三."""

import re
from datetime import date, timedelta
from typing import Final

from bot.dialogue.numerals import to_int
from bot.dialogue.times.dates import (
    MISSAID,
    bare_day,
    month_day_node,
    numeric_date,
    said_day,
    said_month,
    said_months,
)
from bot.dialogue.times.eras import SAME_DAY, era, plan, same_day
from bot.dialogue.times.lexicon import CN, WEEK, WEEKDAY_SIGN, WEEKDAYS, compiled, firsts
from bot.dialogue.times.nameddays import holiday_day, lunar_day
from bot.dialogue.times.placing import agreeing, no_such_day, place_month, valid
from bot.dialogue.times.quarters import parse_quarter
from bot.dialogue.times.spans import (
    Context,
    Node,
    Span,
    add_months,
    between,
    days_span,
    month_span,
    week_start,
    year_span,
)
from bot.dialogue.times.years import said_year

_ASCII_DIGITS: Final = frozenset("0123456789")
DIGITS: Final = _ASCII_DIGITS | frozenset(CN)
_GAP: Final = compiled(r"[\s的,]*")
_HALF_MONTH: Final = compiled(r"([上下])半月")
_MONTH_REL: Final = compiled(
    r"(?:(本|这个?|当|今|该)月|(上{1,4}|下{1,4})一?个?月(?!球)|(次)月|(?<![0-9一二三四五六七八九十个每半])(月)(?=[底末初尾]|中(?![午秋国心央旬])|内|[上中下]旬))份?"
)
_WEEK_REL: Final = compiled(
    rf"(本|这一?个?|今个?|当|上{{1,4}}一?个?|下{{1,4}}一?个?)(?:({WEEK})([一二三四五六日天1-7]|末)?|(双休日))(?!次|期|岁)"
)
_NEXT_WORKDAY: Final = compiled(r"([上下])(?:一个?|个)工作日")
_WEEK_NUMBER: Final = compiled(rf"(?<![年月季度的])第([0-9]{{1,2}}|[{CN}]{{1,3}})周(?![年岁次])")
_WEEK_BARE: Final = compiled(
    rf"(?:(?<![0-9一二两三四五六七八九十几每])|(?<=[0-9]{{3}}))({WEEK})([一二三四五六日天末1-7])(?!次|期|篇|份|趟|遍|个|更|览|报|年|岁|致|[0-9]?个)"
)
_LATER_DATE: Final = compiled(r"[\s,(]*")
WEEK_FIRSTS: Final = firsts(_WEEK_REL, _NEXT_WORKDAY, _WEEK_NUMBER, _WEEK_BARE) | {"双"}
REL_MONTH_FIRSTS: Final = firsts(_MONTH_REL, _HALF_MONTH)
_UNIT_REACH: Final = 24
"""A year, a month or a quarter is named within so many characters of its number."""
_SIGN: Final = {"上": -1, "下": 1}


def from_number(ctx: Context, pos: int, prior: Node | None) -> Node | None:
    """What begins with a number: a date, a decade, a year, a month, a quarter, 五一, a day of the month."""
    ascii_digit = ctx.text[pos] in _ASCII_DIGITS
    node = (numeric_date(ctx, pos, prior) if ascii_digit else plan(ctx, pos)) or era(ctx, pos)
    if node is not None:
        return node
    reach = ctx.text[pos : pos + _UNIT_REACH]
    year, after = said_year(ctx, pos, prior) if "年" in reach else (None, pos)
    if year is not None:
        return within_year(ctx, after, year)
    monthly = "月" in reach
    return (
        (lunar_day(ctx, pos, None) if monthly else None)
        or holiday_day(ctx, pos, None, prior)
        or (month_said(ctx, pos, prior) if monthly else None)
        or (parse_quarter(ctx, pos, None) if "季" in reach else None)
        or bare_day(ctx, pos, prior)
    )


def within_year(ctx: Context, pos: int, year: int) -> Node:
    """The year, or what is said of it from ``pos`` on: its month and day, its quarter, its holiday."""
    gap = _GAP.match(ctx.text, pos)
    after = gap.end() if gap else pos
    if several := said_months(ctx, after):
        return Node(several[2], [month_span(year, several[0], several[1] - several[0] + 1)], year_said=True)
    month = said_month(ctx, after)
    node = (
        lunar_day(ctx, after, year)
        or (_absolute_month(ctx, year, *month) if month else None)
        or parse_quarter(ctx, after, year)
        or holiday_day(ctx, after, year)
        or same_day(ctx, after, year_span(year))
    )
    if node is None:
        node = Node(pos, [year_span(year)])
    node.year_said = True
    return node


def _absolute_month(ctx: Context, year: int, month: int, stop: int) -> Node | None:
    day = said_day(ctx, stop, after_month=True)
    found = _absolute_day(year, month, *day) if day else None
    return found or Node(stop, [month_span(year, month)], month=month)


def _absolute_day(year: int, month: int, day: int, stop: int) -> Node | None:
    placed = valid(year, month, day)
    return Node(stop, [days_span(placed)], month=month) if placed else no_such_day(stop, year, month, day, MISSAID)


def month_said(ctx: Context, pos: int, prior: Node | None) -> Node | None:
    """9月, 8、9月, 9月28日 without a year."""
    if several := said_months(ctx, pos):
        low, high, stop = several
        first = place_month(ctx, low, prior)
        return Node(stop, [month_span(s.day.year, low, high - low + 1) for s in first], ambiguous=len(first) > 1)
    said = said_month(ctx, pos)
    if said is None:
        return None
    month, stop = said
    if day := said_day(ctx, stop, after_month=True):
        node = month_day_node(ctx, day[1], month, day[0], prior)
        if node:
            return node
    spans = place_month(ctx, month, prior)
    if day and (none := no_such_day(day[1], spans[-1].day.year, month, day[0], MISSAID)):
        return none
    return Node(stop, spans, ambiguous=len(spans) > 1 and prior is None, month=month)


def relative_month(ctx: Context, pos: int) -> Node | None:
    """本月, 下个月15号, 月底's 月, 上半月."""
    m = _MONTH_REL.match(ctx.text, pos)
    if m is None:
        return _half_month(ctx, pos)
    offset = _SIGN[m[2][0]] * len(m[2]) if m[2] else (1 if m[3] else 0)
    first = add_months(ctx.today.replace(day=1), offset)
    node = Node(m.end(), [month_span(first.year, first.month)], month=None if m[4] else first.month, year_said=not m[4])
    if same := same_day(ctx, m.end(), node.best):
        return same
    gap = _GAP.match(ctx.text, m.end())
    day = said_day(ctx, gap.end() if gap else m.end(), after_month=not m[4])
    if day and (within := _absolute_day(first.year, first.month, *day)):
        within.year_said = True
        return within
    return node


def _half_month(ctx: Context, pos: int) -> Node | None:
    m = _HALF_MONTH.match(ctx.text, pos)
    if m is None:
        return None
    first = ctx.today.replace(day=1)
    middle, stop = first.replace(day=16), add_months(first, 1)
    span = between(first, middle, "day") if m[1] == "上" else between(middle, stop, "day")
    return Node(m.end(), [span])


def week(ctx: Context, pos: int, prior: Node | None) -> Node | None:
    """本周, 下周三, 周末, 第32周, 周五, 下个工作日."""
    text = ctx.text
    if m := _WEEK_REL.match(text, pos):
        word = m[1]
        offset = _SIGN.get(word[0], 0) * sum(c == word[0] for c in word)
        monday = week_start(ctx.today) + timedelta(weeks=offset)
        if not m[3] and (same := SAME_DAY.match(text, m.end())):
            return Node(same.end(), [days_span(ctx.today + timedelta(weeks=offset))], year_said=True)
        return Node(m.end(), [_in_week(monday, "末" if m[4] else m[3])], year_said=True)
    if m := _NEXT_WORKDAY.match(text, pos):
        beside = ctx.calendar.add_workdays(ctx.today, _SIGN[m[1]])
        return Node(m.end(), [days_span(beside)], year_said=True)
    if text.startswith("双休日", pos):
        return Node(pos + 3, [_in_week(week_start(ctx.today), "末")], year_said=True)
    if m := _WEEK_NUMBER.match(text, pos):
        return _numbered_week(ctx, m)
    m = _WEEK_BARE.match(text, pos)
    if m is None:
        return None
    if m[2] == "末":
        return Node(m.end(), [_in_week(week_start(ctx.today), "末")], year_said=True)
    return _bare_weekday(ctx, m.end(), WEEKDAYS[m[2]], prior)


def _numbered_week(ctx: Context, m: re.Match[str]) -> Node | None:
    """第32周 by itself is the week of this year that the calendar numbers so."""
    number = to_int(m[1]) or 0
    first = date(ctx.today.year, 1, 4)
    monday = week_start(first) + timedelta(weeks=number - 1)
    return Node(m.end(), [days_span(monday, 7, "week")], year_said=True) if 1 <= number <= 53 else None


def _in_week(monday: date, word: str | None) -> Span:
    if word is None:
        return days_span(monday, 7, "week")
    if word == "末":
        return days_span(monday + timedelta(days=5), 2)
    return days_span(monday + timedelta(days=WEEKDAYS[word]))


def _bare_weekday(ctx: Context, stop: int, weekday: int, prior: Node | None) -> Node:
    """周三 is the next Wednesday; said on a Wednesday it may be today or in a week (domain.md C.3: ask)."""
    if explicit := _dated_weekday(ctx, stop, weekday):
        return explicit
    base = prior.best.day if prior is not None and prior.dated else ctx.today
    ahead = (weekday - base.weekday()) % 7
    first = base + timedelta(days=ahead)
    spans = [days_span(first)]
    if ahead == 0 and prior is None:
        spans.append(days_span(first + timedelta(days=7)))
    return Node(stop, spans, ambiguous=len(spans) > 1, extra=[days_span(first - timedelta(days=7))])


def _dated_weekday(ctx: Context, stop: int, weekday: int) -> Node | None:
    """周三（9月23日）, 星期日 2015年04月08日: the date is what counts, and is held against the weekday."""
    gap = _LATER_DATE.match(ctx.text, stop)
    after = gap.end() if gap else stop
    node = numeric_date(ctx, after) or _dated(ctx, after)
    if node is None:
        return None
    closed = "(" in ctx.text[stop:after] and ctx.text.startswith(")", node.stop)
    node.stop += 1 if closed else 0
    if agree := agreeing(ctx, node.options, weekday):
        node.options, node.ambiguous = agree[:1], False
        return node
    day = node.best.day
    meant = day + timedelta(days=(weekday - day.weekday() + 3) % 7 - 3)
    node.note = node.note or f"{day.month}月{day.day}日是{WEEKDAY_SIGN[day.weekday()]}，不是{WEEKDAY_SIGN[weekday]}"
    node.options, node.ambiguous = [node.best, days_span(meant)], True
    return node


def _dated(ctx: Context, pos: int) -> Node | None:
    year, after = said_year(ctx, pos, None)
    if year is not None:
        node = within_year(ctx, after, year)
    else:
        found = month_said(ctx, pos, None)
        if found is None:
            return None
        node = found
    return node if node.best.single_day else None
