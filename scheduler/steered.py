"""Where the steerable clock of a running server stands, for the other commands on its database (design.md 3)."""

from datetime import datetime

from sqlalchemy import Connection

from scheduler.clock import Clock, SteerableClock
from storage import settings


def keep(tx: Connection, clock: Clock) -> None:
    """Write down where the clock stands. The machine's own clock needs no mark and wipes that of a trial."""
    if isinstance(clock, SteerableClock):
        settings.put(tx, settings.CLOCK, clock.now().isoformat(), by="clock", at=clock.now())
    else:
        settings.forget(tx, settings.CLOCK)


def office_time(tx: Connection, clock: Clock) -> datetime:
    """The office's time as the server on this database has it; that of `clock` where no clock was steered."""
    kept = settings.get(tx, settings.CLOCK)
    if kept is None:
        return clock.now()
    stands = datetime.fromisoformat(kept)
    return max(stands, clock.now()) if isinstance(clock, SteerableClock) else stands
