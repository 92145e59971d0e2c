"""A million reminders and messages for `rows`: as the drivers take them, without a datetime or a dict for each."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import URL, Connection, text

from scheduler.clock import SHANGHAI
from storage.db import make_engine

NOW = datetime(2026, 9, 18, 15, 20, tzinfo=SHANGHAI)
REAL = 1_790_000_000.0
PEOPLE, FIRST_ADDED = 2000, 10**8
"""Ids from FIRST_ADDED on are of rows that are due; those below wait for later or are over."""
Row: TypeAlias = tuple[Any, ...]
_REMINDER = ("id", "line", "kind", "object", "recipient", "dedupe_key", "data", "due_at", "fired_at", "state")
_MESSAGE = ("id", "recipient", "lane", "kind", "payload", "state", "created_at", "not_before")
_LATER = (*_MESSAGE, "dedupe_key", "expires_at", "retry_at", "attempt", "sent_at", "sent_real", "calls", "msgid")


def fill(url: URL, first: int, last: int) -> None:
    """Rows with these ids; statistics and free pages afterwards as of a database that has run for a while."""
    engine, ids = make_engine(url), range(first, last + 1)
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect().execution_options(write=True) as tx, tx.begin():
        if sqlite:
            tx.execute(text("PRAGMA cache_size = -300000"))
        _load(tx, "reminder", _REMINDER, (_reminder(n, sqlite) for n in ids))
        _load(tx, "outbox", _LATER, (_message(n, sqlite) for n in ids))
        for table in () if sqlite else ("reminder", "outbox"):
            top = f"(SELECT max(id) FROM {table} WHERE id < {FIRST_ADDED})"  # noqa: S608 - our own names
            tx.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {top})"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as tx:
        tx.execute(text("PRAGMA wal_checkpoint(TRUNCATE)" if sqlite else "VACUUM ANALYZE"))
    engine.dispose()


def add_due(tx: Connection, ids: range) -> None:
    """Reminders that are due."""
    at = _at(NOW, tx.dialect.name == "sqlite")
    same = ("documents", "x", "incoming:1", "p")
    _load(tx, "reminder", _REMINDER, ((n, *same, f"bench:{n}", "{}", at, None, "planned") for n in ids))


def add_to_send(tx: Connection, ids: range) -> None:
    """Messages that may go, to people none of whom is waited for."""
    at = _at(NOW, tx.dialect.name == "sqlite")
    rest = ("text", '{"text":"请签收"}', "queued", at, at)
    _load(tx, "outbox", _MESSAGE, ((n, f"user:p{n % PEOPLE | 1}", n % 4, *rest) for n in ids))


def _reminder(n: int, sqlite: bool) -> Row:
    same = (n, "documents", "催办", f"incoming:{n}", f"p{n % PEOPLE}", f"bench:{n}", "{}")
    if n % 10 == 0:
        return (*same, _at(NOW + timedelta(minutes=1 + n % 200_000), sqlite), None, "planned")
    at = _at(NOW - timedelta(seconds=20 * n), sqlite)
    return (*same, at, at, "fired")


def _message(n: int, sqlite: bool) -> Row:
    """One in ten waits: four of five for their hour, the fifth for WeCom; some of them with an end."""
    ago = timedelta(seconds=30 * n)
    made = _at(NOW - ago, sqlite)
    same = (n, f"user:p{n % PEOPLE}", n // 10 % 5, "text", f'{{"kind":"text","text":"第{n}条"}}')
    ends = _at(NOW + timedelta(days=20), sqlite) if n % 3 == 0 else None
    key = f"bench:{n}"
    if n % 10:
        return (*same, "sent", made, made, key, ends, 0.0, 0, made, REAL - ago.total_seconds(), 1, f"m{n}")
    if n % 50 == 0:
        return (*same, "queued", made, made, key, ends, REAL + 1000 + n, 1, None, None, 0, None)
    later = _at(NOW + timedelta(minutes=1 + n % 20_000), sqlite)
    return (*same, "queued", made, later, key, ends, 0.0, 0, None, None, 0, None)


def _at(moment: datetime, sqlite: bool) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}{'' if sqlite else '+00'}"


def _load(tx: Connection, table: str, names: tuple[str, ...], rows: Iterable[Row]) -> None:
    """COPY on PostgreSQL, executemany on SQLite."""
    columns = ", ".join(names)
    driver: Any = tx.connection.cursor()
    if tx.dialect.name == "sqlite":
        driver.executemany(f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(names))})", rows)  # noqa: S608
        return
    with driver.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
