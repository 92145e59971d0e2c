"""What every second looks at is found by an index, on both databases, however large the tables (issue 10)."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, text

from storage import outbox, outbox_queue, reminders
from storage.among import Among
from storage.db import Database
from storage.outbox import Lane
from storage.prepared import Prepared

NOW = datetime(2026, 9, 18, 7, 20, tzinfo=UTC)
REAL = 1_790_000_000.0
ROWS = 4000
GIVEN: dict[str, Any] = {"now": NOW, "real": REAL, "most": 200, "after": NOW, "whose": "a", "until": REAL}
GIVEN |= {
    "its_owner": "a",
    "at": NOW,
    "late_before": NOW,
    "its_line": "documents",
    "its_kind": "x",
    "its_recipient": "p",
    "its_calls": 1,
    "its_msgid": "m",
    "its_code": None,
}
GIVEN |= {"its_line": "documents", "its_kind": "x", "its_recipient": "p"}
BY_ROW: dict[str, tuple[Among, list[Any], str]] = {
    "taking messages": (outbox._TAKE, [1, 2, 3], "pk_outbox"),
    "marking them sent": (outbox._SENT, [1, 2, 3], "pk_outbox"),
    "firing reminders": (reminders._FIRE, [1, 2, 3], "pk_reminder"),
    "calls of the last hour": (outbox._CALLS, ["user:p1", "user:p2"], "ix_outbox_recipient_sent"),
    "routine messages of today": (outbox._ROUTINE, ["user:p1", "user:p2"], "ix_outbox_sent"),
}
SINCE = {"calls of the last hour": REAL - 3600, "routine messages of today": NOW}
BY_INDEX = {
    "due reminders": (reminders._DUE, {"ix_reminder_due"}),
    "the next reminder": (reminders._NEXT, {"ix_reminder_due"}),
    "what falls due together": (reminders._TOGETHER, {"ix_reminder_fired", "ix_reminder_due"}),
    "what came too late": (outbox._EXPIRE, {"ix_outbox_end"}),
    "leases that ended": (outbox._FREE, {"ix_outbox_state", "ix_outbox_under_way"}),
    "the next hour": (outbox._NEXT, {"ix_outbox_state"}),
    "the first hour": (outbox._FIRST, {"ix_outbox_state"}),
    "messages that may go": (
        outbox_queue._SEEN,
        {"ix_outbox_queue", "ix_outbox_again", "ix_outbox_under_way", "ix_outbox_ahead"},
    ),
}
"""Statements, and the indexes that they go by."""


@pytest.fixture
def filled(database: Database) -> Database:
    """Nine rows in ten are over, one in ten waits for later; statistics as PostgreSQL keeps them."""
    series = "SELECT n FROM generate_series(1, :rows) AS of(n)"
    if database.is_sqlite:
        series = "WITH RECURSIVE of(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM of WHERE n < :rows) SELECT n FROM of"
    later, before = "'2026-09-19 01:00:00'", "'2026-09-17 01:00:00'"
    waits = f"CASE WHEN n % 10 = 0 THEN {later} ELSE {before} END"
    moment = waits if database.is_sqlite else f"CAST({waits} AS timestamptz)"
    past = before if database.is_sqlite else f"CAST({before} AS timestamptz)"
    messages = f"""
        INSERT INTO outbox (recipient, lane, kind, payload, state, created_at, not_before, expires_at, retry_at,
            sent_at, sent_real)
        SELECT 'user:p' || (n % 200), n % 5, 'text', '{{}}', CASE WHEN n % 10 = 0 THEN 'queued' ELSE 'sent' END, {past},
            {moment}, {moment}, CASE WHEN n % 50 = 0 THEN 1.9e9 ELSE 0 END,
            CASE WHEN n % 10 > 0 THEN {past} END, CASE WHEN n % 10 > 0 THEN n * 1e5 END FROM ({series}) AS numbers
    """  # noqa: S608 - written above
    planned = f"""
        INSERT INTO reminder (line, kind, object, recipient, due_at, dedupe_key, data, state, fired_at)
        SELECT 'documents', 'x', '' || n, 'p' || n % 50, {moment}, '' || n, '{{}}',
            CASE WHEN n % 10 = 0 THEN 'planned' ELSE 'fired' END, {past} FROM ({series}) AS numbers
    """  # noqa: S608 - written above

    def unit(tx: Connection) -> None:
        for statement in (messages, planned):
            tx.execute(text(statement), {"rows": ROWS})
        if not database.is_sqlite:
            tx.execute(text("ANALYZE"))

    database.write_now(unit)
    return database


def plan_of(database: Database, statement: Prepared, given: dict[str, Any]) -> str:
    """What the database says that it will do."""

    def unit(tx: Connection) -> str:
        compiled = statement._for(tx)
        values = [given[name] if name in given else compiled.fixed.get(name) for name in compiled.names]
        bound = [value if to is None else to(value) for value, to in zip(values, compiled.binds, strict=True)]
        explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
        cursor = tx.connection.cursor()
        cursor.execute(
            explain + compiled.sql, bound if database.is_sqlite else dict(zip(compiled.names, bound, strict=True))
        )
        return "\n".join(str(row[-1]) for row in cursor.fetchall())

    return database.write_now(unit)


def whole_tables(plan: str) -> list[str]:
    """Lines that read a whole table: of SQLite SCAN without an index, of PostgreSQL Seq Scan."""
    scans = [line for line in plan.splitlines() if "Seq Scan on" in line or ("SCAN " in line and "INDEX" not in line)]
    return [line for line in scans if "outbox" in line or "reminder" in line]


def test_what_every_second_looks_at(filled: Database) -> None:
    for name, (statement, indexes) in BY_INDEX.items():
        plan = plan_of(filled, statement, GIVEN)
        assert whole_tables(plan) == [], f"{name}:\n{plan}"
        used = {index for index in indexes if index in plan}
        assert used == indexes or (name == "leases that ended" and used), f"{name}:\n{plan}"
    for name, (among, values, index) in BY_ROW.items():
        plan = plan_of(filled, *_of(filled, among, values, SINCE.get(name)))
        assert whole_tables(plan) == [], f"{name}:\n{plan}"
        assert index in plan or (filled.is_sqlite and "INTEGER PRIMARY KEY" in plan), f"{name}:\n{plan}"


def _of(database: Database, among: Among, values: list[Any], since: Any) -> tuple[Prepared, dict[str, Any]]:
    statement, given = database.read_now(lambda tx: among._for(tx, values))
    return statement, {**GIVEN, "among": given, "since": since}


def test_every_lane_is_looked_at() -> None:
    assert list(outbox_queue.LANES) == list(Lane)


def test_many_that_must_wait_hide_nobody_behind_them(database: Database) -> None:
    """All the first rows are of one busy recipient: those of others are found behind them."""

    def unit(tx: Connection) -> list[str]:
        row = "INSERT INTO outbox (recipient, lane, kind, payload, state, created_at, not_before) VALUES "
        values = "(:to, 3, 'text', '{}', :state, :at, :at)"
        at = "2026-09-18 07:00:00" if database.is_sqlite else NOW
        people = [("chat:busy", "sending"), *[("chat:busy", "queued")] * 70, ("user:a", "queued"), ("user:b", "queued")]
        tx.execute(text(row + values), [{"to": to, "state": state, "at": at} for to, state in people])
        return [one.recipient for one in outbox.claim(tx, owner="a", now=NOW, real=REAL, limit=4)]

    assert database.write_now(unit) == ["user:a", "user:b"]
