"""INSERT … ON CONFLICT for both databases behind one name.

Statements that every message needs are built once, at import, with bound parameters: building one anew costs three
times as much as running it.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert: TypeAlias = "sqlite.Insert | postgresql.Insert"


def insert(tx: Connection, table: Table) -> Insert:
    """The dialect's insert, which knows on_conflict_do_nothing and on_conflict_do_update."""
    return sqlite.insert(table) if tx.dialect.name == "sqlite" else postgresql.insert(table)


class Prepared:
    """An upsert built once for each dialect.

    >>> accept = Prepared(inbox, lambda new: new.on_conflict_do_nothing())
    >>> tx.execute(accept(tx), {"key": …})  # doctest: +SKIP
    """

    def __init__(self, table: Table, build: Callable[[Any], Any]) -> None:
        self._sqlite: Any = build(sqlite.insert(table))
        self._postgresql: Any = build(postgresql.insert(table))

    def __call__(self, tx: Connection) -> Any:
        """The statement for this connection."""
        return self._sqlite if tx.dialect.name == "sqlite" else self._postgresql
