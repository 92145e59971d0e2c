"""反馈 by the units, checked for substance, and 退办 when it does not do (domain.md 2.6, 3.3)."""

import re

from sqlalchemy import select

from handlers.documents import plans, store, units, wording
from handlers.documents.plans import LINE, UNSIGNED
from handlers.documents.standing import allowed
from handlers.documents.states import Act
from handlers.documents.store import Doc
from handlers.documents.tables import TEXT_LENGTH, doc_feedback
from handlers.documents.terms import OVER
from handlers.documents.write import write
from handlers.line import Answer, Reply, Slots
from handlers.policy import not_found
from handlers.reported import reports_work
from handlers.supervision.quality import is_concrete
from handlers.turn import Turn
from scheduler.wording import deadline, hour
from storage.changes import Change
from storage.office import Role
from storage.outbox import Lane

_CONTENT = re.compile(r"(?:反馈|进展|办理情况)(?:情况)?(?:如下)?[：:，, ]*")
_WHICH = re.compile(
    r"(?:收(?:〔\d{4}〕)?\d{1,5}号|\d{3,5}号|[^\s：:，,。]{0,14}\d{1,5}号(?:来文|文件|文))(?:的)?[：:，, ]+"
)
"""The paper's own name before what is reported of it."""
_REASON = re.compile(r"退办[了：:，,。 ]*(?:原因|理由|因为|因)?(?:是|为)?[：:，, ]*(.*)$")
_CLAUSES = re.compile("[，,。；; ]+")
_NO_FAULT = re.compile(r"^$|不行|不合格|^(?:这|那|该|请|把)|^.{0,14}号?$(?<=号)|^反馈$")
"""Clauses before 退办 that say no reason."""
_HEAD = re.compile(r"^[^：:，,。]{0,16}(?:反馈|进展|情况|那[份件个]|号[文件]?)[^：:，,。]{0,6}[：:]\s*")
"""反馈疫苗那份：, 1203号文： before what is reported."""
OFFERED, OFFER = "reported", ("是", "不是")
TELL_MORE = "请写明一件具体的事：做了什么、做到什么程度、存在什么问题、下一步怎么办。"
WHY = "退办理由？例如“缺少整改数据”“未说明完成时间”。"


def feedback(turn: Turn, doc: Doc, _slots: Slots, _named: bool) -> Reply:
    """What the unit reports in one sentence."""
    match = _CONTENT.search(turn.said.text)
    if match is None and reports_work(turn.said):
        return offer(doc, turn.said.text)
    words = turn.said.text[match.end() :] if match else ""
    named = _WHICH.match(words)
    return take(turn, doc, words[named.end() :] if named else words)


def offer(doc: Doc, words: str) -> Reply:
    """Ask whether words that name no paper report on this one (domain.md C.1 d)."""
    words = _HEAD.sub("", words)
    text, data = f"这是对来文（{doc.name}）的反馈吗？", {"id": doc.id, "text": words}
    return Reply(text, options=OFFER, then=OFFERED, data=data, about=(doc.key,))


def ask(turn: Turn, doc: Doc) -> Reply:
    """The card's button: the words are still to come."""
    allowed(turn, doc, Act.CONTRIBUTE, {"text"})
    text = f"请直接回复来文（{doc.name}）的办理情况：做了什么、做到什么程度、存在问题、下一步。"
    return Reply(text, then="feedback", free=True, data={"id": doc.id}, about=(doc.key,))


def more(turn: Turn, answer: Answer, doc: Doc) -> Reply:
    """The words that were asked for."""
    if answer.said.yes is False:
        return Reply("好的，未作反馈。", about=(doc.key,))
    match = _CONTENT.match(answer.said.text)
    return take(turn, doc, answer.said.text[match.end() :] if match else answer.said.text)


