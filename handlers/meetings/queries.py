"""Reading meetings and invitations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, RowMapping, bindparam, or_, select, update

from handlers.meetings.tables import booking, invite, meeting
from handlers.meetings.terms import OPEN, PENDING, BookingState, MeetingState, Receipt
from scheduler.clock import local
from storage.office import Office, Person, Role
from storage.prepared import Prepared

Meeting: TypeAlias = Mapping[str, Any]

_MEETING = Prepared(select(meeting).where(meeting.c.id == bindparam("its_id")))
_INVITE = Prepared(select(invite).where(invite.c.id == bindparam("its_id")))
_SILENT = Prepared(
    select(invite.c.id)
    .where(invite.c.meeting == bindparam("its_meeting"), or_(*(invite.c.state == state.value for state in OPEN)))
    .limit(1)
)
"""Every press of a card asks all three."""


@dataclass(frozen=True, slots=True)
class Invite:
    """One invitation with its meeting."""

    row: Mapping[str, Any] | RowMapping
    meeting: Meeting

    @property
    def id(self) -> int:
        return int(self.row["id"])

    @property
    def state(self) -> Receipt:
        return Receipt(self.row["state"])

    @property
    def unit(self) -> str | None:
        found: str | None = self.row["unit"]
        return found

    @property
    def object(self) -> str:
        return f"invite:{self.id}"


def meeting_by_id(tx: Connection, meeting_id: int) -> Meeting | None:
    return next(iter(_MEETING.maps(tx, {"its_id": meeting_id})), None)


def invites(tx: Connection, of: Meeting) -> list[Invite]:
    """All invitations of a meeting, in the order they were written."""
    rows = tx.execute(select(invite).where(invite.c.meeting == of["id"]).order_by(invite.c.id)).mappings()
    return [Invite(row, of) for row in rows]


def anybody_silent(tx: Connection, meeting_id: int) -> bool:
    """Whether somebody still owes an answer."""
    return _SILENT.first(tx, {"its_meeting": meeting_id}) is not None


def invite_by_id(tx: Connection, invite_id: int) -> Invite | None:
    row = next(iter(_INVITE.maps(tx, {"its_id": invite_id})), None)
    found = meeting_by_id(tx, row["meeting"]) if row else None
    return Invite(row, found) if row and found else None


def again(tx: Connection, one: Invite) -> Invite:
    """The invitation as it stands now, of the meeting that was read before."""
    row = next(iter(_INVITE.maps(tx, {"its_id": one.id})), None)
    return Invite(row, one.meeting) if row else one


def invites_answered_by(tx: Connection, person: Person, now: datetime) -> list[Invite]:
    """The invitations to coming meetings that this person may answer: his unit's, his own, his leader's (G10)."""
    whose: list[ColumnElement[bool]] = [invite.c.user.in_([u for u in (person.userid, person.serves) if u])]
    if person.unit and (person.has(Role.UNIT_LIAISON) or person.has(Role.UNIT_HEAD)):
        whose.append(invite.c.unit == person.unit)
    return _coming(tx, or_(*whose), now)


def pending_for(tx: Connection, person: Person, now: datetime) -> list[Invite]:
    """Requests that wait for a decision this person may give or record."""
    waiting = _coming(tx, invite.c.state.in_([state.value for state in PENDING]), now)
    return [found for found in waiting if may_decide(person, found)]


def may_decide(person: Person, of: Invite) -> bool:
    """The approver, his 联络员 (代), or who runs the meeting and has reported it; never who asked (domain.md 4.4)."""
    if of.row["requested_by"] == person.userid or of.row["user"] == person.userid:
        return False
    approver = of.meeting["leave_approver"]
    runs = person.userid == of.meeting["organiser"] or person.has(Role.CONFERENCE) or person.has(Role.DIRECTOR)
    return approver in {person.userid, person.serves} or runs


def _coming(tx: Connection, which: Any, now: datetime) -> list[Invite]:
    joined = (
        select(invite.c.id, meeting.c.id)
        .join(meeting, meeting.c.id == invite.c.meeting)
        .where(which, meeting.c.state == MeetingState.PLANNED.value, meeting.c.ends_at > now)
        .order_by(meeting.c.starts_at, invite.c.id)
    )
    found = (invite_by_id(tx, row[0]) for row in tx.execute(joined).all())
    return [one for one in found if one is not None]


def coming_meetings(tx: Connection, now: datetime) -> list[Meeting]:
    """Meetings that have not begun, the next one first."""
    query = (
        select(meeting)
        .where(meeting.c.state == MeetingState.PLANNED.value, meeting.c.starts_at > now)
        .order_by(meeting.c.starts_at, meeting.c.id)
    )
    return [dict(row) for row in tx.execute(query).mappings()]


def recent_meetings(tx: Connection, since: datetime) -> list[Meeting]:
    """Meetings from then on that were not cancelled, the next one first."""
    query = (
        select(meeting)
        .where(meeting.c.state != MeetingState.CANCELLED.value, meeting.c.ends_at > since)
        .order_by(meeting.c.starts_at, meeting.c.id)
    )
    return [dict(row) for row in tx.execute(query).mappings()]


def booking_of(tx: Connection, meeting_id: int) -> int | None:
    """The id of the room booking of a meeting."""
    query = select(booking.c.id).where(booking.c.meeting == meeting_id, booking.c.state != BookingState.CANCELLED.value)
    return tx.execute(query).scalar()


def bookings_by(tx: Connection, userid: str, now: datetime) -> list[RowMapping]:
    """A person's own bookings to come, other than those of meetings."""
    query = (
        select(booking)
        .where(
            booking.c.organiser == userid,
            booking.c.state == BookingState.BOOKED.value,
            booking.c.meeting.is_(None),
            booking.c.ends_at > now,
        )
        .order_by(booking.c.starts_at)
    )
    return list(tx.execute(query).mappings())


