"""退文 at 初审: back to the sender with the reason (domain.md 2.2, 2.6; SC11). The paper keeps its number."""

import re
from collections.abc import Mapping
from typing import Any

from handlers.documents import plans, refs, register, rules, store, wording
from handlers.documents.plans import LINE
from handlers.documents.standing import allowed, refused
from handlers.documents.states import Act, Refused
from handlers.documents.store import Doc
from handlers.documents.tables import REASON_LENGTH, incoming_doc
from handlers.documents.terms import ACTION, BEFORE_SUBMISSION, NO_TITLE, OFF_THE_BOOKS, RETURN_REASONS, Status
from handlers.documents.write import OUTDATED
from handlers.line import Answer, Reply, Slots
from handlers.said import Said
from handlers.turn import Turn
from storage.changes import Change
from storage.office import Role
from storage.outbox import Lane

OTHER = "其他"
OPTIONS = (*RETURN_REASONS, OTHER)
ASK = "退文理由："
ASK_WORDS = "请写明退文理由，例如“不属本机关职责”。"
_GENRE = re.compile(f"({'|'.join(rules.GENRES)})")
_ONWARD = re.compile(r"(?:改派|改由|转(?:给|到|由)?)[^，,。；;]{2,}")
_NOT_AGREED = re.compile(r"不同意退(?!办)|不予退文|不退文|不(?:用|要|该)退|收回退文|取消退文")
_WORDS = {
    "报告夹带请示": r"夹[带着了]?.{0,8}请示|报告.{0,6}夹|带着?请示",
    "多头主送": r"多头|主送.{0,6}[多几两俩三]|[两几多]个?主送",
    "越级": r"越级",
    "未会签": r"(?:[未没不](?:有|走|经过?|去)?|[未没](?:有|跟|和|与|同|经).{0,8})会签",
    "文种格式不符": r"文种|格式|体例|版头|不规范",
    "一文多事": r"一(?:个|份)?文[件]?(?:里|写了?|中)?[多数两几三]件?事|[两几多三]件事",
    "送领导个人": r"(?:送|报|给)领导(?:个人|本人)|(?:领导|书记|[区市]长|主任)(?:个人|本人)"
    r"|(?:直接|只)[写送报呈]给?(?:了)?.{0,3}(?:书记|[区市]长|领导)",
    OFF_THE_BOOKS: r"不属(?:于)?(?:我|本)|不归我们|非本机关|不是(?:我们|我办|本办)|送错",
}


