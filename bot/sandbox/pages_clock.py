"""The clock bar and the timeline of the demo: steps, the clock that runs, and what will fall due (design.md 3)."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

from aiohttp import web
from jinja2 import Environment

from bot.sandbox.arrivals import newest
from bot.sandbox.clock_view import clock_view
from bot.sandbox.stories.player import Player
from bot.sandbox.timeline import next_message, timeline
from bot.sandbox.world import Demo
from scheduler.clock import SHANGHAI, local

FURTHEST = timedelta(days=366)
STEPS = {"10m": timedelta(minutes=10), "1h": timedelta(hours=1)}
RUNNING = timedelta(minutes=1)
"""How far the running clock goes in one real second: sixty times as fast as the office's own."""


class Clocks:
    """GET and POST /demo/clock, GET /demo/timeline. A mistake is said in the clock bar."""

    def __init__(self, demo: Demo, templates: Environment, player: Player) -> None:
        self._demo, self._templates, self._player = demo, templates, player
        self._running: asyncio.Task[None] | None = None

    def install(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/demo/clock", self.bar)
        app.router.add_post("/demo/clock", self.move)
        app.router.add_get("/demo/timeline", self.timeline)
        app.on_cleanup.append(self._stop)

    async def bar(self, _request: web.Request) -> web.Response:
        """The clock bar as it stands."""
        return self._html("clock.html", clock=await clock_view(self._demo), running=self.runs)

    async def timeline(self, _request: web.Request) -> web.Response:
        """What will fire next, to whom and why."""
        return self._html("timeline.html", timeline=await timeline(self._demo))

    async def move(self, request: web.Request) -> web.Response:
        """`step` (10m, 1h, workday, next, now, run) or `at` (local time)."""
        form = await request.post()
        step, at = str(form.get("step", "")), str(form.get("at", ""))
        await self._player.taken_over()
        starts = step == "run" and not self.runs
        await self.halt()
        since = newest(self._demo.fake, self._demo.office)
        try:
            if starts:
                self._running = asyncio.create_task(self._run())
            elif step != "run":
                await self._demo.move(await self._target(step, at))
        except ValueError as error:
            view = await clock_view(self._demo, error=str(error))
        else:
            view = await clock_view(self._demo, since=None if starts else since)
        self._demo.fake.feed.publish({"type": "clock"})
        return self._html("clock.html", clock=view, running=self.runs)

    @property
    def runs(self) -> bool:
        """Whether the clock goes by itself."""
        return self._running is not None

    async def halt(self) -> None:
        """The clock stands still again."""
        running, self._running = self._running, None
        if running is not None:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running

    async def _run(self) -> None:
        """Every second a minute passes, in whichever world there is."""
        while True:
            await asyncio.sleep(1)
            moving = asyncio.create_task(self._demo.move(self._demo.clock.now() + RUNNING))
            await asyncio.shield(moving)
            self._demo.fake.feed.publish({"type": "clock"})

    async def _stop(self, _app: web.Application) -> None:
        await self.halt()

    async def _target(self, step: str, at: str) -> datetime:
        now = local(self._demo.clock.now())
        if step in STEPS:
            return now + STEPS[step]
        if step == "workday":
            return self._next_morning(now)
        if step == "now":
            return self._real(now)
        if step == "next":
            moment = await next_message(self._demo)
            if moment is None:
                raise ValueError("眼下没有等着的提醒。")
            return max(moment, now)
        return _wanted(at, now)

    def _real(self, now: datetime) -> datetime:
        real = datetime.fromtimestamp(self._demo.clock.real(), UTC)
        if real < now:
            raise ValueError("演示时钟走在真实时间前面，只能向前拨；要回到开头请按“从头来”。")
        if real - now > FURTHEST:
            raise ValueError("现在离演示的日子超过一年，请用“拨到…”一次向前拨一年以内。")
        return real

    def _next_morning(self, now: datetime) -> datetime:
        morning = now.replace(hour=8, minute=30, second=0, microsecond=0)
        if now < morning and self._demo.bot.calendar.is_workday(now.date()):
            return morning
        day = self._demo.bot.calendar.next_workday(now.date())
        return morning.replace(year=day.year, month=day.month, day=day.day)

    def _html(self, name: str, **values: object) -> web.Response:
        return web.Response(text=self._templates.get_template(name).render(**values), content_type="text/html")


def _wanted(at: str, now: datetime) -> datetime:
    try:
        wanted = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
    except ValueError:
        raise ValueError("请选一个日期和时间。") from None
    if wanted < now:
        raise ValueError("时钟只能向前拨，请选现在之后的时间。")
    if wanted - now > FURTHEST:
        raise ValueError("一次最多向前拨一年。")
    return wanted
