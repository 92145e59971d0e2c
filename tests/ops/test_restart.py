"""A restart behind a handed-over socket: while no server runs, callbacks wait for the next one; none is lost."""

import asyncio
import signal
import socket
import subprocess
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox.callbacks import Delivery
from bot.sandbox.server import FakeWeCom
from tests.process.serving import PROGRAM, Server, eventually, moment, rows, wecom

OPS = Path(__file__).parents[2] / "ops"
LAUNCH = 'exec 3<&"$LISTENER"; exec env LISTEN_FDS=1 LISTEN_PID=$$ "$0" serve'
REGISTER = "登记收文：平件，市委办，南委办〔2026〕{n}号，《关于第{n}项工作的通知》，办件"

pytestmark = pytest.mark.process


def launch(server: Server, listener: socket.socket) -> subprocess.Popen[bytes]:
    """As systemd starts it: the socket is descriptor 3, and LISTEN_PID is its own."""
    environment = {**server.environment, "LISTENER": str(listener.fileno())}
    with server.log.open("ab") as log:
        command = ["bash", "-c", LAUNCH, PROGRAM]
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log, pass_fds=(listener.fileno(),))


async def say(fake: FakeWeCom, n: int) -> Delivery:
    return await fake.say("zhangmin", REGISTER.format(n=n))


async def test_nobody_is_refused_during_a_restart(sqlite_url: str, tmp_path: Path) -> None:
    async with wecom() as (fake, base):
        with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
            server = Server(base, sqlite_url, tmp_path / "log", port=1)
            server.port = listener.getsockname()[1]
            process = launch(server, listener)
            try:
                await fake.set_callback(f"{server.address}/wecom/callback", verify=False)
                fake.callbacks.timeout = 150.0  # the next server has to start before it answers
                said = [await say(fake, 1)]
                talking = [asyncio.create_task(say(fake, n)) for n in range(2, 6)]
                process.send_signal(signal.SIGTERM)
                talking += [asyncio.create_task(say(fake, n)) for n in range(6, 10)]
                assert await asyncio.to_thread(process.wait, 60) == 0
                await fake.callbacks.close()  # its kept connections led to the one that is gone
                waiting = [asyncio.create_task(say(fake, n)) for n in range(10, 16)]
                await moment()
                process = launch(server, listener)
                said += await asyncio.gather(*talking)
                waited = await asyncio.gather(*waiting)
                for delivery in said:
                    if not delivery.accepted:  # all its attempts met a connection on its way down
                        assert (await fake.send_raw(delivery.plaintext, "zhangmin")).accepted
                await eventually(fake, "zhangmin", "收〔2026〕1217号")
                process.send_signal(signal.SIGTERM)
                assert await asyncio.to_thread(process.wait, 60) == 0
            finally:
                if process.poll() is None:
                    process.kill()
    assert [delivery.statuses for delivery in waited] == [[200]] * 6
    kept = rows(sqlite_url, "incoming")
    assert (len(kept), len({row["doc_no"] for row in kept})) == (15, 15)


async def test_the_morning_of_a_running_server(sqlite_url: str, tmp_path: Path) -> None:
    """The clock comes to a workday morning: the server examines itself and tells the administrator."""
    async with wecom() as (fake, base):
        server = Server(base, sqlite_url, tmp_path / "log")
        try:
            await server.fork()
            await fake.set_callback(f"{server.address}/wecom/callback")
            fake.add_member("like", "李可", status=4)
            assert (await server.clock(to="2026-09-21T08:05:00+08:00"))[0] == 200
            told = await eventually(fake, "admin-sys", "系统体检")
            assert "发现1个问题" in told
            assert "李可" in told
            async with aiohttp.ClientSession() as session, session.get(f"{server.address}/metrics") as page:
                assert "zhongshu_database_up 1.0" in await page.text()
            assert await server.terminate() == 0
        finally:
            server.kill()
