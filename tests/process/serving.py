"""Runs `zhongshu serve` as a real process against a fake WeCom in the test."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from bot import exports
from bot.bench.processes import free_port
from bot.sandbox.server import FakeWeCom
from scheduler.clock import SteerableClock
from storage.db import driver_url, make_engine
from storage.office import load_office
from tests.day import AES_KEY, AGENT, CORP, SECRET, START, TOKEN, new_fake
from tests.process.preloaded import Forked, forkserver, run_command

PROGRAM = str(Path(sys.executable).with_name("zhongshu"))


@dataclass
class Server:
    """One `serve` process; its log goes to a file that tests may search."""

    base: str
    database_url: str
    log: Path
    extra: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | Forked | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ZHONGSHU_")}
        return {
            **kept,
            "ZHONGSHU_CORP_ID": CORP,
            "ZHONGSHU_AGENT_ID": str(AGENT),
            "ZHONGSHU_SECRET": SECRET,
            "ZHONGSHU_TOKEN": TOKEN,
            "ZHONGSHU_ENCODING_AES_KEY": AES_KEY,
            "ZHONGSHU_WECOM_API_BASE": self.base,
            "ZHONGSHU_DATABASE_URL": self.database_url,
            "ZHONGSHU_PORT": str(self.port),
            "ZHONGSHU_CLOCK": START.isoformat(),
            "TZ": "America/New_York",
            **self.extra,
        }

    async def start(self) -> None:
        """`zhongshu serve`, as a user starts it; returns when it answers /healthz."""
        self._launch()
        await self._healthy()

    def _launch(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([PROGRAM, "serve"], env=self.environment, stdout=log, stderr=log)

    async def fork(self, crash_at: str | None = None, lease: float | None = None) -> None:
        """The same, sooner (preloaded.py). With `crash_at` it kills itself at that step (crashing.py).

        `lease`: seconds after which another takes what a killed server held.
        """
        self.process = Forked(self.environment, self.log, crash_at, 1.0 if crash_at and lease is None else lease)
        await self._healthy()

    async def _healthy(self) -> None:
        assert self.process is not None
        async with aiohttp.ClientSession() as session:
            for _ in range(2400):
                if self.process.poll() is not None:
                    raise AssertionError(self.log.read_text(encoding="utf-8"))
                try:
                    async with session.get(f"{self.address}/healthz") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientError:
                    await moment()
        raise AssertionError("the server did not come up")

    async def get(self, path: str) -> tuple[int, Any]:
        """Status and JSON of a page."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.address}{path}") as answer:
            return answer.status, await answer.json()

    async def clock(self, **wanted: str) -> tuple[int, Any]:
        """POST /clock."""
        async with aiohttp.ClientSession() as session, session.post(f"{self.address}/clock", json=wanted) as answer:
            return answer.status, await answer.json()

    async def run(self, *args: str) -> subprocess.CompletedProcess[str]:
        """Another command of `zhongshu` with the same settings, in a process of its own."""
        out, err = self.log.with_suffix(".out"), self.log.with_suffix(".err")
        wanted = (self.environment, str(out), str(err), args)
        process = forkserver().Process(target=run_command, args=wanted)
        process.start()
        await asyncio.to_thread(process.join, 120)
        assert process.exitcode is not None, f"zhongshu {args} takes too long"
        said = [path.read_text(encoding="utf-8") for path in (out, err)]
        out.unlink()
        err.unlink()
        return subprocess.CompletedProcess(args, process.exitcode, *said)

    def kill(self) -> None:
        """kill -9, when it still runs."""
        if self.process is not None and self.process.poll() is None:
            self._end(signal.SIGKILL)

    async def terminate(self) -> int:
        """SIGTERM; returns the exit code. TimeoutExpired when it takes much longer than it may."""
        return await asyncio.to_thread(self._end, signal.SIGTERM)

    async def refused(self) -> str:
        """Start what cannot be started: what it says when it ends with code 1."""
        self.process = Forked(self.environment, self.log, None)
        assert await self.ended() == 1
        return self.log.read_text(encoding="utf-8")

    def _end(self, how: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(timeout=60)

    async def ended(self) -> int:
        """Wait until the process has ended by itself; its exit code."""
        assert self.process is not None
        return await asyncio.to_thread(self.process.wait, 60)


@asynccontextmanager
async def wecom() -> AsyncIterator[tuple[FakeWeCom, str]]:
    """A fake WeCom with the sample office's people, and its address. At the end its rules were kept."""
    fake = new_fake(SteerableClock(START), load_office(None))
    base = await fake.start()
    try:
        yield fake, base
    finally:
        await fake.stop()
    assert fake.violations == []


def rows(database_url: str, kind: str) -> list[dict[str, Any]]:
    """What `zhongshu export KIND` prints."""
    engine = make_engine(driver_url(database_url))
    with engine.connect() as tx:
        found = exports.rows_of(kind, tx, load_office(None), START)
    engine.dispose()
    return found


async def moment() -> None:
    """Give the other process a little time; readiness is polled, never assumed."""
    loop = asyncio.get_running_loop()
    waited: asyncio.Future[None] = loop.create_future()
    loop.call_later(0.025, waited.set_result, None)
    await waited


async def eventually(fake: FakeWeCom, userid: str, words: str, timeout: float = 60) -> str:
    """Wait until words are on the phone; returns the whole message."""
    await fake.wait_for(userid, lambda message: not message.mine and words in message.text, timeout)
    return next(m.text for m in reversed(fake.inbox(userid)) if not m.mine and words in m.text)
