"""What is planned for a paper: one next reminder for each thing that is owed (domain.md 2.7)."""

from datetime import datetime, timedelta

from handlers.documents import store
from handlers.documents.ladder import MORNING, next_step
from handlers.documents.rules import submit_due
from handlers.documents.store import Doc, Submission
from handlers.documents.terms import ACTION, AT_ONCE, OVER, UNREAD, Status
from scheduler.clock import SHANGHAI, local
from scheduler.desk import Desk
from scheduler.hours import OfficeHours
from storage.outbox import Lane
from storage.profile_types import Span

LINE = "documents"
CHASE, PUT_UP, UNSIGNED, UNREAD_BY = "催办", "待呈送", "未签收", "未阅"
REPEAT = timedelta(hours=1)


def hours(desk: Desk) -> OfficeHours:
    """The office's working clock."""
    return OfficeHours(desk.calendar, desk.office.hours)


def lane(doc: Doc, otherwise: Lane) -> Lane:
    """特提 and 特急 go at once at any hour."""
    return Lane.URGENT if doc.urgency in AT_ONCE else otherwise


def everything(desk: Desk, doc: Doc) -> None:
    """Plan anew all that the paper owes as it stands now; nothing when it is over."""
    desk.unplan(LINE, doc.key)
    if doc.status in OVER:
        return
    first(desk, doc)
    for one in store.submissions(desk.tx, doc.id):
        if one.state == UNREAD:
            unread(desk, doc, one)
    for unit in store.handed(desk.tx, doc.id):
        if unit.signed_at is None:
            unsigned(desk, doc, unit.unit, unit.sent_at)


def first(desk: Desk, doc: Doc) -> None:
    """What a paper owes that is just registered: the ladder's next step, and being put up."""
    _climb(desk, doc)
    if doc.status == Status.REGISTERED:
        due = submit_due(hours(desk), desk.office.limits.doc, doc.received_at, doc.urgency)
        desk.plan(LINE, PUT_UP, doc.key, doc.chaser, _later(desk, due))


def chase(desk: Desk, doc: Doc) -> None:
    """The next step of the ladder after now, in place of what was planned."""
    desk.unplan(LINE, doc.key, CHASE)
    _climb(desk, doc)


def _climb(desk: Desk, doc: Doc) -> None:
    if doc.kind != ACTION or doc.due_at is None or doc.status in OVER:
        return
    step = next_step(doc.urgency, doc.received_at, doc.due_at, desk.calendar, desk.here)
    desk.plan(LINE, CHASE, doc.key, doc.chaser, step.at, {"step": step.name, "hears": list(step.hears)})


def unsigned(desk: Desk, doc: Doc, unit: str, sent_at: datetime) -> None:
    """The first reminder to a unit that has not signed for the paper."""
    limit = desk.office.limits.doc.limits[doc.urgency].sign or Span(1, "wd")
    at = _later(desk, hours(desk).due(sent_at, limit))
    desk.plan(LINE, UNSIGNED, doc.key, signer(desk, unit), at, {"unit": unit, "n": 1})


def unread(desk: Desk, doc: Doc, one: Submission) -> None:
    """The reminder that a leader has not read the paper, to the 联络员."""
    desk.plan(
        LINE, UNREAD_BY, doc.key, reader(desk, one.leader), _later(desk, one.due_at), {"leader": one.leader, "n": 1}
    )


def signer(desk: Desk, unit: str) -> str:
    """Whom a paper handed to the unit reaches: its first 联络员."""
    return next((person.userid for person in desk.office.liaisons(unit)), unit)


def reader(desk: Desk, leader: str) -> str:
    """Who hears for a leader: his 联络员, or himself when he has none."""
    found = desk.office.liaison_of(leader)
    return found.userid if found is not None else leader


def next_morning(desk: Desk, workdays: int = 1) -> datetime:
    """9:00 of the next workday (or so many ahead), Beijing time."""
    return datetime.combine(desk.calendar.add_workdays(desk.here.date(), workdays), MORNING, SHANGHAI)


def _later(desk: Desk, at: datetime) -> datetime:
    """The instant, or the next workday's morning when it is past (what was registered afterwards)."""
    return local(at) if at > desk.now else next_morning(desk)
