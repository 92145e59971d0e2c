"""What comes back every year: 每年3月5日前, 每年6月20日、11月20日前, 每年第一季度末, 每年国庆前, 每年最后一个工作日."""

from typing import Final

from bot.dialogue.times.holidays import HOLIDAY, holiday_date
from bot.dialogue.times.lexicon import CN, N, compiled, number
from bot.dialogue.times.model import TimeExpr
from bot.dialogue.times.occurrences import BY, occurring
from bot.dialogue.times.office import last_workday_before
from bot.dialogue.times.quarters import parse_quarter
from bot.dialogue.times.rules import WORKWEEK, Rule
from bot.dialogue.times.setparts import narrow_month
from bot.dialogue.times.spans import Context, evening, last_day

_EACH_HOLIDAY: Final = compiled(r"(?:每(?:年的?|个)?|每逢|逢)“?")
_OF: Final = compiled(r"\s*的?\s*")
_QUARTER_END: Final = compiled(r"\s*[末底]")
_MOST_DAYS: Final = 24
"""So many days of a year may be listed after one 每年."""
_MONTH: Final = compiled(rf"\s*的?\s*({N})月份?")
_BARE_DAY: Final = compiled(rf"({N})(?![0-9日号/.:~{CN}-])")
_YEAR_WORKDAY: Final = compiled(r"\s*的?(?:(最后一个?)|第一个|首个)工作日")
_YEAR_EDGE: Final = compiled(r"\s*的?年?(?:(底|末|尾|最后一[天日])|初(?!次|步|级|中)|第一[天日]|首日)")
_LIST: Final = compiled(r"\s*[、,和及与]\s*")


def yearly(ctx: Context, begin: int, pos: int) -> list[TimeExpr]:
    """The recurring times that 每年 introduces at ``begin``; ``pos`` is where 每年 stops."""
    m = _MONTH.match(ctx.text, pos)
    if m is None:
        rule, stop = _year_part(ctx, pos) or _year_edge(ctx, pos)
        return [occurring(ctx, begin, stop, rule, "day" if stop > pos else "year")]
    found: list[TimeExpr] = []
    while m is not None and len(found) < _MOST_DAYS and (month := number(m[1], 1, 12)):
        rule, stop, narrowed = narrow_month(ctx, Rule("YEARLY", months=(month,)), m.end())
        if not narrowed and (bare := _BARE_DAY.match(ctx.text, stop)) and (day := number(bare[1], 1, 31)):
            rule, stop, narrowed = Rule("YEARLY", months=(month,), monthdays=(day,)), bare.end(), True
        found.append(occurring(ctx, begin, stop, rule, "day" if narrowed else "month"))
        stop = found[-1].span[1]
        link = _LIST.match(ctx.text, stop)
        begin = link.end() if link else stop
        m = _MONTH.match(ctx.text, begin) if link else None
    if found and found[-1].deadline:  # 6月20日、11月20日前: both are deadlines
        found = [expr if expr.deadline else _by(expr) for expr in found]
    return found


def _year_part(ctx: Context, pos: int) -> tuple[Rule, int] | None:
    """每年一季度, 每年上半年, 每年第一季度末, 每年最后一个工作日."""
    if edge := _YEAR_WORKDAY.match(ctx.text, pos):
        month, which = (12, -1) if edge[1] else (1, 1)
        return Rule("YEARLY", months=(month,), weekdays=WORKWEEK, position=which, office=True), edge.end()
    gap = _OF.match(ctx.text, pos)
    node = parse_quarter(ctx, gap.end() if gap else pos, ctx.today.year)
    if node is None:
        return None
    first, last = node.best.day.month, last_day(node.best).month
    if end := _QUARTER_END.match(ctx.text, node.stop):
        return Rule("YEARLY", months=(last,), monthdays=(-1,)), end.end()
    return Rule("YEARLY", months=tuple(range(first, last + 1))), node.stop


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
    return expr._replace(deadline=True, modifier="before", start=None, end=end)


def yearly_holiday(ctx: Context, pos: int) -> list[TimeExpr]:
    head = _EACH_HOLIDAY.match(ctx.text, pos)
    name = HOLIDAY.match(ctx.text, head.end()) if head else None
    if name is None:
        return []
    days = [d for y in (ctx.today.year, ctx.today.year + 1) if (d := holiday_date(name[0], y)) and d >= ctx.today]
    if not days:
        return []
    stop = name.end() + ctx.text.startswith("”", name.end())
    by = BY.match(ctx.text, stop)
    day = last_workday_before(ctx, days[0]) if by else days[0]  # 每年国庆前 is 30 September
    rule = Rule("YEARLY", months=(day.month,), monthdays=(day.day,))
    others = [d for step in (-1, 1) if (d := holiday_date(name[0], days[0].year + step))]
    moving = any((d.month, d.day) != (days[0].month, days[0].day) for d in others)
    expr = occurring(ctx, pos, stop, rule, "day")
    return [
        expr._replace(note=f"{name[0]}的公历日期每年不同，下一次是{days[0].month}月{days[0].day}日") if moving else expr
    ]
