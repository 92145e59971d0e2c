"""Units of work: all or nothing, many at once, on both databases (measurements.md C)."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import psycopg
import pytest
from sqlalchemy import Connection, func, select, update
from sqlalchemy.exc import IntegrityError, StatementError

from storage.db import Database, driver_url, lock
from storage.inbox import accept
from storage.tables import inbox, number_series

NOW = datetime(2026, 9, 21, 1, 0, tzinfo=UTC)


def insert(tx: Connection, key: str) -> str:
    tx.execute(inbox.insert(), {"key": key, "received_at": NOW, "request_id": "r"})
    return key


async def keys(database: Database) -> list[str]:
    return await database.read(lambda tx: list(tx.execute(select(inbox.c.key).order_by(inbox.c.key)).scalars()))


async def test_a_unit_returns_its_value_and_is_durable(database: Database) -> None:
    assert await database.write(lambda tx: insert(tx, "a")) == "a"
    assert await keys(database) == ["a"]


async def test_a_unit_that_fails_takes_nobody_with_it(database: Database) -> None:
    def failing(key: str) -> str:
        def unit(tx: Connection) -> str:
            insert(tx, key)
            raise ValueError(key)

        return unit  # type: ignore[return-value]

    units = [failing(f"bad{n}") if n % 2 else (lambda tx, n=n: insert(tx, f"good{n}")) for n in range(40)]
    results = await asyncio.gather(*(database.write(unit) for unit in units), return_exceptions=True)  # type: ignore[arg-type]
    assert [type(result) for result in results] == [str, ValueError] * 20
    assert await keys(database) == sorted(f"good{n}" for n in range(0, 40, 2))


async def test_a_broken_constraint_is_raised_to_its_own_caller_only(database: Database) -> None:
    units = [database.write(lambda tx, n=n: insert(tx, "same" if n < 3 else f"k{n}")) for n in range(8)]  # type: ignore[misc]
    results = await asyncio.gather(*units, return_exceptions=True)
    assert sum(isinstance(result, IntegrityError) for result in results) == 2
    assert await keys(database) == ["k3", "k4", "k5", "k6", "k7", "same"]


async def test_no_update_is_lost(database: Database) -> None:
    """Read, then write: the pattern that loses updates without a lock."""
    await database.write(lambda tx: tx.execute(number_series.insert(), {"series": "s", "year": 2026, "next": 0}))

    def add_one(tx: Connection) -> None:
        lock(tx, "s")
        value = tx.execute(select(number_series.c.next)).scalar_one()
        tx.execute(update(number_series).values(next=value + 1))

    await asyncio.gather(*(database.write(add_one) for _ in range(100)))
    assert await database.read(lambda tx: tx.execute(select(number_series.c.next)).scalar_one()) == 100


async def test_readers_do_not_see_what_is_not_committed(database: Database) -> None:
    def unit(tx: Connection) -> int:
        insert(tx, "a")
        return database.read_now(lambda other: other.execute(select(func.count()).select_from(inbox)).scalar_one())

    assert await database.write(unit) == 0
    assert await keys(database) == ["a"]


async def test_synchronous_callers_write_beside_the_threads(database: Database) -> None:
    many = [database.write(lambda tx, n=n: insert(tx, f"t{n}")) for n in range(20)]  # type: ignore[misc]
    tasks = [asyncio.ensure_future(one) for one in many]
    await asyncio.to_thread(database.write_now, lambda tx: insert(tx, "sync"))
    await asyncio.gather(*tasks)
    assert len(await keys(database)) == 21


async def test_a_caller_that_went_away_does_not_disturb_the_others(database: Database) -> None:
    gone = asyncio.ensure_future(database.write(lambda tx: insert(tx, "gone")))
    await asyncio.wait([gone], timeout=0)  # it has been handed over
    gone.cancel()
    assert await database.write(lambda tx: insert(tx, "stays")) == "stays"
    assert await keys(database) == ["gone", "stays"]


async def test_closing_finishes_what_is_queued(database_url: str) -> None:
    first = Database(database_url)
    writes = [first.write(lambda tx, n=n: insert(tx, f"k{n}")) for n in range(30)]  # type: ignore[misc]
    *written, _ = await asyncio.gather(*writes, first.close())
    assert sorted(filter(None, written)) == sorted(f"k{n}" for n in range(30))
    second = Database(database_url)
    assert len(await keys(second)) == 30
    await second.close()


@pytest.mark.parametrize("hours", [0, 8, -5])
async def test_instants_come_back_in_utc(database: Database, hours: int) -> None:
    written = NOW.astimezone(timezone(timedelta(hours=hours)))
    values = {"key": "a", "received_at": written, "request_id": "r"}
    await database.write(lambda tx: tx.execute(inbox.insert(), values))
    read = await database.read(lambda tx: tx.execute(select(inbox.c.received_at)).scalar_one())
    assert read == NOW
    assert read.utcoffset() == timedelta()


async def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    values = {"key": "a", "received_at": NOW.replace(tzinfo=None), "request_id": "r"}
    with pytest.raises(StatementError, match="naive datetime"):
        await database.write(lambda tx: tx.execute(inbox.insert(), values))
    assert await keys(database) == []


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("sqlite+aiosqlite:////tmp/x.db", "sqlite+pysqlite"),
        ("sqlite:///x.db", "sqlite+pysqlite"),
        ("postgresql+asyncpg://u@h/d", "postgresql+psycopg"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg"),
        ("postgresql://u@h/d", "postgresql+psycopg"),
    ],
)
def test_every_spelling_of_an_address_names_the_same_database(given: str, driver: str) -> None:
    url = driver_url(given)
    assert url.drivername == driver
    assert url.render_as_string().partition("://")[2] == given.partition("://")[2]


def test_other_databases_are_refused_in_chinese() -> None:
    with pytest.raises(ValueError, match="不支持的数据库类型 mysql"):
        driver_url("mysql+pymysql://u@h/d")


@pytest.mark.parametrize("alone", [False, True])
async def test_a_lost_connection_costs_nobody_his_unit(postgres_url: str, alone: bool) -> None:
    """The database restarts, or a firewall cuts the line: the unit is run again on a new connection."""
    db = Database(postgres_url)
    assert await db.write(lambda tx: accept(tx, "before", NOW, "r"), alone=alone)
    with psycopg.connect(postgres_url.replace("+asyncpg", ""), autocommit=True) as other:
        others = "FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
        other.execute(f"SELECT pg_terminate_backend(pid) {others}".encode())
    assert await db.write(lambda tx: accept(tx, "after", NOW, "r"), alone=alone)
    assert not await db.write(lambda tx: accept(tx, "after", NOW, "r"), alone=alone)
    await db.close()
