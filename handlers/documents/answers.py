"""What a unit does with a paper: 签收, and the buttons of its card (domain.md 2.6)."""

import re

from handlers.documents import cards, extending, feedback, flow, plans, refs, store, units, wording
from handlers.documents.cards import CardAct, SignDoc
from handlers.documents.plans import LINE, UNSIGNED
from handlers.documents.standing import allowed
from handlers.documents.states import Act, Refused
from handlers.documents.store import Doc
from handlers.documents.tables import incoming_doc
from handlers.documents.terms import OVER, Status
from handlers.line import Press, Reply, Slots
from handlers.policy import not_found
from handlers.turn import Turn
from scheduler.wording import deadline, moment
from storage.changes import Change
from storage.office import Role

_SIGN = re.compile(r"^(?:已|我们|我)*签收?(?:了|啦|一下|吧)?$")
_ALL = re.compile("全部|都|所有|[两三四五六七八九]件")
_RECEIVED = re.compile(
    r"^(?:好的?[，,]?)?(?:已?收到|已?收悉|已?知悉|已?阅悉|已收)(?:了|，谢谢)?(?:[，,]?(?:马上|立即|这就|抓紧|尽快|即刻)(?:去)?(?:办理?|落实|处理|部署))?$"
)


def sign_named(turn: Turn, slots: Slots) -> Reply:
    """签收 of a paper that is named, or of the one that is owed."""
    if refs.named(turn) is not None:
        return refs.on_one(turn, slots, sign, "sign")
    return _owed(turn, all_=_ALL.search(turn.said.text) is not None) or Reply("没有待您签收的文件。")


def claim(turn: Turn) -> Reply | None:
    """A bare 签收 or 收到 means the paper that the unit has not signed for, if there is one."""
    return _owed(turn) if _SIGN.match(turn.said.bare) or _RECEIVED.match(turn.said.bare) else None


def _owed(turn: Turn, *, all_: bool = False) -> Reply | None:
    unit = unit_of(turn)
    owed = units.unsigned_by(turn.tx, unit) if unit is not None else []
    if not owed:
        return None
    if len(owed) == 1:
        return refs.run(turn, owed[0], sign, {}, named=False)
    if all_:
        replies = [refs.run(turn, doc, sign, {}, named=False) for doc in owed]
        return Reply("\n".join(reply.text for reply in replies), about=tuple(doc.key for doc in owed))
    return refs.which(owed, "sign", {})


def sign(turn: Turn, doc: Doc, _slots: Slots, _named: bool) -> Reply:
    """Note the 签收 of the person's unit; it stops the 未签收 reminders."""
    unit = unit_of(turn)
    if unit is None or unit not in doc.units:
        return Reply(not_found(turn.office.phones.secretariat))
    if doc.status in OVER or doc.status == Status.HELD:
        return Reply(f"来文（{doc.name}）{over_words(turn, doc)}，不用签收。", about=(doc.key,))
    allowed(turn, doc, Act.SIGN)
    if not units.sign(turn.tx, doc.id, unit, turn.person.userid, turn.now):
        return Reply(f"来文（{doc.name}）：{signed_words(turn, doc, unit)}。", about=(doc.key,))
    turn.note("签收", doc.key, after={"unit": unit})
    turn.undoable(LINE, "sign", doc.key, {"unit": unit})
    turn.unplan(LINE, doc.key, UNSIGNED, plans.signer(turn, unit))
    by = f"请于{moment(doc.due_at)}前反馈，" if doc.due_at and unit == doc.lead_unit else ""
    word = f"收{doc.seq}号反馈+内容"
    return Reply(f"已签收：{doc.sender}来文（{doc.name}）。{by}反馈请回复“{word}”。", about=(doc.key,))


def pressed(turn: Turn, payload: SignDoc, press: Press) -> Reply | None:
    """The card's 签收. A forwarded card gives no rights; a late press says who did it and when."""
    doc = _of_card(turn, payload.doc, payload.unit)
    if doc is None:
        return Reply(not_found(turn.office.phones.secretariat))
    reply = sign(turn, doc, {}, True)
    refresh(turn, doc, payload.unit, press)
    return reply


def acted(turn: Turn, payload: CardAct, press: Press) -> Reply | None:
    """反馈, 延期 and 看全流程: the first two ask for the words; the card is drawn anew from the row each time."""
    doc = _of_card(turn, payload.doc, payload.unit)
    if doc is None:
        return Reply(not_found(turn.office.phones.secretariat))
    refresh(turn, doc, payload.unit, press)
    if payload.act == "flow":
        return flow.show(turn, doc, {}, True)
    if doc.status in OVER or doc.status == Status.HELD:
        what = "反馈" if payload.act == "feedback" else "申请延期"
        return Reply(f"来文（{doc.name}）{over_words(turn, doc)}，不用再{what}。", about=(doc.key,))
    try:
        return feedback.ask(turn, doc) if payload.act == "feedback" else extending.ask(turn, doc, {}, True)
    except Refused:
        return Reply(not_found(turn.office.phones.secretariat))


def _of_card(turn: Turn, doc_id: int, unit: str) -> Doc | None:
    """The paper of a card, for the 联络员 of the unit that the card was sent to and that still has it."""
    doc = next(iter(store.find(turn.tx, incoming_doc.c.id == doc_id, refs.scope(turn.person))), None)
    if doc is None or unit_of(turn) != unit or unit not in doc.units:
        return None
    return store.hold(turn.tx, doc.id)


def refresh(turn: Turn, doc: Doc, unit: str, press: Press) -> None:
    """Draw the card anew where it stands."""
    doc = store.get(turn.tx, doc.id)
    text = wording.transfer(turn.office, doc, instructed=store.instructed(turn.tx, doc.id))
    signed = signed_words(turn, doc, unit)
    card = cards.transfer(
        turn.office,
        doc,
        unit,
        text,
        signed="" if signed == "未签收" else signed + feedback.told_words(turn, doc, unit),
        over=f"来文{over_words(turn, doc)}" if doc.status in OVER else "",
        task_id=press.task_id,
    )
    turn.update_card(press.response_code, [turn.person.userid], card)


def over_words(turn: Turn, doc: Doc) -> str:
    """办结（张敏 9月22日10:05）: who brought it to its end, and when."""
    person = turn.office.person(doc.closed_by) if doc.closed_by else None
    return f"{doc.status}（{person.name} {deadline(doc.updated_at)}）" if person else doc.status


def signed_words(turn: Turn, doc: Doc, unit: str) -> str:
    """李可 9月18日15:31 已签收."""
    mine = next((one for one in store.handed(turn.tx, doc.id) if one.unit == unit), None)
    if mine is None or mine.signed_at is None:
        return "未签收"
    person = turn.office.person(mine.signed_by or "")
    return f"{person.name if person else ''} {deadline(mine.signed_at)} 已签收".strip()


def unsign(turn: Turn, change: Change) -> Reply:
    """Take a 签收 back; it is owed again."""
    doc, unit = store.hold(turn.tx, int(change.object.removeprefix("incoming:"))), change.data["unit"]
    units.unsign(turn.tx, doc.id, unit)
    plans.everything(turn, doc)
    return Reply(f"已撤销：来文（{doc.name}）恢复为未签收。", about=(doc.key,))


def unit_of(turn: Turn) -> str | None:
    """The unit whose 联络员 the person is: heads only read (domain.md A.1)."""
    unit = turn.office.unit(turn.person.unit) if turn.person.unit else None
    return unit.short if unit is not None and turn.person.has(Role.UNIT_LIAISON) else None