def save(tx: Connection, of: Invite, now: datetime, **values: Any) -> bool:
    """Change an invitation; False when somebody changed it in between (optimistic lock, Annex E)."""
    values["updated_at"] = now
    given = {f"new_{name}": value for name, value in values.items()}
    return _saving(frozenset(values)).run(tx, {"its_id": of.id, "its_version": of.row["version"], **given}) == 1


@cache
def _saving(names: frozenset[str]) -> Prepared:
    """The statement that changes these columns: an answer always changes the same few."""
    values = {name: bindparam(f"new_{name}", type_=invite.c[name].type) for name in sorted(names)}
    same = invite.c.id == bindparam("its_id"), invite.c.version == bindparam("its_version")
    return Prepared(update(invite).where(*same).values(**values, version=invite.c.version + 1))


def answerers(office: Office, of: Invite) -> list[str]:
    """Who answers for an invitation and is written to: the unit's 联络员, or the person or the leader's 联络员."""
    if of.unit:
        return [person.userid for person in office.liaisons(of.unit)] or [
            person.userid for person in (office.head(of.unit),) if person
        ]
    userid: str = of.row["user"]
    liaison = office.liaison_of(userid)
    return [liaison.userid if liaison else userid]


def approval_desk(office: Office, userid: str) -> str:
    """Where a decision of the approver is asked for: at his 联络员, or at himself when he has none."""
    liaison = office.liaison_of(userid)
    return liaison.userid if liaison else userid


def matches(of: Meeting, day: str | None, text: str) -> bool:
    """Whether words or a day point to this meeting."""
    if day is not None and local(of["starts_at"]).date().isoformat() == day:
        return True
    return of["title"] in text


def narrowed(found: Iterable[Invite], day: str | None, text: str) -> list[Invite]:
    """Those that the words point to; all of them when the words point to none."""
    all_of = list(found)
    pointed = [one for one in all_of if matches(one.meeting, day, text)]
    return pointed or all_of
