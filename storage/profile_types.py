"""Kinds of values in the office profile (spans, offsets, hours of the day), each refused with the way to write it."""

import re
from datetime import time
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict

MONTHS_PER_YEAR = 12
WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")


class Span(NamedTuple):
    """A length of time: ``m`` minutes, ``h`` hours, ``wh`` working hours, ``d`` days, ``wd`` workdays."""

    amount: int
    unit: Literal["m", "h", "wh", "d", "wd"]


class Offset(NamedTuple):
    """Workdays before (negative) or after a meeting, and the time of that day where one is set."""

    workdays: int
    at: time | None = None


class Window(NamedTuple):
    """Hours of the day, Beijing time, [start, end); it wraps over midnight when start > end."""

    start: time
    end: time


class WeeklyAt(NamedTuple):
    """A weekday (0 = Monday) and a time of day."""

    weekday: int
    at: time


def _time(value: object) -> time:
    if isinstance(value, time):
        return value
    if isinstance(value, str) and re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", value):
        hour, minute = value.split(":")
        return time(int(hour), int(minute))
    raise ValueError(f'“{value}”不是时刻，请写成带引号的 "15:30"')


def _span(value: object) -> object:
    if isinstance(value, str) and (m := re.fullmatch(r"(\d+)(m|h|wh|d|wd)", value)):
        return Span(int(m[1]), m[2])  # type: ignore[arg-type]
    if isinstance(value, tuple):
        return value
    raise ValueError(f"“{value}”不是时长，请写成 30m、24h、4wh、10d 或 3wd")


def _offset(value: object) -> object:
    if isinstance(value, str) and (m := re.fullmatch(r"([+-]?\d+)wd(?: (\S+))?", value)):
        return Offset(int(m[1]), _time(m[2]) if m[2] else None)
    if isinstance(value, tuple):
        return value
    raise ValueError(f'“{value}”不是工作日偏移，请写成 -1wd 或 "-1wd 12:00"')


def _window(value: object) -> object:
    if isinstance(value, str) and value.count("-") == 1:
        start, end = value.split("-")
        return Window(_time(start.strip()), _time(end.strip()))
    if isinstance(value, tuple):
        return value
    raise ValueError(f'“{value}”不是时段，请写成带引号的 "22:00-07:30"')


def _weekly(value: object) -> object:
    if isinstance(value, str) and (m := re.fullmatch(r"([A-Z]{3}) (\S+)", value)) and m[1] in WEEKDAYS:
        return WeeklyAt(WEEKDAYS.index(m[1]), _time(m[2]))
    if isinstance(value, tuple):
        return value
    raise ValueError(f"“{value}”不是每周时点，请写成 FRI 12:00")


def _months(value: object) -> object:
    if isinstance(value, str) and (m := re.fullmatch(r"(\d+)([ym])", value)):
        return int(m[1]) * (MONTHS_PER_YEAR if m[2] == "y" else 1)
    if isinstance(value, int):
        return value
    raise ValueError(f"“{value}”不是保存期限，请写成 3y 或 12m")


def _light(value: object) -> object:
    """``3wd``, ``0..3wd over`` and ``>3wd over`` (Annex F) all name one bound in workdays."""
    if isinstance(value, str) and (m := re.search(r"(\d+)wd", value)):
        return int(m[1])
    if isinstance(value, int):
        return value
    raise ValueError(f"“{value}”不是亮灯条件，请写成 3wd")


TimeOfDay = Annotated[time, BeforeValidator(_time)]
SpanField = Annotated[Span, BeforeValidator(_span)]
OffsetField = Annotated[Offset, BeforeValidator(_offset)]
WindowField = Annotated[Window, BeforeValidator(_window)]
WeeklyField = Annotated[WeeklyAt, BeforeValidator(_weekly)]
Months = Annotated[int, BeforeValidator(_months)]
LightBound = Annotated[int, BeforeValidator(_light)]


class Section(BaseModel):
    """A section of the profile: unchangeable, and a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)
