"""`zhongshu bench broadcast`: one issue to 100,000 members, with kill -9 in the middle (issues 7 and 10).

The bot is a process of its own; the fake WeCom is in this one. What counts: calls, members reached twice or never,
and WeCom's limits, which the fake enforces.
"""

import asyncio
import logging
import multiprocessing
import os
import signal
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage, struct_rusage
from typing import Any

import click
import yaml
from aiohttp import web

from bot.app import Bot
from bot.bench.corpus import AES_KEY, CORP, TOKEN
from bot.sandbox.server import FakeWeCom
from bot.schema import prepare_database
from bot.server import make_app
from bot.settings import Settings
from handlers.bulletins import broadcast, queries
from handlers.bulletins.rules import IssueState
from handlers.bulletins.tables import info_issue
from scheduler.clock import SHANGHAI, SteerableClock
from scheduler.desk import Desk
from scheduler.workdays import WorkCalendar
from storage import outbox
from storage.db import Database
from storage.office import SAMPLE, Office
from storage.office_file import flatten

CALL = 1000
AGENT, SECRET = 1000002, "bench"
PUSH = datetime(2026, 9, 21, 17, tzinfo=SHANGHAI)
LONGEST = 600.0
WORDS = "第231期"


@dataclass(frozen=True)
class Figures:
    """What WeCom saw. `calls` are those it accepted; `repeated` those it knew again and did not show twice.

    `cpu`: seconds of both starts of the bot; `memory`: MB, the most that one of them ever had.
    """

    members: int
    calls: int
    repeated: int
    never: int
    twice: int
    violations: int
    seconds: float
    killed_after: int
    cpu: float
    memory: float

    @property
    def least(self) -> int:
        """The smallest number of calls that the API allows."""
        return -(-self.members // CALL)


def crowd(members: int) -> Office:
    """The sample office in which so many get the bulletin."""
    raw: dict[str, Any] = yaml.safe_load(SAMPLE.read_text(encoding="utf-8"))
    more = members - len(_readers(Office.model_validate(flatten(raw))))
    person = {"name": "干部", "post": "科员", "unit": "区委办", "roles": ["auditor"]}
    raw["people"] += [{"userid": f"ganbu{n:06d}", **person} for n in range(more)]
    return Office.model_validate(flatten(raw))


def _readers(office: Office) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="zhongshu-bench-") as folder:
        db = _prepared(f"sqlite+aiosqlite:///{folder}/readers.db")
        return db.read_now(lambda tx: broadcast.readers(_desk(tx, office), "L2,L3,L4,L5"))


def _prepared(url: str) -> Database:
    prepare_database(url)
    return Database(url)


def _desk(tx: Any, office: Office) -> Desk:
    now = PUSH - timedelta(hours=1)
    return Desk(tx=tx, now=now, office=office, calendar=WorkCalendar(), request_id="bench")


async def measure(url: str, office: Office, *, kill_at: float = 0.5) -> Figures:
    """One broadcast on one migrated database; the bot is killed when this share of the calls has arrived."""
    clock = SteerableClock(PUSH)
    fake = FakeWeCom(CORP, SECRET, AGENT, TOKEN, AES_KEY, clock=lambda: clock.now().timestamp())
    for person in office.people:
        fake.add_member(person.userid, person.name)
    db = Database(url)
    members = await db.write(lambda tx: _signed(_desk(tx, office)))
    await db.close()
    base = await fake.start()
    began, before = time.perf_counter(), getrusage(RUSAGE_CHILDREN)
    try:
        first = _bot(base, url, office)
        killed_after = await _kill(first, fake, int(kill_at * members / CALL))
        second = _bot(base, url, office)
        await _until(lambda: not second.is_alive())
        second.join()
        return _seen(fake, members, time.perf_counter() - began, killed_after, before)
    finally:
        await fake.stop()


