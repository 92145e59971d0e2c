"""Single days: 2026-09-28, 9.28, 0928, 明天, 大后天, 9月28日, 二十八号."""

import re
from datetime import date, timedelta
from typing import Final

from bot.dialogue.numerals import to_int
from bot.dialogue.times.lexicon import CN, CONN, NO_COUNT, N, compiled, firsts, number
from bot.dialogue.times.placing import (
    JUST_PAST,
    MOST_DAYS,
    day_spans,
    full_year,
    no_such_day,
    place_day,
    place_month_day,
    valid,
)
from bot.dialogue.times.spans import Context, Node, days_span, month_span

_SEP: Final = r"\s?[-/.]\s?"
_NO_MORE: Final = r"(?!\d|[/.]\d|-(?!(?:(?:19|20)\d\d|[01]?\d)[-/.]\d)\d)"
_FULL: Final = compiled(
    rf"((?:19|20|21)[0-9]{{2}}){_SEP}([01]?[0-9]){_SEP}([0-3]?[0-9]){_NO_MORE}[日号]?(?:T(?=\d\d:))?"
)
_GLUED: Final = compiled(r"((?:19|20)[0-9]{2})[-/.]([01][0-9])[-/.]([0-3][0-9])(?:-|T)?(?=\d\d:\d\d)")
_SHORT: Final = compiled(r"([0-9]{2})[-/.]([01]?[0-9])[-/.]([0-3]?[0-9])(?!\d|[-/.]\d)[日号]?")
_DMY: Final = compiled(r"([0-3]?[0-9])[-/]([0-3]?[0-9])[-/]((?:19|20)[0-9]{2})(?!\d|[/.]\d)")
_STRONG_CUE: Final = (
    r"$|[日号]|之?前|以前|上午|下午|中午|晚|早|凌晨|到|至|~|-|—|起|开|召开|举行|完成|反馈|报|提交|截|交"
    r"|[0-9]{1,2}[:点]|那[天次回场期]|全天|半天|整天"
)
_CUE: Final = rf"(?=\s*(?:[,。;、()!?\s]|回|星期|周|礼拜|及|或|和|的|有|为|是|{_STRONG_CUE}))"
_DAY_AFTER: Final = r"\d\s*(?:$|[,。;、)日号])"
"""9.22-24 are two days, 1.5-2 is a measure: the last day has two digits, and nothing is counted by it."""
_MONTH_DAY: Final = compiled(
    rf"([01]?[0-9])([-/.])([0-3]?[0-9])(?![0-9%]|[/.:]\d|-\d(?!\d?[./]\d|{_DAY_AFTER})){_CUE}[日号]?"
)
_MONTH_DAY_END: Final = compiled(rf"([01]?[0-9])([-/.])([0-3]?[0-9])(?![0-9%]|[/.:]\d|-\d){NO_COUNT}[日号]?")
"""The day that ends a range of such days: 9.22到9.24外出."""
_RANGE_SIGNS: Final = frozenset("到至-~〜—–")
_ALONE: Final = compiled(
    r"(?<![^\s,。;:])(?<![增长下降得分均价约达为率比数量额号]\s)(?<![分均价率比数值量额重号]:)[01]?[0-9]\."
    r"(?:[0-3][0-9](?=\s+(?:(?![亿万元米公平吨度个])[\u4e00-\u9fff]|[0-9]{1,3}[个处名位点项家]))|[0-3]?[0-9](?=\s+[01]?[0-9]\.[0-3]?[0-9](?![0-9])))"
)
"""9.17 standing by itself, 10.4 10.6: days, no figures."""
_DAY_MONTH: Final = compiled(rf"(1[3-9]|2[0-9]|3[01])/(0?[1-9]|1[0-2])(?![0-9%/.:])(?=\s*(?:{_STRONG_CUE}))")
"""22/9 can be no month and day, so it is the day and the month."""
_CLEAR: Final = compiled(rf"(?=\s*(?:{_STRONG_CUE}))")
_YEAR_MONTH: Final = compiled(r"((?:19|20)[0-9]{2})[-/.](0[1-9]|1[0-2]|[1-9](?=$|\s*[至到~—]))(?![0-9\-/.号年期])")
_COMPACT: Final = compiled(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?!\d)(?!号)")
_COMPACT_SHORT: Final = compiled(
    r"(0[1-9]|1[0-2])([0-3][0-9])(?=\s*(?:$|[,。;]|之?前|以前|上午|下午|中午|晚上|早上|到|至|~|开会|起|截止))(?!\s*[,。;]?\s*\d)"
)
_LABELS: Final = frozenset("间期限止时")
"""时间, 日期, 时限, 截止 end so."""
_CENTURIES: Final = {"19", "20", "21"}
_NO_DIGIT_BEFORE: Final = compiled(r"(?<![0-9a-zA-Z./\-〔\[(第*])(?<![0-9]:)")
_OPEN_BEFORE: Final = compiled(r"(?<![0-9a-zA-Z./\-〔\[第*])(?<![0-9]:)")

