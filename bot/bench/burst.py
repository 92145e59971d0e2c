"""Five thousand people press their cards within ten seconds (issue 10): part of `zhongshu bench growth`."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import Connection, select, update
from wechatpy.enterprise.crypto import WeChatCrypto

from bot.bench.callbacks import alive, environment_of, measured
from bot.bench.corpus import AES_KEY, CORP, TOKEN, sealed_request
from bot.bench.meetings import CALL, crowd
from bot.bench.processes import free_port, memory_mb, wait_until
from bot.flow import Flow
from bot.schema import prepare_database
from bot.wecom.inbound import TextMessage
from scheduler.clock import SHANGHAI, SteerableClock
from scheduler.workdays import WorkCalendar
from storage.db import Database
from storage.office import load_office
from storage.tables import outbox

PRESSES, SECONDS, GOAL = 5000, 10, 0.5
START = datetime(2026, 9, 21, 9, tzinfo=SHANGHAI)
SERVE = [sys.executable, "-c", "from bot.cli import main; main()", "serve"]


def run(folder: Path, fresh: Callable[[], str]) -> None:
    """On SQLite with one server and on PostgreSQL with one and three."""
    office = folder / "crowd.yaml"
    crowd(office, PRESSES)
    sqlite = f"sqlite+aiosqlite:///{folder}/burst.db"
    prepare_database(sqlite)
    for name, url, servers in (("SQLite", sqlite, 1), ("PostgreSQL", fresh(), 1), ("PostgreSQL", fresh(), 3)):
        cards = asyncio.run(_invite(url, office))
        found, memory = _measure(folder, url, office, cards, servers)
        worst = max(one["p99"] for one in found)
        click.echo(
            f"burst, {name}, {servers} server(s): {len(cards)} card presses in {SECONDS} s, refused "
            f"{sum(one['bad'] for one in found)}; median {max(one['p50'] for one in found) * 1000:.0f} ms, "
            f"p99 {worst * 1000:.0f} ms (goal {GOAL * 1000:.0f}: {'met' if worst < GOAL else 'missed'}); "
            f"{memory:.0f} MB a server"
        )


async def _invite(url: str, office_file: Path) -> list[tuple[str, str, str]]:
    """A meeting of everybody; returns who got which card: userid, task id, key of 参加. The cards count as sent."""
    office = load_office(office_file)
    db = Database(url)
    flow = Flow(db, SteerableClock(START), office, WorkCalendar())
    for number, words in enumerate((CALL, "发")):
        said = TextMessage(
            sender="chenxi", created=number, agent_id=1, dedupe_key=f"b{number}", msg_id=str(number), content=words
        )
        await flow.handle(said)
    cards = await db.write(_cards)
    await db.close()
    return cards


def _cards(tx: Connection) -> list[tuple[str, str, str]]:
    found = []
    for recipient, payload in tx.execute(select(outbox.c.recipient, outbox.c.payload).where(outbox.c.kind == "card")):
        if recipient.startswith("user:ganbu"):
            found.append((recipient.removeprefix("user:"), payload["task_id"], payload["buttons"][0]["key"]))
    tx.execute(update(outbox).values(state="sent", calls=0))
    return found


def _measure(
    folder: Path, url: str, office: Path, cards: list[tuple[str, str, str]], servers: int
) -> tuple[list[dict[str, float]], float]:
    with ExitStack() as stack:
        sink, ports = free_port(), [free_port() for _ in range(servers)]
        stack.enter_context(measured([sys.executable, "-m", "bot.bench.sink", str(sink)], None))
        running = []
        for port in ports:
            environment = environment_of(port, sink, office)
            environment |= {"ZHONGSHU_DATABASE_URL": url, "ZHONGSHU_CLOCK": START.isoformat()}
            running.append(stack.enter_context(measured(SERVE, None, environment)))
            wait_until(lambda port=port: alive(port), 120)  # type: ignore[misc]
        loads = []
        for index, port in enumerate(ports):
            path = folder / f"presses{index}"
            mine = cards[index::servers]
            _write(path, mine, port)
            command = [sys.executable, "-m", "bot.bench.load", str(port), str(path), "open", str(len(mine) / SECONDS)]
            loads.append(subprocess.Popen(command, stdout=subprocess.PIPE))  # noqa: S603 - our own interpreter
        found = [json.loads(load.communicate()[0]) for load in loads]
        return found, max(memory_mb(server.pid) for server in running)


def _write(path: Path, cards: list[tuple[str, str, str]], port: int) -> None:
    crypto, created = WeChatCrypto(TOKEN, AES_KEY, CORP), int(START.timestamp())
    with path.open("wb") as file:
        for number, (userid, task_id, key) in enumerate(cards):
            fields = {"ToUserName": CORP, "FromUserName": userid, "CreateTime": created, "MsgType": "event"}
            fields |= {"Event": "template_card_event", "EventKey": key, "TaskId": task_id, "AgentID": 1000002}
            fields |= {"CardType": "button_interaction", "ResponseCode": f"code{port}x{number}"}
            body = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items())
            raw = sealed_request(crypto, f"<xml>{body}</xml>", created, port)
            file.write(len(raw).to_bytes(4, "big") + raw)
