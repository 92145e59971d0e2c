"""Statements of the hot path: built and compiled once, run on the driver's own cursor.

SQLAlchemy still writes the SQL and converts the values, for both databases; what is left out is its work at each
execution, which costs thirty to eighty microseconds a statement where the driver needs five to twenty-five. Only what
every message needs stands here: the inbox, the conversation, the outbox, reminders, numbers, the register's rows.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias, cast

from sqlalchemy import Connection, Dialect, Executable, Float, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Convert: TypeAlias = Callable[[Any], Any] | None
Builder: TypeAlias = Callable[[Callable[[Table], Any]], Executable]


class _Compiled(NamedTuple):
    sql: str
    names: tuple[str, ...]
    fixed: Mapping[str, Any]
    binds: tuple[Convert, ...]
    columns: tuple[str, ...]
    results: tuple[Convert, ...]
    positional: bool


class Prepared:
    """A statement with bound parameters.

    `Prepared(select(...).where(... == bindparam("who")))`, or, for an upsert, a function that is given the dialect's
    insert: `Prepared(lambda insert: insert(inbox).on_conflict_do_nothing())`. Parameters not given are NULL;
    so an insert that leaves a column to its default names the others with `adding`.
    """

    def __init__(self, statement: Executable | Builder) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, tx: Connection, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """All rows, converted."""
        found, cursor = self._run(tx, params)
        raw = cursor.fetchall()
        if not any(found.results):
            return [tuple(row) for row in raw]
        return [
            tuple(value if to is None else to(value) for value, to in zip(row, found.results, strict=True))
            for row in raw
        ]

    def maps(self, tx: Connection, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        """All rows, by the names of their columns."""
        rows = self.rows(tx, params)
        names = self._for(tx).columns
        return [dict(zip(names, row, strict=True)) for row in rows]

    def first(self, tx: Connection, params: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """The first row, or None."""
        return next(iter(self.rows(tx, params)), None)

    def run(self, tx: Connection, params: Mapping[str, Any]) -> int:
        """Run a statement that returns no rows; how many rows it touched."""
        return int(self._run(tx, params)[1].rowcount)

    def many(self, tx: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it for each of the rows."""
        for params in rows:
            self._run(tx, params)

    def _run(self, tx: Connection, params: Mapping[str, Any]) -> tuple[_Compiled, Any]:
        found = self._for(tx)
        values = [params[name] if name in params else found.fixed.get(name) for name in found.names]
        given = [value if to is None else to(value) for value, to in zip(values, found.binds, strict=True)]
        cursor = _cursor(tx)
        cursor.execute(found.sql, given if found.positional else dict(zip(found.names, given, strict=True)))
        return found, cursor

    def _for(self, tx: Connection) -> _Compiled:
        found = self._compiled.get(tx.dialect.name)
        return found if found is not None else self._compile(tx.dialect)

    def _compile(self, dialect: Dialect) -> _Compiled:
        statement = self._statement
        if not isinstance(statement, Executable):
            statement = statement(sqlite.insert if dialect.name == "sqlite" else postgresql.insert)
        compiled = cast(SQLCompiler, statement.compile(dialect=dialect))  # type: ignore[attr-defined]
        names = tuple(compiled.positiontup or compiled.binds)
        columns = statement.exported_columns  # type: ignore[attr-defined]
        found = _Compiled(
            sql=compiled.string,
            names=names,
            fixed={name: bind.value for name, bind in compiled.binds.items() if bind.value is not None},
            binds=tuple(_bind(compiled.binds[name].type, dialect) for name in names),
            columns=tuple(column.key for column in columns),
            results=tuple(_result(column.type, dialect) for column in columns),
            positional=compiled.positiontup is not None,
        )
        self._compiled[dialect.name] = found
        return found


def adding(table: Table, *names: str) -> dict[str, Any]:
    """Bound parameters for these columns, for `insert(table).values(adding(table, …))`."""
    return {name: bindparam(name, type_=table.c[name].type) for name in names}


def _bind(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    convert: Convert = kind.dialect_impl(dialect).bind_processor(dialect)
    return convert


def _result(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    if isinstance(kind, Float):  # both drivers return a float; PostgreSQL's processor asks for the type code
        return None
    convert: Convert = kind.dialect_impl(dialect).result_processor(dialect, None)
    return convert


def _cursor(tx: Connection) -> Any:
    """The connection's own cursor, kept as long as the connection."""
    fairy = tx.connection
    cursor = fairy.info.get("prepared")
    if cursor is None:
        cursor = fairy.info["prepared"] = fairy.cursor()
    return cursor
