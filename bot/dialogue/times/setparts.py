"""Which days of its week, month or quarter a recurring time falls on: 每月最后一个工作日, 每季度首月5日."""

import re
from typing import Final

from bot.dialogue.times.lexicon import CONN, WEEK, WEEKDAYS, N, compiled, number
from bot.dialogue.times.rules import BYDAY, WORKWEEK, Rule
from bot.dialogue.times.spans import Context

_DAYS: Final = rf"(?:{WEEK})?[一二三四五六日天](?!次|期|篇|份|趟|遍|个|更|览|报)"
_WEEKDAY_LIST: Final = compiled(rf"\s*的?\s*({_DAYS}(?:\s*[、,和及与]?\s*{_DAYS}){{0,6}})")
_WEEKDAY_RANGE: Final = compiled(
    rf"\s*的?\s*(?:{WEEK})?([一二三四五六日天])\s*{CONN}\s*(?:{WEEK})?([一二三四五六日天])"
)
_WEEKEND: Final = compiled(rf"\s*(?:末|的?{WEEK}末)")
_WORKDAYS: Final = compiled(r"\s*的?(?:个)?工作日(?:每天)?")
_MONTH_SPAN: Final = compiled(rf"\s*的?\s*({N})\s*[日号]?\s*{CONN}\s*(?:({N})\s*[日号]|月?(?:底|末))")
_MONTH_DAYS: Final = compiled(rf"\s*的?\s*({N}\s*[日号]?(?:\s*[、,和及与]\s*{N}\s*[日号])*)(?<=[日号])")
_MONTH_END: Final = compiled(r"\s*的?(?:月)?(?:底|末|尾|最后一[天日])")
_MONTH_START: Final = compiled(r"\s*的?(?:月)?(?:初(?!次|步)|第一[天日]|首日)")
_MONTH_THIRD: Final = compiled(r"\s*的?([上中下])旬")
_NTH: Final = compiled(
    rf"\s*的?(?:(?P<back>倒数)?第({N})|(首)|(最后一?))(?:个|{WEEK}的?(?={WEEK}))?(?:{WEEK}([一二三四五六日天])|(工作日))"
)
_NTH_WEEK: Final = compiled(rf"\s*的?(?:第({N})|(首)|(最后一?))个?{WEEK}(?!的?(?:{WEEK})?[一二三四五六日天末])")
_FIRST_DAYS: Final = compiled(rf"\s*的?前\s*({N})(?:个?(工作日)|[天日])(?:之|以)?内?")
_OVER: Final = compiled(rf"\s*(?:结束|终了)(?:之?日)?(?:起|之?后|以后)?的?({N})(?:个?(工作日)|[天日])(?:之|以)?内")
_QUARTER_PART: Final = compiled(
    rf"\s*的?(?:(?:第([一二三123])个?|(首)|(最后一?个?|末))月)?(?:(?<=月)({N})[日号]|(底|末)(?:({N})[日号])?|(初|首))?"
)
_EDGE_DAY: Final = compiled(r"\s*的?[末底]?的?(?:(最后一[天日])|第一[天日]|首日)")
_THIRDS: Final = {"上": range(1, 11), "中": range(11, 21), "下": range(21, 32)}


def narrow_workdays(ctx: Context, rule: Rule, pos: int) -> tuple[Rule, int, bool] | None:
    """每周工作日."""
    m = _WORKDAYS.match(ctx.text, pos)
    return (rule._replace(freq="WEEKLY", weekdays=WORKWEEK, office=True), m.end(), True) if m else None


def narrow_week(ctx: Context, rule: Rule, pos: int) -> tuple[Rule, int, bool]:
    """每周一、三、五; the last value says whether days were named."""
    if m := _WEEKEND.match(ctx.text, pos):
        return rule._replace(weekdays=("SA", "SU")), m.end(), True
    if m := _WEEKDAY_RANGE.match(ctx.text, pos):
        first, last = WEEKDAYS[m[1]], WEEKDAYS[m[2]]
        if first < last:
            return rule._replace(weekdays=BYDAY[first : last + 1]), m.end(), True
    if m := _WEEKDAY_LIST.match(ctx.text, pos):
        said = re.sub(r"星期|礼拜", "", m[1])
        days = sorted({WEEKDAYS[c] for c in said if c in WEEKDAYS})
        return rule._replace(weekdays=tuple(BYDAY[d] for d in days)), m.end(), True
    return rule, pos, False


