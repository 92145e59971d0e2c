"""Single days: 2026-09-28, 9.28, 0928, 明天, 大后天, 9月28日, 二十八号, 国庆节, 农历八月十五."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from bot.dialogue.numerals import to_int
from bot.dialogue.times.holidays import HOLIDAY, HOLIDAY_FIRSTS, HOLIDAY_LEAVE, holiday_date, leave_block
from bot.dialogue.times.lexicon import CN, CONN, NO_COUNT, N, compiled, number
from bot.dialogue.times.lunar import lunar_date, lunar_month
from bot.dialogue.times.placing import day_spans, floor_of, full_year, place_day, place_month_day, valid
from bot.dialogue.times.spans import Context, Node, Span, between, days_span, month_span

_SEP: Final = r"\s?[-/.]\s?"
_NO_MORE: Final = r"(?!\d|[/.]\d|-(?!(?:(?:19|20)\d\d|[01]?\d)[-/.]\d)\d)"
_FULL: Final = compiled(
    rf"((?:19|20|21)[0-9]{{2}}){_SEP}([01]?[0-9]){_SEP}([0-3]?[0-9]){_NO_MORE}[日号]?(?:T(?=\d\d:))?"
)
_GLUED: Final = compiled(r"((?:19|20)[0-9]{2})[-/.]([01][0-9])[-/.]([0-3][0-9])(?:-|T)?(?=\d\d:\d\d)")
_SHORT: Final = compiled(r"([0-9]{2})[-/.]([01]?[0-9])[-/.]([0-3]?[0-9])(?!\d|[-/.]\d)[日号]?")
_DMY: Final = compiled(r"([0-3]?[0-9])[-/]([0-3]?[0-9])[-/]((?:19|20)[0-9]{2})(?!\d|[/.]\d)")
_STRONG_CUE: Final = (
    r"$|[日号]|之?前|以前|上午|下午|中午|晚|早|凌晨|到|至|~|-|—|起|开|召开|举行|完成|反馈|报|提交|截|交|[0-9]{1,2}[:点]"
)
_CUE: Final = rf"(?=\s*(?:[,。;、()!?\s]|回|星期|周|礼拜|及|或|和|的|有|为|是|{_STRONG_CUE}))"
_MONTH_DAY: Final = compiled(rf"([01]?[0-9])([-/.])([0-3]?[0-9])(?![0-9%]|[/.:]\d|-\d(?!\d?[./]\d)){_CUE}[日号]?")
_CLEAR: Final = compiled(rf"(?=\s*(?:{_STRONG_CUE}))")
_YEAR_MONTH: Final = compiled(r"((?:19|20)[0-9]{2})[-/.](0[1-9]|1[0-2])(?![0-9\-/.号年期])")
_COMPACT: Final = compiled(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?!\d)(?!号)")
_COMPACT_SHORT: Final = compiled(
    r"(0[1-9]|1[0-2])([0-3][0-9])(?=\s*(?:$|[,。;]|之?前|以前|上午|下午|中午|晚上|早上|到|至|~|开会|起|截止))(?!\s*[,。;]?\s*\d)"
)
_NO_DIGIT_BEFORE: Final = compiled(r"(?<![0-9a-zA-Z./:\-〔\[(第*])")
_OPEN_BEFORE: Final = compiled(r"(?<![0-9a-zA-Z./:\-〔\[第*])")

_WORDS: Final = {"今": 0, "明": 1, "昨": -1, "本": 0, "次": 1, "翌": 1, "当": 0, "即": 0}
_DAY_WORD: Final = compiled(
    r"(大{0,4})(后|前)[天日](?!天)|([今明昨])(?:儿个?|[天日]|(?=[早晚晨夜起]))|([次翌即])日|(当)(?:[天日](?!值班)|(?=晚))|(后|前)(?=[早晚])|(本)日|(第)([一二三四五六七八九十1-9]{1,2})[天日](?!线)"
)
_DAY_GROUP: Final = compiled(r"(今明后|今明|明后|昨今)[两二三23]?[天日](?!气)|这([两几二三2-5])[天日]")
_MONTH: Final = compiled(rf"(?!两)({N}|元|正|冬|腊)\s*(?:月份?(?!薪|票|饼|球)|(?=\s*{CONN}\s*{N}\s*月))")
_LATE_MONTH: Final = 10
"""Lunar months from the tenth on can fall into the next solar year."""
_CN_MONTH: Final = {"元": 1, "正": 1, "冬": 11, "腊": 12}
_DAY: Final = compiled(
    rf"\s*({N})\s*(?:日(?!元|均|报(?=刊|社|记者)|志(?!愿)|语|常(?!委|务))|号(?!楼|文|令|函|线|公告|通告|门|会议|房|车|桌|厅|台风|机|厂|仓|院|线|馆|窗|电梯|件|稿|发|单|[a-z])|(?=\s*{CONN}\s*{N}\s*[日号])|[日号]?(?=、\s*{N}\s*[日号]))"
)
_DAY_BARE: Final = compiled(rf"\s*([0-9]{{1,2}}|初?[{CN}]{{1,3}}){NO_COUNT}")
_LUNAR_MARK: Final = compiled(r"(?:农历|阴历|旧历)\s*的?\s*")
_LUNAR_MARKS: Final = frozenset("农阴旧")
_LAST_OR_NEXT: Final = compiled(r"[上下](?:一?个|一|次的?)")
_LUNAR_MONTH: Final = compiled(rf"(闰)?(正|冬|腊|{N})月份?")
_LUNAR: Final = compiled(
    rf"(?:(?P<leap>闰)?(?P<m>正|冬|腊|{N})月(?P<chu>初|大年)?(?P<d>{N}))|大年(?P<nd>初[一二三四五六七八九十])|(?P<bare>(?<![一二三四五六七八九十])初[一二三四五六七](?![一二三中级步年次审评赛试稿]))"
)
_COUNTED_DAYS: Final = compiled(r"(?:之|以)?(?:内|后(?!天))")  # 30日内, 3日后 count days
_DOC_BEFORE: Final = "年第〔〕[])】」〉函发办字文令督收会办"


def numeric_date(ctx: Context, pos: int, prior: Node | None = None) -> Node | None:
    """Dates written with digits and signs; after a point (``prior``) a dash before it is that of a range."""
    text = ctx.text
    if prior is None and not _OPEN_BEFORE.match(text, pos):
        return None
    for pattern in (_GLUED, _FULL, _COMPACT):
        if (m := pattern.match(text, pos)) and (day := valid(int(m[1]), int(m[2]), int(m[3]))):
            return Node(m.end(), [days_span(day)], year_said=True)
    if m := _DMY.match(text, pos):
        first = valid(int(m[3]), int(m[2]), int(m[1]))
        other = valid(int(m[3]), int(m[1]), int(m[2]))
        days = [day for day in (first, other) if day]
        if days:
            return Node(m.end(), day_spans(list(dict.fromkeys(days))), ambiguous=len(set(days)) > 1, year_said=True)
    if (m := _SHORT.match(text, pos)) and (day := valid(full_year(int(m[1]), 2), int(m[2]), int(m[3]))):
        return Node(m.end(), [days_span(day)], year_said=True)
    if m := _YEAR_MONTH.match(text, pos):
        return Node(m.end(), [month_span(int(m[1]), int(m[2]))], year_said=True, month=int(m[2]))
    m = _MONTH_DAY.match(text, pos) or _COMPACT_SHORT.match(text, pos)
    if m is None or (prior is None and not _NO_DIGIT_BEFORE.match(text, pos)):
        return None
    month, day_number = int(m[1]), int(m[m.lastindex or 2])
    decimal = m.re is _MONTH_DAY and (m[2] == "." or len(m[0].strip("日号")) == 3)
    if decimal and not (m[0][-1] in "日号" or _CLEAR.match(text, m.end())):
        return None  # 3.5 may be a figure, 1-3 a choice: only a word of time makes them dates
    if valid(2000, month, day_number) is None:
        return None
    return month_day_node(ctx, m.end(), month, day_number, prior)


def month_day_node(ctx: Context, stop: int, month: int, day: int, prior: Node | None) -> Node | None:
    """A month and a day without a year; asks when this year's has passed."""
    days = place_month_day(ctx, month, day, prior)
    if not days:
        return None
    gone = days[0].year > ctx.today.year and prior is None and days[-1].year == ctx.today.year
    return Node(stop, day_spans(days), ambiguous=gone, month=month)


