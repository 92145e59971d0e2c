"""Three `serve` processes on one PostgreSQL behind the real nginx; one is killed in the middle (issue 10)."""

import asyncio
import ssl
from collections import Counter
from pathlib import Path

import aiohttp
import psycopg
import pytest

from bot.sandbox.server import FakeWeCom
from storage.office import load_office
from tests.process.proxy import NGINX, nginx
from tests.process.serving import Server, moment, rows, wecom

pytestmark = pytest.mark.process

CLERKS = ("zhangmin", "mishukezhang")
LIAISONS = [person.userid for person in load_office(None).people if person.userid.startswith("liaison-")][:20]
REGISTER = "登记收文：平件，市委办，南委办〔2026〕{n}号，《关于第{n}项工作的通知》，办件"
LATER = "2026-09-21T12:00:00+08:00"
LEASE = 4.0


async def all_gone(url: str) -> None:
    """Wait until nothing that may go now waits or is on its way."""
    async with asyncio.timeout(180):
        while Counter(row["state"] for row in rows(url, "outbox"))["sending"] or _answers_waiting(url):
            await moment()


def _answers_waiting(url: str) -> int:
    return sum(row["lane"] == 1 and row["state"] != "sent" for row in rows(url, "outbox"))


def texts(fake: FakeWeCom, userid: str) -> list[str]:
    return [message.text for message in fake.inbox(userid) if not message.mine]


@pytest.mark.skipif(NGINX is None, reason="there is no nginx on this machine")
async def test_a_server_dies_and_nobody_notices(postgres_url: str, tmp_path: Path) -> None:
    async with wecom() as (fake, base):
        servers = [Server(base, postgres_url, tmp_path / f"log{n}") for n in range(3)]
        try:
            await asyncio.gather(*(server.fork(lease=LEASE) for server in servers))
            async with nginx(tmp_path, [server.port for server in servers]) as (address, trust):
                fake.callbacks._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trust))
                await fake.set_callback(f"{address}/wecom/callback")
                assert await doors(address, trust) == {"/clock": 404, "/": 404, "/metrics": 200, "/wecom/callback": 403}
                asked = [(CLERKS[n % 2], REGISTER.format(n=300 + n)) for n in range(30)]
                asked += [(liaison, "帮助") for liaison in LIAISONS]
                saying = [asyncio.create_task(fake.say(who, text)) for who, text in asked]
                while len(fake.sent) < 12:
                    await moment()
                servers[0].kill()
                said = await asyncio.gather(*saying)
                assert [delivery.statuses for delivery in said if not delivery.accepted] == []
                await all_gone(postgres_url)
                await servers[0].fork(lease=LEASE)
                again = await asyncio.gather(
                    *(fake.send_raw(d.plaintext, who) for d, (who, _) in zip(said, asked, strict=True))
                )
                assert all(delivery.accepted for delivery in again)
            for path in ("gettoken", "menu/create"):  # a machine so busy that a turn lapses may need a second
                assert 1 <= fake.journal.calls[path] <= 2
            moved = await asyncio.gather(*(server.clock(to=LATER) for server in servers))
            assert [status for status, _ in moved] == [200, 200, 200]
            assert [await server.terminate() for server in servers] == [0, 0, 0]
        finally:
            for server in servers:
                server.kill()
        numbers = [row["no"] for row in rows(postgres_url, "incoming")]
        assert numbers == [f"收〔2026〕{n}号" for n in range(1203, 1233)]
        assert {who: len(texts(fake, who)) for who in LIAISONS} == dict.fromkeys(LIAISONS, 1)
        words = "\n".join(text for clerk in CLERKS for text in texts(fake, clerk))
        assert [number for number in numbers if words.count(f"已登记：{number}") != 1] == []
    once = Counter((row["to"], row["text"], row["created_at"]) for row in rows(postgres_url, "outbox"))
    assert [words for words, times in once.items() if times > 1] == []
    assert {row["state"] for row in rows(postgres_url, "reminders") if row["due_at"] < LATER} == {"已提醒"}
    with psycopg.connect(postgres_url.replace("+asyncpg", "")) as tx:
        ((kept,),) = tx.execute("SELECT value FROM setting WHERE key = 'wecom_token'").fetchall()
    assert not any(token in kept for token in fake._tokens._expires)
    logs = "".join((tmp_path / f"log{n}").read_text(encoding="utf-8") for n in range(3))
    assert [word for word in ("reminder_failed", "sender_round", "Traceback", "fault") if word in logs] == []


async def doors(address: str, trust: ssl.SSLContext) -> dict[str, int]:
    """What nginx answers from outside its one open door."""
    found = {}
    async with aiohttp.ClientSession() as web:
        for path, method in {"/clock": "POST", "/": "GET", "/metrics": "GET", "/wecom/callback": "PUT"}.items():
            async with web.request(method, f"{address}{path}", data=b"{}", ssl=trust) as answer:
                found[path] = answer.status
        body = b"x" * (129 * 1024)
        async with web.post(f"{address}/wecom/callback", data=body, ssl=trust) as answer:
            assert answer.status == 413
    return found


async def test_a_second_server_on_one_sqlite_file_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    """One line that says what to do; other commands go on beside the first server; a killed one locks nobody out."""
    async with wecom() as (_, base):
        first, second = (Server(base, sqlite_url, tmp_path / f"log{n}") for n in range(2))
        try:
            await first.fork()
            said = await second.refused()
            assert said.count("\n") == 1
            assert "PostgreSQL" in said
            exported = await first.run("export", "incoming")
            assert (exported.returncode, exported.stdout.strip()) == (0, "[]")
            first.kill()
            await second.fork()
            assert await second.terminate() == 0
        finally:
            first.kill()
            second.kill()
