"""`make bench callbacks`: the whole bot against a bare server that only verifies, decrypts and answers, in one run.

Servers are pinned to one core, the load and the sink to another, and take turns; what counts is the ratio. The CPU of a
request includes everything that follows it: commit, sending the answer, marking it sent.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median
from urllib.request import urlopen

import click
import yaml

from bot import imports
from bot.bench.corpus import AES_KEY, CORP, TOKEN, write_requests
from bot.bench.processes import cpu_seconds, free_port, pinned, wait_until
from bot.sandbox.world import HEADINGS, SAMPLE_TASKS
from bot.schema import prepare_database
from scheduler.clock import SHANGHAI, SteerableClock
from storage.db import driver_url, make_engine
from storage.office import SAMPLE, load_office

START = datetime(2026, 9, 18, 15, 20, tzinfo=SHANGHAI)
WARM, COUNT, CONNECTIONS, RATE, ROUNDS = 300, 3000, 32, 200, 3
MEMBERS = 4000
"""Enough people that WeCom's thirty a minute never slows the answers down."""


@dataclass(frozen=True)
class Figure:
    """What one server did under one kind of message."""

    rate: float
    p99: float
    cpu: float
    p99_at_rate: float


class Bench:
    """One run of the comparison."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.office = folder / "office.yaml"
        big_office(self.office)
        self._serial = 0

    def run(self, postgres: Callable[[], str] | None) -> None:
        """Measure and print."""
        servers: dict[str, Callable[[], tuple[list[str], dict[str, str]]]] = {
            "bare aiohttp + wechatpy": lambda: ([sys.executable, "-m", "bot.bench.bare"], {}),
            "zhongshu, SQLite": lambda: self._bot(f"sqlite+aiosqlite:///{self.folder}/{self._next()}.db"),
        }
        if postgres is not None:
            servers["zhongshu, PostgreSQL"] = lambda: self._bot(postgres())
        results: dict[tuple[str, str], list[Figure]] = {}
        for _ in range(ROUNDS):
            for kind in ("query", "registration"):
                for name, command in servers.items():
                    figure = self._measure(kind, *command())
                    results.setdefault((kind, name), []).append(figure)
                    click.echo(f"  {kind:<13} {name:<26} {figure.rate:8.0f}/s", err=True)
        _print(results, list(servers))

    def _bot(self, url: str) -> tuple[list[str], dict[str, str]]:
        if url.startswith("sqlite"):
            prepare_database(url)
        fill_tasks(url)
        code = "from bot.cli import main; main()"
        return [sys.executable, "-c", code, "serve"], {"ZHONGSHU_DATABASE_URL": url}

    def _measure(self, kind: str, command: list[str], extra: dict[str, str]) -> Figure:
        with measured([sys.executable, "-m", "bot.bench.sink", str(sink := free_port())], 1):
            port = free_port()
            environment = environment_of(port, sink, self.office) | extra
            with measured(command, 0, environment) as server:
                wait_until(lambda: alive(port))
                self._load(kind, port, WARM, "closed", CONNECTIONS)
                before, sent = cpu_seconds(server.pid), sent_to(sink)
                closed = self._load(kind, port, COUNT, "closed", CONNECTIONS)
                if extra:
                    wait_until(lambda: sent_to(sink) >= sent + COUNT, 120)
                cpu = (cpu_seconds(server.pid) - before) / COUNT
                steady = self._load(kind, port, COUNT, "open", RATE)
        return Figure(closed["rate"], closed["p99"], cpu, steady["p99"])

    def _load(self, kind: str, port: int, count: int, how: str, number: int) -> dict[str, float]:
        path = self.folder / "requests"
        write_requests(path, kind, count, port, self._next, MEMBERS)
        command = [sys.executable, "-m", "bot.bench.load", str(port), str(path), how, str(number)]
        done = subprocess.run(pinned(command, 1), check=True, capture_output=True)  # noqa: S603 - our own interpreter
        found: dict[str, float] = json.loads(done.stdout)
        if found["bad"]:
            raise click.ClickException(f"{found['bad']} of {count} callbacks were refused")
        return found

    def _next(self) -> int:
        self._serial += 1
        return self._serial


def run(*, with_postgres: bool) -> None:
    """The command of `zhongshu bench callbacks`."""
    with tempfile.TemporaryDirectory(prefix="zhongshu-bench-") as folder:
        bench = Bench(Path(folder))
        if not with_postgres:
            bench.run(None)
            return
        from bot.bench.postgres import databases

        with databases(Path(folder) / "pg") as fresh:
            bench.run(fresh)


@contextmanager
def measured(
    command: list[str], core: int | None, environment: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A process, on one core where one is given, ended with the block."""
    process = subprocess.Popen(  # noqa: S603 - our own interpreter
        command if core is None else pinned(command, core),
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def environment_of(port: int, sink: int, office: Path) -> dict[str, str]:
    """What a measured server is started with."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("ZHONGSHU_")},
        "ZHONGSHU_CORP_ID": CORP,
        "ZHONGSHU_AGENT_ID": "1000002",
        "ZHONGSHU_SECRET": "bench",
        "ZHONGSHU_TOKEN": TOKEN,
        "ZHONGSHU_ENCODING_AES_KEY": AES_KEY,
        "ZHONGSHU_WECOM_API_BASE": f"http://127.0.0.1:{sink}",
        "ZHONGSHU_PORT": str(port),
        "ZHONGSHU_OFFICE": str(office),
    }


def fill_tasks(url: str) -> None:
    """The tasks that are asked about."""
    clock, office = SteerableClock(START), load_office(None)
    rows = [dict(zip(HEADINGS, row, strict=True)) for row in SAMPLE_TASKS]
    engine = make_engine(driver_url(url))
    with engine.connect().execution_options(write=True) as tx, tx.begin():
        imports.run_import(tx, "tasks", rows, clock=clock, office=office, actor="bench")
    engine.dispose()


def alive(port: int) -> bool:
    """Whether a server answers there."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def sent_to(sink: int) -> int:
    """How many messages the sink was sent."""
    with urlopen(f"http://127.0.0.1:{sink}/count", timeout=5) as answer:
        return int(answer.read())


def big_office(path: Path) -> None:
    """The sample office with thousands of clerks and liaisons."""
    office = yaml.safe_load(SAMPLE.read_text(encoding="utf-8"))
    for number in range(MEMBERS):
        office["people"].append(
            {"userid": f"clerk{number}", "name": f"文书{number}", "post": "文书", "roles": ["clerk"]}
        )
        office["people"].append(
            {"userid": f"officer{number}", "name": f"督查{number}", "post": "督查员", "roles": ["supervisor"]}
        )
    path.write_text(yaml.safe_dump(office, allow_unicode=True), encoding="utf-8")


def _print(results: dict[tuple[str, str], list[Figure]], names: list[str]) -> None:
    bare = names[0]
    click.echo(f"callbacks, {CONNECTIONS} connections, one core, {ROUNDS} rounds of {COUNT}, medians")
    click.echo(f"{'':<40}{'per s':>8}{'ratio':>8}{'p99 ms':>9}{'CPU µs':>9}{f'p99 at {RATE}/s':>13}")
    for kind in ("query", "registration"):
        base = median(figure.rate for figure in results[kind, bare])
        for name in names:
            figures = results[kind, name]
            rate = median(figure.rate for figure in figures)
            click.echo(
                f"{kind + ': ' + name:<40}{rate:>8.0f}{rate / base:>8.2f}"
                f"{median(f.p99 for f in figures) * 1000:>9.1f}{median(f.cpu for f in figures) * 1e6:>9.0f}"
                f"{median(f.p99_at_rate for f in figures) * 1000:>10.1f} ms"
            )
    click.echo(f"goals: query >= 0.25, registration >= 0.125 of the bare rate; p99 under 100 ms at {RATE}/s")
