"""From when to when somebody is away: as it is heard, and as it is said (domain.md 6.5)."""

from datetime import datetime, time, timedelta
from typing import Any

from handlers.line import Slots
from handlers.said import Said, When
from scheduler.clock import SHANGHAI, local
from scheduler.wording import day as day_words
from scheduler.wording import hour, moment

_AFTERNOON = (14, 30)


def range_slot(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """start/end, whole days or half ones."""
    times = sorted((one for one in said.times if one.start or one.end), key=lambda one: one.span)
    if not times:
        return None
    start, end = _edges(times[0])
    if len(times) > 1:
        end = max(end, _edges(times[1])[1])
    return f"{start.isoformat()}/{end.isoformat()}"


def _edges(when: When) -> tuple[datetime, datetime]:
    start = when.start or when.end
    if start is None:
        raise ValueError("a time without a start or an end")
    midnight = datetime.combine(local(start).date(), time(), SHANGHAI) + timedelta(days=1)
    if when.grain == "day" and when.end is None:
        return start, midnight
    end = when.end or midnight
    return start, end if end > start else midnight


def span_of(slots: Slots) -> tuple[datetime, datetime] | None:
    """The span that was said, as aware instants."""
    value: Any = slots.get("date_range")
    if not value:
        return None
    start, _, end = str(value).partition("/")
    return datetime.fromisoformat(start), datetime.fromisoformat(end)


def span_words(start: datetime, end: datetime) -> str:
    """9月23日（星期三）至9月25日（星期五）, 9月23日（星期三）上午."""
    first, last = local(start), local(end)
    if (first.hour, first.minute, last.hour, last.minute) == (0, 0, 0, 0):
        final = last.date() - timedelta(days=1)
        return day_words(first) if first.date() == final else f"{day_words(first)}至{day_words(final)}"
    if first.date() == last.date():
        return f"{moment(start)}至{hour(end)}"
    until = day_words(last.date() - timedelta(days=1)) if (last.hour, last.minute) == (0, 0) else moment(end)
    begin = f"{day_words(first)}下午" if (first.hour, first.minute) == _AFTERNOON else moment(start)
    return f"{begin}至{until}"
