"""`make bench documents`: registering and finding as the register grows, on both databases; the curve must be flat.

`python -m bot.bench.documents --on postgres` measures one of them alone.

Whole messages are measured, from the callback's text to the commit: guard, understanding, dialogue, rows, outbox.
"""

import asyncio
import itertools
import logging
import multiprocessing
import os
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import click
import structlog
from sqlalchemy import text

from bot.bench.multiply import multiply
from bot.bench.processes import memory_mb
from bot.bench.registers import IN_HAND, THINGS, TOPICS, fill
from bot.flow import Flow
from bot.schema import prepare_database
from bot.wecom.inbound import TextMessage
from scheduler.clock import SHANGHAI, SteerableClock
from scheduler.workdays import WorkCalendar
from storage import reminders
from storage.db import Database, driver_url, make_engine
from storage.office import Office, load_office

NOW = datetime(2026, 9, 18, 15, 20, tzinfo=SHANGHAI)
SMALLEST, SAMPLES, WARM = 1000, 40, 3
MULTIPLIED = 5_000
"""From how many papers on the rest is not written anew."""
GOAL = 50.0
"""Milliseconds at the 95th percentile (issue 4)."""
ASKED = {
    "register": "登记收文：平件，市委办，南委澜〔2026〕{n}号，《关于做好{topic}工作的通知》，阅件",
    "find two characters": "查{topic}",
    "find two words": "查{topic}{thing}的文",
    "find nothing": "查地震",
    "in whose hands, by number": "{seq}号在谁手里",
    "in whose hands, by title": "{topic}那个文件在谁手里",
    "what is open": "还有哪些没办完",
    "what is overdue": "逾期的文有哪些",
    "what came in August": "8月收了哪些{topic}的文",
    "a unit finds its own": "查{topic}",
}
DUE_SCAN = "due scan"


@dataclass(frozen=True)
class Figure:
    """Milliseconds of one kind of message at one size; CPU is ours and, of SQLite, the database's."""

    median: float
    p95: float
    cpu: float


class Bench:
    """One database that grows while the same things are said to it."""

    def __init__(self, url: str) -> None:
        self.office: Office = load_office(None)
        self.clock = SteerableClock(NOW)
        self.db = Database(url)
        self.flow = Flow(self.db, self.clock, self.office, WorkCalendar())
        self._serial = itertools.count(1)
        self.last = 0

    async def at(self, size: int) -> dict[str, Figure]:
        """Grow the register to this size and measure everything."""
        began = perf_counter()
        url = self.db.url.render_as_string(hide_password=False)
        filling = multiprocessing.get_context("spawn").Process(target=_fill, args=(url, self.last + 1, size))
        filling.start()
        filling.join()
        if filling.exitcode:
            raise click.ClickException("the register was not filled")
        click.echo(f"  {size:>9,} papers filled in {perf_counter() - began:.0f} s", err=True)
        found = {name: await self._timed(self._saying(name)) for name in ASKED}
        found[DUE_SCAN] = await self._timed(lambda: self.db.write(lambda tx: reminders.claim_due(tx, NOW)))
        self.last = size + 2 * (SAMPLES + WARM)
        spent = ", ".join(f"{name} {figure.cpu:.1f}" for name, figure in found.items())
        click.echo(f"  {size:>9,}: CPU in ms: {spent}", err=True)
        return found

    def _saying(self, name: str) -> Callable[[], Awaitable[object]]:
        who = ("like", "liaison-yingjiju", "liaison-nongshuiju") if name.startswith("a unit") else ("zhangmin",)

        async def say() -> None:
            n = next(self._serial)
            words = ASKED[name].format(
                n=n, topic=TOPICS[n % len(TOPICS)], thing=THINGS[n % len(THINGS)], seq=n * 7 % SMALLEST + 1
            )
            message = TextMessage(
                sender=who[n % len(who)], created=n, agent_id=1, dedupe_key=f"bench:{n}", msg_id=str(n), content=words
            )
            outcome = await self.flow.handle(message)
            if outcome.word != "answered":
                raise click.ClickException(f"{name}: {outcome.word}")

        return say

    async def _timed(self, act: Callable[[], Awaitable[object]]) -> Figure:
        took, spent = [], 0.0
        for turn in range(WARM + SAMPLES):
            began, cpu = perf_counter(), process_time()
            await act()
            if turn >= WARM:
                took.append((perf_counter() - began) * 1000)
                spent += process_time() - cpu
        return Figure(median(took), sorted(took)[int(len(took) * 0.95) - 1], spent / SAMPLES * 1000)


