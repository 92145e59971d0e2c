"""What is to take several days: rooms are booked and notices sent by the day, so nothing of it may get lost unsaid."""

import re
from datetime import date, timedelta

from handlers.said import Said
from scheduler.clock import local
from scheduler.wording import day

_FROM_TO = re.compile("[到至~～—–-]")
_OVERNIGHT = timedelta(hours=14)


def days_of(said: Said) -> tuple[date, date] | None:
    """The first and the last day of 9月24日到26日上午; None within one day, and for a night."""
    for when in said.times:
        if when.start is None or when.end is None or when.rrule or when.deadline or not _FROM_TO.search(when.text):
            continue
        first, last = local(when.start).date(), local(when.end - timedelta(microseconds=1)).date()
        if first < last and when.end - when.start > _OVERNIGHT:
            return first, last
    return None


def one_by_one(first: date, last: date, room: str) -> str:
    """How to book a room for several days."""
    second = first + timedelta(days=1)
    each = "；".join(f"订{room}，{one.month}月{one.day}日9点到17点半" for one in (first, second))
    return f"会议室按天订，{day(first)}至{day(last)}请逐天说，可以一次发来，如“{each}”。尚未预订。"


def only_first(first: date, last: date) -> str:
    """What stands above the draft of a notice for several days."""
    return f"通知按天发，这份先写{day(first)}的；到{day(last)}的其余各天请另发，或在内容里写明。"
