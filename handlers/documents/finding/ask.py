"""What a question about papers asks for: words, units, urgency, state, days, whose (domain.md 2.4, C.1). Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers.documents.finding.index import plain
from handlers.documents.finding.states import Wanted, states_in
from handlers.documents.terms import KINDS, URGENCIES
from handlers.said import Said, UnitSaid, When

LEAST = 2
"""Characters of a word that is looked for."""
_REAL_TIME = re.compile(
    r"[今昨]|前天|本|上|这|最近|近|过去|去年|年初|年内|星期|周|"
    r"[\d〇零一二两三四五六七八九十]+个?(?:月|日|号|季度|天|年)|\d[./-]\d|半年|月[初底中]|[上中下]旬"
)
"""国庆 and 春节 are words of titles far oftener than days on which papers came."""
_FROM = re.compile(r"^(?:发来|送来|报来|转来|来[的了文]?|发的?|报的?|的来?文|印发)")
_WITH = re.compile(
    r"^(?:的?手[里上]|那[里儿边]|处|牵头|承办|主办|在办|办理|办的?|配合|协办|没|未|还|签收|反馈|接|负责|有[哪几多什])"
)
_TO = re.compile(r"(?:转给|转到|转办给?|转|交给|交|由|给|在)$")
_CLOSED = re.compile(r"办[结完好]|完成")
_DUE = re.compile(r"到期|截止|时限|到时|要(?:办结?|反馈|报|交)|前(?:要|需|须)")
_NUMBER = re.compile(r"(?P<code>[\u4e00-\u9fff]{2,12})第?(?P<seq>\d{1,4})号")
_LEADING = re.compile(
    r"^[\s，,。：:]*(?:您好|你好|请问|请|麻烦您?|劳驾|帮忙?我?|给我|我?想|我?要|再|帮)*"
    r"(?:查查|查询|查找|查看|查阅|查一查|查一?下|查|搜索|搜一?下?|寻找|找找|找一?下|找到?|看看|看一?下|看|列出来?|列一?下|调出|翻一?下|问一?下)*"
)
_WHOSE = re.compile(
    r"我?经手过?的?|我登记|我负责|我催办|我跟的?|我转办|我手[里上]|我这[里儿]?|要我们?办?|该我们?办?|轮到我们?|等我们?办?|我收的?|我办的?|"
    r"(?:我们?|本)(?:单位|科室|科|局|镇|街道|办|部门|部|委)?的?|我的"
)
_MINE = re.compile(
    r"我?经手过?的?|我登记|我负责|我催办|我跟|我转办|我手[里上]|我这|(?:要|该|轮到|等)我|我收|我办的|我的|我还有|我们?(?:单位|局|镇)"
)
_NOISE = re.compile(
    r"只[看要列留]|其中|里面|当中|全文|正文|原文|原件|扫描件|电子版|念一下|打开|发给?我|^把|"
    r"谢谢您?|多谢|辛苦了?|一下|收文登记簿?|收文号|收文|来文|公文|文件|[特加]急件?|特提件?|平急件?|平件|急件|要件|阅件|办件|"
    r"已?收到?[了的过]|收到|来[了的过]|登记[了的过]?|发来[了的]?|送来[了的]?|报来[了的]?|都?有哪[些几]件?|还?有没有|有几[件份个]|有多少[件份个]?|还有|哪些|哪几[件份个]|哪一?[件份个]|"
    r"几[件份个]|多少[件份个]?|什么|所有|全部|那个|这个|那[份件]|这[份件]|关于|有关|涉及|提到|标题[里中]?(?:带|含|有)?|(?:在|到)?谁的?手[里上]|在?谁那[里儿边]?|手[里上]|那[里儿边]|"
    r"现在|目前|到哪[里儿一步]*了?|在哪[里儿]?|办得?怎么样了?|怎么样了?|办[完好结]了?[没吗](?:有)?|[没有]*办[完好结][了吗没]*|什么情况|情况|进展如?何?|进度|状态|牵头|承办|主办|配合|协办|"
    r"[《》“”\"（）()，,。？?！!：:；;、\s]|的|了|吗|呢|吧|啊"
)
_BREAK = re.compile(r"[^\u3400-\u9fffA-Za-z0-9]+|[和与及]")
_TAIL = re.compile(r"(?:文|件|份|个|都|有|在|列|办|没|未|还|里)+$")
_HEAD = re.compile(r"^(?:文|件|份|个|都|有|在|列|办|没|未|还|里|到|前|内|收|来|由|给|转|交)+")


@dataclass(frozen=True, slots=True)
class Ask:
    """Conditions, all of which must hold. `since` and `until` (exclusive) are aware; `day` says which date is meant."""

    words: tuple[str, ...] = ()
    senders: tuple[UnitSaid, ...] = ()
    handlers: tuple[UnitSaid, ...] = ()
    units: tuple[UnitSaid, ...] = ()
    """Units that sent the paper or handle it: the question does not say which."""
    urgency: str | None = None
    important: bool = False
    kind: str | None = None
    wanted: Wanted | None = None
    since: datetime | None = None
    until: datetime | None = None
    day: str = "received"
    leaders: tuple[str, ...] = ()
    mine: bool = False
    numbers: tuple[tuple[str, int], ...] = ()
    """文号 without a year: (南委办, 88)."""

    @property
    def empty(self) -> bool:
        return self == Ask()

    @property
    def named(self) -> tuple[str, ...]:
        """Which kinds of conditions there are: what the audit keeps of a question."""
        empty = Ask()
        return tuple(name for name in self.__slots__ if getattr(self, name) != getattr(empty, name))


def read(said: Said, own: Collection[str] = (), codes: Collection[str] = ()) -> Ask:
    """The conditions in a message. `own`: names of the office itself, which are no condition."""
    if said.title and len(plain(said.title)) >= LEAST:
        return Ask(words=(said.title,))
    text = said.text
    docs = [doc.span for doc in said.docs]
    blank = docs + [number.span for number in said.own]
    times = [when for when in said.times if _is_time(when, said)]
    units = [unit for unit in said.units if unit.group is None]
    ask = Ask(
        urgency=said.urgency if said.urgency in URGENCIES else None,
        important="要件" in text,
        kind=said.kind if said.kind in KINDS else None,
        leaders=tuple(leader.userid for leader in said.leaders),
        mine=_MINE.search(text) is not None,
        numbers=tuple(_numbers(text, docs + [own.span for own in said.own if own.series], codes)),
    )
    dated = _hidden(text, [when.span for when in times])
    ask = _with_units(ask, dated, [unit for unit in units if unit.text not in own and unit.short not in own])
    if times:
        since, until = span_of(times[0])
        ask = replace(ask, since=since, until=until, day=_day(text, times[0]))
    text = _NUMBER.sub(lambda found: " " * len(found[0]), text) if ask.numbers else text
    wanted, rest = states_in(_hidden(text, blank + [when.span for when in times] + [unit.span for unit in units]))
    if ask.day == "closed":
        wanted = None
    blank = [person.span for person in said.people]
    return replace(ask, wanted=wanted, words=tuple(_words(_hidden(rest, blank))))


def span_of(when: When) -> tuple[datetime | None, datetime | None]:
    """The days of a time expression: the end is exclusive. A deadline reaches from any time until then."""
    if when.start is None:
        return None, when.end
    return when.start, when.end or when.start + timedelta(days=1)


def _is_time(when: When, said: Said) -> bool:
    if (when.start is None and when.end is None) or not _REAL_TIME.search(when.text):
        return False
    future = when.start is not None and when.start > said.now
    return not future or _DUE.search(said.text) is not None


def _day(text: str, when: When) -> str:
    """Which of a paper's dates is meant: when it came, was closed, or is due."""
    after = text[when.span[1] :]
    if when.deadline or _DUE.search(after[:8]):
        return "due"
    closed = _CLOSED.search(text)
    return "closed" if closed and not re.search(r"[没未不待]有?$", text[: closed.start()]) else "received"


