"""Entries for people's WeCom calendars, on their way into the outbox (wecom.md 11.2)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from scheduler.etiquette import not_before
from storage import outbox, schedules
from storage.messages import CalendarEntry
from storage.office import Office
from storage.outbox import Lane

WORDS = 128
"""Characters of the title and of the place of an entry."""


def put(
    tx: Connection,
    office: Office,
    now: datetime,
    object: str,
    *,
    summary: str,
    start: datetime,
    end: datetime,
    location: str,
    attendees: Iterable[str],
) -> None:
    """Make or change the object's entry, when all who attend may be disturbed; what is over is not put.

    Raises ValueError and GuardRefused as Desk.calendar_put says.
    """
    people = tuple({userid.lower(): userid for userid in attendees}.values())
    entry = CalendarEntry(
        action="put",
        object=object,
        summary=_within(summary),
        start=start,
        end=end,
        location=_within(location),
        attendees=people,
    )
    if end > now:
        allowed = max(not_before(now, Lane.TIMELY, userid, office) for userid in people)
        _enqueue(tx, entry, now, allowed, end)


def remove(tx: Connection, office: Office, now: datetime, object: str) -> None:
    """Take the object's entry away."""
    entry = CalendarEntry(action="remove", object=object)
    _enqueue(tx, entry, now, not_before(now, Lane.TIMELY, None, office), None)


def _enqueue(
    tx: Connection, entry: CalendarEntry, now: datetime, allowed: datetime, expires_at: datetime | None
) -> None:
    schedules.overtake(tx, entry.object)
    outbox.enqueue(
        tx,
        schedules.address(entry.object),
        entry,
        lane=Lane.ROUTINE,
        now=now,
        not_before=allowed,
        expires_at=expires_at,
        subject=entry.object,
    )


def _within(text: str) -> str:
    """The text, with … where it is longer than WeCom's calendar takes."""
    return text if len(text) <= WORDS else f"{text[: WORDS - 1]}…"
