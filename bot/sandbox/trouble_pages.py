"""The pages of trouble: the switches, and what WeCom would hold against the bot."""

from datetime import datetime

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from jinja2 import Environment

from bot.sandbox.inspect_rows import Closed
from bot.sandbox.inspect_traces import Acts
from bot.sandbox.pages_view import FREQUENT
from bot.sandbox.trouble import LEAVER, TROUBLES, Troubles
from bot.sandbox.trouble_rules import charge
from bot.sandbox.world import Demo
from scheduler import wording
from scheduler.clock import SHANGHAI

SHOWN = 50
"""Violations on the page, newest first."""


class TroublePages:
    """Answers with pieces of HTML for the side area."""

    def __init__(self, demo: Demo, acts: Acts, templates: Environment) -> None:
        self._demo, self._templates = demo, templates
        self.troubles = Troubles(demo, acts)

    def install(self, app: web.Application) -> None:
        """Put the pages on the application."""
        app.router.add_get("/demo/trouble", self.panel)
        app.router.add_post("/demo/trouble", self.switch)
        app.router.add_get("/demo/trouble/count", self.count)
        app.middlewares.append(patient(self._demo))

    async def panel(self, _request: web.Request) -> web.Response:
        """GET /demo/trouble."""
        return await self._panel()

    async def switch(self, request: web.Request) -> web.Response:
        """POST /demo/trouble name, on (1 or 0), user (who leaves)."""
        form = await request.post()
        try:
            await self.troubles.switch(
                str(form.get("name", "")), on=form.get("on") != "0", userid=str(form.get("user", ""))
            )
        except KeyError:
            return web.Response(status=422, text="没有这个开关，或没有这个人。")
        return await self._panel(str(form.get("name", "")))

    async def count(self, _request: web.Request) -> web.Response:
        """GET /demo/trouble/count: how many violations there are, and how many messages wait."""
        waiting = await self.troubles.waiting()
        return web.json_response({"violations": len(self._demo.fake.violations), "waiting": waiting})

    async def _panel(self, done: str = "") -> web.Response:
        noted = list(self._demo.fake.journal.noted)[: -SHOWN - 1 : -1]
        html = self._templates.get_template("trouble.html").render(
            troubles=TROUBLES,
            on=self.troubles.on,
            leaver=LEAVER,
            left=self._demo.office.person(self.troubles.left),
            people=sorted(self._demo.office.people, key=lambda person: person.userid not in FREQUENT),
            waiting=await self.troubles.waiting(),
            charges=[(wording.moment(datetime.fromtimestamp(at, SHANGHAI)), charge(words)) for at, words in noted],
            count=len(self._demo.fake.violations),
            done=done,
        )
        return web.Response(text=html, content_type="text/html")


def patient(demo: Demo) -> Middleware:
    """A page that is asked for while the bot restarts waits for it; what was to be changed then is for the visitor."""

    @web.middleware
    async def wait(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith("/cgi-bin/"):
            return await handler(request)
        await demo.steady()
        try:
            return await handler(request)
        except Closed:
            await demo.steady()
        if request.method != "GET":
            return web.Response(status=422, text="机器人正在重启，请再试一次。")
        return await handler(request)

    return wait
