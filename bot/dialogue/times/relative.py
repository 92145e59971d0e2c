"""Times counted from now: 三天后, 半小时前, 15个工作日内, 未来两周."""

from datetime import datetime, time, timedelta
from typing import Final, NamedTuple

from bot.dialogue.times.clocktime import parse_clock, place_clock
from bot.dialogue.times.lengths import Length, aligned, blurred, parse_length, shift
from bot.dialogue.times.lexicon import AFTER_GUARD, BEFORE_GUARD, WEEKDAYS, compiled, firsts
from bot.dialogue.times.model import Modifier, TimeExpr
from bot.dialogue.times.office import unpublished
from bot.dialogue.times.parts import OF_THE_WEEK
from bot.dialogue.times.spans import DAY, Context, at, evening, week_start

CALENDAR_END: Final = time(23, 59)
"""三天内 ends here on its last day: calendar days, not office days (domain.md C.3)."""

AFTER: Final = compiled(
    rf"\s*(?:(?P<ago>(?:之|以)前|前{BEFORE_GUARD})|(?P<later>(?:之|以|过)后|后{AFTER_GUARD})"
    r"|(?P<inside>之内|以内|内(?!部|容|设|控|外)|时间内|里(?!面))|(?P<since>以来|来(?!自|的|了|到))"
    r"|(?P<due>(?<=工作日)\s*(?=反馈|办[结完好]|回(?!来|去|家)|报(?!名)|答复|完成|要)))"
)
_TOOK: Final = compiled(r"(?:[用花]了?|历时|耗时|共|只|平均|缩短[到至为])[^,。;、\s]{0,2}$")
"""Before a length that is no limit: 用了三个工作日办结."""
_ROLLING: Final = compiled(
    r"(?P<near>未来|今后|接下来|往后|此后|随后|最近|近|过去)的?\s*(?:这)?|(?P<beside>(?:之|以|向|往)?[前后](?:面|边)?|上|下)(?!半)\s*(?P<of>的)?\s*|(?P<left>还?剩下?|还有)\s*"
)
_HOUR_BESIDE: Final = compiled(r"([上下这本])一?个?(?:小时|钟头)")
_ROLLING_FIRSTS: Final = firsts(_ROLLING, _HOUR_BESIDE)
_HOURS: Final = {"上": -1, "下": 1, "这": 0, "本": 0}
_AHEAD: Final = {"未来", "今后", "接下来", "往后", "此后", "随后"}
_EVENT: Final = compiled(
    r"(?:^|[,。;、:(（\s])(?:应当?|须|需|要|请)?(?:自|从|在|于)?([^,。;、:()\s]{1,24}?)(?:之日起?|之时起?|当日起|次日起|后|起)$"
)
_EVENT_LEAD: Final = compiled(
    r"应当?(?:自|从|在|于)?|须|自(?!然|治|行|己|愿|主|查|动)|从(?!事|业)|在(?!线|职|建|册|编)"
)
_NO_EVENT: Final = {"之", "以", "此", "今", "往", "向", "最", "随"}
_EVENT_REACH: Final = 30
_INSIDE: Final = compiled(r"(?:之|以)?内")
_ABOUT: Final = compiled(r"\s*(?:左右|上下)")
_SAME_DAY: Final = compiled(r"的?(?:今[天日]|同一天)")
_WEEKS: Final = {"周", "星期", "礼拜"}
_MOST_DAYS: Final = 31
_DAY_UNITS: Final = {"天", "日"}
_ROLLING_LIMIT: Final = 1000


class Base(NamedTuple):
    """What a length is counted from: now, or a day that was said."""

    moment: datetime
    whole_day: bool


def parse_relative(ctx: Context, pos: int) -> TimeExpr | None:
    """A length with what says where it lies; a bare length is a duration."""
    first = ctx.text[pos : pos + 1]
    rolling = _rolling(ctx, pos) if first in _ROLLING_FIRSTS else None
    if rolling is not None:
        return rolling
    length = parse_length(ctx.text, pos)
    if length is None:
        return None
    placed = counted(ctx, pos, length, Base(ctx.now, whole_day=False))
    return placed or _duration(ctx, pos, length)


def limit_of(ctx: Context, pos: int) -> TimeExpr | None:
    """三个工作日 after 时限为 is a limit that counts from now."""
    length = parse_length(ctx.text, pos)
    if length is None or AFTER.match(ctx.text, length.stop):
        return None
    return _within(ctx, pos, length.stop, length, Base(ctx.now, whole_day=False))


