"""办结: with a result, by whoever chases the paper or the 秘书科长 (domain.md 2.6, G2)."""

import re

from handlers.documents import wording
from handlers.documents.plans import LINE
from handlers.documents.store import Doc
from handlers.documents.tables import TEXT_LENGTH
from handlers.documents.terms import Status
from handlers.documents.write import OUTDATED, Outdated, write
from handlers.line import Reply, Slots
from handlers.turn import Turn
from storage.office import Role
from storage.outbox import Lane

_RESULT = re.compile(r"办结[了：:，,。 ]*(.*)$")


def close(turn: Turn, doc: Doc, slots: Slots, _named: bool) -> Reply:
    """Close the paper; nothing is owed any more."""
    if doc.status in (Status.CLOSED, Status.VOID):
        return Reply(f"{doc.no}已经{doc.status}。", about=(doc.key,))
    person, office = turn.person, turn.office
    chiefs = [p.userid for p in office.people_with(Role.SECRETARY_CHIEF)]
    if person.userid not in (doc.chaser, doc.created_by, *chiefs):
        return Reply(f"{doc.no}由{wording.contact(office, doc.chaser)}催办，请由其或秘书科长办结。", about=(doc.key,))
    kind = slots["result"]
    match = _RESULT.search(turn.said.bare)
    words = (match[1].strip("，,。：: ") if match else "") or kind
    values = {
        "status": Status.CLOSED,
        "result_kind": kind,
        "result": words[:TEXT_LENGTH],
        "closed_on": turn.here.date(),
    }
    try:
        new = write(turn, doc, values, "办结")
    except Outdated:
        return Reply(OUTDATED)
    turn.unplan(LINE, new.key)
    late = f"，超过时限（{wording.due_words(doc.due_at, turn.now)}）" if doc.due_at and turn.now > doc.due_at else ""
    told = f"{new.no}（{new.name}）已办结：{words[:60]}{late}。"
    turn.tell(
        [c for c in chiefs if c != person.userid],
        told,
        lane=Lane.ROUTINE,
        key=f"{new.key}:办结:{new.version}",
        subject=new.key,
    )
    return Reply(f"已办结：{new.no}（{new.name}），结果：{kind}{late}。回复“撤销”可恢复。", about=(new.key,))
