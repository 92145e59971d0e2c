"""INSERT … ON CONFLICT for both databases behind one name."""

from typing import TypeAlias

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert: TypeAlias = "sqlite.Insert | postgresql.Insert"


def insert(tx: Connection, table: Table) -> Insert:
    """The dialect's insert, which knows on_conflict_do_nothing and on_conflict_do_update."""
    return sqlite.insert(table) if tx.dialect.name == "sqlite" else postgresql.insert(table)
