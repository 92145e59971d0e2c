"""Reading what is said of an outgoing paper: fields behind their labels, in any order (domain.md 2.4 发文登记簿).

Values are canonical and JSON. 主送 and 抄送 are lists of units' short names, groups (各镇街) and bodies as written.
"""

import re
from typing import Any

from handlers import called
from handlers.documents.rules import GENRES
from handlers.documents.rules import genre as genre_in
from handlers.line import Slots
from handlers.outgoing.bodies import before, bodies, listed, plain, segment
from handlers.outgoing.terms import OPENNESS
from handlers.said import DocNo, Said, When
from scheduler.clock import local

_COPIES = re.compile(r"(?:份数|印数|印|共)?[：:为是 ]{0,2}(\d{1,4})\s*份")
_OPEN = re.compile(
    r"(?P<no>不(?:予|主动)|非主动)(?:公开)?|(?P<ask>依申请)(?:公开)?|(?P<yes>主动公开|(?<=公开)[：:为是 ]{0,2}主动)"
)
_OPEN_SHORT = {"主动": 0, "依申请": 1, "不予": 2}
_GENRE = re.compile(
    rf"文种[：:为是 ]{{0,2}}({'|'.join(GENRES)})|(?:^|[，,；;、\s])({'|'.join(GENRES)})(?=$|[，,；;、。\s])"
)
_CODE = re.compile(
    r"(?:^|(?<=[\s，,：:；;。用取领要编留个以发文按])|(?<=登记))"
    r"((?:(?![主抄送改为的是登记请把给由])[\u4e00-\u9fff]){2,6}?(?:党政办|委办|府办|开管|[府委办管局])(?:函|发)?)(?=$|[\s，,：:；;。的]|文号|字号|发文|\d*〔)"
)
_ONLY_NUMBER = re.compile(
    r"(?:预留|取|领|要|占|留|申请|编)(?:一?下|一?个|\d{1,2}个)?[^，,。《]{0,8}?(?:发文)?(?:文号|字号|编号|号)(?!的)"
)
_DRAFTER = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,3})(?=拟稿|起草)"
    r"|(?:拟稿|起草)人?[：: ]?(?P<after>[\u4e00-\u9fff]{2,3})(?=$|[，,。；;、\s])"
)
_SECTION = re.compile(
    r"([\u4e00-\u9fff]{2,4}(?:科|室))(?=[\u4e00-\u9fff]{0,4}(?:拟稿|起草))"
    r"|(?:拟稿|起草)(?:科室|单位)?[：: ]?([\u4e00-\u9fff]{2,4}(?:科|室))"
)
_OTHER_FIELD = re.compile(r"主送|抄送|拟稿|会签|\d+份$|[平特加]急?件?$")
"""An answer that begins as another field is no title."""
_NOBODY = frozenset({"无", "没有", "不用", "不需要", "无主送", "无抄送"})


def doc(said: Said) -> DocNo | None:
    """The 文号 in the message that is not part of the title."""
    at = said.text.find(said.title) if said.title else -1
    end = at + len(said.title or "")
    return next((one for one in said.docs if not (at >= 0 and at < one.span[1] and one.span[0] < end)), None)


