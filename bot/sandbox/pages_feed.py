"""Pushes to the open pages as Server-Sent Events: what arrives on a phone is on the screen at that moment."""

import asyncio
import json

from aiohttp import web
from jinja2 import Environment

from bot.sandbox.arrivals import newest
from bot.sandbox.feed import Event
from bot.sandbox.pages_view import Views
from bot.sandbox.world import Demo
from scheduler.clock import local

RETRY = 500
"""Milliseconds until a page whose stream broke comes back."""
PASSED_ON = frozenset({"typing", "pressing"})
"""Events of a story that the page shows as they are."""
PULSE = 15.0
"""Real seconds of silence after which a sign of life goes out."""


class LiveFeed:
    """Serves the stream. Each datum is one JSON object with `now` (HH:MM) and, for a message, where it belongs."""

    def __init__(self, demo: Demo, views: Views, templates: Environment) -> None:
        self._demo, self._views = demo, views
        self._bubble = templates.get_template("bubble.html")
        self._open: set[asyncio.Task[object]] = set()

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """GET /demo/feed."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
        task = asyncio.current_task()
        await response.prepare(request)
        if task is not None:
            self._open.add(task)
        try:
            await response.write(f"retry: {RETRY}\n".encode())
            while True:
                await self._one_world(response)
        except ConnectionError:
            return response
        finally:
            if task is not None:
                self._open.discard(task)

    async def _one_world(self, response: web.StreamResponse) -> None:
        """Everything from hello until the demo begins anew."""
        with self._demo.fake.subscribe() as events:
            await self._send(response, {"type": "hello"})
            while True:
                try:
                    async with asyncio.timeout(PULSE):
                        event = await events.get()
                except TimeoutError:
                    event = {"type": "pulse"}
                if event["type"] == "reset":
                    return
                await self._send(response, event)

    async def close(self, _app: web.Application) -> None:
        """The server goes down: let go of the open streams at once."""
        for task in self._open:
            task.cancel()

    async def _send(self, response: web.StreamResponse, event: Event) -> None:
        data = json.dumps(self._datum(event), ensure_ascii=False)
        await response.write(f"data: {data}\n\n".encode())

    def _datum(self, event: Event) -> dict[str, object]:
        kind = str(event["type"])
        now = f"{local(self._demo.clock.now()):%H:%M}"
        if kind == "hello":
            return {"type": kind, "now": now, "newest": newest(self._demo.fake, self._demo.office)}
        if kind in PASSED_ON:
            return {**event, "now": now}
        if kind not in ("message", "update"):
            return {"type": kind, "now": now}
        userid, message = event["userid"], event["message"]
        html = self._bubble.render(bubble=self._views.bubble(userid, message["id"]))
        place = {"user": userid, "chat": message["chatid"], "id": message["id"], "mine": message["mine"]}
        return {"type": kind, "now": now, **place, "html": html, "unread": dict(self._views.unread(userid))}
