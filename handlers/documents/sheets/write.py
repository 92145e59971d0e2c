"""Writing what an import found: papers with their units, limits and numbers, all in one transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.documents import plans, store
from handlers.documents.finding.tables import sheet_row
from handlers.documents.rules import number
from handlers.documents.sheets.rows import Entry
from handlers.documents.store import Doc
from handlers.documents.tables import doc_unit
from handlers.documents.terms import ACTION, CO, LEAD, OVER
from handlers.documents.write import to_json
from scheduler.desk import Desk
from storage.numbers import raise_to
from storage.prepared import Prepared, adding

SERIES = "收"
_KEEP = Prepared(
    lambda insert: (
        row := insert(sheet_row).values(adding(sheet_row, "key", "doc_id", "fields", "imported_at"))
    ).on_conflict_do_update(
        index_elements=["key"], set_={"fields": row.excluded.fields, "imported_at": row.excluded.imported_at}
    )
)
_HAND = Prepared(
    lambda insert: (
        row := insert(doc_unit).values(adding(doc_unit, "doc_id", "unit", "part", "sent_at", "signed_at"))
    ).on_conflict_do_update(index_elements=["doc_id", "unit"], set_={"part": row.excluded.part})
)


def create(desk: Desk, entry: Entry) -> Doc:
    """Store a new paper under its own number, or under our next one when it has none of ours."""
    year, seq = entry.number or _next(desk, entry)
    values = {
        **entry.values,
        "no": number(year, seq),
        "year": year,
        "seq": seq,
        "received_by": desk.actor,
        "important": False,
        "chaser": desk.actor,
        "created_by": desk.actor,
        "created_at": desk.now,
        "updated_at": desk.now,
    }
    doc = store.add(desk.tx, values)
    _hand_to(desk, doc)
    remember(desk, entry, doc.id)
    _plan(desk, doc)
    return doc


def update(desk: Desk, doc: Doc, entry: Entry, changes: Mapping[str, Any]) -> None:
    """Write what the row says otherwise than the last time."""
    before = to_json({name: getattr(doc, name) for name in changes})
    new = store.change(desk.tx, doc, desk.now, dict(changes))
    desk.note("导入更正", doc.key, before=_short(before), after=_short(to_json(changes)))
    if {"lead_unit", "co_units"} & changes.keys():
        _hand_to(desk, new)
    remember(desk, entry, doc.id)
    if new.status in OVER:
        desk.unplan(plans.LINE, new.key)
    elif {"due_at", "urgency", "kind", "status"} & changes.keys():
        desk.unplan(plans.LINE, new.key, plans.CHASE)
        _plan(desk, new)


def remember(desk: Desk, entry: Entry, doc_id: int) -> None:
    """Keep what the row said, so that only what is new in it counts the next time."""
    row = {"key": entry.key, "doc_id": doc_id, "fields": to_json(entry.values), "imported_at": desk.now}
    _KEEP.run(desk.tx, row)


def raise_numbers(desk: Desk, entries: Sequence[Entry]) -> None:
    """Our next number comes after every one that was taken over."""
    highest: dict[int, int] = {}
    for entry in entries:
        if entry.number is not None:
            year, seq = entry.number
            highest[year] = max(seq, highest.get(year, desk.office.first_number(SERIES, year) - 1))
    for year, seq in highest.items():
        raise_to(desk.tx, SERIES, year, seq)


def _next(desk: Desk, entry: Entry) -> tuple[int, int]:
    year = entry.values["received_at"].year
    return year, desk.number(SERIES, year)


def _hand_to(desk: Desk, doc: Doc) -> None:
    """The units see their paper. What they signed for was signed elsewhere, so nothing is asked of them here."""
    for unit in doc.units:
        part = LEAD if unit == doc.lead_unit else CO
        values = {
            "doc_id": doc.id,
            "unit": unit,
            "part": part,
            "sent_at": doc.received_at,
            "signed_at": doc.received_at,
        }
        _HAND.run(desk.tx, values)


def _plan(desk: Desk, doc: Doc) -> None:
    """An open paper whose limit is still to come is chased; what is long past is only listed (查逾期的文)."""
    if doc.status not in OVER and doc.kind == ACTION and doc.due_at is not None and doc.due_at > desk.now:
        plans.chase(desk, doc)


def _short(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without titles and other free words (domain.md 7.7)."""
    return {name: value for name, value in values.items() if name not in ("title", "remark", "result")}
