"""What units answer to a 会签: 同意, or 不同意 with the opinion, by word, by button, or noted from the paper."""

import re
from collections.abc import Sequence

from handlers.line import Answer, Press, Reply, Slots
from handlers.outgoing import cards, flow, plans, refs, signing, store, wording
from handlers.outgoing.cards import CosignAnswer
from handlers.outgoing.store import Out, Outdated, Owed
from handlers.outgoing.tables import TEXT_LENGTH
from handlers.outgoing.terms import AGREED, ASKED, OPPOSED, Act, Part, State
from handlers.outgoing.write import OUTDATED, refused, restored, screened, write
from handlers.policy import not_found
from handlers.turn import Turn
from scheduler.wording import moment
from storage.changes import Change
from storage.db import lock

_AGAINST = re.compile(r"不(?:同意|予|能)(?:会签)?(?:的)?[：:，, ]*(?:意见|理由|原因)?[：:是 ]*(?P<why>.*)$", re.S)


_FOR = re.compile(r"同意|无(?:不同)?意见|没(?:有)?意见|已会签|会签(?:完|好)?了|会签完成")


_OPINION = re.compile(r"(?:意见|建议)[：:是为 ]*(?P<why>.+)$", re.S)


_NO_OPINION = re.compile("[无没](?:有)?(?:不同)?意见")


_BARE = re.compile(
    r"^(?:我(?:局|办|单位|们)?)?(?:会签)?(?:同意(?:会签)?|无意见|没(?:有)?意见|已会签|会签(?:了|同意))了?$"
)
_BARE_AGAINST = re.compile(r"^(?:我(?:局|办|单位|们)?)?不同意(?:会签)?[，,：: ].{2,}", re.S)


def claim(turn: Turn) -> Reply | None:
    """同意, 同意会签 or 无意见 from a unit of which a 会签 is asked."""
    unit = refs.unit_of(turn)
    if unit is None or not (_BARE.match(turn.said.bare) or _BARE_AGAINST.match(turn.said.bare)):
        return None
    return _answer_waiting(turn, unit) if store.waiting(turn.tx, unit, Part.COSIGN) else None


def answer(turn: Turn, slots: Slots) -> Reply:
    """What a unit says, or what the clerk notes from the paper."""
    unit = refs.unit_of(turn)
    if unit is None or refs.named(turn):
        return refs.on_one(turn, slots, answer_one, "cosign_answer")
    return _answer_waiting(turn, unit) or Reply("没有待您会签的文件。")


def _answer_waiting(turn: Turn, unit: str) -> Reply | None:
    waiting = [one for one in store.waiting(turn.tx, unit, Part.COSIGN) if one.state is State.COSIGNING]
    if not waiting:
        return None
    if len(waiting) > 1:
        data: Slots = {"text": turn.said.text}
        return refs.which(waiting, "cosign_answer", data)
    return answer_one(turn, waiting[0], {})


def answer_one(turn: Turn, doc: Out, slots: Slots) -> Reply:
    """The answer of one unit to one paper."""
    text = slots.get("text") or turn.said.text
    own = refs.unit_of(turn)
    units = [own] if own else [one.short for one in turn.said.units if one.short]
    owed = {one.unit: one for one in store.owed(turn.tx, doc.id, Part.COSIGN)}
    if own and own not in owed:
        return Reply(not_found(turn.office.phones.secretariat))
    if not units or any(unit not in owed for unit in units):
        names = wording.labels(turn.office, owed) or "（未送会签）"
        return Reply(f"请写明是哪家单位，{doc.name}会签单位：{names}。", about=(doc.key,))
    stopped = refused(turn, doc, Act.COSIGN)
    if stopped is not None:
        return late(turn, doc, owed[units[0]]) if own else stopped
    against = _AGAINST.search(text)
    if against is None and _FOR.search(text) is None:
        return Reply("请回复“同意会签”或“不同意会签：意见”。", about=(doc.key,))
    if against is not None:
        why = against["why"].strip(" 。.！!")
        if len(why) < 2:
            return _ask_opinion(doc, units[0])
        return oppose(turn, doc, units[0], why)
    opinion = _OPINION.search(text)
    return agree(turn, doc, units, opinion["why"].strip() if opinion and not _NO_OPINION.search(text) else None)


def _ask_opinion(doc: Out, unit: str) -> Reply:
    return Reply("请写明不同意的意见。", then="opinion", free=True, data={"id": doc.id, "unit": unit}, about=(doc.key,))


def opinion_given(turn: Turn, given: Answer) -> Reply:
    """Why the unit does not agree."""
    doc, unit = store.get(turn.tx, given.data["id"]), str(given.data["unit"])
    own = refs.unit_of(turn)
    if own is not None and own != unit:
        return Reply(not_found(turn.office.phones.secretariat))
    stopped = refused(turn, doc, Act.COSIGN)
    return stopped or oppose(turn, doc, unit, given.said.bare)


