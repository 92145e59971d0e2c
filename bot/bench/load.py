"""The load: prepared callbacks over kept-alive connections, closed loop or at a fixed rate; latencies in seconds."""

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, cast

OPEN = 256
"""Connections of an open loop: WeCom does not wait for one answer before it calls again."""
PATIENCE = 5.0
"""Seconds after which WeCom gives an answer up (wecom.md 2)."""


class Connection(asyncio.Protocol):
    """One kept-alive connection; one request at a time."""

    def __init__(self) -> None:
        self._buffer = b""
        self._done: asyncio.Future[int] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._buffer[:end].lower()
        at = head.find(b"content-length:")
        size = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(self._buffer) >= end + 4 + size and self._done is not None:
            status = int(self._buffer[9:12])
            self._buffer = b""
            self._done.set_result(status)

    async def request(self, raw: bytes) -> tuple[int, float]:
        """Status and seconds of one request."""
        self._done = asyncio.get_running_loop().create_future()
        started = perf_counter()
        self._transport.write(raw)
        return await self._done, perf_counter() - started


async def connect(port: int, count: int) -> list[Connection]:
    loop = asyncio.get_running_loop()
    return [(await loop.create_connection(Connection, "127.0.0.1", port))[1] for _ in range(count)]


async def closed_loop(port: int, requests: Sequence[bytes], connections: int) -> dict[str, Any]:
    """As fast as the server answers."""
    waiting = iter(requests)
    latencies: list[float] = []
    bad = 0

    async def work(connection: Connection) -> None:
        nonlocal bad
        for raw in waiting:
            status, seconds = await connection.request(raw)
            latencies.append(seconds)
            bad += status != 200

    pool = await connect(port, connections)
    started = perf_counter()
    await asyncio.gather(*(work(connection) for connection in pool))
    return _summary(latencies, perf_counter() - started, bad)


async def open_loop(port: int, requests: Sequence[bytes], rate: float) -> dict[str, Any]:
    """At a fixed rate; latency counts from the moment at which the request was due."""
    idle: asyncio.Queue[Connection] = asyncio.Queue()
    for connection in await connect(port, OPEN):
        idle.put_nowait(connection)
    latencies: list[float] = []
    bad = 0

    async def one(raw: bytes, due: float) -> None:
        nonlocal bad
        connection = await idle.get()
        status, _ = await connection.request(raw)
        latencies.append(perf_counter() - due)
        bad += status != 200
        idle.put_nowait(connection)

    started = perf_counter()
    tasks = []
    for index, raw in enumerate(requests):
        due = started + index / rate
        if (wait := due - perf_counter()) > 0:
            await asyncio.sleep(wait)
        tasks.append(asyncio.create_task(one(raw, due)))
    await asyncio.gather(*tasks)
    return _summary(latencies, perf_counter() - started, bad)


def _summary(latencies: list[float], seconds: float, bad: int) -> dict[str, Any]:
    ordered = sorted(latencies)
    return {
        "rate": len(ordered) / seconds,
        "p50": ordered[len(ordered) // 2],
        "p99": ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))],
        "worst": ordered[-1],
        "late": sum(latency > PATIENCE for latency in ordered),
        "bad": bad,
        "n": len(ordered),
        "cpu": process_time(),
    }


def read_requests(path: Path) -> list[bytes]:
    """Requests written one after another, each behind its length in four bytes."""
    data, at, found = path.read_bytes(), 0, []
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        found.append(data[at + 4 : at + 4 + size])
        at += 4 + size
    return found


def main() -> None:
    """`load.py PORT FILE closed|open CONNECTIONS|RATE`: prints the summary as JSON."""
    port, path, how, number = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], float(sys.argv[4])
    requests = read_requests(path)
    run = closed_loop(port, requests, int(number)) if how == "closed" else open_loop(port, requests, number)
    sys.stdout.write(json.dumps(asyncio.run(run)))


if __name__ == "__main__":
    main()
