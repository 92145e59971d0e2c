"""Halves and quarters of a year: 上半年, 三季度, 前三季度, 下季度, 一至三季度, 春季."""

from datetime import date
from typing import Final

from bot.dialogue.numerals import to_int
from bot.dialogue.times.eras import SEASON_FIRSTS, season_span
from bot.dialogue.times.lexicon import CONN, compiled, firsts
from bot.dialogue.times.spans import Context, Node, add_months, month_span

_HALF: Final = compiled(r"([上下前后])半年(?!度?来|多)度?")
_QUARTER: Final = compiled(
    r"(?:第\s*([一二三四1-4])\s*个?季(?:度|(?=$|[的末底初前内,。、]))|([一二三四1-4])\s*季(?:度|(?=总结|小结|报表|工作|情况|进展|数据))|q([1-4])(?![0-9a-z])|(首)季)"
)
_QUARTER_REL: Final = compiled(r"(?:(本|这个?|当|上个?|上一个?|下个?|下一个?)季度?|季(?=度?[末初底]|度内))度?")
_QUARTERS: Final = compiled(r"前([二三两23])个?季度")
_QUARTER_SPAN: Final = compiled(rf"第?([一二三1-3])\s*(?:季度)?\s*(?:{CONN}|[、和及])\s*第?([二三四2-4])\s*季度")
_QUARTER_RUN: Final = compiled(r"第?([一二三])(?:、?[二三])?、?([二三四])季度")
_SIGN: Final = {"上": -1, "下": 1}
QUARTER_FIRSTS: Final = firsts(_HALF, _QUARTER, _QUARTER_REL, _QUARTERS, _QUARTER_SPAN) | SEASON_FIRSTS


def parse_quarter(ctx: Context, pos: int, year: int | None) -> Node | None:
    """A quarter or half; without a year that of the current year (the office counts by years)."""
    text, base = ctx.text, year or ctx.today.year
    if m := _HALF.match(text, pos):
        return Node(m.end(), [month_span(base, 1 if m[1] in "上前" else 7, 6, "half")])
    if m := _QUARTERS.match(text, pos):
        return Node(m.end(), [month_span(base, 1, 3 * (to_int(m[1]) or 1), "quarter")])
    several = None if _counts_points(text, pos) else _QUARTER_RUN.match(text, pos) or _QUARTER_SPAN.match(text, pos)
    if (m := several) and (low := to_int(m[1]) or 1) < (high := to_int(m[2]) or 1):
        return Node(m.end(), [month_span(base, 3 * low - 2, 3 * (high - low + 1), "quarter")])
    if m := _QUARTER.match(text, pos):
        which = to_int(m[1] or m[2] or m[3] or "1") or 1
        return Node(m.end(), [month_span(base, 3 * which - 2, 3, "quarter")])
    if season := season_span(text, pos, base):
        return Node(season[1], [season[0]])
    m = _QUARTER_REL.match(text, pos) if year is None else None
    if m is None:
        return None
    offset = _SIGN.get((m[1] or "本")[0], 0)
    today = ctx.today
    first = add_months(date(today.year, today.month - (today.month - 1) % 3, 1), 3 * offset)
    return Node(m.end(), [month_span(first.year, first.month, 3, "quarter")], year_said=bool(m[1]))


def _counts_points(text: str, pos: int) -> bool:
    """一、二季度工作情况 at the head of a line: its first number is that of a part."""
    return text.startswith("、", pos + 1) and not text[max(0, pos - 1) : pos].strip("\n。;(")
