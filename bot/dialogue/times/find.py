"""Finding every time expression of a text: one pass from left to right over the places where one can begin."""

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Final

from bot.dialogue.needles import starts
from bot.dialogue.times.counts import parse_counted
from bot.dialogue.times.fromday import from_day
from bot.dialogue.times.holidays import HOLIDAY_STARTS, QUOTES
from bot.dialogue.times.leaves import around_holiday, parse_leave
from bot.dialogue.times.lexicon import compiled, plain
from bot.dialogue.times.lists import LIST_FIRSTS, alike, weekday_list
from bot.dialogue.times.model import Reading, TimeExpr, WorkCalendar
from bot.dialogue.times.modifiers import PREFIX, finish
from bot.dialogue.times.occurrences import HOLIDAY_CLAUSE
from bot.dialogue.times.points import parse_point, with_clock
from bot.dialogue.times.ranges import bare_years, extend
from bot.dialogue.times.relative import limit_of
from bot.dialogue.times.sets import parse_sets
from bot.dialogue.times.spans import Context, Node, days_span
from scheduler import workdays
from scheduler.clock import SHANGHAI

_DIGITS: Final = "零〇○一二两三四五六七八九十百千万廿卅"
_SOME: Final = rf"\s*(?:[0-9]{{1,2}}|[{_DIGITS}]{{1,3}})\s*"
_LISTED: Final = rf"(?:、{_SOME}){{1,9}}[日号月]"
_UNIT: Final = rf"(?:{_LISTED}|[几年月日号点點时分秒个周星礼天小刻钟季世工交法旬代多余来半ap/\-.:~〜—–到至千万亿])"
_TIMELY: Final = (
    rf"(?:大[前后年]|[0-9{_DIGITS}今明昨前后上下周星礼本这当去每早凌中晚农阴正元腊冬春国次翌现此年月半几第最夏秋清端])"
)
_PLACES: Final = (
    rf"(?<![0-9])(?:[0-9]{{1,9}}(?![0-9])(?=\s*{_UNIT})|(?:0[1-9]|1[0-2])[0-3][0-9](?![0-9])|(?:19|20)[0-9]{{6}}(?![0-9]))"
    rf"|(?<![{_DIGITS}])(?:[{_DIGITS}]{{1,12}}(?=\s*{_UNIT})|一大?早|两?[{_DIGITS}]{{1,4}}(?=小时|刻钟))"
    r"|半(?=[个年天小月日夜刻])|[几数](?=[个天年周日小十分])|若干"
    r"|今[天日儿年早晚晨夜明后礼星周月个起]|明[天日儿年早晚晨后起]|即日(?=[起至到])|白天|(?<!不)[早晚]于|不早于|昨[天日儿晚夜早晨]"
    r"|(?<![最延推错押移])后[天日年晚早面三两二五十一四六七八九0-9续边几]|大{1,4}[前后]|大年|(?<!提)(?<!公元)前[天年晚早三两二五十一四六七八九几0-9面边]|(?<![目以之当此提])前日"
    r"|[次翌][日年月]|当[天日晚月年季前]|[本这][日周月季年个一星礼两几会世双]|第[一二三四五六七八九十1-9]|[上中下]{1,2}旬|[本这]?旬(?=[末底内])|来年|去年"
    r"|(?<!上)上{1,4}(?=[周星礼月季半个一二三四五六七八九十两年0-9旬班世双次])"
    r"|(?<!下)下{1,4}(?=[周星礼月季半个一二三四五六七八九十两年0-9旬班世午双次])"
    r"|(?:周|星期|礼拜)[一二三四五六日天末1-7]|双休日|(?:再|(?<![\u4e00-\u9fff]))过(?=[0-9一二两三四五六七八九十半几])|月[底末初中内尾]|年[底末终初中内尾前后]|(?<![每一二两三四五六七八九十本上下这个0-9半双单])(?:周[初中内]|周?[上下前后]半周)|季[度末初底]|首季"
    r"|每(?=[隔逢个一二两三四五六七八九十0-9半天日周月年季早晚夜星礼小工分刻秒旬间])|隔(?=[一二两三四五六七八九十0-9半天日周月年季夜星礼小个])"
    rf"|逢(?=[周星礼]|“?(?:{'|'.join(HOLIDAY_STARTS)}))|每(?=“?(?:{'|'.join(HOLIDAY_STARTS)}))|[双单]周|[按逐](?=[年季月周旬天日])|工作日"
    r"|会议?(?:召开|开始)?前(?=[0-9一二两三四五六七八九十半])|会议?(?:召开|开始)(?=[0-9一二两三四五六七八九十半])|凌晨|拂晓|清[晨早]|早[晨上间\s0-9一二三四五六七八九十]|上午|午[前间后夜]|中午|正[午月]|晌午|傍晚|黄昏"
    r"|晚[上间\s0-9一二三四五六七八九十]|夜[里间晚]|深夜|半夜|子夜|[ap]m\b"
    rf"|(?:自从?|从|由|打|[时期]限(?:在|于|[为是:到至])*|(?<![宽权有上下极界局无年])限期?|大?约|大概|差不多|截[止至][^,。]?|最[迟晚][^,。]?|不(?:得|能)?(?:[晚迟]于|超过)|务必于|至迟)(?={_TIMELY})"
    rf"|截[止至](?:时间|日期)|差(?=(?:一刻钟?|{_SOME}分钟?)\s*到?{_SOME}点)"
    r"|未来|[今往此随]后|接下来|最?近(?=[0-9一二两三四五六七八九十几半这])|最近|过去|[之以向往][前后]|还[剩有]|现在|此[时刻]|目前|眼下|这会儿|即刻"
    rf"|节日?[前后之以过结]|[双两]节|[放收休]?假期?(?:放假)?[前后之以结过]|小?长假(?=[前后之以结期过])|农历|阴历|旧历|[元腊冬闰]月|[元冬]|闰|[春夏秋冬][天季日]|q[1-4]|{'|'.join(HOLIDAY_STARTS)}"
)
_BEGIN: Final = compiled(rf"(?=[{''.join(sorted(starts(_PLACES) or ()))}])(?:{_PLACES})")
"""Where an expression can begin; the look at its first character saves trying all the rest."""
_NUMBER: Final = compiled(rf"[0-9]+|[{_DIGITS}]+")
_TITLE: Final = compiled(r"《[^《》]{1,200}》")
_PREFIX_FIRSTS: Final = starts(PREFIX.pattern) or frozenset()
_LINK: Final = compiled(r"\s*(?:[、,和及与或]|以及|或者)?\s*")
_SET_FIRSTS: Final = frozenset("每隔逢按逐双单周星礼工0123456789一两二三四五六七八九十半")
_LEAVE_FIRSTS: Final = frozenset("节双两小长假放收休年")
_LINK_REACH: Final = 3
_ALL_OF_THEM: Final = compiled(r"[两二三四五六七2-7][天日](?:之|以)?内?(?![前后])")
_FEW, _MANY, _SIGNS_EACH = 50, 100, 40
_FEW_TRIES, _MANY_TRIES, _SIGNS_A_TRY = 300, 600, 7
"""No message that people write names times more densely, or has more places where one could begin; no more are read."""