def agree(turn: Turn, doc: Out, units: Sequence[str], opinion: str | None) -> Reply:
    """These units agree; when all have, the paper may be signed."""
    return _settle(turn, doc, units, AGREED, opinion)


def oppose(turn: Turn, doc: Out, unit: str, why: str) -> Reply:
    """This unit does not agree: the clerk hears why, the paper waits."""
    if len(why) > TEXT_LENGTH:
        return Reply(f"意见请控制在{TEXT_LENGTH}字以内（现{len(why)}字）。", about=(doc.key,))
    return _settle(turn, doc, [unit], OPPOSED, why)


def _settle(turn: Turn, doc: Out, units: Sequence[str], state: str, opinion: str | None) -> Reply:
    blocked = screened(turn, opinion)
    if blocked is not None:
        return blocked
    lock(turn.tx, doc.key)
    doc = store.get(turn.tx, doc.id)
    stopped = refused(turn, doc, Act.COSIGN)
    if stopped is not None:
        return stopped
    by, now = turn.person.userid, turn.now
    done = [
        unit
        for unit in units
        if store.settle(
            turn.tx, doc.id, Part.COSIGN, unit, now, state=state, opinion=opinion, answered_at=now, answered_by=by
        )
    ]
    if not done:
        owed = next(one for one in store.owed(turn.tx, doc.id, Part.COSIGN) if one.unit == units[0])
        return late(turn, doc, owed)
    complete = all(one.settled for one in store.owed(turn.tx, doc.id, Part.COSIGN))
    values = {"status": flow.after(doc.state, Act.COSIGN, complete=complete).value}
    try:
        doc = write(turn, doc, values, f"会签{state}", undo="answer", more={"part": Part.COSIGN.value, "units": done})
    except Outdated:
        return Reply(OUTDATED)
    names = wording.labels(turn.office, done)
    said = f"{names}{'同意会签' if state == AGREED else '不同意会签'}{f'（{opinion}）' if opinion else ''}"
    then = "，会签已齐，待签发。" if complete else "。"
    if state == OPPOSED:
        call, first = wording.call(doc), wording.label(turn.office, done[0])
        then = f"。协商一致后可重送“{call}送{first}会签”，或“{call}退回修改：原因”。"
    next_ = wording.next_step(doc) if complete else ""
    signing.tell_clerk(turn, doc, f"【会签】{doc.name}：{said}{then}{next_}", f"会签:{'、'.join(done)}:{doc.version}")
    own = refs.unit_of(turn) is not None
    mine = "已答复：" if own else "已登记："
    tail = "。" if own else then
    return Reply(
        f"{mine}{doc.name}{said}{tail}",
        about=(doc.key,),
    )


def late(turn: Turn, doc: Out, owed: Owed) -> Reply:
    """A press or word that comes after the answer: who answered what and when."""
    return Reply(f"{doc.name}：{answered(turn, owed)}。", about=(doc.key,))


def answered(turn: Turn, owed: Owed) -> str:
    """李可 9月18日（星期五）15:31 已会签."""
    if owed.answered_at is None:
        return owed.state
    return f"{wording.name(turn.office, owed.answered_by)} {moment(owed.answered_at)} {owed.state}"


def pressed(turn: Turn, payload: CosignAnswer, press: Press) -> Reply | None:
    """The card's buttons. A forwarded card gives no rights; a late press says who answered and when."""
    unit = refs.unit_of(turn)
    owed = {one.unit: one for one in store.owed(turn.tx, payload.doc, Part.COSIGN)}
    if unit is None or unit != payload.unit or unit not in owed:
        return Reply(not_found(turn.office.phones.secretariat))
    doc = store.get(turn.tx, payload.doc)
    if owed[unit].state != ASKED or doc.state is not State.COSIGNING:
        reply = late(turn, doc, owed[unit])
    elif payload.agree:
        reply = agree(turn, doc, [unit], None)
    else:
        return _ask_opinion(doc, unit)
    now = next(one for one in store.owed(turn.tx, doc.id, Part.COSIGN) if one.unit == unit)
    card = cards.cosign(turn.office, doc, now, said=answered(turn, now), task_id=press.task_id)
    turn.update_card(press.response_code, [turn.person.userid], card)
    return reply


def unanswered(turn: Turn, change: Change) -> Reply:
    """撤销 of an answer or a 签收: it is owed again."""
    new = restored(turn, change)
    if new is None:
        return Reply(OUTDATED)
    part = Part(change.data["part"])
    for unit in change.data["units"]:
        store.unsettle(turn.tx, new.id, part, unit, turn.now)
    plans.again(turn, new)
    names = wording.labels(turn.office, change.data["units"])
    signing.tell_clerk(turn, new, f"【变更】{new.name}：{names}撤回了刚才的{part.value}答复。", f"撤回:{new.version}")
    return Reply(f"已撤销：{names}对{new.name}的{part.value}恢复为未答复。", about=(new.key,))
