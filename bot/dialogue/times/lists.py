"""Days named in one breath: 周一、三、五下午, 周一周二, 9月20日、25日前; what is said once holds for all of them."""

from datetime import datetime, timedelta
from typing import Final

from bot.dialogue.times.calendarpart import parse_calendar
from bot.dialogue.times.lexicon import WEEK, WEEKDAYS, compiled
from bot.dialogue.times.model import Reading, TimeExpr
from bot.dialogue.times.modifiers import finish
from bot.dialogue.times.points import with_clock
from bot.dialogue.times.ranges import extend
from bot.dialogue.times.spans import Context, Node, at, days_span, evening

_DAY: Final = "[一二三四五六日天]"
_WEEKDAYS: Final = compiled(
    rf"(?P<first>(?:[本这当]个?|上{{1,4}}个?|下{{1,4}}个?)?{WEEK}{_DAY})"
    rf"(?P<rest>(?:\s*(?:[、和及与]\s*{WEEK}?|{WEEK}){_DAY}){{1,6}}+|(?P<glued>{_DAY}{{1,6}}+))"
    r"(?![0-9零一二三四五六七八九十百千]|\s*(?:[点时:个件份篇项次人名位条章款届批版号楼层年月天期分季级]"
    r"|工作日|星期|周))"
)
_NAMED: Final = compiled(rf"{WEEK}?(?P<day>{_DAY})")
_GLUED_END: Final = compiled(
    r"\s*(?:$|[,。;、!?)]|的?[上中下]午|晚|早|都|各|全天|要|不|有|值班|开会|例会|(?:之|以)?前)"
)
LIST_FIRSTS: Final = frozenset("周星礼本这当上下")
_TICK: Final = timedelta(microseconds=1)
_CLOCKED: Final = {"minute", "second"}


def weekday_list(ctx: Context, pos: int) -> list[TimeExpr]:
    """周一、三、五下午 at ``pos``: the days from the first one on, each with the time of day that ends the list."""
    m = _WEEKDAYS.match(ctx.text, pos)
    if m is None or not _rising(m["first"][-1] + m["rest"]) or (m["glued"] and not _GLUED_END.match(ctx.text, m.end())):
        return []
    first = parse_calendar(ctx._replace(text=ctx.text[: m.end("first")]), pos)
    if first is None:
        return []
    found = [finish(ctx, pos, first)]
    day, weekday = first.best.day, first.best.day.weekday()
    for said in _NAMED.finditer(ctx.text, m.start("rest"), m.end("rest")):
        days = WEEKDAYS[said["day"]] - weekday
        node = Node(said.end(), [days_span(day + timedelta(days=days))], year_said=True)
        found.append(finish(ctx, said.start(), extend(ctx, with_clock(ctx, node)) if said.end() == m.end() else node))
    return [*(alike(expr, found[-1], parts=True) for expr in found[:-1]), found[-1]]


def _rising(said: str) -> bool:
    """Whether the weekdays follow each other: 周一三五, not 周五一起."""
    days = [WEEKDAYS[c] for c in said if c in WEEKDAYS]
    return days == sorted(set(days))


def alike(expr: TimeExpr, last: TimeExpr, *, parts: bool = False) -> TimeExpr:
    """A day of a list with the deadline or the hour that was said at its end; 下午 only with ``parts``."""
    due = last.deadline and last.modifier == "before"
    clocked = last.kind == "datetime" or (
        last.kind == "range" and (last.grain in _CLOCKED or (parts and last.grain == "hour"))
    )
    if expr.kind != "date" or expr.deadline or expr.start is None or not (due or (clocked and last.start)):
        return expr

    def on(day: datetime | None) -> tuple[datetime | None, datetime | None]:
        if day is None or (last.end is None and last.start is None):
            return day, None
        if due and last.end:
            whole = last.grain not in {"hour", *_CLOCKED}
            return None, evening(day.date()) if whole else day + (last.end - at((last.end - _TICK).date()))
        start = last.start or day
        gap = day - at(start.date())
        return start + gap, last.end + gap if last.end else None

    start, end = on(expr.start)
    readings = tuple(Reading(*on(reading.start), reading.note) for reading in expr.candidates)
    return expr._replace(
        kind=last.kind,
        start=start,
        end=end,
        grain=last.grain,
        deadline=due,
        modifier=last.modifier,
        candidates=readings,
    )