def narrow_month(ctx: Context, rule: Rule, pos: int) -> tuple[Rule, int, bool]:
    """每月5日、20日, 每月第一个工作日, 每月中旬; 每月前5个工作日内 and 每月结束后5日内 are deadlines."""
    if found := within_first(ctx, rule, pos):
        return found
    if (m := _MONTH_SPAN.match(ctx.text, pos)) and (first := number(m[1], 1, 31)):
        days = range(first, (number(m[2], first, 31) or first) + 1 if m[2] else 32)
        return rule._replace(monthdays=tuple(days), stretch=True), m.end(), True
    if m := _MONTH_DAYS.match(ctx.text, pos):
        named = [number(part.strip(" 日号"), 1, 31) for part in re.split(r"[、,和及与]", m[1])]
        if all(named):
            return rule._replace(monthdays=tuple(d for d in named if d)), m.end(), True
    if m := _MONTH_END.match(ctx.text, pos):
        return rule._replace(monthdays=(-1,)), m.end(), True
    if m := _MONTH_START.match(ctx.text, pos):
        return rule._replace(monthdays=(1,)), m.end(), True
    if m := _MONTH_THIRD.match(ctx.text, pos):
        return rule._replace(monthdays=tuple(_THIRDS[m[1]]), stretch=True), m.end(), True
    return _nth_of_month(ctx, rule, pos) or (rule, pos, False)


def _nth_week(rule: Rule, pos: int, text: str) -> tuple[Rule, int, bool] | None:
    """每月第一周, 每季度最后一周: the week that begins with that Monday."""
    m = _NTH_WEEK.match(text, pos)
    which = (-1 if m[3] else 1 if m[2] else number(m[1], 1, 5)) if m else None
    if m is None or not which:
        return None
    return rule._replace(weekdays=(f"{which}MO",), stretch=True), m.end(), True


def _nth_of_month(ctx: Context, rule: Rule, pos: int) -> tuple[Rule, int, bool] | None:
    """每月第一个周一, 每月倒数第二个工作日."""
    if week := _nth_week(rule, pos, ctx.text):
        return week
    m = _NTH.match(ctx.text, pos)
    which = (-1 if m[4] else 1 if m[3] else number(m[2], 1, 23)) if m else None
    if m is None or which is None:
        return None
    which = -which if m["back"] else which
    if m[6]:
        return rule._replace(weekdays=WORKWEEK, position=which, office=True), m.end(), True
    freq = "YEARLY" if rule.months else rule.freq
    return rule._replace(freq=freq, weekdays=(f"{which}{BYDAY[WEEKDAYS[m[5]]]}",)), m.end(), True


def narrow_quarter(ctx: Context, rule: Rule, pos: int) -> tuple[Rule, int, bool]:
    """每季度末, 每季度首月10日前, 每季末20日前; without more the rule is every third month."""
    size = rule.interval
    first, last = (Rule("MONTHLY", months=tuple(range(month, 13, size))) for month in (1, size))
    if found := within_first(ctx, first, pos):
        return found
    if week := _nth_week(last if "最后" in ctx.text[pos : pos + 4] else first, pos, ctx.text):
        return week
    if m := _NTH.match(ctx.text, pos):
        return _nth_of_month(ctx, last if m[4] or m["back"] else first, pos) or (rule, pos, False)
    if m := _EDGE_DAY.match(ctx.text, pos):
        edge = last._replace(monthdays=(-1,)) if m[1] else first._replace(monthdays=(1,))
        return edge._replace(freq="YEARLY"), m.end(), True
    m = _QUARTER_PART.match(ctx.text, pos)
    if m is None or m.end() == pos:
        return rule, pos, False
    which = 1 if m[2] or m[7] else (number(m[1], 1, 3) or size)
    months = tuple(range(which, 13, size))
    day = number(m[4] or m[6], 1, 31)
    days = (day,) if day else (-1,) if m[5] else (1,) if m[7] else ()
    inner = Rule("MONTHLY", months=months)
    if not day and (found := within_first(ctx, inner, m.end()) or _nth_of_month(ctx, inner, m.end())):
        return found
    return Rule("YEARLY", months=months, monthdays=days), m.end(), True


def within_first(ctx: Context, rule: Rule, pos: int) -> tuple[Rule, int, bool] | None:
    """每月前5个工作日内, 每季度终了后15日内: due by that day of the month that begins (or follows)."""
    m = _FIRST_DAYS.match(ctx.text, pos) or _OVER.match(ctx.text, pos)
    count = number(m[1], 1, 31) if m else None
    if m is None or count is None or (m.re is _FIRST_DAYS and m[0][-1] != "内"):
        return None
    if m[2]:
        return rule._replace(weekdays=WORKWEEK, position=count, office=True, due=True), m.end(), True
    freq = "YEARLY" if rule.months else rule.freq
    return rule._replace(freq=freq, monthdays=(count,), due=True), m.end(), True
