"""核稿 before the signature and 复核 after it (domain.md 2.3, articles 22 and 25)."""

import re

from handlers.line import Answer, Reply, Slots
from handlers.outgoing import cosign, flow, ledger, signing, store, wording
from handlers.outgoing import slots as read
from handlers.outgoing.checking import tell_drafter
from handlers.outgoing.store import Out, Outdated
from handlers.outgoing.terms import OPENNESS, SHORT_OPENNESS, Act, State
from handlers.outgoing.write import OUTDATED, refused, restored, screened, write
from handlers.turn import Turn
from storage.changes import Change

_REASON = re.compile(
    r"(?:退回(?:修改|重改|起草人?)?|不通过|未通过|不同意|不予签发|暂不签发|不签)了?"
    r"[：:，, ]*(?:原因|理由)?[：:是 ]*(?P<why>.+)$",
    re.S,
)
_BACK = re.compile(r"退回|退改|不通过|未通过|没通过|不同意|不予签发|暂不签|不签")
ASK_WHY = "请写明退回的原因。"


def reason(text: str) -> str:
    """What stands behind 退回 or 不通过."""
    match = _REASON.search(text)
    return match["why"].strip(" 。.！!") if match else ""


def goes_back(text: str) -> bool:
    """Whether the message sends the paper back."""
    return _BACK.search(text) is not None


def edit(turn: Turn, doc: Out, slots: Slots) -> Reply:
    """核稿 passed: the units whose business it is are asked, or it may be signed."""
    if goes_back(turn.said.text):
        return send_back(turn, doc, slots)
    if not re.search(r"通过|同意|完成|好了|完毕|没问题|可以|已核", turn.said.text):
        return Reply(wording.whole(turn.office, doc, {}), about=(doc.key,))
    stopped = refused(turn, doc, Act.EDIT)
    if stopped is not None:
        return stopped
    waiting = bool(doc.cosign_units)
    values = {
        "status": flow.after(doc.state, Act.EDIT, complete=not waiting).value,
        "editor": turn.person.userid,
        "edited_at": turn.now,
    }
    try:
        doc = write(turn, doc, values, "核稿", undo="edit")
    except Outdated:
        return Reply(OUTDATED)
    if waiting:
        asked = cosign.send(turn, doc, doc.cosign_units, None)
        return Reply(f"{doc.name}核稿通过，已送{wording.labels(turn.office, asked)}会签。", about=(doc.key,))
    text = f"{doc.name}已由{turn.person.name}核稿通过，待签发。{wording.next_step(doc)}"
    signing.tell_clerk(turn, doc, text, "核稿通过")
    return Reply(f"{doc.name}核稿通过，待签发。{wording.next_step(doc)}", about=(doc.key,))


def send_back(turn: Turn, doc: Out, _slots: Slots) -> Reply:
    """Back to the draft with the reason, from 核稿, 会签 or the signatory."""
    stopped = refused(turn, doc, Act.RETURN)
    if stopped is not None:
        return stopped
    why = reason(turn.said.text)
    if len(why) < 2:
        return Reply(ASK_WHY, then="back_why", free=True, data={"id": doc.id}, about=(doc.key,))
    return _back(turn, doc, why)


def back_why(turn: Turn, answer: Answer) -> Reply:
    """The reason for sending it back."""
    doc = store.get(turn.tx, answer.data["id"])
    stopped = refused(turn, doc, Act.RETURN)
    if stopped is not None:
        return stopped
    why = reason(answer.said.text) or answer.said.bare
    return _back(turn, doc, why) if len(why) >= 2 else Reply(ASK_WHY, then="back_why", free=True, data=answer.data)


def _back(turn: Turn, doc: Out, why: str) -> Reply:
    blocked = screened(turn, why)
    if blocked is not None:
        return blocked
    was = doc.status
    try:
        doc = write(turn, doc, {"status": State.DRAFT.value, "checks": {}, "remark": why[:300]}, f"{was}退回")
    except Outdated:
        return Reply(OUTDATED)
    tell_drafter(turn, doc, f"【退改】{doc.doc_no}《{doc.title}》{was}退回修改：{why}。改好后请重新报前置审核。")
    return Reply(f"{doc.name}已退回修改：{why}。已通知拟稿人。", about=(doc.key,))


