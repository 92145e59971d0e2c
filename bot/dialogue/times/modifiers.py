"""Words after (and before) a point that make it a deadline, a beginning or an approximation."""

import re
from datetime import date, datetime
from typing import Final

from bot.dialogue.times.dayparts import PARTS
from bot.dialogue.times.holidays import leave_block
from bot.dialogue.times.lexicon import AFTER_GUARD, BEFORE_GUARD, compiled, firsts
from bot.dialogue.times.model import Kind, Modifier, Reading, TimeExpr
from bot.dialogue.times.office import day_note, last_workday_before, unpublished
from bot.dialogue.times.placing import ahead, nearest
from bot.dialogue.times.spans import DAY, Context, Node, Span, at, evening, last_day

_WORD: Final = compiled(
    rf"\s*(?:(?P<until>(?:\(?含\)?\s*)?(?:或|及|和|与)(?:其)?(?:之|以)?前{BEFORE_GUARD}|结束(?:之|以)?前|为?止(?!损|步|住|血)|截止|为限|届满(?:之?前|之日)?)"
    rf"|(?P<since>(?:或|及|和|与)(?:其)?(?:之|以)?后{AFTER_GUARD}|起(?!草|来|点|诉|到|因|码|伏|止)(?:算|施行)?|开始(?!前|后)|以来|至今|到现在)"
    rf"|(?P<eve>前夕|前一[天日晚])|(?P<nextday>后一天|后一日|第二天)"
    rf"|(?P<approx>左右|上下|前后|许)"
    rf"|(?P<before>(?:\(含\))?(?P<strict>(?:之|以)前)|前{BEFORE_GUARD})"
    rf"|(?P<after>(?:结束)?(?:之|以|过)后|结束后|后{AFTER_GUARD})"
    r"|(?P<within>(?:之|以)?内(?!部|容|设|控|外)|里(?!面|程)))"
)
PREFIX: Final = compiled(
    r"(?:(?P<since>自从|自|从|由|打)|(?P<later>晚于|不早于)|(?P<until>截[至止](?:时间|日期)?(?:[为是:到至]|于)?|最[迟晚](?:在|于|是)?(?:不[晚迟]于|不(?:得|能)?超过)?|不(?:得|能)?(?:[晚迟]于|超过)|早于|务必于|(?P<limit>时限|期限)(?:在|于|[为是:到至])*|限期?(?:在|于)?|至迟)|(?P<approx>大约|大概|约(?!束|定|谈)|差不多))\s*"
)
_HAPPENED: Final = compiled(
    r"\s*(?:在?[\u4e00-\u9fff0-9]{0,4}?)(?:[登报交发收送签批开办录编记问提写领来到去看查说用定](?:[过了]|的(?!时候|话))|了(?!解))"
)
"""上午登的那个, 17号批的延期: it lies behind us."""
_WORD_FIRSTS: Final = firsts(_WORD)
_BACK: Final = {"以来", "至今"}
_SATURDAY: Final = 5
_ENDS_AT_PART_END: Final = {"dawn", "am", "night", "late"}


def finish(ctx: Context, begin: int, node: Node, prefix: re.Match[str] | None = None) -> TimeExpr:
    """The expression for a point, with the words around it taken in."""
    word = _WORD.match(ctx.text, node.stop) if ctx.text[node.stop : node.stop + 1] in _WORD_FIRSTS else None
    if word is not None:
        spoken, stop = word.lastgroup or "", word.end()
    else:
        spoken, stop = "", node.stop
    strict = bool(word and word["strict"]) or bool(prefix and prefix["until"] == "早于")
    if not spoken and prefix and prefix["until"]:
        spoken = "before" if prefix["until"] == "早于" else "until"
    if not spoken and prefix and prefix["later"]:
        spoken = "after" if prefix["later"] == "晚于" else "since"
    if node.ranged and spoken in {"before", "within", "until", "eve", "nextday"}:
        spoken = ""
    begin = (
        prefix.start()
        if prefix
        and (
            prefix["approx"]
            or (prefix["until"] and not prefix["limit"])
            or prefix["later"]
            or spoken == "since"
            or node.ranged
        )
        else begin
    )
    if spoken in {"before", "until"}:
        return _deadline(ctx, begin, stop, node, "until" if spoken == "until" else "before", strict=strict)
    if spoken == "within" and node.clock is None:
        return _within(ctx, begin, stop, node)
    if spoken in {"eve", "nextday"} and node.best.single_day:
        move = -DAY if spoken == "eve" else DAY
        node.options = [Span(s.start + move, s.end + move, s.grain) for s in node.options]
        node.holiday, node.tail = None, False
        return _plain(ctx, begin, stop, node, None)
    if spoken in {"eve", "nextday"} or (spoken == "within" and node.clock is not None):
        return _plain(ctx, begin, node.stop, node, None)
    if spoken in {"after", "since"}:
        said = (word["since"] or "") if word else ""
        return _open(ctx, begin, stop, node, "after" if spoken == "after" else "since", said)
    approx = spoken == "approx" or bool(prefix and prefix["approx"])
    return _plain(ctx, begin, stop, node, "approx" if approx else None)


