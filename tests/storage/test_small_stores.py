"""Inbox, conversations, changes and guard counters."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from scheduler.clock import SHANGHAI
from storage import changes, conversations, counters, inbox
from storage.db import Database
from storage.inbox import KEEP
from storage.tables import guard_counter

NOW = datetime(2026, 9, 21, 1, 0, tzinfo=UTC)


async def test_a_callback_is_handled_once_however_often_it_comes(database: Database) -> None:
    came = [database.write(lambda tx: inbox.accept(tx, "msg:1", NOW, "r")) for _ in range(10)]
    assert sum(await asyncio.gather(*came)) == 1
    assert await database.write(lambda tx: inbox.accept(tx, "msg:2", NOW, "r"))


async def test_a_callback_whose_handling_failed_may_come_again(database: Database) -> None:
    def unit(tx: Connection) -> None:
        assert inbox.accept(tx, "msg:1", NOW, "r")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await database.write(unit)
    assert await database.write(lambda tx: inbox.accept(tx, "msg:1", NOW, "r"))


async def test_old_keys_are_forgotten_and_recent_ones_kept(database: Database) -> None:
    await database.write(lambda tx: inbox.accept(tx, "old", NOW - KEEP - timedelta(seconds=1), "r"))
    await database.write(lambda tx: inbox.accept(tx, "recent", NOW - KEEP, "r"))
    assert await database.write(lambda tx: inbox.forget_old(tx, NOW)) == 1
    assert not await database.write(lambda tx: inbox.accept(tx, "recent", NOW, "r"))
    assert await database.write(lambda tx: inbox.accept(tx, "old", NOW, "r"))


async def test_a_conversation_is_replaced_and_belongs_to_one_person(database: Database) -> None:
    state = {"draft": {"slots": {"title": "关于……的函", "no": None}}, "about": ["incoming:1"]}
    assert await database.read(lambda tx: conversations.load(tx, "zhangmin")) is None
    await database.write(lambda tx: conversations.save(tx, "zhangmin", {"draft": None}, NOW))
    later = NOW + timedelta(minutes=1)
    await database.write(lambda tx: conversations.save(tx, "zhangmin", state, later))
    await database.write(lambda tx: conversations.save(tx, "wuyang", {}, NOW))
    assert await database.read(lambda tx: conversations.load(tx, "zhangmin")) == (state, later)
    assert await database.read(lambda tx: conversations.load(tx, "wuyang")) == ({}, NOW)


async def test_undo_goes_back_one_write_at_a_time_and_for_one_person_only(database: Database) -> None:
    def remember(tx: Connection, actor: str, n: int) -> None:
        changes.remember(tx, actor=actor, at=NOW, line="documents", kind="log", object=f"incoming:{n}", data={"n": n})

    assert await database.read(lambda tx: changes.last(tx, "zhangmin")) is None
    for actor, n in (("zhangmin", 1), ("zhangmin", 2), ("wuyang", 3)):
        await database.write(lambda tx, actor=actor, n=n: remember(tx, actor, n))  # type: ignore[misc]
    for expected in (2, 1):
        last = await database.read(lambda tx: changes.last(tx, "zhangmin"))
        assert last is not None
        assert (last.data, last.object, last.at) == ({"n": expected}, f"incoming:{expected}", NOW)
        await database.write(lambda tx, change=last: changes.mark_undone(tx, change.id, NOW))  # type: ignore[misc]
    assert await database.read(lambda tx: changes.last(tx, "zhangmin")) is None
    assert await database.read(lambda tx: changes.last(tx, "wuyang")) is not None


async def test_refusals_are_counted_by_beijing_hour_and_rule_and_nothing_else(database: Database) -> None:
    here = NOW.astimezone(SHANGHAI)
    count = [database.write(lambda tx: counters.count_refusal(tx, "H1", here)) for _ in range(5)]
    await asyncio.gather(*count)
    await database.write(lambda tx: counters.count_refusal(tx, "H2", here))
    await database.write(lambda tx: counters.count_refusal(tx, "H1", here + timedelta(hours=1)))
    query = select(guard_counter).order_by(guard_counter.c.hour, guard_counter.c.rule)
    counted = await database.read(lambda tx: [tuple(row) for row in tx.execute(query)])
    assert counted == [("2026-09-21", 9, "H1", 5), ("2026-09-21", 9, "H2", 1), ("2026-09-21", 10, "H1", 1)]
