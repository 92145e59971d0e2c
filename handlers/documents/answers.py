"""What a unit answers: 签收 (by word or by the card's button) and 反馈 (domain.md 2.6)."""

import re

from handlers.documents import cards, plans, refs, store, wording
from handlers.documents.cards import SignDoc
from handlers.documents.plans import LINE, UNSIGNED
from handlers.documents.store import Doc
from handlers.documents.tables import TEXT_LENGTH, incoming_doc
from handlers.documents.terms import OVER, Status
from handlers.documents.write import OUTDATED, Outdated
from handlers.line import Press, Reply, Slots
from handlers.policy import not_found
from handlers.turn import Turn
from scheduler.wording import deadline, hour, moment
from storage.changes import Change
from storage.office import Role
from storage.outbox import Lane

_SIGN = re.compile(r"^(?:已|我们|我)?签收(?:了|啦)?$")
_RECEIVED = re.compile(r"^(?:好的?[，,]?)?(?:收到|已收到|知悉)(?:了|，谢谢)?$")
_CONTENT = re.compile(r"(?:反馈|进展|办理情况)(?:情况)?(?:如下)?[：:，, ]*")
VAGUE = re.compile(r"^(?:正在(?:推进|办理|落实)|已?收到|阅|知悉|抓紧(?:办理|落实))(?:中|了)?$")
TELL_MORE = "请写明一件具体的事：做了什么、做到什么程度、存在什么问题、下一步怎么办。"


def sign_named(turn: Turn, slots: Slots) -> Reply:
    """签收 of a paper that is named, or of the one that is owed."""
    if refs.named(turn) is not None:
        return refs.on_one(turn, slots, sign, "sign")
    return claim(turn) or Reply("没有待您签收的文件。")


def claim(turn: Turn) -> Reply | None:
    """A bare 签收 or 收到 means the paper that the unit has not signed for, if there is one."""
    unit = _unit(turn)
    if unit is None or not (_SIGN.match(turn.said.bare) or _RECEIVED.match(turn.said.bare)):
        return None
    owed = store.unsigned_by(turn.tx, unit)
    if not owed:
        return None
    if len(owed) == 1:
        return sign(turn, owed[0], {}, False)
    return refs.which(owed, "sign", {})


def sign(turn: Turn, doc: Doc, _slots: Slots, _named: bool) -> Reply:
    """Note the 签收 of the person's unit; it stops the 未签收 reminders."""
    unit = _unit(turn)
    if unit is None or unit not in doc.units:
        return Reply(not_found(turn.office.phones.secretariat))
    if doc.status in OVER:
        return Reply(f"来文（{doc.name}）{doc.status}，不用签收。", about=(doc.key,))
    if not store.sign(turn.tx, doc.id, unit, turn.person.userid, turn.now):
        return Reply(f"来文（{doc.name}）：{signed_words(turn, doc, unit)}。", about=(doc.key,))
    turn.note("签收", doc.key, after={"unit": unit})
    turn.undoable(LINE, "sign", doc.key, {"unit": unit})
    turn.unplan(LINE, doc.key, UNSIGNED, plans.signer(turn, unit))
    by = f"请于{moment(doc.due_at)}前反馈，" if doc.due_at and unit == doc.lead_unit else ""
    word = f"收{doc.seq}号反馈+内容"
    return Reply(f"已签收：{doc.sender}来文（{doc.name}）。{by}反馈请回复“{word}”。", about=(doc.key,))


def pressed(turn: Turn, payload: SignDoc, press: Press) -> Reply | None:
    """The card's button. A forwarded card gives no rights; a late press says who did it and when."""
    unit = turn.office.unit(payload.unit)
    doc = next(iter(store.find(turn.tx, incoming_doc.c.id == payload.doc, refs.scope(turn.person))), None)
    if doc is None or unit is None or _unit(turn) != unit.short or unit.short not in doc.units:
        return Reply(not_found(turn.office.phones.secretariat))
    reply = sign(turn, doc, {}, True)
    text = wording.transfer(turn.office, doc, instructed=store.instructed(turn.tx, doc.id))
    shown = f"来文{doc.status}" if doc.status in OVER else signed_words(turn, doc, unit.short)
    card = cards.transfer(turn.office, doc, unit.short, text, signed=shown, task_id=press.task_id)
    turn.update_card(press.response_code, [turn.person.userid], card)
    return reply


