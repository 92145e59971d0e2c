"""Rarer stretches: 80年代, 上世纪90年代, 二十世纪, 夏天, and 去年今天."""

from datetime import date
from typing import Final

from bot.dialogue.numerals import to_int
from bot.dialogue.times.lexicon import CN, N, compiled
from bot.dialogue.times.placing import valid
from bot.dialogue.times.spans import Context, Node, Span, between, days_span, month_span

_ERA: Final = compiled(
    rf"(?:(?:({N})|(上个?|本|这个?|下个?))世纪)?\s*(?:((?:1[0-9]|20)?[0-9]0|[一二三四五六七八九]十)年代)?(初期?|中期?|末期?|前期|后期|早期|晚期)?"
)
_REACH: Final = 24
_PLAN: Final = compiled(r"([十][一二三四五六])五[”\"」]?(?:规划)?(?:时期|期间|期内|(?=[末初](?!期)))")
_PLANS_SINCE: Final = 1951
_SEASON: Final = compiled(r"([春夏秋冬])(?:天|季(?!度|运动|奥运|残奥|学期)|日(?!历|报))")
SAME_DAY: Final = compiled(r"\s*的?(?:今[天日]|同一?[天日])")
_SEASON_MONTH: Final = {"春": 3, "夏": 6, "秋": 9, "冬": 12}
SEASON_FIRSTS: Final = frozenset(_SEASON_MONTH)
_CENTURIES: Final = {"上": 20, "本": 21, "这": 21, "下": 22}
_THIRDS: Final = {"初": (0, 3), "前": (0, 3), "早": (0, 3), "中": (3, 7), "末": (7, 10), "后": (7, 10), "晚": (7, 10)}
ERA_FIRSTS: Final = frozenset("上本这下0123456789" + CN)


def era(ctx: Context, pos: int) -> Node | None:
    """A decade or a century; a bare decade is one of the last hundred years."""
    if ctx.text.find("世纪", pos, pos + _REACH) < 0 and ctx.text.find("年代", pos, pos + _REACH) < 0:
        return None
    m = _ERA.match(ctx.text, pos)
    if m is None or not (m[1] or m[2] or m[3]):
        return None
    century = to_int(m[1]) if m[1] else _CENTURIES[m[2][0]] if m[2] else None
    decade = to_int(m[3]) if m[3] else None
    if decade is not None and decade >= 1000:
        century, decade = decade // 100 + 1, decade % 100
    if century is None and decade is not None:
        century = 21 if 2000 + decade <= ctx.today.year else 20
    if not century or not 1 <= century <= 90:
        return None
    first, years = (century - 1) * 100 + (decade or 0), 10 if decade is not None else 100
    low, high = _THIRDS[m[4][0]] if m[4] else (0, 10)
    first, last = first + low * years // 10, first + high * years // 10
    return Node(m.end(), [between(date(max(first, 1), 1, 1), date(last, 1, 1), "year")], year_said=True)


def plan(ctx: Context, pos: int) -> Node | None:
    """“十五五”期间: the years of a five-year plan; the thirteenth began in 2016."""
    m = _PLAN.match(ctx.text, pos)
    number_of_plan = to_int(m[1]) if m else None
    if m is None or number_of_plan is None:
        return None
    first = _PLANS_SINCE + 5 * number_of_plan
    return Node(m.end(), [between(date(first, 1, 1), date(first + 5, 1, 1), "year")], year_said=True)


def season_span(text: str, pos: int, year: int) -> tuple[Span, int] | None:
    """Spring is March to May; winter begins in December of its year."""
    m = _SEASON.match(text, pos)
    return (month_span(year, _SEASON_MONTH[m[1]], 3, "quarter"), m.end()) if m else None


def same_day(ctx: Context, pos: int, span: Span) -> Node | None:
    """去年今天, 上个月的今天: today's day of the month (and month) within that stretch."""
    m = SAME_DAY.match(ctx.text, pos)
    if m is None:
        return None
    month = span.day.month if span.grain == "month" else ctx.today.month
    day = valid(span.day.year, month, ctx.today.day)
    return Node(m.end(), [days_span(day)], year_said=True) if day else None