_WORDS: Final = {"今": 0, "明": 1, "昨": -1, "本": 0, "次": 1, "翌": 1, "当": 0, "即": 0}
_DAY_WORD: Final = compiled(
    r"(大{0,4})(后|前)[天日](?!天)|([今明昨])(?:儿个?|[天日]|(?=[早晚晨夜起]|[上下中]午|凌晨|傍晚|深夜|半夜))|([次翌即])日|(当)(?:[天日](?!值班)|(?=晚))|(后|前)(?=[早晚]|(?<=后)[上下中]午)|(本)日|(?:(?<![\u4e00-\u9fff])|(?<=[在于从自到至]))(第)([一二三四五六七八九十1-9]{1,2})[天日](?!线)"
)
_DAY_GROUP: Final = compiled(r"(今明后|今明|明后|昨今)[两二三23]?[天日](?!气)|这(一?两|[几二三2-5])[天日]")
_MONTH: Final = compiled(rf"(?!两)({N}|元|正|冬|腊)\s*(?:月份?(?!薪|票|饼|球)|(?=\s*{CONN}\s*{N}\s*月))")
_TWO_MONTHS: Final = compiled(
    rf"(?:([一二三四五六七八九])([二三四五六七八九])|({N})\s*、\s*({N}))\s*月(份)?(?!{N}[日号]|[底末初中上下])"
)
CN_MONTH: Final = {"元": 1, "正": 1, "冬": 11, "腊": 12}
_NUMBER_SIGN: Final = (
    r"号(?!楼|文|令|函|线|公告|通告|门|会议|房|车|桌|厅|台风|机|厂|仓|院|线|馆|窗|电梯|件|稿|发|单|[a-z])"
)
"""号 of a day, not of a house, a paper or a typhoon."""
MISSAID: Final = 99
"""10月32日 is a day that was mistyped, and no month with a length behind it."""
_DAY: Final = compiled(
    rf"\s*({N})\s*(?:日(?!元|均|报(?=刊|社|记者)|志(?!愿)|语|常(?!委|务))|{_NUMBER_SIGN}|(?=\s*{CONN}\s*(?:[0-2]?[0-9]|3[01]|[{CN}]{{1,3}})\s*[日号])|[日号]?(?P<more>(?=、\s*(?P<next>{N})\s*(?:、\s*{N}\s*){{0,8}}(?:日|{_NUMBER_SIGN}))))"
)
_DAY_BARE: Final = compiled(
    rf"\s*([0-9]{{1,2}}|初?(?!一[共直起些样定般切旦致律同])[{CN}]{{1,3}}+){NO_COUNT}"  # 上个月一共
)
_RANGE_END: Final = compiled(rf"([0-9]{{1,2}}|[{CN}]{{1,3}})(?![0-9%]|[/.:-]\d|\s*[楼层室桌度米斤分]){NO_COUNT}")
_BARE_DAYS: Final = compiled(
    rf"([1-9][0-9]?)(?=\s*{CONN}\s*([1-9][0-9]?)(?![0-9%]|[/.:-]\d|\s*[楼层室桌度米斤分]){NO_COUNT})"
)
_AWAY: Final = compiled(r"外出|出差|请假|休假|年假|公休|告假|报备|不在|离岗|探亲")
_MOST_DAYS, _HOURS = 31, 12
_NUMBERED: Final = frozenset("日号0123456789" + CN)
_COUNTED_DAYS: Final = compiled(r"(?:之|以)?(?:内|后(?!天))")  # 30日内, 3日后 count days
_NEVER_BEFORE: Final = "年月第街路巷弄栋〔〕[])】」〉函发办字文令督收会办"
DAY_WORDS: Final = firsts(_DAY_WORD, _DAY_GROUP)
MONTH_FIRSTS: Final = firsts(_MONTH, _TWO_MONTHS)
_NUMERIC: Final = compiled(r"[0-9]{1,2}(?:[0-9]{2}|\s?[-/.])")
"""What every date written with digits and signs begins with."""


