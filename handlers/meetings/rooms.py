"""Taking and giving back rooms: one transaction, one lock a room, so that two can never have it (domain.md 4.5, G9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, insert, or_, select, update

from handlers.meetings.gaps import LONGEST, Use, clash, nearest_starts
from handlers.meetings.tables import booking, wait
from handlers.meetings.terms import BookingState, WaitState
from scheduler.clock import local
from scheduler.desk import Desk
from storage.db import lock
from storage.office import Person, Room

DAYS_AHEAD = 10
WAITED = "候补"
"""What a room is held for when somebody waited for it."""
VIDEO = "视频"
HOLD = timedelta(minutes=30)
"""How long a room is kept for a notice that is being drafted: as long as the draft itself (domain.md C.1 e)."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Why a room could not be had: who holds it, since when, and every use of it around that time."""

    holder: str
    booked_at: datetime
    level: str
    by_me: int | None
    """The id of the asker's own booking of exactly this time."""
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """A room for a time and a purpose. `hold` keeps it for half an hour only, or until `hold_until`."""

    room: Room
    use: Use
    purpose: str
    level: str = "借用"
    people: int | None = None
    hold: bool = False
    hold_until: datetime | None = None
    equipment: tuple[str, ...] = ()
    series: int | None = None
    occurs_on: date | None = None


def use_of(room: Room, start: datetime, end: datetime) -> Use:
    """A use of that room with its own set-up minutes."""
    return Use(local(start), local(end), room.before, room.after)


def suits(room: Room, people: int | None, equipment: Sequence[str]) -> bool:
    """Whether the room is large enough and has what is needed, as far as the profile tells."""
    return room.seats >= (people or 0) and (room.video or VIDEO not in equipment)


def take(desk: Desk, person: Person, wish: Wish, instead_of: int | None = None) -> int | Taken:
    """Book the room, or say who has it. `instead_of`: the booking that this one replaces if it succeeds.

    What the person himself kept in that room for a draft, or was offered as one who waited, makes way.
    """
    lock(desk.tx, f"room:{wish.room.id}")
    rows = _around(desk.tx, wish.room.id, wish.use, desk.now)
    mine = [row for row in rows if row["id"] != instead_of and _makes_way(row, person, wish)]
    for row in mine:
        release(desk, row["id"])
    others = [row for row in rows if row["id"] != instead_of and row not in mine]
    uses = tuple(_use(row) for row in others)
    hit = clash(wish.use, uses)
    if hit is not None:
        return _taken(others, uses.index(hit), uses, person, wish)
    values = _values(desk, wish)
    if instead_of is not None:
        changed = {**values, "version": booking.c.version + 1}
        desk.tx.execute(update(booking).where(booking.c.id == instead_of).values(changed))
        booking_id = instead_of
    else:
        own = {"organiser": person.userid, "unit": person.unit, "created_by": person.userid, "created_at": desk.now}
        booking_id = int(desk.tx.execute(insert(booking).values(**values, **own).returning(booking.c.id)).scalar_one())
    if wish.hold:
        desk.plan("meetings", "hold", f"booking:{booking_id}", person.userid, values["hold_until"])
    else:
        desk.unplan("meetings", f"booking:{booking_id}", "hold")
    return booking_id


def _values(desk: Desk, wish: Wish) -> dict[str, Any]:
    values = {
        "room": wish.room.id,
        "starts_at": wish.use.start,
        "ends_at": wish.use.end,
        "before": wish.use.before,
        "after": wish.use.after,
        "purpose": wish.purpose,
        "level": wish.level,
        "people": wish.people,
        "state": (BookingState.HELD if wish.hold else BookingState.BOOKED).value,
        "hold_until": (wish.hold_until or desk.now + HOLD) if wish.hold else None,
        "held_for": WAITED if wish.hold_until else None,
        "updated_at": desk.now,
    }
    if wish.series is not None:
        values |= {"series": wish.series, "occurs_on": wish.occurs_on}
    if wish.equipment:
        values["equipment"] = list(wish.equipment)
    return values


def peek(desk: Desk, wish: Wish, own: int | None = None, by: Person | None = None) -> Taken | None:
    """Who has the room at that time, if anybody but the booking `own`, or what makes way for `by`; takes nothing.

    With `by` the room is locked: nobody can take it between looking and taking.
    """
    if by is not None:
        lock(desk.tx, f"room:{wish.room.id}")
    rows = [row for row in _around(desk.tx, wish.room.id, wish.use, desk.now) if row["id"] != own]
    rows = [row for row in rows if by is None or not _makes_way(row, by, wish)]
    found = tuple(_use(row) for row in rows)
    hit = clash(wish.use, found)
    return None if hit is None else _taken(rows, found.index(hit), found, by, wish)


