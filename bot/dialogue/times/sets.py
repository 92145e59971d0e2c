"""Recurring times: 每天, 每周五上午9点, 每月5日前, 每季度末, 每周工作日, 隔15分钟. Written as RFC 5545 rules."""

import re
from typing import Final

from bot.dialogue.numerals import to_number
from bot.dialogue.times.clocktime import parse_clock
from bot.dialogue.times.lexicon import CONN, WEEK, WEEKDAYS, compiled
from bot.dialogue.times.model import Grain, TimeExpr
from bot.dialogue.times.occurrences import occurring
from bot.dialogue.times.rules import BYDAY, WORKWEEK, Rule
from bot.dialogue.times.setparts import narrow_month, narrow_quarter, narrow_week, narrow_workdays
from bot.dialogue.times.spans import Context
from bot.dialogue.times.yearly import yearly, yearly_holiday

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
_REPORTED: Final = "(?:一次|一?报(?!告|纸|刊)|反馈|通报|调度|例会|汇总|更新|小结|考核|统计|公布|提醒)"
"""What offices do at intervals: 按月报送, 双周反馈."""
_EACH: Final = compiled(rf"[按逐](年度?|季度?|月|周|旬|[天日])(?={_REPORTED})")
_HEAD: Final = compiled(
    rf"(?:每(?P<gap>间?隔)?|(?P<only>隔)(?!离|壁|绝|断|音|热|阂))\s*(?P<n>{_NUM})?\s*个?\s*(?P<unit>{_UNIT})(?!次|人|位)|(?P<when>每逢|逢)(?={WEEK}[一二三四五六日天])|(?P<twice>[双单])周(?=[一二三四五六日天]|的?{WEEK}[一二三四五六日天]|(?<=双周){_REPORTED})"
)
_DAILY: Final = compiled(
    rf"(?:{WEEK}([一二三四五六日天])\s*{CONN}\s*{WEEK}?([一二三四五六日天])|(工作日)|({WEEK}末))\s*的?,?每[天日](?!报)"
)
_WORKDAY_CLOCK: Final = compiled(
    r"(?<![第个下上前后0-9一二两三四五六七八九十])工作日(?=的?\s*(?:[上下中]午|早|晚|[0-9一二两三四五六七八九十]{1,3}[点时:]))"
)
_DAILY_FIRSTS: Final = frozenset("周星礼工")
_ONCE: Final = compiled(
    rf"({_NUM})\s*个?\s*(天|日|周|星期|月|季度?|年)(?:[两二三四五六2-6]次|一(?:次|报|调度|通报|评|会商|例会|考核|检查|碰头|汇总|小结|总结|更新|结))"
)
_COUNTS: Final = frozenset("0123456789一二两三四五六七八九十百半")
_HALF: Final = 0.5
_IN_MONTHS: Final = {"年", "月"}
_TEN_DAYS_END: Final = compiled(r"\s*的?(?:[末底]|最后一[天日])")
_ALSO: Final = compiled(r"\s*(?:[、和及与]|以及)\s*(?=[上下中]午|早|晚|[0-9一二两三四五六七八九十]{1,3}[点时:])")


def parse_sets(ctx: Context, pos: int) -> list[TimeExpr]:
    """All recurring times that one 每 introduces at ``pos`` (每年6月20日、11月20日前 are two), or an empty list."""
    first = ctx.text[pos]
    if first in _COUNTS:
        once = _ONCE.match(ctx.text, pos)
        return _once(ctx, pos, once) if once else []
    if first in _DAILY_FIRSTS:
        return _daily(ctx, pos)
    if each := _EACH.match(ctx.text, pos):
        freq, size, grain = _FREQ[_SAME.get(each[1], each[1])]
        return [occurring(ctx, pos, each.end(), Rule(freq, size), grain)]
    head = _HEAD.match(ctx.text, pos)
    if head is None:
        return yearly_holiday(ctx, pos)
    found = _head_rule(ctx, head)
    if found is None:
        return []
    rule, grain, stop = found
    if rule.freq == "YEARLY" and rule.interval == 1:
        return yearly_holiday(ctx, pos) or yearly(ctx, pos, stop)
    if head["unit"] == "旬" and rule.interval == _FREQ["旬"][1]:
        end = _TEN_DAYS_END.match(ctx.text, stop)
        rule, stop = Rule("MONTHLY", monthdays=(10, 20, -1)), end.end() if end else stop
    rule, stop, narrowed = _narrow(ctx, rule, grain, stop)
    return _times_of(ctx, [occurring(ctx, pos, stop, rule, "day" if narrowed else grain)], rule)


def _daily(ctx: Context, pos: int) -> list[TimeExpr]:
    """周一至周五每天, 工作日上午9点."""
    if daily := _DAILY.match(ctx.text, pos):
        first, last = (WEEKDAYS[daily[1]], WEEKDAYS[daily[2]]) if daily[1] else (5, 6) if daily[4] else (0, 4)
        rule = Rule("WEEKLY", weekdays=BYDAY[first : last + 1], office=bool(daily[3]))
        return _times_of(ctx, [occurring(ctx, pos, daily.end(), rule, "day")], rule)
    if spoken := _WORKDAY_CLOCK.match(ctx.text, pos):
        rule = Rule("WEEKLY", weekdays=WORKWEEK, office=True)
        return _times_of(ctx, [occurring(ctx, pos, spoken.end(), rule, "day")], rule)
    return []


def _once(ctx: Context, pos: int, m: re.Match[str]) -> list[TimeExpr]:
    """两周一次, 一季一报."""
    count = to_number(m[1])
    freq, size, grain = _FREQ[_SAME.get(m[2], m[2])]
    if count == _HALF and m[2] in _IN_MONTHS:  # 半年一次
        return [occurring(ctx, pos, m.end(), Rule("MONTHLY", 6) if m[2] == "年" else Rule("DAILY", 15), grain)]
    if not count or count != int(count):
        return []
    return [occurring(ctx, pos, m.end(), Rule(freq, int(count) * size), grain)]


def _times_of(ctx: Context, found: list[TimeExpr], rule: Rule) -> list[TimeExpr]:
    """每天上午9点和下午3点 are two recurring times."""
    link = _ALSO.match(ctx.text, found[-1].span[1]) if "BYHOUR" in (found[-1].rrule or "") else None
    clock = parse_clock(ctx, link.end(), dated=True) if link else None
    if link is None or clock is None or clock.hour is None:
        return found
    return [*found, occurring(ctx, link.end(), link.end(), rule, "minute")]


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
