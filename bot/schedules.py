"""Entries in people's WeCom calendars: put, changed and taken away, once each, and never in the way of anything else.

WeCom has no key that makes schedule/add idempotent. So the wish to add is written down first; where it stands and no
schedule_id does, an earlier attempt may have got through, and the app's calendar is searched for the object's mark
before anything is added.
"""

import asyncio

import structlog

from bot.metrics import METRICS
from bot.wecom.client import WeComClient
from bot.wecom.errors import WeComError, WeComUnreachable
from bot.wecom.schedules import Schedule
from scheduler.clock import Clock
from storage import outbox, schedules, settings
from storage.db import Database
from storage.messages import CalendarEntry

log = structlog.get_logger("calendar")

AT_ONCE = 4
PATIENCE = outbox.LEASE - 5
"""Seconds for one entry with its wait: it ends while the row is ours, so that nobody else adds it meanwhile."""
NO_PERMISSION = frozenset((48001, 48002, 48004, 48005, 48006, 50006))
"""The app is not among 可调用接口的应用 of the 日程 app, or that app is off (wecom.md 11.0, 13.1)."""
GONE, CALENDAR_GONE = frozenset((90460, 90461)), frozenset((90457, 90459))
SETTING = "wecom_calendar"
NAME, COLOR, ABOUT = "会议安排", "#3370FF", "办公室机器人建立，内容以会议通知为准。"
MARK = "本日程由办公室机器人维护，变动以通知为准。\n编号："


class ScheduleKeeper:
    """Keeps the app's calendar; one per process."""

    def __init__(self, db: Database, client: WeComClient, clock: Clock) -> None:
        self._db, self._api, self._clock = db, client.schedules, clock
        self._limit = asyncio.Semaphore(AT_ONCE)
        self._making = asyncio.Lock()
        self._refused = False

    async def apply(self, entry: CalendarEntry) -> str | None:
        """Bring WeCom's calendar to what the entry says; returns why it could not be, where no repeating would help.

        Raises WeComError and WeComUnreachable, as every call does.
        """
        try:
            async with asyncio.timeout(PATIENCE), self._limit:
                outcome = await (self._put(entry) if entry.action == "put" else self._remove(entry.object))
        except TimeoutError:
            METRICS.calendar.labels("error").inc()
            raise WeComUnreachable("oa/schedule", "超时", maybe_done=True) from None
        except WeComError as error:
            if error.code in NO_PERMISSION:
                return self._no_permission(error)
            METRICS.calendar.labels("error").inc()
            raise
        self._refused = False
        METRICS.calendar.labels(outcome).inc()
        return None

    def _no_permission(self, error: WeComError) -> str:
        """Said once in the log until it works again; counted each time."""
        METRICS.calendar.labels("no_permission").inc()
        if not self._refused:
            self._refused = True
            log.warning("no_calendar", code=error.code, cause=error.cause, fix=error.fix)
        return f"{error.code} {error.cause}"

    async def _put(self, entry: CalendarEntry) -> str:
        schedule, known = _schedule(entry), await self._known(entry.object)
        if known is not None:
            try:
                fresh = await self._api.update(known, schedule)
            except WeComError as error:
                if error.code not in GONE:
                    raise
            else:
                await self._remember(entry.object, fresh)
                return "changed"
        await self._remember(entry.object, None)
        await self._remember(entry.object, await self._add(schedule))
        return "added"

    async def _remove(self, object: str) -> str:
        known = await self._known(object)
        if known is not None:
            try:
                await self._api.delete(known)
            except WeComError as error:
                if error.code not in GONE:
                    raise
        await self._db.write(lambda tx: schedules.forget(tx, object))
        return "removed"

    async def _add(self, schedule: Schedule) -> str:
        calendar = await self._calendar()
        try:
            return await self._api.add(calendar, schedule)
        except WeComError as error:
            if error.code not in CALENDAR_GONE:
                raise
        return await self._api.add(await self._calendar(instead_of=calendar), schedule)

    async def _known(self, object: str) -> str | None:
        """The object's schedule. One that was being added when a call or a process broke off is looked for."""
        row = await self._db.read(lambda tx: schedules.find(tx, object))
        if row is None or row[0] is not None:
            return row and row[0]
        try:
            found = await self._search(object)
        except WeComError as error:
            if error.code not in CALENDAR_GONE:
                raise
            return None
        if found is not None:
            await self._remember(object, found)
        return found

    async def _search(self, object: str) -> str | None:
        calendar = await self._db.read(lambda tx: settings.get(tx, SETTING))
        if calendar is None:
            return None
        async for found in self._api.listed(calendar):
            if found.description == MARK + object:
                return found.schedule_id
        return None

    async def _calendar(self, *, instead_of: str | None = None) -> str:
        """The app's calendar, made when it is first needed or when WeCom knows the old one no more."""
        async with self._making:
            known = await self._db.read(lambda tx: settings.get(tx, SETTING))
            if known is not None and known != instead_of:
                return known
            made = await self._api.add_calendar(NAME, COLOR, ABOUT)
            now = self._clock.now()
            await self._db.write(lambda tx: settings.put(tx, SETTING, made, by="sender", at=now))
            return made

    async def _remember(self, object: str, schedule_id: str | None) -> None:
        await self._db.write(lambda tx: schedules.put(tx, object, schedule_id))


def _schedule(entry: CalendarEntry) -> Schedule:
    if entry.start is None or entry.end is None:
        raise ValueError("an entry has a time")
    return Schedule(
        attendees=entry.attendees,
        summary=entry.summary,
        description=MARK + entry.object,
        start=entry.start,
        end=entry.end,
        location=entry.location,
    )
