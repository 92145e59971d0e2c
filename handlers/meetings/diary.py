"""我明天有什么会, and the leader's day: meetings that are in the bot already, nothing else (domain.md 6.3, SC31).

A leader's day is answered to himself, his 联络员, 主任 and 秘书科; to nobody else is it said whether there is one.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, RowMapping, or_, select

from handlers.contacts import away
from handlers.line import Reply, Slots
from handlers.meetings.queries import Meeting
from handlers.meetings.tables import booking, invite, meeting
from handlers.meetings.terms import BookingState, MeetingState, Receipt
from handlers.meetings.wording import room_short, span
from handlers.said import Said
from handlers.turn import Turn
from scheduler.clock import SHANGHAI
from scheduler.desk import Desk
from scheduler.wording import day as day_words
from scheduler.wording import hour
from storage.office import Office, Person, Role

NOT_IN_SCOPE = "该信息不在查询范围。"
SECRETARIAT = "秘书科"
_SPOKEN_POST = re.compile(r"书记|区长|领导")
_WHEREABOUTS = re.compile(r"去哪|去了哪|在哪|到哪|出差|行程|回来")
"""Where a leader is or goes is never answered but to himself and his 联络员, and then only by his meetings."""
_MY_ROOMS = re.compile(r"会议室|房间|预[订定约]")
AHEAD = timedelta(days=90)
_AWAY = frozenset({Receipt.LEAVE.value, Receipt.SUBSTITUTE.value})


def leader(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """The full name of the leader whose day is asked for."""
    return said.leaders[0].name if said.leaders else None


def days(said: Said, _asked: bool, _slots: Slots) -> dict[str, str] | None:
    """The days asked for, [start, end); today when none is said."""
    when = next((w for w in said.times if w.start), None)
    if when is None or when.start is None:
        return None
    start = when.start.astimezone(SHANGHAI)
    first = start.date()
    last = when.end.astimezone(SHANGHAI) if when.end else None
    after = last.date() if last is not None and last.time() == time() and last.date() > first else first + timedelta(1)
    return {"start": _midnight(first).isoformat(), "end": _midnight(after).isoformat()}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _span(turn: Turn, slots: Slots) -> tuple[datetime, datetime]:
    span = slots.get("date_range")
    if isinstance(span, dict):
        return datetime.fromisoformat(span["start"]), datetime.fromisoformat(span["end"])
    today = _midnight(turn.here.date())
    return today, today + timedelta(days=1)


def may_see(person: Person, of: Person) -> bool:
    """The leader, his 联络员, 主任 and 秘书科 (domain.md 6.3)."""
    own = of.userid in {person.userid, person.serves}
    return own or person.has(Role.DIRECTOR) or person.has(Role.SECRETARY_CHIEF) or person.section == SECRETARIAT


def leader_diary(turn: Turn, slots: Slots) -> Reply:
    """明天周书记: his meetings of the day, to those who may know; to others nothing, not even whether there are any."""
    named = slots.get("person")
    found = next((one for one in turn.office.leaders if one.name == named), None)
    if found is None and turn.person.serves and not turn.said.people and _SPOKEN_POST.search(turn.said.text):
        found = turn.office.person(turn.person.serves)
    if found is None or not may_see(turn.person, found):
        return Reply(NOT_IN_SCOPE)
    if _WHEREABOUTS.search(turn.said.text) and found.userid not in {turn.person.userid, turn.person.serves}:
        return Reply(NOT_IN_SCOPE)
    start, end = _span(turn, slots)
    turn.looked("查领导日程", f"leader:{found.userid}", acting_for=found.userid if found is not turn.person else None)
    text = _listed(found.address, start, end, meetings_of(turn.tx, turn.office, found, start, end), turn.office)
    return Reply("\n".join([text, *away.acting_words(turn, found, start, end)]))


def my_meetings(turn: Turn, slots: Slots) -> Reply:
    """我明天有什么会: what one is invited to, presides over or runs, and the rooms one has booked."""
    start, end = _span(turn, slots)
    if _MY_ROOMS.search(turn.said.text):
        return _my_rooms(turn, start, end if "date_range" in slots else start + AHEAD)
    found = meetings_of(turn.tx, turn.office, turn.person, start, end, own=True)
    text = _listed("您", start, end, found, turn.office)
    booked = _bookings(turn, start, end)
    lines = [
        f"{_when(row['starts_at'], start, end)}　{_room(turn.office, row['room'])}　您订的会议室" for row in booked
    ]
    return Reply("\n".join([text, *lines]), about=tuple(f"meeting:{of['id']}" for of in found[:1]))


def _my_rooms(turn: Turn, start: datetime, end: datetime) -> Reply:
    """我订了哪些会议室: from today on, unless a day is named."""
    rows = _bookings(turn, max(start, turn.here), end)
    if not rows:
        return Reply("您没有已订的会议室。要订请说“订201，9月24日9点到11点”。")
    lines = [f"{span(row['starts_at'], row['ends_at'])}　{_room(turn.office, row['room'])}" for row in rows]
    change = "要改请说“改到……”，不用了请说“取消”加日期和会议室。"
    return Reply("\n".join(("您订的会议室：", *lines, change)))


def meetings_of(
    tx: Connection, office: Office, person: Person, start: datetime, end: datetime, own: bool = False
) -> list[Meeting]:
    """The meetings of a person between two instants, in order: presided over, invited to (not on leave), or run."""
    invited = [invite.c.user == person.userid]
    if person.unit and (person.has(Role.UNIT_LIAISON) or person.has(Role.UNIT_HEAD)):
        invited.append(invite.c.unit == person.unit)
    mine = select(invite.c.meeting).where(or_(*invited), invite.c.state.not_in(_AWAY))
    which = [meeting.c.chair == person.userid, meeting.c.id.in_(mine)]
    which += [meeting.c.organiser == person.userid] if own else []
    query = (
        select(meeting)
        .where(
            or_(*which),
            meeting.c.state != MeetingState.CANCELLED.value,
            meeting.c.starts_at < end,
            meeting.c.ends_at > start,
        )
        .order_by(meeting.c.starts_at, meeting.c.id)
    )
    return [dict(row) for row in tx.execute(query).mappings()]


def _bookings(turn: Turn, start: datetime, end: datetime) -> Sequence[RowMapping]:
    query = (
        select(booking)
        .where(
            booking.c.organiser == turn.person.userid,
            booking.c.meeting.is_(None),
            booking.c.state == BookingState.BOOKED.value,
            booking.c.starts_at < end,
            booking.c.ends_at > start,
        )
        .order_by(booking.c.starts_at)
    )
    return turn.tx.execute(query).mappings().all()


def _room(office: Office, name: str) -> str:
    room = office.room(name)
    return room_short(room) if room else name


def _when(at: datetime, start: datetime, end: datetime) -> str:
    one_day = end - start <= timedelta(days=1)
    return hour(at) if one_day else f"{day_words(at)}{hour(at)}"


def _listed(whose: str, start: datetime, end: datetime, found: Sequence[Meeting], office: Office) -> str:
    days_ = (
        day_words(start) if end - start <= timedelta(days=1) else f"{day_words(start)}至{day_words(end - timedelta(1))}"
    )
    if not found:
        return f"{whose}{days_}没有已登记的会议。"
    lines = [f"{_when(of['starts_at'], start, end)}　{line(office, of)}" for of in found]
    return "\n".join((f"{whose}{days_}的会议：", *lines))


def line(office: Office, of: Meeting) -> str:
    """301　区政府常务会议（何副区长主持）."""
    chair = office.person(of["chair"]) if of["chair"] else None
    presides = f"（{chair.address}主持）" if chair else ""
    return f"{_room(office, of['room'])}　{of['title']}{presides}"


def today_of(desk: Desk, person: Person) -> list[Meeting]:
    """A leader's meetings of today."""
    today = _midnight(desk.here.date())
    return meetings_of(desk.tx, desk.office, person, today, today + timedelta(days=1))
