"""`zhongshu serve` as its users see it (design.md 3): a conversation over the wire, restart, stop, refusals."""

import asyncio
import json
import socket
from pathlib import Path
from typing import Any

import aiohttp
import psycopg
import pytest

from bot.sandbox.server import FakeWeCom
from tests.console import HEAD, ROAD, sheet
from tests.process.serving import Server, eventually, moment, rows, wecom

pytestmark = pytest.mark.process

REGISTER = "登记收文：特急，市委办，南委办〔2026〕88号，《关于做好台风防御工作的紧急通知》，办件，明天上午10点前反馈"


async def talk(fake: FakeWeCom, userid: str, text: str, expected: str) -> str:
    said = await fake.say(userid, text)
    assert said.accepted
    return await eventually(fake, userid, expected)


async def test_a_day_over_the_wire(database_url: str, tmp_path: Path) -> None:
    """SC01, with a restart in the middle of the conversation."""
    async with wecom() as (fake, base):
        server = Server(base, database_url, tmp_path / "log")
        try:
            await server.fork()
            await fake.set_callback(f"{server.address}/wecom/callback")
            assert await server.get("/readyz") == (200, {"database": True, "schema": True, "wecom": True})
            answer = await talk(fake, "zhangmin", REGISTER, "收〔2026〕1203号")
            assert "9月19日" in answer
            assert "10:00" in answer
            answer = await talk(fake, "zhangmin", "呈送 何副区长 林区长 周书记", "已同步呈送")
            assert answer.index("周明远") < answer.index("林知行") < answer.index("何晓东")
            await talk(fake, "zhangmin", "应急局牵头，住建局、农水局配合", "发送吗")
            assert await server.terminate() == 0
            await server.fork()
            await fake.say("zhangmin", "1")
            for liaison in ("like", "liaison-yingjiju", "liaison-nongshuiju"):
                await eventually(fake, liaison, "南委办〔2026〕88号")
            assert await server.clock(to="2026-09-19T08:30:00+08:00") == (200, {"now": "2026-09-19T08:30:00+08:00"})
            await eventually(fake, "zhangmin", "1203")
            exported = json.loads((await server.run("export", "reminders")).stdout)
            assert await server.terminate() == 0
        finally:
            server.kill()
    fired = [row["fired_at"] for row in exported if row["state"] == "已提醒" and row["recipient"] == "zhangmin"]
    assert fired == sorted(fired)
    assert {"2026-09-19T06:00:00+08:00", "2026-09-19T08:00:00+08:00"} <= set(fired)
    [paper] = rows(database_url, "incoming")
    assert (paper["no"], paper["due_at"]) == ("收〔2026〕1203号", "2026-09-19T10:00:00+08:00")
    assert {row["state"] for row in rows(database_url, "outbox")} == {"sent"}
    log = (tmp_path / "log").read_text(encoding="utf-8")
    assert [piece for piece in ("台风", "南委办", "secret-of-the-sample-app", "Traceback") if piece in log] == [], log


