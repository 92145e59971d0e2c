"""Which outgoing paper is meant, and who may see it (domain.md A.1, 7.6): what one may not see is not there."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, false, or_, select, true

from handlers.line import Answer, Reply, Slots
from handlers.outgoing import flow, store
from handlers.outgoing.store import Out
from handlers.outgoing.tables import outgoing_doc, outgoing_unit
from handlers.outgoing.terms import DROPPED, State
from handlers.outgoing.terms import Act as _A
from handlers.policy import Area, Right, may, not_found
from handlers.said import When
from handlers.turn import Turn
from storage.office import Person, Role

MANY = 8
_SEQ = re.compile(
    r"(?<![\d〕收督第])(?:(?:发文|文)第?)?(\d{1,4})号(?!楼|房|会议室|台风|线|院|桌)|发文(?:第)?(\d{1,4})(?![\d月年日份期])"
)
_DAY = re.compile(r"\d{1,2}号")
_LEAD = 2
_TOPIC = re.compile(
    r"^(?:请|把|将|查一?下?|看一?下?)?([\u4e00-\u9fff]{2,14}?)的?(?:[那这](?:份|件|个)(?:发文|文件|文|通知|函|报告|请示)|发文|的?(?:通知|函|请示|报告))"
)
_NOT_TOPICS = re.compile(r"发文|哪些|哪几|在办|全部|所有|今天|本周|本月|最近|登记|导出|文号")

Act: TypeAlias = Callable[[Turn, Out, Slots], Reply]
"""Does something to one paper."""


def scope(person: Person) -> ColumnElement[bool]:
    """The papers that the person may see."""
    if may(person, Right.READ_ALL, Area.DOCUMENTS):
        return true()
    mine: list[ColumnElement[bool]] = []
    if person.unit and (person.has(Role.UNIT_LIAISON) or person.has(Role.UNIT_HEAD)):
        has = (outgoing_unit.c.unit == person.unit, outgoing_unit.c.state != DROPPED)
        mine.append(outgoing_doc.c.id.in_(select(outgoing_unit.c.doc_id).where(*has)))
    leader = person.userid if person.has(Role.LEADER) else person.serves
    if leader:
        mine.append(outgoing_doc.c.signer == leader)
    if person.has(Role.ARCHIVIST):
        mine.append(outgoing_doc.c.status.in_((State.TO_FILE, State.FILED)))
    return or_(false(), *mine)


def named(turn: Turn) -> list[Out] | None:
    """The papers named in the message, by 文号, by 45号 or by words of the title; None when none is named."""
    said = turn.said
    full = [doc.canonical for doc in said.docs if doc.canonical]
    if full:
        return store.find(turn.tx, outgoing_doc.c.doc_no.in_(full), scope(turn.person), limit=MANY)
    blotted = _blotted(turn)
    seqs = [int(m[1] or m[2]) for m in _SEQ.finditer(blotted)]
    if seqs:
        found = store.find(turn.tx, outgoing_doc.c.seq.in_(seqs), scope(turn.person), limit=4 * MANY)
        only_day = not found and len(seqs) == 1 and any(_may_be_number(said.text, when) for when in said.times)
        return None if only_day and "文" not in said.text else _newest_year(found, turn.here.year)
    topic = said.title or next((m[1] for m in [_TOPIC.match(said.bare)] if m and not _NOT_TOPICS.search(m[1])), None)
    if topic:
        like = outgoing_doc.c.title.like(f"%{topic}%")
        return store.find(turn.tx, like, outgoing_doc.c.status != State.VOID, scope(turn.person), limit=MANY) or None
    return None


def _blotted(turn: Turn) -> str:
    text = turn.said.text
    spans = [when.span for when in turn.said.times if not _may_be_number(text, when)]
    spans += [own.span for own in turn.said.own if own.series]
    for start, end in spans:
        text = text[:start] + "█" * (end - start) + text[end:]
    return text.replace(turn.said.title, "█") if turn.said.title else text


def _may_be_number(text: str, when: When) -> bool:
    """发文15号, or 15号 at the beginning: a paper rather than a day of the month."""
    named = when.span[0] <= _LEAD or text[: when.span[0]].endswith("文")
    return named and _DAY.fullmatch(when.text) is not None


def days(turn: Turn, doc: Out) -> list[When]:
    """The times that are said besides the paper's own number."""
    return [when for when in turn.said.times if not (_DAY.fullmatch(when.text) and int(when.text[:-1]) == doc.seq)]


def _newest_year(found: list[Out], year: int) -> list[Out]:
    """Those of this year; in January, when there is none yet, those of the last."""
    return [one for one in found if one.year == year] or [one for one in found if one.year == year - 1]


def lately(turn: Turn) -> Out | None:
    """The paper that was just spoken of, when the person may see it."""
    key = turn.lately("outgoing")
    found = store.find(turn.tx, outgoing_doc.c.id == int(key), scope(turn.person)) if key else []
    return found[0] if found else None


def on_one(turn: Turn, slots: Slots, act: Act, name: str) -> Reply:
    """Find the one paper that is meant and act on it; several are asked about, none is not found."""
    found = named(turn)
    if found is None:
        recent = lately(turn) or _waiting(turn, name)
        if recent is None:
            return Reply("请说明是哪一件发文，例如“发文45号……”或写全文号。")
        return act(turn, recent, slots)
    alive = [one for one in found if one.status != State.VOID] or found
    spoken = [one for one in alive if one.key in turn.about]
    if not found:
        return Reply(not_found(turn.office.phones.secretariat))
    if len(alive) > 1 and len(spoken) != 1:
        return which(alive, name, slots)
    return act(turn, (spoken if len(alive) > 1 else alive)[0], slots)


_NEXT = {
    "check": _A.CHECK,
    "edit": _A.EDIT,
    "sign": _A.SIGN,
    "review": _A.REVIEW,
    "issue": _A.ISSUE,
    "deliver": _A.DELIVER,
}


def _waiting(turn: Turn, name: str) -> Out | None:
    """The only paper of which this is the next step, to be done by whoever says it: 核稿通过."""
    states = [state for state, (act, _) in flow.NEXT.items() if act is _NEXT.get(name)]
    states = [state for state in states if flow.may(state, _NEXT[name], flow.who(turn.person))]
    found = store.find(turn.tx, outgoing_doc.c.status.in_(states), scope(turn.person), limit=2) if states else []
    return found[0] if len(found) == 1 else None


def which(found: list[Out], name: str, slots: Slots) -> Reply:
    """Ask which of several papers is meant."""
    few = found[:MANY]
    data = {"ids": [one.id for one in few], "act": name, "slots": dict(slots)}
    options = tuple(f"{one.name}（{one.status}）" for one in few)
    return Reply("有多件发文，是哪一件？", options=options, then="which", data=data, about=tuple(o.key for o in few))


def answered(acts: Mapping[str, Act]) -> Callable[[Turn, Answer], Reply]:
    """The step after `which`: act on the chosen paper."""

    def step(turn: Turn, answer: Answer) -> Reply:
        data: Mapping[str, Any] = answer.data
        doc = store.get(turn.tx, data["ids"][answer.index or 0])
        return acts[data["act"]](turn, doc, dict(data["slots"]))

    return step


def unit_of(turn: Turn) -> str | None:
    """The unit for which the person speaks, by its short name."""
    person = turn.person
    unit = turn.office.unit(person.unit) if person.unit else None
    speaks = person.has(Role.UNIT_LIAISON) or person.has(Role.UNIT_HEAD)
    return unit.short if unit is not None and speaks else None
