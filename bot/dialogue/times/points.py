"""A point of the text's time: a day or stretch, narrowed, checked against a weekday, with a time of day."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.dialogue.times.calendarpart import parse_calendar
from bot.dialogue.times.clocktime import CLOCK_FIRSTS, next_time, parse_clock, place_clock, unsure
from bot.dialogue.times.lexicon import WEEK, WEEKDAY_SIGN, WEEKDAYS, compiled, firsts
from bot.dialogue.times.parts import PART_FIRSTS, bare_part, narrow_node
from bot.dialogue.times.placing import agreeing
from bot.dialogue.times.spans import DAY, Clock, Context, Node, Span, days_span

_STATED: Final = compiled(
    rf"\s*(?:[(,]\s*)?(?:(?:即|就?是|为|也就是|,)\s*)?(?:本|这个?)?{WEEK}([一二三四五六日天])(?!次|期|个|[上下]?半)\s*\)?"
)
_OPENED: Final = compiled(r"\s*\(\s*(?:即)?(?=[0-9一二三四五六七八九十本下上这今明后周星礼农])")
_FILLER: Final = compiled(r"\s*(?:\([^()]{1,6}\)|当天|当日|当(?=晚)|那天|全天|一整天|整天)?\s*[的,从]?\s*")
_THAT_DAY: Final = compiled(r"的?[当那][天日](?!值班)")
_SAME_FIRSTS: Final = firsts(_STATED, _OPENED, _THAT_DAY)
_NOW: Final = compiled(r"(?:现在|此时此刻|此时|此刻|当前|目前|眼下|这会儿|即刻)")
_LOOSE_NOW: Final = {"当前", "目前", "眼下"}
_THEN: Final = compiled(r"(?:这个?时候|这时|同一时间|同一时刻)")
_NOW_FIRSTS: Final = firsts(_NOW, _THEN)
_FILLER_FIRSTS: Final = frozenset(" \t\n\r\f\v(当那全一整的,从")
_CLOCK_FIRSTS: Final = CLOCK_FIRSTS | _NOW_FIRSTS | _FILLER_FIRSTS
_LATE: Final = 18


def parse_point(ctx: Context, pos: int, prior: Node | None = None) -> Node | None:
    """The longest point in time at ``pos``; ``prior`` is what the one before it said (9月10日、11日)."""
    first = ctx.text[pos : pos + 1]
    node = parse_calendar(ctx, pos, prior) or (bare_part(ctx, pos) if first in PART_FIRSTS else None)
    if node is not None:
        node = narrow_node(ctx, node)
        if node.stop == pos:
            return node if ctx.text[pos : pos + 2] == "年内" and _take_year(node) else None
        if node.best.single_day and ctx.text[node.stop : node.stop + 1] in _SAME_FIRSTS:
            if same := _THAT_DAY.match(ctx.text, node.stop):
                node.stop = same.end()
            _check_weekday(ctx, pos, node)
            _check_brackets(ctx, pos, node)
        return with_clock(ctx, node)
    clock = parse_clock(ctx, pos, dated=False)
    if clock is not None:
        return _bare_clock(ctx, clock, prior)
    return _now(ctx, pos) if first in _NOW_FIRSTS else None


def _take_year(node: Node) -> bool:
    node.stop += 1
    return True


def _now(ctx: Context, pos: int) -> Node | None:
    m = _NOW.match(ctx.text, pos)
    if m is None or (m[0] in _LOOSE_NOW and ctx.text.strip() != m[0] and ctx.text[pos - 1 : pos] not in {"到", "至"}):
        return None  # 目前已完成 says nothing about a time
    return Node(
        m.end(), [Span(ctx.now, ctx.now, "second")], year_said=True, clock=Clock(m.end(), exact=True, hour=ctx.now.hour)
    )


def with_clock(ctx: Context, node: Node) -> Node:
    """The node with the time of day that follows it, when there is one."""
    if _weekend(node.best):
        return _weekend_clock(ctx, node)
    if not node.best.single_day:
        return node
    if ctx.text[node.stop : node.stop + 1] not in _CLOCK_FIRSTS:
        return node
    filler = _FILLER.match(ctx.text, node.stop) if ctx.text[node.stop] in _FILLER_FIRSTS else None
    after = filler.end() if filler else node.stop
    moment = ctx.text[after : after + 1] in _NOW_FIRSTS
    if moment and (now := (_NOW.match(ctx.text, after) or _THEN.match(ctx.text, after))):
        moments = [
            s.start + (ctx.now - ctx.now.replace(hour=0, minute=0, second=0, microsecond=0)) for s in node.options
        ]
        node.options, node.stop = [Span(m, m, "minute") for m in moments], now.end()
        node.clock, node.tail = Clock(now.end(), hour=ctx.now.hour, exact=True), False
        return node
    clock = parse_clock(ctx, after, dated="," not in ctx.text[node.stop : after])
    if clock is None:
        return node
    day = node.best.day
    places = [place_clock(clock, span.day) for span in node.options]
    node.options = [spans[0] for spans in places]
    node.extra = [] if unsure(clock) else places[0][1:]
    if unsure(clock) and len(places[0]) > 1:
        node.options.insert(1, places[0][1])
        node.ambiguous = True
    node.stop, node.clock, node.tail = clock.stop, clock, False
    if _vague(clock) and not node.ambiguous:
        node.options, node.ambiguous = node.options[:1], True  # the day is sure, only the hour is not
    if not node.year_said and node.ambiguous and day == ctx.today and node.best.end <= ctx.now:
        node.options = [*node.options[1:], node.options[0]]  # 周五下午3点, said on Friday at 15:20, is in a week
    return node


def _weekend(span: Span) -> bool:
    return span.grain == "day" and span.end - span.start == 2 * DAY and span.day.weekday() == WEEKDAYS["六"]


def _weekend_clock(ctx: Context, node: Node) -> Node:
    """周末上午 may be Saturday's or Sunday's."""
    clock = parse_clock(ctx, node.stop, dated=True)
    if clock is None:
        return node
    days = [node.best.day, node.best.day + DAY]
    spans = [place_clock(clock, day)[0] for day in days]
    return replace(node, stop=clock.stop, options=spans, clock=clock, ambiguous=True, year_said=True)


def _bare_clock(ctx: Context, clock: Clock, prior: Node | None) -> Node:
    if prior is not None and prior.dated:
        spans = place_clock(clock, prior.best.day)
        return Node(clock.stop, spans[:1], clock=clock, extra=spans[1:], year_said=True)
    spans, gone = next_time(clock, ctx.now)
    node = Node(clock.stop, spans[:1], clock=clock, dated=False, extra=spans[1:])
    midnight = clock.hour == 12 and clock.part is None and not clock.exact and ctx.now.hour >= _LATE
    if midnight:  # domain.md C.3: 12点 said in the evening may be midnight
        tonight = place_clock(clock, ctx.today)[0]
        half = timedelta(hours=12)
        spans = [Span(tonight.start + half, tonight.end + half, clock.grain), *spans[:1]]
    if gone or unsure(clock) or midnight:
        node.options, node.extra, node.ambiguous = spans, [], True
    node.ambiguous = node.ambiguous or _vague(clock)
    return node


def _vague(clock: Clock) -> bool:
    """中午 without an hour (domain.md C.3: ask)."""
    return clock.hour is None and clock.part in {"中午", "午间"}


def _check_weekday(ctx: Context, begin: int, node: Node) -> None:
    """9月23日（星期三）, 明天是周三: the weekday picks among the readings, or contradicts (domain.md C.1 c)."""
    m = _STATED.match(ctx.text, node.stop)
    if m is None:
        return
    weekday, said = WEEKDAYS[m[1]], ctx.said[begin : node.stop]
    agree = agreeing(ctx, node.options, weekday)
    node.stop = m.end()
    if agree:
        node.options, node.ambiguous = agree[:1], False
        return
    day = node.best.day
    meant = days_span(_nearest_weekday(ctx, node, weekday))
    real = WEEKDAY_SIGN[day.weekday()]
    dated = real if said[-1:] in "日号" and "月" in said else _named(day)
    node.note = f"{said}是{dated}，不是{WEEKDAY_SIGN[weekday]}"
    node.options, node.ambiguous = [node.best, meant], True


def _check_brackets(ctx: Context, begin: int, node: Node) -> None:
    """本周五（9月25日）: what stands in brackets after a day says the same day once more, or contradicts it."""
    opened = _OPENED.match(ctx.text, node.stop)
    again = parse_calendar(ctx, opened.end(), None) if opened else None
    if again is None or not again.best.single_day or ctx.text[again.stop : again.stop + 1] != ")":
        return
    said, stop = ctx.said[begin : node.stop], again.stop + 1
    agree = [span for span in node.options if span.day in {other.day for other in again.options}]
    node.stop = stop
    if agree:
        node.options, node.ambiguous = agree[:1], False
        return
    day, other = node.best.day, again.best.day
    node.note = f"{said}是{_named(day)}，不是{_named(other)}"
    node.options, node.ambiguous = [node.best, again.best], True


def _named(day: date) -> str:
    return f"{day.month}月{day.day}日（{WEEKDAY_SIGN[day.weekday()]}）"


def _nearest_weekday(ctx: Context, node: Node, weekday: int) -> date:
    day = node.best.day
    ahead = day + timedelta(days=(weekday - day.weekday()) % 7)
    back = ahead - timedelta(days=7)
    return back if back >= ctx.today and (day - back) < (ahead - day) else ahead
