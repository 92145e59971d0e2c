"""A small WeCom that answers what it is told: the client's counterpart in these tests."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.wecom.errors import WeComError

SECRET = "very-secret-value"
KEY = "webhook-key-value"

Answer = dict[str, Any] | Callable[[], Awaitable[web.Response]]


class Office:
    """A WeCom that answers what it is told and writes down what it was asked."""

    def __init__(self) -> None:
        self.clock = 1000.0
        self.issued = 0
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        self.base = ""
        self.gate: asyncio.Event | None = None
        self.reached = asyncio.Event()

    def tell(self, path: str, *answers: Answer) -> None:
        """The next answers of ``path``; the last one stays."""
        self.answers[path] = list(answers)

    def bodies(self, path: str) -> list[Any]:
        return [body for asked, _, body in self.asked if asked == path]

    def count(self, path: str) -> int:
        return len(self.bodies(path))

    async def handle(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        body: Any = None
        if request.content_type == "application/json":
            body = await request.json()
        elif request.content_type.startswith("multipart/"):
            part = await (await request.multipart()).next()
            assert isinstance(part, aiohttp.BodyPartReader)
            body = (part.name, part.filename, bytes(await part.read()))
        self.asked.append((path, dict(request.query), body))
        if path == "gettoken" and self.gate is not None:
            self.reached.set()
            await self.gate.wait()
        queue = self.answers.get(path, [])
        answer = queue.pop(0) if len(queue) > 1 else queue[0] if queue else {"errcode": 0, "errmsg": "ok"}
        if callable(answer):
            return await answer()
        if path == "gettoken" and not queue:
            self.issued += 1
            answer = {**answer, "access_token": f"token-{self.issued}", "expires_in": 7200}
        return web.json_response(answer)


def refuse(code: int, errmsg: str = "no") -> dict[str, Any]:
    return {"errcode": code, "errmsg": errmsg}


def raw(status: int = 200, text: str = "", headers: dict[str, str] | None = None) -> Answer:
    """Something else than JSON from WeCom's API."""

    async def respond() -> web.Response:
        return web.Response(status=status, body=text.encode(), headers=headers)

    return respond


async def failure(call: Awaitable[Any]) -> WeComError:
    with pytest.raises(WeComError) as refusal:
        await call
    return refusal.value
