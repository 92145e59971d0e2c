"""A 批示 that turns out to need nothing more: the clerk says so, and nobody is reminded of it (domain.md 2.6)."""

from handlers.documents import plans, records, route
from handlers.documents.standing import allowed
from handlers.documents.states import Act
from handlers.documents.store import Doc
from handlers.line import Reply, Slots
from handlers.turn import Turn


def settle(turn: Turn, doc: Doc, _slots: Slots, _named: bool) -> Reply:
    """批示不用转办."""
    allowed(turn, doc, Act.INSTRUCT, {"leader"})
    if not records.unsettled(turn.tx, doc.id):
        return Reply(f"{doc.no}没有待转办的批示。", about=(doc.key,))
    records.settle(turn.tx, doc.id, turn.now)
    turn.note("批示不转办", doc.key)
    doc = route.after_reading(turn, doc)
    plans.everything(turn, doc)
    return Reply(f"好的，{doc.no}的批示不转办，不再提醒。", about=(doc.key,))
