"""Many want one room: exactly one gets it, whatever the database (G9, SC21)."""

import asyncio
from datetime import datetime, timedelta
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, RowMapping, delete, select

from handlers.meetings.gaps import Use, gap
from handlers.meetings.rooms import Taken, Wish, take, use_of
from handlers.meetings.tables import booking
from scheduler.clock import SHANGHAI, local
from scheduler.desk import Desk
from scheduler.workdays import WorkCalendar
from storage.db import Database
from storage.office import Person, load_office
from tests.day import Day

OFFICE = load_office(None)
CALENDAR = WorkCalendar()
NOW = datetime(2026, 9, 21, 10, tzinfo=SHANGHAI)
MORNING = datetime(2026, 9, 24, 8, tzinfo=SHANGHAI)
PEOPLE = [person for person in OFFICE.people if person.unit][:50]


def desk(tx: Connection, person: Person) -> Desk:
    return Desk(tx=tx, now=NOW, office=OFFICE, calendar=CALENDAR, request_id="test", actor=person.userid)


def wish(start: datetime, end: datetime, name: str = "201") -> Wish:
    room = OFFICE.room(name)
    assert room
    return Wish(room, use_of(room, start, end), "会议")


def use(row: RowMapping) -> Use:
    return Use(local(row["starts_at"]), local(row["ends_at"]), row["before"], row["after"])


def book(person: Person, wanted: Wish, instead_of: int | None, tx: Connection) -> int | Taken:
    return take(desk(tx, person), person, wanted, instead_of)


async def test_fifty_at_once_have_one_winner(database: Database) -> None:
    start = MORNING + timedelta(hours=1)
    results = await asyncio.gather(
        *(database.write(partial(book, person, wish(start, start + timedelta(hours=2)), None)) for person in PEOPLE)
    )
    won = [person for person, result in zip(PEOPLE, results, strict=True) if not isinstance(result, Taken)]
    lost = [result for result in results if isinstance(result, Taken)]
    assert (len(PEOPLE), len(won), len(lost)) == (50, 1, 49)
    assert {result.holder for result in lost} == {won[0].userid}


async def test_thirty_phones_at_once(day: Day) -> None:
    day.at("2026-09-21 10:00")
    people = [p for p in OFFICE.people if p.userid.startswith("liaison-")][:30]
    said = [day.fake.say(person.userid, "订201，9月24日9点到11点") for person in people]
    assert all(delivery.accepted for delivery in await asyncio.gather(*said))
    await day.settle()
    answers = ["\n".join(day.phone(person.userid).texts) for person in people]
    winners = [person.name for person, answer in zip(people, answers, strict=True) if answer.startswith("已订")]
    [winner] = winners
    refused = [answer for answer in answers if f"刚被预订（{winner}），空闲时段：11:30–17:30" in answer]
    assert len(refused) == len(people) - 1
    assert len(day.rows("bookings")) == 1


requests = st.lists(
    st.tuples(
        st.sampled_from(("201", "301")), st.integers(0, 40), st.integers(1, 12), st.integers(0, 9), st.booleans()
    ),
    min_size=1,
    max_size=25,
)


def run(db: Database, asked: list[tuple[str, int, int, int, bool]]) -> None:
    """Book, and now and then move the first booking, in the order asked."""
    made: list[int] = []
    for room, start, length, who, move in asked:
        begin = MORNING + timedelta(minutes=15 * start)
        wanted = wish(begin, begin + timedelta(minutes=15 * length), room)
        own = made[0] if move and made else None
        result = db.write_now(partial(book, PEOPLE[who], wanted, own))
        if isinstance(result, int):
            made.append(result)


async def test_bookings_never_come_too_close(sqlite_url: str) -> None:
    """Random bookings and moves through the database leave the gap between any two uses of a room."""
    db = Database(sqlite_url)

    @given(asked=requests)
    @settings(max_examples=25, deadline=None)
    def check(asked: list[tuple[str, int, int, int, bool]]) -> None:
        db.write_now(lambda tx: tx.execute(delete(booking)))
        run(db, asked)
        rows = db.read_now(lambda tx: list(tx.execute(select(booking).order_by(booking.c.starts_at)).mappings()))
        for index, first in enumerate(rows):
            for second in rows[index + 1 :]:
                a, b = use(first), use(second)
                assert first["room"] != second["room"] or b.start >= a.end + gap(a, b)

    check()
    await db.close()
