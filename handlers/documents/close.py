"""办结: with a result, by whoever chases the paper or the 秘书科长 (domain.md 2.6, G2)."""

import re

from handlers.documents import plans, records, refs, wording
from handlers.documents.standing import allowed
from handlers.documents.states import Act
from handlers.documents.store import Doc
from handlers.documents.tables import TEXT_LENGTH
from handlers.documents.terms import RESULTS, Status
from handlers.documents.write import write
from handlers.line import Reply, Slots
from handlers.turn import Turn
from storage.office import Role
from storage.outbox import Lane

REPLIED = RESULTS[0]
_RESULT = re.compile(r"办结[了吧啊呀：:，,。 ]*(?:(?:办理)?结果[是为]?[：:， ]*)?(.*)$")

_NUMBER = re.compile(r"^(?:收?〔?\d{0,4}〕?\d{3,5}号?[，, 的]*)+(?=\D)")
_TAKEN_BACK = re.compile("(?:撤[回销]|取消|收回).{0,10}办结|办结.{0,4}(?:撤[回销]|取消|收回)")
TAKE_BACK = "办结后10分钟内，由办结人回复“撤销”即可恢复；超过的请联系秘书科。"
_CLOSED = (Status.CLOSED, Status.VOID, Status.FILED, Status.RETURNED)


def not_open(turn: Turn, slots: Slots) -> Reply | None:
    """Before the result is asked for: whether there is a paper to be closed."""
    if _TAKEN_BACK.search(turn.said.text):
        return Reply(TAKE_BACK)
    docs = refs.named(turn)
    one = docs[0] if docs and len(docs) == 1 else None
    if one is not None and one.status in _CLOSED and refs.MEANT not in slots:
        return close(turn, one, slots, True)
    return refs.early(turn, slots)


def close(turn: Turn, doc: Doc, slots: Slots, _named: bool) -> Reply:
    """Close the paper; nothing is owed any more."""
    if _TAKEN_BACK.search(turn.said.text):
        return Reply(TAKE_BACK, about=(doc.key,))
    if doc.status in _CLOSED:
        return Reply(f"{doc.no}已经{doc.status}。", about=(doc.key,))
    kind = slots["result"]
    status = allowed(turn, doc, Act.CLOSE, {"result"})
    match = _RESULT.search(turn.said.bare)
    words = (_NUMBER.sub("", match[1]).strip("，,。：: ") if match else "") or kind
    reply_no = next((d.canonical for d in turn.said.docs if d.canonical and d.canonical != doc.doc_no), None)
    values = {
        "status": status,
        "result_kind": kind,
        "result": words[:TEXT_LENGTH],
        "reply_no": reply_no if kind == REPLIED else None,
        "closed_on": turn.here.date(),
        "closed_by": turn.person.userid,
    }
    new = write(turn, doc, values, "办结")
    records.drop_requests(turn.tx, new.id, by=turn.actor, now=turn.now)
    plans.everything(turn, new)
    late = f"，超过时限（{wording.due_words(doc.due_at, turn.now)}）" if doc.due_at and turn.now > doc.due_at else ""
    told = f"{new.ref}已办结：{words[:60]}{late}。"
    chiefs = [p.userid for p in turn.office.people_with(Role.SECRETARY_CHIEF) if p.userid != turn.person.userid]
    turn.tell(chiefs, told, lane=Lane.ROUTINE, key=f"{new.key}:办结:{new.version}", subject=new.key)
    number = f"（{reply_no}）" if new.reply_no else ""
    hint = "复文文号请回复“复文号是云湾府办〔2026〕45号”补上。" if kind == REPLIED and not reply_no else ""
    return Reply(
        f"已办结：{new.ref}，结果：{kind}{number}{late}，待归档。{hint}回复“撤销”可恢复。",
        about=(new.key,),
    )
