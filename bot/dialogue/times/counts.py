"""再过三天, 第三个工作日前, 会前3个工作日: lengths that a word before them turns into something else."""

import re
from datetime import timedelta
from typing import Final

from bot.dialogue.numerals import to_int
from bot.dialogue.times.clocktime import parse_clock
from bot.dialogue.times.lengths import MOST_WORKDAYS, Length, parse_length
from bot.dialogue.times.lexicon import CN, compiled, firsts
from bot.dialogue.times.model import TimeExpr
from bot.dialogue.times.office import unpublished
from bot.dialogue.times.relative import Base, event_before, expression, moved, parse_relative, whole_days
from bot.dialogue.times.spans import Context, at, evening

_PASSING: Final = compiled(r"再?过(?=[0-9一二两三四五六七八九十半几])")
_LATER: Final = compiled(r"\s*(?:之|以)?后")
_NTH_WORKDAY: Final = compiled(rf"第\s*([0-9]{{1,3}}|[{CN}]{{1,4}})\s*个?工作日((?:之|以)?前(?!往|来))?")
_BEFORE_MEETING: Final = compiled(
    r"(?:会(?:议)?(?:召开|开始)?|(?<=会)(?:议)?(?:召开|开始)?)前(?=[0-9一二两三四五六七八九十半])"
    r"|会(?:议)?(?:召开|开始)(?P<later>)(?=[0-9一二两三四五六七八九十半])"
)
_COUNT_FIRSTS: Final = firsts(_PASSING, _NTH_WORKDAY, _BEFORE_MEETING) | {"前"}
_EVENT: Final = compiled(
    r"[\u4e00-\u9fff]{0,4}(?:[期满届始束止效幕标考学岗任]|召开|[开竣施]工|验收|实施|施行|出发|启动|选举|审议|表决|报名|放假)$"
)
_REACH: Final = 8
_AHEAD: Final = compiled(r"\s*(?:之|以)?前")


def parse_counted(ctx: Context, pos: int) -> TimeExpr | None:
    """A length at ``pos``, by itself or with what stands before and after it."""
    if ctx.text[pos : pos + 1] not in _COUNT_FIRSTS:
        return parse_relative(ctx, pos)
    if m := _PASSING.match(ctx.text, pos):
        length = parse_length(ctx.text, m.end())
        if length is None or length.approx:
            return None
        later = _LATER.match(ctx.text, length.stop)
        return moved(ctx, pos, later.end() if later else length.stop, length, Base(ctx.now, whole_day=False), 1)
    if (m := _NTH_WORKDAY.match(ctx.text, pos)) and (count := to_int(m[1])):
        return _nth_workday(ctx, pos, m, count)
    if m := _BEFORE_MEETING.match(ctx.text, pos):
        ahead = parse_length(ctx.text, m.end())
        closed = _AHEAD.match(ctx.text, ahead.stop) if ahead and m["later"] is not None else None
        if ahead is None or (m["later"] is not None and closed is None):
            return None
        stop = closed.end() if closed else ahead.stop
        clock = parse_clock(ctx, stop, dated=True)  # 会前一天下午
        return _before_event(ctx, pos, ahead, clock.stop if clock else stop, "会")
    if ctx.text.startswith("前", pos) and (event := _EVENT.search(ctx.text, max(0, pos - _REACH), pos)):
        ahead = parse_length(ctx.text, pos + 1)
        return _before_event(ctx, pos, ahead, ahead.stop, ctx.said[event.start() : pos]) if ahead else None
    return parse_relative(ctx, pos)


def _nth_workday(ctx: Context, pos: int, m: re.Match[str], count: int) -> TimeExpr | None:
    """第三个工作日前 counts from today; ``anchor`` is the event to count from when the text names one."""
    if count > MOST_WORKDAYS:
        return None
    day, due = ctx.calendar.add_workdays(ctx.today, count), bool(m[2])
    return expression(
        ctx,
        pos,
        m.end(),
        Length(m.end(), workdays=count),
        kind="range" if due else "date",
        start=None if due else at(day),
        end=evening(day) if due else None,
        deadline=due,
        workdays=count,
        modifier="before" if due else None,
        anchor=event_before(ctx, pos),
        note=unpublished(ctx, ctx.now, at(day)),
    )


def _before_event(ctx: Context, pos: int, length: Length, stop: int, event: str) -> TimeExpr:
    """So long before a meeting, or before a term ends, whose time stands elsewhere: no moment by itself."""
    return expression(
        ctx,
        pos,
        stop,
        length,
        kind="duration",
        duration=timedelta(days=length.days, seconds=length.seconds),
        months=length.months,
        workdays=length.workdays,
        days=whole_days(length),
        modifier="before",
        anchor=event,
    )
