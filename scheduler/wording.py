"""How dates and times are written to people (domain.md 9.2)."""

from datetime import date, datetime

from scheduler.clock import local

WEEKDAYS = "一二三四五六日"


def day(value: date | datetime) -> str:
    """9月23日（星期三）; the year is added when it is asked for with `long_day`."""
    found = local(value) if isinstance(value, datetime) else value
    return f"{found.month}月{found.day}日（星期{WEEKDAYS[found.weekday()]}）"


def long_day(value: date | datetime) -> str:
    """2026年9月23日（星期三）, as in formal notices."""
    found = local(value) if isinstance(value, datetime) else value
    return f"{found.year}年{day(found)}"


def hour(value: datetime) -> str:
    """9:00, 17:30: 24 hours, Beijing time."""
    found = local(value)
    return f"{found.hour}:{found.minute:02d}"


def moment(value: datetime) -> str:
    """9月23日（星期三）9:00."""
    return f"{day(value)}{hour(value)}"


def deadline(value: datetime) -> str:
    """9月24日17:30, as a time limit is written."""
    found = local(value)
    return f"{found.month}月{found.day}日{hour(found)}"


def numbered(options: tuple[str, ...] | list[str]) -> str:
    """1是 2否: the options of a question."""
    return " ".join(f"{index}{option}" for index, option in enumerate(options, 1))
