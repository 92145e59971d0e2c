"""Reading the slots of 办文 out of a message. Values are canonical and JSON: explain shows them, drafts keep them."""

import re
from datetime import datetime, time
from typing import Any

from handlers import called
from handlers.documents.terms import KINDS, RESULTS, URGENCIES
from handlers.line import Slots
from handlers.said import DocNo, Reading, Said, UnitSaid, When, gone_by, not_to
from scheduler.clock import SHANGHAI, local

CLOSING = time(17, 30)
"""What a date without an hour means as a limit (domain.md 9.2)."""
OPENING = time(8, 30)
LONGEST_SENDER = 30
_DUE_AFTER = re.compile(
    r"^[之以]?前?(?:请|要|须|需)?(?:书面)?"
    r"(?:反馈|报送|回复|回报|上报|报[我区办]|[报回](?=$|[，,。；; ]|结果)|办结|办理|完成|答复|交|办好)"
)
_DUE_BEFORE = re.compile(r"(?:时限|期限|截止|截至|限)[^，,。；;]{0,6}$")
_RECEIVED_AFTER = re.compile(r"^(?:收到|收的|来的|送来|的收文|收文)")
_RECEIVED_BEFORE = re.compile(r"(?:收文(?:时间|日期)|补录|补登(?:记)?)[^，,。；;]{0,4}$")
_IDENTITY = re.compile(
    r"(?:主送|收文身份(?:改[成为])?|发给|报给?|致)[:：是为]?(区委办|区委|区府办|区政府办|区政府|党工委|管委会|党政办)"
)
_IDENTITIES = {"区政府办": "区府办"}
_ROLE = re.compile(
    r"(?P<lead>牵头|主办|负责|承办|主责|(?<=[局委办部镇队所院社团会])办理?(?=$|[，,。；;、 ]))(?:单位)?"
    r"|(?P<co>配合|协办|协助|会同|参与|会办)(?:单位)?"
)
_ENDS_PART = re.compile(r"\s*[，,；;。]")
_SENT_IT = re.compile("(?:发来|报来|送来|来|报|发)?的?[那这][份件个]")
"""金溪镇那份转财政局: whose paper it is, not who is to act on it."""
DONE = RESULTS[1]
_DONE = re.compile(r"办结[了：:，,。 ]*(?:办理)?(?:结果)?[是为：:， ]*.{0,8}(?:已|完成|落实|部署|整改|办好|办妥).{2,}$")
_RESULTS = {
    **{name: name for name in RESULTS},
    "已答复": "已复文",
    "已回复": "已复文",
    "存档": "已存",
    "无需": "无需办理",
}
_NUMBERS_ONLY = re.compile(r"[\d年月日号第〔〕\s.,、-]+")
_LONGEST_LISTED, _SHORTEST_NAMED = 80, 4
_ABOUT = re.compile(r"(关于[\u4e00-\u9fff“”、]{3,40}?)的?(?=$|[，,。；;！!\s])")
_PARTS = re.compile(r"[\s，,。；;！!、：:？?]+")
_CALLED = re.compile("^(?:的|就?叫|名为|题为|题目是|[送报寄发转交]来了?(?:的|一[份件个])?)")
_BOUND = re.compile(r"$|[^\u4e00-\u9fff]|[前内收来报到]")
"""What follows a time of its own; that of 国庆宣传方案 belongs to the name."""
_NOUNS = re.compile(r"[\u4e00-\u9fff“”\dⅠⅡⅢⅣ]{4,30}")
_FIELD = re.compile(
    r"登|[收来发]文|文号|标题|件$|急|特提|反馈|(?<![汇快简通专公海])报$|回复|答复|时限|份|帮|请|麻烦|我"
    r"|你|您|刚|一下|主送|阅|办|要|是|的$|[吗呢了吧啊哈呀]|转"
    r"|传真|电报|今|前$|内$|送来|来的|寄|拿|取|录|先|嗯|那个|这个|领导|书记|[区市]长|没有?|咋|怎|什么|谁|哪|几"
)
"""Words of another field, or of no field: such a part names nothing."""
_OTHER_FIELD = re.compile(
    r"(?:(?:特提|特急|加急|平急|平件|急件|要件|阅件|办件|一?般件|普通件)[，,、 ]*)+|.{2,12}(?:之?前|以?内)(?:报|反馈)?"
)
"""An answer that says the urgency, the kind or the limit is no title."""
_NO = frozenset({"无", "没有", "略", "不写", "无标题"})


