"""`zhongshu bench meetings`: three hundred invitees answer by their cards within a minute (issue 6).

The bot is a process of its own; the fake WeCom, the phones and the clock are in this one. What is measured is how long
each callback takes to be answered, while cards are updated and the organiser's card follows.
"""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import aiohttp
import click
import yaml

from bot.bench.corpus import AES_KEY, CORP, TOKEN
from bot.bench.processes import free_port, pinned
from bot.sandbox.server import FakeWeCom
from bot.schema import prepare_database
from scheduler.clock import SystemClock
from storage.office import SAMPLE, load_office

GUESTS, SECONDS, SETTLE = 300, 60, 15
START = "2026-09-21T09:00:00+08:00"
CALL = "9月23日上午9点到10点全体人员工作例会，多功能厅"
AGENT, SECRET = 1000002, "bench"
SLOT, GOAL = 5.0, 0.2


@dataclass
class Figures:
    """What was seen: seconds of each callback, when the organiser's card changed, what it said in the end."""

    took: list[float] = field(default_factory=list)
    changed: list[float] = field(default_factory=list)
    last: str = ""
    refused: int = 0

    def p99(self) -> float:
        return sorted(self.took)[int(len(self.took) * 0.99) - 1]


async def measure(url: str, office_file: Path) -> Figures:
    """One run on one database."""
    clock, office = SystemClock(), load_office(office_file)
    fake = FakeWeCom(CORP, SECRET, AGENT, TOKEN, AES_KEY, clock=lambda: clock.now().timestamp())
    for person in office.people:
        fake.add_member(person.userid, person.name)
    base = await fake.start()
    port = free_port()
    try:
        async with _serving(base, port, url, office_file), aiohttp.ClientSession() as web:
            await fake.set_callback(f"http://127.0.0.1:{port}/wecom/callback")
            await fake.say("chenxi", CALL)
            await _until(lambda: "请确认" in _last(fake, "chenxi"))
            await fake.say("chenxi", "发")
            guests = [p.userid for p in office.people if p.userid.startswith("ganbu")]
            await _until(lambda: all(_card(fake, userid) for userid in guests))
            return await _minute(fake, web, port, guests)
    finally:
        await fake.stop()


async def _minute(fake: FakeWeCom, web: aiohttp.ClientSession, port: int, guests: list[str]) -> Figures:
    """The presses, evenly over the minute; the office clock goes with the real one."""
    figures = Figures()

    async def press(userid: str, after: float) -> None:
        await asyncio.sleep(after)
        task_id, key = _card(fake, userid) or ("", "")
        began = time.perf_counter()
        delivery = await fake.press(userid, task_id, key, None)
        figures.took.append(time.perf_counter() - began)
        figures.refused += not delivery.accepted

    async def tick() -> None:
        for _ in range(SECONDS + SETTLE):
            await asyncio.sleep(1)
            async with web.post(f"http://127.0.0.1:{port}/clock", json={"advance": "PT1S"}) as answer:
                answer.raise_for_status()

    async def watch() -> None:
        shown = _tally(fake)
        while True:
            await asyncio.sleep(0.05)
            if (now := _tally(fake)) != shown:
                shown = now
                figures.changed.append(time.perf_counter())

    watcher = asyncio.create_task(watch())
    await asyncio.gather(tick(), *(press(userid, SECONDS * n / len(guests)) for n, userid in enumerate(guests)))
    watcher.cancel()
    figures.last = next((line for line in _tally(fake).split("\n") if line.startswith("应到")), "")
    return figures


def _last(fake: FakeWeCom, userid: str) -> str:
    messages = [message for message in fake.inbox(userid) if not message.mine]
    return messages[-1].text if messages else ""


def _card(fake: FakeWeCom, userid: str) -> tuple[str, str] | None:
    found = next((m.card for m in fake.inbox(userid) if m.card and m.card.buttons), None)
    return (found.task_id, found.buttons[0].key) if found else None


def _tally(fake: FakeWeCom) -> str:
    """What the newest of the organiser's cards shows."""
    return next((m.text for m in reversed(fake.inbox("chenxi")) if m.text.startswith("回执：")), "")


async def _until(ready: Callable[[], object], seconds: float = 60) -> None:
    """Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not ready():  # noqa: ASYNC110 - polls what the fake shows
            await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def _serving(base: str, port: int, url: str, office: Path) -> AsyncIterator[None]:
    """The bot as a process, with a clock that is moved from here."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("ZHONGSHU_")},
        "ZHONGSHU_CORP_ID": CORP,
        "ZHONGSHU_AGENT_ID": str(AGENT),
        "ZHONGSHU_SECRET": SECRET,
        "ZHONGSHU_TOKEN": TOKEN,
        "ZHONGSHU_ENCODING_AES_KEY": AES_KEY,
        "ZHONGSHU_WECOM_API_BASE": base,
        "ZHONGSHU_PORT": str(port),
        "ZHONGSHU_OFFICE": str(office),
        "ZHONGSHU_DATABASE_URL": url,
        "ZHONGSHU_CLOCK": START,
    }
    command = pinned([sys.executable, "-c", "from bot.cli import main; main()", "serve"], 0)
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603, ASYNC220 - our own interpreter
    try:
        async with aiohttp.ClientSession() as web:
            await _alive(web, port)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(process.wait, 30)


async def _alive(web: aiohttp.ClientSession, port: int) -> None:
    async with asyncio.timeout(60):
        while True:
            with contextlib.suppress(aiohttp.ClientError):
                async with web.get(f"http://127.0.0.1:{port}/healthz") as answer:
                    if answer.ok:
                        return
            await asyncio.sleep(0.05)


def crowd(path: Path, guests: int) -> None:
    """The sample office with so many more people of its own."""
    office = yaml.safe_load(SAMPLE.read_text(encoding="utf-8"))
    for n in range(guests):
        person = {"userid": f"ganbu{n:03d}", "name": f"干部{n:03d}", "post": "科员", "unit": "区委办"}
        office["people"].append({**person, "roles": ["archivist"]})
    path.write_text(yaml.safe_dump(office, allow_unicode=True), encoding="utf-8")


def run(*, with_postgres: bool) -> None:
    """The command of `zhongshu bench meetings`."""
    with tempfile.TemporaryDirectory(prefix="zhongshu-bench-") as name:
        folder = Path(name)
        office = folder / "office.yaml"
        crowd(office, GUESTS)
        url = f"sqlite+aiosqlite:///{folder}/meetings.db"
        prepare_database(url)
        _print("SQLite", asyncio.run(measure(url, office)))
        if with_postgres:
            from bot.bench.postgres import databases

            with databases(folder / "pg") as fresh:
                _print("PostgreSQL", asyncio.run(measure(fresh(), office)))
    click.echo(f"goals: p99 under {GOAL * 1000:.0f} ms, no change of the card within {SLOT:.0f} s of another")


def _print(name: str, seen: Figures) -> None:
    gaps = [later - earlier for earlier, later in pairwise(seen.changed)]
    took = sorted(seen.took)
    click.echo(
        f"{name}: {len(took)} answers in {SECONDS} s, refused {seen.refused}; callback median "
        f"{took[len(took) // 2] * 1000:.1f} ms, p99 {seen.p99() * 1000:.1f} ms, worst {took[-1] * 1000:.1f} ms; "
        f"card changed {len(seen.changed)} times, least gap {min(gaps, default=0):.1f} s; in the end “{seen.last}”"
    )
