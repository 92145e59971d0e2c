"""From one point to another: 9点到11点半, 9月23-25日, 今天至下周五, 2018年1－9月, 下午2点半开两个小时."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.dialogue.times.clocktime import place_clock
from bot.dialogue.times.dates import range_end
from bot.dialogue.times.lengths import parse_length
from bot.dialogue.times.lexicon import CN, CONN, WEEKDAYS, compiled, firsts
from bot.dialogue.times.points import parse_point
from bot.dialogue.times.spans import DAY, Context, Node, Span, at, evening, year_span

_TO: Final = compiled(rf"\s*(?:(?:起|开始)\s*)?(?:,\s*)?{CONN}\s*(?!今(?!天|日|晚|年|早|明))")
_AND: Final = compiled(r"\s*(?:和|与|跟|及)\s*")
_BETWEEN: Final = compiled(r"\s*(?:之间|间|期间|中间)")
_WEEK_TAIL: Final = compiled(rf"(?<=[周期拜][一二三四五六])\s*{CONN}\s*([二三四五六日天])(?![0-9{CN}月日号点个周年])")
_NOW: Final = compiled(r"\s*(?:(?:起|开始)\s*)?(?:至今|到现在|到目前|直到现在)")
_LASTS: Final = compiled(
    r"\s*(?:,\s*)?(?:(?:会?期|预计|大约|约|大概|一共|共|总共|开会|会议|时长|用时|历时|持续|开|用|占用|讲|谈|为期)\s*){1,3}(?:是|为|:)?\s*"
)
_YEARS: Final = compiled(rf"((?:19|20)[0-9]{{2}})\s*年?\s*{CONN}\s*((?:19|20)[0-9]{{2}})\s*(年)?(?![0-9\-/.:年月号])")
_GOES_ON: Final = firsts(_TO, _NOW, _AND, _LASTS)
_SAME_LENGTH: Final = timedelta(days=4)
"""By so much two readings of one range may differ in length: months and leap years do."""
_BEFORE: Final = compiled(r"(?:之|以)?前")
_EVENING, _NOON, _MORNING = 19, 12, 6


def bare_years(ctx: Context, pos: int, *, led: bool) -> Node | None:
    """2016-2018, 1995 - 1997年; without 年 only after 从."""
    m = _YEARS.match(ctx.text, pos) if ctx.text[pos : pos + 1] in {"1", "2"} else None
    if m is None or not (m[3] or led or (pos == 0 and m.end() == len(ctx.text))):
        return None
    first, last = year_span(int(m[1])), year_span(int(m[2]))
    if last.end <= first.start:
        return None
    return Node(m.end(), [Span(first.start, last.end, "year")], year_said=True, ranged=True)


def extend(ctx: Context, node: Node) -> Node:
    """The range that begins with this node, or the node itself."""
    if ctx.text[node.stop : node.stop + 1] not in _GOES_ON:
        return node
    if m := _NOW.match(ctx.text, node.stop):
        spans = [Span(s.start, ctx.now, s.grain) for s in node.options if s.start < ctx.now]
        if spans:
            return replace(node, stop=m.end(), options=spans, ambiguous=False, ranged=True, note=None)
    if (m := _WEEK_TAIL.match(ctx.text, node.stop)) and node.best.single_day:
        return _to_weekday(node, WEEKDAYS[m[1]], m.end())
    if m := _TO.match(ctx.text, node.stop):
        node, other = _other_end(ctx, node, m.end())
        if other is None or ("起" in m[0] and _BEFORE.match(ctx.text, other.stop)):
            return node
        return _daily_hours(ctx, node, other) or _join(ctx, node, other)
    if m := _AND.match(ctx.text, node.stop):
        node, other = _other_end(ctx, node, m.end())
        close = _BETWEEN.match(ctx.text, other.stop) if other else None
        if other is not None and close is not None:
            joined = _join(ctx, node, other)
            return replace(joined, stop=close.end()) if joined is not node else node
        return node
    return _lasting(ctx, node)


def _to_weekday(node: Node, weekday: int, stop: int) -> Node:
    """下周二至四."""
    spans = [Span(s.start, s.start + timedelta(days=(weekday - s.day.weekday()) % 7 + 1), "day") for s in node.options]
    return replace(node, stop=stop, options=spans, ranged=True, extra=[])


def _other_end(ctx: Context, node: Node, pos: int) -> tuple[Node, Node | None]:
    """The second end; a range that has begun and is not over goes before one that lies a year ahead."""
    other = parse_point(ctx, pos, node) or range_end(ctx, pos, node)
    if other is None or len(node.options) < 2 or node.clock is not None:
        return node, other
    earlier = replace(node, options=sorted(node.options, key=lambda span: span.start))
    running = parse_point(ctx, pos, earlier) or range_end(ctx, pos, earlier)
    if running is None or running.best.end <= ctx.now:
        return node, other
    ahead, begun = other.best.end - node.best.start, running.best.end - earlier.best.start
    return (node, other) if timedelta() < ahead < begun - _SAME_LENGTH else (earlier, running)


def _lasting(ctx: Context, node: Node) -> Node:
    if node.clock is None or node.clock.hour is None:
        return node
    m = _LASTS.match(ctx.text, node.stop)
    length = parse_length(ctx.text, m.end()) if m else None
    if length is None or length.months or length.workdays:
        return node
    if length.unit == "天" and length.count in {0.5, 1}:
        spans = [Span(s.start, _office_end(s, whole=length.count == 1), s.grain) for s in node.options]
    elif length.fine and not length.days:
        spans = [Span(s.start, s.start + timedelta(seconds=length.seconds), s.grain) for s in node.options]
    else:
        return node
    return replace(node, stop=length.stop, options=spans, ranged=True)


def _office_end(span: Span, *, whole: bool) -> datetime:
    """会期半天 ends at noon or with the office day."""
    return at(span.day, 12) if span.start.hour < 12 and not whole else max(evening(span.day), span.start)


def _join(ctx: Context, first: Node, last: Node) -> Node:
    clock = last.clock
    if clock is not None and (not last.dated or _same_day_clock(first, last)):
        return _join_clocks(ctx, first, last)
    if _overnight(first.best.start) and clock is not None and last.best.day - first.best.day == DAY:
        last = replace(last, options=sorted([*last.options, *last.extra], key=lambda span: span.start))
    pair = _ordered(first, last)
    if pair is None:
        return first
    start, end = pair
    grain = start.grain if first.clock is not None else end.grain
    span = Span(start.start, end.end, grain)
    ambiguous = first.ambiguous and not first.year_said
    return Node(
        last.stop,
        [span, *_other_readings(first, last, span)] if ambiguous else [span],
        ambiguous=ambiguous,
        year_said=first.year_said,
        month=last.month,
        clock=first.clock,
        dated=first.dated or last.dated,
        ranged=True,
        note=first.note or last.note,
    )


def _daily_hours(ctx: Context, first: Node, last: Node) -> Node | None:
    """9月21日至25日9:00-17:00: the hours are those of every day; the stretch runs from the first to the last."""
    link = (
        _TO.match(ctx.text, last.stop) if first.clock is None and last.clock and last.clock.hour is not None else None
    )
    if link is None or not last.dated or not first.best.single_day:
        return None
    opens, closes = last.best.start, parse_point(ctx, link.end(), last)
    if closes is None or closes.clock is None or closes.clock.hour is None or closes.best.day != last.best.day:
        return None
    begin = at(first.best.day) + (opens - at(opens.date()))
    if begin >= closes.best.start:
        return None
    note = f"每天{opens.hour}:{opens.minute:02d}—{closes.best.start.hour}:{closes.best.start.minute:02d}"
    return Node(
        closes.stop,
        [Span(begin, closes.best.start, "minute")],
        year_said=True,
        clock=last.clock,
        ranged=True,
        note=note,
    )


def _overnight(start: datetime) -> bool:
    """Whether what begins then runs through the night: 22:00至次日6:00 ends in the morning."""
    return start.hour >= _EVENING or start.hour < _MORNING


def _same_day_clock(first: Node, last: Node) -> bool:
    """A bare time of day after a dated point: it took its day from there."""
    return (
        first.dated
        and last.year_said
        and last.clock is not None
        and last.month is None
        and last.best.day == first.best.day
    )


def _ordered(first: Node, last: Node) -> tuple[Span, Span] | None:
    """The readings that make a range forwards, keeping the likelier ones."""
    for end in last.options:
        for start in first.options:
            if start.start <= end.start and start.end <= end.end and start != end:
                return start, end
    if not first.ambiguous and first.clock is None:  # 周三到下周二, said on Friday, began two days ago
        return next(((s, last.best) for s in first.extra if s.start < last.best.start), None)
    return None


def _other_readings(first: Node, last: Node, chosen: Span) -> list[Span]:
    found = [
        Span(start.start, end.end, chosen.grain)
        for start in first.options
        for end in last.options
        if start.start < end.end and start.start != chosen.start
    ]
    length = chosen.end - chosen.start
    found = [span for span in found if abs(span.end - span.start - length) <= _SAME_LENGTH]
    if not found and len(first.options) > 1:
        start, end = first.options[1].start, chosen.end
        moved = chosen.start.year - start.year
        stop = at(date(end.year - moved, end.month, min(end.day, 28))) if moved else start + length
        stop = stop if stop > start else start + length  # from December into January
        found.append(Span(start, stop, chosen.grain))
    return found[:1]


def _join_clocks(ctx: Context, first: Node, last: Node) -> Node:
    """9点到11点半, 下午三点到6点, 3点-5点PM, 22点到6点; what one end leaves out the other gives."""
    begin, close = first.clock, last.clock
    if close is None or close.hour is None:
        return _to_part(first, last)
    if begin is None:
        start = first.best.start
    elif (
        begin.part is None
        and not begin.exact
        and close.part in {"上午", "下午"}
        and ctx.text[last.stop - 1].lower() in "m."
    ):
        start = place_clock(begin._replace(part=close.part), first.best.day)[0].start
    else:
        start = first.best.start
    inherits = begin is not None and begin.part is not None and close.part is None and not close.exact
    day = first.best.day
    ends = [s.start for s in place_clock(close._replace(part=begin.part) if inherits and begin else close, day)]
    if close.part is None:
        ends += [moment + timedelta(hours=12) for moment in ends if close.hour <= _NOON]
    ends += [s.start + timedelta(days=1) for s in place_clock(close, day)]
    end = (
        min((moment for moment in ends if moment > start), default=None)
        if _overnight(start)
        else next((moment for moment in ends if moment > start), None)
    )
    if end is None:
        return first
    grain = "second" if "second" in {first.best.grain, last.best.grain} else "minute"
    spans = [Span(start, end, "minute" if grain == "minute" else "second")]
    shifted = [s for s in first.options[1:] if begin is not None and s.start != start]
    spans += [Span(s.start, s.start + (end - start), "minute") for s in shifted]
    return Node(
        last.stop, spans, ambiguous=first.ambiguous and len(spans) > 1, note=first.note, year_said=first.year_said,
        clock=begin, dated=first.dated, ranged=True,
    )  # fmt: skip


def _to_part(first: Node, last: Node) -> Node:
    span = Span(first.best.start, last.best.end, "hour")
    if not first.dated and span.end <= span.start:  # 上午到下午, said at noon: both of tomorrow
        span = span._replace(end=span.end + timedelta(days=1))
    if span.end <= span.start:
        return first
    return Node(last.stop, [span], clock=first.clock, dated=first.dated, year_said=first.year_said, ranged=True)
