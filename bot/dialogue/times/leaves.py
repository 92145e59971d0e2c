"""What is counted from days off: 节前, 节后第一个工作日, 国庆后第三个工作日, 长假后三天内, 春节前最后一个工作日."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.dialogue.numerals import to_int
from bot.dialogue.times.holidays import HOLIDAY, ON_DUTY, holiday_date, leave_block, next_leave
from bot.dialogue.times.lexicon import N, compiled
from bot.dialogue.times.model import Reading, TimeExpr, WorkCalendar
from bot.dialogue.times.office import unpublished
from bot.dialogue.times.spans import DAY, Context, Node, at, evening, week_start

_LEAVE: Final = compiled(
    r"(?:(?<![\u4e00-\u9fff])|(?<=[于在到等至请过或和是定放改回再就都的把将给我们请]))"
    r"(?:节日?|双节|两节|小?长假|(?:放|收|休)?假期?)(?:放假)?(?=期间|结束|过?(?:之|以)?[前后])"
)
_AROUND: Final = compiled(
    rf"\s*(?:节|放假|假期?|期间)?(?:结束)?过?(?:之|以)?(?:"
    rf"(?P<before>前)(?!夕|往|后|来|期|几|天)(?:的?(?:(?P<last>最后一?个?(?:工作日|上班日|一?天))|(?P<bn>{N})个?(?P<bunit>工作日|天|日|周)))?"
    rf"|(?P<after>后)(?!勤|续|期|来|面|几|天)(?:的?(?:(?P<first>上班后?的?(?:第一天|首日|头一天)|(?:第一|首)个?(?:上班|工作)日|复工(?:第一天|首日))"
    rf"|第(?P<nth>{N})个?(?P<nunit>上班日|工作日|天|周)|(?P<an>{N})个?(?P<aunit>工作日|天|日|周)(?:之|以)?内))?)(?P<due>(?:之|以)?前)?"
)
_NEW_YEAR: Final = compiled(
    r"(?:(?<![\u4e00-\u9fff0-9])|(?<=[于在到等至请或和是定放改回再就都把将给我们]))年(?:(前)(?!几|后|景|辈|级|[0-9一二两三四五六七八九十])|(后)(?!续))"
)
_PAIR: Final = compiled(
    rf"\s*[、和与及]?\s*“?({HOLIDAY.pattern})”?(?:[双两]节)?(?=节?日?(?:小?长假|[放收休]?假期?|期间|(?:之|以)?[前后]|{ON_DUTY.pattern}))"
)
_PAIRED: Final = timedelta(days=60)
_DURING: Final = compiled(r"(?:节日?|小?长假|[放收休]?假期?)?期间|(?:小?长假|[放收休]?假期)(?![前后之以过结])")
_NEAR: Final = 10
"""Two leaves so many days apart at most are 双节."""
_AS_WELL: Final = 31
"""Days between two holidays, of which 节后 may mean either: 中秋 and 国庆, not 国庆 and 元旦."""


@dataclass(frozen=True, slots=True)
class _Leave:
    """Days off: the first of them and the day on which work begins again."""

    name: str
    first: date
    stop: date

    def before(self, calendar: WorkCalendar, n: int) -> date:
        return calendar.add_workdays(self.first, -n)

    def after(self, calendar: WorkCalendar, n: int) -> date:
        return calendar.add_workdays(self.stop - DAY, n)


def around_holiday(ctx: Context, node: Node, pos: int) -> TimeExpr | None:
    """国庆后上班第一天, 国庆假期后3个工作日内: what the words after a named holiday count from its days off."""
    if node.holiday is None:
        return None
    if other := _PAIR.match(ctx.text, node.stop):
        return _pair(ctx, node, pos, other)
    m = _AROUND.match(ctx.text, node.stop)
    counted = m and (m["last"] or m["first"] or m["nth"] or m["an"] or (m["bn"] and not node.best.single_day))
    if m is None or not counted:
        return None
    return _expr(ctx, pos, m, [_Leave(node.holiday, *leave_block(node.best.day, ctx.calendar))])


def _pair(ctx: Context, node: Node, pos: int, m: re.Match[str]) -> TimeExpr | None:
    """中秋国庆期间, 元旦、春节前: from the first day off of the one to the last of the other."""
    first = _Leave(m[1], *leave_block(node.best.day, ctx.calendar))
    year = first.first.year
    day = next((d for y in (year, year + 1) if (d := holiday_date(m[1], y)) and abs(d - first.first) <= _PAIRED), None)
    if day is None:
        return None
    other = _Leave(m[1], *leave_block(day, ctx.calendar))
    both = _Leave("双节", min(first.first, other.first), max(first.stop, other.stop))
    if during := _DURING.match(ctx.text, m.end()):
        return _spoken(ctx, pos, during.end(), [Reading(at(both.first), at(both.stop))], kind="range")
    if ON_DUTY.match(ctx.text, m.end()):
        return _spoken(ctx, pos, m.end(), [Reading(at(both.first), at(both.stop))], kind="range")
    around = _AROUND.match(ctx.text, m.end())
    return _expr(ctx, pos, around, [both]) if around else None


def parse_leave(ctx: Context, pos: int) -> TimeExpr | None:
    """节前, 节后上班第一天: which holiday is meant has to be asked (domain.md C.3)."""
    if m := _NEW_YEAR.match(ctx.text, pos):
        return _around_new_year(ctx, pos, m)
    head = _LEAVE.match(ctx.text, pos)
    if head is None:
        return None
    found = _double(ctx) if head[0].startswith(("双", "两")) else _coming(ctx)
    during = _DURING.match(ctx.text, head.end())
    if during and len(found) == 1:
        return _spoken(ctx, pos, during.end(), [Reading(at(found[0].first), at(found[0].stop))], kind="range")
    m = _AROUND.match(ctx.text, head.end())
    return _expr(ctx, pos, m, found) if m and found else None


def _around_new_year(ctx: Context, pos: int, m: re.Match[str]) -> TimeExpr | None:
    """年前 is before the Spring Festival or before the year ends; 年后 is after the one or the other."""
    spring = next((d for y in (0, 1) if (d := holiday_date("春节", ctx.today.year + y)) and d > ctx.today), None)
    if spring is None:
        return None
    year_end = date(ctx.today.year + 1, 1, 1)
    leaves = [_Leave(name, *leave_block(day, ctx.calendar)) for name, day in (("春节", spring), ("元旦", year_end))]
    if m[1]:
        readings = [Reading(None, evening(leave.before(ctx.calendar, 1)), f"{leave.name}前") for leave in leaves]
    else:
        readings = [Reading(at(leave.after(ctx.calendar, 1)), None, f"{leave.name}后") for leave in leaves]
    expr = _spoken(ctx, pos, m.end(), readings, kind="range")
    return expr._replace(deadline=bool(m[1]), modifier="before" if m[1] else "after")


def _next(ctx: Context, skip: int) -> _Leave | None:
    leave = next_leave(ctx.today, ctx.calendar, skip)
    return _Leave(leave[0], *leave_block(leave[1], ctx.calendar)) if leave else None


def _coming(ctx: Context) -> list[_Leave]:
    """The next holiday, and the one after it where that is near enough to be meant as well."""
    found = [leave for skip in (0, 1) if (leave := _next(ctx, skip))]
    return found if len(found) == 1 or (found[1].first - found[0].stop).days <= _AS_WELL else found[:1]


def _double(ctx: Context) -> list[_Leave]:
    """中秋国庆 or 元旦春节, whichever two come next."""
    for skip in range(6):
        one, other = _next(ctx, skip), _next(ctx, skip + 1)
        if one is None or other is None:
            break
        if (other.first - one.stop).days <= _NEAR or one.name == "元旦":
            return [_Leave("双节", one.first, other.stop)]
    return []


def _expr(ctx: Context, pos: int, m: re.Match[str], leaves: list[_Leave]) -> TimeExpr:
    readings = [_reading(ctx, m, leave) for leave in leaves]
    expr = _spoken(ctx, pos, m.end(), readings, kind="date")
    first = readings[0]
    due = first.start is None
    kind = expr.kind if first.start and first.end is None and not _open(m) else "range"
    count = to_int(m["bn"] or m["an"] or "") if (m["bunit"] or m["aunit"]) == "工作日" else None
    return expr._replace(
        kind=kind,
        deadline=due or bool(m["an"]),
        modifier="within" if m["an"] else "before" if m["before"] or due else "after",
        workdays=count,
    )


def _open(m: re.Match[str]) -> bool:
    """节后 without more: from then on."""
    return bool(m["after"]) and not (m["first"] or m["nth"] or m["an"])


def _reading(ctx: Context, m: re.Match[str], leave: _Leave) -> Reading:
    name, calendar = leave.name, ctx.calendar
    if m["before"]:
        return _before(ctx, m, leave, f"{name}前")
    note = f"{name}后上班第一天" if m["first"] else f"{name}后"
    if m["an"]:
        count, unit = to_int(m["an"]) or 1, m["aunit"]
        last = leave.stop - DAY + timedelta(days=count * (7 if unit == "周" else 1))
        return Reading(at(leave.stop), evening(leave.after(calendar, count) if unit == "工作日" else last), note)
    if m["nunit"] == "周":
        return _week_after(leave, to_int(m["nth"]) or 1, note)
    nth = to_int(m["nth"]) or 1 if m["nth"] else 1
    day = leave.stop + timedelta(days=nth - 1) if m["nunit"] == "天" else leave.after(calendar, nth)
    return Reading(None, evening(day), note) if m["due"] else Reading(at(day), None, note)


def _week_after(leave: _Leave, nth: int, note: str) -> Reading:
    """节后第一周 is what is left of the week in which work begins again."""
    monday = week_start(leave.stop) + timedelta(weeks=nth - 1)
    return Reading(at(max(monday, leave.stop)), at(monday + timedelta(weeks=1)), note)


def _before(ctx: Context, m: re.Match[str], leave: _Leave, note: str) -> Reading:
    last = leave.before(ctx.calendar, 1)
    if m["bn"]:
        count, unit = to_int(m["bn"]) or 1, m["bunit"]
        if unit == "工作日":
            return _dated(m, leave.before(ctx.calendar, count), note)
        days = count * (7 if unit == "周" else 1)
        first = leave.first - timedelta(days=days)
        return _dated(m, first, note) if days == 1 or m["due"] else Reading(at(first), at(leave.first), note)
    return _dated(m, last, note) if m["last"] else Reading(None, evening(last), note)


def _dated(m: re.Match[str], day: date, note: str) -> Reading:
    start: datetime | None = None if m["due"] else at(day)
    return Reading(start, evening(day) if m["due"] else None, note)


def _spoken(ctx: Context, pos: int, stop: int, readings: list[Reading], *, kind: str) -> TimeExpr:
    first, asked = readings[0], len(readings) > 1
    moment = first.end or first.start
    return TimeExpr(
        ctx.said[pos:stop],
        (pos, stop),
        "range" if kind == "range" else "date",
        first.start,
        first.end,
        "day",
        ambiguous=asked,
        candidates=tuple(readings) if asked else (),
        note=unpublished(ctx, ctx.now, moment) if moment else None,
    )
