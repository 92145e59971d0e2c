"""What is planned for a paper: one next reminder for each thing that is owed (domain.md 2.7)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from handlers.documents import records, store
from handlers.documents.ladder import MORNING, next_step
from handlers.documents.rules import submit_due
from handlers.documents.store import Doc, Submission
from handlers.documents.terms import (
    ACTION,
    AT_ONCE,
    BEFORE_SUBMISSION,
    OVER,
    QUEUED,
    UNREAD,
    Status,
)
from handlers.not_ours import WORKDAYS
from scheduler.clock import SHANGHAI, local
from scheduler.desk import Desk
from scheduler.hours import OfficeHours
from storage import reminders
from storage.office import Office, Role
from storage.outbox import Lane
from storage.profile_types import Span

LINE = "documents"
CHASE, PUT_UP, UNSIGNED, UNREAD_BY = "催办", "待呈送", "未签收", "未阅"
TO_SEND, NOT_PASSED_ON, UNDECIDED, ON_HOLD = "待送阅", "批示未转", "待批", "挂起"
REPEAT = timedelta(hours=1)
SAME_DAY = time(17)
"""即批即转、不过夜: when a 批示 that nobody passed on comes back on its day (domain.md 2.6)."""
DECIDE_WITHIN, HOLD_AT_MOST = 2, 10
"""Workdays after which a request, or a paper 挂起, comes back to who has it (本办设定)."""


@dataclass(frozen=True, slots=True)
class Owed:
    """One open obligation: whose it is, and when he hears of it next."""

    kind: str
    owner: str
    at: datetime
    data: dict[str, Any] = field(default_factory=dict)


def hours(desk: Desk) -> OfficeHours:
    """The office's working clock."""
    return OfficeHours(desk.calendar, desk.office.hours)


def lane(doc: Doc, otherwise: Lane) -> Lane:
    """特提 and 特急 go at once at any hour."""
    return Lane.URGENT if doc.urgency in AT_ONCE else otherwise


def everything(desk: Desk, doc: Doc) -> None:
    """Plan anew all that the paper owes now; nothing when it is over. A repeated reminder keeps its turn."""
    before = {(old.kind, old.recipient): old for old in reminders.planned_for(desk.tx, LINE, doc.key)}
    desk.unplan(LINE, doc.key)
    for owed in obligations(desk, doc):
        old = before.get((owed.kind, owed.owner))
        if old is not None and old.due_at > desk.now and int(old.data.get("n", 1)) > 1:
            desk.plan(LINE, owed.kind, doc.key, owed.owner, old.due_at, old.data)
        else:
            desk.plan(LINE, owed.kind, doc.key, owed.owner, owed.at, owed.data)


def obligations(desk: Desk, doc: Doc) -> list[Owed]:
    """All that is open about the paper, each with its owner."""
    if doc.status in OVER:
        return []
    if doc.status == Status.HELD:
        return [Owed(ON_HOLD, doc.chaser, next_morning(desk, HOLD_AT_MOST))]
    inside = (*_climb(desk, doc), *_put_up(desk, doc), *_reading(desk, doc), *_instructed(desk, doc))
    return [*inside, *_handed(desk, doc), *_undecided(desk, doc)]


def first(desk: Desk, doc: Doc) -> None:
    """What a paper owes that is just registered: the ladder's next step, and being put up."""
    for owed in (*_climb(desk, doc), *_put_up(desk, doc)):
        desk.plan(LINE, owed.kind, doc.key, owed.owner, owed.at, owed.data)


def chase(desk: Desk, doc: Doc) -> None:
    """The next step of the ladder after now, in place of what was planned."""
    desk.unplan(LINE, doc.key, CHASE)
    for owed in _climb(desk, doc):
        desk.plan(LINE, owed.kind, doc.key, owed.owner, owed.at, owed.data)


def _climb(desk: Desk, doc: Doc) -> Iterator[Owed]:
    if doc.kind == ACTION and doc.due_at is not None and doc.status not in OVER and doc.status != Status.HELD:
        step = next_step(doc.urgency, doc.received_at, doc.due_at, desk.calendar, desk.here)
        yield Owed(CHASE, doc.chaser, step.at, {"step": step.name, "hears": list(step.hears)})


