"""Two `serve` processes on one PostgreSQL: nothing twice, nothing lost, no number missing."""

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.sandbox.server import FakeWeCom
from storage.office import load_office
from tests.process.serving import Server, moment, rows, wecom

OFFICE = load_office(None)
CLERKS = ("zhangmin", "mishukezhang")
LIAISONS = [person.userid for person in OFFICE.people if person.userid.startswith(("liaison-", "head-"))][:70]
REGISTER = "登记收文：平件，市委办，南委办〔2026〕{n}号，《关于第{n}项工作的通知》，办件"
LATER = "2026-10-16T18:00:00+08:00"


@asynccontextmanager
async def balancer(*servers: Server) -> AsyncIterator[str]:
    """In turn to each server, and every seventh callback to all of them at once, as when WeCom repeats it."""
    turns = itertools.count()

    async def pass_on(request: web.Request) -> web.Response:
        turn, body = next(turns), await request.read()
        chosen = servers if turn % 7 == 6 else (servers[turn % len(servers)],)
        answers = await asyncio.gather(*(forward(server, request, body) for server in chosen))
        return web.Response(status=max(status for status, _ in answers), body=answers[0][1])

    async def forward(server: Server, request: web.Request, body: bytes) -> tuple[int, bytes]:
        async with session.post(f"{server.address}{request.path_qs}", data=body) as answer:
            return answer.status, await answer.read()

    app = web.Application()
    app.router.add_post("/wecom/callback", pass_on)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as session:
        yield "http://{}:{}/wecom/callback".format(*runner.addresses[0][:2])
    await runner.cleanup()


async def everything_sent(url: str, answers: int) -> None:
    """Wait until every answer is on its phone."""
    async with asyncio.timeout(180):
        while Counter(row["state"] for row in rows(url, "outbox"))["sent"] < answers:
            await moment()


def texts(fake: FakeWeCom, userid: str) -> list[str]:
    return [message.text for message in fake.inbox(userid) if not message.mine]


@pytest.mark.process
async def test_two_servers_share_the_work(postgres_url: str, tmp_path: Path) -> None:
    async with wecom() as (fake, base):
        servers = [Server(base, postgres_url, tmp_path / f"log{n}") for n in range(2)]
        try:
            await asyncio.gather(*(server.fork() for server in servers))
            async with balancer(*servers) as address:
                await fake.set_callback(address, verify=False)
                asked = [(CLERKS[n % 2], REGISTER.format(n=300 + n)) for n in range(60)]
                asked += [(liaison, "帮助") for liaison in LIAISONS * 2]
                said = await asyncio.gather(*(fake.say(who, text) for who, text in asked))
            assert len(said) == 200
            assert all(delivery.accepted for delivery in said)
            await everything_sent(postgres_url, 200)
            numbers = [row["no"] for row in rows(postgres_url, "incoming")]
            assert numbers == [f"收〔2026〕{n}号" for n in range(1203, 1263)]
            assert {len(texts(fake, liaison)) for liaison in LIAISONS} == {2}
            words = "\n".join(text for clerk in CLERKS for text in texts(fake, clerk))
            assert [number for number in numbers if words.count(f"已登记：{number}") != 1] == []
            moved = await asyncio.gather(*(server.clock(to=LATER) for server in servers))
            assert [status for status, _ in moved] == [200, 200]
            assert [await server.terminate() for server in servers] == [0, 0]
        finally:
            for server in servers:
                server.kill()
    fired = [row for row in rows(postgres_url, "reminders") if row["state"] == "已提醒"]
    assert len(fired) >= 60
    by_clock = [row for row in rows(postgres_url, "outbox") if row["lane"] != 1]
    once = Counter((row["to"], row["text"], row["created_at"]) for row in by_clock)
    assert len(once) >= 60
    assert [words for words, times in once.items() if times > 1] == []
    logs = "".join((tmp_path / f"log{n}").read_text(encoding="utf-8") for n in range(2))
    assert [word for word in ("reminder_failed", "sender_round", "Traceback", "fault") if word in logs] == []