def release(desk: Desk, booking_id: int) -> None:
    """The room is not kept any longer. Those who wait are told by waiting.give_back, which calls this."""
    offered = wait.c.booking == booking_id, wait.c.state == WaitState.OFFERED.value
    desk.tx.execute(update(wait).where(*offered).values(state=WaitState.DROPPED.value, updated_at=desk.now))
    desk.tx.execute(
        update(booking)
        .where(booking.c.id == booking_id, booking.c.state != BookingState.CANCELLED)
        .values(state=BookingState.CANCELLED.value, updated_at=desk.now, version=booking.c.version + 1)
    )
    desk.unplan("meetings", f"booking:{booking_id}")


def confirm(desk: Desk, booking_id: int, meeting_id: int) -> None:
    """What was kept for a draft is booked for its meeting."""
    desk.tx.execute(
        update(booking)
        .where(booking.c.id == booking_id)
        .values(
            state=BookingState.BOOKED.value,
            hold_until=None,
            meeting=meeting_id,
            updated_at=desk.now,
            version=booking.c.version + 1,
        )
    )
    desk.unplan("meetings", f"booking:{booking_id}")


def uses(tx: Connection, room: Room, start: datetime, end: datetime, now: datetime) -> list[Use]:
    """Every use of a room around a span."""
    return [_use(row) for row in _around(tx, room.id, use_of(room, start, end), now)]


def is_free(tx: Connection, room: Room, start: datetime, end: datetime, now: datetime) -> bool:
    """Whether the room could be booked for that time."""
    return clash(use_of(room, start, end), uses(tx, room, start, end, now)) is None


def other_rooms(desk: Desk, wish: Wish) -> list[Room]:
    """Rooms that are free at the wanted time and large enough, the smallest first."""
    start, end = wish.use.start, wish.use.end
    rooms = [r for r in desk.office.rooms if r.id != wish.room.id and suits(r, wish.people, wish.equipment)]
    return sorted((r for r in rooms if is_free(desk.tx, r, start, end, desk.now)), key=lambda r: r.seats)


def other_times(desk: Desk, wish: Wish, taken: Sequence[Use]) -> list[datetime]:
    """The nearest times on the same day when the room itself is free."""
    hours = [(window.start, window.end) for window in desk.office.hours]
    return nearest_starts(wish.use, taken, hours, desk.here)


def by_id(tx: Connection, booking_id: int) -> RowMapping | None:
    """A booking, whatever its state."""
    return tx.execute(select(booking).where(booking.c.id == booking_id)).mappings().first()


def other_days(desk: Desk, wish: Wish, most: int = 2) -> list[datetime]:
    """The next workdays on which the room is free at the wanted hours."""
    found: list[datetime] = []
    day = wish.use.start.date()
    for _ in range(DAYS_AHEAD):
        day = desk.calendar.next_workday(day)
        start = datetime.combine(day, wish.use.start.timetz())
        if is_free(desk.tx, wish.room, start, start + wish.use.length, desk.now):
            found.append(start)
        if len(found) == most:
            break
    return found


def active(now: datetime) -> ColumnElement[bool]:
    """Bookings that keep others out: firm ones, and ones kept for a draft that is still open."""
    kept = and_(booking.c.state == BookingState.HELD.value, booking.c.hold_until > now)
    return or_(booking.c.state == BookingState.BOOKED.value, kept)


def _around(tx: Connection, room_id: str, use: Use, now: datetime) -> list[RowMapping]:
    query = (
        select(booking)
        .where(
            booking.c.room == room_id,
            booking.c.ends_at > use.start - LONGEST,
            booking.c.starts_at < use.end + LONGEST,
            active(now),
        )
        .order_by(booking.c.starts_at)
    )
    return list(tx.execute(query).mappings())


def _makes_way(row: RowMapping, person: Person, wish: Wish) -> bool:
    """What somebody keeps for an unfinished draft, or was offered at this very time, never stands in his own way."""
    if row["state"] != BookingState.HELD.value or row["organiser"] != person.userid:
        return False
    return row["held_for"] != WAITED or (wish.hold_until is None and clash(wish.use, [_use(row)]) is not None)


def held_by(tx: Connection, room_id: str, use: Use, now: datetime) -> list[RowMapping]:
    """The bookings that stand in the way of a use, earliest first."""
    return [row for row in _around(tx, room_id, use, now) if clash(use, [_use(row)]) is not None]


def on_day(tx: Connection, room_id: str, start: datetime, end: datetime, now: datetime) -> list[RowMapping]:
    """The bookings of a room between two instants, earliest first."""
    overlapping = booking.c.ends_at > start, booking.c.starts_at < end
    query = select(booking).where(booking.c.room == room_id, *overlapping, active(now)).order_by(booking.c.starts_at)
    return list(tx.execute(query).mappings())


def _use(row: RowMapping) -> Use:
    return Use(local(row["starts_at"]), local(row["ends_at"]), row["before"], row["after"])


def _taken(rows: list[RowMapping], index: int, uses: tuple[Use, ...], person: Person | None, wish: Wish) -> Taken:
    row = rows[index]
    same = (uses[index].start, uses[index].end) == (wish.use.start, wish.use.end)
    mine = person is not None and row["organiser"] == person.userid and row["state"] == BookingState.BOOKED and same
    return Taken(row["organiser"], row["created_at"], row["level"], row["id"] if mine else None, uses)
