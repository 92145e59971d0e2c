"""Each workday morning the running server examines itself and tells the administrator what is wrong, once.

What was told is remembered until it is mended or changes; of several servers on one database one looks.
"""

import asyncio
import contextlib
import hashlib
import json
import os
import re
import secrets
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, timedelta

import structlog
from aiohttp import web
from sqlalchemy import Connection

from bot.app import Bot
from bot.doctor.finding import Finding, Severity, Situation
from bot.doctor.profile import look_at_profile
from bot.doctor.walk import examine_running
from bot.logs import place
from bot.server import BOT
from scheduler.clock import SHANGHAI, local
from scheduler.desk import Desk
from storage import settings
from storage.db import lock
from storage.guard import GuardRefused
from storage.office import Role
from storage.outbox import Lane

log = structlog.get_logger("doctor")

DAY, TOLD = "doctor_day", "doctor_told"
BEFORE_WORK = timedelta(minutes=30)
PAUSE = 2.0
"""Real seconds between two looks at the clock."""
MOST = 6
"""Findings told in one message."""
_COUNTED = re.compile(r"\d+(?:\.\d+)?(?=天|小时|分钟|秒|MB|条|次)")


async def mornings(app: web.Application) -> AsyncIterator[None]:
    """For `app.cleanup_ctx`: look at the clock as long as the server runs."""
    watching = asyncio.create_task(_watch(app[BOT]))
    yield
    watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watching


async def _watch(bot: Bot) -> None:
    looked: date | None = None
    while True:
        await asyncio.sleep(PAUSE)
        now = bot.clock.now()
        if (today := local(now).date()) == looked or not _is_morning(bot, now):
            continue
        looked = today
        try:
            await look(bot, os.environ.copy())
        except Exception as error:  # noqa: BLE001 - tomorrow is another morning
            log.error("doctor_failed", at_code=place(error))


async def look(bot: Bot, environ: dict[str, str]) -> list[Finding]:
    """When it is a workday morning and nobody has looked: examine and tell. Returns what is told."""
    now = bot.clock.now()
    if not _is_morning(bot, now) or not await bot.db.write(lambda tx: _first_today(tx, now)):
        return []
    situation = Situation(bot.settings, frozenset(), bot.office, now, bot.clock.real, environ, bot.calendar)
    found = [*await examine_running(situation), *look_at_profile(bot.office)]
    ill = [finding for finding in found if finding.severity is not Severity.NOTE]
    for finding in ill:
        log.warning("finding", code=finding.code, severity=finding.severity.value)
    fresh = await bot.db.write(lambda tx: _tell(tx, bot, now, ill))
    if fresh:
        bot.sender.wake()
    return fresh


def _is_morning(bot: Bot, now: datetime) -> bool:
    here = local(now)
    opening = datetime.combine(here.date(), bot.office.hours[0].start, SHANGHAI) - BEFORE_WORK
    return bot.calendar.is_workday(here.date()) and here >= opening


def _first_today(tx: Connection, now: datetime) -> bool:
    lock(tx, DAY)
    today = local(now).date()
    last = settings.get(tx, DAY)
    if last is not None and date.fromisoformat(last) >= today:
        return False
    settings.put(tx, DAY, today.isoformat(), by="doctor", at=now)
    return True


def _tell(tx: Connection, bot: Bot, now: datetime, ill: Sequence[Finding]) -> list[Finding]:
    told = set(json.loads(settings.get(tx, TOLD) or "[]"))
    fresh = [finding for finding in ill if _mark(finding) not in told]
    settings.put(tx, TOLD, json.dumps(sorted({_mark(finding) for finding in ill})), by="doctor", at=now)
    people = [person.userid for person in bot.office.people_with(Role.SYSADMIN)]
    if not fresh or not people:
        return fresh
    desk = Desk(tx=tx, now=now, office=bot.office, calendar=bot.calendar, request_id=f"doctor-{secrets.token_hex(4)}")
    try:
        desk.tell(people, _message(fresh, now), lane=Lane.TIMELY)
    except GuardRefused:  # a name in the profile that may not go out: the terminal shows it
        desk.tell(
            people, f"【系统体检】发现{len(fresh)}个问题，请在服务器上运行 zhongshu doctor 查看。", lane=Lane.TIMELY
        )
    return fresh


def _mark(finding: Finding) -> str:
    """The same tomorrow, though the days left or the messages waiting are others."""
    same = f"{finding.code}|{finding.what}|{_COUNTED.sub('', finding.cause)}"
    return hashlib.sha256(same.encode()).hexdigest()[:16]


def _message(fresh: Sequence[Finding], now: datetime) -> str:
    here = local(now)
    lines = [f"【系统体检】{here.month}月{here.day}日发现{len(fresh)}个问题："]
    lines += [f"{n}. {f.what}：{f.cause}。处理：{f.fix}。" for n, f in enumerate(fresh[:MOST], 1)]
    rest = f"另有{len(fresh) - MOST}个问题，" if len(fresh) > MOST else ""
    return "\n".join([*lines, f"{rest}全部情况请在服务器上运行 zhongshu doctor。"])
