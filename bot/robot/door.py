"""Keeps the robot's one connection: lease, subscription, reconnecting, standing down (wecom.md 12.7)."""

import asyncio
import contextlib
import random
from collections.abc import Callable

import aiohttp
import structlog
from prometheus_client import Gauge
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.logs import place
from bot.metrics import METRICS
from bot.robot import lease, words
from bot.robot.hearing import Heard, Json, hear
from bot.robot.link import Link, Lost, Refused, open_link
from bot.robot.pace import Pace
from scheduler.clock import Clock, local
from scheduler.etiquette import not_before
from storage import outbox
from storage.db import Database, Unreachable
from storage.messages import Text
from storage.office import Office, Role
from storage.outbox import Lane

log = structlog.get_logger("robot")

ALREADY = frozenset({846606, 846625})
"""On a repeated frame these say that the first one had arrived; an answer given twice is none of ours to repeat."""
WRONG_SECRET, NOT_ENABLED = 853000, 846601
STOPPED = {WRONG_SECRET: words.refused, NOT_ENABLED: words.switched_off}
CONNECTED = Gauge("zhongshu_robot_connected", "Whether this server holds the robot's link", registry=METRICS.registry)


class Door:
    """One per process. `on_heard` is called with every message, press and entry, and must not wait."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        office: Office,
        owner: str,
        url: str,
        bot_id: str,
        secret: str,
        on_heard: Callable[[Heard], None],
        pace: Pace,
    ) -> None:
        self._db, self._clock, self._office, self._owner = db, clock, office, owner
        self._url, self._bot_id, self._secret = url, bot_id, secret
        self._on_heard, self.pace = on_heard, pace
        self._link: Link | None = None
        self._connected = asyncio.Event()
        self._gone = False
        self._running: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Begin. A start of the server lifts what barred the robot."""
        with contextlib.suppress(Unreachable, DBAPIError):
            await self._db.write(lambda tx: lease.unbar(tx, self._clock.now()), alone=True)
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        self._running = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Let go of the connection and of the lease, so that another server may have both at once."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        if self._link is not None:
            await self._link.close()
        self._unlink()
        await self._session.close()
        with contextlib.suppress(Unreachable, DBAPIError):
            await self._db.write(lambda tx: lease.let_go(tx, self._owner, self._clock.now()), alone=True)

    @property
    def connected(self) -> bool:
        """Whether this server has the connection at this moment."""
        return self._link is not None and self._link.alive

    async def call(self, cmd: str, body: Json, req_id: str | None = None) -> bool:
        """Send a frame, once more on the next connection when this one breaks.

        Returns whether WeCom took it now; False: it had taken it before. Raises Refused, Lost.
        """
        broke: Lost | None = None
        for _ in range(2):
            link = await self._linked()
            if link is None:
                raise broke or Lost(maybe=False)
            try:
                await link.call(cmd, body, req_id)
                return True
            except Lost as lost:
                broke = lost if broke is None or not broke.maybe else broke
            except Refused as refused:
                if refused.code in ALREADY and (broke is not None or cmd == "aibot_respond_msg"):
                    return False
                raise
        raise broke or Lost(maybe=False)

    async def _linked(self) -> Link | None:
        """The connection, waiting a little for the next one."""
        if self._link is not None and not self._link.alive:
            self._unlink()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.pace.patience):
                await self._connected.wait()
        return self._link if self._link is not None and self._link.alive else None

    async def _run(self) -> None:
        delay = self.pace.first_retry
        while True:
            if await self._take_lease() != "ours":
                await asyncio.sleep(self.pace.look)
                continue
            started = self._clock.real()
            try:
                await self._one_connection()
                if self._clock.real() - started > self.pace.slowest_retry:
                    delay = self.pace.first_retry  # one that broke at once is no reason to hurry (rate protection)
            except Refused as refused:
                if refused.code in STOPPED:
                    await self._bar(str(refused.code), STOPPED[refused.code]())
                log.error("robot_refused", code=refused.code)
            except (Lost, aiohttp.ClientError, OSError, TimeoutError) as error:
                log.warning("robot_unreachable", error=type(error).__name__)
            except Exception as error:  # noqa: BLE001 - a bug must not close the door for ever
                METRICS.faults.inc()
                log.error("robot_fault", at_code=place(error))
            finally:
                self._unlink()
            await asyncio.sleep(delay * random.uniform(0.8, 1.2))
            delay = min(delay * 2, self.pace.slowest_retry)

    async def _one_connection(self) -> None:
        """Connect, subscribe, and stay until it ends. Raises Refused, Lost and what a network raises."""
        self._gone = False
        link = await open_link(self._session, self._url, self.pace, self._clock.real, self._heard)
        keeping: asyncio.Task[None] | None = None
        try:
            await link.subscribe(self._bot_id, self._secret)
            log.info("robot_connected")
            self._link = link
            self._connected.set()
            CONNECTED.set(1)
            keeping = asyncio.create_task(self._keep_lease(link))
            await link.listen()
        finally:
            if keeping is not None:
                keeping.cancel()
                await asyncio.gather(keeping, return_exceptions=True)
            await link.close()
        log.warning("robot_disconnected")
        if self._gone or link.taken_over:
            await self._stand_down()

    def _unlink(self) -> None:
        self._link = None
        self._connected.clear()
        CONNECTED.set(0)

    def _heard(self, frame: Json) -> None:
        heard = hear(frame)
        if heard.sort == "gone":
            self._gone = True
            link, self._link = self._link, None
            self._connected.clear()
            if link is not None:
                self._closing = asyncio.create_task(link.close())
        elif heard.sort != "other":
            self._on_heard(heard)

    async def _take_lease(self) -> lease.State:
        now, real = self._clock.now(), self._clock.real()
        try:
            return await self._db.write(
                lambda tx: lease.take(tx, self._owner, real=real, seconds=self.pace.lease, now=now), alone=True
            )
        except (Unreachable, DBAPIError) as error:
            log.warning("robot_lease", error=type(error).__name__)
            return "others"

    async def _keep_lease(self, link: Link) -> None:
        """Renew it; a connection whose lease is lost or cannot be renewed in time is given up."""
        until = self._clock.real() + self.pace.lease
        while self._clock.real() < until:
            await asyncio.sleep(self.pace.lease / 3)
            asked = self._clock.real()
            if await self._take_lease() == "ours":
                until = asked + self.pace.lease
        await link.close()

    async def _stand_down(self) -> None:
        """Somebody else has the connection. One of our own servers: its lease says so. A stranger: tell, and wait."""
        real = self._clock.real()
        if await self._db.read(lambda tx: lease.held_by_another(tx, self._owner, real=real)):
            return
        log.error("robot_taken_over")
        await self._bar("taken_over", words.taken_over())

    async def _bar(self, reason: str, text: str) -> None:
        now = self._clock.now()

        def unit(tx: Connection) -> None:
            lease.bar(tx, self._owner, reason, now)
            for person in self._office.people_with(Role.SYSADMIN):
                outbox.enqueue(
                    tx,
                    outbox.user(person.userid),
                    Text(text=text),
                    lane=Lane.TIMELY,
                    now=now,
                    not_before=not_before(now, Lane.TIMELY, person.userid, self._office),
                    dedupe_key=f"robot:{reason}:{local(now).date()}:{person.userid}",
                )

        try:
            await self._db.write(unit, alone=True)
        except (Unreachable, DBAPIError) as error:
            log.error("robot_not_barred", reason=reason, error=type(error).__name__)