def day_word(ctx: Context, pos: int, prior: Node | None) -> Node | None:
    """明天, 大后天, 今晚's 今, 次日, 第三天, 明后两天."""
    m = _DAY_GROUP.match(ctx.text, pos)
    if m:
        return _day_group(ctx, m[0], m.end(), m[2])
    m = _DAY_WORD.match(ctx.text, pos)
    if m is None:
        return None
    base = ctx.today
    if m[2] or m[6]:
        offset = (len(m[1] or "") + 2) * (1 if (m[2] or m[6]) == "后" else -1)
    elif m[8]:
        offset = (to_int(m[9]) or 1) - 1
    else:
        word = m[3] or m[4] or m[5] or m[7]
        offset = _WORDS[word]
        if word in "次翌当" and prior is not None and prior.dated:
            base = prior.best.day
    return Node(m.end(), [days_span(base + timedelta(days=offset))], year_said=True)


def _day_group(ctx: Context, said: str, stop: int, few: str | None) -> Node:
    if few:
        return Node(stop, [days_span(ctx.today, 3 if few == "几" else to_int(few) or 2)], year_said=True)
    offsets = [o for c, o in (("昨", -1), ("今", 0), ("明", 1), ("后", 2)) if c in said]
    first = ctx.today + timedelta(days=offsets[0])
    return Node(stop, [days_span(first, offsets[-1] - offsets[0] + 1)], year_said=True)


