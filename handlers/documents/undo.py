"""撤销 of a registration and of changed fields (domain.md C.1 f, G16: the number is kept)."""

from handlers.documents import amend, plans, store
from handlers.documents.plans import LINE
from handlers.documents.rules import Due, limit_of, words
from handlers.documents.store import Doc
from handlers.documents.terms import AT_ONCE, OVER, Status
from handlers.documents.write import OUTDATED, from_json, tell_units, untouched
from handlers.line import Reply
from handlers.turn import Turn
from storage.changes import Change
from storage.office import Role
from storage.outbox import Lane


def void(turn: Turn, change: Change) -> Reply:
    """A registration made by mistake: the row stays as 作废 with its number (template 22)."""
    doc = _doc(turn, change)
    if doc.status != Status.REGISTERED:
        return Reply(f"{doc.no}已{doc.status}，不能直接作废，请联系秘书科（{turn.office.phones.secretariat}）。")
    new = store.change(turn.tx, doc, turn.now, {"status": Status.VOID, "remark": "误登撤销"})
    turn.note("作废收文", doc.key, before={"status": doc.status}, after={"status": new.status})
    turn.unplan(LINE, doc.key)
    if doc.urgency in (*AT_ONCE, "加急"):
        chiefs = [p.userid for p in turn.office.people_with(Role.SECRETARY_CHIEF) if p.userid != turn.person.userid]
        text = f"【变更】{doc.ref}登记作废（编号保留），请忽略此前的到件提醒。"
        turn.tell(chiefs, text, lane=plans.lane(doc, Lane.TIMELY), key=f"{doc.key}:作废", subject=doc.key)
    return Reply(f"已撤销：{doc.no}登记作废（编号保留）。")


def restore(turn: Turn, change: Change) -> Reply:
    """Bring back the fields that the last write changed, when nobody has written since."""
    doc = _doc(turn, change)
    if not untouched(doc, change.data["after"]):
        return Reply(OUTDATED)
    before = from_json(change.data["before"])
    new = store.change(turn.tx, doc, turn.now, before)
    turn.note(f"撤销{change.data['action']}", doc.key, after=change.data["before"])
    plans.everything(turn, new)
    if new.status != doc.status and new.units:
        tell_units(turn, new, f"恢复为{new.status}")
    if doc.status in OVER or new.status != doc.status:
        return Reply(f"已撤销：{new.no}恢复为{new.status}。", about=(doc.key,))
    due = Due(new.due_at, new.due_source or "", _limit(turn, new)) if new.due_at else None
    return Reply(f"已撤销：{new.no}：{amend.describe(turn, doc, before, due)}。", about=(doc.key,))


def _limit(turn: Turn, doc: Doc) -> str:
    return words(limit_of(turn.office.limits.doc, doc.urgency, doc.title))


def _doc(turn: Turn, change: Change) -> Doc:
    return store.hold(turn.tx, int(change.object.removeprefix("incoming:")))
