"""A unit says what it did without saying of what: the paper it has in hand is offered (domain.md 2.6, C.1 b, d)."""

from sqlalchemy import select

from handlers.documents import feedback, refs, store
from handlers.documents.answers import unit_of
from handlers.documents.store import Doc
from handlers.documents.tables import doc_unit, incoming_doc
from handlers.documents.terms import Status
from handlers.line import Answer, Reply
from handlers.reported import reports_work
from handlers.turn import Turn


def claim(turn: Turn) -> Reply | None:
    """Ask whether it is the report on the paper spoken of, or on the only one that the unit has in hand."""
    unit = unit_of(turn)
    if unit is None or not reports_work(turn.said):
        return None
    named = refs.named(turn) or []
    spoken = named[0].key if len(named) == 1 else turn.about[0] if turn.about else ""
    if spoken and not spoken.startswith("incoming:"):
        return None
    handed = select(doc_unit.c.doc_id).where(doc_unit.c.unit == unit)
    open_ = incoming_doc.c.status.in_([str(state) for state in (Status.IN_HAND, Status.REPORTED)])
    docs = store.find(turn.tx, incoming_doc.c.id.in_(handed), open_, limit=refs.MANY)
    docs = [doc for doc in docs if doc.key == spoken] or docs
    if len(docs) != 1:
        return None
    return feedback.offer(docs[0], turn.said.text)


def confirmed(turn: Turn, answer: Answer, doc: Doc) -> Reply:
    """1是 2不是."""
    if answer.index != 0:
        return Reply("好的，没有记录。反馈请写明编号，例如“收1203号反馈：……”。")
    return feedback.take(turn, doc, answer.data["text"])
