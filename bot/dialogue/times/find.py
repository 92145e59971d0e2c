"""Finding every time expression of a text: one pass from left to right over the places where one can begin."""

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Final

from bot.dialogue.numerals import narrow
from bot.dialogue.times.holidays import HOLIDAY_STARTS
from bot.dialogue.times.lexicon import compiled
from bot.dialogue.times.model import TimeExpr, WorkCalendar
from bot.dialogue.times.modifiers import PREFIX, finish
from bot.dialogue.times.office import first_workday_after, parse_leave
from bot.dialogue.times.points import parse_point
from bot.dialogue.times.ranges import bare_years, extend
from bot.dialogue.times.relative import from_day, parse_relative
from bot.dialogue.times.sets import HOLIDAY_CLAUSE, parse_sets
from bot.dialogue.times.spans import Context, Node, evening
from scheduler import workdays
from scheduler.clock import SHANGHAI

_DIGITS: Final = "零〇○一二两三四五六七八九十百千万廿卅"
_UNIT: Final = r"[年月日号点點时分秒个周星礼天小刻钟季世工交法旬代多余来半/\-.:~〜—–到至、千万亿]"
_TIMELY: Final = (
    rf"(?:大[前后年]|[0-9{_DIGITS}今明昨前后上下周星礼本这当去每早凌中晚农阴正元腊冬春国次翌现此年月半几第最夏秋清端])"
)
_BEGIN: Final = compiled(
    rf"(?<![0-9])(?:[0-9]{{1,9}}(?![0-9])(?=\s*{_UNIT})|(?:0[1-9]|1[0-2])[0-3][0-9](?![0-9])|(?:19|20)[0-9]{{6}}(?![0-9]))"
    rf"|(?<![{_DIGITS}])(?:[{_DIGITS}]{{1,12}}(?=\s*{_UNIT})|一大?早|两?[{_DIGITS}]{{1,4}}(?=小时|刻钟))"
    r"|半(?=[个年天小月日夜刻])|[几数](?=[个天年周日小十分])|若干"
    r"|今[天日儿年早晚晨夜明后礼星周月个]|明[天日儿年早晚晨后]|昨[天日儿晚夜早晨]"
    r"|后[天年晚早面三两二五十一四六七八九0-9续边几]|大{1,4}[前后]|大年|前[天年晚早三两二五十一四六七八九几0-9面边]"
    r"|[次翌][日年月]|当[天日晚月年季前]|[本这][日周月季年个一星礼两几会世]|第[一二三四五六七八九十1-9]|中旬|来年|去年"
    r"|(?<!上)上{1,4}(?=[周星礼月季半个一二三四五六七八九十两年0-9旬班世])"
    r"|(?<!下)下{1,4}(?=[周星礼月季半个一二三四五六七八九十两年0-9旬班世午])"
    r"|(?:周|星期|礼拜)[一二三四五六日天末1-7]|月[底末初中内]|年[底末终初中内]|季[度末初底]|首季"
    r"|每(?=[隔逢个一二两三四五六七八九十0-9半天日周月年季早晚夜星礼小工分刻秒旬间])|隔(?=[一二两三四五六七八九十0-9半天日周月年季夜星礼小个])"
    rf"|逢(?=[周星礼]|{'|'.join(HOLIDAY_STARTS)})|每(?={'|'.join(HOLIDAY_STARTS)})|双周|工作日"
    r"|凌晨|拂晓|清[晨早]|早[晨上间\s0-9一二三四五六七八九十]|上午|午[前间后夜]|中午|正[午月]|晌午|傍晚|黄昏"
    r"|晚[上间\s0-9一二三四五六七八九十]|夜[里间晚]|深夜|半夜|子夜|[ap]m\b"
    rf"|(?:自从?|从|由|打|限期?|大?约|大概|差不多|截[止至][^,。]?|最[迟晚][^,。]?|不[晚迟]于|务必于|至迟)(?={_TIMELY})"
    rf"|截[止至](?:时间|日期)|差(?=[0-9{_DIGITS}])"
    r"|未来|[今往此随]后|接下来|最?近(?=[0-9一二两三四五六七八九十几半这])|最近|过去|[之以向往][前后]|还[剩有]|现在|此[时刻]|目前|眼下|这会儿|即刻"
    rf"|节[前后之以]|[放收]?假[期前后之以结]|农历|阴历|旧历|[元腊冬闰]月|[元冬]|闰|[春夏秋冬][天季日]|q[1-4]|{'|'.join(HOLIDAY_STARTS)}"
)
_NUMBER: Final = compiled(rf"[0-9]+|[{_DIGITS}]+")
_TITLE: Final = compiled(r"《[^《》]{1,200}》")
_LINK: Final = compiled(r"\s*(?:[、,和及与或]|以及|或者)?\s*")
_LINK_REACH: Final = 3
_MOST: Final = 100
_TRIES: Final = 400
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
    ctx = Context(text, narrow(text), local, calendar or _default_calendar())
    titles = [m.span() for m in _TITLE.finditer(text)] if "《" in text else []
    found: list[TimeExpr] = []
    prior: Node | None = None
    pos = tries = 0
    while len(found) < _MOST and tries < _TRIES and (m := _BEGIN.search(ctx.text, pos)) is not None:
        begin, tries = m.start(), tries + 1
        if inside := next((stop for start, stop in titles if start <= begin < stop), None):
            pos = inside
            continue
        exprs, node = _at(ctx, begin, _still(ctx, prior, found, begin))
        if exprs:
            _share_deadline(ctx, found, exprs[0])
            found += exprs
            prior, pos = node, max(_resume(ctx, exprs[-1]), begin + 1)
        else:
            number = _NUMBER.match(ctx.text, begin)
            pos = number.end() if number else begin + 1
    return found


def _resume(ctx: Context, last: TimeExpr) -> int:
    """Where to look on; the clause that says what happens on holidays (顺延到前一工作日) holds no time of its own."""
    stop = last.span[1]
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
    if first in "每隔逢双周星礼工" and (sets := parse_sets(ctx, pos)):
        return sets, None
    prefix = PREFIX.match(ctx.text, pos)
    begin = prefix.end() if prefix else pos
    if first in "节假放收" and (leave := parse_leave(ctx, pos)):
        return [leave], None
    node = bare_years(ctx, begin, led=bool(prefix and prefix["since"])) or parse_point(ctx, begin, prior)
    if node is None:
        relative = parse_relative(ctx, begin)
        if relative and prefix and prefix["approx"]:
            text = ctx.said[pos : relative.span[1]]
            relative = replace(relative, text=text, span=(pos, relative.span[1]), modifier="approx")
        return ([relative] if relative else []), None
    if node.best.single_day or node.clock is not None:
        special = first_workday_after(ctx, node, pos) or _counted(ctx, begin, node)
        if special:
            return [special], node
    node = node if node.ranged else extend(ctx, node)
    return [finish(ctx, begin, node, prefix)], node


def _counted(ctx: Context, begin: int, node: Node) -> TimeExpr | None:
    if node.ranged:
        return None
    expr = from_day(ctx, begin, node.stop, node.best.start)
    return replace(expr, anchor=None) if expr else None
