"""A healthy installation for the doctor to look at: the bot, the fake WeCom and a proxy that can be spoiled."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from bot.doctor.finding import Finding, Severity
from bot.doctor.walk import Report, examine
from tests.day import AES_KEY, AGENT, CORP, SECRET, TOKEN, Day

LOGIN_PAGE = "<html><title>上网认证</title></html>"


@dataclass
class Proxy:
    """Stands before the bot as nginx would. `spoil` says what it does wrong."""

    to: str
    spoil: str = ""
    _session: aiohttp.ClientSession | None = None

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Forward, or do what a badly configured proxy does."""
        match self.spoil:
            case "404" | "502" | "401" | "403" | "500":
                return web.Response(status=int(self.spoil))
            case "redirect":
                return web.Response(status=302, headers={"Location": "https://sso.example.gov.cn/login"})
            case "login":
                return web.Response(text=LOGIN_PAGE, content_type="text/html")
            case "get_only" if request.method == "POST":
                return web.Response(status=403)
            case "small_body" if request.method == "POST":
                return web.Response(status=413)
        path = request.path.removeprefix("/wecom") if self.spoil == "strip" else request.path
        query = "" if self.spoil == "drop_query" else request.url.raw_query_string
        if self.spoil == "eat_plus":
            query = query.replace("%2B", "").replace("%2F", "/")
        return await self._forward(request, f"{self.to}{path}?{query}")

    async def _forward(self, request: web.Request, url: str) -> web.Response:
        assert self._session is not None
        async with self._session.request(
            request.method, URL(url, encoded=True), data=await request.read(), allow_redirects=False
        ) as answer:
            body = await answer.read()
        if request.path.endswith("callback") and request.method == "GET":
            body = {"newline": body + b"\n", "bom": b"\xef\xbb\xbf" + body, "quotes": b'"' + body + b'"'}.get(
                self.spoil, body
            )
        if self.spoil == "post_text" and request.method == "POST":
            body = b"success"
        return web.Response(status=answer.status, body=body)


@dataclass
class World:
    """The running parts and the environment that describes them."""

    day: Day
    proxy: Proxy
    folder: Path
    environ: dict[str, str]
    runners: list[web.AppRunner] = field(default_factory=list)

    async def serve(self, app: web.Application, **options: Any) -> int:
        """Serve another application on a free port; returns the port."""
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, **options).start()
        self.runners.append(runner)
        port: int = runner.addresses[0][1]
        return port

    async def examine(self, monkeypatch: pytest.MonkeyPatch, changes: dict[str, str | None]) -> Report:
        """`zhongshu doctor` with these changes to the healthy environment; None takes a variable away."""
        for name, value in {**self.environ, **changes}.items():
            if value is None:
                monkeypatch.delenv(name, raising=False)
            else:
                monkeypatch.setenv(name, value)
        environ = {**self.environ, **{name: value for name, value in changes.items() if value is not None}}
        for name, value in changes.items():
            if value is None:
                environ.pop(name, None)
        return await examine(environ, self.day.clock)


def codes(report: Report) -> list[str]:
    """What is wrong, without the notes."""
    return sorted(found.code for found in report.findings if found.severity is not Severity.NOTE)


def the(report: Report, code: str) -> Finding:
    """The finding of that code."""
    return next(found for found in report.findings if found.code == code)


@asynccontextmanager
async def running(folder: Path, database: Path) -> AsyncIterator[World]:
    """Start a healthy world."""
    shutil.copy(database, folder / "office.db")
    url = f"sqlite+aiosqlite:///{folder / 'office.db'}"
    day = Day(url)
    await day.start()
    proxy = Proxy(day.address)
    backups = folder / "backups"
    backups.mkdir()
    (backups / "today.backup").write_bytes(b"rows")
    world = World(day, proxy, folder, {})
    app = web.Application(client_max_size=1 << 20)
    app.router.add_route("*", "/{path:.*}", proxy.handle)
    async with aiohttp.ClientSession() as session:
        proxy._session = session
        port = await world.serve(app)
        world.environ = {
            "ZHONGSHU_CORP_ID": CORP,
            "ZHONGSHU_AGENT_ID": str(AGENT),
            "ZHONGSHU_SECRET": SECRET,
            "ZHONGSHU_TOKEN": TOKEN,
            "ZHONGSHU_ENCODING_AES_KEY": AES_KEY,
            "ZHONGSHU_WECOM_API_BASE": day.base,
            "ZHONGSHU_DATABASE_URL": url,
            "ZHONGSHU_PORT": day.address.rpartition(":")[2],
            "ZHONGSHU_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "ZHONGSHU_BACKUP_DIR": str(backups),
        }
        try:
            yield world
        finally:
            for runner in world.runners:
                await runner.cleanup()
            await day.stop()
