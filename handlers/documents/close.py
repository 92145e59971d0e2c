"""办结: with a result, by whoever chases the paper or the 秘书科长 (domain.md 2.6, G2)."""

import re

from handlers.documents import plans, records, wording
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


def close(turn: Turn, doc: Doc, slots: Slots, _named: bool) -> Reply:
    """Close the paper; nothing is owed any more."""
    if doc.status in (Status.CLOSED, Status.VOID, Status.FILED, Status.RETURNED):
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
    hint = "复文文号可在办结时一并写明，如“已复文云湾府办〔2026〕45号”。" if kind == REPLIED and not reply_no else ""
    return Reply(
        f"已办结：{new.ref}，结果：{kind}{number}{late}，待归档。{hint}回复“撤销”可恢复。",
        about=(new.key,),
    )
