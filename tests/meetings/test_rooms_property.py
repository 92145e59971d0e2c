"""Rooms under many hands: never too close, nobody who waits is forgotten, what is offered can be had (issue 6; G9)."""

import asyncio
import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, RowMapping, delete, select

from handlers.meetings import rooms, series_store, waiting
from handlers.meetings.gaps import Use, clash, gap
from handlers.meetings.reminders import REMINDERS
from handlers.meetings.rooms import Taken, Wish
from handlers.meetings.tables import booking, meeting, series, wait
from handlers.meetings.terms import BookingState, WaitState
from handlers.said import Said
from handlers.turn import Turn
from scheduler.clock import SHANGHAI, local
from scheduler.workdays import WorkCalendar
from storage import reminders
from storage.db import Database
from storage.office import load_office
from storage.tables import outbox, reminder

OFFICE = load_office(None)
CALENDAR = WorkCalendar()
NOW = datetime(2026, 9, 21, 10, tzinfo=SHANGHAI)
DAY = datetime(2026, 9, 24, 8, 30, tzinfo=SHANGHAI)
PEOPLE = [person for person in OFFICE.people if person.unit][:12]
QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Act:
    """One thing that somebody does; numbers choose among what there is."""

    what: str
    who: int
    room: int
    start: int
    length: int
    pick: int


acts = st.builds(
    Act,
    st.sampled_from(("book", "book", "book", "wait", "wait", "move", "cancel", "answer", "recur", "later")),
    st.integers(0, len(PEOPLE) - 1),
    st.integers(0, len(OFFICE.rooms) - 1),
    st.integers(0, 30),
    st.integers(1, 12),
    st.integers(0, 20),
)


def turn(tx: Connection, who: int, now: datetime) -> Turn:
    person = PEOPLE[who]
    said = Said(text="", now=now)
    same = {"office": OFFICE, "calendar": CALENDAR, "request_id": "test", "actor": person.userid}
    return Turn(tx=tx, now=now, person=person, said=said, **same)  # type: ignore[arg-type]


def wish(act: Act) -> Wish:
    room = OFFICE.rooms[act.room]
    start = DAY + act.start * QUARTER
    return Wish(room, rooms.use_of(room, start, start + act.length * QUARTER), "会议")


def do(tx: Connection, act: Act, now: datetime, *, crowded: bool = False) -> None:
    """One act in its own transaction; whoever is refused is offered what is truly free, unless a crowd takes it."""
    own = turn(tx, act.who, now)
    mine = firm(tx, own.person.userid)
    if act.what == "book" or (act.what == "move" and mine):
        wanted = wish(act)
        instead = mine[act.pick % len(mine)]["id"] if act.what == "move" else None
        result = waiting.take(own, own.person, wanted, instead)
        if isinstance(result, Taken) and instead is None and not crowded:
            offers_are_true(own, wanted, result)
    elif act.what == "wait":
        waiting.register(own, wish(act), any_room=act.pick == 0)
    elif act.what == "cancel" and mine:
        waiting.give_back(own, mine[act.pick % len(mine)]["id"])
    elif act.what == "answer":
        offered = [row for row in waiting.standing(own) if row["state"] == WaitState.OFFERED.value]
        if offered:
            waiting.settle(own, offered[0]["id"], act.pick % 2 == 0)
    elif act.what == "recur":
        draft = {"first": "2026-09-24", "title": "例会", "every": "FREQ=WEEKLY;BYDAY=TH", "holiday": "跳过"}
        begins = (DAY + act.start * QUARTER).strftime("%H:%M")
        room = OFFICE.rooms[act.room].name
        series_store.add(
            own, "预订", own.person.userid, {**draft, "begins": begins, "minutes": 15 * act.length, "room": room}
        )


def fire(tx: Connection, now: datetime) -> None:
    """What falls due."""
    for due in reminders.claim_due(tx, now):
        REMINDERS[due.kind](turn(tx, 0, now), due)


def firm(tx: Connection, userid: str) -> list[RowMapping]:
    query = select(booking).where(booking.c.organiser == userid, booking.c.state == BookingState.BOOKED.value)
    return list(tx.execute(query.order_by(booking.c.id)).mappings())


