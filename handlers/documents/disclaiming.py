"""不归我们管: a unit says that a paper is not its business; the clerk decides within three workdays (domain.md 3.4).

Until then it is still its paper, and the unit never passes it on by itself.
"""

from datetime import datetime

from sqlalchemy import select

from handlers import not_ours
from handlers.documents import plans, records, refs, returning, store, transfer, wording
from handlers.documents.answers import unit_of
from handlers.documents.naming import WRITE
from handlers.documents.plans import LINE
from handlers.documents.records import DECLINED, NOT_OURS, WAITING, Request
from handlers.documents.slots import CLOSING
from handlers.documents.standing import allowed
from handlers.documents.states import Act
from handlers.documents.store import Doc
from handlers.documents.tables import REASON_LENGTH, doc_unit, incoming_doc
from handlers.documents.terms import OVER, Status
from handlers.line import Reply, Slots
from handlers.policy import not_found
from handlers.turn import Turn
from scheduler.clock import SHANGHAI
from scheduler.wording import deadline
from storage.changes import Change
from storage.office import Role
from storage.outbox import Lane

_IN_HAND = (Status.IN_HAND, Status.REPORTED)


def run(turn: Turn, slots: Slots) -> Reply:
    """The paper that is named or was spoken of, else the one that the unit has in hand."""
    unit = unit_of(turn)
    if unit is None:  # the clerk says it of what came to the office
        return returning.run(turn, {**slots, "unit": next(iter(slots.get("unit") or ()), None)})
    recent = refs.lately(turn)
    if refs.named(turn) is not None or (recent is not None and unit in recent.units):
        return refs.on_one(turn, slots, disclaim, "disclaim_doc")
    handed = select(doc_unit.c.doc_id).where(doc_unit.c.unit == unit)
    docs = store.find(turn.tx, incoming_doc.c.id.in_(handed), incoming_doc.c.status.in_(_IN_HAND), limit=refs.MANY)
    if not docs:
        return Reply(not_found(turn.office.phones.secretariat))
    one = len(docs) == 1
    return refs.run(turn, docs[0], disclaim, slots, named=False) if one else refs.which(docs, "disclaim_doc", slots)


def disclaim(turn: Turn, doc: Doc, slots: Slots, _named: bool) -> Reply:
    """Lay it before the clerk, once for each unit."""
    unit = unit_of(turn)
    if unit is None or unit not in doc.units:
        return Reply(not_found(turn.office.phones.secretariat))
    if doc.status in OVER:
        return Reply(f"来文（{doc.name}）{doc.status}，不用再改派。", about=(doc.key,))
    allowed(turn, doc, Act.CONTRIBUTE, {"text"})
    if any(one.unit == unit for one in _waiting(turn, doc)):
        return Reply(f"来文（{doc.name}）您单位已提出，待{_asked(turn, doc)}核定，核定前请先办理。", about=(doc.key,))
    reason, other = slots["why"][:REASON_LENGTH], not_ours.other_than(unit, slots.get("unit"))
    one = records.add_request(
        turn.tx, doc.id, NOT_OURS, reason, by=turn.person.userid, now=turn.now, unit=unit, suggested=other
    )
    turn.note("提出不属职责", doc.key, after={"unit": unit, "suggested": other})
    turn.undoable(LINE, "request", doc.key, {"request": one.id})
    plans.everything(turn, doc)
    by = deadline(decide_by(turn, turn.now))
    head, says = wording.head(doc, "职责"), wording.not_ours(turn.office, doc, one)
    text = f"{head}{says}请于{by}前核定。{wording.not_ours_answers(doc, one)}"
    lane = plans.lane(doc, Lane.TIMELY)
    turn.tell(doc.chaser, text, lane=lane, key=f"{doc.key}:职责:{one.id}", subject=doc.key, origin=turn.person.userid)
    names = f"（建议由{wording.label(turn.office, other)}承办）" if other else ""
    return Reply(
        f"已转{_asked(turn, doc)}核定：来文（{doc.name}）{wording.label(turn.office, unit)}提出不属本单位职责{names}，"
        f"{by}前答复。答复前仍由你单位办理，请勿自行转给其他单位。如有误，10分钟内可回复“撤销”。",
        about=(doc.key,),
    )


def decide(turn: Turn, slots: Slots) -> Reply:
    """维持原承办, or 同意改派 to a unit: the draft of a transfer."""
    found = _before(turn)
    if not found and not_ours.drops(turn.said):
        return refs.on_one(turn, slots, _without, "settle_doc")
    if not found:
        return Reply("没有待您核定的职责问题。要改牵头单位请说“1203号改由……牵头”。")
    docs = [store.get(turn.tx, one.doc_id) for one in found]
    if len({doc.id for doc in docs}) > 1:
        return refs.which(docs[: refs.MANY], "settle_doc", slots)
    return refs.run(turn, docs[0], settle, slots, named=True)


