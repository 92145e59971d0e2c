"""Finding every time expression of a text: one pass from left to right over the places where one can begin."""

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Final

from bot.dialogue.numerals import narrow
from bot.dialogue.times.lexicon import compiled
from bot.dialogue.times.model import TimeExpr, WorkCalendar
from bot.dialogue.times.modifiers import PREFIX, finish
from bot.dialogue.times.office import first_workday_after, parse_leave
from bot.dialogue.times.points import parse_point
from bot.dialogue.times.ranges import bare_years, extend
from bot.dialogue.times.relative import from_day, parse_relative
from bot.dialogue.times.sets import parse_sets
from bot.dialogue.times.spans import Context, Node
from scheduler import workdays
from scheduler.clock import SHANGHAI

_DIGITS: Final = "零〇○一二两三四五六七八九十百千万廿卅"
_BEGIN: Final = compiled(
    rf"(?<![0-9])[0-9]|(?<![{_DIGITS}])[{_DIGITS}半几数若]"
    r"|今[天日儿年早晚晨夜明后礼星周月]|明[天日儿年早晚晨后]|昨[天日儿晚夜早晨]|后[天年晚早面三两二五十一四六七八九0-9续边]|大{1,4}[前后]|大年|前[天年晚早三两二五十一四六七八九几0-9面边]"
    r"|[次翌][日年月]|当[天日晚月年季前]|[本这][日周月季年个一星礼两几会]|第[一二三四五六七八九十1-9]|[上下](?:[周星礼月季半个一二三四五六七八九十两上下年0-9班]|[旬])|中旬|来年|去年|同年"
    r"|[周星礼](?:期|拜)?[一二三四五六日天末1-7]|月[底末初中内]|年[底末终初中内三初]|季[度末初底]|首[季]|[每隔逢双]"
    r"|凌晨|拂晓|清[晨早明]|早[晨上间\s0-9一二三四五六七八九十]|上午|午[前间后夜]|中[午秋元]|正[午月]|晌午|下午|傍晚|黄昏|晚[上间\s0-9一二三四五六七八九十]|夜[里间晚]|深夜|半夜|子夜|[ap]m\b"
    r"|[自从由打截最限约]|不[晚迟]于|务必于|至迟|大[约概]|差|未来|[今往此随]后|接下来|[最]?近|过去|[之以向往][前后]|还[剩有]|现在|此[时刻]|目前|眼下|这会儿|即刻"
    r"|节[前后之以]|[放收]?假[期前后之以结]|农历|阴历|旧历|[元腊冬闰]|q[1-4]|春节|春分|[除端重圣国情妇女植消愚全世教记光宪公平万劳青儿建抗烈护禁环读地新跨破灯上龙七乞老小大立雨惊谷夏芒处白秋寒霜腊母父感三五六八]"
)
_NUMBER: Final = compiled(rf"[0-9]+|[{_DIGITS}]+")
_TITLE: Final = compiled(r"《[^《》]{1,200}》")
_LINK: Final = compiled(r"\s*(?:[、,和及与或]|以及|或者)?\s*")
_LINK_REACH: Final = 3


@cache
def _default_calendar() -> WorkCalendar:
    return workdays.WorkCalendar()


def find_times(text: str, now: datetime, calendar: WorkCalendar | None = None) -> list[TimeExpr]:
    """All time expressions of the text, in order, without overlap (domain.md C.3).

    ``now`` is the moment of speaking: an aware instant, or a naive one in Beijing time. Never raises; what lies outside the
    calendar (the year 9999 and beyond) is no expression. What stands inside 《》 is a title and says nothing about time.
    """
    local = now.replace(tzinfo=SHANGHAI) if now.tzinfo is None else now.astimezone(SHANGHAI)
    ctx = Context(text, narrow(text), local, calendar or _default_calendar())
    titles = [m.span() for m in _TITLE.finditer(text)] if "《" in text else []
    found: list[TimeExpr] = []
    prior: Node | None = None
    pos = 0
    while (m := _BEGIN.search(ctx.text, pos)) is not None:
        begin = m.start()
        if inside := next((stop for start, stop in titles if start <= begin < stop), None):
            pos = inside
            continue
        exprs, node = _at(ctx, begin, _still(ctx, prior, found, begin))
        if exprs:
            found += exprs
            prior, pos = node, max(exprs[-1].span[1], begin + 1)
        else:
            number = _NUMBER.match(ctx.text, begin)
            pos = number.end() if number else begin + 1
    return found


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
    if first in "每隔逢双" and (sets := parse_sets(ctx, pos)):
        return sets, None
    prefix = PREFIX.match(ctx.text, pos)
    begin = prefix.end() if prefix else pos
    if first in "节假放收" and (leave := parse_leave(ctx, pos)):
        return [leave], None
    node = bare_years(ctx, begin, led=bool(prefix and prefix["since"])) or _point(ctx, begin, prior)
    if node is None:
        relative = parse_relative(ctx, begin)
        return ([relative] if relative else []), None
    if node.best.single_day or node.clock is not None:
        special = first_workday_after(ctx, node, pos) or _counted(ctx, begin, node)
        if special:
            return [special], node
    node = node if node.ranged else extend(ctx, node)
    if prefix and prefix["since"] and not node.ranged:
        expr = finish(ctx, begin, node, prefix)
        return [expr], node
    return [finish(ctx, begin, node, prefix)], node


def _point(ctx: Context, pos: int, prior: Node | None) -> Node | None:
    """A point, unless a length says more: 半小时后 begins like nothing, 3年前 like no year, 三天后 like 第三天."""
    return parse_point(ctx, pos, prior)


def _counted(ctx: Context, begin: int, node: Node) -> TimeExpr | None:
    if node.ranged:
        return None
    expr = from_day(ctx, begin, node.stop, node.best.start)
    return replace(expr, anchor=None) if expr else None
