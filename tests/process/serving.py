"""Runs `zhongshu serve` as a real process against a fake WeCom in the test."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from bot.sandbox.server import FakeWeCom
from tests.day import AES_KEY, AGENT, CORP, SECRET, TOKEN

CLOCK = "2026-09-18T15:20:00+08:00"


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@dataclass
class Server:
    """One `serve` process; its log goes to a file that tests may search."""

    base: str
    database_url: str
    log: Path
    extra: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

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
            "ZHONGSHU_CLOCK": CLOCK,
            "TZ": "America/New_York",
            **self.extra,
        }

    async def start(self, crash_at: str | None = None) -> None:
        """Start and wait until it answers /healthz. With `crash_at` it kills itself at that step (crashing.py)."""
        module = ["bot.cli", "serve"] if crash_at is None else ["tests.process.crashing", crash_at]
        code = "from bot.cli import main; main()"
        command = [sys.executable, "-c", code, "serve"] if crash_at is None else [sys.executable, "-m", *module]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        async with aiohttp.ClientSession() as session:
            for _ in range(400):
                if self.process.poll() is not None:
                    raise AssertionError(self.log.read_text(encoding="utf-8"))
                try:
                    async with session.get(f"{self.address}/healthz") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientError:
                    await _moment()
        raise AssertionError("the server did not come up")

    def kill(self) -> None:
        """kill -9."""
        self._end(signal.SIGKILL)

    def terminate(self) -> int:
        """SIGTERM; returns the exit code. TimeoutExpired when it takes longer than ten seconds."""
        return self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(timeout=10)

    async def died(self) -> None:
        """Wait until the process has killed itself."""
        assert self.process is not None
        await asyncio.to_thread(self.process.wait, 20)


async def _moment() -> None:
    """Give the other process a little time; readiness is polled, never assumed."""
    loop = asyncio.get_running_loop()
    waited: asyncio.Future[None] = loop.create_future()
    loop.call_later(0.05, waited.set_result, None)
    await waited


async def eventually(fake: FakeWeCom, userid: str, words: str, timeout: float = 20) -> None:
    """Wait until words are on the phone."""
    await fake.wait_for(userid, lambda message: not message.mine and words in message.text, timeout)