def claim(turn: Turn) -> Reply | None:
    """同意 or 不同意 alone, when a unit has asked the clerk to take a paper back."""
    bare = turn.said.bare.startswith(("同意", "不同意", "维持", "仍由"))
    found = _before(turn) if bare and WRITE(turn.person) and len(turn.said.text) <= refs.TITLE_SHOWN else []
    return decide(turn, {}) if found else None


def settle(turn: Turn, doc: Doc, slots: Slots, _named: bool) -> Reply:
    """Keep the units, or show the draft of a transfer to another; sending it settles what was asked."""
    found = _waiting(turn, doc)
    verdict = slots.get("verdict", not_ours.verdict(turn.said))
    if not found:
        return Reply(f"{doc.no}没有待核定的职责问题。", about=(doc.key,))
    if not_ours.drops(turn.said):
        return _without(turn, doc, slots, True)
    if verdict is False:
        return _keep(turn, doc, found)
    one = found[0]
    other = not_ours.other_than(one.unit or "", slots.get("unit")) or one.suggested
    if one.unit == doc.lead_unit:
        return transfer.transfer(turn, doc, {"unit": other} if other else {}, True)
    co = [unit for unit in doc.co_units if unit != one.unit] + ([other] if other else [])
    return transfer.transfer(turn, doc, {"unit": doc.lead_unit, "co_units": co}, True)


def _without(turn: Turn, doc: Doc, slots: Slots, _named: bool) -> Reply:
    """Units that need not take part any more, though they did not ask: the draft without them."""
    left = [unit for unit in doc.co_units if unit not in (slots.get("unit") or ())]
    if doc.lead_unit is None or left == doc.co_units:
        return Reply(f"{doc.no}的配合单位里没有这一家。", about=(doc.key,))
    return transfer.transfer(turn, doc, {"unit": doc.lead_unit, "co_units": left}, True)


def _keep(turn: Turn, doc: Doc, found: list[Request]) -> Reply:
    allowed(turn, doc, Act.AMEND)
    for one in found:
        records.decide(turn.tx, one.id, DECLINED, by=turn.person.userid, now=turn.now)
    turn.note("维持承办单位", doc.key, after={"units": doc.units})
    turn.undoable(LINE, "kept", doc.key, {"requests": [one.id for one in found]})
    plans.everything(turn, doc)
    by = f"，请于{deadline(doc.due_at)}前反馈" if doc.due_at else ""
    contact = wording.contact(turn.office, doc.chaser)
    text = f"来文（{doc.name}）经核定仍由你单位办理{by}。如有困难请联系{contact}。"
    _tell(turn, doc, found, text, "维持")
    return Reply(f"{doc.no}维持原承办单位，已告知{_names(turn, found)}。回复“撤销”可恢复。", about=(doc.key,))


def unkeep(turn: Turn, change: Change) -> Reply:
    """撤销 of 维持: it waits again."""
    doc = store.hold(turn.tx, int(change.object.removeprefix("incoming:")))
    found = [records.request_of(turn.tx, request_id) for request_id in change.data["requests"]]
    for one in found:
        records.reopen(turn.tx, one.id, turn.now)
    plans.everything(turn, doc)
    _tell(turn, doc, found, f"【变更】来文（{doc.name}）承办单位重新核定，核定前仍由你单位办理。", "重新核定")
    return Reply(f"已撤销：{doc.no}的承办单位恢复为待核定。", about=(doc.key,))


def decide_by(turn: Turn, asked_at: datetime) -> datetime:
    """Until when the clerk decides."""
    return datetime.combine(turn.calendar.add_workdays(turn.here.date(), not_ours.WORKDAYS), CLOSING, SHANGHAI)


def _before(turn: Turn) -> list[Request]:
    """What lies before the person: the clerk's own papers, everything for the 秘书科长."""
    chief, docs = turn.person.has(Role.SECRETARY_CHIEF), refs.named(turn)
    found = records.waiting(turn.tx, NOT_OURS)
    if docs is not None:
        found = [one for one in found if one.doc_id in {doc.id for doc in docs}]
    return [one for one in found if chief or store.get(turn.tx, one.doc_id).chaser == turn.person.userid]


def _waiting(turn: Turn, doc: Doc) -> list[Request]:
    return [one for one in records.requests(turn.tx, doc.id) if one.kind == NOT_OURS and one.state == WAITING]


def _asked(turn: Turn, doc: Doc) -> str:
    return f"秘书科（{wording.contact(turn.office, doc.chaser)}）"


def _names(turn: Turn, found: list[Request]) -> str:
    return wording.labels(turn.office, [one.unit or "" for one in found])


def _tell(turn: Turn, doc: Doc, found: list[Request], text: str, what: str) -> None:
    people = [one.created_by for one in found]
    key = f"{doc.key}:{what}:{found[0].id}:{len(records.requests(turn.tx, doc.id))}:{doc.version}"
    turn.tell(people, text, lane=plans.lane(doc, Lane.TIMELY), key=key, subject=doc.key, origin=turn.person.userid)
