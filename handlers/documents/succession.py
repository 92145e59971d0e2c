"""移交: what somebody follows up goes to whoever takes over; nothing stays with a leaver (domain.md A.1)."""

from sqlalchemy import select

from handlers.documents import plans, refs, store
from handlers.documents.plans import LINE
from handlers.documents.store import Doc
from handlers.documents.tables import incoming_doc
from handlers.documents.terms import OVER
from handlers.line import Answer, Reply, Slots
from handlers.policy import Area, Right, may
from handlers.said import Said
from handlers.turn import Turn
from scheduler.desk import Desk
from storage.changes import Change
from storage.office import Person, Role
from storage.outbox import Lane
from storage.tables import reminder

CONFIRM = ("移交", "取消")
SHOWN = 5


def hand_over(turn: Turn, _slots: Slots) -> Reply:
    """把我经手的移交给…; the 秘书科长 may hand over what another follows up. One paper when one is named."""
    people = [one.person for one in turn.said.people if one.person is not None]
    to = people[-1] if people else _by_section(turn)
    if to is None:
        return Reply("移交给谁？例如“把我经手的移交给李明”。")
    if not may(to, Right.WRITE, Area.DOCUMENTS):
        return Reply(f"{to.name}没有办文权限，不能移交。请先由管理员授权，或移交给其他文书。")
    giver = people[0] if len(people) > 1 else turn.person
    if giver.userid != turn.person.userid and not turn.person.has(Role.SECRETARY_CHIEF):
        return Reply("只能移交本人经手的；移交他人经手的请由秘书科长办理。")
    if giver.userid == to.userid:
        return Reply(f"本来就由{to.name}经手。")
    named = refs.named(turn)
    docs = named if named is not None else chased_by(turn, giver.userid)
    docs = [doc for doc in docs if doc.chaser == giver.userid and doc.status not in OVER]
    if not docs:
        return Reply(f"{giver.name}没有在办的文件需要移交。")
    whose = "您" if giver.userid == turn.person.userid else giver.name
    text = f"{whose}经手的在办件共{len(docs)}件（{_listed(docs)}），移交给{to.name}？今后由其催办。"
    data = {"ids": [doc.id for doc in docs], "from": giver.userid, "to": to.userid}
    return Reply(text, options=CONFIRM, then="hand_over", data=data)


def taker(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """Who takes over: the last person named."""
    people = [one.person.name for one in said.people if one.person is not None]
    return people[-1] if people else None


def _by_section(turn: Turn) -> Person | None:
    """秘书科长 by the post."""
    if "科长" in turn.said.text:
        return next(iter(turn.office.people_with(Role.SECRETARY_CHIEF)), None)
    return None


def confirmed(turn: Turn, answer: Answer) -> Reply:
    """1移交 2取消."""
    to = turn.office.person(answer.data["to"])
    if answer.index != 0 or to is None:
        return Reply("好的，未移交。")
    ids = [doc_id for doc_id in answer.data["ids"] if _give(turn, doc_id, answer.data["from"], to.userid)]
    turn.undoable(LINE, "hand_over", f"person:{to.userid}", {"ids": ids, "from": answer.data["from"], "to": to.userid})
    docs = [store.get(turn.tx, doc_id) for doc_id in ids]
    giver = turn.office.person(answer.data["from"])
    name = giver.name if giver else ""
    text = f"【移交】{name}经手的在办件{len(docs)}件移交给您催办：{_listed(docs)}。回复“我经手的”查看。"
    turn.tell(to.userid, text, lane=Lane.TIMELY, key=f"移交:{turn.request_id}", origin=turn.actor)
    return Reply(f"已移交{len(docs)}件给{to.name}：{_listed(docs)}，提醒随之转给其本人。")


def _give(desk: Desk, doc_id: int, giver: str, to: str) -> bool:
    """One paper, with every reminder that its chaser has of it."""
    doc = store.hold(desk.tx, doc_id)
    if doc.chaser != giver or doc.status in OVER:
        return False
    new = store.change(desk.tx, doc, desk.now, {"chaser": to})
    desk.note("移交", new.key, before={"chaser": giver}, after={"chaser": to})
    plans.everything(desk, new)
    return True


def undo(turn: Turn, change: Change) -> Reply:
    """Take a hand-over back."""
    data = change.data
    back = [doc_id for doc_id in data["ids"] if _give(turn, doc_id, data["to"], data["from"])]
    turn.tell(data["to"], f"【变更】刚才移交的{len(back)}件收回，仍由原经手人催办。", lane=Lane.TIMELY)
    return Reply(f"已撤销：{len(back)}件的移交。")


def chased_by(desk: Desk, userid: str) -> list[Doc]:
    """The open papers that somebody follows up, newest first."""
    return store.find(desk.tx, incoming_doc.c.chaser == userid, incoming_doc.c.status.not_in([str(s) for s in OVER]))


def leavers(desk: Desk) -> None:
    """At a start: what lies with one who is gone goes to the 秘书科长; his reminders are planned anew."""
    chief = next(iter(desk.office.people_with(Role.SECRETARY_CHIEF)), None)
    open_ = incoming_doc.c.status.not_in([str(s) for s in OVER])
    chasers = desk.tx.execute(select(incoming_doc.c.chaser).where(open_).distinct()).scalars().all()
    taken = []
    for userid in chasers:
        if desk.office.person(userid) is None and chief is not None:
            taken += [doc for doc in chased_by(desk, userid) if _give(desk, doc.id, userid, chief.userid)]
    planned = (reminder.c.line == LINE, reminder.c.state == "planned")
    rows = desk.tx.execute(select(reminder.c.recipient, reminder.c.object).where(*planned).distinct()).all()
    for key in {key for recipient, key in rows if _gone(desk, recipient)}:
        plans.everything(desk, store.hold(desk.tx, int(key.removeprefix("incoming:"))))
    if taken and chief is not None:
        text = (
            f"【移交】原经手人已不在岗，{len(taken)}件在办件转由您催办：{_listed(taken)}。可回复“把我经手的移交给……”。"
        )
        desk.tell(chief.userid, text, lane=Lane.TIMELY, key=f"离岗移交:{taken[0].id}:{len(taken)}:{desk.here:%Y%m%d}")


def _gone(desk: Desk, userid: str) -> bool:
    return desk.office.person(userid) is None and desk.office.unit(userid) is None


def _listed(docs: list[Doc]) -> str:
    shown = "、".join(doc.no for doc in docs[:SHOWN])
    return f"{shown}等" if len(docs) > SHOWN else shown