def numeric_date(ctx: Context, pos: int, prior: Node | None = None) -> Node | None:
    """Dates written with digits and signs; after a point (``prior``) a dash before it is that of a range."""
    text = ctx.text
    if not _NUMERIC.match(text, pos) or (prior is None and not _OPEN_BEFORE.match(text, pos)):
        return None
    for pattern in (_GLUED, _FULL, _COMPACT) if text[pos : pos + 2] in _CENTURIES else ():
        if m := pattern.match(text, pos):
            year, month, number_ = int(m[1]), int(m[2]), int(m[3])
            if day := valid(year, month, number_):
                return Node(m.end(), [days_span(day)], year_said=True)
            if pattern is _FULL and (none := no_such_day(m.end(), year, month, number_)):
                return none
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
    if (m := _DAY_MONTH.match(text, pos)) and (prior is not None or _NO_DIGIT_BEFORE.match(text, pos)):
        return month_day_node(ctx, m.end(), int(m[2]), int(m[1]), prior)
    closes = prior is not None and prior.month is not None and text[pos - 1] in _RANGE_SIGNS
    m = (_MONTH_DAY_END if closes else _MONTH_DAY).match(text, pos) or _COMPACT_SHORT.match(text, pos)
    if m is None or (prior is None and not _NO_DIGIT_BEFORE.match(text, pos)):
        return None
    unlabelled = text[pos - 1 : pos] == ":" and text[pos - 2 : pos - 1] not in _LABELS
    if unlabelled and (m.re is _COMPACT_SHORT or m.end() == len(text)):
        return None  # 登：1228 and 编号：3.5 are numbers, 时间：9.23 is a day
    month, day_number = int(m[1]), int(m[m.lastindex or 2])
    decimal = m.re is _MONTH_DAY and not _ALONE.match(text, pos) and (m[2] == "." or len(m[0].strip("日号")) == 3)
    if decimal and not (m[0][-1] in "日号" or _CLEAR.match(text, m.end())):
        return None  # 3.5 may be a figure, 1-3 a choice: only a word of time makes them dates
    if valid(2000, month, day_number) is None:
        return no_such_day(m.end(), ctx.today.year, month, day_number)
    return month_day_node(ctx, m.end(), month, day_number, prior)


def month_day_node(ctx: Context, stop: int, month: int, day: int, prior: Node | None) -> Node | None:
    """A month and a day without a year; asks when this year's has passed."""
    days = place_month_day(ctx, month, day, prior)
    if not days:
        return None
    gone = days[0].year > ctx.today.year and prior is None and days[-1].year == ctx.today.year
    if gone and ctx.today - days[-1] <= JUST_PAST < days[0] - ctx.today:
        days = days[::-1]  # 9月16日, said two days later, is no day of next year
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
        return Node(stop, [days_span(ctx.today, 3 if few == "几" else to_int(few[-1]) or 2)], year_said=True)
    offsets = [o for c, o in (("昨", -1), ("今", 0), ("明", 1), ("后", 2)) if c in said]
    first = ctx.today + timedelta(days=offsets[0])
    return Node(stop, [days_span(first, offsets[-1] - offsets[0] + 1)], year_said=True)


