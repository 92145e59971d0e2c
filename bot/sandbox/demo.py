"""The demo: a bot, a fake WeCom and the fictional office in one process, on loopback only (design.md 3)."""

import asyncio
import contextlib
import errno
import secrets
import signal
import string
import sys
import tempfile
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import click
from aiohttp import web
from sqlalchemy import Connection

from bot import imports, logs
from bot.app import Bot
from bot.sandbox.pages import install
from bot.sandbox.server import FakeWeCom
from bot.sandbox.world import Demo
from bot.schema import prepare_database
from bot.server import make_app
from bot.settings import Settings
from scheduler.clock import SteerableClock
from storage.office import Office, load_office

CORP, AGENT = "wwdemo000000000001", 1000002
HEADINGS = ("编号", "事项", "主办", "协办", "责任领导", "交办日期", "时限")
SAMPLE_TASKS = (
    ("督〔2026〕0098号", "金溪镇农村公路养护整治", "住建局", "金溪镇", "何晓东", "2026-09-01", "2026-09-30"),
    ("督〔2026〕0101号", "云湾港片区道路工程前期工作", "住建局", "发改局", "何晓东", "2026-09-02", "2026-10-20"),
    ("督〔2026〕0105号", "云湾港项目前期手续办理", "发改局", "财政局", "林知行", "2026-09-03", "2026-10-20"),
)


@contextlib.asynccontextmanager
async def running(
    start: datetime, data: Path | None = None, *, host: str = "127.0.0.1", port: int = 0, pages: bool = True
) -> AsyncIterator[Demo]:
    """Start everything and stop it again. The secrets are made up anew each time."""
    office, clock = load_office(None), SteerableClock(start)
    token, key, secret = (_random(size) for size in (24, 43, 43))
    fake = FakeWeCom(CORP, secret, AGENT, token, key, clock=lambda: clock.now().timestamp())
    for person in office.people:
        fake.add_member(person.userid, person.name, position=person.post)
    with tempfile.TemporaryDirectory(prefix="zhongshu-demo-") as folder:
        url = f"sqlite+aiosqlite:///{data or Path(folder) / 'demo.db'}"
        prepare_database(url)
        app = fake.app()
        demo = Demo(fake, clock, office)
        if pages:
            install(app, demo)
        demo.address = await fake.start(host, port, app)
        settings = Settings(
            corp_id=CORP,
            agent_id=AGENT,
            secret=secret,
            token=token,
            encoding_aes_key=key,
            wecom_api_base=demo.address,
            database_url=url,
        )
        demo.bot = Bot(settings, office, clock=clock)
        runner = web.AppRunner(make_app(demo.bot))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        await fake.set_callback("http://{}:{}/wecom/callback".format(*runner.addresses[0][:2]))
        await demo.bot.db.write(lambda tx: _seed(tx, clock, office))
        await demo.bot.menu_kept
        try:
            yield demo
        finally:
            await runner.cleanup()
            await fake.stop()


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


def _seed(tx: Connection, clock: SteerableClock, office: Office) -> None:
    """Three tasks to ask about, where the office's register names them."""
    if "tasks" in imports.importable():
        rows = [dict(zip(HEADINGS, row, strict=True)) for row in SAMPLE_TASKS]
        imports.run_import(tx, "tasks", rows, clock=clock, office=office, actor="duheng")


def _random(size: int) -> str:
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(size))
