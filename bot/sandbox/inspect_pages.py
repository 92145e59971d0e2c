"""The inspector's pages: a message taken apart, and the talk as a test."""

from aiohttp import web
from jinja2 import Environment

from bot.sandbox.inspect_copy import Copier
from bot.sandbox.inspect_traces import Acts
from bot.sandbox.inspect_view import Anatomist
from bot.sandbox.world import Demo

OFFERED = 60
"""Steps to choose from as the ends of a stretch."""


class InspectorPages:
    """Answers with pieces of HTML for the side area, and with the source of a test as plain text."""

    def __init__(self, demo: Demo, acts: Acts, templates: Environment) -> None:
        self._templates = templates
        self._anatomist, self._copier = Anatomist(demo, acts), Copier(demo, acts)

    def install(self, app: web.Application) -> None:
        """Put the pages on the application."""
        app.router.add_get("/demo/inspector", self.message)
        app.router.add_get("/demo/inspector/test", self.test)

    async def message(self, request: web.Request) -> web.Response:
        """GET /demo/inspector?message=12; without a message, what there is to see here."""
        wanted = request.query.get("message", "")
        try:
            found = await self._anatomist.message(int(wanted)) if wanted else None
        except (ValueError, KeyError):
            raise web.HTTPNotFound(text="没有这条消息，演示可能已经重新开始。") from None
        steps = self._copier.steps(OFFERED)
        html = self._templates.get_template("inspector.html").render(anatomy=found, steps=steps)
        return web.Response(text=html, content_type="text/html")

    async def test(self, request: web.Request) -> web.Response:
        """GET /demo/inspector/test?from=3&to=9: steps by number; without `to`, up to now."""
        first, last = request.query.get("from", ""), request.query.get("to", "")
        try:
            source = self._copier.source(int(first or 0), int(last) if last else None)
        except (ValueError, LookupError):
            raise web.HTTPNotFound(text="还没有可以复制的对话，请先说一句话。") from None
        return web.Response(text=source, content_type="text/plain")
