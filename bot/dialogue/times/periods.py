"""Years, halves, quarters, months and weeks, and days said within them: 明年下半年, 三季度, 下个月15号, 下下周三."""

from datetime import date, timedelta
from typing import Final

from bot.dialogue.numerals import to_int
from bot.dialogue.times.dates import (
    YEAR,
    bare_day,
    day_word,
    holiday_day,
    lunar_day,
    month_day_node,
    numeric_date,
    said_day,
    said_month,
)
from bot.dialogue.times.lexicon import N, WEEK, WEEKDAYS, compiled, number
from bot.dialogue.times.placing import full_year, place_month, valid
from bot.dialogue.times.spans import (
    Context,
    Node,
    Span,
    add_months,
    between,
    days_span,
    month_span,
    week_start,
    year_span,
)

_YEAR_WORD: Final = {
    "今年": 0, "本年": 0, "当年": 0, "这一年": 0, "这年": 0, "去年": -1, "上年": -1, "上一年": -1, "前年": -2, "大前年": -3,
    "明年": 1, "来年": 1, "次年": 1, "翌年": 1, "下一年": 1, "后年": 2, "大后年": 3,
}  # fmt: skip
_YEAR_REL: Final = compiled("(" + "|".join(sorted(_YEAR_WORD, key=len, reverse=True)) + r")度?(?!级|轻|纪|会)")
_YEARS_LATER: Final = compiled(rf"({N})年(?:之|以)?(后|前)(?=的?{N}月)")
_NOT_A_YEAR: Final = compiled(r"\s*(?:第?\s*[0-9零〇一二三四五六七八九十]{1,4}\s*(?:[号期届次](?!上午|下午|前|之前)|台风)|级)")
_TWO_DIGIT_CUE: Final = compiled(rf"\s*的?(?:{N}\s*月|元月|正月|第?[一二三四1-4]季|[上下前后]半年|年?[底末初](?!期)|{N}[-/.]{N})")
_APPROX_YEARS: Final = {"一二", "二三", "三四", "三五", "四五", "五六", "六七", "七八", "八九"}
_GAP: Final = compiled(r"[\s的,]*")
_HALF: Final = compiled(r"([上下前后])半年(?!度?来|多)度?")
_HALF_MONTH: Final = compiled(r"([上下])半月")
_QUARTER: Final = compiled(r"(?:第\s*([一二三四1-4])\s*个?季度?|([一二三四1-4])\s*季度|q([1-4])(?![0-9a-z])|(首)季)")
_QUARTER_REL: Final = compiled(r"(?:(本|这个?|当|上个?|上一个?|下个?|下一个?)季度?|季(?=度?[末初底]|度内))度?")
_QUARTERS: Final = compiled(r"前([二三两23])个?季度")
_MONTH_REL: Final = compiled(
    r"(?:(本|这个?|当|今|该)月|(上+|下+)一?个?月(?!球)|(次)月|(?<![0-9一二三四五六七八九十个每半])(月)(?=[底末初]|中(?![午秋国心央旬])|内|[上中下]旬))份?"
)
_WEEK_REL: Final = compiled(rf"(本|这一?个?|今|当|上+一?个?|下+一?个?)({WEEK})([一二三四五六日天1-7]|末)?(?!次|期|岁)")
_WEEK_BARE: Final = compiled(rf"(?<![0-9一二两三四五六七八九十几每])({WEEK})([一二三四五六日天末1-7])(?!次|期|篇|份|趟|遍|个|更|览|报|年|岁|[0-9]?个)")
_LATER_DATE: Final = compiled(r"[\s,(]*")
_SIGN: Final = {"上": -1, "下": 1}