def _duration(ctx: Context, pos: int, length: Length) -> TimeExpr | None:
    if (
        length.unit == "日"
        and length.pieces == 1
        and (ctx.text[pos] == "百" or (ctx.text[pos] not in "两几半" and length.count <= _MOST_DAYS))
    ):
        return None  # 3日 is a day of the month
    before = ctx.text[pos - 1 : pos]
    if before == "第" or (before and before in "这那头哪后" and length.count == 1):
        return None  # 第二个星期 and 这一天 are no lengths
    about = _ABOUT.match(ctx.text, length.stop)
    return expression(
        ctx,
        pos,
        about.end() if about else length.stop,
        length,
        kind="duration",
        duration=timedelta(days=length.days, seconds=length.seconds),
        months=length.months,
        workdays=length.workdays,
        modifier="approx" if length.approx or about else None,
    )


def counted(ctx: Context, pos: int, length: Length, base: Base) -> TimeExpr | None:
    """The expression that begins at ``pos`` and ends with this length and 后, 前, 内 or 以来, counted from ``base``."""
    m = AFTER.match(ctx.text, length.stop)
    if m is None:
        return None
    if m["due"] is not None and _TOOK.search(ctx.text[:pos]):
        return None
    if m["inside"] or m["due"] is not None:
        return _within(ctx, pos, m.end(), length, base)
    if m["since"]:
        start = shift(base.moment, length, -1)
        if (whole := blurred(length, start.date())) is not None:
            start = whole.start
        start = start if length.fine else at(start.date())
        return expression(ctx, pos, m.end(), length, kind="range", start=start, end=base.moment, modifier="since")
    if m["ago"] and length.unit == "日" and ctx.text[pos] not in "两几":
        return None  # 15日前 is a deadline: before the 15th (domain.md C.3)
    return moved(ctx, pos, m.end(), length, base, 1 if m["later"] else -1)


def moved(ctx: Context, pos: int, stop: int, length: Length, base: Base, sign: int) -> TimeExpr | None:
    """So long after (sign 1) or before (-1) the base."""
    modifier: Modifier = "after" if sign > 0 else "before"
    if length.workdays is not None:
        start = at(ctx.calendar.add_workdays(base.moment.date(), sign * length.workdays))
        note = unpublished(ctx, base.moment, start)
    else:
        start, note = shift(base.moment, length, sign), None
    if length.fine:
        exact = start.replace(second=0, microsecond=0) if length.grain != "second" else start
        return expression(ctx, pos, stop, length, kind="datetime", start=exact, modifier=modifier)
    day = start.date()
    if (whole := blurred(length, day)) is not None:
        return expression(ctx, pos, stop, length, kind="range", start=whole.start, end=whole.end, modifier=modifier)
    if same := _SAME_DAY.match(ctx.text, stop):
        stop = same.end()
    elif length.unit in _WEEKS and (named := OF_THE_WEEK.match(ctx.text, stop)):  # 两周后的周三
        day, stop = week_start(day) + timedelta(days=WEEKDAYS[named[1]]), named.end()
    gap = stop + 1 if ctx.text[stop : stop + 1] == "的" else stop
    if clock := parse_clock(ctx, gap, dated=True):
        span = place_clock(clock, day)[0]
        moment = span.start == span.end
        kind, end = ("datetime", None) if moment else ("range", span.end)
        return expression(ctx, pos, clock.stop, length, kind=kind, start=span.start, end=end, grain=span.grain)
    return expression(
        ctx, pos, stop, length, kind="date", start=at(day), grain="day", modifier=modifier,
        workdays=length.workdays, days=whole_days(length), note=note,
    )  # fmt: skip


def _within(ctx: Context, pos: int, stop: int, length: Length, base: Base) -> TimeExpr:
    """三天内 ends with the third day, 三个工作日内 with that day's office hours, 两小时内 to the minute."""
    if length.workdays is not None:
        end = evening(ctx.calendar.add_workdays(base.moment.date(), length.workdays))
    elif length.fine:
        end = shift(base.moment, length, 1)
    else:
        last = shift(base.moment, length, 1).date()
        end = datetime.combine(last, CALENDAR_END, base.moment.tzinfo)
    start = base.moment if length.fine else at(base.moment.date())
    return expression(
        ctx,
        pos,
        stop,
        length,
        kind="range",
        start=start,
        end=end,
        deadline=True,
        modifier="within",
        workdays=length.workdays,
        days=whole_days(length),
        anchor=None if base.whole_day else event_before(ctx, pos),
        note=unpublished(ctx, base.moment, end) if length.workdays is not None else None,
    )


