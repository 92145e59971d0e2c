"""Each night what is over goes: a share at a time, once, told to the administrators in numbers (domain.md 7.2)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from handlers import registry
from handlers.retention import leavers
from handlers.retention.words import AUDIT_ROWS, CLEARED, LEFT, NAME, TRACES, report
from scheduler.clock import SHANGHAI
from scheduler.desk import Desk
from storage import audit, reminders, settings
from storage.office import Role
from storage.outbox import Lane
from storage.reminders import Reminder
from storage.retention import Kept, Personal, clear, count_due, forget_traces, months_before, strangers
from storage.tables import audit_event

NIGHTLY = "nightly"
HOUR = time(3, 10)
SHARE = 500
"""Rows of a table at a time: nobody waits for the rest."""
SOON = timedelta(minutes=1)
LEAST_AUDIT = 6
"""Months that network logs are kept at least (网络安全法)."""
_TOLD = "retention_told"
_OBJECT = "retention"


def start(desk: Desk) -> None:
    """There is always a next night; one that was missed is made up for."""
    if not reminders.planned_for(desk.tx, NAME, _OBJECT):
        _plan(desk, _next_night(desk))


def fire(desk: Desk, _reminder: Reminder) -> None:
    """Clear what is over, drop old records, forget who has left, tell of it."""
    more = _clear_rows(desk)
    _drop_traces(desk)
    gone = leavers.forget(desk, [own for own in _declared() if isinstance(own, Personal)])
    if gone:
        desk.note(LEFT, _OBJECT, after={"people": gone})
    if more:
        _plan(desk, desk.now + SOON)
        return
    _tell(desk)
    _plan(desk, _next_night(desk))


def _declared() -> Iterator[Kept | Personal]:
    for line in registry.lines():
        yield from line.keeps


def _clear_rows(desk: Desk) -> bool:
    """Whether there is more to clear."""
    before, frozen, rename = _limit(desk), desk.office.limits.retention.frozen, strangers()
    counts = {
        kept.title: clear(desk.tx, kept, before, frozen=frozen, rename=rename, limit=SHARE)
        for kept in _declared()
        if isinstance(kept, Kept)
    }
    done = {title: n for title, n in counts.items() if n}
    if done:
        desk.note(CLEARED, _OBJECT, after=done)
    return any(n == SHARE for n in done.values())


def _drop_traces(desk: Desk) -> None:
    terms, today = desk.office.limits.retention, desk.here.date()
    logs = _midnight(months_before(today, max(terms.audit, LEAST_AUDIT)))
    gone = dict(
        forget_traces(
            desk.tx, now=desk.now, logs_before=logs, counters_before=months_before(today, terms.guard_counter)
        )
    )
    if events := audit.trim(desk.tx, logs, now=desk.now, request_id=desk.request_id):
        gone[AUDIT_ROWS] = events
    if gone:
        desk.note(TRACES, _OBJECT, after=gone)


def _tell(desk: Desk) -> None:
    """The administrators, at most once a month, and only when rows of the business or of a person went (7.9)."""
    month, told = desk.here.strftime("%Y-%m"), settings.get(desk.tx, _TOLD)
    since = datetime.fromisoformat(told) if told else None
    if since is not None and since.astimezone(SHANGHAI).strftime("%Y-%m") == month:
        return
    sums = {action: _sum(desk, action, since) for action in (CLEARED, TRACES, LEFT)}
    if not sums[CLEARED] and not sums[LEFT]:
        return
    terms = desk.office.limits.retention
    text = report(sums[CLEARED], sums[TRACES], sums[LEFT]["people"], _due_soon(desk), (terms.rows, terms.audit))
    people = [person.userid for person in desk.office.people_with(Role.SYSADMIN)]
    desk.tell(people, text, lane=Lane.ROUTINE, key=f"{NAME}:{month}", subject=_OBJECT)
    settings.put(desk.tx, _TOLD, desk.now.isoformat(), by="clock", at=desk.now)


def _sum(desk: Desk, action: str, since: datetime | None) -> Counter[str]:
    query = select(audit_event.c.after).where(audit_event.c.object == _OBJECT, audit_event.c.action == action)
    if since is not None:
        query = query.where(audit_event.c.at > since)
    total: Counter[str] = Counter()
    for after in desk.tx.execute(query).scalars():
        total.update(after or {})
    return total


def _due_soon(desk: Desk) -> dict[str, int]:
    before, frozen = _limit(desk) + timedelta(days=31), desk.office.limits.retention.frozen
    due = {kept.title: count_due(desk.tx, kept, before, frozen) for kept in _declared() if isinstance(kept, Kept)}
    return {title: n for title, n in due.items() if n}


def _limit(desk: Desk) -> datetime:
    """What ended before this is over; the Beijing midnight so many months ago."""
    return _midnight(months_before(desk.here.date(), desk.office.limits.retention.rows))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _next_night(desk: Desk) -> datetime:
    tonight = datetime.combine(desk.here.date(), HOUR, SHANGHAI)
    return tonight if tonight > desk.now else tonight + timedelta(days=1)


def _plan(desk: Desk, at: datetime) -> None:
    desk.plan(NAME, NIGHTLY, _OBJECT, "system", at)
