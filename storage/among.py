"""Statements about many rows at once: one text and one plan, however many rows they are given."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Column, ColumnElement, Connection, Executable, String, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from storage.prepared import Prepared


class Among:
    """A prepared statement whose condition is that the column has one of many values.

    `Among(outbox.c.id, lambda these: select(outbox).where(these))`.
    """

    def __init__(self, column: Column[Any], make: Callable[[ColumnElement[bool]], Executable]) -> None:
        listed = func.json_each(bindparam("among", type_=String)).table_valued("value")
        array = bindparam("among", type_=ARRAY(column.type))
        self._sqlite = Prepared(make(column.in_(select(listed.c.value))))
        self._postgres = Prepared(make(column == any_(array)))

    def rows(self, tx: Connection, values: Sequence[Any], params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """All rows, converted."""
        statement, given = self._for(tx, values)
        return statement.rows(tx, {**params, "among": given})

    def maps(self, tx: Connection, values: Sequence[Any], params: Mapping[str, Any]) -> list[dict[str, Any]]:
        """All rows, by the names of their columns."""
        statement, given = self._for(tx, values)
        return statement.maps(tx, {**params, "among": given})

    def run(self, tx: Connection, values: Sequence[Any], params: Mapping[str, Any]) -> int:
        """Run a statement that returns no rows; how many rows it touched."""
        statement, given = self._for(tx, values)
        return statement.run(tx, {**params, "among": given})

    def _for(self, tx: Connection, values: Sequence[Any]) -> tuple[Prepared, Any]:
        if tx.dialect.name == "sqlite":
            return self._sqlite, orjson.dumps(values).decode()
        return self._postgres, values
