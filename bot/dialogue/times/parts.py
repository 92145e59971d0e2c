"""Parts of a longer stretch: 9月底, 年初, 10月上旬, 十月第一个星期一, 去年的前10天, 三季度最后一个工作日."""

import re
from datetime import date, timedelta
from typing import Final

from bot.dialogue.numerals import to_int
from bot.dialogue.times.lexicon import WEEK, WEEKDAYS, N, compiled, number
from bot.dialogue.times.office import unpublished
from bot.dialogue.times.spans import (
    Context,
    Node,
    Span,
    add_months,
    between,
    days_span,
    last_day,
    month_span,
    week_start,
    year_span,
)

_LONG: Final = {"year", "half", "quarter", "month", "week"}
_EDGE: Final = compiled(
    r"\s*的?\s*(?:年|月)?\s*(初(?!次|步|期|级|审|中|[一二三四五六七八九十])|伊始|末(?!位)|底(?!下|线)|终(?!止|结|身|究|审|点|端|于)|尾(?!款|气|号|数|矿|巴|声)|中(?!旬|下旬|午|秋|国|央|心|考|期|的|学|共|间|层|标|小|型))"
)
_XUN: Final = compiled(r"\s*的?\s*([上中下])([中下])?旬(末|底)?")
_ORDINAL: Final = rf"(?:第\s*([0-9]{{3}}|{N})|(首)|(最后一?|末))\s*个?\s*"
_NTH_WEEKDAY: Final = compiled(rf"\s*的?\s*{_ORDINAL}{WEEK}([一二三四五六日天])")
_NTH: Final = compiled(rf"\s*的?\s*{_ORDINAL}({WEEK}|法定工作日|工作日|季度|天|日|月)(?!次|期)")
_SEVERAL: Final = compiled(
    rf"\s*的?\s*(前|头|最初|后|最后)\s*({N})\s*个?\s*({WEEK}|工作日|季度|天|日|月)(?!前|后|(?<!工作日)内)"
)
OF_THE_WEEK: Final = compiled(rf"\s*的?\s*{WEEK}([一二三四五六日天])(?!次|期|个)")
_HALF_WEEK: Final = compiled(r"\s*的?\s*([上下前后])半周")
_HALF_MONTH: Final = compiled(r"\s*的?\s*([上下前后])半月")
_BARE_YEAR: Final = compiled(
    r"(?<![0-9零〇一二两三四五六七八九十百每半几多去今明前后来])年(?=[底末终内尾]|初(?!次|级|中)|中(?!国|心|共|期))"
)
_BARE_XUN: Final = compiled(r"(?<![月份])[上中下]{1,2}旬|(?:[本这]|(?<![每隔上中下一二三两几]))旬(?=[末底内])")
_BARE_WEEK: Final = compiled(
    r"(?<![0-9一二两三四五六七八九十几每上下本这个半双单])"
    r"(?:周(?=初(?!次)|内(?![部容外])|中(?![央国心山旬学])|[前后]半周)|(?=[上下前后]半周))"
)
_MONTHS: Final = {"月": 1, "季度": 3}
_UNIT_OF: Final = {"month": "月", "quarter": "季度"}
_FIRST_DAYS: Final = 10
PART_FIRSTS: Final = frozenset("年周旬上中下本这前后")


def bare_part(ctx: Context, pos: int) -> Node | None:
    """年底, 上旬: the base is the current year or month; the next month when that part is over."""
    if _BARE_YEAR.match(ctx.text, pos):
        return Node(pos, [year_span(ctx.today.year)])
    if m := _BARE_WEEK.match(ctx.text, pos):
        return Node(m.end(), [days_span(week_start(ctx.today), 7, "week")])
    m = _BARE_XUN.match(ctx.text, pos)
    if m is None:
        return None
    first = ctx.today.replace(day=1)
    if m[0][-1] == "旬" and m[0][0] not in "上中下":
        return _this_xun(ctx, m.end())
    over = {"上": 10, "中": 20, "下": 31}[m[0][-2]] < ctx.today.day
    base = add_months(first, 1) if over else first
    return Node(pos, [month_span(base.year, base.month)])


