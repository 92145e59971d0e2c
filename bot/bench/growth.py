"""`zhongshu bench growth`: one, two and three servers on one PostgreSQL, as ratios to the bare server of the same run.

On few cores three servers cannot be three times as fast; whether the database would let them shows in the CPU that it
needs for a message, beside that of the servers.
"""

import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import click

from bot.bench import burst, rows
from bot.bench.callbacks import CONNECTIONS, MEMBERS, alive, big_office, environment_of, fill_tasks, measured, sent_to
from bot.bench.corpus import write_requests
from bot.bench.postgres import Cluster
from bot.bench.processes import cpu_seconds, cpu_with_children, free_port, memory_mb, wait_until

SERVERS, COUNT, WARM = (1, 2, 3), 1200, 150
BARE = [sys.executable, "-m", "bot.bench.bare"]
SERVE = [sys.executable, "-c", "from bot.cli import main; main()", "serve"]


@dataclass(frozen=True)
class Figure:
    """One kind of message on so many servers; CPU in seconds a message, memory in MB of each server."""

    rate: float
    p99: float
    servers_cpu: float
    database_cpu: float
    memory: float


class Growth:
    """One comparison in one folder."""

    def __init__(self, folder: Path, cluster: Cluster) -> None:
        self.folder, self.cluster = folder, cluster
        self.office = folder / "office.yaml"
        big_office(self.office)
        self._serial = 0

    def measure(self, kind: str, servers: int) -> Figure:
        """Closed loop over all servers at once; 0 servers: the bare one."""
        url = self.cluster.fresh()
        fill_tasks(url)
        with ExitStack() as stack:
            sink, ports = free_port(), [free_port() for _ in range(servers or 1)]
            stack.enter_context(measured([sys.executable, "-m", "bot.bench.sink", str(sink)], None))
            running = []
            for port in ports:
                environment = environment_of(port, sink, self.office) | {"ZHONGSHU_DATABASE_URL": url}
                running.append(stack.enter_context(measured(SERVE if servers else BARE, None, environment)))
                wait_until(lambda port=port: alive(port), 120)  # type: ignore[misc]
            self._load(kind, ports, WARM)
            if servers:
                wait_until(lambda: sent_to(sink) >= WARM, 120)
            before = [cpu_seconds(server.pid) for server in running], cpu_with_children(self.cluster.pid)
            began = perf_counter()
            done = self._load(kind, ports, COUNT)
            spent = perf_counter() - began
            if servers:
                wait_until(lambda: sent_to(sink) >= WARM + COUNT, 300)
            after = [cpu_seconds(server.pid) for server in running], cpu_with_children(self.cluster.pid)
            return Figure(
                rate=COUNT / max(spent - done[1], 0.001),
                p99=done[0],
                servers_cpu=(sum(after[0]) - sum(before[0])) / COUNT,
                database_cpu=(after[1] - before[1]) / COUNT,
                memory=max(memory_mb(server.pid) for server in running),
            )

    def _load(self, kind: str, ports: list[int], count: int) -> tuple[float, float]:
        """The worst p99 of the loads, one a server, and the seconds that starting them took."""
        loads, share = [], count // len(ports)
        began = perf_counter()
        for index, port in enumerate(ports):
            path = self.folder / f"requests{index}"
            write_requests(path, kind, share, port, self._next, MEMBERS)
        for index, port in enumerate(ports):
            command = [sys.executable, "-m", "bot.bench.load", str(port), str(self.folder / f"requests{index}")]
            each = str(max(1, CONNECTIONS // len(ports)))
            loads.append(subprocess.Popen([*command, "closed", each], stdout=subprocess.PIPE))  # noqa: S603 - our own
        found = [json.loads(load.communicate()[0]) for load in loads]
        if bad := sum(one["bad"] for one in found):
            raise click.ClickException(f"{bad} of {count} callbacks were refused")
        whole = perf_counter() - began
        return max(one["p99"] for one in found), whole - max(one["n"] / one["rate"] for one in found)

    def _next(self) -> int:
        self._serial += 1
        return self._serial


def run(*, most: int) -> None:
    """The command. `most`: rows of the largest table."""
    with tempfile.TemporaryDirectory(prefix="zhongshu-bench-") as name, Cluster(Path(name) / "pg") as cluster:
        growth = Growth(Path(name), cluster)
        for kind in ("query", "registration"):
            bare = growth.measure(kind, 0)
            click.echo(f"{kind}: bare server {bare.rate:.0f}/s")
            for servers in SERVERS:
                _print(servers, growth.measure(kind, servers), bare)
        burst.run(Path(name), cluster)
        rows.on_sqlite(Path(name), most)
        rows.on_postgres(cluster, most)


def _print(servers: int, seen: Figure, bare: Figure) -> None:
    click.echo(
        f"  {servers} on one PostgreSQL: {seen.rate:6.0f}/s, ratio {seen.rate / bare.rate:.2f}, "
        f"p99 {seen.p99 * 1000:.0f} ms; CPU a message: servers {seen.servers_cpu * 1e6:.0f} µs, "
        f"database {seen.database_cpu * 1e6:.0f} µs; {seen.memory:.0f} MB a server"
    )