def _deadline(ctx: Context, begin: int, stop: int, node: Node, modifier: Modifier, *, strict: bool) -> TimeExpr:
    spans = ahead(ctx, node.options)
    if modifier == "until" and node.ambiguous and ctx.text.startswith("截至", begin):
        spans.sort(key=lambda span: span.end > ctx.now)  # 截至8月底 tells what was reached
    ends = [_limit(ctx, node, span, modifier) for span in spans]
    ambiguous = node.ambiguous
    long = node.best.grain in {"month", "quarter", "half", "year"} and node.clock is None and modifier == "before"
    if long:
        # 9月前 ends before September; 2025年前 as plans say it ends with 2025: both are offered
        span = spans[0]
        outer, inner = evening(span.day - DAY), evening(last_day(span))
        inclusive = node.best.grain == "year" and not strict
        ends, ambiguous = ([inner, outer] if inclusive else [outer, inner]), True
    return _build(ctx, begin, stop, node, "range", [(None, end) for end in ends], ambiguous, modifier, deadline=True)


def _limit(ctx: Context, node: Node, span: Span, modifier: Modifier) -> datetime:
    clock = node.clock
    if clock is not None and clock.hour is None and span.start != span.end:
        group = PARTS[clock.part or "上午"][0]
        return span.end if group in _ENDS_AT_PART_END or modifier == "until" else span.start
    if clock is not None or span.grain in {"hour", "minute", "second"}:
        return span.start
    if node.holiday and modifier == "before":
        return evening(last_workday_before(ctx, span.day))  # 国庆前 is 30 September (domain.md C.3)
    weekend = span.grain == "day" and span.day.weekday() == _SATURDAY and (span.end - span.start).days == 2
    if (span.grain == "week" or weekend) and modifier == "before":
        return evening(span.day - DAY)
    return evening(last_day(span))


def _within(ctx: Context, begin: int, stop: int, node: Node) -> TimeExpr:
    """第四季度内, 本周内: due by the last office day's end of the stretch."""
    pairs: list[tuple[datetime | None, datetime | None]] = [
        (span.start, evening(_last_office_day(ctx, span))) for span in ahead(ctx, node.options)
    ]
    return _build(ctx, begin, stop, node, "range", pairs, node.ambiguous, "within", deadline=True)


def _last_office_day(ctx: Context, span: Span) -> date:
    """本周内 ends with the week's last working day; months and longer stretches end with their last day."""
    last = last_day(span)
    if span.grain != "week" or ctx.calendar.is_workday(last):
        return last
    workday = ctx.calendar.add_workdays(last, -1)
    return workday if workday >= span.day else last