def said_month(ctx: Context, pos: int) -> tuple[int, int] | None:
    """Number of the month written at ``pos`` and where it stops."""
    m = _MONTH.match(ctx.text, pos)
    if m is None:
        return None
    month = _CN_MONTH.get(m[1]) or number(m[1], 1, 12)
    return (month, m.end()) if month else None


def said_day(ctx: Context, pos: int, *, after_month: bool) -> tuple[int, int] | None:
    """Number of the day written at ``pos`` and where it stops; 日 may be left out after a month."""
    m = _DAY.match(ctx.text, pos)
    if m is None and after_month:
        m = _DAY_BARE.match(ctx.text, pos)
        if m and m[1].startswith("初"):
            return None
    if m is None:
        return None
    day = number(m[1], 1, 31)
    return (day, m.end()) if day else None


def bare_day(ctx: Context, pos: int, prior: Node | None) -> Node | None:
    """28日, 28号 with no month; not the number of a paper, a room or a typhoon."""
    if (pos and ctx.text[pos - 1] in _DOC_BEFORE) or ctx.text.startswith("两", pos):
        return None
    said = said_day(ctx, pos, after_month=False)
    if said is None or (ctx.text[said[1] - 1] == "日" and _COUNTED_DAYS.match(ctx.text, said[1])):
        return None
    days = place_day(ctx, said[0], prior)
    if not days:
        return None
    gone = prior is None and (days[0].year, days[0].month) != (ctx.today.year, ctx.today.month)
    return Node(said[1], day_spans(days), ambiguous=gone)


