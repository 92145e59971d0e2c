"""What stands in the database, measured every few seconds for /metrics: waiting messages, overdue reminders, health."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from datetime import datetime
from typing import NamedTuple

import structlog
from aiohttp import web
from sqlalchemy import Connection, func, select

from bot.app import Bot
from bot.logs import place
from bot.metrics import METRICS
from bot.server import BOT
from storage.tables import guard_counter, outbox, reminder

log = structlog.get_logger("gauges")

PAUSE = 15.0
"""Real seconds between two measurements."""


class Standing(NamedTuple):
    """`oldest`, `latest`: seconds by which the first waiting message and the first planned reminder are overdue."""

    waiting: int
    oldest: float
    overdue: int
    latest: float
    refusals: int


async def gauges(app: web.Application) -> AsyncIterator[None]:
    """For `app.cleanup_ctx`: measure as long as the server runs."""
    measuring = asyncio.create_task(_go_on(app[BOT]))
    yield
    measuring.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await measuring


async def _go_on(bot: Bot) -> None:
    while True:
        await measure(bot)
        await asyncio.sleep(PAUSE)


async def measure(bot: Bot) -> None:
    """Measure once. A database that cannot be read is itself a measurement."""
    now, started = bot.clock.now(), time.monotonic()
    try:
        standing = await bot.db.read(lambda tx: _standing(tx, now))
    except Exception as error:  # noqa: BLE001 - whatever the reason, the database is down
        METRICS.database_up.set(0)
        log.warning("database_down", at_code=place(error))
        return
    METRICS.database_up.set(1)
    METRICS.database_seconds.set(time.monotonic() - started)
    METRICS.outbox_waiting.set(standing.waiting)
    METRICS.outbox_oldest.set(standing.oldest)
    METRICS.reminders_overdue.set(standing.overdue)
    METRICS.reminders_latest.set(standing.latest)
    METRICS.guard_refusals.set(standing.refusals)


def _standing(tx: Connection, now: datetime) -> Standing:
    waiting = outbox.c.state.in_(("queued", "sending"))
    messages, first = tx.execute(select(func.count(), func.min(outbox.c.not_before)).where(waiting)).one()
    due = reminder.c.state == "planned", reminder.c.due_at <= now
    count, earliest = tx.execute(select(func.count(), func.min(reminder.c.due_at)).where(*due)).one()
    refusals = tx.execute(select(func.coalesce(func.sum(guard_counter.c.n), 0))).scalar_one()
    return Standing(messages, _behind(first, now), count, _behind(earliest, now), int(refusals))


def _behind(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since is not None else 0.0
