"""A register of a million papers within minutes: the first hundred thousand are multiplied inside the database."""

from datetime import datetime

from sqlalchemy import Connection, Table, text

from bot.bench.registers import A_YEAR
from handlers.documents.finding.tables import doc_gram
from handlers.documents.tables import doc_unit, incoming_doc, submission
from storage.tables import reminder


def multiply(tx: Connection, base: int, copies: int, now: datetime) -> int:
    """Papers 1 to `base`, so many times more, all closed, each with its own number; returns the last id."""
    postgres = tx.dialect.name == "postgresql"
    if postgres:  # one sorted build instead of a search for each of twenty million postings
        tx.execute(text("ALTER TABLE doc_gram DROP CONSTRAINT pk_doc_gram"))
    for copy in range(1, copies + 1):
        shift = copy * base
        _paper(tx, base, shift, now)
        _part(tx, doc_gram, "doc_id", base, shift, {}, "ORDER BY gram, doc_id")
        _part(tx, doc_unit, "doc_id", base, shift, {})
        _part(tx, submission, "doc_id", base, shift, {"id": None})
        made = {"id": None, "object": f"'incoming:' || (id + {shift})", "dedupe_key": f"'bench:' || (id + {shift})"}
        _part(tx, reminder, "id", base, shift, {**made, "state": "'fired'"})
    if postgres:
        tx.execute(text("ALTER TABLE doc_gram ADD CONSTRAINT pk_doc_gram PRIMARY KEY (gram, doc_id)"))
    return base * (copies + 1)


def _paper(tx: Connection, base: int, shift: int, now: datetime) -> None:
    n = f"(id + {shift})"
    year, seq = f"({now.year} - ({n} - 1) / {A_YEAR})", f"(({n} - 1) % {A_YEAR} + 1)"
    fields = {"year": year, "seq": seq, "no": f"'收〔' || {year} || '〕' || {seq} || '号'", "status": "'办结'"}
    _part(tx, incoming_doc, "id", base, shift, {"id": n, **fields})


def _part(
    tx: Connection, table: Table, paper: str, base: int, shift: int, made: dict[str, str | None], order: str = ""
) -> None:
    """Copy the rows of these papers; `made` says what stands in a column instead, None that it is left out."""
    fields = {column.name: f'"{column.name}"' for column in table.columns} | {paper: f"{paper} + {shift}"} | made
    kept = {name: what for name, what in fields.items() if what is not None}
    columns, values = ", ".join(f'"{name}"' for name in kept), ", ".join(kept.values())
    rows = f'SELECT {values} FROM "{table.name}" WHERE {paper} <= {base} {order}'  # noqa: S608 - our own names
    tx.execute(text(f'INSERT INTO "{table.name}" ({columns}) {rows}'))
