"""Finding every time expression of a text: one pass from left to right over the places where one can begin."""

from datetime import datetime
from functools import cache
from typing import Final

from bot.dialogue.needles import starts
from bot.dialogue.times.counts import parse_counted
from bot.dialogue.times.fromday import from_day
from bot.dialogue.times.holidays import QUOTES
from bot.dialogue.times.leaves import around_holiday, parse_leave
from bot.dialogue.times.lexicon import compiled, plain
from bot.dialogue.times.lists import LIST_FIRSTS, alike, weekday_list
from bot.dialogue.times.model import Reading, TimeExpr, WorkCalendar
from bot.dialogue.times.modifiers import PREFIX, finish
from bot.dialogue.times.occurrences import HOLIDAY_CLAUSE
from bot.dialogue.times.places import DIGITS, next_place
from bot.dialogue.times.points import parse_point, with_clock
from bot.dialogue.times.ranges import bare_years, extend
from bot.dialogue.times.relative import limit_of
from bot.dialogue.times.sameperiod import SAME, same_period
from bot.dialogue.times.sets import parse_sets
from bot.dialogue.times.spans import Context, Node, days_span
from scheduler import workdays
from scheduler.clock import SHANGHAI

_NUMBER: Final = compiled(rf"[0-9]+|[{DIGITS}]+")
_TITLE: Final = compiled(r"《[^《》]{1,200}》")
_PREFIX_FIRSTS: Final = starts(PREFIX.pattern) or frozenset()
_LINK: Final = compiled(r"\s*(?:[、,和及与或]|以及|或者)?\s*")
_SET_FIRSTS: Final = frozenset("每隔逢按逐双单周星礼工0123456789一两二三四五六七八九十半")
_LEAVE_FIRSTS: Final = frozenset("节双两小长假放收休年")
_LINK_REACH: Final = 3
_ALL_OF_THEM: Final = compiled(r"[两二三四五六七2-7][天日](?:之|以)?内?(?![前后])")
_FEW, _MANY, _SIGNS_EACH = 50, 100, 40
_FEW_TRIES, _MANY_TRIES, _SIGNS_A_TRY = 300, 600, 7
"""No message that people write names times more densely, or has more places where one could begin; no more are read."""


@cache
def _default_calendar() -> WorkCalendar:
    return workdays.WorkCalendar()


