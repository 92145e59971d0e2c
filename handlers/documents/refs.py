"""Which paper is meant, and who may see it (domain.md A.1, 7.6): what one may not see is not there."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, false, or_, select, true

from handlers.documents import store
from handlers.documents.finding import index as finding_index
from handlers.documents.rules import number
from handlers.documents.standing import refused
from handlers.documents.states import Refused
from handlers.documents.store import Doc
from handlers.documents.tables import doc_unit, incoming_doc, submission
from handlers.documents.terms import OVER, UNREAD, WITHDRAWN, Status
from handlers.documents.write import OUTDATED, Outdated
from handlers.line import Answer, Reply, Slots
from handlers.policy import Area, Right, may, not_found
from handlers.turn import Turn
from storage.office import Person, Role

MANY = 8
MEANT = "paper"
"""The slot in which a draft keeps the id of the paper that its first words named."""
WHICH = "请说明是哪一件，例如“1203号……”或写来文的文号。"
TITLE_SHOWN = 24
_TOPIC = re.compile(
    r"^(?:请|把|将|查一?下?|催一?下?|再催一?下?|办结|归档|退办)?(?!刚|方才|上面|前面)([\u4e00-\u9fff]{2,12}?)的?[那这](?:份|件|个文件|个通知|个函|个报告|个请示|(?P<loose>个))"
)
_BECOMES = r"(?:写错了)?[，,]?(?:改[成为]|应该?[是为]|换成|[是为]|(?:再|得|要)?补(?:一?下|上|个)?)"
NEW_NUMBER = rf"(?:(?<!复)(?<!复文)文号{_BECOMES}|补(?:个|上|一?下|录)?文号)"
NEW_REPLY_NUMBER = rf"复文(?:文)?号{_BECOMES}"
"""What stands behind them is what the 文号 or that of the reply is to become, not what names the paper."""
_NEW_NUMBER = re.compile(rf"(?:{NEW_NUMBER}|{NEW_REPLY_NUMBER})[：:，, ]*$")
_LOOSE = re.compile(r"收文?(\d{1,5})(?!\d)")

Act: TypeAlias = Callable[[Turn, Doc, Slots, bool], Reply]
"""Does something to one paper; the last argument tells whether it was named rather than just spoken of."""


def scope(person: Person) -> ColumnElement[bool]:
    """The papers that the person may see."""
    if may(person, Right.READ_ALL, Area.DOCUMENTS):
        return true()
    mine: list[ColumnElement[bool]] = []
    leader = person.userid if person.has(Role.LEADER) else person.serves
    if leader and may(person, Right.READ_OWN, Area.DOCUMENTS):
        put_up = (submission.c.leader == leader, submission.c.state != WITHDRAWN)
        mine.append(select(submission.c.doc_id).where(submission.c.doc_id == incoming_doc.c.id, *put_up).exists())
    if person.unit and (person.has(Role.UNIT_LIAISON) or person.has(Role.UNIT_HEAD)):
        handed = (doc_unit.c.doc_id == incoming_doc.c.id, doc_unit.c.unit == person.unit)
        mine.append(select(doc_unit.c.doc_id).where(*handed).exists())
    if person.has(Role.ARCHIVIST):
        mine.append(incoming_doc.c.status == Status.CLOSED)
    return or_(false(), *mine)


def named(turn: Turn) -> list[Doc] | None:
    """The papers named in the message, by a number or as 台风那份; None when none is named."""
    said, year = turn.said, turn.here.year
    wanted: list[ColumnElement[bool]] = []
    for doc in said.docs:
        if doc.canonical and not _NEW_NUMBER.search(said.text[: doc.span[0]]):
            wanted.append(incoming_doc.c.doc_no == doc.canonical)
    for own in said.own:
        if own.series == "督" or _NEW_NUMBER.search(said.text[: own.span[0]]):
            continue
        wanted.append(incoming_doc.c.no == number(own.year or year, own.seq))
        if own.series is None and own.year is None:
            wanted.append(incoming_doc.c.id.in_(finding_index.numbered(turn.tx, own.seq, year=year)))
    if not wanted:
        wanted += [incoming_doc.c.no == number(year, int(m[1])) for m in _LOOSE.finditer(said.text)]
    topic = _TOPIC.match(said.text.strip())
    of_unit = [unit for unit in said.units if topic and unit.text == topic[1]]
    if of_unit:
        sent = incoming_doc.c.sender.endswith(of_unit[0].short or of_unit[0].text)
        mine = (incoming_doc.c.lead_unit == of_unit[0].short) | sent
        wanted.append(mine & incoming_doc.c.status.not_in([str(state) for state in OVER]))
    if topic and not wanted:
        ids = finding_index.having(turn.tx, sorted(finding_index.pairs(topic[1])), limit=MANY * MANY)
        wanted.append(incoming_doc.c.id.in_(ids) & incoming_doc.c.title.like(f"%{topic[1]}%"))
    found = _fitting(turn, wanted) if wanted else None
    return None if topic and topic["loose"] and not found else found  # 刚登的那个 names nothing


def _fitting(turn: Turn, wanted: list[ColumnElement[bool]]) -> list[Doc]:
    """The newest papers for which any of these holds. Each is looked up by its own index, not all in one OR."""
    found = (
        select(incoming_doc.c.id).where(one).order_by(incoming_doc.c.id.desc()).limit(MANY * MANY) for one in wanted
    )
    ids = [doc_id for query in found for doc_id in turn.tx.execute(query).scalars()]
    return store.find(turn.tx, incoming_doc.c.id.in_(ids), scope(turn.person), limit=MANY) if ids else []


def lately(turn: Turn) -> Doc | None:
    """The paper that was just spoken of, when the person may see it."""
    found = turn.lately("incoming")
    docs = store.find(turn.tx, incoming_doc.c.id == int(found), scope(turn.person)) if found else []
    return docs[0] if docs else None


def _in_hand(turn: Turn) -> Doc | None:
    """The only paper that the unit of a 联络员 has in hand, or that lies before a leader."""
    me = turn.person
    leader = me.userid if me.has(Role.LEADER) else me.serves
    if leader:
        before = (submission.c.leader == leader, submission.c.state == UNREAD)
        lies: ColumnElement[bool] = (
            select(submission.c.doc_id).where(submission.c.doc_id == incoming_doc.c.id, *before).exists()
        )
    elif me.unit and me.has(Role.UNIT_LIAISON):
        lies = incoming_doc.c.status.in_([str(Status.IN_HAND), str(Status.REPORTED)])
    else:
        return None
    docs = store.find(turn.tx, lies, scope(me), limit=2)
    return docs[0] if len(docs) == 1 else None


def early(turn: Turn, slots: Slots) -> Reply | None:
    """Before anything is asked about it: that no paper is meant, else which one, for the answers do not say it."""
    if MEANT in slots:
        return None
    docs, recent = named(turn), lately(turn) or _in_hand(turn)
    if docs is None:
        docs = [recent] if recent is not None else None
    if docs is None:
        return Reply(WHICH)
    if not docs:
        return Reply(not_found(turn.office.phones.secretariat))
    if len(docs) == 1:
        slots[MEANT] = docs[0].id
    return None


def on_one(turn: Turn, slots: Slots, act: Act, name: str) -> Reply:
    """Find the one paper that is meant and act on it; several are asked about, none is not found."""
    docs = named(turn)
    if not docs and MEANT in slots:
        return run(turn, store.get(turn.tx, slots[MEANT]), act, slots, named=True)
    if docs is None:
        recent = lately(turn) or _in_hand(turn)
        if recent is None:
            return Reply(WHICH)
        return run(turn, recent, act, slots, named=False)
    if len(docs) > 1:
        docs = [doc for doc in docs if doc.status != Status.VOID] or docs
    spoken = [doc for doc in docs if doc.key in turn.about]
    if not docs:
        return Reply(not_found(turn.office.phones.secretariat))
    if len(docs) > 1 and len(spoken) != 1:
        return which(docs, name, slots)
    return run(turn, (spoken or docs)[0], act, slots, named=True)


def run(turn: Turn, doc: Doc, act: Act, slots: Slots, *, named: bool) -> Reply:
    """Act on the paper as it is now, held against everybody else; a refusal becomes words."""
    doc = store.hold(turn.tx, doc.id)
    try:
        return act(turn, doc, slots, named)
    except Refused as why:
        return refused(turn, doc, why)
    except Outdated:
        return Reply(OUTDATED)


def another(turn: Turn, doc: Doc) -> Doc | None:
    """The one other paper that an answer about this one names."""
    docs = named(turn) or []
    return docs[0] if len(docs) == 1 and docs[0].id != doc.id else None


def stepping(step: Callable[[Turn, Answer, Doc], Reply]) -> Callable[[Turn, Answer], Reply]:
    """A step of a dialogue about the paper in its data (`id`), with the same care."""

    def found(turn: Turn, answer: Answer) -> Reply:
        doc = store.hold(turn.tx, answer.data["id"])
        try:
            return step(turn, answer, doc)
        except Refused as why:
            return refused(turn, doc, why)
        except Outdated:
            return Reply(OUTDATED)

    return found


def _title(doc: Doc) -> str:
    """By which a person tells papers apart: the title, as far as it is short."""
    title = doc.title if len(doc.title) <= TITLE_SHOWN else f"{doc.title[: TITLE_SHOWN - 1]}…"
    return f"《{title}》"


def which(docs: list[Doc], name: str, slots: Slots) -> Reply:
    """Ask which of several papers is meant."""
    options = tuple(f"{doc.no} {_title(doc)}（{doc.sender}）" for doc in docs[:MANY])
    data = {"ids": [doc.id for doc in docs[:MANY]], "act": name, "slots": slots}
    return Reply(
        "找到多件，是哪一件？", options=options, then="which", data=data, about=tuple(doc.key for doc in docs[:MANY])
    )


def answered(acts: Mapping[str, Act]) -> Callable[[Turn, Answer], Reply]:
    """The step after `which`: act on the chosen paper."""

    def step(turn: Turn, answer: Answer) -> Reply:
        data: Mapping[str, Any] = answer.data
        doc = store.get(turn.tx, data["ids"][answer.index or 0])
        return run(turn, doc, acts[data["act"]], dict(data["slots"]), named=True)

    return step
