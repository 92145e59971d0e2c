"""Which rows a transaction changed: the demo's database writes down, in triggers of its own, what every unit did.

Only the demo opens its database so. The triggers and their log are temporary: they live in the writer's connection and
never in the file, and a unit that is rolled back takes its log with it.
"""

import json
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sqlalchemy import JSON, Column, Connection, LargeBinary, Table

from handlers.registry import lines
from storage.db import Database, Unit
from storage.types import metadata

T = TypeVar("T")

MOST = 200
"""Rows of one act that are kept."""
LONGEST, LONGEST_JSON = 600, 8000
"""Characters of one value that are kept; JSON is kept whole or not at all."""
_APPENDED = frozenset({"outbox", "audit_event"})
"""Of these only new rows count: that the sender moves a row on, or that an event is sealed, is no part of an act."""
_INDEXES = frozenset({"doc_gram"})
"""Tables that only help to find what stands in others."""
_LOG = "watched_rows"


@dataclass(frozen=True)
class RowChange:
    """One row before and after: only the columns that changed, all that are set in a new or removed row."""

    table: str
    id: str
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)

    @property
    def verb(self) -> str:
        """What happened to it."""
        return "改" if self.before and self.after else "增" if self.after else "删"

    @property
    def columns(self) -> list[str]:
        """The columns to show, in the order of the table."""
        return list(dict.fromkeys((*self.before, *self.after)))


class Watcher(Protocol):
    """Who is told what units did."""

    def wrote(self, act: object | None, rows: list[RowChange]) -> None:
        """A unit of this act committed; `act` is None for what the clock or the sender did."""

    def failed(self, act: object | None, error: BaseException) -> None:
        """A unit of this act was rolled back."""


ACT: ContextVar[object | None] = ContextVar("act", default=None)
"""The callback at whose wish units run in this task."""


class Closed(Exception):
    """The bot has been stopped: what was asked of it is asked again of the next."""


class WatchedDatabase(Database):
    """A database that tells a watcher which rows every unit changed."""

    def __init__(self, url: str, watcher: Watcher) -> None:
        super().__init__(url)
        self._watcher = watcher
        self.closed = False

    async def write(self, unit: Unit[T], *, alone: bool = False, later: bool = False, holding: str | None = None) -> T:
        """As Database.write. Raises Closed when the bot has been stopped."""
        if self.closed:
            raise Closed
        act, seen = ACT.get(), list[RowChange]()

        def watched(tx: Connection) -> T:
            _prepare(tx)
            result = unit(tx)
            seen[:] = _taken(tx)
            return result

        try:
            result: T = await super().write(watched, alone=alone, later=later, holding=holding)
        except Exception as error:
            self._watcher.failed(act, error)
            raise
        if seen:
            self._watcher.wrote(act, seen)
        return result

    async def close(self) -> None:
        """As Database.close."""
        self.closed = True
        await super().close()


def _prepare(tx: Connection) -> None:
    """Put the triggers on this connection, once."""
    if not _names(tx, "temp", _LOG):
        for statement in _statements(_names(tx, "main", "%")):
            tx.exec_driver_sql(statement)


def _names(tx: Connection, where: str, like: str) -> set[str]:
    query = f"SELECT name FROM {where}.sqlite_master WHERE type = 'table' AND name LIKE ?"  # noqa: S608
    return {name for (name,) in tx.exec_driver_sql(query, (like,))}


def _taken(tx: Connection) -> list[RowChange]:
    """What the log holds, which is empty afterwards."""
    found = tx.exec_driver_sql(
        f"SELECT name, row, before, after FROM temp.{_LOG} ORDER BY id LIMIT {MOST}"  # noqa: S608
    ).all()
    if found:
        tx.exec_driver_sql(f"DELETE FROM temp.{_LOG}")  # noqa: S608
    changes = [_change(name, row, before, after) for name, row, before, after in found]
    return [change for change in changes if change.before or change.after]


def _change(name: str, row: object, before: str | None, after: str | None) -> RowChange:
    table = metadata.tables[name]
    old, new = (_values(table, json.loads(text)) if text else {} for text in (before, after))
    same = {column for column in old if column in new and old[column] == new[column]}
    if not (old and new):
        same = {column for column in (*old, *new) if (old or new)[column] is None}
    return RowChange(name, str(row), *({k: v for k, v in values.items() if k not in same} for values in (old, new)))


def _values(table: Table, raw: dict[str, Any]) -> dict[str, Any]:
    """The values as the columns mean them: JSON as JSON, the rest as it is stored."""
    return {name: _short(value, isinstance(table.c[name].type, JSON)) for name, value in raw.items()}


def _short(value: Any, is_json: bool) -> Any:
    if isinstance(value, str) and is_json and len(value) <= LONGEST_JSON:
        return json.loads(value)
    return value[:LONGEST] + "…" if isinstance(value, str) and len(value) > LONGEST else value


def _statements(there: set[str]) -> Iterator[str]:
    lines()  # the lines' tables are known once their packages are
    yield f"CREATE TEMP TABLE {_LOG} (id INTEGER PRIMARY KEY, name TEXT, row TEXT, before TEXT, after TEXT)"
    for table in metadata.sorted_tables:
        if table.name not in there - _INDEXES:
            continue
        for event in ("INSERT",) if table.name in _APPENDED else ("INSERT", "UPDATE", "DELETE"):
            before = "NULL" if event == "INSERT" else _object(table, "old")
            after = "NULL" if event == "DELETE" else _object(table, "new")
            key = _key(table, "old" if event == "DELETE" else "new")
            yield (
                f'CREATE TEMP TRIGGER "watch_{event}_{table.name}" AFTER {event} ON main."{table.name}" BEGIN '  # noqa: S608
                f"INSERT INTO {_LOG}(name, row, before, after) "
                f"VALUES ('{table.name}', {key}, {before}, {after}); END"
            )


def _object(table: Table, which: str) -> str:
    values = (f"'{column.name}', {_value(column, which)}" for column in table.c)
    return f"json_object({', '.join(values)})"


def _value(column: Column[Any], which: str) -> str:
    named = f'{which}."{column.name}"'
    return f"length({named}) || ' 字节'" if isinstance(column.type, LargeBinary) else named


def _key(table: Table, which: str) -> str:
    return " || ' ' || ".join(_value(column, which) for column in table.primary_key) or f"{which}.rowid"
