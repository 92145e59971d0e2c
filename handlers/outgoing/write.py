"""Acting on an outgoing paper: the table decides, the write is audited and undoable, the next reminder planned."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from handlers.line import Reply
from handlers.outgoing import flow, plans, store, wording
from handlers.outgoing.store import Out, Outdated
from handlers.outgoing.terms import LINE, Act, State
from handlers.turn import Turn
from scheduler.clock import local
from storage import guard
from storage.changes import Change

OUTDATED = "这一件刚被别人改过，请重新查看后再说一遍。"
_INSTANTS, _DATES = ("edited_at",), ("signed_on", "written_on", "issued_on")


def refused(turn: Turn, doc: Out, act: Act) -> Reply | None:
    """Why the act is not possible now for this person, with the word that is; None when it is."""
    as_what = flow.who(turn.person)
    if flow.may(doc.state, act, as_what):
        return None
    if (doc.state, act) not in flow.TABLE:
        return Reply(f"{doc.name}现为“{doc.status}”，不能{act.value}。{wording.next_step(doc)}", about=(doc.key,))
    who = "、".join(sorted(one.value for one in flow.TABLE[doc.state, act].who))
    return Reply(f"{act.value}由{who}确认。{doc.name}现为“{doc.status}”。{wording.next_step(doc)}", about=(doc.key,))


def screened(turn: Turn, *texts: str | None) -> Reply | None:
    """The guard's own reply when what was put together from several messages may not be kept (domain.md 7.3)."""
    verdict = guard.screen("\n".join(text for text in texts if text))
    if verdict.level == "hard":
        return Reply(guard.hard_reply(turn.office), trusted=True)
    return None


def write(
    turn: Turn,
    doc: Out,
    values: Mapping[str, Any],
    action: str,
    *,
    acting_for: str | None = None,
    undo: str = "fields",
    more: Mapping[str, Any] | None = None,
) -> Out:
    """Change fields of a paper so that 撤销 brings the old ones back; plan what is owed next. Raises Outdated."""
    before = {field: getattr(doc, field) for field in values}
    new = store.change(turn.tx, doc, turn.now, dict(values))
    old, shown = to_json(before), to_json(dict(values))
    turn.note(action, doc.key, before=old, after=shown, acting_for=acting_for)
    data = {"before": old, "after": shown, "action": action, **(more or {})}
    turn.undoable(LINE, undo, doc.key, data)
    plans.again(turn, new)
    return new


def restored(turn: Turn, change: Change) -> Out | None:
    """Bring back the fields that a write changed; None when somebody has written since."""
    doc = store.of_key(turn.tx, change.object)
    after = change.data["after"]
    if to_json({field: getattr(doc, field) for field in after}) != dict(after):
        return None
    try:
        new = store.change(turn.tx, doc, turn.now, from_json(change.data["before"]))
    except Outdated:
        return None
    turn.note(f"撤销{change.data['action']}", doc.key, after=change.data["before"])
    plans.again(turn, new)
    return new


def undone(turn: Turn, change: Change) -> Reply:
    """撤销 of a step: the paper is where it was."""
    new = restored(turn, change)
    if new is None:
        return Reply(OUTDATED)
    return Reply(f"已撤销“{change.data['action']}”：{new.name}恢复为{new.status}。", about=(new.key,))


def to_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as JSON: instants and dates in ISO 8601."""
    return {field: _plain(value) for field, value in values.items()}


def from_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same back."""
    found = dict(values)
    for field in _INSTANTS:
        found |= {field: datetime.fromisoformat(found[field])} if found.get(field) else {}
    for field in _DATES:
        found |= {field: date.fromisoformat(found[field])} if found.get(field) else {}
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return local(value).isoformat()
    if isinstance(value, State):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