def offers_are_true(own: Turn, wanted: Wish, taken: Taken) -> None:
    """Every offer is free, and there is one whenever one exists that day."""
    times, others = rooms.other_times(own, wanted, taken.uses), rooms.other_rooms(own, wanted)
    for start in times:
        assert rooms.is_free(own.tx, wanted.room, start, start + wanted.use.length, own.now)
    for room in others:
        assert rooms.is_free(own.tx, room, wanted.use.start, wanted.use.end, own.now)
    windows = [(window.start, window.end) for window in OFFICE.hours]
    for step in range(40):
        moved = wanted.use.moved(DAY + step * QUARTER)
        inside = any(a <= moved.start.time() and moved.end.time() <= b for a, b in windows)
        if inside and moved.start != wanted.use.start and clash(moved, taken.uses) is None:
            assert times
    free = [r for r in OFFICE.rooms if r.id != wanted.room.id]
    free = [r for r in free if rooms.is_free(own.tx, r, wanted.use.start, wanted.use.end, own.now)]
    assert {r.id for r in others} == {r.id for r in free}


def holds(tx: Connection, now: datetime) -> None:
    """No two uses of a room too close; whoever waits could not be served, or has been told."""
    rows = list(tx.execute(select(booking).where(rooms.active(now)).order_by(booking.c.starts_at)).mappings())
    for index, first in enumerate(rows):
        for second in rows[index + 1 :]:
            a, b = use(first), use(second)
            assert first["room"] != second["room"] or b.start >= a.end + gap(a, b)
    for row in tx.execute(select(wait)).mappings():
        wanted = [r for r in OFFICE.rooms if row["room"] in {None, r.id}]
        if row["state"] == WaitState.WAITING.value:
            start, end = local(row["starts_at"]), local(row["ends_at"])
            assert not any(rooms.is_free(tx, room, start, end, now) for room in wanted)
        if row["state"] in {WaitState.OFFERED.value, WaitState.BOOKED.value}:
            kept = rooms.by_id(tx, row["booking"])
            assert kept is not None
            assert kept["organiser"] == row["userid"]
        if row["state"] != WaitState.WAITING.value and row["told_at"]:
            told = select(outbox.c.id).where(outbox.c.dedupe_key == f"wait:{row['id']}:空出:{row['userid']}")
            assert tx.execute(told).first() is not None


def use(row: RowMapping) -> Use:
    return Use(local(row["starts_at"]), local(row["ends_at"]), row["before"], row["after"])


def wipe(tx: Connection) -> None:
    for table in (wait, booking, meeting, series, outbox, reminder):
        tx.execute(delete(table))


async def test_one_after_another(sqlite_url: str) -> None:
    """Random days of bookings, moves, cancellations, recurrences and waiting; the rules hold after every act."""
    db = Database(sqlite_url)

    @given(st.lists(acts, max_size=25))
    @settings(max_examples=40, deadline=None)
    def check(day: list[Act]) -> None:
        db.write_now(wipe)
        now = NOW
        for act in day:
            if act.what == "later":
                now += timedelta(minutes=act.pick)
                db.write_now(lambda tx, now=now: fire(tx, now))  # type: ignore[misc]
            db.write_now(lambda tx, act=act, now=now: do(tx, act, now))  # type: ignore[misc]
            db.write_now(lambda tx, now=now: fire(tx, now))  # type: ignore[misc]
            db.read_now(lambda tx, now=now: holds(tx, now))  # type: ignore[misc]

    check()
    await db.close()


async def test_many_at_once(database: Database) -> None:
    """The same by many people at the same moment, in the writer's threads; what fails may only be asked to repeat."""
    chance = random.Random(20260924)
    now = NOW
    kinds = ("book", "book", "wait", "move", "cancel", "answer", "recur")
    for _ in range(6):
        crowd = [
            Act(
                chance.choice(kinds),
                chance.randrange(len(PEOPLE)),
                chance.randrange(len(OFFICE.rooms)),
                chance.randrange(30),
                chance.randrange(1, 9),
                chance.randrange(20),
            )
            for _ in range(20)
        ]
        await asyncio.gather(
            *(
                database.write(lambda tx, act=act, now=now: do(tx, act, now, crowded=True), alone=n % 2 == 0)  # type: ignore[misc]
                for n, act in enumerate(crowd)
            )
        )
        await database.write(lambda tx, now=now: fire(tx, now))  # type: ignore[misc]
        await database.read(lambda tx, now=now: holds(tx, now))  # type: ignore[misc]
        now += timedelta(minutes=11)
        await database.write(lambda tx, now=now: fire(tx, now))  # type: ignore[misc]
        await database.read(lambda tx, now=now: holds(tx, now))  # type: ignore[misc]
