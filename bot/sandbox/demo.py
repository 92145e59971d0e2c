"""The demo: a bot, a fake WeCom and the fictional office in one process, on loopback only (design.md 3)."""

import asyncio
import contextlib
import errno
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import click
from aiohttp import web

from bot import logs
from bot.sandbox.api import MAX_BODY
from bot.sandbox.pages import install
from bot.sandbox.world import Demo
from scheduler.clock import SteerableClock


@contextlib.asynccontextmanager
async def running(
    start: datetime, data: Path | None = None, *, host: str = "127.0.0.1", port: int = 0, pages: bool = True
) -> AsyncIterator[Demo]:
    """Start everything and stop it again."""
    with tempfile.TemporaryDirectory(prefix="zhongshu-demo-") as folder:
        demo = Demo(Path(folder), start, data)
        app = web.Application(client_max_size=MAX_BODY)
        app.router.add_route("*", "/cgi-bin/{path:.+}", demo.serve)
        if pages:
            install(app, demo)
        runner = demo.server = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=1.0)
        await runner.setup()
        await web.TCPSite(runner, host, port).start()
        try:
            await demo.begin("http://{}:{}".format(*runner.addresses[0][:2]))
            yield demo
        finally:
            await demo.end()
            await runner.cleanup()


def run_demo(host: str, port: int, data: Path | None, start: datetime) -> None:
    """Run until Ctrl-C; prints the address to open."""
    if host not in {"127.0.0.1", "localhost"}:
        raise click.ClickException("演示只在本机运行，--host 请用 127.0.0.1")
    try:
        asyncio.run(_serve("127.0.0.1", port, data, start))
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        raise click.ClickException(f"端口{port}已被占用或不许使用，请换一个，例如 zhongshu demo --port 8091") from None


async def _serve(host: str, port: int, data: Path | None, start: datetime) -> None:
    logs.set_up(SteerableClock(start), sys.stderr)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signal_ in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signal_, stopped.set)
    async with running(start, data, host=host, port=port) as demo:
        click.echo(f"演示已启动，请用浏览器打开：{demo.address}/\n（虚构的云湾区，数据只在本机；按 Ctrl-C 结束）")
        await stopped.wait()
