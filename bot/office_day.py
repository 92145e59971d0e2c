"""Time passing: the ticks of APScheduler, and moving the steerable clock (design.md 1, 3)."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Connection

from bot.logs import place
from bot.metrics import METRICS
from bot.sender import Sender
from handlers.registry import lines
from scheduler import steered
from scheduler.clock import SHANGHAI, Clock, SteerableClock
from scheduler.desk import Desk
from scheduler.ticks import Fire, Fired, tick
from scheduler.workdays import WorkCalendar
from storage import audit, files, inbox, outbox, reminders
from storage.db import Database
from storage.office import Office
from storage.trouble import trouble_of

log = structlog.get_logger("time")

MANY = 200
TICK = 1.0
"""Seconds from a look at what is due to the next."""
LAST_JOBS = 3.0
"""Seconds that running jobs are given when the server stops."""


class OfficeDay:
    """Fires reminders as they fall due and keeps the house in order. One per process; ticks only claim rows."""

    def __init__(self, db: Database, clock: Clock, office: Office, calendar: WorkCalendar, sender: Sender) -> None:
        self._db, self._clock, self._office, self._calendar, self._sender = db, clock, office, calendar, sender
        self._fires: dict[tuple[str, str], Fire] = {
            (line.name, kind): fire for line in lines() for kind, fire in line.reminders.items()
        }
        self._scheduler = AsyncIOScheduler(timezone=SHANGHAI)
        self._at_work: set[asyncio.Task[object]] = set()
        self._one_hand = asyncio.Lock()
        """Held for a tick, and while the clock is moved: a tick that commits between two moments would be passed by."""
        self._begun, self._quiet_until = False, 0.0

    async def start(self) -> None:
        """Plan, then tick. With a full or read-only database the planning waits until it can be kept."""
        await self._try_to_begin()
        self._every(TICK, self.tick)
        self._every(TICK, self._sweep)
        self._every(TICK, self._seal)
        self._every(3600, self._forget)
        self._scheduler.start()

    async def _try_to_begin(self) -> None:
        try:
            await self._db.write(self.begin)
        except Exception as error:
            if trouble_of(error) is None:
                raise
            self._say_trouble(error)
        else:
            self._begun = True

    def _say_trouble(self, error: Exception) -> None:
        """Once a minute, not at every tick: a full disk is no place for a long log."""
        if self._clock.real() >= self._quiet_until:
            self._quiet_until = self._clock.real() + 60
            log.error("cannot_keep", trouble=trouble_of(error))

    def begin(self, tx: Connection) -> None:
        """Let the lines plan what must always be planned."""
        steered.keep(tx, self._clock)
        for line in lines():
            if line.start is not None:
                line.start(self._desk(tx))

    async def stop(self) -> None:
        """No more ticks; those that run are waited for, because the scheduler would cancel them and cry out."""
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        await asyncio.sleep(0)
        if self._at_work:
            await asyncio.wait(self._at_work, timeout=LAST_JOBS)
        self._scheduler.shutdown(wait=False)

    async def tick(self) -> int:
        """Fire everything that is due now; returns how many reminders were claimed."""
        async with self._one_hand:
            return await self._tick()

    async def _tick(self) -> int:
        total = 0
        if not self._begun:
            await self._try_to_begin()
        while self._begun:
            fired: Fired = await self._db.write(lambda tx: tick(self._desk(tx), self._fires, MANY), alone=True)
            for reminder, error in fired.failed:
                METRICS.faults.inc()
                log.error(
                    "reminder_failed", line=reminder.line, kind=reminder.kind, id=reminder.id, at_code=place(error)
                )
            METRICS.reminders.labels("fired").inc(fired.done)
            METRICS.reminders.labels("failed").inc(len(fired.failed))
            claimed = fired.done + len(fired.failed)
            total += claimed
            if claimed:
                self._sender.wake()
            if claimed < MANY:
                break
        return total

    async def advance(self, clock: SteerableClock, to: datetime) -> None:
        """Move the clock, doing on the way what falls due, in the order of its due times. ValueError: going back."""
        async with self._one_hand:
            if to < clock.now():
                clock.move(to)
            while True:
                moment = await self._db.write(self.next_moment)
                if moment is None or moment > to:
                    break
                await self._at(clock, max(moment, clock.now()))
            await self._at(clock, to)

    async def _at(self, clock: SteerableClock, moment: datetime) -> None:
        clock.move(moment)
        await self._db.write(lambda tx: steered.keep(tx, clock))
        await self._sweep()
        await self._tick()
        await self._sender.drain()

    def next_moment(self, tx: Connection) -> datetime | None:
        """The next office instant after now at which something falls due, or now when something is overdue."""
        now = self._clock.now()
        times = [reminders.next_due(tx), outbox.next_time(tx, now)]
        return min((time for time in times if time is not None), default=None)

    def _desk(self, tx: Connection) -> Desk:
        return Desk(
            tx=tx,
            now=self._clock.now(),
            office=self._office,
            calendar=self._calendar,
            request_id=f"tick-{secrets.token_hex(4)}",
        )

    async def _sweep(self) -> None:
        now, real = self._clock.now(), self._clock.real()

        def unit(tx: Connection) -> bool:
            outbox.sweep(tx, now=now, real=real)
            return outbox.may_go(tx, now)

        if await self._db.write(unit, alone=True):
            self._sender.wake()

    async def _seal(self) -> None:
        await self._db.write(audit.seal, alone=True)

    async def _forget(self) -> None:
        now = self._clock.now().astimezone(UTC)
        await self._db.write(lambda tx: inbox.forget_old(tx, now))
        await self._db.write(lambda tx: files.forget_old(tx, now))

    def _every(self, seconds: float, job: Callable[[], Awaitable[object]]) -> None:
        self._scheduler.add_job(
            partial(self._work, job),
            "interval",
            name=job.__name__,
            seconds=seconds,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )

    async def _work(self, job: Callable[[], Awaitable[object]]) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - the scheduler runs jobs as tasks
        self._at_work.add(task)
        try:
            await job()
        except Exception as error:
            if trouble_of(error) is None:
                raise
            self._say_trouble(error)
        finally:
            self._at_work.discard(task)