def reason(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """Which of the reasons the words speak of."""
    found = [name for name, pattern in _WORDS.items() if re.search(pattern, said.text)]
    return found[0] if len(found) == 1 else None


def run(turn: Turn, slots: Slots) -> Reply:
    """Find the paper by its number, else by its sender among those on the clerk's desk, else register it."""
    if refs.named(turn) is not None:
        return refs.on_one(turn, slots, ask, "return")
    if _NOT_AGREED.search(turn.said.text):
        recent = refs.lately(turn)
        return (
            refs.run(turn, recent, ask, slots, named=False) if recent else Reply("请写明编号，例如“1203号不同意退文”。")
        )
    if _ONWARD.search(turn.said.text):
        return Reply("转给别的单位不是退文：请写明编号，例如“1203号改由工信局牵头”。退文请说“1203号退文”。")
    sender, genre = slots.get("unit"), _genre(turn.said)
    recent = refs.lately(turn)
    if sender is None:
        if recent is not None:
            return refs.run(turn, recent, ask, slots, named=False)
        return Reply("请说明退哪一件，例如“1203号退文”或“白石街道的报告退文”。")
    desk = incoming_doc.c.status.in_([str(state) for state in BEFORE_SUBMISSION])
    docs = store.find(turn.tx, incoming_doc.c.sender == sender, desk, refs.scope(turn.person), limit=refs.MANY)
    docs = [doc for doc in docs if genre is None or doc.genre in (None, genre)]
    if len(docs) == 1 or (docs and recent is not None and recent.id in {doc.id for doc in docs}):
        one = docs[0] if len(docs) == 1 or recent is None else recent
        return refs.run(turn, one, ask, slots, named=True)
    if docs:
        return refs.which(docs, "return", slots)
    data = {"sender": sender, "genre": genre, "title": slots.get("title"), "doc_no": slots.get("doc_no")}
    return _ask(data, f"{wording.label(turn.office, sender)}这一件尚未登记，退文时一并登记编号。")


def _genre(said: Said) -> str | None:
    match = _GENRE.search(said.text)
    return match[1] if match else None


def ask(turn: Turn, doc: Doc, _slots: Slots, _named: bool) -> Reply:
    """Ask for the reason: choosing it is the confirmation. The 秘书科长 may also take a 退文 back."""
    if _NOT_AGREED.search(turn.said.text):
        return take_back(turn, doc)
    allowed(turn, doc, Act.RETURN, {"reason"})
    return _ask({"id": doc.id}, f"{doc.ref}", about=(doc.key,))


def _ask(data: Mapping[str, Any], head: str, about: tuple[str, ...] = ()) -> Reply:
    return Reply(f"{head}\n{ASK}", options=OPTIONS, then="return_reason", free=True, data=data, about=about)


def chosen(turn: Turn, answer: Answer) -> Reply:
    """The number of the reason, or its words."""
    words = reason(answer.said, True, {}) or answer.said.bare
    if answer.index is None and answer.said.yes is False:
        return Reply("好的，未退文。")
    if answer.index is not None:
        if OPTIONS[answer.index] == OTHER:
            return Reply(ASK_WORDS, then="return_reason", free=True, data=answer.data)
        words = OPTIONS[answer.index]
    if len(words) < 2:
        return Reply(ASK_WORDS, then="return_reason", free=True, data=answer.data)
    doc = store.hold(turn.tx, answer.data["id"]) if "id" in answer.data else None
    try:
        return _return(turn, doc, words[:REASON_LENGTH], answer.data)
    except Refused as why:
        return refused(turn, doc, why) if doc is not None else Reply(OUTDATED)


def _return(turn: Turn, doc: Doc | None, why: str, data: Mapping[str, Any]) -> Reply:
    values = {"status": Status.RETURNED, "remark": f"退文：{why}", "closed_by": turn.person.userid}
    if doc is None:
        slots: Slots = {"unit": data["sender"], "urgency": "平件", "kind": ACTION, "doc_no": data["doc_no"]}
        title = data["title"] or NO_TITLE
        due = rules.due(
            plans.hours(turn), turn.office.limits.doc, received=turn.now, urgency="平件", kind=ACTION, title=title
        )
        row = register.values(turn, slots, title, "平件", turn.now, None, due)
        new = store.add(turn.tx, {**row, **values, "genre": data["genre"]})
        was = None
    else:
        values["status"] = allowed(turn, doc, Act.RETURN, {"reason"})
        new, was = store.change(turn.tx, doc, turn.now, values), doc.status
    turn.note("退文", new.key, after={"no": new.no, "reason": why})
    turn.undoable(LINE, "return", new.key, {"was": was})
    plans.everything(turn, new)
    people = [person.userid for person in turn.office.liaisons(new.sender)[:1]]
    do = RETURN_REASONS.get(why, "请径送有权处理的机关" if why == OFF_THE_BOOKS else "请修改后重新报送")
    what = f"{new.genre or '文件'}（{new.name}）"
    text = (
        f"【退文】你单位报来的{what}经初审退回，理由：{why}。{do}。联系人：{wording.contact(turn.office, new.chaser)}。"
    )
    key = f"{new.key}:退文:{new.version}"
    turn.tell(people, text, lane=plans.lane(new, Lane.TIMELY), key=key, subject=new.key, origin=turn.person.userid)
    _tell_chiefs(turn, new, why)
    label = wording.label(turn.office, new.sender)
    told = f"已通知{label}联络员：{do}。" if people else f"{label}没有联络员账号，请另行函告：{do}。"
    return Reply(f"已退文：{new.ref}，{label}，理由：{why}。{told}", about=(new.key,))


def _tell_chiefs(turn: Turn, doc: Doc, why: str) -> None:
    """The 秘书科长 answers for it as well: he hears at once and may take it back (domain.md 2.6 文书+科长)."""
    chiefs = [p.userid for p in turn.office.people_with(Role.SECRETARY_CHIEF) if p.userid != turn.person.userid]
    text = (
        f"【退文】{turn.person.name}拟退{wording.label(turn.office, doc.sender)}来文{doc.ref}，理由：{why}，"
        f"已通知来文单位。如不同意，请回复“{doc.seq}号不同意退文”。"
    )
    turn.tell(
        chiefs, text, lane=Lane.TIMELY, key=f"{doc.key}:退文报告:{doc.version}", subject=doc.key, origin=turn.actor
    )


def take_back(turn: Turn, doc: Doc) -> Reply:
    """不同意退文 by the 秘书科长: the paper is on the desk again."""
    status = allowed(turn, doc, Act.TAKE_BACK)
    new = _restore(turn, doc, status)
    turn.note("撤回退文", new.key, before={"status": doc.status}, after={"status": status})
    if new.chaser != turn.person.userid:
        text = f"【变更】{turn.person.name}不同意退文：{new.ref}恢复为{status}，请继续办理。"
        turn.tell(new.chaser, text, lane=Lane.TIMELY, key=f"{new.key}:不退文:{new.version}", subject=new.key)
    return Reply(f"{new.no}退文已收回，恢复为{status}，已告知来文单位。", about=(new.key,))


def undo(turn: Turn, change: Change) -> Reply:
    """撤销 of a 退文; one that was registered only to be returned stays as 作废."""
    doc = store.hold(turn.tx, int(change.object.removeprefix("incoming:")))
    if doc.status != Status.RETURNED:
        return Reply(OUTDATED)
    new = _restore(turn, doc, Status(change.data["was"] or Status.VOID))
    turn.note("撤销退文", new.key, after={"status": new.status})
    return Reply(f"已撤销：{new.no}的退文，状态为{new.status}（编号保留）。", about=(new.key,))


def _restore(turn: Turn, doc: Doc, status: Status) -> Doc:
    new = store.change(turn.tx, doc, turn.now, {"status": status, "remark": None, "closed_by": None})
    plans.everything(turn, new)
    people = [person.userid for person in turn.office.liaisons(new.sender)[:1]]
    contact = wording.contact(turn.office, new.chaser)
    text = f"【变更】你单位来文（{new.name}）的退文收回，不用重新报送。联系人：{contact}。"
    turn.tell(people, text, lane=plans.lane(new, Lane.TIMELY), key=f"{new.key}:收回退文:{new.version}", subject=new.key)
    return new