def find_times(text: str, now: datetime, calendar: WorkCalendar | None = None) -> list[TimeExpr]:
    """All time expressions of the text, in order, without overlap (domain.md C.3).

    ``now`` is the moment of speaking: an aware instant, or a naive one in Beijing time. Never raises; what lies outside
    the calendar (the year 9999 and beyond) is no expression. What stands inside 《》 is a title and tells no time.
    """
    simple = plain(text)
    begin = next_place(simple, 0)
    if begin < 0:
        return []
    local = now.replace(tzinfo=SHANGHAI) if now.tzinfo is None else now.astimezone(SHANGHAI)
    ctx = Context(text, simple, local, local.date(), calendar or _default_calendar())
    titles = [m.span() for m in _TITLE.finditer(text)] if "《" in text else []
    found: list[TimeExpr] = []
    prior: Node | None = None
    tries = 0
    most = min(max(_FEW, len(text) // _SIGNS_EACH), _MANY)
    most_tries = min(max(_FEW_TRIES, len(text) // _SIGNS_A_TRY), _MANY_TRIES)
    while begin >= 0 and len(found) < most and tries < most_tries:
        tries += 1
        if titles and (inside := next((stop for start, stop in titles if start <= begin < stop), None)):
            begin = next_place(simple, inside)
            continue
        before = _still(ctx, prior, found, begin)
        exprs, node = _at(ctx, begin, before, found)
        if exprs:
            _share(ctx, found, exprs[0])
            found += exprs
            prior, pos = node, max(_resume(ctx, exprs[-1], linked=before is not None), begin + 1)
        else:
            number = _NUMBER.match(ctx.text, begin)
            pos = number.end() if number else begin + 1
        begin = next_place(simple, pos)
    return found


def _resume(ctx: Context, last: TimeExpr, *, linked: bool) -> int:
    """Where to look on: past 两天 after 25日、26日, which only counts them, and past the clause on holidays."""
    stop = last.span[1]
    if linked and (days := _ALL_OF_THEM.match(ctx.text, stop)):
        return days.end()
    clause = HOLIDAY_CLAUSE.search(ctx.text, stop) if last.holiday_rule else None
    return clause.end() if clause else stop


def _share(ctx: Context, found: list[TimeExpr], last: TimeExpr) -> None:
    """9月20日、25日前: both days are deadlines; 9月20日、25日上午9点: both begin at nine."""
    begin = last.span[0]
    if last.kind == "date":
        return
    for index in range(len(found) - 1, -1, -1):
        before = found[index]
        if ctx.text[before.span[1] : begin] != "、":
            return
        found[index], begin = alike(before, last), before.span[0]


def _still(ctx: Context, prior: Node | None, found: list[TimeExpr], begin: int) -> Node | None:
    """The point before, when only a list sign parts it from here (9月10日、11日)."""
    if prior is None or not found or begin - found[-1].span[1] > _LINK_REACH:
        return None
    return prior if _LINK.fullmatch(ctx.text, found[-1].span[1], begin) else None


def _at(ctx: Context, pos: int, prior: Node | None, found: list[TimeExpr]) -> tuple[list[TimeExpr], Node | None]:
    try:
        return _parse(ctx, pos, prior, found)
    except (ValueError, OverflowError):  # a date that the calendar does not have
        return [], None


def _parse(ctx: Context, pos: int, prior: Node | None, found: list[TimeExpr]) -> tuple[list[TimeExpr], Node | None]:
    first = ctx.text[pos]
    if first in _SET_FIRSTS and (sets := parse_sets(ctx, pos)):
        return sets, None
    prefix = PREFIX.match(ctx.text, pos) if first in _PREFIX_FIRSTS else None
    begin = prefix.end() if prefix else pos
    if ctx.text[begin : begin + 1] in LIST_FIRSTS and (listed := weekday_list(ctx, begin)):
        return listed, None
    if first in _LEAVE_FIRSTS and (leave := parse_leave(ctx, pos)):
        return [_timed(ctx, leave)], None
    node = bare_years(ctx, begin, led=bool(prefix and prefix["since"])) or parse_point(ctx, begin, prior)
    if node is None:
        limited = bool(prefix and (prefix["limit"] or prefix["until"] == "限"))
        relative = (limit_of(ctx, begin) if limited else None) or parse_counted(ctx, begin)
        if relative and prefix and prefix["approx"]:
            text = ctx.said[pos : relative.span[1]]
            relative = relative._replace(text=text, span=(pos, relative.span[1]), modifier="approx")
        return ([relative] if relative else []), None
    if ctx.text.startswith(SAME, node.stop):
        node = same_period(ctx, node, found)
    special = around_holiday(ctx, node, pos) or (_counted(ctx, begin, node) if prior is None else None)
    if special:
        expr = _timed(ctx, special)
    else:
        node = node if node.ranged else extend(ctx, node)
        expr = finish(ctx, begin, node, prefix)
    return [_with_quote(ctx, expr)], node


def _with_quote(ctx: Context, expr: TimeExpr) -> TimeExpr:
    """“五一”前: the quote that opens belongs to the one that closes inside."""
    first, stop = expr.span
    opens = ctx.text[first - 1 : first]
    if not opens or opens not in QUOTES or not QUOTES & set(expr.text):
        return expr
    return expr._replace(text=ctx.said[first - 1 : stop], span=(first - 1, stop))


def _timed(ctx: Context, expr: TimeExpr) -> TimeExpr:
    """节后第一个工作日上午9点: the time of day on each day that is meant."""
    pos, stop = expr.span
    if expr.kind != "date" or expr.deadline or not ctx.text[stop : stop + 1]:
        return expr
    readings = expr.candidates or (Reading(expr.start, None),)
    days = [days_span(reading.start.date()) for reading in readings if reading.start]
    node = with_clock(ctx, Node(stop, days, ambiguous=expr.ambiguous, year_said=True))
    if node.stop == stop:
        return expr
    timed = finish(ctx, pos, extend(ctx, node))
    notes = {reading.start.date(): reading.note for reading in readings if reading.start}
    moments = [(c, c.start or c.end) for c in timed.candidates]
    named = tuple(c._replace(note=notes.get(moment.date())) for c, moment in moments if moment)
    return timed._replace(candidates=named, note=expr.note or timed.note)


def _counted(ctx: Context, begin: int, node: Node) -> TimeExpr | None:
    if node.ranged or not (node.best.single_day or node.clock is not None):
        return None
    start = node.best.start
    if ctx.text.startswith(("起", "之日起"), node.stop):  # 自9月1日起 may lie behind us
        start = min(node.options, key=lambda span: abs(span.start - ctx.now)).start
    expr = from_day(ctx, begin, node.stop, start)
    return expr._replace(anchor=None) if expr else None
