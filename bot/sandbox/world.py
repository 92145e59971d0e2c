"""The demo's world: a bot, a fake WeCom and the fictional office, which can be stopped, woken and begun anew."""

import asyncio
import secrets
import shutil
import string
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web
from sqlalchemy import Connection

from bot import imports
from bot.app import Bot
from bot.sandbox.server import FakeWeCom
from bot.schema import prepare_database
from bot.server import make_app
from bot.settings import Settings
from scheduler.clock import SteerableClock
from storage.db import Database
from storage.office import Office, load_office

CORP, AGENT = "wwdemo000000000001", 1000002
HEADINGS = ("编号", "事项", "主办", "协办", "责任领导", "交办日期", "时限")
SAMPLE_TASKS = (
    ("督〔2026〕0098号", "金溪镇农村公路养护整治", "住建局", "金溪镇", "何晓东", "2026-09-01", "2026-09-30"),
    ("督〔2026〕0101号", "云湾港片区道路工程前期工作", "住建局", "发改局", "何晓东", "2026-09-02", "2026-10-20"),
    ("督〔2026〕0105号", "云湾港项目前期手续办理", "发改局", "财政局", "林知行", "2026-09-03", "2026-10-20"),
)


class Demo:
    """A running demo: what the browser pages and the terminal phone stand on.

    `fake`, `clock` and `bot` are those of the present world: `reset` replaces them, so nobody keeps one of them.
    """

    fake: FakeWeCom
    clock: SteerableClock
    bot: Bot
    server: web.AppRunner
    """What serves the pages and WeCom's side; it stays when the world begins anew."""

    def __init__(self, folder: Path, start: datetime, data: Path | None = None) -> None:
        self.office: Office = load_office(None)
        self.address = ""
        self.on_bot: list[Callable[[Bot, web.Application], None]] = []
        """Called with every new bot and its application before they start."""
        self.open_database: Callable[[str], Database] = Database
        """How a bot's database is opened; the inspector watches it."""
        self._folder, self._start, self._data = folder, start, data
        self.foreseen: tuple[object, datetime | None] = None, None
        """When somebody next hears something, and the state of things in which that was found (timeline.py)."""
        self._worlds = 0
        self._runner: web.AppRunner | None = None
        self._changing = asyncio.Lock()
        self._make_fake(start)

    async def next_moment(self) -> datetime | None:
        """When the next reminder or held message falls due, or None."""
        return await self.bot.db.write(self.bot.day.next_moment)

    async def move(self, to: datetime) -> None:
        """Move the clock, doing what falls due on the way."""
        async with self.bot.moving:
            await self.bot.day.advance(self.clock, to)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One call to the present WeCom."""
        return await self.fake.serve(request)

    async def begin(self, address: str) -> None:
        """Start the first world; the fake is served at `address`."""
        self.address = address
        await self._begin(self._data)

    async def end(self) -> None:
        """Stop the bot and let go of the fake's connections."""
        await self.stop_bot()
        await self._let_go(self.fake)

    async def reset(self, start: datetime | None = None) -> None:
        """Begin anew at that moment with the office as it was at first; the demo's own beginning without one.

        A data file of the visitor's is left alone: only the demo's own beginning is on it.
        """
        async with self._changing:
            await self.stop_bot()
            before = self.fake
            self._make_fake(start or self._start)
            await self._begin(self._data if start is None else None)
            await self._let_go(before)
            before.feed.publish({"type": "reset"})

    async def steady(self) -> None:
        """Returns when the bot is neither stopping nor starting."""
        async with self._changing:
            return

    async def restart(self, asleep: timedelta = timedelta(0)) -> None:
        """The bot goes down and comes up on the same database; the clock has gone on by `asleep` meanwhile."""
        async with self._changing, self.bot.moving:
            await self.stop_bot()
            self.clock.move(self.clock.now() + asleep)
            await self.start_bot()
        await self.bot.day.tick()
        await self.bot.sender.drain()

    async def stop_bot(self) -> None:
        """The bot goes down; WeCom's side and the database stay."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def start_bot(self) -> None:
        """The bot comes up on the same database, and WeCom learns where it is."""
        database = self.open_database(self._settings.database_url)
        self.bot = Bot(self._settings, self.office, clock=self.clock, database=database)
        app = make_app(self.bot)
        for called in self.on_bot:
            called(self.bot, app)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        await self.fake.set_callback("http://{}:{}/wecom/callback".format(*self._runner.addresses[0][:2]))

    def _make_fake(self, start: datetime) -> None:
        """A new WeCom with everybody of the office in it. Its secrets are made up anew each time."""
        clock = self.clock = SteerableClock(start)
        self._token, self._key, self._secret = (_random(size) for size in (24, 43, 43))
        self.fake = FakeWeCom(CORP, self._secret, AGENT, self._token, self._key, clock=lambda: clock.now().timestamp())
        self.fake.callbacks.be_patient()
        for person in self.office.people:
            self.fake.add_member(person.userid, person.name, position=person.post)

    async def _begin(self, data: Path | None) -> None:
        url = f"sqlite+aiosqlite:///{data or await asyncio.to_thread(self._fresh_file)}"
        if data is not None:
            await asyncio.to_thread(prepare_database, url)
        self._settings = Settings(
            corp_id=CORP,
            agent_id=AGENT,
            secret=self._secret,
            token=self._token,
            encoding_aes_key=self._key,
            wecom_api_base=self.address,
            database_url=url,
        )
        await self.start_bot()
        await self.bot.db.write(lambda tx: seed_tasks(tx, self.clock, self.office))
        await self.bot.menu_kept

    def _fresh_file(self) -> Path:
        """A database of its own for the next world: a copy of the empty one that is made once."""
        empty = self._folder / "empty.db"
        if not empty.exists():
            prepare_database(f"sqlite+aiosqlite:///{empty}")
        for old in self._folder.glob(f"world-{self._worlds}.db*"):
            old.unlink()
        self._worlds += 1
        return Path(shutil.copy(empty, self._folder / f"world-{self._worlds}.db"))

    @staticmethod
    async def _let_go(fake: FakeWeCom) -> None:
        fake.faults.release()
        await fake.callbacks.close()


def seed_tasks(tx: Connection, clock: SteerableClock, office: Office) -> None:
    """Three tasks to ask about, where the office's register names them."""
    if "tasks" in imports.importable():
        rows = [dict(zip(HEADINGS, row, strict=True)) for row in SAMPLE_TASKS]
        imports.run_import(tx, "tasks", rows, clock=clock, office=office, actor="duheng")


def _random(size: int) -> str:
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(size))
