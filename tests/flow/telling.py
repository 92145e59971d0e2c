"""Saying things through the desk, as the lines of business do, to see when and how they arrive."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from scheduler.clock import SHANGHAI
from scheduler.desk import Desk
from storage.messages import Card
from storage.outbox import Lane
from tests.day import Day

CLERK, LEADER = "like", "hexiaodong"


def tell(day: Day, who: str | list[str], *texts: str | Card, lane: Lane = Lane.ROUTINE, **more: Any) -> None:
    """Say these things through the desk at this moment, in one transaction."""

    def unit(tx: Connection) -> None:
        desk = Desk(
            tx=tx, now=day.clock.now(), office=day.office, calendar=day.bot.calendar, request_id="t", actor="zhangmin"
        )
        for text in texts:
            desk.tell(who, text, lane=lane, **more)

    day.bot.db.write_now(unit)


async def told(day: Day, who: str, *texts: str | Card, lane: Lane = Lane.ROUTINE, **more: Any) -> list[str]:
    """What arrives at once when these things are said."""
    day.phone(who).new()
    tell(day, who, *texts, lane=lane, **more)
    await day.settle()
    return day.phone(who).new()


def at(when: str) -> datetime:
    return datetime.fromisoformat(when).replace(tzinfo=SHANGHAI)