def parse_calendar(ctx: Context, pos: int, prior: Node | None = None) -> Node | None:
    """A day or a longer stretch at ``pos``, without narrowing words and without a time of day."""
    node = numeric_date(ctx, pos)
    if node is not None:
        return node
    year, after = said_year(ctx, pos, prior)
    if year is not None:
        return _within_year(ctx, after, year)
    return (
        lunar_day(ctx, pos, None)
        or holiday_day(ctx, pos, None)
        or _month_said(ctx, pos, prior)
        or day_word(ctx, pos, prior)
        or _week(ctx, pos, prior)
        or _relative_month(ctx, pos)
        or _quarter(ctx, pos, None)
        or bare_day(ctx, pos, prior)
    )


def said_year(ctx: Context, pos: int, prior: Node | None) -> tuple[int | None, int]:
    """The year written at ``pos``, and where it stops."""
    text = ctx.text
    if m := _YEAR_REL.match(text, pos):
        following = m[1] in {"次年", "翌年"} and prior is not None
        base = prior.best.day.year if following and prior is not None else ctx.today.year
        return base + _YEAR_WORD[m[1]], m.end()
    if m := _YEARS_LATER.match(text, pos):
        count = to_int(m[1]) or 0
        return ctx.today.year + (count if m[2] == "后" else -count), m.end()
    m = YEAR.match(text, pos)
    if m is None or _NOT_A_YEAR.match(text, m.end()):
        return None, pos
    digits = m[1] or m[2] or m[3] or m[4]
    value = to_int(digits)
    if value is None or (len(digits) == 4 and not 1000 <= value <= 2999):
        return None, pos
    if len(digits) == 2:
        clear = _TWO_DIGIT_CUE.match(text, m.end()) or digits[0] in "0零〇○" or (m[4] and m[4] not in _APPROX_YEARS)
        if not clear:
            return None, pos
    return full_year(value, len(digits)), m.end()


def _within_year(ctx: Context, pos: int, year: int) -> Node:
    gap = _GAP.match(ctx.text, pos)
    after = gap.end() if gap else pos
    month = said_month(ctx, after)
    node = (
        lunar_day(ctx, after, year)
        or (_absolute_month(ctx, year, *month) if month else None)
        or _quarter(ctx, after, year)
        or holiday_day(ctx, after, year)
    )
    if node is None:
        node = Node(pos, [year_span(year)])
    node.year_said = True
    return node


def _absolute_month(ctx: Context, year: int, month: int, stop: int) -> Node | None:
    day = said_day(ctx, stop, after_month=True)
    if day and (placed := valid(year, month, day[0])):
        return Node(day[1], [days_span(placed)], month=month)
    return Node(stop, [month_span(year, month)], month=month)


def _month_said(ctx: Context, pos: int, prior: Node | None) -> Node | None:
    said = said_month(ctx, pos)
    if said is None:
        return None
    month, stop = said
    if day := said_day(ctx, stop, after_month=True):
        node = month_day_node(ctx, day[1], month, day[0], prior)
        if node:
            return node
    spans = place_month(ctx, month, prior)
    return Node(stop, spans, ambiguous=len(spans) > 1 and prior is None, month=month)


def _relative_month(ctx: Context, pos: int) -> Node | None:
    m = _MONTH_REL.match(ctx.text, pos)
    if m is None:
        return _half_month(ctx, pos)
    offset = _SIGN[m[2][0]] * len(m[2]) if m[2] else (1 if m[3] else 0)
    first = add_months(ctx.today.replace(day=1), offset)
    node = Node(m.end(), [month_span(first.year, first.month)], month=None if m[4] else first.month, year_said=not m[4])
    gap = _GAP.match(ctx.text, m.end())
    day = said_day(ctx, gap.end() if gap else m.end(), after_month=not m[4])
    if day and (placed := valid(first.year, first.month, day[0])):
        return Node(day[1], [days_span(placed)], month=first.month, year_said=True)
    return node


