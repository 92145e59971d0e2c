"""Writing a receipt: the state of an invitation, who answered for whom, and what may be taken back (domain.md 4.4)."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from handlers.line import Reply
from handlers.meetings import calendar_entries, deciding, live, publishing, queries
from handlers.meetings.queries import Invite
from handlers.meetings.terms import Receipt
from handlers.turn import Turn
from scheduler.desk import Desk
from storage import changes
from storage.changes import Change

KEPT = ("state", "substitute", "reason", "late_minutes", "requested_by", "replied_by")
PENDING_WORDS = "这条信息刚被改动过，请再发一次。"


class Changed(Exception):
    """Somebody else changed the invitation in the same moment; nothing has been written."""


P = ParamSpec("P")


def unless_changed(act: Callable[P, Reply]) -> Callable[P, Reply]:
    """The act, or the request to repeat it when somebody was quicker (optimistic lock, Annex E)."""

    @wraps(act)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Reply:
        try:
            return act(*args, **kwargs)
        except Changed:
            return Reply(PENDING_WORDS)

    return guarded


def record(turn: Turn, one: Invite, state: Receipt, **values: Any) -> None:
    """Write what was answered, note it, make it undoable, and free the reminder that is no longer needed (G22)."""
    before = {name: one.row[name] for name in KEPT}
    values |= {"state": state.value, "replied_by": turn.person.userid, "replied_at": turn.now, "remark": None}
    if state in {Receipt.LEAVE_ASKED, Receipt.SUBSTITUTE_ASKED}:
        values |= {"requested_by": turn.person.userid, "approved_by": None, "approved_proxy": None, "decided_at": None}
    if not queries.save(turn.tx, one, turn.now, **values):
        raise Changed
    turn.note(
        "回执", one.object, before={"state": one.state.value}, after={"state": state.value}, acting_for=_for(turn, one)
    )
    last = changes.last(turn.tx, turn.person.userid) if state is one.state else None
    if last is not None and (last.object, last.kind) == (one.object, "receipt"):
        before = last.data["before"]  # a reason added to a request is taken back with the request
        changes.mark_undone(turn.tx, last.id, turn.now)
    turn.undoable("meetings", "receipt", one.object, {"before": before})
    settle_silent(turn, one)
    live.changed(turn, one.meeting)
    calendar_entries.follow(turn, queries.again(turn.tx, one))


def settle_silent(desk: Desk, one: Invite) -> None:
    """The last answer frees the reminder to the silent (domain.md G22)."""
    if not queries.anybody_silent(desk.tx, one.meeting["id"]):
        desk.unplan("meetings", f"meeting:{one.meeting['id']}", "silent")


def _for(turn: Turn, one: Invite) -> str | None:
    """For whom the answer was given, when not for oneself."""
    head = turn.office.head(one.unit) if one.unit else turn.office.person(one.row["user"])
    return head.userid if head and head.userid != turn.person.userid else None


def undo_receipt(turn: Turn, change: Change) -> Reply:
    """撤销: the invitation stands as before; a request that waits is withdrawn with it."""
    one = queries.invite_by_id(turn.tx, int(change.object.removeprefix("invite:")))
    if one is None or not queries.save(turn.tx, one, turn.now, **change.data["before"]):
        return Reply(PENDING_WORDS)
    turn.unplan("meetings", one.object)
    publishing.plan_reminders(turn, one.meeting)
    live.changed(turn, one.meeting)
    calendar_entries.follow(turn, queries.again(turn.tx, one))
    deciding.taken_back(turn, one, queries.again(turn.tx, one))
    turn.note(
        "撤销回执", one.object, before={"state": one.state.value}, after={"state": change.data["before"]["state"]}
    )
    return Reply(f"已撤销：{one.meeting['title']}的回执恢复为“{change.data['before']['state']}”。")