def said_month(ctx: Context, pos: int) -> tuple[int, int] | None:
    """Number of the month written at ``pos`` and where it stops."""
    m = _MONTH.match(ctx.text, pos)
    if m is None:
        return None
    month = CN_MONTH.get(m[1]) or number(m[1], 1, 12)
    return (month, m.end()) if month else None


def said_months(ctx: Context, pos: int) -> tuple[int, int, int] | None:
    """八九月份, 3、4月份: first and last month and where they stop; 3、4月 that begins a line counts its points."""
    m = _TWO_MONTHS.match(ctx.text, pos)
    low, high = (number(m[1] or m[3], 1, 11), number(m[2] or m[4], 2, 12)) if m else (None, None)
    if m is None or low is None or high != low + 1:
        return None
    points = m[3] and not m[5] and not ctx.text[max(0, pos - 1) : pos].strip("\n。;(")
    return None if points else (low, high, m.end())


def said_day(ctx: Context, pos: int, *, after_month: bool) -> tuple[int, int] | None:
    """Number of the day written at ``pos`` and where it stops; 日 may be left out after a month."""
    m = _DAY.match(ctx.text, pos)
    if m is None and after_month:
        m = _DAY_BARE.match(ctx.text, pos)
        if m and m[1].startswith("初"):
            return None
    if m is None:
        return None
    day = number(m[1], 1, MISSAID if after_month and m[0][-1] in "日号" else MOST_DAYS)
    if not day or (not after_month and m.re is _DAY and m["more"] is not None and _numbers_a_point(ctx, m, day)):
        return None
    return day, m.end()


def _absent_from(ctx: Context, pos: int) -> tuple[int, int] | None:
    """The 21 of 出差三天，21到23: where somebody is away, bare numbers from one to the other are days."""
    m = _BARE_DAYS.match(ctx.text, pos)
    if m is None or not int(m[1]) < int(m[2]) <= _MOST_DAYS or int(m[2]) <= _HOURS or not _AWAY.search(ctx.text):
        return None
    return int(m[1]), m.end(1)


def _numbers_a_point(ctx: Context, m: re.Match[str], day: int) -> bool:
    """1、20日前报送: the 1 counts the points of a list; 18、19、20日 are days."""
    following = number(m["next"], 1, 31) or 0
    leads = not ctx.text[max(0, m.start() - 1) : m.start()].strip("\n。;(")
    return m[0][-1] not in "日号" and (following <= day or (leads and following != day + 1))


def range_end(ctx: Context, pos: int, first: Node) -> Node | None:
    """The bare 24 of 9月22日到24, 9月22到24: a day of the month that the first one names, and later in it."""
    m = _RANGE_END.match(ctx.text, pos) if first.best.single_day and first.clock is None else None
    if m is None or ctx.text[first.stop - 1] not in _NUMBERED:
        return None
    day = number(m[1], 1, 31)
    spans = [days_span(later) for span in first.options if day and (later := _same_month(span.day, day))]
    return Node(m.end(), spans, month=first.month) if spans else None


def _same_month(first: date, day: int) -> date | None:
    later = valid(first.year, first.month, day)
    return later if later and later > first else None


def bare_day(ctx: Context, pos: int, prior: Node | None) -> Node | None:
    """28日, 28号 with no month; not the number of a paper, a room or a typhoon."""
    if (pos and ctx.text[pos - 1] in _NEVER_BEFORE) or ctx.text.startswith("两", pos):
        return None
    said = said_day(ctx, pos, after_month=False) or _absent_from(ctx, pos)
    if said is None or (ctx.text[said[1] - 1] == "日" and _COUNTED_DAYS.match(ctx.text, said[1])):
        return None
    days = place_day(ctx, said[0], prior)
    if not days:
        return None
    gone = prior is None and (days[0].year, days[0].month) != (ctx.today.year, ctx.today.month)
    return Node(said[1], day_spans(days), ambiguous=gone)
