"""Recurring times: 每天, 每周五上午9点, 每月5日前, 每季度末, 每周工作日, 隔15分钟. Written as RFC 5545 rules."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.dialogue.numerals import to_number
from bot.dialogue.times.clocktime import parse_clock, place_clock
from bot.dialogue.times.holidays import HOLIDAY, holiday_date
from bot.dialogue.times.lexicon import BEFORE_GUARD, CONN, WEEK, WEEKDAYS, N, compiled, number
from bot.dialogue.times.model import Grain, HolidayRule, TimeExpr
from bot.dialogue.times.rules import BYDAY, WORKWEEK, Rule, next_day
from bot.dialogue.times.spans import Clock, Context, Span, at, evening

_FREQ: Final[dict[str, tuple[str, int, Grain]]] = {
    "年": ("YEARLY", 1, "year"), "半年": ("MONTHLY", 6, "half"), "季": ("MONTHLY", 3, "quarter"),
    "月": ("MONTHLY", 1, "month"), "周": ("WEEKLY", 1, "week"), "天": ("DAILY", 1, "day"), "旬": ("DAILY", 10, "day"),
    "小时": ("HOURLY", 1, "hour"), "刻钟": ("MINUTELY", 15, "minute"), "分钟": ("MINUTELY", 1, "minute"),
    "秒": ("SECONDLY", 1, "second"),
}  # fmt: skip
_SAME: Final = {
    "年度": "年", "季度": "季", "星期": "周", "礼拜": "周", "日": "天", "钟头": "小时", "秒钟": "秒", "分": "分钟",
    "晚": "天", "早": "天", "夜": "天", "个月": "月",
}  # fmt: skip
_NUM: Final = r"[0-9]{1,4}|[一二两三四五六七八九十百]{1,4}|半"
_UNIT: Final = (
    r"年度?|季度?|月(?!饼)|星期|礼拜|周(?!年)|工作日|天|日(?!程|常)|旬|小时|钟头|刻钟|分钟|秒钟?|[早晚夜](?![早晚])"
)
_HEAD: Final = compiled(
    rf"(?:每(?P<gap>间?隔)?|(?P<only>隔)(?!离|壁|绝|断|音|热|阂))\s*(?P<n>{_NUM})?\s*个?\s*(?P<unit>{_UNIT})(?!次|人|位)|(?P<when>每逢|逢)(?={WEEK}[一二三四五六日天])|(?P<twice>双)周(?=[一二三四五六日天]|的?{WEEK}[一二三四五六日天])"
)
_WORKDAYS: Final = compiled(r"\s*的?(?:个)?工作日(?:每天)?")
_DAILY: Final = compiled(
    rf"(?:{WEEK}([一二三四五六日天])\s*{CONN}\s*{WEEK}?([一二三四五六日天])|工作日)\s*的?,?每[天日](?!报)"
)
_EACH_HOLIDAY: Final = compiled(r"每(?:年的?|个)?|每逢|逢")
_DAYS: Final = rf"(?:{WEEK})?[一二三四五六日天](?!次|期|篇|份|趟|遍|个|更|览|报)"
_WEEKDAY_LIST: Final = compiled(rf"\s*的?\s*({_DAYS}(?:\s*[、,和及与]?\s*{_DAYS}){{0,6}})")
_WEEKDAY_RANGE: Final = compiled(
    rf"\s*的?\s*(?:{WEEK})?([一二三四五六日天])\s*{CONN}\s*(?:{WEEK})?([一二三四五六日天])"
)
_WEEKEND: Final = compiled(rf"\s*(?:末|的?{WEEK}末)")
_MONTH_DAYS: Final = compiled(rf"\s*的?\s*({N}\s*[日号]?(?:\s*[、,和及与]\s*{N}\s*[日号])*)(?<=[日号])")
_MONTH_END: Final = compiled(r"\s*的?(?:月)?(?:底|末|最后一[天日])")
_MONTH_START: Final = compiled(r"\s*的?(?:月)?(?:初(?!次|步)|第一[天日]|首日)")
_NTH: Final = compiled(rf"\s*的?(?:第({N})|(首)|(最后一?))个?(?:{WEEK}([一二三四五六日天])|(工作日))")
_YEAR_DAY: Final = compiled(rf"\s*的?\s*({N})月(?:份)?(?:({N})[日号]?|(底|末)|(初))?")
_QUARTER_PART: Final = compiled(
    rf"\s*的?(?:(?:第([一二三123])个?|(首)|(最后一?个?|末))月)?(?:(?<=月)({N})[日号]|(底|末)|(初|首))?"
)
_LIST: Final = compiled(r"\s*[、,和及与]\s*")
_CLOCK_LINK: Final = compiled(rf"\s*{CONN}\s*")
_BY: Final = compiled(rf"\s*(?:(?:之|以)?前{BEFORE_GUARD}|截止|为止)")
HOLIDAY_CLAUSE: Final = compiled(
    r"(?:遇|逢|碰)(?:到|上)?(?:法定)?(?:节假日|节日|假日|假期|放假|休息日|节)[^。;!?\n]{0,6}?(提前|往前|前移|顺延到前|到前一|前一|顺延|推迟|延后|往后|后一|跳过|不开|取消|暂停|不办)(?:到|至)?(?:一?个?工作日|[前后]一个?工作日)?"
)
_RULES: Final[dict[str, HolidayRule]] = {
    "提前": "prev", "往前": "prev", "前移": "prev", "顺延到前": "prev", "到前一": "prev", "前一": "prev",
    "跳过": "skip", "不开": "skip", "取消": "skip", "暂停": "skip", "不办": "skip",
}  # fmt: skip


def parse_sets(ctx: Context, pos: int) -> list[TimeExpr]:
    """All recurring times that one 每 introduces at ``pos`` (每年6月20日、11月20日前 are two), or an empty list."""
    if daily := _DAILY.match(ctx.text, pos):
        first, last = (WEEKDAYS[daily[1]], WEEKDAYS[daily[2]]) if daily[1] else (0, 4)
        return [_finish(ctx, pos, daily.end(), Rule("WEEKLY", weekdays=BYDAY[first : last + 1]), "day")]
    head = _HEAD.match(ctx.text, pos)
    if head is None:
        return _yearly_holiday(ctx, pos)
    found = _head_rule(ctx, head)
    if found is None:
        return []
    rule, grain, stop = found
    if rule.freq == "YEARLY" and rule.interval == 1:
        if HOLIDAY.match(ctx.text, stop):
            return _yearly_holiday(ctx, pos)
        return _yearly(ctx, pos, stop)
    rule, stop, narrowed = _narrow(ctx, rule, grain, stop)
    return [_finish(ctx, pos, stop, rule, "day" if narrowed else grain)]


def _head_rule(ctx: Context, head: re.Match[str]) -> tuple[Rule, Grain, int] | None:
    if head["when"]:
        return Rule("WEEKLY"), "week", head.end()
    if head["twice"]:
        return Rule("WEEKLY", 2), "week", head.end()
    unit, stop = head["unit"], head.end()
    count = to_number(head["n"]) if head["n"] else 1
    if count is None or count == 0:
        return None
    if unit == "工作日":
        return Rule("WEEKLY", weekdays=WORKWEEK), "day", stop
    if unit in {"早", "晚", "夜"}:
        stop -= 1
    freq, size, grain = _FREQ["半年" if unit == "年" and count == 0.5 else _SAME.get(unit, unit)]
    if count == 0.5:
        if freq in {"HOURLY", "MINUTELY"}:
            return Rule("MINUTELY", 30), "minute", stop
        return (Rule(freq, size), grain, stop) if unit == "年" else (Rule("DAILY", 15), "day", stop)
    gap = head["gap"] or head["only"]
    interval = int(count) * size + (size if gap and freq not in {"HOURLY", "MINUTELY", "SECONDLY"} else 0)
    return Rule(freq, interval), grain, stop


def _narrow(ctx: Context, rule: Rule, grain: Grain, pos: int) -> tuple[Rule, int, bool]:
    if m := _WORKDAYS.match(ctx.text, pos):
        return replace(rule, freq="WEEKLY", weekdays=WORKWEEK), m.end(), True
    if grain == "week":
        return _weekdays(ctx, rule, pos)
    if grain in {"quarter", "half"}:
        return _quarterly(ctx, rule, pos)
    if grain == "month":
        return _monthly(ctx, rule, pos)
    return rule, pos, False


def _weekdays(ctx: Context, rule: Rule, pos: int) -> tuple[Rule, int, bool]:
    if m := _WEEKEND.match(ctx.text, pos):
        return replace(rule, weekdays=("SA", "SU")), m.end(), True
    if m := _WEEKDAY_RANGE.match(ctx.text, pos):
        first, last = WEEKDAYS[m[1]], WEEKDAYS[m[2]]
        if first < last:
            return replace(rule, weekdays=BYDAY[first : last + 1]), m.end(), True
    if m := _WEEKDAY_LIST.match(ctx.text, pos):
        said = re.sub(r"星期|礼拜", "", m[1])
        days = sorted({WEEKDAYS[c] for c in said if c in WEEKDAYS})
        return replace(rule, weekdays=tuple(BYDAY[d] for d in days)), m.end(), True
    return rule, pos, False


def _monthly(ctx: Context, rule: Rule, pos: int) -> tuple[Rule, int, bool]:
    if m := _MONTH_DAYS.match(ctx.text, pos):
        days = [number(part.strip(" 日号"), 1, 31) for part in re.split(r"[、,和及与]", m[1])]
        if all(days):
            return replace(rule, monthdays=tuple(d for d in days if d)), m.end(), True
    if m := _MONTH_END.match(ctx.text, pos):
        return replace(rule, monthdays=(-1,)), m.end(), True
    if m := _MONTH_START.match(ctx.text, pos):
        return replace(rule, monthdays=(1,)), m.end(), True
    m = _NTH.match(ctx.text, pos)
    which = (-1 if m[3] else 1 if m[2] else number(m[1], 1, 23)) if m else None
    if m is None or which is None:
        return rule, pos, False
    if m[5]:
        return replace(rule, weekdays=WORKWEEK, position=which), m.end(), True
    return replace(rule, weekdays=(f"{which}{BYDAY[WEEKDAYS[m[4]]]}",)), m.end(), True


def _quarterly(ctx: Context, rule: Rule, pos: int) -> tuple[Rule, int, bool]:
    """每季度末, 每季度首月10日前; without more the rule is every third month."""
    m = _QUARTER_PART.match(ctx.text, pos)
    if m is None or m.end() == pos:
        return rule, pos, False
    size = rule.interval
    which = 1 if m[2] or m[6] else (number(m[1], 1, 3) or size)
    months = tuple(range(which, 13, size))
    day = number(m[4], 1, 31)
    days = (day,) if day else (-1,) if m[5] else (1,) if m[6] else ()
    return Rule("YEARLY", months=months, monthdays=days), m.end(), True


def _yearly(ctx: Context, begin: int, pos: int) -> list[TimeExpr]:
    m = _YEAR_DAY.match(ctx.text, pos)
    if m is None:
        edge = _MONTH_END.match(ctx.text, pos)
        rule = Rule("YEARLY", months=(12,), monthdays=(-1,)) if edge else Rule("YEARLY")
        return [_finish(ctx, begin, edge.end() if edge else pos, rule, "day" if edge else "year")]
    found: list[TimeExpr] = []
    while m is not None and (month := number(m[1], 1, 12)):
        day = number(m[2], 1, 31) or (-1 if m[3] else 1 if m[4] else None)
        rule = Rule("YEARLY", months=(month,), monthdays=(day,) if day else ())
        found.append(_finish(ctx, begin, m.end(), rule, "day" if day else "month"))
        stop = found[-1].span[1]
        link = _LIST.match(ctx.text, stop)
        begin = link.end() if link else stop
        m = _YEAR_DAY.match(ctx.text, begin) if link else None
    if found and found[-1].deadline:  # 6月20日、11月20日前: both are deadlines
        found = [expr if expr.deadline else _by(expr) for expr in found]
    return found


def _by(expr: TimeExpr) -> TimeExpr:
    end = evening(expr.start.date()) if expr.start else None
    return replace(expr, deadline=True, modifier="before", start=None, end=end)


def _yearly_holiday(ctx: Context, pos: int) -> list[TimeExpr]:
    head = _EACH_HOLIDAY.match(ctx.text, pos)
    name = HOLIDAY.match(ctx.text, head.end()) if head else None
    if name is None:
        return []
    days = [d for y in (ctx.today.year, ctx.today.year + 1) if (d := holiday_date(name[0], y)) and d >= ctx.today]
    if not days:
        return []
    rule = Rule("YEARLY", months=(days[0].month,), monthdays=(days[0].day,))
    moving = len(days) > 1 and days[0].replace(year=days[1].year) != days[1]
    expr = _finish(ctx, pos, name.end(), rule, "day")
    return [
        replace(expr, note=f"{name[0]}的公历日期每年不同，下一次是{days[0].month}月{days[0].day}日") if moving else expr
    ]


def _finish(ctx: Context, begin: int, stop: int, rule: Rule, grain: Grain) -> TimeExpr:
    """Add the time of day, the deadline word and the rule for holidays; ``start`` is the next occurrence."""
    clock = parse_clock(ctx, stop, dated=True) if rule.freq not in {"HOURLY", "MINUTELY", "SECONDLY"} else None
    until = None
    if clock is not None:
        stop = clock.stop
        link = _CLOCK_LINK.match(ctx.text, stop)
        until = parse_clock(ctx, link.end(), dated=True) if link else None
        stop = until.stop if until and until.hour is not None else stop
    by = _BY.match(ctx.text, stop)
    day = next_day(ctx, rule, clock, today=clock is not None or by is not None or rule.freq == "DAILY")
    start, end, span_grain = _times(day, clock, until)
    stop = by.end() if by else stop
    holidays = HOLIDAY_CLAUSE.search(ctx.text)
    bounded = clock is not None or rule.monthdays or rule.weekdays
    if by:
        start, end = None, (start if clock and clock.hour is not None else evening(day)) if day and bounded else None
    return TimeExpr(
        text=ctx.said[begin:stop],
        span=(begin, stop),
        kind="set",
        start=start,
        end=end,
        grain=span_grain or grain,
        deadline=by is not None,
        rrule=rule.text(clock, place_clock(clock, ctx.today)[0].start if clock else None),
        holiday_rule=_RULES.get(holidays[1], "next") if holidays else None,
        modifier="before" if by else None,
    )


def _times(
    day: date | None, clock: Clock | None, until: Clock | None
) -> tuple[datetime | None, datetime | None, Grain | None]:
    if day is None:
        return None, None, None
    if clock is None:
        return at(day), None, None
    first: Span = place_clock(clock, day)[0]
    if until is None or until.hour is None:
        return first.start, first.end if clock.hour is None else None, first.grain
    inherits = until.part is None and clock.part is not None and not until.exact
    last = place_clock(replace(until, part=clock.part) if inherits else until, day)[0].start
    if last <= first.start:
        last += timedelta(hours=12)
    return first.start, last, "minute"