def _with_units(ask: Ask, text: str, units: list[UnitSaid]) -> Ask:
    senders, handlers, either = [], [], []
    for unit in units:
        before, after = text[: unit.span[0]].rstrip(), text[unit.span[1] :].lstrip()
        if _FROM.match(after):
            senders.append(unit)
        elif _WITH.match(after) or _TO.search(before):
            handlers.append(unit)
        else:
            either.append(unit)
    return replace(ask, senders=tuple(senders), handlers=tuple(handlers), units=tuple(either))


def _numbers(text: str, taken: list[tuple[int, int]], codes: Collection[str]) -> list[tuple[str, int]]:
    """南委办88号: the code as far as it is known, else without the verb before it."""
    found = []
    for match in _NUMBER.finditer(text):
        if any(first < match.end() and match.start("seq") < last for first, last in taken):
            continue
        known = [code for code in codes if match["code"].endswith(code)]
        code = max(known, key=len) if known else _LEADING.sub("", match["code"])
        if len(code) >= LEAST:
            found.append((code, int(match["seq"])))
    return found


def _hidden(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _words(text: str) -> list[str]:
    """What is left to look for: 帮我查一下台风那个文件在谁手里 → 台风."""
    left = _NOISE.sub(" ", _WHOSE.sub(" ", _LEADING.sub("", text)))
    words = (_TAIL.sub("", _HEAD.sub("", word)) for word in _BREAK.split(left))
    return list(dict.fromkeys(word for word in words if len(word) >= LEAST))


def only_conditions(ask: Ask) -> Ask:
    """The same without words to look for and numbers: what narrows an export."""
    return replace(ask, words=(), numbers=())