@cache
def _default_calendar() -> WorkCalendar:
    return workdays.WorkCalendar()


def find_times(text: str, now: datetime, calendar: WorkCalendar | None = None) -> list[TimeExpr]:
    """All time expressions of the text, in order, without overlap (domain.md C.3).

    ``now`` is the moment of speaking: an aware instant, or a naive one in Beijing time. Never raises; what lies outside
    the calendar (the year 9999 and beyond) is no expression. What stands inside 《》 is a title and tells no time.
    """
    simple = plain(text)
    if _BEGIN.search(simple) is None:
        return []
    local = now.replace(tzinfo=SHANGHAI) if now.tzinfo is None else now.astimezone(SHANGHAI)
    ctx = Context(text, simple, local, local.date(), calendar or _default_calendar())
    titles = [m.span() for m in _TITLE.finditer(text)] if "《" in text else []
    found: list[TimeExpr] = []
    prior: Node | None = None
    pos = tries = 0
    most = min(max(_FEW, len(text) // _SIGNS_EACH), _MANY)
    most_tries = min(max(_FEW_TRIES, len(text) // _SIGNS_A_TRY), _MANY_TRIES)
    while len(found) < most and tries < most_tries and (m := _BEGIN.search(ctx.text, pos)) is not None:
        begin, tries = m.start(), tries + 1
        if titles and (inside := next((stop for start, stop in titles if start <= begin < stop), None)):
            pos = inside
            continue
        before = _still(ctx, prior, found, begin)
        exprs, node = _at(ctx, begin, before)
        if exprs:
            _share(ctx, found, exprs[0])
            found += exprs
            prior, pos = node, max(_resume(ctx, exprs[-1], linked=before is not None), begin + 1)
        else:
            number = _NUMBER.match(ctx.text, begin)
            pos = number.end() if number else begin + 1
    return found


def _resume(ctx: Context, last: TimeExpr, *, linked: bool) -> int:
    """Where to look on: past 两天 after 25日、26日, which only counts them, and past the clause on holidays."""
    stop = last.span[1]
    if linked and (days := _ALL_OF_THEM.match(ctx.text, stop)):
        return days.end()
    clause = HOLIDAY_CLAUSE.search(ctx.text, stop) if last.holiday_rule else None
    return clause.end() if clause else stop


def _share(ctx: Context, found: list[TimeExpr], last: TimeExpr) -> None:
    """9月20日、25日前: both days are deadlines; 9月20日、25日上午9点: both begin at nine."""
    begin = last.span[0]
    if last.kind == "date":
        return
    for index in range(len(found) - 1, -1, -1):
        before = found[index]
        if ctx.text[before.span[1] : begin] != "、":
            return
        found[index], begin = alike(before, last), before.span[0]


def _still(ctx: Context, prior: Node | None, found: list[TimeExpr], begin: int) -> Node | None:
    """The point before, when only a list sign parts it from here (9月10日、11日)."""
    if prior is None or not found or begin - found[-1].span[1] > _LINK_REACH:
        return None
    return prior if _LINK.fullmatch(ctx.text, found[-1].span[1], begin) else None


def _at(ctx: Context, pos: int, prior: Node | None) -> tuple[list[TimeExpr], Node | None]:
    try:
        return _parse(ctx, pos, prior)
    except (ValueError, OverflowError):  # a date that the calendar does not have
        return [], None


def _parse(ctx: Context, pos: int, prior: Node | None) -> tuple[list[TimeExpr], Node | None]:
    first = ctx.text[pos]
    if first in _SET_FIRSTS and (sets := parse_sets(ctx, pos)):
        return sets, None
    prefix = PREFIX.match(ctx.text, pos) if first in _PREFIX_FIRSTS else None
    begin = prefix.end() if prefix else pos
    if ctx.text[begin : begin + 1] in LIST_FIRSTS and (listed := weekday_list(ctx, begin)):
        return listed, None
    if first in _LEAVE_FIRSTS and (leave := parse_leave(ctx, pos)):
        return [_timed(ctx, leave)], None
    node = bare_years(ctx, begin, led=bool(prefix and prefix["since"])) or parse_point(ctx, begin, prior)
    if node is None:
        limited = bool(prefix and (prefix["limit"] or prefix["until"] == "限"))
        relative = (limit_of(ctx, begin) if limited else None) or parse_counted(ctx, begin)
        if relative and prefix and prefix["approx"]:
            text = ctx.said[pos : relative.span[1]]
            relative = replace(relative, text=text, span=(pos, relative.span[1]), modifier="approx")
        return ([relative] if relative else []), None
    special = around_holiday(ctx, node, pos) or (_counted(ctx, begin, node) if prior is None else None)
    named = node.holiday is not None
    if special:
        expr = _timed(ctx, special)
    else:
        node = node if node.ranged else extend(ctx, node)
        expr = finish(ctx, begin, node, prefix)
    return [_with_quote(ctx, expr) if named else expr], node


def _with_quote(ctx: Context, expr: TimeExpr) -> TimeExpr:
    """“五一”前: the quote that opens belongs to the one that closes inside."""
    first, stop = expr.span
    opens = ctx.text[first - 1 : first]
    if not opens or opens not in QUOTES or not QUOTES & set(expr.text):
        return expr
    return replace(expr, text=ctx.said[first - 1 : stop], span=(first - 1, stop))


def _timed(ctx: Context, expr: TimeExpr) -> TimeExpr:
    """节后第一个工作日上午9点: the time of day on each day that is meant."""
    pos, stop = expr.span
    if expr.kind != "date" or expr.deadline or not ctx.text[stop : stop + 1]:
        return expr
    readings = expr.candidates or (Reading(expr.start, None),)
    days = [days_span(reading.start.date()) for reading in readings if reading.start]
    node = with_clock(ctx, Node(stop, days, ambiguous=expr.ambiguous, year_said=True))
    if node.stop == stop:
        return expr
    timed = finish(ctx, pos, extend(ctx, node))
    notes = {reading.start.date(): reading.note for reading in readings if reading.start}
    moments = [(c, c.start or c.end) for c in timed.candidates]
    named = tuple(replace(c, note=notes.get(moment.date())) for c, moment in moments if moment)
    return replace(timed, candidates=named, note=expr.note or timed.note)


def _counted(ctx: Context, begin: int, node: Node) -> TimeExpr | None:
    if node.ranged or not (node.best.single_day or node.clock is not None):
        return None
    start = node.best.start
    if ctx.text.startswith(("起", "之日起"), node.stop):  # 自9月1日起 may lie behind us
        start = min(node.options, key=lambda span: abs(span.start - ctx.now)).start
    expr = from_day(ctx, begin, node.stop, start)
    return replace(expr, anchor=None) if expr else None
