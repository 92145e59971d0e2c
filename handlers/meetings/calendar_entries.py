"""An accepted meeting stands in the WeCom calendar of who attends, moves with it and goes with it (wecom.md 11.2).

Each invitation has an entry of its own: nobody's calendar shows who else comes, and an answer disturbs nobody else.
Whether WeCom lets the app write calendars changes nothing here: notices and receipts never wait for it.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Executable, Table, bindparam, delete, select

from handlers.meetings import queries
from handlers.meetings.notices import PRINCIPAL, public_title
from handlers.meetings.queries import Invite, Meeting
from handlers.meetings.seating_minutes_tables import calendar_entry
from handlers.meetings.terms import CONFIRMED, MeetingState, Receipt
from handlers.meetings.wording import where
from scheduler.desk import Desk
from storage.guard import GuardRefused
from storage.office import Office
from storage.prepared import Prepared, adding

_PEOPLE = Prepared(select(calendar_entry.c.people).where(calendar_entry.c.invite == bindparam("its_invite")))


def _putting(insert: Callable[[Table], Any]) -> Executable:
    new = insert(calendar_entry).values(adding(calendar_entry, "invite", "people", "put_at"))
    changed = {"people": new.excluded.people, "put_at": new.excluded.put_at}
    putting: Executable = new.on_conflict_do_update(index_elements=["invite"], set_=changed)
    return putting


_PUT = Prepared(_putting)


def follow(desk: Desk, one: Invite) -> None:
    """Bring the calendar in line with how the invitation stands now: put, change or take off.

    Who accepted before the meeting moved keeps it, at its new time, until he answers again.
    """
    shown = _shown(desk, one)
    if one.meeting["state"] == MeetingState.CANCELLED or not (one.state in CONFIRMED or _keeps(one, shown)):
        if shown:
            _take_off(desk, one)
        return
    people = shown if one.state is Receipt.RECONFIRM else attending(desk.office, one)
    if people and one.meeting["ends_at"] > desk.now:
        _put(desk, one, people)


def follow_all(desk: Desk, of: Meeting) -> None:
    """The same for every invitation of a meeting that was moved or cancelled."""
    for one in queries.invites(desk.tx, of):
        follow(desk, one)


def attending(office: Office, one: Invite) -> list[str]:
    """Whose calendar it is: the head or the person invited, a substitute known by name, else who answered."""
    if one.unit is None:
        return [one.row["user"]]
    members = [person for person in office.people if person.unit == one.unit]
    instead = one.row["substitute"]
    if instead:
        named = [person.userid for person in members if person.name in instead]
        return named or queries.answerers(office, one)
    head = office.head(one.unit) if one.row["need"] == PRINCIPAL else None
    return [head.userid] if head else queries.answerers(office, one)


def _keeps(one: Invite, shown: list[str]) -> bool:
    return one.state is Receipt.RECONFIRM and bool(shown)


def _shown(desk: Desk, one: Invite) -> list[str]:
    found = _PEOPLE.first(desk.tx, {"its_invite": one.id})
    return list(found[0]) if found else []


def _put(desk: Desk, one: Invite, people: list[str]) -> None:
    of = one.meeting
    try:
        desk.calendar_put(
            one.object,
            summary=public_title(of),
            start=of["starts_at"],
            end=of["ends_at"],
            location=where(desk.office, of["room"]),
            attendees=people,
        )
    except GuardRefused:  # a title that the guard does not let out stands in no calendar; the notice went its own way
        return
    _PUT.run(desk.tx, {"invite": one.id, "people": people, "put_at": desk.now})


def _take_off(desk: Desk, one: Invite) -> None:
    desk.calendar_remove(one.object)
    desk.tx.execute(delete(calendar_entry).where(calendar_entry.c.invite == one.id))
