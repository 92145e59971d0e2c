"""A recurring time with its hour, its deadline and what becomes of it on days off; where it falls next."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from bot.dialogue.times.clocktime import parse_clock, place_clock
from bot.dialogue.times.lexicon import BEFORE_GUARD, CONN, compiled
from bot.dialogue.times.model import Grain, HolidayRule, TimeExpr
from bot.dialogue.times.office import unpublished
from bot.dialogue.times.rules import Rule, next_day, stretch_end
from bot.dialogue.times.spans import Clock, Context, Span, at, evening

_SHORTEST_MONTH: Final = 28
_CLOCK_LINK: Final = compiled(rf"\s*{CONN}\s*")
BY: Final = compiled(rf"\s*(?:(?:之|以)?前{BEFORE_GUARD}|截止|为止)")
HOLIDAY_CLAUSE: Final = compiled(
    r"(?:(?:如|若|凡)?(?:遇|逢|碰)(?:到|上)?(?:法定)?(?:节假日|节日|假日|假期|放假|休息日|双休日|周末|节|假)|(?<=[,(\s])(?:法定)?节假日)[^。;!?\n]{0,6}?(提前|往前|前移|顺延到前|到前一|前一|顺延|推迟|延后|往后|后一|跳过|不开|取消|暂停|不办)(?:到|至)?(?:节后|假后|后续)?的?(?:(?:第一个?|首个|下一个?|前一个?|后一个?|最近一个?|一个?|个)?工作日)?"
)
_CLAUSE_SIGN: Final = re.compile("[节假休末]")
_RULES: Final[dict[str, HolidayRule]] = {
    "提前": "prev", "往前": "prev", "前移": "prev", "顺延到前": "prev", "到前一": "prev", "前一": "prev",
    "跳过": "skip", "不开": "skip", "取消": "skip", "暂停": "skip", "不办": "skip",
}  # fmt: skip


def occurring(ctx: Context, begin: int, stop: int, rule: Rule, grain: Grain) -> TimeExpr:
    """Add the time of day, the deadline word and the rule for holidays; ``start`` is the next occurrence."""
    clock = parse_clock(ctx, stop, dated=True) if rule.freq not in {"HOURLY", "MINUTELY", "SECONDLY"} else None
    until = None
    if clock is not None:
        stop = clock.stop
        link = _CLOCK_LINK.match(ctx.text, stop)
        until = parse_clock(ctx, link.end(), dated=True) if link else None
        stop = until.stop if until and until.hour is not None else stop
    by = BY.match(ctx.text, stop)
    if by and rule.stretch and rule.monthdays:  # 每月上旬前 is due on its last day
        last = max(rule.monthdays)
        rule = rule._replace(monthdays=(-1 if last > _SHORTEST_MONTH else last,), stretch=False)
    day = next_day(ctx, rule, clock, today=clock is not None or by is not None or rule.due or rule.freq == "DAILY")
    start, end, span_grain = _times(day, clock, until)
    stop = by.end() if by else stop
    bounded = clock is not None or rule.monthdays or rule.weekdays
    if rule.stretch and day and clock is None:
        end = at(stretch_end(day, rule))
    if by or rule.due:
        start, end = None, (start if clock and clock.hour is not None else evening(day)) if day and bounded else None
    return TimeExpr(
        text=ctx.said[begin:stop],
        span=(begin, stop),
        kind="set",
        start=start,
        end=end,
        grain=span_grain or grain,
        deadline=by is not None or rule.due,
        rrule=rule.text(clock, place_clock(clock, ctx.today)[0].start if clock else None),
        holiday_rule=_holiday_rule(ctx.text),
        modifier="before" if by else "within" if rule.due else None,
        note=unpublished(ctx, ctx.now, at(day)) if rule.office and day else None,
    )


@lru_cache(maxsize=4)
def _holiday_rule(text: str) -> HolidayRule | None:
    """What the text says of holidays; it holds for all its recurring times."""
    clause = HOLIDAY_CLAUSE.search(text) if _CLAUSE_SIGN.search(text) else None
    return _RULES.get(clause[1], "next") if clause else None


def _times(
    day: date | None, clock: Clock | None, until: Clock | None
) -> tuple[datetime | None, datetime | None, Grain | None]:
    if day is None:
        return None, None, None
    if clock is None:
        return at(day), None, None
    first: Span = place_clock(clock, day)[0]
    if until is None or until.hour is None:
        return first.start, first.end if first.end != first.start else None, first.grain
    inherits = until.part is None and clock.part is not None and not until.exact
    last = place_clock(until._replace(part=clock.part) if inherits else until, day)[0].start
    if last <= first.start:
        last += timedelta(hours=12)
    return first.start, last, "minute"
