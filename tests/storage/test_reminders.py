"""One next reminder for each obligation; it fires once, and a late one says so (domain.md 2.7)."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from scheduler.clock import SHANGHAI
from storage import reminders
from storage.db import Database
from storage.reminders import LATE, Reminder
from storage.tables import reminder

NINE = datetime(2026, 9, 21, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def plan(tx: Connection, due_at: datetime = NINE, **other: Any) -> None:
    values = {"line": "documents", "kind": "chase", "object": "incoming:1", "recipient": "zhangmin"}
    reminders.plan(tx, **{**values, **other}, due_at=due_at)


async def claim(database: Database, now: datetime, limit: int = 200) -> list[Reminder]:
    return await database.write(lambda tx: reminders.claim_due(tx, now, limit))


async def test_planning_again_replaces_what_was_planned(database: Database) -> None:
    await database.write(plan)
    await database.write(lambda tx: plan(tx, NINE + HOUR))
    assert await claim(database, NINE) == []
    assert [found.due_at for found in await claim(database, NINE + HOUR)] == [NINE + HOUR]


async def test_other_objects_kinds_and_people_have_their_own(database: Database) -> None:
    await database.write(plan)
    for other in ({"object": "incoming:2"}, {"kind": "yellow"}, {"recipient": "like"}, {"line": "meetings"}):
        await database.write(lambda tx, other=other: plan(tx, **other))  # type: ignore[misc]
    assert len(await claim(database, NINE)) == 5


async def test_what_fired_never_fires_again_for_the_same_instant(database: Database) -> None:
    await database.write(plan)
    assert len(await claim(database, NINE)) == 1
    await database.write(plan)
    await database.write(lambda tx: plan(tx, NINE.astimezone(SHANGHAI)))
    assert await claim(database, NINE + HOUR) == []


async def test_the_same_instant_in_two_zones_is_one_reminder(database: Database) -> None:
    await database.write(lambda tx: plan(tx, NINE.astimezone(SHANGHAI)))
    await database.write(plan)
    assert len(await claim(database, NINE)) == 1
    assert await database.read(lambda tx: len(tx.execute(select(reminder.c.id)).all())) == 1


async def test_taken_back_and_planned_again_for_the_same_instant_fires(database: Database) -> None:
    await database.write(plan)
    taken = await database.write(lambda tx: reminders.cancel(tx, line="documents", object="incoming:1"))
    assert taken == 1
    assert await claim(database, NINE) == []
    await database.write(plan)
    assert len(await claim(database, NINE)) == 1


@pytest.mark.parametrize(
    ("only", "left"),
    [({}, []), ({"kind": "chase"}, ["yellow"]), ({"recipient": "like"}, ["chase", "yellow"])],
)
async def test_taking_back_by_kind_and_recipient(database: Database, only: dict[str, str], left: list[str]) -> None:
    await database.write(plan)
    await database.write(lambda tx: plan(tx, kind="yellow"))
    await database.write(lambda tx: plan(tx, object="incoming:2"))
    await database.write(lambda tx: reminders.cancel(tx, line="documents", object="incoming:1", **only))
    planned = await database.read(lambda tx: reminders.planned_for(tx, "documents", "incoming:1"))
    assert sorted(found.kind for found in planned) == left
    assert await database.read(lambda tx: len(reminders.planned_for(tx, "documents", "incoming:2"))) == 1


@pytest.mark.parametrize(
    ("behind", "late"), [(timedelta(), False), (LATE, False), (LATE + timedelta(seconds=1), True), (30 * HOUR, True)]
)
async def test_late_ones_are_marked(database: Database, behind: timedelta, late: bool) -> None:
    await database.write(plan)
    assert [found.late for found in await claim(database, NINE + behind)] == [late]
    assert await database.read(lambda tx: tx.execute(select(reminder.c.late)).scalar_one()) == int(late)


async def test_due_ones_come_in_the_order_of_their_times_up_to_the_limit(database: Database) -> None:
    for n, minutes in enumerate((40, 10, 30, 20, 0)):
        due = NINE + timedelta(minutes=minutes)
        await database.write(lambda tx, n=n, due=due: plan(tx, due, object=f"incoming:{n}"))  # type: ignore[misc]
    first = await claim(database, NINE + HOUR, limit=3)
    assert [found.object for found in first] == ["incoming:4", "incoming:1", "incoming:3"]
    assert [found.object for found in await claim(database, NINE + HOUR)] == ["incoming:2", "incoming:0"]


async def test_the_earliest_planned_time_is_known(database: Database) -> None:
    assert await database.read(reminders.next_due) is None
    await database.write(lambda tx: plan(tx, NINE + HOUR))
    await database.write(lambda tx: plan(tx, object="incoming:2"))
    assert await database.read(reminders.next_due) == NINE
    await claim(database, NINE)
    assert await database.read(reminders.next_due) == NINE + HOUR


async def test_a_failed_transaction_leaves_the_reminder_due(database: Database) -> None:
    await database.write(plan)

    def unit(tx: Connection) -> None:
        assert len(reminders.claim_due(tx, NINE)) == 1
        raise RuntimeError("crash")

    with pytest.raises(RuntimeError):
        await database.write(unit)
    assert len(await claim(database, NINE)) == 1


async def test_concurrent_ticks_fire_each_reminder_once(database: Database) -> None:
    def fill(tx: Connection) -> None:
        for n in range(50):
            plan(tx, object=f"incoming:{n}", data={"n": n})

    await database.write(fill)
    claimed = await asyncio.gather(*(claim(database, NINE, limit=9) for _ in range(12)))
    fired = [found.data["n"] for part in claimed for found in part]
    fired += [found.data["n"] for found in await claim(database, NINE)]
    assert sorted(fired) == list(range(50))
