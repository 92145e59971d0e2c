"""The outbox: once per key, best lane first, in order for each person, one sender at a time (design.md 1)."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from storage import outbox
from storage.db import Database
from storage.guard import GuardRefused
from storage.messages import Text
from storage.outbox import LEASE, Lane, Outgoing
from storage.tables import outbox as rows

NOW = datetime(2026, 9, 21, 1, 0, tzinfo=UTC)
REAL = 1_000_000.0
MINUTE = timedelta(minutes=1)


def put(tx: Connection, text: str, to: str = "zhangmin", lane: Lane = Lane.ROUTINE, **more: Any) -> bool:
    return outbox.enqueue(tx, outbox.user(to), Text(text=text), lane=lane, now=NOW, **more)


async def fill(database: Database, *messages: tuple[str, str, Lane]) -> None:
    def unit(tx: Connection) -> None:
        for text, to, lane in messages:
            put(tx, text, to, lane)

    await database.write(unit)


async def claim(
    database: Database, owner: str = "a", now: datetime = NOW, real: float = REAL, limit: int = 200
) -> list[Outgoing]:
    return await database.write(lambda tx: outbox.claim(tx, owner=owner, now=now, real=real, limit=limit))


async def sent(database: Database, claimed: list[Outgoing], owner: str = "a", msgid: str = "m", calls: int = 1) -> None:
    ids = [row.id for row in claimed]
    await database.write(
        lambda tx: outbox.mark_sent(
            tx, ids, owner=owner, now=NOW, real=REAL, calls=calls, msgid=msgid, response_code=None
        )
    )


def texts(claimed: list[Outgoing]) -> list[str]:
    return [row.payload["text"] for row in claimed]


async def states(database: Database) -> list[str]:
    return await database.read(lambda tx: list(tx.execute(select(rows.c.state).order_by(rows.c.id)).scalars()))


async def test_one_key_one_message(database: Database) -> None:
    assert await database.write(lambda tx: put(tx, "一", dedupe_key="incoming:1:催办"))
    assert not await database.write(lambda tx: put(tx, "二", dedupe_key="incoming:1:催办"))
    assert await database.write(lambda tx: put(tx, "三", dedupe_key="incoming:2:催办"))
    assert texts(await claim(database)) == ["一", "三"]


async def test_without_a_key_equal_words_are_two_messages(database: Database) -> None:
    await fill(database, ("收到", "zhangmin", Lane.ANSWER), ("收到", "zhangmin", Lane.ANSWER))
    assert len(await claim(database)) == 2


async def test_one_key_from_many_writers_at_once(database: Database) -> None:
    written = await asyncio.gather(*(database.write(lambda tx: put(tx, "一", dedupe_key="k")) for _ in range(20)))
    assert sum(written) == 1


async def test_the_guard_sees_what_goes_out_and_nothing_is_written(database: Database) -> None:
    with pytest.raises(GuardRefused) as refused:
        await database.write(lambda tx: put(tx, "机密★1年 关于……的通知"))
    assert "机密" not in str(refused.value)
    assert await states(database) == []


async def test_best_lane_first_and_in_order_within_it(database: Database) -> None:
    lanes = [Lane.BROADCAST, Lane.ROUTINE, Lane.TIMELY, Lane.ANSWER, Lane.URGENT, Lane.ROUTINE, Lane.URGENT]
    await fill(database, *((str(n), f"user{n}", lane) for n, lane in enumerate(lanes)))
    assert texts(await claim(database, limit=4)) == ["4", "6", "3", "2"]
    assert texts(await claim(database)) == ["1", "5", "0"]


async def test_not_before_its_time(database: Database) -> None:
    await database.write(lambda tx: put(tx, "明早", not_before=NOW + MINUTE))
    assert await claim(database) == []
    assert await database.read(lambda tx: outbox.next_time(tx, NOW)) == NOW + MINUTE
    assert texts(await claim(database, now=NOW + MINUTE)) == ["明早"]
    assert await database.read(lambda tx: outbox.next_time(tx, NOW)) is None


async def test_nobody_overtakes_a_message_that_is_on_its_way(database: Database) -> None:
    await fill(database, ("一", "zhangmin", Lane.ROUTINE), ("他人", "wuyang", Lane.ROUTINE))
    first = await claim(database, limit=1)
    await fill(database, ("二", "zhangmin", Lane.URGENT))
    assert texts(await claim(database, owner="b")) == ["他人"]
    await sent(database, first)
    assert texts(await claim(database, owner="b")) == ["二"]


async def test_what_waits_for_a_retry_holds_back_what_follows_but_not_what_is_more_urgent(database: Database) -> None:
    await fill(database, ("一", "zhangmin", Lane.TIMELY))
    ids = [row.id for row in await claim(database)]
    await database.write(lambda tx: outbox.put_back(tx, ids, owner="a", retry_at=REAL + 5, error="45009"))
    await fill(
        database, ("二", "zhangmin", Lane.TIMELY), ("三", "zhangmin", Lane.ROUTINE), ("急", "zhangmin", Lane.URGENT)
    )
    urgent = await claim(database)
    assert texts(urgent) == ["急"]
    await sent(database, urgent)
    assert await claim(database) == []
    later = await claim(database, real=REAL + 5)
    assert [(row.payload["text"], row.attempt) for row in later] == [("一", 2), ("二", 1), ("三", 1)]


async def test_what_waits_for_tomorrow_holds_back_nothing(database: Database) -> None:
    await fill(database, ("一", "zhangmin", Lane.ROUTINE))
    ids = [row.id for row in await claim(database)]
    tomorrow = NOW + 24 * 60 * MINUTE
    await database.write(lambda tx: outbox.put_back(tx, ids, owner="a", retry_at=0, error=None, not_before=tomorrow))
    await fill(database, ("二", "zhangmin", Lane.ROUTINE))
    assert texts(await claim(database)) == ["二"]


async def test_many_senders_never_take_the_same_row(database: Database) -> None:
    await fill(database, *((str(n), f"user{n}", Lane.ROUTINE) for n in range(60)))
    parts = await asyncio.gather(*(claim(database, owner=f"s{n}", limit=11) for n in range(8)))
    taken = [text for part in parts for text in texts(part)]
    assert sorted(map(int, taken)) == list(range(60))


async def test_the_rows_of_a_vanished_sender_are_freed_after_its_lease(database: Database) -> None:
    await fill(database, ("一", "zhangmin", Lane.ROUTINE))
    await claim(database, owner="gone")
    await database.write(lambda tx: outbox.sweep(tx, now=NOW, real=REAL + LEASE))
    assert await claim(database, owner="b", real=REAL + LEASE) == []
    await database.write(lambda tx: outbox.sweep(tx, now=NOW, real=REAL + LEASE + 1))
    again = await claim(database, owner="b", real=REAL + LEASE + 1)
    assert [(row.payload["text"], row.attempt) for row in again] == [("一", 2)]


async def test_a_sender_that_lost_its_row_cannot_change_it_any_more(database: Database) -> None:
    await fill(database, ("一", "zhangmin", Lane.ROUTINE))
    lost = await claim(database, owner="slow")
    ids = [row.id for row in lost]
    await database.write(lambda tx: outbox.sweep(tx, now=NOW, real=REAL + LEASE + 1))
    taken = await claim(database, owner="b", real=REAL + LEASE + 1)
    await sent(database, lost, owner="slow", msgid="of the slow one")
    await database.write(lambda tx: outbox.mark_failed(tx, ids, owner="slow", error="81013"))
    await database.write(lambda tx: outbox.put_back(tx, ids, owner="slow", retry_at=0, error=None))
    assert await states(database) == ["sending"]
    await sent(database, taken, owner="b", msgid="of b")
    assert await states(database) == ["sent"]
    assert await database.read(lambda tx: tx.execute(select(rows.c.msgid)).scalar_one()) == "of b"


async def test_a_new_server_frees_what_its_predecessor_held_but_not_its_own(database: Database) -> None:
    await fill(database, ("一", "zhangmin", Lane.ROUTINE), ("二", "wuyang", Lane.ROUTINE))
    await claim(database, owner="old", limit=1)
    await claim(database, owner="new", limit=1)
    assert await database.write(lambda tx: outbox.release(tx, "new")) == 1
    assert await states(database) == ["queued", "sending"]


async def test_what_came_too_late_expires_and_is_never_sent(database: Database) -> None:
    await database.write(lambda tx: put(tx, "会前提醒", expires_at=NOW + MINUTE))
    await database.write(lambda tx: outbox.sweep(tx, now=NOW + MINUTE, real=REAL))
    assert await states(database) == ["queued"]
    await database.write(lambda tx: outbox.sweep(tx, now=NOW + 2 * MINUTE, real=REAL))
    assert await states(database) == ["expired"]
    assert await claim(database, now=NOW + 2 * MINUTE) == []


async def test_failed_rows_are_kept_with_their_reason_and_block_nobody(database: Database) -> None:
    await fill(database, ("一", "zhangmin", Lane.ROUTINE))
    ids = [row.id for row in await claim(database)]
    await database.write(lambda tx: outbox.mark_failed(tx, ids, owner="a", error="81013 " + "x" * 600))
    error = await database.read(lambda tx: tx.execute(select(rows.c.error)).scalar_one())
    assert error.startswith("81013")
    assert len(error) == 400
    await fill(database, ("二", "zhangmin", Lane.ROUTINE))
    assert texts(await claim(database)) == ["二"]


async def test_merged_rows_count_as_one_message_and_one_call(database: Database) -> None:
    await fill(database, *((str(n), "zhangmin", Lane.ROUTINE) for n in range(3)), ("另", "wuyang", Lane.ROUTINE))
    claimed = await claim(database)
    await sent(database, [row for row in claimed if row.recipient == "user:zhangmin"], msgid="merged")
    await sent(database, [row for row in claimed if row.recipient == "user:wuyang"], msgid="single")
    people = ["user:zhangmin", "user:wuyang", "user:like"]
    counted = await database.read(lambda tx: outbox.routine_since(tx, people, NOW - MINUTE))
    assert counted == {"user:zhangmin": 1, "user:wuyang": 1}
    assert await database.read(lambda tx: outbox.routine_since(tx, people, NOW + MINUTE)) == {}
    calls = await database.read(lambda tx: outbox.recent_calls(tx, people, REAL + 59, 60))
    assert calls == {"user:zhangmin": [REAL], "user:wuyang": [REAL]}
    assert await database.read(lambda tx: outbox.recent_calls(tx, people, REAL + 60, 60)) == {}


async def test_only_routine_messages_count_against_the_daily_cap(database: Database) -> None:
    lanes = (Lane.URGENT, Lane.ANSWER, Lane.TIMELY, Lane.BROADCAST)
    await fill(database, *((str(lane), "zhangmin", lane) for lane in lanes))
    for n, row in enumerate(await claim(database)):
        await sent(database, [row], msgid=str(n))
    assert await states(database) == ["sent"] * 4
    assert await database.read(lambda tx: outbox.routine_since(tx, ["user:zhangmin"], NOW - MINUTE)) == {}


async def test_addresses_ignore_the_case_of_a_userid(database: Database) -> None:
    await fill(database, ("一", "ZhangMin", Lane.ROUTINE), ("二", "zhangmin", Lane.ROUTINE))
    assert {row.recipient for row in await claim(database)} == {"user:zhangmin"}


async def test_a_message_of_a_failed_act_is_never_sent(database: Database) -> None:
    def unit(tx: Connection) -> None:
        put(tx, "一", dedupe_key="k")
        raise RuntimeError("crash")

    with pytest.raises(RuntimeError):
        await database.write(unit)
    assert await claim(database) == []
    assert await database.write(lambda tx: put(tx, "一", dedupe_key="k"))


async def test_what_is_too_late_is_not_claimed_even_before_it_was_swept(database: Database) -> None:
    def unit(tx: Connection) -> None:
        put(tx, "过时", expires_at=NOW + MINUTE)
        put(tx, "还早", expires_at=NOW + 3 * MINUTE)

    await database.write(unit)
    assert texts(await claim(database, now=NOW + 2 * MINUTE)) == ["还早"]
