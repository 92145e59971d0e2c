"""Finding every time expression of a text: one pass from left to right over the places where one can begin."""

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Final

from bot.dialogue.needles import starts
from bot.dialogue.times.counts import parse_counted
from bot.dialogue.times.holidays import HOLIDAY_STARTS
from bot.dialogue.times.leaves import around_holiday, parse_leave
from bot.dialogue.times.lexicon import compiled, plain
from bot.dialogue.times.model import TimeExpr, WorkCalendar
from bot.dialogue.times.modifiers import PREFIX, finish
from bot.dialogue.times.points import parse_point
from bot.dialogue.times.ranges import bare_years, extend
from bot.dialogue.times.relative import from_day
from bot.dialogue.times.sets import HOLIDAY_CLAUSE, parse_sets
from bot.dialogue.times.spans import Context, Node, evening
from scheduler import workdays
from scheduler.clock import SHANGHAI

_DIGITS: Final = "零〇○一二两三四五六七八九十百千万廿卅"
_UNIT: Final = r"[几年月日号点點时分秒个周星礼天小刻钟季世工交法旬代多余来半ap/\-.:~〜—–到至、千万亿]"
_TIMELY: Final = (
    rf"(?:大[前后年]|[0-9{_DIGITS}今明昨前后上下周星礼本这当去每早凌中晚农阴正元腊冬春国次翌现此年月半几第最夏秋清端])"
)
_PLACES: Final = (
    rf"(?<![0-9])(?:[0-9]{{1,9}}(?![0-9])(?=\s*{_UNIT})|(?:0[1-9]|1[0-2])[0-3][0-9](?![0-9])|(?:19|20)[0-9]{{6}}(?![0-9]))"
    rf"|(?<![{_DIGITS}])(?:[{_DIGITS}]{{1,12}}(?=\s*{_UNIT})|一大?早|两?[{_DIGITS}]{{1,4}}(?=小时|刻钟))"
    r"|半(?=[个年天小月日夜刻])|[几数](?=[个天年周日小十分])|若干"
    r"|今[天日儿年早晚晨夜明后礼星周月个起]|明[天日儿年早晚晨后起]|即日(?=[起至到])|白天|(?<!不)[早晚]于|不早于|昨[天日儿晚夜早晨]"
    r"|(?<!最)后[天日年晚早面三两二五十一四六七八九0-9续边几]|大{1,4}[前后]|大年|(?<!提)前[天年晚早三两二五十一四六七八九几0-9面边]|(?<![目以之当此提])前日"
    r"|[次翌][日年月]|当[天日晚月年季前]|[本这][日周月季年个一星礼两几会世双]|第[一二三四五六七八九十1-9]|[上中下]{1,2}旬|[本这]?旬(?=[末底内])|来年|去年"
    r"|(?<!上)上{1,4}(?=[周星礼月季半个一二三四五六七八九十两年0-9旬班世双次])"
    r"|(?<!下)下{1,4}(?=[周星礼月季半个一二三四五六七八九十两年0-9旬班世午双次])"
    r"|(?:周|星期|礼拜)[一二三四五六日天末1-7]|双休日|(?:再|(?<![\u4e00-\u9fff]))过(?=[0-9一二两三四五六七八九十半几])|月[底末初中内尾]|年[底末终初中内尾前后]|(?<![每一二两三四五六七八九十本上下这个0-9半双单])(?:周[初中内]|周?[上下前后]半周)|季[度末初底]|首季"
    r"|每(?=[隔逢个一二两三四五六七八九十0-9半天日周月年季早晚夜星礼小工分刻秒旬间])|隔(?=[一二两三四五六七八九十0-9半天日周月年季夜星礼小个])"
    rf"|逢(?=[周星礼]|{'|'.join(HOLIDAY_STARTS)})|每(?={'|'.join(HOLIDAY_STARTS)})|[双单]周|工作日"
    r"|会议?(?:召开|开始)?前(?=[0-9一二两三四五六七八九十半])|会议?(?:召开|开始)(?=[0-9一二两三四五六七八九十半])|凌晨|拂晓|清[晨早]|早[晨上间\s0-9一二三四五六七八九十]|上午|午[前间后夜]|中午|正[午月]|晌午|傍晚|黄昏"
    r"|晚[上间\s0-9一二三四五六七八九十]|夜[里间晚]|深夜|半夜|子夜|[ap]m\b"
    rf"|(?:自从?|从|由|打|限期?|大?约|大概|差不多|截[止至][^,。]?|最[迟晚][^,。]?|不(?:得|能)?(?:[晚迟]于|超过)|务必于|至迟)(?={_TIMELY})"
    rf"|截[止至](?:时间|日期)|差(?=[0-9{_DIGITS}])"
    r"|未来|[今往此随]后|接下来|最?近(?=[0-9一二两三四五六七八九十几半这])|最近|过去|[之以向往][前后]|还[剩有]|现在|此[时刻]|目前|眼下|这会儿|即刻"
    rf"|节日?[前后之以过结]|[双两]节|[放收休]?假期?(?:放假)?[前后之以结过]|小?长假(?=[前后之以结期过])|农历|阴历|旧历|[元腊冬闰]月|[元冬]|闰|[春夏秋冬][天季日]|q[1-4]|{'|'.join(HOLIDAY_STARTS)}"
)
_BEGIN: Final = compiled(rf"(?=[{''.join(sorted(starts(_PLACES) or ()))}])(?:{_PLACES})")
"""Where an expression can begin; the look at its first character saves trying all the rest."""
_NUMBER: Final = compiled(rf"[0-9]+|[{_DIGITS}]+")
_TITLE: Final = compiled(r"《[^《》]{1,200}》")
_PREFIX_FIRSTS: Final = starts(PREFIX.pattern) or frozenset()
_LINK: Final = compiled(r"\s*(?:[、,和及与或]|以及|或者)?\s*")
_SET_FIRSTS: Final = frozenset("每隔逢双单周星礼工0123456789一两二三四五六七八九十半")
_LEAVE_FIRSTS: Final = frozenset("节双两小长假放收休年")
_LINK_REACH: Final = 3
_ALL_OF_THEM: Final = compiled(r"[两二三四五六七2-7][天日](?:之|以)?内?(?![前后])")
_MOST: Final = 100
_TRIES: Final = 300
"""No message that people write names more times, or has more places where one could begin; the rest is not read."""


