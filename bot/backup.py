"""`zhongshu backup` and `restore`: every row of every table in one file, from one database to another (design.md 3).

The file is gzipped JSON lines: a head with the schema's revisions, one line a row, a tail with the counts. It is taken
from one snapshot while the bot goes on working, and holds what the database holds: keep it as carefully.
"""

import base64
import gzip
import os
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Date, Integer, LargeBinary, Table, func, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.exports import console_actor, taken_by
from bot.schema import prepare_database, require_database
from handlers.registry import lines
from storage import migrate
from storage.db import driver_url, make_engine
from storage.types import Instant, metadata

FORMAT = 1
BATCH = 500
LONGEST = 64 << 20
"""Bytes of one line: the largest file in a row, and room. What is longer is cut, and no backup."""
_LINE = orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS


_NO_BACKUP = (gzip.BadGzipFile, zlib.error, EOFError, KeyError, IndexError, ValueError, TypeError, AttributeError)
"""What reading a file raises that is another one, torn, or made up."""


class CannotRestore(Exception):
    """The file cannot be brought back here. The text is one Chinese line with what to do."""


def backup(url: str, target: Path, now: datetime) -> Mapping[str, int]:
    """Write every row to the file (mode 0600, replaced only when whole); returns rows by table. The audit says so.

    Raises NotReady and OSError.
    """
    require_database(url)
    engine = make_engine(driver_url(url))
    partial = target.with_name(f"{target.name}.part")
    try:
        taken_by(engine, console_actor(), "备份", "backup", {}, now)
        opened = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opened, "wb") as raw, gzip.open(raw, "wb", compresslevel=5) as file, engine.connect() as tx:
            counts = _write(_snapshot(tx), file, now)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
        engine.dispose()
    return counts


def restore(url: str, source: Path) -> Mapping[str, int]:
    """Bring every row back into an empty database of the same schema, all or nothing; returns rows by table.

    Raises NotReady, CannotRestore and OSError.
    """
    prepare_database(url)
    engine = make_engine(driver_url(url))
    try:
        with gzip.open(source, "rb") as file, engine.connect().execution_options(write=True) as tx, tx.begin():
            return _read(tx, file)
    except _NO_BACKUP as error:
        raise CannotRestore(f"{source.name} 不是完整的备份文件（{type(error).__name__}），请换一份备份") from None
    except SQLAlchemyError as error:
        raise CannotRestore(f"恢复没有完成，数据库未改动（{type(error).__name__}），请检查数据库后重试") from None
    finally:
        engine.dispose()


def _tables() -> list[Table]:
    lines()  # every line declares its tables
    return metadata.sorted_tables


def _snapshot(tx: Connection) -> Connection:
    """All tables as they stand at one moment."""
    if tx.dialect.name == "postgresql":
        return tx.execution_options(isolation_level="REPEATABLE READ")
    return tx


def _write(tx: Connection, file: gzip.GzipFile, now: datetime) -> Counter[str]:
    heads = sorted(migrate.current_heads(tx))
    file.write(orjson.dumps({"zhongshu": FORMAT, "heads": heads, "at": now.isoformat()}, option=_LINE))
    counts: Counter[str] = Counter()
    for table in _tables():
        for row in tx.execute(select(table).order_by(*table.primary_key.columns)).mappings():
            plain = {name: _plain(value) for name, value in row.items()}
            file.write(orjson.dumps([table.name, plain], option=_LINE))
            counts[table.name] += 1
    file.write(orjson.dumps({"rows": counts}, option=_LINE))
    return counts


def _read(tx: Connection, file: gzip.GzipFile) -> Counter[str]:
    head = orjson.loads(file.readline(LONGEST))
    if head["zhongshu"] != FORMAT or set(head["heads"]) != migrate.current_heads(tx):
        raise CannotRestore("备份与本版本的数据库结构不同，请用产生备份的版本恢复，再运行：zhongshu db upgrade")
    tables = {table.name: table for table in _tables()}
    if any(tx.execute(select(table).limit(1)).first() for table in tables.values()):
        raise CannotRestore("目标数据库里已有数据，恢复只写入空库，请换一个新的数据库")
    counts: Counter[str] = Counter()
    for name, rows in _batches(file):
        if name is None:
            if rows[0]["rows"] != counts:
                raise CannotRestore("备份里的行数与清单不符，没有恢复，请换一份备份")
            _after(tx, tables)
            return counts
        readers = _readers(tables[name])
        values = [{key: readers.get(key, _as_is)(value) for key, value in row.items()} for row in rows]
        tx.execute(insert(tables[name]), values)
        counts[name] += len(rows)
    raise EOFError


def _batches(file: gzip.GzipFile) -> Iterator[tuple[str | None, list[dict[str, Any]]]]:
    """Rows of one table at a time; the tail comes under None."""
    name, rows = "", list[dict[str, Any]]()
    while line := file.readline(LONGEST):
        found = orjson.loads(line)
        tail = isinstance(found, dict)
        if rows and (tail or found[0] != name or len(rows) == BATCH):
            yield name, rows
            rows = []
        if tail:
            yield None, [found]
            return
        name = found[0]
        rows.append(found[1])


def _after(tx: Connection, tables: Mapping[str, Table]) -> None:
    """PostgreSQL's own counters go on behind the rows; what lines derive from their rows is built again."""
    if tx.dialect.name == "postgresql":
        for table in tables.values():
            key = next(iter(table.primary_key.columns))
            if isinstance(key.type, Integer) and key.autoincrement and len(table.primary_key.columns) == 1:
                last = tx.scalar(select(func.max(key)))
                where = {"table": f'"{table.name}"', "key": key.name, "last": last or 1, "used": last is not None}
                tx.execute(text("SELECT setval(pg_get_serial_sequence(:table, :key), :last, :used)"), where)


def _plain(value: Any) -> Any:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _as_is(value: Any) -> Any:
    return value


def _readers(table: Table) -> dict[str, Callable[[Any], Any]]:
    """How JSON values become those of the columns."""
    readers: dict[str, Callable[[Any], Any]] = {}
    for column in table.columns:
        if isinstance(column.type, Instant):
            readers[column.name] = lambda value: value and datetime.fromisoformat(value)
        elif isinstance(column.type, Date):
            readers[column.name] = lambda value: value and date.fromisoformat(value)
        elif isinstance(column.type, LargeBinary):
            readers[column.name] = lambda value: value if value is None else base64.b64decode(value)
    return readers
