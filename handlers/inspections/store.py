"""Inspections and publications in the database."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select

from handlers.inspections.tables import inspection, publication
from storage.types import metadata


def find(tx: Connection, table: Table, *where: ColumnElement[bool]) -> list[dict[str, Any]]:
    """The rows for which all conditions hold, oldest first."""
    order = (table.c.held_on,) if table is inspection else (table.c.issued_on, table.c.series, table.c.seq)
    return [dict(row) for row in tx.execute(select(table).where(*where).order_by(*order, table.c.id)).mappings()]


def within(tx: Connection, table: Table, since: date, until: date) -> list[dict[str, Any]]:
    """The rows of the days from `since` to `until`."""
    day = table.c.held_on if table is inspection else table.c.issued_on
    return find(tx, table, day.between(since, until))


def add(tx: Connection, table: Table, values: Mapping[str, Any], *, by: str, now: Any) -> int:
    """Store a row; returns its id."""
    row = insert(table).values(**values, created_by=by, created_at=now, updated_at=now).returning(table.c.id)
    return int(tx.execute(row).scalar_one())


def remove(tx: Connection, kind: str, ids: Sequence[int]) -> int:
    """Take rows back that were written by mistake (撤销); how many there were."""
    table = metadata.tables[kind]
    return tx.execute(delete(table).where(table.c.id.in_(ids))).rowcount


def numbers(tx: Connection, series: str, year: int) -> dict[int, dict[str, Any]]:
    """The issues of a series in a year by number, void ones included."""
    found = find(tx, publication, publication.c.series == series, publication.c.year == year)
    return {row["seq"]: row for row in found}


def known_series(tx: Connection) -> tuple[str, ...]:
    """Every series that an issue was registered of."""
    return tuple(tx.execute(select(publication.c.series).distinct()).scalars())
