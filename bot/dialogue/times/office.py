"""What only an office says: 节前, 节后上班第一天, 国庆后第一个工作日; and what a person should hear about a day."""

from datetime import date
from typing import Final

from bot.dialogue.times.holidays import leave_block, leave_label, next_leave
from bot.dialogue.times.lexicon import WEEKDAY_SIGN, compiled
from bot.dialogue.times.model import Reading, TimeExpr
from bot.dialogue.times.spans import Context, Node, at, evening

_BEFORE_LEAVE: Final = compiled(r"(?:(?:放)?假|节)(?:之|以)?前(?!夕|往|几|[0-9一二三四五六七八九十两])")
_FIRST_WORKDAY: Final = compiled(
    r"\s*(?:节|假期?|放假|收假)?(?:之|以)?(?:后|结束后?)?的?(?:上班(?:后)?的?(?:第一天|首日|头一天)|(?:第一|首)个?(?:上班|工作)日|复工(?:第一天|首日))(?:前|之前)?"
)
_AFTER_LEAVE: Final = compiled(
    r"(?:节|假期|假|收假)(?:之|以)?(?:后|结束后?)?的?(?:上班(?:后)?的?(?:第一天|首日|头一天)|(?:第一|首)个?(?:上班|工作)日|复工(?:第一天|首日))"
)


def first_workday_after(ctx: Context, node: Node, pos: int) -> TimeExpr | None:
    """国庆后上班第一天."""
    m = _FIRST_WORKDAY.match(ctx.text, node.stop)
    if m is None or node.holiday is None:
        return None
    day = leave_block(node.best.day, ctx.calendar)[1]
    return TimeExpr(ctx.said[pos : m.end()], (pos, m.end()), "date", at(day), None, "day", modifier="after")


def parse_leave(ctx: Context, pos: int) -> TimeExpr | None:
    """节前 is the last working day before the nearest holiday; after which holiday 节后 comes has to be asked."""
    if m := _BEFORE_LEAVE.match(ctx.text, pos):
        readings = [_before(ctx, skip) for skip in (0, 1)]
        return _asked(ctx, pos, m.end(), [r for r in readings if r], deadline=True)
    if m := _AFTER_LEAVE.match(ctx.text, pos):
        readings = [_after(ctx, skip) for skip in (0, 1)]
        return _asked(ctx, pos, m.end(), [r for r in readings if r], deadline=False)
    return None


def _before(ctx: Context, skip: int) -> Reading | None:
    leave = next_leave(ctx.today, ctx.calendar, skip)
    if leave is None:
        return None
    day = last_workday_before(ctx, leave[1])
    return Reading(None, evening(day), f"{leave[0]}前")


def _after(ctx: Context, skip: int) -> Reading | None:
    leave = next_leave(ctx.today, ctx.calendar, skip)
    if leave is None:
        return None
    return Reading(at(leave_block(leave[1], ctx.calendar)[1]), None, f"{leave[0]}后上班第一天")


def _asked(ctx: Context, pos: int, stop: int, readings: list[Reading], *, deadline: bool) -> TimeExpr | None:
    if not readings:
        return None
    first = readings[0]
    return TimeExpr(
        ctx.said[pos:stop],
        (pos, stop),
        "range" if deadline else "date",
        first.start,
        first.end,
        "day",
        deadline=deadline,
        ambiguous=True,
        candidates=tuple(readings),
        modifier="before" if deadline else "after",
    )


def last_workday_before(ctx: Context, day: date) -> date:
    """The last working day before the days off that ``day`` belongs to."""
    return ctx.calendar.add_workdays(leave_block(day, ctx.calendar)[0], -1)


def day_note(ctx: Context, day: date) -> str | None:
    """What to say of a day ahead: its holiday, its weekend, its 调休 (domain.md C.3, SC24)."""
    if not ctx.today <= day or (day - ctx.today).days > 500:
        return None
    named = f"{day.month}月{day.day}日（{WEEKDAY_SIGN[day.weekday()]}）"
    holiday = ctx.calendar.holiday_name(day)
    working = ctx.calendar.is_workday(day)
    if holiday and not working:
        return f"{named}是{leave_label(holiday)}"
    weekend = day.weekday() >= 5
    if weekend and not working:
        return f"{named}休息"
    return f"{named}调休上班" if weekend else None
