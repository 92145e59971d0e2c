"""The audit is a chain: what is changed, removed or put in between shows (domain.md 7.7)."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, delete, select, update

from storage import audit, settings
from storage.db import Database
from storage.tables import audit_event

NOW = datetime(2026, 9, 21, 1, 0, tzinfo=UTC)


async def write_events(database: Database, count: int = 6) -> None:
    """Events of many kinds, sealed two at a time."""
    for n in range(count):
        after = {"no": n, "标题": "关于……的通知", "ratio": 0.1 * n, "deep": {"b": [1, None], "a": True}}
        await database.write(
            lambda tx, n=n, after=after: audit.record(  # type: ignore[misc]
                tx,
                at=NOW.replace(microsecond=n),
                actor="zhangmin",
                action="log_incoming",
                object=f"incoming:{n}",
                before={"state": "登记"} if n % 2 else None,
                after=after,
                acting_for="zhoumingyuan" if n % 3 == 0 else None,
                request_id=f"r{n}",
            )
        )
    while await database.write(lambda tx: audit.seal(tx, limit=2)):
        pass


async def test_a_whole_chain_is_whole(database: Database) -> None:
    assert await database.read(audit.broken_at) is None
    await write_events(database)
    assert await database.read(audit.broken_at) is None
    assert await database.read(audit.count) == 6
    sequence = select(audit_event.c.seq).order_by(audit_event.c.id)
    assert await database.read(lambda tx: list(tx.execute(sequence).scalars())) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    "forged",
    [
        {"actor": "wuyang"},
        {"acting_for": "linzhixing"},
        {"action": "close"},
        {"object": "incoming:99"},
        {"at": NOW.replace(hour=2)},
        {"before": {"state": "办结"}},
        {"after": {"no": 7}},
        {"after": None},
        {"channel": "cli"},
        {"result": "refused"},
        {"request_id": "other"},
        {"hash": "0" * 64},
    ],
)
async def test_a_changed_event_breaks_the_chain_where_it_stands(database: Database, forged: dict[str, Any]) -> None:
    await write_events(database)
    await database.write(lambda tx: tx.execute(update(audit_event).where(audit_event.c.seq == 3).values(**forged)))
    assert await database.read(audit.broken_at) == 3


async def test_a_removed_event_breaks_the_chain(database: Database) -> None:
    await write_events(database)
    await database.write(lambda tx: tx.execute(delete(audit_event).where(audit_event.c.seq == 4)))
    assert await database.read(audit.broken_at) == 4


async def test_two_events_that_changed_places_break_the_chain(database: Database) -> None:
    await write_events(database)

    def swap(tx: Any) -> None:
        for old, new in ((2, 99), (3, 2), (99, 3)):
            tx.execute(update(audit_event).where(audit_event.c.seq == old).values(seq=new))

    await database.write(swap)
    assert await database.read(audit.broken_at) == 2


async def test_concurrent_sealers_make_one_chain(database: Database) -> None:
    def write_many(tx: Any) -> None:
        for n in range(30):
            audit.record(tx, at=NOW, actor="clock", action="tick", object=f"x:{n}")

    await database.write(write_many)
    sealed = await asyncio.gather(*(database.write(lambda tx: audit.seal(tx, limit=7)) for _ in range(8)))
    assert sum(sealed) == 30
    assert await database.read(audit.broken_at) is None


async def test_what_is_rolled_back_was_never_written(database: Database) -> None:
    def unit(tx: Any) -> None:
        audit.record(tx, at=NOW, actor="zhangmin", action="log_incoming")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await database.write(unit)
    assert await database.read(audit.count) == 0


async def test_the_chain_begins_where_it_was_cut_and_a_forged_beginning_shows(database: Database) -> None:
    def event(tx: Connection, at: datetime) -> None:
        audit.record(tx, at=at, actor="zhangmin", action="登记", object="incoming:1")

    def times(tx: Connection) -> list[datetime]:
        return list(tx.execute(select(audit_event.c.at)).scalars())

    first = datetime(2026, 1, 1, tzinfo=UTC)
    for days in range(10):
        await database.write(partial(event, at=first + timedelta(days=days)))
    await database.write(audit.seal)
    now = first + timedelta(days=20)
    assert await database.write(lambda tx: audit.trim(tx, first + timedelta(days=4), now=now)) == 4
    assert await database.read(audit.broken_at) is None
    await database.write(audit.seal)
    assert await database.read(audit.broken_at) is None
    assert min(await database.read(times)) == first + timedelta(days=4)
    assert await database.write(lambda tx: audit.trim(tx, first + timedelta(days=4), now=now)) == 0
    await database.write(lambda tx: tx.execute(delete(audit_event).where(audit_event.c.seq == 5)))
    assert await database.read(audit.broken_at) == 5
    sixth = select(audit_event.c.hash).where(audit_event.c.seq == 5)
    await database.write(lambda tx: settings.put(tx, "audit_start", f"5:{'f' * 64}", by="thief", at=now))
    assert await database.read(audit.broken_at) == 5, "a beginning that no event tells of"
    assert await database.read(lambda tx: tx.execute(sixth).first()) is None
    assert await database.write(lambda tx: audit.trim(tx, now + timedelta(days=1), now=now)) > 0
    await database.write(lambda tx: event(tx, now))
    await database.write(audit.seal)
    assert await database.read(audit.broken_at) is None, "even when everything old is gone"