def take(turn: Turn, doc: Doc, words: str) -> Reply:
    """Keep a report that says something. The lead unit's moves the paper on, the chaser hears of it."""
    me = turn.person
    unit = turn.office.unit(me.unit) if me.unit and me.has(Role.UNIT_LIAISON) else None
    if unit is None or unit.short not in doc.units:
        return Reply(not_found(turn.office.phones.secretariat))
    if doc.status in OVER:
        return Reply(f"来文（{doc.name}）{doc.status}，不用再反馈。", about=(doc.key,))
    leads = unit.short == doc.lead_unit
    status = allowed(turn, doc, Act.FEEDBACK if leads else Act.CONTRIBUTE, {"text"})
    text = words.strip(" \t\r\n：:，,")
    if not is_concrete(text):
        return Reply(
            f"来文（{doc.name}）：{TELL_MORE}", then="feedback", free=True, data={"id": doc.id}, about=(doc.key,)
        )
    if len(text) > TEXT_LENGTH:
        return Reply(f"反馈请控制在{TEXT_LENGTH}字以内（现{len(text)}字），详细材料请走OA。", about=(doc.key,))
    entry = units.add_feedback(turn.tx, doc.id, unit.short, text, by=me.userid, now=turn.now)
    signed = units.sign(turn.tx, doc.id, unit.short, me.userid, turn.now)
    if signed:
        turn.unplan(LINE, doc.key, UNSIGNED, plans.signer(turn, unit.short))
    was = doc.status
    if status != was:
        doc = store.change(turn.tx, doc, turn.now, {"status": status})
    turn.note("反馈", doc.key, after={"unit": unit.short, "length": len(text)})
    turn.undoable(LINE, "feedback", doc.key, {"entry": entry, "was": was, "status": doc.status, "unit": unit.short})
    do = f"请核后回复“{doc.seq}号办结+结果”，或“{doc.seq}号退办+理由”。" if leads else ""
    told = f"{wording.head(doc, '反馈')}{doc.ref}{unit.label}反馈：{text}\n{do}".strip()
    lane = plans.lane(doc, Lane.TIMELY)
    turn.tell(doc.chaser, told, lane=lane, key=f"{doc.key}:反馈:{entry}", subject=doc.key, origin=me.userid)
    chaser = wording.contact(turn.office, doc.chaser)
    return Reply(f"已收到{unit.label}对来文（{doc.name}）的反馈（{hour(turn.now)}），已转{chaser}。", about=(doc.key,))


def unfeed(turn: Turn, change: Change) -> Reply:
    """Take a report back."""
    doc, data = store.hold(turn.tx, int(change.object.removeprefix("incoming:"))), change.data
    units.withdraw_feedback(turn.tx, data["entry"], turn.now)
    if doc.status == data["status"] and doc.status != data["was"]:
        doc = store.change(turn.tx, doc, turn.now, {"status": data["was"]})
        plans.everything(turn, doc)
    unit = wording.label(turn.office, data["unit"])
    text = f"【变更】{doc.ref}{unit}撤回了刚才的反馈。"
    lane = plans.lane(doc, Lane.TIMELY)
    turn.tell(doc.chaser, text, lane=lane, key=f"{doc.key}:撤回反馈:{data['entry']}", subject=doc.key)
    return Reply(f"已撤销：对来文（{doc.name}）的反馈，已告知催办人。", about=(doc.key,))


def send_back(turn: Turn, doc: Doc, _slots: Slots, _named: bool) -> Reply:
    """退办: the report does not do; back to the lead unit with the reason."""
    match = _REASON.search(turn.said.bare)
    reason = match[1].strip("，,。：: ") if match else ""
    before = turn.said.bare[: match.start()] if match else ""
    faults = [part for part in _CLAUSES.split(before) if not _NO_FAULT.search(part)]
    return _return(turn, doc, reason or "，".join(faults))


def reason_given(turn: Turn, answer: Answer, doc: Doc) -> Reply:
    """The reason that was asked for."""
    if answer.said.yes is False:
        return Reply("好的，未退办。", about=(doc.key,))
    return _return(turn, doc, answer.said.bare)


def _return(turn: Turn, doc: Doc, reason: str) -> Reply:
    status = allowed(turn, doc, Act.SEND_BACK, {"reason"})
    if len(reason) < 2:
        return Reply(WHY, then="send_back", free=True, data={"id": doc.id}, about=(doc.key,))
    new = write(turn, doc, {"status": status, "sent_back": doc.sent_back + 1}, "退办")
    plans.everything(turn, new)
    lead, contact = wording.label(turn.office, new.lead_unit or ""), wording.contact(turn.office, new.chaser)
    by = f"请于{deadline(new.due_at)}前补充反馈。" if new.due_at and new.due_at > turn.now else "请尽快补充反馈。"
    text = f"{wording.head(new, '退办')}来文（{new.name}）的反馈请补充：{reason}。{by}联系人：{contact}。"
    people = [person.userid for person in turn.office.liaisons(new.lead_unit or "")[:1]]
    key = f"{new.key}:退办:{new.version}"
    turn.tell(people, text, lane=plans.lane(new, Lane.TIMELY), key=key, subject=new.key, origin=turn.person.userid)
    return Reply(f"{new.no}已退办{lead}（第{new.sent_back}次）：{reason}。恢复承办中，继续催办。", about=(new.key,))


def told_words(turn: Turn, doc: Doc, unit: str) -> str:
    """；9月21日10:00 已反馈: the last report of a unit."""
    mine = (doc_feedback.c.doc_id == doc.id, doc_feedback.c.unit == unit, doc_feedback.c.withdrawn.is_(False))
    query = select(doc_feedback.c.created_at).where(*mine).order_by(doc_feedback.c.id.desc()).limit(1)
    at = turn.tx.execute(query).scalar_one_or_none()
    return f"；{deadline(at)} 已反馈" if at is not None else ""
