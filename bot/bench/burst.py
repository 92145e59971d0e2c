"""Five thousand people press their cards within ten seconds (issue 10): `python -m bot.bench.burst`, or with `growth`.

The presses come at a fixed rate from processes of their own, prepared and encrypted before; who waits is counted from
the moment at which WeCom would have called. Ten meetings of five hundred, each within the limits of its WeCom group.
Then everything that follows is waited for: every receipt in its row, every card changed, every answer sent.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import NamedTuple
from urllib.request import urlopen

import click
import structlog
from sqlalchemy import Connection, func, select, update
from wechatpy.enterprise.crypto import WeChatCrypto

from bot.bench.callbacks import alive, environment_of, measured, sent_to
from bot.bench.corpus import AES_KEY, CORP, TOKEN, sealed_request
from bot.bench.meetings import crowd
from bot.bench.postgres import Cluster
from bot.bench.processes import cpu_seconds, cpu_with_children, free_port, memory_mb, wait_until
from bot.flow import Flow
from bot.schema import prepare_database
from bot.wecom.inbound import TextMessage
from handlers.meetings.tables import invite
from handlers.meetings.terms import Receipt
from scheduler.clock import SHANGHAI, SteerableClock
from scheduler.workdays import WorkCalendar
from storage.db import Database
from storage.office import Office, load_office
from storage.tables import outbox

PRESSES, SECONDS, GOAL, SEED = 5000, 10, 0.5, 10
START = datetime(2026, 9, 21, 9, tzinfo=SHANGHAI)
DAYS = ("9月22日", "9月23日", "9月24日", "9月28日", "9月29日", "9月30日", "10月8日", "10月9日", "10月12日", "10月13日")
"""A meeting of a tenth of them on each."""
CALL = "{day}上午9点到10点全体人员工作例会，多功能厅"
SERVE = [sys.executable, "-c", "from bot.cli import main; main()", "serve"]


class Press(NamedTuple):
    """Who presses which button of which card."""

    userid: str
    task_id: str
    key: str


@dataclass(frozen=True)
class Figures:
    """What was seen. Seconds; CPU in seconds a press, the generators' own apart; memory in MB of the largest server."""

    p50: float
    p99: float
    worst: float
    refused: int
    late: int
    settled: float
    servers_cpu: float
    database_cpu: float
    generator_cpu: float
    sink_cpu: float
    memory: float


class Burst:
    """One comparison in one folder, on one PostgreSQL."""

    def __init__(self, folder: Path, cluster: Cluster, presses: int = PRESSES) -> None:
        self.folder, self.cluster, self.presses = folder, cluster, presses
        self.office = folder / "crowd.yaml"
        crowd(self.office, presses)

    def sqlite(self) -> str:
        """A fresh file."""
        url = f"sqlite+aiosqlite:///{self.folder}/burst.db"
        prepare_database(url)
        return url

    def measure(self, url: str, servers: int) -> Figures:
        """Invite everybody, let them press, wait for all that follows."""
        presses = asyncio.run(invite_all(url, load_office(self.office)))
        with ExitStack() as stack:
            sink_port, ports = free_port(), [free_port() for _ in range(servers)]
            sink = stack.enter_context(measured([sys.executable, "-m", "bot.bench.sink", str(sink_port)], None))
            running = []
            for port in ports:
                environment = environment_of(port, sink_port, self.office)
                environment |= {"ZHONGSHU_DATABASE_URL": url, "ZHONGSHU_CLOCK": START.isoformat()}
                running.append(stack.enter_context(measured(SERVE, None, environment)))
                wait_until(lambda port=port: alive(port), 120)  # type: ignore[misc]
            receipts = stack.enter_context(_counting(url))
            pids = [server.pid for server in running]
            for index, port in enumerate(ports):
                _write(self.folder / f"presses{index}", presses[index::servers], port)
            before = self._cpu(pids, sink.pid)
            began = time.perf_counter()
            found = self._press(ports)
            wait_until(lambda: receipts() == len(presses), 300)
            wait_until(lambda: _cards(sink_port) >= len(presses) and sent_to(sink_port) >= len(presses), 300)
            settled = time.perf_counter() - began
            spent = [after - start for after, start in zip(self._cpu(pids, sink.pid), before, strict=True)]
            return Figures(
                p50=max(one["p50"] for one in found),
                p99=max(one["p99"] for one in found),
                worst=max(one["worst"] for one in found),
                refused=int(sum(one["bad"] for one in found)),
                late=int(sum(one["late"] for one in found)),
                settled=settled,
                servers_cpu=spent[0] / len(presses),
                database_cpu=spent[1] / len(presses) if "postgresql" in url else 0.0,
                generator_cpu=sum(one["cpu"] for one in found) / len(presses),
                sink_cpu=spent[2] / len(presses),
                memory=max(memory_mb(pid) for pid in pids),
            )

    def _press(self, ports: list[int]) -> list[dict[str, float]]:
        """One generator a server; its summary (bot/bench/load.py)."""
        rate = str(self.presses / SECONDS / len(ports))
        load = [sys.executable, "-m", "bot.bench.load"]
        commands = [[*load, str(port), str(self.folder / f"presses{n}"), "open", rate] for n, port in enumerate(ports)]
        loads = [subprocess.Popen(command, stdout=subprocess.PIPE) for command in commands]  # noqa: S603 - our own
        return [json.loads(load.communicate()[0]) for load in loads]

    def _cpu(self, servers: list[int], sink: int) -> tuple[float, float, float]:
        database = cpu_with_children(self.cluster.pid)
        return sum(cpu_seconds(pid) for pid in servers), database, cpu_seconds(sink)


