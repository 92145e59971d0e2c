"""撤销 of an event or of issues just registered: the rows go, the audit keeps that they were there."""

from handlers.inspections import store
from handlers.line import Reply
from handlers.turn import Turn
from storage.changes import Change


def logged(turn: Turn, change: Change) -> Reply:
    gone = store.remove(turn.tx, change.data["table"], change.data["ids"])
    turn.note("撤销登记", change.object, before={"rows": gone})
    what = "督查活动" if change.data["table"] == "inspection" else "督查刊物"
    return Reply(f"已撤销：刚才登记的{what}。")
