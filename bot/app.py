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
from bot.shared_token import SharedToken
from bot.wecom.client import WeComClient
from bot.wecom.crypto import Codec
from scheduler.clock import Clock, SteerableClock, SystemClock
from scheduler.workdays import WorkCalendar
from storage import guard, outbox
from storage.db import Database
from storage.office import Office
from storage.trouble import trouble_of
from storage.turns import turn


class Bot:
    """Everything that one `serve` process runs. Its parts are made here and nowhere else."""

    def __init__(
        self, settings: Settings, office: Office, *, clock: Clock | None = None, database: Database | None = None
    ) -> None:
        self.settings = settings
        self.office = office
        guard.heed(office)
        self.clock = clock or make_clock(settings)
        self.corp_id = settings.corp_id
        self.codec = Codec(settings.token, settings.encoding_aes_key.get_secret_value(), settings.corp_id)
        self.calendar = WorkCalendar()
        self.db = database or Database(settings.database_url)
        self.flow = Flow(self.db, self.clock, office, self.calendar)
        self.moving = asyncio.Lock()
        self._owner = f"{os.getpid()}-{secrets.token_hex(4)}"

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
        if not self.db.is_sqlite:
            self.client.share_token(SharedToken(self.db, self.clock, settings.secret.get_secret_value()).fetch)
        self.sender = Sender(self.db, self.client, self.clock, self.office, self.calendar, self._owner)
        self.day = OfficeDay(self.db, self.clock, self.office, self.calendar, self.sender)
        if self.db.is_sqlite:
            await self._release()
        self.sender.start()
        self.flow.presses.start(self.sender.wake)
        self.menu_kept = asyncio.create_task(self._keep_menu())
        await self.day.start()
        self.sender.wake()

    async def _release(self) -> None:
        """Take over what the one before held; on a full or read-only disk its lease ends by itself."""
        try:
            await self.db.write(lambda tx: outbox.release(tx, self._owner))
        except Exception as error:
            if trouble_of(error) is None:
                raise

    async def _keep_menu(self) -> None:
        async with turn(self.db, "wecom_menu"):
            await keep_menu(self.client)

    async def stop(self) -> None:
        """Finish what is on its way, then let go."""
        await self.day.stop()
        await self.flow.presses.stop()
        self.menu_kept.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.menu_kept
        await self.sender.close()
        await self._session.close()
        await self.db.close()


def make_clock(settings: Settings) -> Clock:
    """The machine's clock, or the steerable one of design.md 3."""
    return SteerableClock(settings.clock) if settings.clock is not None else SystemClock()