def whole_days(length: Length) -> int | None:
    """The count of 日 or 天 when nothing else was said."""
    return int(length.days) if length.unit in _DAY_UNITS and length.pieces == 1 and not length.fine else None


def event_before(ctx: Context, pos: int) -> str | None:
    """The event that a limit counts from: 自收到申请之日起30日内 is 收到申请之日."""
    before = ctx.text[max(0, pos - _EVENT_REACH) : pos].rstrip()
    m = _EVENT.search(before)
    if m is None or m[1] in _NO_EVENT:
        return None
    offset = max(0, pos - _EVENT_REACH)
    leads = [lead.end() for lead in _EVENT_LEAD.finditer(before, m.start(1), m.end(1) - 1)]
    first = leads[-1] if leads else m.start(1)
    kept = 2 if before.startswith("之", m.end(1)) else 0
    return ctx.said[offset + first : offset + m.end(1) + kept]


def _rolling(ctx: Context, pos: int) -> TimeExpr | None:
    """未来两周, 近三年, 前两天, 还剩5分钟."""
    if hour := _HOUR_BESIDE.match(ctx.text, pos):
        start = ctx.now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=_HOURS[hour[1]])
        whole = Length(hour.end(), seconds=3600, unit="小时", count=1)
        return expression(ctx, pos, hour.end(), whole, kind="range", start=start, end=start + timedelta(hours=1))
    m = _ROLLING.match(ctx.text, pos)
    if m is None:
        return None
    length = parse_length(ctx.text, m.end())
    if length is None or length.count > _ROLLING_LIMIT or (m["beside"] and _INSIDE.match(ctx.text, length.stop)):
        return None
    stop = length.stop + (1 if ctx.text[length.stop : length.stop + 1] in {"内", "里"} else 0)
    if m["left"]:
        fine = length.fine and not length.days
        end = shift(ctx.now, length, 1)
        return expression(ctx, pos, stop, length, kind="range", start=ctx.now, end=end) if fine else None
    if length.workdays is not None:
        return _rolling_workdays(
            ctx, pos, stop, length, ahead=m["near"] in _AHEAD or (m["beside"] or "")[-1:] in {"后", "下"}
        )
    word = m["near"]
    if word is None:
        sign = 1 if "后" in m["beside"] or "下" in m["beside"] else -1
        if length.pieces > 1 or length.count != int(length.count) or length.count == 0:
            return None
        span = aligned(ctx, length, sign)
        return expression(ctx, pos, stop, length, kind="range", start=span.start, end=span.end)
    start, end = (ctx.now, shift(ctx.now, length, 1)) if word in _AHEAD else (shift(ctx.now, length, -1), ctx.now)
    if not length.fine:
        start, end = (start, at(end.date())) if word in _AHEAD else (at(start.date()), end)
    return expression(ctx, pos, stop, length, kind="range", start=start, end=end)


def _rolling_workdays(ctx: Context, pos: int, stop: int, length: Length, *, ahead: bool) -> TimeExpr:
    far = ctx.calendar.add_workdays(ctx.today, (1 if ahead else -1) * (length.workdays or 1))
    first, last = (
        (ctx.calendar.add_workdays(ctx.today, 1), far) if ahead else (far, ctx.calendar.add_workdays(ctx.today, -1))
    )
    note = unpublished(ctx, at(ctx.today), at(far))
    if first == last:
        return expression(ctx, pos, stop, length, kind="date", start=at(first), note=note)
    return expression(ctx, pos, stop, length, kind="range", start=at(first), end=at(last) + DAY, note=note)


def expression(ctx: Context, pos: int, stop: int, length: Length, **fields: object) -> TimeExpr:
    """The expression from ``pos`` to ``stop`` with the grain of the length, unless ``fields`` say otherwise."""
    values: dict[str, object] = {
        "start": None,
        "end": None,
        "grain": "day" if length.workdays is not None else length.grain,
    }
    values |= fields
    return TimeExpr(text=ctx.said[pos:stop], span=(pos, stop), **values)  # type: ignore[arg-type]
