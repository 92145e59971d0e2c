"""Due scan, outbox claim and their kin among 10³ to 10⁶ rows (issue 10): `python -m bot.bench.rows`, or with `growth`.

Nine rows in ten are over (sent, fired), one in ten waits for later: for its hour, or for WeCom to take it again. Among
them are a few hundred that are due. What is looked at every second must cost the same however many rows there are.
"""

import multiprocessing
import os
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TypeAlias

import click
from sqlalchemy import Connection, update

from bot.bench import row_data
from bot.bench.postgres import Cluster
from bot.bench.processes import cpu_with_children, memory_mb
from bot.bench.row_data import FIRST_ADDED, NOW, REAL
from bot.schema import prepare_database
from scheduler.dispatch import claim_parcels
from scheduler.workdays import WorkCalendar
from storage import outbox, reminders
from storage.db import Database
from storage.office import load_office
from storage.tables import outbox as outbox_table

SMALLEST, SAMPLES, CLAIMS, DUE, GOAL = 1000, 50, 8, 300, 5.0
Unit: TypeAlias = Callable[[Connection], object]


class Rows:
    """One database that grows while the same is asked of it."""

    def __init__(self, url: str, server: int | None) -> None:
        self.db, self._server = Database(url), server
        self._office, self._calendar = load_office(None), WorkCalendar()
        self._last, self._added = 0, FIRST_ADDED

    def grow(self, size: int) -> None:
        """Fill both tables up to so many rows, in a process of its own: what that needs is not our memory."""
        filling = multiprocessing.get_context("spawn").Process(
            target=row_data.fill, args=(self.db.url, self._last + 1, size)
        )
        filling.start()
        filling.join()
        if filling.exitcode:
            raise click.ClickException("the tables were not filled")
        self._last = size

    def measure(self) -> dict[str, tuple[float, float]]:
        """Milliseconds by what was done: the median as it takes, commit included, and CPU of us and the database."""
        found = {
            "nothing due": self._timed(lambda tx: reminders.claim_due(tx, NOW)),
            "nothing to send": self._timed(self._claim),
            "sweep": self._timed(_swept),
            "next due": self._timed(reminders.next_due),
            "next time": self._timed(lambda tx: outbox.next_time(tx, NOW)),
        }
        found[f"{DUE} due"] = self._timed(self._fire, self._more_due)
        found[f"{DUE} to send"] = self._timed(self._claim_all, self._more_to_send)
        return found

    def _claim(self, tx: Connection) -> int:
        parcels = claim_parcels(
            tx, owner="bench", now=NOW, real=REAL, office=self._office, calendar=self._calendar, limit=1000
        )
        return sum(len(parcel.rows) for parcel in parcels)

    def _claim_all(self, tx: Connection) -> None:
        if self._claim(tx) != DUE:
            raise click.ClickException("not every message was claimed")

    def _fire(self, tx: Connection) -> None:
        if sum(len(reminders.claim_due(tx, NOW)) for _ in range(2)) != DUE:
            raise click.ClickException("not every reminder was claimed")

    def _more_due(self, tx: Connection) -> None:
        row_data.add_due(tx, self._fresh())

    def _more_to_send(self, tx: Connection) -> None:
        gone = {"state": "sent", "sent_at": NOW - timedelta(days=1), "sent_real": 1.0}
        tx.execute(update(outbox_table).where(outbox_table.c.state == "sending").values(gone))
        row_data.add_to_send(tx, self._fresh())

    def _fresh(self) -> range:
        self._added += DUE
        return range(self._added - DUE, self._added)

    def _timed(self, unit: Unit, before: Unit | None = None) -> tuple[float, float]:
        took, spent, samples = [], 0.0, SAMPLES if before is None else CLAIMS
        with self.db.engine.connect().execution_options(write=True) as tx:
            for turn in range(samples + 1):
                if before is not None:
                    with tx.begin():
                        before(tx)
                began, cpu = perf_counter(), self._cpu()
                with tx.begin():
                    unit(tx)
                if turn:
                    took.append(perf_counter() - began)
                    spent += self._cpu() - cpu
        return median(took) * 1000, spent / samples * 1000

    def _cpu(self) -> float:
        return process_time() + (cpu_with_children(self._server) if self._server is not None else 0.0)


def _swept(tx: Connection) -> bool:
    outbox.sweep(tx, now=NOW, real=REAL)
    return outbox.may_go(tx, NOW)


def on_sqlite(folder: Path, most: int) -> None:
    """Growing by tens."""
    url = f"sqlite:///{folder / 'rows.db'}"
    prepare_database(url)
    _curve("SQLite", Rows(url, None), most)


def on_postgres(cluster: Cluster, most: int) -> None:
    """The same on a database of this cluster."""
    _curve("PostgreSQL", Rows(cluster.fresh(), cluster.pid), most)


def _curve(name: str, rows: Rows, most: int) -> None:
    for size in (SMALLEST * 10**power for power in range(4)):
        if size <= most:
            rows.grow(size)
            _print(name, size, rows.measure())
    rows.db.engine.dispose()


def _print(name: str, size: int, found: dict[str, tuple[float, float]]) -> None:
    words = ", ".join(f"{what} {cpu:.2f} ({took:.2f})" for what, (took, cpu) in found.items())
    worst = max(cpu for what, (_, cpu) in found.items() if not what.startswith(str(DUE)))
    goal = f"goal {GOAL:.0f} ms each: {'met' if worst < GOAL else 'missed'}"
    click.echo(f"rows, {name}, {size:>9,}: CPU (time) in ms: {words}; {goal}; {memory_mb(os.getpid()):.0f} MB")


@click.command()
@click.option("--rows", "most", type=click.IntRange(SMALLEST), default=1_000_000, show_default=True)
@click.option("--on", type=click.Choice(["sqlite", "postgres"]), multiple=True, default=["sqlite", "postgres"])
def main(most: int, on: tuple[str, ...]) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="zhongshu-bench-") as name:
        if "sqlite" in on:
            on_sqlite(Path(name), most)
        if "postgres" in on:
            with Cluster(Path(name) / "pg") as cluster:
                on_postgres(cluster, most)


if __name__ == "__main__":
    main()