def doc_no(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """The typed 文号, canonical."""
    found = doc(said)
    return found.canonical if found is not None and found.confidence != "reject" else None


def doc_no_check(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """confirm or reject when the 文号 cannot be taken as it stands."""
    found = doc(said)
    return found.confidence if found is not None and found.confidence != "ok" else None


def title(said: Said, asked: bool, _slots: Slots) -> str | None:
    """The title; asked for, the whole answer."""
    if said.title or not asked or said.choice is not None:
        described = called.about(said.text)
        return said.title or (described[1] if described else None)
    words = said.bare.strip("《》")
    return words if len(words) >= 4 and not words.isdigit() and not _OTHER_FIELD.match(words) else None


def main_to(said: Said, asked: bool, slots: Slots) -> list[str] | str | None:
    """主送; one alone is no list, unless 各镇街 stands beside it."""
    found = listed(said, "main")
    if found is None and asked and said.bare not in _NOBODY and said.choice is None:
        found = bodies(said, 0, len(said.text)) or None
    if found is None and asked and said.bare in _NOBODY:
        return []
    plain = [name for name in found or () if name not in _GROUPS]
    if found is None or not plain:
        return [] if found and not plain else None
    return plain[0] if len(plain) == 1 and len(found) == 1 else plain


_GROUPS = frozenset({"各镇街", "各单位"})


def groups(said: Said, asked: bool, _slots: Slots) -> list[str] | None:
    """各镇街, 各单位 among 主送."""
    found = listed(said, "main") or (bodies(said, 0, len(said.text)) if asked else [])
    return [name for name in found if name in _GROUPS] or None


def cc(said: Said, _asked: bool, _slots: Slots) -> list[str] | None:
    """抄送."""
    return listed(said, "cc")


def cosign(said: Said, _asked: bool, _slots: Slots) -> list[str] | None:
    """会签单位, before or behind the word."""
    text = plain(said)
    behind = [u.short for u in said.units if u.short and text[u.span[1] :].startswith("会签")]
    span = segment(said, "cosign")
    found = [*before(said, "会签"), *(bodies(said, *span) if span else []), *behind]
    known = {u.short for u in said.units if u.short} | _GROUPS
    return list(dict.fromkeys(name for name in found if name in known)) or None


def joint(said: Said, _asked: bool, _slots: Slots) -> list[str] | None:
    """The units with which the paper is issued jointly."""
    text = plain(said)
    match = re.search(r"[与和同]([^，,。；;█]{2,40}?)联合", text)
    span = match.span(1) if match else segment(said, "joint")
    inside = [u.short for u in said.units if span and span[0] <= u.span[0] and u.span[1] <= span[1]]
    return [short for short in inside if short] or None


def copies(said: Said, asked: bool, _slots: Slots) -> int | None:
    """How many are printed."""
    match = _COPIES.search(plain(said))
    if match:
        return int(match[1])
    return int(said.bare) if asked and said.bare.isdigit() and len(said.bare) <= 4 else None


def openness(said: Said, asked: bool, _slots: Slots) -> str | None:
    """主动公开, 依申请公开 or 不予公开."""
    match = _OPEN.search(plain(said))
    if match:
        return OPENNESS[2 if match["no"] else 1 if match["ask"] else 0]
    return OPENNESS[_OPEN_SHORT[said.bare]] if asked and said.bare in _OPEN_SHORT else None


def genre(said: Said, _asked: bool, slots: Slots) -> str | None:
    """The kind: as said, else the one in which the title ends."""
    text = plain(said)
    match = _GENRE.search(text)
    if match:
        return match[1] or match[2]
    return genre_in(said.title or slots.get("title") or "")


def urgency(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """特急 and so on when said; 急件 counts as 加急, nothing as 平件."""
    return "加急" if said.urgency == "急件" else said.urgency


def code(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """What looks like a 发文代字 without a number; whether it is ours is checked later."""
    match = _CODE.search(plain(said))
    return match[1] if match and not said.docs else None


def only_number(said: Said, _asked: bool, _slots: Slots) -> bool | None:
    """取个文号, 预留一个文号: a number alone, no paper yet."""
    return True if said.title is None and not said.docs and _ONLY_NUMBER.search(said.text) else None


def how_many(said: Said, _asked: bool, _slots: Slots) -> int | None:
    """预留3个文号."""
    match = re.search(r"(?:预留|取|领|要|留)[^，,。]{0,10}?(\d{1,2})个", said.text)
    return int(match[1]) if match else None


def drafter(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """Who drafted: a person's userid when we know the name, else the name as written."""
    text = plain(said)
    for one in said.people:
        near = text[one.span[1] : one.span[1] + 3], text[max(0, one.span[0] - 6) : one.span[0]]
        if one.person and (
            near[0].startswith(("拟稿", "起草")) or re.search(r"(?:拟稿|起草)人?[：: ]?[^，,]{0,4}$", near[1])
        ):
            return one.person.userid
    match = _DRAFTER.search(text)
    name = (match["name"] or match["after"]) if match else None
    return name if name and not name.endswith(("科", "室", "局", "办")) else None


def drafting_unit(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """The section or unit that drafted."""
    text = plain(said)
    for unit in said.units:
        after = text[unit.span[1] :]
        if unit.short and (
            re.match(r"[\u4e00-\u9fff]{0,3}(?:拟稿|起草)", after)
            or re.search(r"(?:拟稿|起草)(?:单位)?[：: ]?$", text[: unit.span[0]])
        ):
            return unit.short
    match = _SECTION.search(text)
    return (match[1] or match[2]) if match else None


def important(said: Said, _asked: bool, _slots: Slots) -> bool | None:
    """重要公文, 要件: signed by the principal (domain.md 2.3)."""
    return True if re.search(r"要件|重要(?:公文|文件|发文)", plain(said)) else None


def assigned(said: Said, _asked: bool, _slots: Slots) -> bool | None:
    """The leader assigned it: he may be addressed in person."""
    return (
        True
        if re.search(r"领导(?:直接)?交办|(?:书记|[区市省]长)(?:直接)?交办|特殊情况|确需(?:越级|直接)", said.text)
        else None
    )


def day(one: When | None) -> str | None:
    """Its day as ISO, the past one when it may be either (a paper was signed, it will not be)."""
    if one is None:
        return None
    readings = [reading.start or reading.end for reading in one.candidates] if one.ambiguous else []
    at = min((r for r in readings if r is not None), default=one.start or one.end)
    return local(at).date().isoformat() if at is not None else None


def facts(slots: Slots) -> dict[str, Any]:
    """主送 as one list, groups included."""
    named = slots.get("unit") or []
    listed = [named] if isinstance(named, str) else list(named)
    return {**slots, "main_to": [*listed, *slots.get("groups", [])]}