def _open(ctx: Context, begin: int, stop: int, node: Node, modifier: Modifier, said: str) -> TimeExpr:
    """起 counts its day in, 后 leaves a whole year or month out; a day counts as the moment it begins."""
    back, open_end = said in _BACK, modifier == "after" or "后" in said  # 2015年及以后
    long = (
        node.best.grain in {"year", "half", "quarter", "month", "week"} and modifier == "after" and node.clock is None
    )
    pairs: list[tuple[datetime | None, datetime | None]] = []
    if modifier == "since" and node.ambiguous and not node.ranged:  # 9月1日起, said in September, has begun
        node.options.sort(key=lambda span: abs(span.start - ctx.now))
    for span in node.options:
        end = span.end if node.ranged and modifier == "since" else None
        start = span.end if long or node.tail else span.start
        if node.holiday and modifier == "after":
            start = at(leave_block(span.day, ctx.calendar)[1])  # 国庆后 begins when the office opens again
        if back and start > ctx.now and not node.year_said:
            start = start.replace(year=start.year - 1)  # 9月以来, said in June
        over = not open_end and span.grain in {"month", "quarter", "half", "year"} and span.end <= ctx.now
        if end is None and start < ctx.now and (back or over):
            end = ctx.now  # 9月以来, 从去年9月起: up to now
        pairs.append((start, end))
    return _build(ctx, begin, stop, node, "range", pairs, node.ambiguous, modifier)


def _plain(ctx: Context, begin: int, stop: int, node: Node, modifier: Modifier | None) -> TimeExpr:
    if node.ambiguous and len(node.options) > 1 and _HAPPENED.match(ctx.text, stop):
        node.options.sort(key=lambda span: span.start > ctx.now)
    kind = _kind(node)
    if node.tail and not node.ranged:  # 9月底 by itself is due at the end of its last office day
        pairs: list[tuple[datetime | None, datetime | None]] = [
            (s.start, evening(s.day)) for s in nearest(ctx, node.options)
        ]
        return _build(ctx, begin, stop, node, kind, pairs, node.ambiguous, modifier, deadline=True)
    pairs = [(s.start, s.end if kind == "range" else None) for s in node.options]
    return _build(ctx, begin, stop, node, kind, pairs, node.ambiguous, modifier)


def _kind(node: Node) -> Kind:
    span = node.best
    if node.ranged or (span.start != span.end and not span.single_day):
        return "range"
    if span.single_day:
        return "date"
    return "datetime" if node.dated else "time"


def _build(
    ctx: Context,
    begin: int,
    stop: int,
    node: Node,
    kind: Kind,
    pairs: list[tuple[datetime | None, datetime | None]],
    ambiguous: bool,
    modifier: Modifier | None,
    *,
    deadline: bool = False,
) -> TimeExpr:
    if len(pairs) > 1:
        pairs = list(dict.fromkeys(pairs))
    start, end = pairs[0]
    others = pairs if ambiguous else pairs[:1]
    if node.extra and not deadline and kind in {"time", "datetime"}:
        others = others + [(span.start, None) for span in node.extra]
    elif node.extra and deadline and node.clock is not None:
        others = others + [(None, span.start) for span in node.extra]
    if ambiguous and len(others) == 1 and not deadline and modifier != "since":
        others = others + _narrower(node, start, end)
    note = node.note or _note(ctx, node, kind, start, end, deadline=deadline)
    if node.holiday and (kind == "range" or deadline):  # where its days off begin and end is the notice's to say
        note = "；".join(filter(None, (note, unpublished(ctx, ctx.now, end or start or ctx.now)))) or None
    return TimeExpr(
        ctx.said[begin:stop],
        (begin, stop),
        kind,
        start,
        end,
        node.best.grain,
        deadline=deadline,
        ambiguous=ambiguous and len(others) > 1,
        candidates=tuple(Reading(*pair) for pair in others) if len(others) > 1 else (),
        note=note,
        modifier=modifier,
    )


def _narrower(
    node: Node, start: datetime | None, end: datetime | None
) -> list[tuple[datetime | None, datetime | None]]:
    """What a vague stretch may come down to: 中午 to noon, 上旬 to the end of its last day (domain.md C.3: ask)."""
    if node.clock is not None:
        return [(start, None)]
    return [(None, evening((end - DAY).date()))] if end is not None else []


def _note(
    ctx: Context, node: Node, kind: Kind, start: datetime | None, end: datetime | None, *, deadline: bool
) -> str | None:
    moment = (end or start) if deadline else start
    if moment is None or node.ranged or node.best.grain not in {"day", "hour", "minute", "second"}:
        return None
    if kind == "range" and node.best.grain == "day" and not deadline:
        return None
    at_midnight = node.clock is not None and moment.hour == moment.minute == 0  # 今晚12点 belongs to today
    return day_note(ctx, (moment - DAY if at_midnight else moment).date())