def review(turn: Turn, doc: Out, slots: Slots) -> Reply:
    """复核: formalities, content, kind and format; passed, the number comes into use; substance goes back to sign."""
    if goes_back(turn.said.text):
        return _reopen(turn, doc)
    stopped = refused(turn, doc, Act.REVIEW)
    if stopped is not None:
        return stopped
    openness = read.openness(turn.said, False, slots) or doc.openness
    if openness is None:
        text = f"{doc.name}的公开属性？"
        return Reply(text, options=SHORT_OPENNESS, then="openness", data={"id": doc.id}, about=(doc.key,))
    return _reviewed(turn, doc, openness)


def openness_chosen(turn: Turn, answer: Answer) -> Reply:
    """The 公开属性, asked for at 复核."""
    doc = store.get(turn.tx, answer.data["id"])
    return refused(turn, doc, Act.REVIEW) or _reviewed(turn, doc, OPENNESS[answer.index or 0])


def _reviewed(turn: Turn, doc: Out, openness: str) -> Reply:
    state = flow.after(doc.state, Act.REVIEW)
    try:
        doc = write(turn, doc, {"status": state.value, "openness": openness}, "复核编号", undo="review")
    except Outdated:
        return Reply(OUTDATED)
    ledger.use(turn.tx, doc.series, doc.year, doc.seq, turn.now)
    return Reply(f"{doc.name}复核通过，文号{doc.doc_no}已启用。{wording.next_step(doc)}", about=(doc.key,))


def _reopen(turn: Turn, doc: Out) -> Reply:
    """A change of substance: back to the original signatory (article 25)."""
    stopped = refused(turn, doc, Act.REOPEN)
    if stopped is not None:
        return stopped
    why = reason(turn.said.text) or "需作实质性修改"
    blocked = screened(turn, why)
    if blocked is not None:
        return blocked
    return reopen(turn, doc, why)


def reopen(turn: Turn, doc: Out, why: str) -> Reply:
    """Back to 待签发; the number is kept for it."""
    values = {"status": State.TO_SIGN.value, "signed_on": None, "written_on": None, "remark": why[:300]}
    try:
        new = write(turn, doc, values, "复核退签发人", undo="reopen")
    except Outdated:
        return Reply(OUTDATED)
    ledger.use(turn.tx, doc.series, doc.year, doc.seq, turn.now, used=False)
    signing.ask_signer(turn, new, f"复核提出修改（{why}），请重新签发")
    signer = wording.name(turn.office, new.signer) or "签发人"
    return Reply(f"{new.name}已退{signer}重新签发：{why}。改定后回复“{wording.call(new)}已签发”。", about=(new.key,))


def unreview(turn: Turn, change: Change) -> Reply:
    """撤销 of 复核: the number is 预留 again."""
    new = restored(turn, change)
    if new is None:
        return Reply(OUTDATED)
    ledger.use(turn.tx, new.series, new.year, new.seq, turn.now, used=False)
    return Reply(f"已撤销“复核编号”：{new.name}恢复为{new.status}，文号转为预留。", about=(new.key,))


def unreopen(turn: Turn, change: Change) -> Reply:
    """撤销 of sending it back to the signatory."""
    new = restored(turn, change)
    if new is None:
        return Reply(OUTDATED)
    used = new.state is not State.SIGNED
    ledger.use(turn.tx, new.series, new.year, new.seq, turn.now, used=used)
    return Reply(f"已撤销“退签发人”：{new.name}恢复为{new.status}。", about=(new.key,))


def unedit(turn: Turn, change: Change) -> Reply:
    """撤销 of 核稿: requests that went out with it are withdrawn."""
    doc = store.of_key(turn.tx, change.object)
    new = restored(turn, change)
    if new is None:
        return Reply(OUTDATED)
    if doc.cosign_units:
        cosign.withdraw(turn, new, doc.cosign_units)
    return Reply(f"已撤销“核稿”：{new.name}恢复为{new.status}。", about=(new.key,))