def _signed(desk: Desk) -> int:
    """An issue that goes out at five; returns how many get it."""
    values = {"series": desk.office.bulletin, "year": 2026, "no": 231, "total_no": 1873, "state": IssueState.SIGNED}
    more = {"audience": "L2,L3,L4,L5", "signed_by": "guoping", "signed_at": desk.now, "push_at": PUSH}
    queries.add(desk.tx, info_issue, "zhaowan", desk.now, **values, **more)
    broadcast.plan(desk, PUSH)
    return len(broadcast.readers(desk, "L2,L3,L4,L5"))


def _bot(base: str, url: str, office: Office) -> multiprocessing.process.BaseProcess:
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(base, url, office), daemon=True)
    process.start()
    return process


def _serve(base: str, url: str, office: Office) -> None:
    """In the process: what `zhongshu serve` runs, from five o'clock until all have got it."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    outbox.LEASE = 1.0  # what a killed predecessor held is free soon
    asyncio.run(_five_o_clock(base, url, office))


async def _five_o_clock(base: str, url: str, office: Office) -> None:
    clock = SteerableClock(PUSH)
    settings = Settings(
        corp_id=CORP,
        agent_id=AGENT,
        secret=SECRET,
        token=TOKEN,
        encoding_aes_key=AES_KEY,
        wecom_api_base=base,
        database_url=url,
    )
    bot = Bot(settings, office, clock=clock)
    runner = web.AppRunner(make_app(bot))
    await runner.setup()
    await asyncio.sleep(1.5 if not bot.db.is_sqlite else 0)
    await bot.day.advance(clock, PUSH + timedelta(minutes=5))
    await runner.cleanup()


async def _kill(process: multiprocessing.process.BaseProcess, fake: FakeWeCom, after: int) -> int:
    """Kill -9 once so many calls have arrived; returns how many had."""
    await _until(lambda: len(fake.sent) >= after or not process.is_alive())
    if process.pid is not None and process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
    await _until(lambda: not process.is_alive())
    process.join()
    return len(fake.sent)


async def _until(ready: Any) -> None:
    """Raises TimeoutError."""
    async with asyncio.timeout(LONGEST):
        while not ready():  # noqa: ASYNC110 - polls another process and what the fake has seen
            await asyncio.sleep(0.002)


def _seen(fake: FakeWeCom, members: int, seconds: float, killed_after: int, before: struct_rusage) -> Figures:
    got, ended = Counter[str](), getrusage(RUSAGE_CHILDREN)
    calls = [call.body for call in fake.sent if WORDS in str(call.body.get("text"))]
    for body in calls:
        got.update(body["touser"].split("|"))
    return Figures(
        members=members,
        calls=len(calls),
        repeated=len(fake.suppressed),
        never=members - len(got),
        twice=sum(n > 1 for n in got.values()),
        violations=len(fake.violations),
        seconds=seconds,
        killed_after=killed_after,
        cpu=ended.ru_utime + ended.ru_stime - before.ru_utime - before.ru_stime,
        memory=ended.ru_maxrss / 1024,
    )


def run(*, members: int, with_postgres: bool) -> None:
    """The command of `zhongshu bench broadcast`."""
    office = crowd(members)
    with tempfile.TemporaryDirectory(prefix="zhongshu-bench-") as name:
        folder = Path(name)
        url = f"sqlite+aiosqlite:///{folder}/broadcast.db"
        prepare_database(url)
        _print("SQLite", asyncio.run(measure(url, office)))
        if with_postgres:
            from bot.bench.postgres import databases

            with databases(folder / "pg") as fresh:
                _print("PostgreSQL", asyncio.run(measure(fresh(), office)))


def _print(name: str, seen: Figures) -> None:
    click.echo(
        f"{name}: {seen.members} members, {seen.calls} calls (least possible {seen.least}), killed after "
        f"{seen.killed_after}, {seen.repeated} repeated and known again; never reached {seen.never}, "
        f"twice {seen.twice}, limits broken {seen.violations}; {seen.seconds:.1f} s with two starts of the bot, "
        f"{seen.cpu:.1f} s of CPU, {seen.cpu / seen.members * 1e6:.0f} µs a member; at most {seen.memory:.0f} MB"
    )