def _fill(url: str, first: int, last: int) -> None:
    """In a process of its own: what loading a million papers needs is not the memory of who looks for one."""
    engine = make_engine(driver_url(url))
    with engine.connect().execution_options(write=True) as tx, tx.begin():
        if engine.dialect.name == "sqlite":
            tx.execute(text("PRAGMA cache_size = -2000000"))
        if (copies := (last - 2 * IN_HAND) // first - 1) > 1 and first > MULTIPLIED:
            first = multiply(tx, first - 1, copies, NOW) + 1
        fill(tx, load_office(None), first, last, NOW)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as tx:
        tx.execute(text("PRAGMA wal_checkpoint(TRUNCATE)" if engine.dialect.name == "sqlite" else "VACUUM ANALYZE"))
    engine.dispose()


def run(*, most: int, with_postgres: bool) -> None:
    """The command of `zhongshu bench documents`."""
    _measure(most, ["sqlite", "postgres"] if with_postgres else ["sqlite"])


def _measure(most: int, on: Sequence[str]) -> None:
    sizes = [size for size in (SMALLEST * 10**power for power in range(6)) if size <= most]
    with tempfile.TemporaryDirectory(prefix="zhongshu-bench-") as name:
        folder = Path(name)
        if "sqlite" in on:
            url = f"sqlite:///{folder / 'office.db'}"
            prepare_database(url)
            _print("SQLite", asyncio.run(_curve(url, sizes)))
        if "postgres" in on:
            from bot.bench.postgres import databases

            with databases(folder / "pg") as fresh:
                _print("PostgreSQL", asyncio.run(_curve(fresh(), sizes)))


@click.command()
@click.option("--rows", "most", type=click.IntRange(SMALLEST), default=1_000_000, show_default=True)
@click.option("--on", type=click.Choice(["sqlite", "postgres"]), multiple=True, default=["sqlite", "postgres"])
def main(most: int, on: tuple[str, ...]) -> None:
    """Measure and print."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    _measure(most, on)


async def _curve(url: str, sizes: list[int]) -> dict[int, dict[str, Figure]]:
    bench = Bench(url)
    try:
        return {size: await bench.at(size) for size in sizes}
    finally:
        await bench.db.close()


def _print(database: str, curve: dict[int, dict[str, Figure]]) -> None:
    click.echo(f"{database}: median / 95th percentile / CPU in ms, {SAMPLES} messages each, commit included")
    click.echo(f"{'':<28}" + "".join(f"{size:>23,}" for size in curve))
    for name in (*ASKED, DUE_SCAN):
        cells = "".join(f"{f[name].median:>9.1f} /{f[name].p95:>5.1f} /{f[name].cpu:>5.1f}" for f in curve.values())
        click.echo(f"{name:<28}{cells}")
    slow = [name for figures in curve.values() for name, figure in figures.items() if figure.p95 >= GOAL]
    click.echo(f"goal: every 95th percentile under {GOAL:.0f} ms: {'missed by ' + '、'.join(slow) if slow else 'met'}")
    click.echo(f"memory of the searching process at the end: {memory_mb(os.getpid()):.0f} MB")


if __name__ == "__main__":
    main()