def _half_month(ctx: Context, pos: int) -> Node | None:
    m = _HALF_MONTH.match(ctx.text, pos)
    if m is None:
        return None
    first = ctx.today.replace(day=1)
    middle, stop = first.replace(day=16), add_months(first, 1)
    span = between(first, middle, "day") if m[1] == "上" else between(middle, stop, "day")
    return Node(m.end(), [span])


def _quarter(ctx: Context, pos: int, year: int | None) -> Node | None:
    """A quarter or half; without a year that of the current year (the office counts by years)."""
    text, base = ctx.text, year or ctx.today.year
    if m := _HALF.match(text, pos):
        return Node(m.end(), [month_span(base, 1 if m[1] in "上前" else 7, 6, "half")])
    if m := _QUARTERS.match(text, pos):
        return Node(m.end(), [month_span(base, 1, 3 * (to_int(m[1]) or 1), "quarter")])
    if m := _QUARTER.match(text, pos):
        which = to_int(m[1] or m[2] or m[3] or "1") or 1
        return Node(m.end(), [month_span(base, 3 * which - 2, 3, "quarter")])
    m = _QUARTER_REL.match(text, pos) if year is None else None
    if m is None:
        return None
    offset = _SIGN.get((m[1] or "本")[0], 0)
    today = ctx.today
    first = add_months(date(today.year, today.month - (today.month - 1) % 3, 1), 3 * offset)
    return Node(m.end(), [month_span(first.year, first.month, 3, "quarter")], year_said=bool(m[1]))


def _week(ctx: Context, pos: int, prior: Node | None) -> Node | None:
    text = ctx.text
    if m := _WEEK_REL.match(text, pos):
        word = m[1]
        offset = _SIGN.get(word[0], 0) * sum(c == word[0] for c in word)
        monday = week_start(ctx.today) + timedelta(weeks=offset)
        return Node(m.end(), [_in_week(monday, m[3])], year_said=True)
    m = _WEEK_BARE.match(text, pos)
    if m is None:
        return None
    if m[2] == "末":
        return Node(m.end(), [_in_week(week_start(ctx.today), "末")], year_said=True)
    return _bare_weekday(ctx, m.end(), WEEKDAYS[m[2]], prior)


def _in_week(monday: date, word: str | None) -> Span:
    if word is None:
        return days_span(monday, 7, "week")
    if word == "末":
        return days_span(monday + timedelta(days=5), 2)
    return days_span(monday + timedelta(days=WEEKDAYS[word]))


def _bare_weekday(ctx: Context, stop: int, weekday: int, prior: Node | None) -> Node:
    """周三 is the next Wednesday; said on a Wednesday it may be today or in a week (domain.md C.3: ask)."""
    gap = _LATER_DATE.match(ctx.text, stop)
    after = gap.end() if gap else stop
    explicit = numeric_date(ctx, after) or _dated(ctx, after)
    if explicit is not None:
        explicit.stop = max(explicit.stop, stop)
        agree = [span for span in explicit.options if span.day.weekday() == weekday]
        explicit.options = agree or explicit.options
        explicit.ambiguous = explicit.ambiguous and not agree
        return explicit
    base = prior.best.day if prior is not None and prior.dated else ctx.today
    ahead = (weekday - base.weekday()) % 7
    first = base + timedelta(days=ahead)
    spans = [days_span(first)]
    if ahead == 0 and prior is None:
        spans.append(days_span(first + timedelta(days=7)))
    return Node(stop, spans, ambiguous=len(spans) > 1, extra=[days_span(first - timedelta(days=7))])


def _dated(ctx: Context, pos: int) -> Node | None:
    year, after = said_year(ctx, pos, None)
    if year is not None:
        node = _within_year(ctx, after, year)
    else:
        found = _month_said(ctx, pos, None)
        if found is None:
            return None
        node = found
    return node if node.best.single_day else None


def nth_number(word: str | None) -> int | None:
    """首 and 一 are 1."""
    return 1 if word == "首" else number(word, 1, 400)