def signed_words(turn: Turn, doc: Doc, unit: str) -> str:
    """李可 9月18日15:31 已签收."""
    mine = next((one for one in store.handed(turn.tx, doc.id) if one.unit == unit), None)
    if mine is None or mine.signed_at is None:
        return "未签收"
    person = turn.office.person(mine.signed_by or "")
    return f"{person.name if person else ''} {deadline(mine.signed_at)} 已签收".strip()


def feedback(turn: Turn, doc: Doc, _slots: Slots, _named: bool) -> Reply:
    """What the unit reports. The lead unit's word moves the paper on, the chaser hears of it (domain.md 3.3)."""
    unit = _unit(turn)
    if unit is None or unit not in doc.units:
        return Reply(not_found(turn.office.phones.secretariat))
    if doc.status in OVER:
        return Reply(f"来文（{doc.name}）{doc.status}，不用再反馈。", about=(doc.key,))
    match = _CONTENT.search(turn.said.text)
    text = turn.said.text[match.end() :].strip() if match else ""
    if len(text) < 4 or VAGUE.match(text.strip("。！!")):
        return Reply(TELL_MORE, about=(doc.key,))
    if len(text) > TEXT_LENGTH:
        return Reply(f"反馈请控制在{TEXT_LENGTH}字以内（现{len(text)}字），详细材料请走OA。", about=(doc.key,))
    entry = store.add_feedback(turn.tx, doc.id, unit, text, by=turn.person.userid, now=turn.now)
    if store.sign(turn.tx, doc.id, unit, turn.person.userid, turn.now):
        turn.unplan(LINE, doc.key, UNSIGNED, plans.signer(turn, unit))
    leads = unit == doc.lead_unit
    was = doc.status
    try:
        if leads:
            doc = store.change(turn.tx, doc, turn.now, {"status": Status.REPORTED})
    except Outdated:
        return Reply(OUTDATED)
    turn.note("反馈", doc.key, after={"unit": unit, "length": len(text)})
    turn.undoable(LINE, "feedback", doc.key, {"entry": entry, "was": was, "status": doc.status})
    do = f"请核后回复“{doc.seq}号办结+结果”。" if leads else ""
    told = (
        f"{wording.head(doc, '反馈')}{doc.no}（{doc.name}）{wording.label(turn.office, unit)}反馈：{text}\n{do}".strip()
    )
    lane = plans.lane(doc, Lane.TIMELY)
    turn.tell(doc.chaser, told, lane=lane, key=f"{doc.key}:反馈:{entry}", subject=doc.key, origin=turn.person.userid)
    chaser = wording.contact(turn.office, doc.chaser)
    return Reply(
        f"已收到{wording.label(turn.office, unit)}对来文（{doc.name}）的反馈（{hour(turn.now)}），已转{chaser}。",
        about=(doc.key,),
    )


def unsign(turn: Turn, change: Change) -> Reply:
    """Take a 签收 back; it is owed again."""
    doc, unit = store.get(turn.tx, int(change.object.removeprefix("incoming:"))), change.data["unit"]
    store.unsign(turn.tx, doc.id, unit)
    plans.everything(turn, doc)
    return Reply(f"已撤销：来文（{doc.name}）恢复为未签收。", about=(doc.key,))


def unfeed(turn: Turn, change: Change) -> Reply:
    """Take a report back."""
    doc, data = store.get(turn.tx, int(change.object.removeprefix("incoming:"))), change.data
    store.withdraw_feedback(turn.tx, data["entry"], turn.now)
    if doc.status == data["status"] and doc.status != data["was"]:
        store.change(turn.tx, doc, turn.now, {"status": data["was"]})
    unit = wording.label(turn.office, _unit(turn) or "")
    text = f"【变更】{doc.no}（{doc.name}）{unit}撤回了刚才的反馈。"
    lane = plans.lane(doc, Lane.TIMELY)
    turn.tell(doc.chaser, text, lane=lane, key=f"{doc.key}:撤回反馈:{data['entry']}", subject=doc.key)
    return Reply(f"已撤销：对来文（{doc.name}）的反馈，已告知催办人。", about=(doc.key,))


def _unit(turn: Turn) -> str | None:
    """The unit whose 联络员 the person is: heads only read (domain.md A.1)."""
    unit = turn.office.unit(turn.person.unit) if turn.person.unit else None
    return unit.short if unit is not None and turn.person.has(Role.UNIT_LIAISON) else None