def _this_xun(ctx: Context, stop: int) -> Node:
    """本旬末 is due at the end of the ten days that run."""
    month = month_span(ctx.today.year, ctx.today.month)
    span = _xun(month, "上中下"[min(ctx.today.day - 1, 29) // 10])
    if ctx.text[stop] == "内":
        return Node(stop, [span], year_said=True)
    return Node(stop + 1, [days_span(last_day(span))], year_said=True, tail=True)


def narrow_node(ctx: Context, node: Node) -> Node:
    """The node after all narrowing words that follow it, each reading narrowed alike."""
    for _ in range(2):
        if node.best.grain not in _LONG or node.tail or not _narrow_once(ctx, node):
            break
    return node


def _narrow_once(ctx: Context, node: Node) -> bool:
    text, pos = ctx.text, node.stop
    week = node.best.grain == "week"
    if (m := _EDGE.match(text, pos)) and not (week and m[1] not in "初中"):
        return _edge(ctx, node, m)
    if week and (m := OF_THE_WEEK.match(text, pos)):
        ahead = timedelta(days=WEEKDAYS[m[1]])
        return _apply(node, m.end(), [days_span(week_start(span.day) + ahead) for span in node.options])
    if week and (m := _HALF_WEEK.match(text, pos)):
        return _apply(node, m.end(), [_half_week(span, m[1] in "上前") for span in node.options])
    if (m := _XUN.match(text, pos)) and node.best.grain == "month":
        node.options = [_xun(span, m[1], m[2] or m[1]) for span in node.options]
        node.stop, node.ambiguous = m.end(), not m[3]
        if m[3]:
            node.options, node.tail = [days_span(last_day(span)) for span in node.options], True
        return True
    if not week and (m := _NTH_WEEKDAY.match(text, pos)):
        which, weekday = _which(m), WEEKDAYS[m[4]]
        return _apply(node, m.end(), [_nth_weekday(span, which, weekday) for span in node.options])
    if m := _NTH.match(text, pos):
        if "工作日" in m[4]:
            node.note = unpublished(ctx, ctx.now, node.best.start) or node.note
        return _apply(node, m.end(), [_nth(ctx, span, _which(m), m[4]) for span in node.options])
    if m := _SEVERAL.match(text, pos):
        count = to_int(m[2]) or 0
        return _apply(node, m.end(), [_several(ctx, span, m[1] in "前头最初", count, m[3]) for span in node.options])
    if (m := _HALF_MONTH.match(text, pos)) and node.best.grain == "month":
        first = m[1] in "上前"
        return _apply(node, m.end(), [_half(span, first) for span in node.options])
    return False


def _apply(node: Node, stop: int, spans: list[Span | None]) -> bool:
    found = [span for span in spans if span is not None]
    if found:
        node.options, node.stop = found, stop
    return bool(found)


def _edge(ctx: Context, node: Node, m: re.Match[str]) -> bool:
    word = m[1]
    if word in "末底终尾":
        node.options = [days_span(last_day(span)) for span in node.options]
        node.tail = True
    elif word == "中":
        node.options = [_middle(span) for span in node.options]
        node.ambiguous = True
    else:
        bare_month = node.best.grain == "month" and not node.year_said and node.month is None
        node.options = _month_start(ctx, node.best) if bare_month else [_beginning(span) for span in node.options]
        node.ambiguous = True
    node.stop = m.end()
    return True


def _month_start(ctx: Context, span: Span) -> list[Span]:
    """月初 by itself: the first working day of the month that is meant, and its first ten days (domain.md C.3: ask)."""
    first = span.day
    if ctx.today.day > _FIRST_DAYS:
        first = add_months(first, 1)
    workday = ctx.calendar.add_workdays(first - timedelta(days=1), 1)
    return [days_span(workday), days_span(first, _FIRST_DAYS)]


def _beginning(span: Span) -> Span:
    if span.grain == "week":
        return days_span(span.day, 2)
    if span.grain == "month":
        return days_span(span.day, _FIRST_DAYS)
    return month_span(span.day.year, span.day.month)


def _middle(span: Span) -> Span:
    if span.grain == "week":
        return days_span(span.day + timedelta(days=1), 3)
    if span.grain == "month":
        return _xun(span, "中")
    middle = add_months(span.day, (span.end.year * 12 + span.end.month - span.start.year * 12 - span.start.month) // 2)
    return between(add_months(middle, -1), add_months(middle, 1), "month")


def _half_week(span: Span, first: bool) -> Span:
    """前半周 is Monday to Wednesday, 后半周 Thursday and Friday, as an office counts."""
    return days_span(span.day, 3) if first else days_span(span.day + timedelta(days=3), 2)


def _xun(span: Span, word: str, last: str | None = None) -> Span:
    """上旬, or 中下旬 from the one to the other."""
    first = span.day.replace(day={"上": 1, "中": 11, "下": 21}[word])
    stop = {"上": span.day.replace(day=11), "中": span.day.replace(day=21), "下": span.end.date()}[last or word]
    return between(first, stop, "day")


def _half(span: Span, first: bool) -> Span:
    middle = span.day.replace(day=16)
    return between(span.day, middle, "day") if first else between(middle, span.end.date(), "day")


def _which(m: re.Match[str]) -> int | None:
    """1 for the first; -1 for the last."""
    if m[3]:
        return -1
    return 1 if m[2] else number(m[1], 1, 366)


def _nth_weekday(span: Span, which: int | None, weekday: int) -> Span | None:
    if not which:
        return None
    if which > 0:
        first = span.day + timedelta(days=(weekday - span.day.weekday()) % 7)
        day = first + timedelta(weeks=which - 1)
    else:
        last = last_day(span)
        day = last - timedelta(days=(last.weekday() - weekday) % 7)
    return days_span(day) if span.day <= day <= last_day(span) else None


def _nth(ctx: Context, span: Span, which: int | None, unit: str) -> Span | None:
    if not which:
        return None
    first, stop = span.day, span.end.date()
    if "工作日" in unit:
        edge = first - timedelta(days=1) if which > 0 else stop
        return days_span(ctx.calendar.add_workdays(edge, which))
    if unit in "天日":
        return days_span(first + timedelta(days=which - 1) if which > 0 else stop - timedelta(days=1))
    if unit in _MONTHS:
        size = _MONTHS[unit]
        if span.grain == "week":
            return None
        if span.grain in {"month", "quarter"} and size >= _MONTHS[_UNIT_OF[span.grain]]:
            return None
        month = add_months(first, size * (which - 1)) if which > 0 else add_months(stop, -size)
        return month_span(month.year, month.month, size, "month" if size == 1 else "quarter")
    return _nth_week(first, stop, which) if span.grain != "week" else None


def _nth_week(first: date, stop: date, which: int) -> Span:
    """Weeks are counted from the first Monday of the stretch."""
    if which < 0:
        return days_span(week_start(stop - timedelta(days=1)), 7, "week")
    monday = first + timedelta(days=-first.weekday() % 7)
    return days_span(monday + timedelta(weeks=which - 1), 7, "week")


def _several(ctx: Context, span: Span, leading: bool, count: int, unit: str) -> Span | None:
    first, stop = span.day, span.end.date()
    if not count:
        return None
    if unit == "工作日":
        edge = ctx.calendar.add_workdays(first - timedelta(days=1) if leading else stop, count if leading else -count)
        return between(first, edge + timedelta(days=1), "day") if leading else between(edge, stop, "day")
    if unit in _MONTHS:
        if span.grain in {"month", "week"}:
            return None
        size = count * _MONTHS[unit]
        return (
            between(first, add_months(first, size), "month")
            if leading
            else between(add_months(stop, -size), stop, "month")
        )
    length = timedelta(days=count if unit in "天日" else 7 * count)
    return between(first, first + length, "day") if leading else between(stop - length, stop, "day")