def lunar_mark(ctx: Context, pos: int) -> int | None:
    """Where 农历 stops, None when it does not stand at ``pos``."""
    m = _LUNAR_MARK.match(ctx.text, pos) if ctx.text[pos : pos + 1] in _LUNAR_MARKS else None
    return m.end() if m else None


def lunar_day(ctx: Context, pos: int, year: int | None, *, marked: bool = False) -> Node | None:
    """A day of the lunar calendar: marked 农历, or with a month or day that only that calendar has."""
    mark = None if marked else lunar_mark(ctx, pos)
    if mark is not None:
        return lunar_day(ctx, mark, year, marked=True)
    m = _LUNAR.match(ctx.text, pos)
    if m is None:
        return _lunar_month(ctx, pos, year) if marked else None
    month_word, day_word_ = m["m"], m["d"] or (m["nd"] or m["bare"] or "")[1:]
    if month_word and not (marked or m["chu"] or m["leap"] or month_word in "正冬腊"):
        return None
    month = (_CN_MONTH.get(month_word) or number(month_word, 1, 12)) if month_word else 1
    day = number(day_word_, 1, 30)
    if not month or not day or (m["bare"] and not m["nd"]):
        return None
    month = -month if m["leap"] else month
    stop = m.end()
    if ctx.text[stop : stop + 1] in {"日", "号"}:
        stop += 1
    number_of_month, late = month, abs(month) >= _LATE_MONTH
    days = _first_from(ctx.today, year, lambda y: lunar_date(y, number_of_month, day), before=1 if late else 0)
    return Node(stop, day_spans(days), year_said=year is not None) if days else None


def _lunar_month(ctx: Context, pos: int, year: int | None) -> Node | None:
    m = _LUNAR_MONTH.match(ctx.text, pos)
    month = (_CN_MONTH.get(m[2]) or number(m[2], 1, 12)) if m else None
    if m is None or not month:
        return None
    years = [year] if year else range(ctx.today.year - 1, ctx.today.year + 2)
    spans = [s for y in years if (s := lunar_month(y, -month if m[1] else month))]
    spans = [s for s in spans if s[1] > ctx.today] or spans[-1:]
    return Node(m.end(), [between(*spans[0], "day")], year_said=year is not None) if spans else None


def holiday_day(ctx: Context, pos: int, year: int | None, prior: Node | None = None) -> Node | None:
    """A named day, or its days off (国庆假期); 上个国庆 is the last one, 下个国庆 the next."""
    side = _LAST_OR_NEXT.match(ctx.text, pos) if ctx.text[pos : pos + 1] in {"上", "下"} else None
    begin = side.end() if side else pos
    m = HOLIDAY.match(ctx.text, begin) if ctx.text[begin : begin + 1] in HOLIDAY_FIRSTS else None
    if m is None:
        return None
    name, stop = m[0], m.end()
    floor = floor_of(ctx, prior)
    if side and side[0][0] == "上":
        year = next((y for y in (floor.year, floor.year - 1) if (d := holiday_date(name, y)) and d < floor), None)
    days = _first_from(floor, year, lambda y: holiday_date(name, y))
    if not days:
        return None
    node = Node(stop, day_spans(days), year_said=year is not None)
    node.holiday = name
    leave = HOLIDAY_LEAVE.match(ctx.text, stop)
    if leave:
        node.stop = leave.end()
        node.options = [_leave(ctx, span) for span in node.options]
    return node


def _leave(ctx: Context, span: Span) -> Span:
    first, stop = leave_block(span.day, ctx.calendar)
    return between(first, stop, "day")


def _first_from(floor: date, year: int | None, day_of: Callable[[int], date | None], before: int = 0) -> list[date]:
    """The day in the year that was said, else its first occurrence from ``floor`` on; one year at a time."""
    for candidate in [year] if year else range(floor.year - before, floor.year + 3):
        day = day_of(candidate)
        if day is not None and (year or day >= floor):
            return [day]
    return []