@cache
def _default_calendar() -> WorkCalendar:
    return workdays.WorkCalendar()


def find_times(text: str, now: datetime, calendar: WorkCalendar | None = None) -> list[TimeExpr]:
    """All time expressions of the text, in order, without overlap (domain.md C.3).

    ``now`` is the moment of speaking: an aware instant, or a naive one in Beijing time. Never raises; what lies outside
    the calendar (the year 9999 and beyond) is no expression. What stands inside 《》 is a title and tells no time.
    """
    local = now.replace(tzinfo=SHANGHAI) if now.tzinfo is None else now.astimezone(SHANGHAI)
    ctx = Context(text, plain(text), local, calendar or _default_calendar())
    titles = [m.span() for m in _TITLE.finditer(text)] if "《" in text else []
    found: list[TimeExpr] = []
    prior: Node | None = None
    pos = tries = 0
    while len(found) < _MOST and tries < _TRIES and (m := _BEGIN.search(ctx.text, pos)) is not None:
        begin, tries = m.start(), tries + 1
        if inside := next((stop for start, stop in titles if start <= begin < stop), None):
            pos = inside
            continue
        before = _still(ctx, prior, found, begin)
        exprs, node = _at(ctx, begin, before)
        if exprs:
            _share_deadline(ctx, found, exprs[0])
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


def _share_deadline(ctx: Context, found: list[TimeExpr], expr: TimeExpr) -> None:
    """9月20日、25日前: both days are deadlines."""
    before = found[-1] if found else None
    if before is None or expr.modifier != "before" or not expr.deadline or before.kind != "date" or before.deadline:
        return
    if before.start is not None and ctx.text[before.span[1] : expr.span[0]] == "、":
        due = evening(before.start.date())
        found[-1] = replace(before, kind="range", start=None, end=due, deadline=True, modifier="before")


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
    if first in _LEAVE_FIRSTS and (leave := parse_leave(ctx, pos)):
        return [leave], None
    node = bare_years(ctx, begin, led=bool(prefix and prefix["since"])) or parse_point(ctx, begin, prior)
    if node is None:
        relative = parse_counted(ctx, begin)
        if relative and prefix and prefix["approx"]:
            text = ctx.said[pos : relative.span[1]]
            relative = replace(relative, text=text, span=(pos, relative.span[1]), modifier="approx")
        return ([relative] if relative else []), None
    special = around_holiday(ctx, node, pos) or (_counted(ctx, begin, node) if prior is None else None)
    if special:
        return [special], node
    node = node if node.ranged else extend(ctx, node)
    return [finish(ctx, begin, node, prefix)], node


def _counted(ctx: Context, begin: int, node: Node) -> TimeExpr | None:
    if node.ranged or not (node.best.single_day or node.clock is not None):
        return None
    start = node.best.start
    if ctx.text.startswith(("起", "之日起"), node.stop):  # 自9月1日起 may lie behind us
        start = min(node.options, key=lambda span: abs(span.start - ctx.now)).start
    expr = from_day(ctx, begin, node.stop, start)
    return replace(expr, anchor=None) if expr else None