def title_span(said: Said) -> tuple[int, int]:
    """Where the title stands in the text; (0, 0) when there is none."""
    at = said.text.find(said.title) if said.title else -1
    return (at, at + len(said.title or "")) if at >= 0 else (0, 0)


def outside(said: Said, span: tuple[int, int]) -> bool:
    """Whether it stands beside the title, not in it."""
    start, end = title_span(said)
    return not (start < span[1] and span[0] < end)


def _doc(said: Said) -> DocNo | None:
    return next((doc for doc in said.docs if outside(said, doc.span)), None)


def doc_no(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """The 文号 in canonical writing, also a loose one (doc_no_check says so)."""
    found = _doc(said)
    return found.canonical if found is not None and found.confidence != "reject" else None


def doc_no_check(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """confirm or reject when the 文号 cannot be taken as it stands (domain.md 2.5)."""
    found = _doc(said)
    return found.confidence if found is not None and found.confidence != "ok" else None


def sender(said: Said, asked: bool, _slots: Slots) -> str | None:
    """The sending unit: ours by its short name, an outside one as written."""
    docs = [doc.span for doc in said.docs]
    for unit in said.units:
        inside = any(a < unit.span[1] and unit.span[0] < b for a, b in docs)
        if outside(said, unit.span) and not inside and not unit.group and (unit.short or not unit.candidates):
            return unit.short or unit.text
    words = said.bare.removeprefix("是").removesuffix("来文").removesuffix("发来的").removesuffix("的")
    plain = asked and said.choice is None and not said.docs and 2 <= len(words) <= LONGEST_SENDER
    return words if plain and not _OTHER_FIELD.fullmatch(words) else None


def title(said: Said, asked: bool, _slots: Slots) -> str | None:
    """The title; asked for, the whole answer."""
    if said.title:
        return said.title
    if not asked or said.choice is not None or said.docs:
        return None
    words = said.bare.strip("《》")
    if (
        any(unit.text == words for unit in said.units)
        or _NUMBERS_ONLY.fullmatch(words)
        or _OTHER_FIELD.fullmatch(words)
    ):
        return None
    return words if len(words) >= 2 and words not in _NO else None


def title_of_new(said: Said, asked: bool, slots: Slots) -> str | None:
    """The title of a paper to be registered, also one that is only named by its subject."""
    return title(said, asked, slots) or (None if asked else _named(said) or called.paper(said))


def _named(said: Said) -> str | None:
    """What a paper of a named unit is about, when one part says nothing else: 市应急局，台风防御，特急."""
    if not said.units or len(said.text) > _LONGEST_LISTED:
        return None
    if about := called.about(said.text) or _ABOUT.search(said.text):
        return about[1]
    signs = list(said.text)
    spans = [when.span for when in said.times if when.deadline or _BOUND.match(said.text, when.span[1])]
    spans += [unit.span for unit in said.units] + [doc.span for doc in said.docs]
    spans += [own.span for own in said.own] + [one.span for one in said.people]
    for start, end in spans:
        signs[start:end] = "，" * (end - start)
    named = (_CALLED.sub("", part) for part in _PARTS.split("".join(signs)))
    parts = [part for part in named if len(part) >= _SHORTEST_NAMED and not _FIELD.search(part)]
    return parts[0] if len(parts) == 1 and _NOUNS.fullmatch(parts[0]) else None


def urgency(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """One of the five; 急件 is no answer: it must be asked (domain.md 2.1)."""
    return said.urgency if said.urgency in URGENCIES else None


def kind(said: Said, asked: bool, _slots: Slots) -> str | None:
    """阅件 or 办件."""
    if said.kind in KINDS:
        return said.kind
    return next((word for word in KINDS if asked and said.bare == word[0]), None)


def important(said: Said, _asked: bool, _slots: Slots) -> bool | None:
    """要件, a flag beside the urgency (domain.md 2.1)."""
    start, end = title_span(said)
    return True if "要件" in said.text[:start] + said.text[end:] else None


def identity(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """To which of the signboards it is addressed."""
    match = _IDENTITY.search(said.text)
    return _IDENTITIES.get(match[1], match[1]) if match else None


def received(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """When it came, for one that is registered afterwards; a bare day counts from the opening hour."""
    for when in said.times:
        before, after = said.text[: when.span[0]], said.text[when.span[1] :]
        if when.start is None or not (_RECEIVED_AFTER.match(after) or _RECEIVED_BEFORE.search(before)):
            continue
        here = local(gone_by(when, said.now) or when.start)
        return (datetime.combine(here.date(), OPENING, SHANGHAI) if when.kind == "date" else here).isoformat()
    return None


def _due(said: Said) -> When | None:
    for when in said.times:
        if not outside(said, when.span):
            continue
        before, after = said.text[: when.span[0]], said.text[when.span[1] :]
        if when.deadline or _DUE_AFTER.match(after) or _DUE_BEFORE.search(before):
            return when
    return None


def instant(when: When, reading: Reading | None = None) -> datetime | None:
    """The limit that a time expression names: its end when it says 前 or 内, a plain day at closing time."""
    found = reading or when
    if when.deadline or when.kind in ("range", "duration"):
        return found.end or found.start
    if found.start is None:
        return found.end
    return datetime.combine(local(found.start).date(), CLOSING, SHANGHAI) if when.kind == "date" else found.start


def stated_due(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """The limit that the paper states."""
    when = _due(said)
    at = instant(when) if when is not None else None
    return local(at).isoformat() if at is not None else None


def stated_workdays(said: Said, _asked: bool, _slots: Slots) -> int | None:
    """How many workdays, when the limit was stated so: it is reckoned again when a calendar is published."""
    when = _due(said)
    return when.workdays if when is not None else None


def due_check(said: Said, _asked: bool, _slots: Slots) -> dict[str, Any] | None:
    """The readings of an ambiguous limit, to be asked (domain.md C.1 b, c)."""
    when = _due(said)
    if when is None or not when.ambiguous:
        return None
    readings = [at for at in (instant(when, one) for one in when.candidates) if at is not None]
    different = sorted({local(at).isoformat() for at in readings})
    return {"note": when.note or "", "at": different} if len(different) > 1 else None


def leaders(said: Said, _asked: bool, _slots: Slots) -> list[str] | None:
    """Who is to have it, in rank order (domain.md G21)."""
    meant = [one.person for one in said.people if one.person is not None and not not_to(said.text, one.span)]
    ranked = sorted({p.userid: p for p in meant if p.rank is not None}.values(), key=lambda p: p.rank or 0)
    return [person.name for person in ranked] or None


def _parts(said: Said) -> tuple[list[UnitSaid], list[UnitSaid]]:
    """Units before 牵头 lead and those before 配合 take part; 牵头： and 配合： may also stand first."""
    units = [unit for unit in said.units if outside(said, unit.span) and not _SENT_IT.match(said.text, unit.span[1])]
    words = list(_ROLE.finditer(said.text))
    if not words:
        return units[:1], units[1:]
    prefix = bool(units) and words[0].start() < units[0].span[0]
    lead: list[UnitSaid] = []
    co: list[UnitSaid] = []
    for unit in units:
        if prefix:
            mark = [word for word in words if word.end() <= unit.span[0]][-1:]
        else:
            mark = [word for word in words if word.start() >= unit.span[1]][:1]
        (lead if mark and mark[0]["lead"] else co).append(unit)
    if not lead and len(co) > 1 and _ENDS_PART.match(said.text, co[0].span[1]):
        return co[:1], co[1:]  # 转应急局，住建局配合
    return lead, co


def lead_unit(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """The one that leads: exactly one of our units (domain.md 2.1)."""
    found = [unit.short for unit in _parts(said)[0]]
    return found[0] if len(found) == 1 else None


def co_units(said: Said, asked: bool, slots: Slots) -> list[str] | None:
    """Those that take part; 各镇街 stays a group until it is used."""
    lead, co = _parts(said)
    if said.vague_units:
        return None
    found = [*slots.get("vague", []), *_names([*lead, *co] if asked else co)]
    return [name for name in dict.fromkeys(found) if name != slots.get("unit")] or None


def vague(said: Said, _asked: bool, _slots: Slots) -> list[str] | None:
    """有关单位 was said: they must be named. The value is who was named beside them."""
    return _names(_parts(said)[1]) if said.vague_units else None


def _names(units: list[UnitSaid]) -> list[str]:
    found = [unit.short or unit.group for unit in units]
    return list(dict.fromkeys(name for name in found if name))


def result_kind(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """How it was finally handled (注办); words of the clerk's own that say what was done mean 已落实."""
    found = [(said.text.find(word), name) for word, name in _RESULTS.items() if word in said.text]
    return min(found)[1] if found else DONE if _DONE.search(said.text) else None
