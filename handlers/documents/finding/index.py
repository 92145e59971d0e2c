"""The two-character index: which papers have 台风 in their title, sender or 文号, newest first, in constant time.

Both databases keep the same table, a posting (gram, paper) with that as its key. Only the statement that adds many
postings at once differs between them, because each unpacks a list its own way.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Any

import orjson
from sqlalchemy import Connection, String, bindparam, cast, delete, func, insert, literal, select
from sqlalchemy.dialects.postgresql import JSON as PostgresJson

from handlers.documents.finding.tables import doc_gram
from handlers.documents.tables import incoming_doc
from storage.prepared import Prepared
from storage.tables import RowId

INDEXED = frozenset({"title", "sender", "doc_no", "urgency"})
"""Fields of a paper that the index knows."""
_RUN = re.compile(r"[a-z0-9\u3400-\u9fff]+")
_NUMBER = re.compile(r"^(?P<code>.*?)(?:〔\d{4}〕|第)?(?P<seq>\d+)号$")
_BATCH = 2000

_paper = bindparam("paper", type_=RowId)
_UNPACKED = {
    "sqlite": func.json_each(bindparam("grams", type_=String)).table_valued("value"),
    "postgresql": func.json_array_elements_text(cast(bindparam("grams", type_=String), PostgresJson)).table_valued(
        "value", name="unpacked"
    ),
}
_ADD = {
    dialect: Prepared(insert(doc_gram).from_select(["gram", "doc_id"], select(unpacked.c.value, _paper)))
    for dialect, unpacked in _UNPACKED.items()
}


def plain(text: str) -> str:
    """The text as it is compared: half width, small letters, nothing but letters, digits and characters."""
    wide = text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)
    return "".join(_RUN.findall(wide.casefold()))


def pairs(text: str) -> set[str]:
    """The neighbouring characters of a text: 防汛应急 → 防汛 汛应 应急."""
    found = plain(text)
    return {found[at : at + 2] for at in range(len(found) - 1)}


def by_urgency(urgency: str) -> str:
    """The gram of an urgency; no text holds a "="."""
    return f"={urgency}"


def by_sequence(seq: int) -> str:
    """The gram of the running number in a 文号: 南委办〔2026〕88号 → #88."""
    return f"#{seq}"


def grams_of(title: str, sender: str, doc_no: str | None, urgency: str) -> set[str]:
    """Everything by which the index finds a paper."""
    found = pairs(title) | pairs(sender) | {by_urgency(urgency)}
    match = _NUMBER.match(doc_no or "")
    if match:
        found |= pairs(match["code"]) | {by_sequence(int(match["seq"]))}
    return found


def put(tx: Connection, doc: Any) -> None:
    """Index a new paper (a row or Doc with the INDEXED fields)."""
    _add(tx, doc.id, _grams(doc))


def replace(tx: Connection, old: Any, new: Any) -> None:
    """Index a paper anew when what the index knows of it has changed."""
    before, after = _grams(old), _grams(new)
    gone = before - after
    if gone:
        tx.execute(delete(doc_gram).where(doc_gram.c.doc_id == new.id, doc_gram.c.gram.in_(gone)))
    _add(tx, new.id, after - before)


def rebuild(tx: Connection) -> None:
    """Index all papers of a register that had no index."""
    tx.execute(delete(doc_gram))
    last = 0
    fields = [incoming_doc.c.id, *(incoming_doc.c[name] for name in INDEXED)]
    while rows := tx.execute(
        select(*fields).where(incoming_doc.c.id > last).order_by(incoming_doc.c.id).limit(_BATCH)
    ).all():
        tx.execute(insert(doc_gram), [{"gram": gram, "doc_id": row.id} for row in rows for gram in sorted(_grams(row))])
        last = rows[-1].id


def numbered(tx: Connection, seq: int, code: str = "", year: int | None = None) -> list[int]:
    """The newest papers whose 文号 has this running number; of this code (南委办), registered in this year."""
    ids = having(tx, [by_sequence(seq), *sorted(pairs(code))], limit=200)
    if year is None or not ids:
        return ids
    rows = tx.execute(select(incoming_doc.c.id, incoming_doc.c.year).where(incoming_doc.c.id.in_(ids))).all()
    return [row.id for row in rows if row.year == year]


def having(tx: Connection, grams: Collection[str], *, limit: int) -> list[int]:
    """The newest papers that have all of these grams."""
    first, *others = list(grams)
    query = select(doc_gram.c.doc_id).where(doc_gram.c.gram == first)
    for gram in others:
        also = doc_gram.alias()
        query = query.where(select(literal(1)).where(also.c.gram == gram, also.c.doc_id == doc_gram.c.doc_id).exists())
    return list(tx.execute(query.order_by(doc_gram.c.doc_id.desc()).limit(limit)).scalars())


def _grams(doc: Any) -> set[str]:
    return grams_of(doc.title, doc.sender, doc.doc_no, doc.urgency)


def _add(tx: Connection, doc_id: int, grams: Iterable[str]) -> None:
    if found := sorted(grams):
        _ADD[tx.dialect.name].run(tx, {"grams": orjson.dumps(found).decode(), "paper": doc_id})
