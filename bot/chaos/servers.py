"""Real `zhongshu serve` processes that may be killed, stopped, continued and started again at any moment."""

import asyncio
import os
import signal
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import aiohttp

import bot.sender
import bot.serving
from bot.bench.processes import free_port
from bot.given import given_office, given_settings
from handlers.registry import lines
from scheduler.clock import SystemClock
from storage import outbox
from storage.office import load_office

LEASE, SLOWEST_RETRY = 4.0, 2.0
"""Seconds; shorter than an office's, so that a run is short."""
BOOT = 180.0
"""Seconds until a server must answer; three may start at once on a busy machine."""

lines()
bot.serving.warm_up(load_office(None), SystemClock())


def run(environment: dict[str, str], log: str) -> None:
    """In the forked process: `zhongshu serve`."""
    os.environ.clear()
    os.environ.update(environment)
    with Path(log).open("ab") as stream:
        os.dup2(stream.fileno(), 1)
        os.dup2(stream.fileno(), 2)
    outbox.LEASE, bot.sender.SLOWEST_RETRY = LEASE, SLOWEST_RETRY
    bot.serving.serve_forever(given_settings(), given_office())


class ServerProcess:
    """One server at one address. It forgets everything when it dies; its log stays."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.port = free_port()
        self.log = log
        self._environment = environment | {"ZHONGSHU_PORT": str(self.port)}
        self._process: ForkServerProcess | None = None
        self.stopped = False

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def alive(self) -> bool:
        """Whether there is a process, be it stopped."""
        return self._process is not None and self._process.is_alive()

    def start(self, now: datetime) -> None:
        """Start it, its office clock at this instant."""
        context = get_context("forkserver")
        context.set_forkserver_preload([__name__])
        environment = self._environment | {"ZHONGSHU_CLOCK": now.isoformat()}
        process = context.Process(target=run, args=(environment, str(self.log)), daemon=True)
        process.start()
        self._process = process

    async def healthy(self, web: aiohttp.ClientSession) -> None:
        """Returns when it answers. Raises TimeoutError, or RuntimeError with its log when it ended."""
        async with asyncio.timeout(BOOT):
            while True:
                if not self.alive:
                    raise RuntimeError(self.log.read_text(encoding="utf-8")[-2000:])
                try:
                    async with web.get(f"{self.address}/healthz", timeout=aiohttp.ClientTimeout(2)) as answer:
                        if answer.ok:
                            return
                except (aiohttp.ClientError, TimeoutError):
                    await asyncio.sleep(0.05)

    def kill(self) -> None:
        """kill -9."""
        self._signal(signal.SIGKILL)
        if self._process is not None:
            self._process.join(10)
        self.stopped = False

    def stop(self) -> None:
        """SIGSTOP: it stands still with everything it holds."""
        self._signal(signal.SIGSTOP)
        self.stopped = True

    def go_on(self) -> None:
        """SIGCONT."""
        self._signal(signal.SIGCONT)
        self.stopped = False

    async def end(self) -> int | None:
        """SIGTERM; returns the exit code, None when it did not end in ten seconds."""
        self._signal(signal.SIGTERM)
        if self._process is None:
            return None
        await asyncio.to_thread(self._process.join, 10)
        return self._process.exitcode

    def _signal(self, what: signal.Signals) -> None:
        if self._process is not None and self._process.pid is not None and self._process.is_alive():
            os.kill(self._process.pid, what)
