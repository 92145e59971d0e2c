"""Lengths counted from a day that was said: 9月1日起5日内, 2月13号3天后, 国庆前三天, 自9月21日起公示5个工作日."""

from datetime import datetime
from typing import Final

from bot.dialogue.numerals import CN_NUMERAL
from bot.dialogue.times.lengths import Length, parse_length, shift
from bot.dialogue.times.lexicon import compiled, firsts
from bot.dialogue.times.model import TimeExpr
from bot.dialogue.times.office import unpublished
from bot.dialogue.times.relative import AFTER, Base, counted, expression
from bot.dialogue.times.spans import DAY, Context, at

_FROM_DAY: Final = compiled(r"\s*(?:(?:之日)?起(?:算)?|(?:之|以)?后|开始)?\s*的?\s*,?\s*")
_RUNS: Final = compiled(
    r"\s*(?:之日)?(?:起算?|开始)\s*,?(?:的|公示期?|为期|连续|持续|历时|共计?|放假|休假|休息|请假|休|停[水电]|施工|培训|试行|开展)?\s*,?(?:为期|共)?"
)
_COUNTS_ON: Final = frozenset(" \t\n\r之起以后开的,前半几数若0123456789" + CN_NUMERAL)
_BACK: Final = compiled(r"\s*的?前(?=[0-9一二三四五六七八九十两几半]{1,3}个?(?:天|日|工作日|周|星期|月))")
_RUNS_FIRSTS: Final = firsts(_RUNS)
_BACK_FIRSTS: Final = firsts(_BACK) | frozenset("的")


def from_day(ctx: Context, begin: int, stop: int, day: datetime) -> TimeExpr | None:
    """2月13号3天后, 9月1日起5个工作日内, 国庆前三天: a length counted from the day that ends at ``stop``."""
    if ctx.text[stop : stop + 1] not in _COUNTS_ON:
        return None
    first = ctx.text[stop]
    if first in _BACK_FIRSTS and (back := _BACK.match(ctx.text, stop)):
        ahead_of = parse_length(ctx.text, back.end())
        return _days_before(ctx, begin, ahead_of, day) if ahead_of and not ahead_of.fine else None
    m = _FROM_DAY.match(ctx.text, stop)
    after = m.end() if m else stop
    length = parse_length(ctx.text, after)
    if length and (due := counted(ctx, begin, length, Base(day, whole_day=True))):
        return due
    runs = _RUNS.match(ctx.text, stop) if first in _RUNS_FIRSTS else None
    return _running(ctx, begin, parse_length(ctx.text, runs.end()), day) if runs else None


def _running(ctx: Context, begin: int, length: Length | None, day: datetime) -> TimeExpr | None:
    """自9月21日起公示5个工作日: so long from that day on, the day itself counted in."""
    if length is None or length.fine or length.approx or AFTER.match(ctx.text, length.stop):
        return None
    if length.workdays is None:
        end, note = at(shift(day, length, 1).date()), None
    else:
        end = at(ctx.calendar.add_workdays(day.date() - DAY, length.workdays)) + DAY
        note = unpublished(ctx, day, end)
    return expression(ctx, begin, length.stop, length, kind="range", start=day, end=end, grain="day", note=note)


def _days_before(ctx: Context, begin: int, length: Length, day: datetime) -> TimeExpr:
    """国庆前三天 are the days that end with its eve; 国庆前一个工作日 is one day."""
    if length.workdays is not None:
        first = ctx.calendar.add_workdays(day.date(), -length.workdays)
        note = unpublished(ctx, at(first), day)
        return expression(ctx, begin, length.stop, length, kind="date", start=at(first), note=note)
    start = at(shift(day, length, -1).date())
    if day - start == DAY:
        return expression(ctx, begin, length.stop, length, kind="date", start=start)
    return expression(ctx, begin, length.stop, length, kind="range", start=start, end=at(day.date()))
