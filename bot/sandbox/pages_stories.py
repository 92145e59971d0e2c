"""The guided stories on the demo's page: the list, the strip that tells them, starting and stopping."""

from aiohttp import web
from jinja2 import Environment

from bot.sandbox.stories import STORIES
from bot.sandbox.stories.player import PACES, Mode, Player
from bot.sandbox.world import Demo

PLAYER = web.AppKey("player", Player)
SAID = {
    Mode.PAUSED: "停在这里。可以接着讲，也可以自己接着试。",
    Mode.TAKEN: "您接手了，手机都归您。想听下去就按“接着讲”。",
    Mode.ASTRAY: "手机上的情形和故事不一样了，讲不下去。可以从头再讲，或者就这样自己试。",
}


class StoryPages:
    """GET /demo/story, POST /demo/story."""

    def __init__(self, demo: Demo, templates: Environment, player: Player) -> None:
        self._demo, self._templates, self._player = demo, templates, player
        templates.globals |= {"stories": list(STORIES.values()), "paces": tuple(PACES)}

    def install(self, app: web.Application) -> None:
        """Add the routes."""
        app[PLAYER] = self._player
        app.router.add_get("/demo/story", self.strip)
        app.router.add_post("/demo/story", self.act)
        app.on_cleanup.append(self._stop)

    async def strip(self, _request: web.Request) -> web.Response:
        """The strip under the clock: which step, what it means, what can be done."""
        text = self._templates.get_template("story.html").render(
            player=self._player, story=self._player.story, said=SAID.get(self._player.mode, "")
        )
        return web.Response(text=text, content_type="text/html")

    async def act(self, request: web.Request) -> web.Response:
        """`do` (start, pause, resume, next, close, reset, pace), with `name` or `pace`; the feed tells the pages."""
        form = await request.post()
        match str(form.get("do", "")):
            case "start":
                await self._start(str(form.get("name", "")))
            case "pause":
                await self._player.pause()
            case "resume":
                self._player.resume()
            case "next":
                self._player.resume(1)
            case "close":
                await self._player.close()
            case "reset":
                await self._player.close()
                await self._demo.reset()
            case "pace" if str(form.get("pace")) in PACES:
                self._player.pace = str(form["pace"])
            case _:
                raise web.HTTPBadRequest(text="没有这个操作。")
        return web.Response(status=204)

    async def _start(self, name: str) -> None:
        if name not in STORIES:
            raise web.HTTPNotFound(text="没有这个故事。")
        await self._player.start(name)

    async def _stop(self, _app: web.Application) -> None:
        await self._player.close()
