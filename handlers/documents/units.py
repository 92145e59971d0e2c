"""The units that a paper was handed to: their 签收 and what they report back (domain.md 2.6)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from handlers.documents.store import Doc, find, handed
from handlers.documents.tables import doc_feedback, doc_unit, incoming_doc
from handlers.documents.terms import CO, LEAD, Status
from storage import upsert


def hand_to(tx: Connection, doc_id: int, lead: str | None, co: Sequence[str], now: datetime) -> list[str]:
    """Make these the units of the paper. A 签收 already given stays, unless the unit's part in it is another now.

    Returns the units for whom it is new.
    """
    parts = {**dict.fromkeys(co, CO), **({lead: LEAD} if lead else {})}
    tx.execute(doc_unit.delete().where(doc_unit.c.doc_id == doc_id, doc_unit.c.unit.not_in(list(parts))))
    there = {found.unit: found.part for found in handed(tx, doc_id)}
    fresh = [unit for unit, part in parts.items() if there.get(unit) != part]
    for unit in fresh:
        stamp = {"part": parts[unit], "sent_at": now, "signed_at": None, "signed_by": None}
        row = upsert.insert(tx, doc_unit).values(doc_id=doc_id, unit=unit, **stamp)
        tx.execute(row.on_conflict_do_update(index_elements=["doc_id", "unit"], set_=stamp))
    return fresh


def sign(tx: Connection, doc_id: int, unit: str, by: str, now: datetime) -> bool:
    """Note the 签收 of a unit; False when it had signed before or has no part in it."""
    owed = (doc_unit.c.doc_id == doc_id, doc_unit.c.unit == unit, doc_unit.c.signed_at.is_(None))
    return tx.execute(update(doc_unit).where(*owed).values(signed_at=now, signed_by=by)).rowcount == 1


def unsign(tx: Connection, doc_id: int, unit: str) -> None:
    """Take a 签收 back (撤销)."""
    same = (doc_unit.c.doc_id == doc_id, doc_unit.c.unit == unit)
    tx.execute(update(doc_unit).where(*same).values(signed_at=None, signed_by=None))


def unsigned_by(tx: Connection, unit: str) -> list[Doc]:
    """Open papers that the unit has been handed and has not signed for, newest first."""
    owed = select(doc_unit.c.doc_id).where(doc_unit.c.unit == unit, doc_unit.c.signed_at.is_(None))
    open_states = (Status.IN_HAND, Status.REPORTED)
    return find(tx, incoming_doc.c.id.in_(owed), incoming_doc.c.status.in_(open_states))


def add_feedback(tx: Connection, doc_id: int, unit: str, text: str, *, by: str, now: datetime) -> int:
    """Append what a unit reported; returns the id of the entry."""
    row = doc_feedback.insert().values(
        doc_id=doc_id, unit=unit, text=text, created_by=by, created_at=now, updated_at=now
    )
    return int(tx.execute(row.returning(doc_feedback.c.id)).scalar_one())


def withdraw_feedback(tx: Connection, feedback_id: int, now: datetime) -> None:
    """Mark an entry as taken back; it stays."""
    tx.execute(update(doc_feedback).where(doc_feedback.c.id == feedback_id).values(withdrawn=True, updated_at=now))
