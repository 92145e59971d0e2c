"""The due scan and the outbox claim among 10³ to 10⁶ rows (issue 10): part of `zhongshu bench growth`."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import click
from sqlalchemy import Connection, text, update

from bot.bench.registers import put_many
from bot.schema import prepare_database
from scheduler.clock import SHANGHAI, SystemClock
from storage import outbox, reminders
from storage.db import Database, make_engine
from storage.tables import outbox as outbox_table
from storage.tables import reminder

NOW = datetime(2026, 9, 18, 15, 20, tzinfo=SHANGHAI)
SMALLEST, SAMPLES, READY, GOAL = 1000, 30, 10, 5.0
PEOPLE, BATCH = 2000, 20_000


def run(folder: Path, fresh: Callable[[], str], most: int) -> None:
    """Both databases, growing by tens."""
    url = f"sqlite:///{folder / 'rows.db'}"
    prepare_database(url)
    for name, address in (("SQLite", url), ("PostgreSQL", fresh())):
        db, last = Database(address), 0
        for size in (SMALLEST * 10**power for power in range(4)):
            if size <= most:
                _grow(db, last, size)
                last = size
                _print(name, size, _measure(db))
        db.engine.dispose()


def _grow(db: Database, last: int, size: int) -> None:
    engine = make_engine(db.url)
    for start in range(last, size, BATCH):
        some = range(start, min(start + BATCH, size))
        with engine.connect().execution_options(write=True) as tx, tx.begin():
            put_many(tx, reminder, [_reminder(n) for n in some])
            put_many(tx, outbox_table, [_sent(n) for n in some])
    engine.dispose()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as tx:
        tx.execute(text("PRAGMA wal_checkpoint(TRUNCATE)" if db.is_sqlite else "VACUUM ANALYZE"))


def _reminder(n: int) -> dict[str, Any]:
    """Every second one is still to come."""
    state, due = ("planned", NOW + timedelta(minutes=1 + n)) if n % 2 else ("fired", NOW - timedelta(minutes=n))
    same = {"line": "documents", "kind": "催办", "object": f"bench:{n}", "recipient": "zhangmin", "data": {}}
    return {**same, "due_at": due, "dedupe_key": f"bench:{n}", "state": state}


def _sent(n: int) -> dict[str, Any]:
    return {**_message(n), "state": "sent", "sent_at": NOW, "sent_real": 1.0, "calls": 1}


def _message(n: int) -> dict[str, Any]:
    payload = {"kind": "text", "text": f"第{n}条"}
    same = {"recipient": f"user:p{n % PEOPLE}", "lane": 1, "kind": "text", "payload": payload}
    return {**same, "created_at": NOW, "not_before": NOW}


def _measure(db: Database) -> dict[str, float]:
    """Milliseconds, median, commit included."""
    real = SystemClock().real()

    def ready(tx: Connection) -> None:
        put_many(tx, outbox_table, [_message(n) for n in range(READY)])

    def claimed(tx: Connection) -> None:
        if len(outbox.claim(tx, owner="bench", now=NOW, real=real)) != READY:
            raise click.ClickException("the outbox was not claimed")

    def sent(tx: Connection) -> None:
        tx.execute(update(outbox_table).where(outbox_table.c.state == "sending").values(state="sent"))

    took: dict[str, list[float]] = {"nothing due": [], "nothing to send": [], "claim of ten": []}
    for _ in range(SAMPLES):
        took["nothing due"].append(_timed(db, lambda tx: reminders.claim_due(tx, NOW)))
        took["nothing to send"].append(_timed(db, lambda tx: outbox.claim(tx, owner="bench", now=NOW, real=real)))
        db.write_now(ready)
        took["claim of ten"].append(_timed(db, claimed))
        db.write_now(sent)
    return {name: median(times) for name, times in took.items()}


def _timed(db: Database, unit: Callable[[Connection], object]) -> float:
    began = perf_counter()
    db.write_now(unit)
    return (perf_counter() - began) * 1000


def _print(name: str, size: int, found: dict[str, float]) -> None:
    words = ", ".join(f"{what} {ms:.2f} ms" for what, ms in found.items())
    click.echo(
        f"rows, {name}, {size:>9,}: {words} (goal {GOAL:.0f}: {'met' if max(found.values()) < GOAL else 'missed'})"
    )
