"""Taking and giving back rooms: one transaction, one lock a room, so that two can never have it (domain.md 4.5, G9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, insert, or_, select, update

from handlers.meetings.gaps import LONGEST, Use, clash, nearest_starts
from handlers.meetings.tables import booking
from handlers.meetings.terms import BookingState
from scheduler.clock import local
from scheduler.desk import Desk
from storage.db import lock
from storage.office import Person, Room

HOLD = timedelta(minutes=30)
"""How long a room is kept for a notice that is being drafted: as long as the draft itself (domain.md C.1 e)."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Why a room could not be had: who holds it, since when, and every use of it around that time."""

    holder: str
    booked_at: datetime
    by_me: int | None
    """The id of the asker's own booking of exactly this time."""
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """A room for a time and a purpose. `hold` keeps it for half an hour only."""

    room: Room
    use: Use
    purpose: str
    level: str = "借用"
    people: int | None = None
    hold: bool = False


def use_of(room: Room, start: datetime, end: datetime) -> Use:
    """A use of that room with its own set-up minutes."""
    return Use(local(start), local(end), room.before, room.after)


def take(desk: Desk, person: Person, wish: Wish, instead_of: int | None = None) -> int | Taken:
    """Book the room, or say who has it. `instead_of`: the booking that this one replaces if it succeeds."""
    lock(desk.tx, f"room:{wish.room.id}")
    rows = _around(desk.tx, wish.room.id, wish.use, desk.now)
    for row in rows:
        if _is_draft_of(row, person) and row["id"] != instead_of:
            give_back(desk, row["id"])
    others = [row for row in rows if row["id"] != instead_of and not _is_draft_of(row, person)]
    uses = tuple(_use(row) for row in others)
    hit = clash(wish.use, uses)
    if hit is not None:
        return _taken(others, uses.index(hit), uses, person, wish)
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
        "hold_until": desk.now + HOLD if wish.hold else None,
        "updated_at": desk.now,
    }
    if instead_of is not None:
        changed = {**values, "version": booking.c.version + 1}
        desk.tx.execute(update(booking).where(booking.c.id == instead_of).values(changed))
        booking_id = instead_of
    else:
        mine = {"organiser": person.userid, "unit": person.unit, "created_by": person.userid, "created_at": desk.now}
        booking_id = int(desk.tx.execute(insert(booking).values(**values, **mine).returning(booking.c.id)).scalar_one())
    if wish.hold:
        desk.plan("meetings", "hold", f"booking:{booking_id}", person.userid, desk.now + HOLD)
    else:
        desk.unplan("meetings", f"booking:{booking_id}", "hold")
    return booking_id


def peek(desk: Desk, wish: Wish, own: int | None = None) -> Taken | None:
    """Who has the room at that time, if anybody but the booking `own` has; takes nothing."""
    rows = [row for row in _around(desk.tx, wish.room.id, wish.use, desk.now) if row["id"] != own]
    found = tuple(_use(row) for row in rows)
    hit = clash(wish.use, found)
    if hit is None:
        return None
    row = rows[found.index(hit)]
    return Taken(row["organiser"], row["created_at"], None, found)


def give_back(desk: Desk, booking_id: int) -> None:
    """The room is free again."""
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
    enough = wish.people or 0
    start, end = wish.use.start, wish.use.end
    rooms = [r for r in desk.office.rooms if r.id != wish.room.id and r.seats >= enough]
    return sorted((r for r in rooms if is_free(desk.tx, r, start, end, desk.now)), key=lambda r: r.seats)


def other_times(desk: Desk, wish: Wish, taken: Sequence[Use]) -> list[datetime]:
    """The nearest times on the same day when the room itself is free."""
    hours = [(window.start, window.end) for window in desk.office.hours]
    return nearest_starts(wish.use, taken, hours, desk.here)


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


def _is_draft_of(row: RowMapping, person: Person) -> bool:
    """What somebody keeps for an unfinished draft never stands in his own way."""
    return bool(row["state"] == BookingState.HELD.value and row["organiser"] == person.userid)


def _use(row: RowMapping) -> Use:
    return Use(local(row["starts_at"]), local(row["ends_at"]), row["before"], row["after"])


def _taken(rows: list[RowMapping], index: int, uses: tuple[Use, ...], person: Person, wish: Wish) -> Taken:
    row = rows[index]
    same = (uses[index].start, uses[index].end) == (wish.use.start, wish.use.end)
    mine = row["organiser"] == person.userid and row["state"] == BookingState.BOOKED.value and same
    return Taken(row["organiser"], row["created_at"], row["id"] if mine else None, uses)
