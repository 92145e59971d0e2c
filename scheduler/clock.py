"""The one clock. Nothing else in the project reads the time of day.

Two times are told apart (design.md 3): *office time*, which the steerable clock of tests and demos moves, and
*real time*, which waits of seconds (retry, coalescing, leases, rate windows) run on.
"""

import time
from datetime import UTC, datetime, timedelta, timezone
from typing import Protocol

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Beijing time. China has no daylight saving, so a fixed offset needs no time zone database on the machine."""


class Clock(Protocol):
    """Tells office time (aware, UTC) and real time (seconds of the wall clock, for short waits only)."""

    def now(self) -> datetime:
        """Office time, aware, in UTC."""
        ...

    def real(self) -> float:
        """Seconds since the epoch of the machine's own clock."""
        ...


class SystemClock:
    """Office time is the machine's time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def real(self) -> float:
        return time.time()


class SteerableClock:
    """Office time stands still until moved; real time goes on (design.md 3, ``ZHONGSHU_CLOCK``)."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            start = start.replace(tzinfo=SHANGHAI)
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def real(self) -> float:
        return time.time()

    def move(self, to: datetime) -> None:
        """Set office time. Raises ValueError when that would go back."""
        if to < self._now:
            raise ValueError("时钟只能向前拨")
        self._now = to.astimezone(UTC)


def local(instant: datetime) -> datetime:
    """The instant as Beijing time."""
    return instant.astimezone(SHANGHAI)
