"""One bot: its database, clock, office, WeCom client, flow, sender and ticks, put together."""

import asyncio
import contextlib
import os
import secrets

import aiohttp

from bot.flow import Flow
from bot.menu_keeper import keep_menu
from bot.office_day import OfficeDay
from bot.sender import Sender
from bot.settings import Settings
from bot.wecom.client import WeComClient
from bot.wecom.crypto import Codec
from scheduler.clock import Clock, SteerableClock, SystemClock
from scheduler.workdays import WorkCalendar
from storage import outbox
from storage.db import Database
from storage.office import Office


class Bot:
    """Everything that one `serve` process runs. Its parts are made here and nowhere else."""

    def __init__(self, settings: Settings, office: Office, *, clock: Clock | None = None) -> None:
        self.settings = settings
        self.office = office
        self.clock = clock or make_clock(settings)
        self.corp_id = settings.corp_id
        self.codec = Codec(settings.token, settings.encoding_aes_key.get_secret_value(), settings.corp_id)
        self.calendar = WorkCalendar()
        self.db = Database(settings.database_url)
        self.flow = Flow(self.db, self.clock, office, self.calendar)
        self.moving = asyncio.Lock()
        self._owner = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connect to WeCom's side and begin to tick and send."""
        settings = self.settings
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        self.client = WeComClient(
            self._session,
            settings.wecom_api_base,
            settings.corp_id,
            settings.secret.get_secret_value(),
            settings.agent_id,
            now=self.clock.real,
        )
        self.sender = Sender(self.db, self.client, self.clock, self.office, self.calendar, self._owner)
        self.day = OfficeDay(self.db, self.clock, self.office, self.calendar, self.sender)
        if self.db.is_sqlite:
            await self.db.write(lambda tx: outbox.release(tx, self._owner))
        self._running = asyncio.create_task(self.sender.run())
        self.menu_kept = asyncio.create_task(keep_menu(self.client))
        await self.day.start()
        self.sender.wake()

    async def stop(self) -> None:
        """Finish what is on its way, then let go."""
        self.day.stop()
        for task in (self._running, self.menu_kept):
            if task is not None:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
        await self.sender.close()
        await self._session.close()
        await self.db.close()


def make_clock(settings: Settings) -> Clock:
    """The machine's clock, or the steerable one of design.md 3."""
    return SteerableClock(settings.clock) if settings.clock is not None else SystemClock()