async def test_a_new_sqlite_file_and_everything_about_the_clock(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    async with wecom() as (_, base):
        server = Server(base, url, tmp_path / "log")
        try:
            await server.start()
            assert await server.get("/healthz") == (200, {"ok": True})
            assert (await server.clock(advance="PT1H"))[1] == {"now": "2026-09-18T16:20:00+08:00"}
            assert (await server.clock(advance="P1DT2H3M4S"))[1] == {"now": "2026-09-19T18:23:04+08:00"}
            assert (await server.clock(to="2026-09-20T01:00:00Z"))[1] == {"now": "2026-09-20T09:00:00+08:00"}
            for wrong in ({"to": "2026-09-19T09:00:00+08:00"}, {"to": "soon"}, {"advance": "-PT1H"}, {}):
                status, answer = await server.clock(**wrong)
                assert (status, list(answer)) == (400, ["error"])
            assert (await server.clock(advance="PT0S"))[1] == {"now": "2026-09-20T09:00:00+08:00"}
            async with aiohttp.ClientSession() as session, session.get(f"{server.address}/metrics") as page:
                assert page.headers["Content-Type"].startswith("text/plain")
                assert "# TYPE" in await page.text()
            assert await server.terminate() == 0
        finally:
            server.kill()


async def test_the_machines_clock_cannot_be_moved(sqlite_url: str, tmp_path: Path) -> None:
    async with wecom() as (_, base):
        server = Server(base, sqlite_url, tmp_path / "log", {"ZHONGSHU_CLOCK": ""})
        try:
            await server.fork()
            url = f"{server.address}/clock"
            async with aiohttp.ClientSession() as session, session.post(url, json={"advance": "PT1H"}) as answer:
                assert answer.status == 404
            assert await server.terminate() == 0
        finally:
            server.kill()


async def test_stopping_while_wecom_hangs_loses_nothing(database_url: str, tmp_path: Path) -> None:
    """SIGTERM in the middle of a call that never ends: out within ten seconds, and the answer comes later."""
    async with wecom() as (fake, base):
        server = Server(base, database_url, tmp_path / "log")
        try:
            await server.fork()
            await fake.set_callback(f"{server.address}/wecom/callback")
            fake.fail_next("message/send", "timeout", 1)
            await fake.say("zhangmin", REGISTER)
            while fake.faults.pending():
                await moment()
            assert await server.terminate() == 0
            await server.fork()
            await eventually(fake, "zhangmin", "收〔2026〕1203号")
            assert await server.terminate() == 0
        finally:
            server.kill()
    assert len(rows(database_url, "incoming")) == 1


async def test_what_a_stopping_server_has_accepted_is_not_lost(sqlite_url: str, tmp_path: Path) -> None:
    """SIGTERM among fifty messages: what was acknowledged is there, what was not is repeated; each number once."""
    async with wecom() as (fake, base):
        server = Server(base, sqlite_url, tmp_path / "log")
        try:
            await server.fork()
            await fake.set_callback(f"{server.address}/wecom/callback")
            texts = [
                f"登记收文：平件，市委办，南委办〔2026〕{n}号，《关于第{n}项工作的通知》，阅件" for n in range(1, 51)
            ]
            saying = [asyncio.create_task(fake.say("zhangmin", text)) for text in texts]
            await asyncio.wait(saying, return_when=asyncio.FIRST_COMPLETED)
            stopped = asyncio.create_task(server.terminate())
            said = await asyncio.gather(*saying)
            assert await stopped == 0
            await server.fork()
            for delivery in said:
                if not delivery.accepted:
                    assert (await fake.send_raw(delivery.plaintext, "zhangmin")).accepted
            assert await server.terminate() == 0
        finally:
            server.kill()
    kept = rows(sqlite_url, "incoming")
    assert [row["no"] for row in kept] == [f"收〔2026〕{n}号" for n in range(1203, 1253)]
    assert len({row["doc_no"] for row in kept}) == 50


REFUSED: list[tuple[dict[str, str], str]] = [
    ({"ZHONGSHU_SECRET": ""}, "ZHONGSHU_SECRET"),
    ({"ZHONGSHU_ENCODING_AES_KEY": "short"}, "ZHONGSHU_ENCODING_AES_KEY"),
    ({"ZHONGSHU_WECOM_API_BASE": "https://qyapi.weixin.qq.com", "ZHONGSHU_CLOCK": ""}, "ZHONGSHU_OFFICE"),
    ({"ZHONGSHU_WECOM_API_BASE": "https://qyapi.weixin.qq.com"}, "ZHONGSHU_CLOCK"),
    ({"ZHONGSHU_OFFICE": "/nowhere/office.yaml"}, "ZHONGSHU_OFFICE"),
    ({"ZHONGSHU_HOST": "999.1.1.1"}, "ZHONGSHU_HOST"),
    ({"ZHONGSHU_DATABASE_URL": "postgresql+asyncpg://u:the-password@127.0.0.1:1/x"}, "ZHONGSHU_DATABASE_URL"),
]


async def one_line(server: Server) -> str:
    """The server does not start; what it says is one line."""
    said = await server.refused()
    assert said.count("\n") == 1, said
    return said


@pytest.mark.parametrize(("extra", "word"), REFUSED)
async def test_a_start_is_refused_in_one_line(
    sqlite_url: str, tmp_path: Path, extra: dict[str, str], word: str
) -> None:
    said = await one_line(Server("http://127.0.0.1:9", sqlite_url, tmp_path / "log", extra))
    assert word in said
    assert "the-password" not in said


async def test_a_taken_port_is_refused_in_one_line(sqlite_url: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = Server("http://127.0.0.1:9", sqlite_url, tmp_path / "log", port=port)
        assert "ZHONGSHU_PORT" in await one_line(server)


async def test_postgres_is_not_upgraded_behind_ones_back(postgres_url: str, tmp_path: Path) -> None:
    """Not at head: one line, and `db upgrade` mends it; so for an empty database and for one of another version."""
    plain = postgres_url.replace("postgresql+asyncpg://", "postgresql://")
    server = Server("http://127.0.0.1:9", postgres_url, tmp_path / "log")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    assert "zhongshu db upgrade" in await one_line(server)
    server.log.unlink()
    upgraded = await server.run("db", "upgrade")
    assert (upgraded.returncode, upgraded.stderr) == (0, "")
    try:
        await server.fork()
        status, checks = await server.get("/readyz")
        assert (status, checks) == (503, {"database": True, "schema": True, "wecom": False})
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute("DELETE FROM alembic_version WHERE version_num LIKE 'meetings%'")
        assert (await server.get("/readyz"))[1]["schema"] is False
        assert await server.terminate() == 0
    finally:
        server.kill()
    server.log.unlink()
    assert "zhongshu db upgrade" in await one_line(server)


async def test_commands_beside_a_running_server(sqlite_url: str, tmp_path: Path) -> None:
    """An export sees the office at the hour to which the server's clock was moved; an import is served at once."""
    async with wecom() as (fake, base):
        server = Server(base, sqlite_url, tmp_path / "log")
        try:
            await server.fork()
            await fake.set_callback(f"{server.address}/wecom/callback")
            imported = await server.run("import", "tasks", str(sheet(tmp_path / "a.xlsx", HEAD, ROAD)))
            assert (imported.returncode, imported.stderr) == (0, "")
            assert "云湾港" in await talk(fake, "like", "督办0101号到哪了", "0101")
            seen: list[Any] = []
            for day in ("2026-10-14", "2026-10-19", "2026-10-21"):
                assert (await server.clock(to=f"{day}T08:00:00+08:00"))[0] == 200
                seen += [row["light"] for row in json.loads((await server.run("export", "tasks")).stdout)]
            assert seen == ["绿", "蓝", "黄"]
            assert await server.terminate() == 0
        finally:
            server.kill()
