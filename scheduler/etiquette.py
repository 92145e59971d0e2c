"""When a message may reach a person: quiet hours and the daily cap (domain.md 2.7, 7.9, Annex F `push`)."""

from datetime import UTC, datetime, time

from scheduler.clock import SHANGHAI, local
from scheduler.hours import next_allowed
from scheduler.workdays import WorkCalendar
from storage.office import Office
from storage.outbox import Lane
from storage.profile_types import Window

AT_ANY_HOUR = frozenset({Lane.URGENT, Lane.ANSWER})


def not_before(now: datetime, lane: Lane, userid: str | None, office: Office, own: tuple[Window, ...] = ()) -> datetime:
    """The first instant (UTC) at which a message of this lane may go to the person (None: a group).

    `own` are the person's own quiet hours (少打扰), beside those of the office.
    """
    if lane in AT_ANY_HOUR:
        return now
    leader = userid is not None and office.is_leader(userid)
    rules = office.limits.push
    if own:
        rules = rules.model_copy(update={"quiet": (*rules.quiet, *own)})
    return next_allowed(now, leader, rules).astimezone(UTC)


def day_start(now: datetime) -> datetime:
    """Beijing midnight of the day, in UTC: from here routine messages are counted."""
    return datetime.combine(local(now).date(), time(), SHANGHAI).astimezone(UTC)


def after_cap(now: datetime, office: Office, calendar: WorkCalendar) -> datetime:
    """Where a routine message goes when the person had enough today: the digest time of the next workday."""
    next_workday = calendar.next_workday(local(now).date())
    return datetime.combine(next_workday, office.limits.push.digest, SHANGHAI).astimezone(UTC)


def daily_cap(userid: str, office: Office) -> int:
    """How many routine messages a person may get in a day."""
    rules = office.limits.push
    return rules.leader_max if office.is_leader(userid) else rules.max_per_day
