"""What the clock bar of the demo shows: the day and its kind, the hour, and who heard something by the last move."""

from dataclasses import dataclass
from datetime import datetime

from bot.sandbox.arrivals import reached
from bot.sandbox.timeline import next_message
from bot.sandbox.world import Demo
from scheduler import wording
from scheduler.clock import local
from storage.office import Person


@dataclass(frozen=True)
class ClockView:
    """The clock bar. `kind` is work, off or makeup; `reached` says who got how many messages by the last move."""

    day: str
    hour: str
    kind: str
    label: str
    upcoming: str
    earliest: str
    error: str = ""
    reached: tuple[tuple[Person, int], ...] | None = None


async def clock_view(demo: Demo, error: str = "", since: int | None = None) -> ClockView:
    """The clock bar; with `since`, who has got messages with a higher id."""
    now, calendar = local(demo.clock.now()), demo.bot.calendar
    moment = await next_message(demo)
    holiday = calendar.holiday_name(now.date())
    if calendar.is_makeup(now.date()):
        kind, label = "makeup", "调休上班"
    elif calendar.is_workday(now.date()):
        kind, label = "work", "工作日"
    else:
        kind, label = "off", f"{holiday}放假" if holiday else "周末"
    return ClockView(
        day=wording.long_day(now),
        hour=f"{now:%H:%M}",
        kind=kind,
        label=label,
        upcoming=_soon(local(max(moment, now)), now) if moment else "",
        earliest=f"{now:%Y-%m-%dT%H:%M}",
        error=error,
        reached=None if since is None else reached(demo.fake, demo.office, since),
    )


def _soon(then: datetime, now: datetime) -> str:
    days = (then.date() - now.date()).days
    return f"{('今天', '明天', '后天')[days]}{wording.hour(then)}" if days <= 2 else wording.moment(then)