async def invite_all(url: str, office: Office) -> list[Press]:
    """A meeting for each tenth of the crowd; who got which card with which button. The cards count as sent."""
    db, clock = Database(url), SteerableClock(START)
    crowd_ = [person for person in office.people if person.userid.startswith("ganbu")]
    staff = [person for person in office.people if not person.userid.startswith("ganbu")]
    for number, day in enumerate(DAYS):
        part = office.model_copy(update={"people": (*staff, *crowd_[number :: len(DAYS)])})
        flow = Flow(db, clock, Office.model_validate(part.model_dump()), WorkCalendar())
        for turn, words in enumerate((CALL.format(day=day), "发")):
            msg = f"{number}-{turn}"
            said = TextMessage(sender="chenxi", created=number, agent_id=1, dedupe_key=msg, msg_id=msg, content=words)
            await flow.handle(said)
    presses = await db.write(_sent_out)
    await db.close()
    return presses


def _sent_out(tx: Connection) -> list[Press]:
    """The invitations, in the order of chance in which people look at their phones."""
    found = []
    for recipient, payload in tx.execute(select(outbox.c.recipient, outbox.c.payload).where(outbox.c.kind == "card")):
        if recipient.startswith("user:ganbu"):
            userid = recipient.removeprefix("user:")
            found.append(Press(userid, payload["task_id"], payload["buttons"][0]["key"]))
    code = func.substr(outbox.c.dedupe_key, 1, 60)
    tx.execute(update(outbox).values(state="sent", calls=0, sent_at=START, response_code=code))
    found.sort(key=lambda press: int(press.userid.removeprefix("ganbu")))
    Random(SEED).shuffle(found)
    return found


@contextmanager
def _counting(url: str) -> Iterator[Callable[[], int]]:
    """How many receipts are written down."""
    db = Database(url)
    query = select(func.count()).select_from(invite).where(invite.c.state == Receipt.COMING.value)
    try:
        yield lambda: db.read_now(lambda tx: int(tx.execute(query).scalar_one()))
    finally:
        asyncio.run(db.close())


def _cards(sink: int) -> int:
    with urlopen(f"http://127.0.0.1:{sink}/cards", timeout=5) as answer:
        return int(answer.read())


def _write(path: Path, presses: list[Press], port: int) -> None:
    crypto, created = WeChatCrypto(TOKEN, AES_KEY, CORP), int(START.timestamp())
    with path.open("wb") as file:
        for number, press in enumerate(presses):
            fields = {"ToUserName": CORP, "FromUserName": press.userid, "CreateTime": created, "MsgType": "event"}
            fields |= {"Event": "template_card_event", "EventKey": press.key, "TaskId": press.task_id}
            fields |= {"CardType": "button_interaction", "ResponseCode": f"code{port}x{number}", "AgentID": 1000002}
            body = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items())
            raw = sealed_request(crypto, f"<xml>{body}</xml>", created, port)
            file.write(len(raw).to_bytes(4, "big") + raw)


def run(folder: Path, cluster: Cluster, presses: int = PRESSES, servers_of: Sequence[int] = (1, 3)) -> None:
    """On SQLite with one server, and on PostgreSQL with so many."""
    burst = Burst(folder, cluster, presses)
    _print("SQLite", 1, presses, burst.measure(burst.sqlite(), 1))
    for servers in filter(None, servers_of):
        _print("PostgreSQL", servers, presses, burst.measure(cluster.fresh(), servers))


def _print(name: str, servers: int, presses: int, seen: Figures) -> None:
    click.echo(
        f"burst, {name}, {servers} server(s): {presses} card presses in {SECONDS} s, refused {seen.refused}, answered "
        f"after WeCom's five seconds {seen.late}; median {seen.p50 * 1000:.0f} ms, p99 {seen.p99 * 1000:.0f} ms "
        f"(goal {GOAL * 1000:.0f}: {'met' if seen.p99 < GOAL and not seen.refused else 'missed'}), "
        f"worst {seen.worst * 1000:.0f} ms; all done after {seen.settled:.1f} s; CPU a press: servers "
        f"{seen.servers_cpu * 1e6:.0f} µs, database {seen.database_cpu * 1e6:.0f} µs; apart: generator "
        f"{seen.generator_cpu * 1e6:.0f} µs, WeCom {seen.sink_cpu * 1e6:.0f} µs; {seen.memory:.0f} MB a server"
    )


def main() -> None:
    """`python -m bot.bench.burst [PRESSES [SERVERS …]]`; 0 servers: SQLite only."""
    presses = int(sys.argv[1]) if len(sys.argv) > 1 else PRESSES
    servers = [int(many) for many in sys.argv[2:]] or [1, 3]
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    with tempfile.TemporaryDirectory(prefix="zhongshu-bench-") as name, Cluster(Path(name) / "pg") as cluster:
        run(Path(name), cluster, presses, servers)


if __name__ == "__main__":
    main()
