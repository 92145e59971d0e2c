"""Three servers, one PostgreSQL, the strict fake WeCom and a balancer between them."""

import asyncio
import itertools
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import aiohttp
from aiohttp import web

from bot.bench.corpus import AES_KEY, CORP, TOKEN
from bot.chaos.servers import ServerProcess
from bot.sandbox.server import FakeWeCom
from scheduler.clock import SHANGHAI, SteerableClock
from storage.office import load_office

AGENT, SECRET = 1000002, "secret-of-the-chaos-app"
SERVERS = 3
START = datetime(2026, 9, 18, 15, 20, tzinfo=SHANGHAI)
END = datetime(2026, 9, 18, 18, 5, tzinfo=SHANGHAI)
PATIENCE, WECOMS = 3.0, 5.0
"""Seconds: as in ops/nginx/zhongshu.conf, and as WeCom itself (wecom.md 2)."""
BEFORE = 120.0
"""Seconds for anything before the first fault: a busy machine is no fault of the servers."""


class World:
    """What a run acts on. `url`: a migrated, empty PostgreSQL; `restart` restarts it, whatever is connected."""

    def __init__(self, url: str, folder: Path, restart: Callable[[], None]) -> None:
        self.url, self.restart = url, restart
        self.office = load_office(None)
        self.clock = SteerableClock(START)
        self.fake = FakeWeCom(CORP, SECRET, AGENT, TOKEN, AES_KEY, clock=lambda: self.clock.now().timestamp())
        self.fake.quirks.retry_spacing = 0.5
        self.patience = self.fake.callbacks.timeout = BEFORE
        self.moves = 0
        """Begun and ended moves of the clock: odd while the servers do not agree what time it is."""
        for person in self.office.people:
            self.fake.add_member(person.userid, person.name)
        self.folder = folder
        self.servers: list[ServerProcess] = []
        self._turns = itertools.count()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Everything up; at the end everything down."""
        base = await self.fake.start()
        self.servers = [ServerProcess(self._environment(base), self.folder / f"server{n}.log") for n in range(SERVERS)]
        runner = web.AppRunner(self._balancer())
        async with aiohttp.ClientSession() as self.web:
            try:
                for server in self.servers:
                    server.start(START)
                await asyncio.gather(*(server.healthy(self.web) for server in self.servers))
                await runner.setup()
                await web.TCPSite(runner, "127.0.0.1", 0).start()
                host, port = runner.addresses[0][:2]
                await self.fake.set_callback(f"http://{host}:{port}/wecom/callback", verify=False)
                yield
            finally:
                for server in self.servers:
                    server.kill()
                await runner.cleanup()
                await self.fake.stop()

    def _environment(self, base: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ZHONGSHU_")}
        return kept | {
            "ZHONGSHU_CORP_ID": CORP,
            "ZHONGSHU_AGENT_ID": str(AGENT),
            "ZHONGSHU_SECRET": SECRET,
            "ZHONGSHU_TOKEN": TOKEN,
            "ZHONGSHU_ENCODING_AES_KEY": AES_KEY,
            "ZHONGSHU_WECOM_API_BASE": base,
            "ZHONGSHU_DATABASE_URL": self.url,
        }

    @property
    def one_time(self) -> int | None:
        """The same number for as long as all clocks stand alike; None while they are moved."""
        return None if self.moves % 2 else self.moves

    def lose_patience(self) -> None:
        """From here on the balancer and WeCom wait no longer than they do."""
        self.patience, self.fake.callbacks.timeout = PATIENCE, WECOMS

    async def move_clock(self, to: datetime) -> None:
        """The office's clock on every server that lives, all at the same time; who is stopped follows later."""
        if to <= self.clock.now():
            return
        self.clock.move(to)
        self.moves += 1
        await asyncio.gather(*(self.tell(server, to) for server in self.servers if server.alive))
        self.moves += 1

    async def tell(self, server: ServerProcess, to: datetime) -> None:
        """Move the clock of one server."""
        limit = aiohttp.ClientTimeout(total=30.0)
        try:
            async with self.web.post(f"{server.address}/clock", json={"to": to.isoformat()}, timeout=limit):
                return
        except (aiohttp.ClientError, TimeoutError):
            return  # it died meanwhile; who restarts begins at the office's time

    def _balancer(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/wecom/callback", self._pass_on)
        return app

    async def _pass_on(self, request: web.Request) -> web.Response:
        """In turn; whoever does not answer is passed over, as by the nginx that we ship."""
        body, first, limit = await request.read(), next(self._turns), aiohttp.ClientTimeout(total=self.patience)
        for step in range(2):
            server = self.servers[(first + step) % SERVERS]
            try:
                async with self.web.post(f"{server.address}{request.path_qs}", data=body, timeout=limit) as answer:
                    if answer.status < 500:
                        return web.Response(status=answer.status, body=await answer.read())
            except (aiohttp.ClientError, TimeoutError):
                continue
        return web.Response(status=502)