def _put_up(desk: Desk, doc: Doc) -> Iterator[Owed]:
    if doc.status in BEFORE_SUBMISSION:
        due = submit_due(hours(desk), desk.office.limits.doc, doc.received_at, doc.urgency)
        yield Owed(PUT_UP, doc.chaser, _later(desk, doc, due), {"n": 1})


def _reading(desk: Desk, doc: Doc) -> Iterator[Owed]:
    """Each leader who has it; and the clerk, when it lies with him and somebody on the route has yet to get it."""
    rows = store.submissions(desk.tx, doc.id)
    for one in rows:
        if one.state == UNREAD:
            yield unread(desk, doc, one)
    if any(one.state == QUEUED for one in rows) and not any(one.state == UNREAD for one in rows):
        yield Owed(TO_SEND, doc.chaser, next_morning(desk), {"n": 1})


def _instructed(desk: Desk, doc: Doc) -> Iterator[Owed]:
    open_ = records.unsettled(desk.tx, doc.id)
    if open_:
        given = local(open_[0].created_at)
        evening = datetime.combine(given.date(), SAME_DAY, SHANGHAI)
        yield Owed(NOT_PASSED_ON, doc.chaser, evening if evening > desk.now else next_morning(desk))


def _handed(desk: Desk, doc: Doc) -> Iterator[Owed]:
    if doc.status in (Status.IN_HAND, Status.REPORTED):
        for unit in store.handed(desk.tx, doc.id):
            if unit.signed_at is None:
                yield unsigned(desk, doc, unit.unit, unit.sent_at)


def _undecided(desk: Desk, doc: Doc) -> Iterator[Owed]:
    for asked in records.requests(desk.tx, doc.id):
        if asked.state == records.WAITING:
            ours = asked.kind == records.NOT_OURS
            who = [doc.chaser] if ours else deciders(desk.office, asked.kind, asked.unit)
            at = next_morning(desk, WORKDAYS if ours else DECIDE_WITHIN)
            yield Owed(UNDECIDED, who[0], at, {"request": asked.id, "n": 1})


def unsigned(desk: Desk, doc: Doc, unit: str, sent_at: datetime) -> Owed:
    """The first reminder to a unit that has not signed for the paper."""
    limit = desk.office.limits.doc.limits[doc.urgency].sign or Span(1, "wd")
    at = _later(desk, doc, hours(desk).due(sent_at, limit))
    return Owed(UNSIGNED, signer(desk, unit), at, {"unit": unit, "n": 1})


def unread(desk: Desk, doc: Doc, one: Submission) -> Owed:
    """The reminder that a leader has not read the paper, to the 联络员."""
    return Owed(UNREAD_BY, reader(desk, one.leader), _later(desk, doc, one.due_at), {"leader": one.leader, "n": 1})


def signer(desk: Desk, unit: str) -> str:
    """Whom a paper handed to the unit reaches: its first 联络员."""
    return next((person.userid for person in desk.office.liaisons(unit)), unit)


def reader(desk: Desk, leader: str) -> str:
    """Who hears for a leader: his 联络员, or himself when he has none."""
    found = desk.office.liaison_of(leader)
    return found.userid if found is not None else leader


def deciders(office: Office, kind: str, unit: str | None = None) -> list[str]:
    """Who decides a request: 分管主任 for 延期, 秘书科长 for 作废 that comes late (domain.md 2.6)."""
    if kind == records.VOIDING:
        people = office.people_with(Role.SECRETARY_CHIEF)
    else:
        deputies = office.people_with(Role.DEPUTY)
        people = tuple(p for p in deputies if unit in p.in_charge) or deputies
    return [p.userid for p in people or office.people_with(Role.DIRECTOR)]


def next_morning(desk: Desk, workdays: int = 1) -> datetime:
    """9:00 of the next workday (or so many ahead), Beijing time."""
    return datetime.combine(desk.calendar.add_workdays(desk.here.date(), workdays), MORNING, SHANGHAI)


def _later(desk: Desk, doc: Doc, at: datetime) -> datetime:
    """The instant; when it is past, an hour from now for 特急, else the next workday's morning."""
    if at > desk.now:
        return local(at)
    return desk.here + REPEAT if doc.urgency in AT_ONCE else next_morning(desk)
