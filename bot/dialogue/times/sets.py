"""Recurring times: 每天, 每周五上午9点, 每月5日前, 每季度末, 每周工作日, 隔15分钟. Written as RFC 5545 rules."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from bot.dialogue.numerals import to_number
from bot.dialogue.times.clocktime import parse_clock, place_clock
from bot.dialogue.times.holidays import HOLIDAY, holiday_date
from bot.dialogue.times.lexicon import BEFORE_GUARD, CONN, WEEK, WEEKDAYS, N, compiled, number
from bot.dialogue.times.model import Grain, HolidayRule, TimeExpr
from bot.dialogue.times.office import last_workday_before
from bot.dialogue.times.rules import BYDAY, WORKWEEK, Rule, next_day, stretch_end
from bot.dialogue.times.setparts import narrow_month, narrow_quarter, narrow_week, narrow_workdays
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
    rf"(?:每(?P<gap>间?隔)?|(?P<only>隔)(?!离|壁|绝|断|音|热|阂))\s*(?P<n>{_NUM})?\s*个?\s*(?P<unit>{_UNIT})(?!次|人|位)|(?P<when>每逢|逢)(?={WEEK}[一二三四五六日天])|(?P<twice>[双单])周(?=[一二三四五六日天]|的?{WEEK}[一二三四五六日天])"
)
_DAILY: Final = compiled(
    rf"(?:{WEEK}([一二三四五六日天])\s*{CONN}\s*{WEEK}?([一二三四五六日天])|(工作日)|({WEEK}末))\s*的?,?每[天日](?!报)"
)
_WORKDAY_CLOCK: Final = compiled(
    r"(?<![第个下上前后0-9一二两三四五六七八九十])工作日(?=的?\s*(?:[上下中]午|早|晚|[0-9一二两三四五六七八九十]{1,3}[点时:]))"
)
_ONCE: Final = compiled(
    rf"({_NUM})\s*个?\s*(天|日|周|星期|月|季度?|年)一(?:次|报|调度|通报|评|会商|例会|考核|检查|碰头|汇总|小结|总结|更新|结)"
)
_EACH_HOLIDAY: Final = compiled(r"每(?:年的?|个)?|每逢|逢")
_MOST_DAYS: Final = 24
"""So many days of a year may be listed after one 每年."""
_YEAR_DAY: Final = compiled(rf"\s*的?\s*({N})月(?:份)?(?:({N})[日号]?|(底|末)|(初))?")
_YEAR_EDGE: Final = compiled(r"\s*的?年?(?:(底|末|尾|最后一[天日])|初(?!次|步|级|中)|第一[天日]|首日)")
_LIST: Final = compiled(r"\s*[、,和及与]\s*")
_ALSO: Final = compiled(r"\s*(?:[、和及与]|以及)\s*(?=[上下中]午|早|晚|[0-9一二两三四五六七八九十]{1,3}[点时:])")
_CLOCK_LINK: Final = compiled(rf"\s*{CONN}\s*")
_BY: Final = compiled(rf"\s*(?:(?:之|以)?前{BEFORE_GUARD}|截止|为止)")
HOLIDAY_CLAUSE: Final = compiled(
    r"(?:(?:如|若|凡)?(?:遇|逢|碰)(?:到|上)?(?:法定)?(?:节假日|节日|假日|假期|放假|休息日|双休日|周末|节|假)|(?<=[,(\s])(?:法定)?节假日)[^。;!?\n]{0,6}?(提前|往前|前移|顺延到前|到前一|前一|顺延|推迟|延后|往后|后一|跳过|不开|取消|暂停|不办)(?:到|至)?(?:节后|假后|后续)?的?(?:(?:第一个?|首个|下一个?|前一个?|后一个?|最近一个?|一个?|个)?工作日)?"
)
_RULES: Final[dict[str, HolidayRule]] = {
    "提前": "prev", "往前": "prev", "前移": "prev", "顺延到前": "prev", "到前一": "prev", "前一": "prev",
    "跳过": "skip", "不开": "skip", "取消": "skip", "暂停": "skip", "不办": "skip",
}  # fmt: skip


def parse_sets(ctx: Context, pos: int) -> list[TimeExpr]:
    """All recurring times that one 每 introduces at ``pos`` (每年6月20日、11月20日前 are two), or an empty list."""
    if daily := _DAILY.match(ctx.text, pos):
        first, last = (WEEKDAYS[daily[1]], WEEKDAYS[daily[2]]) if daily[1] else (5, 6) if daily[4] else (0, 4)
        rule = Rule("WEEKLY", weekdays=BYDAY[first : last + 1], office=bool(daily[3]))
        return _times_of(ctx, [_finish(ctx, pos, daily.end(), rule, "day")], rule)
    if spoken := _WORKDAY_CLOCK.match(ctx.text, pos):
        rule = Rule("WEEKLY", weekdays=WORKWEEK, office=True)
        return _times_of(ctx, [_finish(ctx, pos, spoken.end(), rule, "day")], rule)
    if once := _ONCE.match(ctx.text, pos):
        return _once(ctx, pos, once)
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
    return _times_of(ctx, [_finish(ctx, pos, stop, rule, "day" if narrowed else grain)], rule)


def _once(ctx: Context, pos: int, m: re.Match[str]) -> list[TimeExpr]:
    """两周一次, 一季一报."""
    count = to_number(m[1])
    if not count or count != int(count):
        return []
    freq, size, grain = _FREQ[_SAME.get(m[2], m[2])]
    return [_finish(ctx, pos, m.end(), Rule(freq, int(count) * size), grain)]


def _times_of(ctx: Context, found: list[TimeExpr], rule: Rule) -> list[TimeExpr]:
    """每天上午9点和下午3点 are two recurring times."""
    link = _ALSO.match(ctx.text, found[-1].span[1]) if "BYHOUR" in (found[-1].rrule or "") else None
    clock = parse_clock(ctx, link.end(), dated=True) if link else None
    if link is None or clock is None or clock.hour is None:
        return found
    return [*found, _finish(ctx, link.end(), link.end(), rule, "minute")]


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
        return Rule("WEEKLY", weekdays=WORKWEEK, office=True), "day", stop
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
    if found := narrow_workdays(ctx, rule, pos):
        return found
    if grain == "week":
        return narrow_week(ctx, rule, pos)
    if grain in {"quarter", "half"}:
        return narrow_quarter(ctx, rule, pos)
    return narrow_month(ctx, rule, pos) if grain == "month" else (rule, pos, False)


def _yearly(ctx: Context, begin: int, pos: int) -> list[TimeExpr]:
    m = _YEAR_DAY.match(ctx.text, pos)
    if m is None:
        rule, stop = _year_edge(ctx, pos)
        return [_finish(ctx, begin, stop, rule, "day" if stop > pos else "year")]
    found: list[TimeExpr] = []
    while m is not None and len(found) < _MOST_DAYS and (month := number(m[1], 1, 12)):
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


def _year_edge(ctx: Context, pos: int) -> tuple[Rule, int]:
    """每年年底, 每年的第一天; 每年 by itself."""
    m = _YEAR_EDGE.match(ctx.text, pos)
    if m is None:
        return Rule("YEARLY"), pos
    return Rule("YEARLY", months=(12,), monthdays=(-1,)) if m[1] else Rule(
        "YEARLY", months=(1,), monthdays=(1,)
    ), m.end()


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
    by = _BY.match(ctx.text, name.end())
    day = last_workday_before(ctx, days[0]) if by else days[0]  # 每年国庆前 is 30 September
    rule = Rule("YEARLY", months=(day.month,), monthdays=(day.day,))
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
    )


@lru_cache(maxsize=4)
def _holiday_rule(text: str) -> HolidayRule | None:
    """What the text says of holidays; it holds for all its recurring times."""
    clause = HOLIDAY_CLAUSE.search(text)
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
        return first.start, first.end if clock.hour is None else None, first.grain
    inherits = until.part is None and clock.part is not None and not until.exact
    last = place_clock(replace(until, part=clock.part) if inherits else until, day)[0].start
    if last <= first.start:
        last += timedelta(hours=12)
    return first.start, last, "minute"
