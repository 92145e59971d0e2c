"""Writing to a paper: audited, undoable, under the optimistic lock; and telling the units that work on it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from handlers.documents import plans, store, wording
from handlers.documents.store import Doc, Outdated
from handlers.turn import Turn
from scheduler.clock import local
from storage.outbox import Lane

__all__ = ["OUTDATED", "Outdated", "from_json", "tell_units", "to_json", "untouched", "write"]

OUTDATED = "这一件刚被别人改过，请重新查看后再说一遍。"
_INSTANTS = ("due_at", "stated_due_at", "received_at")


def write(turn: Turn, doc: Doc, values: Mapping[str, Any], action: str, *, undo: str = "fields") -> Doc:
    """Change fields of a paper so that 撤销 brings the old ones back. Raises Outdated."""
    before = {field: getattr(doc, field) for field in values}
    changed = {field: value for field, value in values.items() if value != before[field]}
    new = store.change(turn.tx, doc, turn.now, changed)
    shown = to_json(changed)
    old = to_json({field: before[field] for field in changed})
    turn.note(action, doc.key, before=old, after=shown)
    turn.undoable(plans.LINE, undo, doc.key, {"before": old, "after": shown, "action": action})
    return new


def untouched(doc: Doc, after: Mapping[str, Any]) -> bool:
    """Whether these fields are still as that write left them."""
    return to_json({field: getattr(doc, field) for field in after}) == dict(after)


def tell_units(turn: Turn, doc: Doc, what: str) -> None:
    """Tell the 联络员 of the units that a paper they have was changed (template 8)."""
    people = [person.userid for unit in doc.units for person in turn.office.liaisons(unit)[:1]]
    text = f"【变更】{doc.sender}来文（{doc.name}）{what}。联系人：{wording.contact(turn.office, doc.chaser)}。"
    turn.tell(people, text, lane=plans.lane(doc, Lane.TIMELY), key=f"{doc.key}:变更:{doc.version}", subject=doc.key)


def to_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as JSON: instants and dates in ISO 8601."""
    return {field: _plain(value) for field, value in values.items()}


def from_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same back."""
    found = dict(values)
    for field in _INSTANTS:
        if found.get(field):
            found[field] = datetime.fromisoformat(found[field])
    if found.get("closed_on"):
        found["closed_on"] = date.fromisoformat(found["closed_on"])
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return local(value).isoformat()
    return value.isoformat() if isinstance(value, date) else value
