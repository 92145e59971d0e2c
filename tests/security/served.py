"""Every HTTP application of the project, served on loopback by a thread of its own, for clients that wait."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.sandbox import alone
from bot.sandbox.demo import running
from tests.day import START, Day


@dataclass(frozen=True)
class Served:
    """An application and where it is."""

    address: str
    routes: frozenset[tuple[str, str]]
    """(method, path) of everything that it serves; HEAD stands beside every GET and is left out."""


def _served(address: str, app: web.Application) -> Served:
    found = ((route.method, route.resource.canonical) for route in app.router.routes() if route.resource is not None)
    return Served(address, frozenset((method, path) for method, path in found if method != "HEAD"))


async def _start(stack: AsyncExitStack, day: Day) -> dict[str, Served]:
    """`serve` with its trial clock, the sandbox that belongs to it, and a demo."""
    await day.start()
    stack.push_async_callback(day.stop)
    app = alone.app_of(day.fake)
    runner = web.AppRunner(app)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    demo = await stack.enter_async_context(running(START))
    return {
        "serve": _served(day.address, day.app),
        "sandbox": _served("http://{}:{}".format(*runner.addresses[0][:2]), app),
        "demo": _served(demo.address, demo.server.app),
    }


@contextmanager
def all_served(day: Day) -> Iterator[dict[str, Served]]:
    """All of them; at the end they are stopped."""
    loop, stack = asyncio.new_event_loop(), AsyncExitStack()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield asyncio.run_coroutine_threadsafe(_start(stack, day), loop).result(60)
    finally:
        asyncio.run_coroutine_threadsafe(stack.aclose(), loop).result(60)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
