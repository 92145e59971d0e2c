"""What servers on one PostgreSQL share, and what one that stands still must not hold up (issue 10)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import Connection, select, update

from bot.shared_token import KEY, SharedToken
from scheduler.clock import SystemClock
from storage import outbox, settings
from storage.db import Database, Unreachable
from storage.inbox import accept
from storage.messages import Text
from storage.outbox import Lane
from storage.tables import inbox
from storage.tables import outbox as outbox_table
from storage.turns import turn

NOW = datetime(2026, 9, 18, 7, 20, tzinfo=UTC)
CLOCK = SystemClock()


@pytest.fixture
async def pair(postgres_url: str) -> AsyncIterator[tuple[Database, Database]]:
    """Two servers' connections to one database."""
    first, second = Database(postgres_url), Database(postgres_url)
    yield first, second
    await first.close()
    await second.close()


class WeCom:
    """Hands out tokens and counts."""

    def __init__(self) -> None:
        self.asked = 0

    async def token(self) -> tuple[str, float]:
        self.asked += 1
        await asyncio.sleep(0)
        return f"token-{self.asked}", 7200.0


async def test_one_token_for_all_servers(pair: tuple[Database, Database]) -> None:
    wecom = WeCom()
    servers = [SharedToken(db, CLOCK, "secret") for db in (*pair, *pair)]
    got = await asyncio.gather(*(server.fetch("", wecom.token) for server in servers))
    assert {token for token, _ in got} == {"token-1"}
    assert all(7100 < life <= 7200 for _, life in got)
    renewed = await asyncio.gather(*(server.fetch("token-1", wecom.token) for server in servers))
    assert ({token for token, _ in renewed}, wecom.asked) == ({"token-2"}, 2)
    kept = await pair[0].read(lambda tx: settings.get(tx, KEY))
    assert kept is not None
    assert "token" not in kept
    other = SharedToken(pair[0], CLOCK, "another secret")
    assert (await other.fetch("", wecom.token))[0] == "token-3"


async def test_a_turn_is_one_servers_at_a_time(pair: tuple[Database, Database]) -> None:
    inside: list[int] = []

    async def work(db: Database) -> None:
        async with turn(db, "the-thing"):
            inside.append(len(inside))
            for _ in range(20):
                await asyncio.sleep(0)
            assert inside.pop() == 0

    await asyncio.gather(*(work(db) for db in (*pair, *pair)))
    assert inside == []


async def test_who_stands_still_does_not_hold_up_the_others(
    pair: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stopped process in the middle of a unit: PostgreSQL takes the name from it, and its own unit runs again."""
    stopped, going = pair
    assert await going.write(lambda tx: accept(tx, "before", NOW, "r"))
    monkeypatch.setattr("storage.db.STUCK", "300ms")
    loop, inside, release = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()
    tries: list[str] = []

    def stuck(tx: Connection) -> bool:
        tries.append("tried")
        if len(tries) == 1:
            loop.call_soon_threadsafe(inside.set)
            asyncio.run_coroutine_threadsafe(release.wait(), loop).result()
        return accept(tx, "stuck", NOW, "r")

    held = asyncio.ensure_future(stopped.write(stuck, holding="talk:zhangmin"))
    await inside.wait()
    monkeypatch.undo()  # only the connection that stands still is so short of time
    assert await going.write(lambda tx: accept(tx, "going", NOW, "r"), holding="talk:zhangmin")
    release.set()
    assert await held
    assert len(tries) == 2
    keys = await going.read(lambda tx: list(tx.execute(select(inbox.c.key).order_by(inbox.c.key)).scalars()))
    assert keys == ["before", "going", "stuck"]


async def test_groups_never_wait_for_each_other(pair: tuple[Database, Database]) -> None:
    """Both servers talk with the same people in opposite orders; not one unit has to be run twice."""
    ran: list[str] = []

    def unit(tx: Connection, key: str) -> bool:
        ran.append(key)
        return accept(tx, key, NOW, "r")

    async def say(db: Database, key: str, who: int) -> bool:
        return await db.write(lambda tx: unit(tx, key), holding=f"talk:{who}")

    forth = [say(pair[0], f"a{n}", n % 7) for n in range(80)]
    back = [say(pair[1], f"b{n}", 6 - n % 7) for n in range(80)]
    assert all(await asyncio.gather(*forth, *back))
    assert len(ran) == 160


async def test_a_database_that_stays_away_is_said_so(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.db.PATIENCE", 0.3)
    name = postgres_url.split("?", 1)[0].rsplit("/", 1)[1]
    db = Database(postgres_url)
    assert await db.write(lambda tx: accept(tx, "before", NOW, "r"))
    admin = postgres_url.replace(f"/{name}?", "/postgres?").replace("+asyncpg", "")
    with psycopg.connect(admin, autocommit=True) as tx:
        tx.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false".encode())
        tx.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        for alone in (False, True):
            with pytest.raises(Unreachable):
                await db.write(lambda tx: accept(tx, "during", NOW, "r"), alone=alone)
        tx.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true".encode())
    assert await db.write(lambda tx: accept(tx, "after", NOW, "r"))
    await db.close()


async def test_a_lease_is_renewed_by_who_holds_it_only(pair: tuple[Database, Database]) -> None:
    """A slow WeCom must not hand a row to another server; one that was taken over stays with its new owner."""
    first, second = pair

    def say(tx: Connection) -> None:
        outbox.enqueue(tx, "user:zhangmin", Text(text="你好"), lane=Lane.ANSWER, now=NOW)

    await first.write(say)
    [row] = await first.write(lambda tx: outbox.claim(tx, owner="first", now=NOW, real=1000.0))
    assert await first.write(lambda tx: outbox.renew(tx, [row.id], owner="first", real=1025.0)) == [row.id]
    await second.write(lambda tx: outbox.sweep(tx, now=NOW, real=1031.0))
    assert await second.write(lambda tx: outbox.claim(tx, owner="second", now=NOW, real=1031.0)) == []
    await second.write(lambda tx: outbox.sweep(tx, now=NOW, real=1056.0))
    [taken] = await second.write(lambda tx: outbox.claim(tx, owner="second", now=NOW, real=1056.0))
    assert (taken.id, taken.attempt) == (row.id, 2)
    assert await first.write(lambda tx: outbox.renew(tx, [row.id], owner="first", real=1057.0)) == []
    await first.write(lambda tx: tx.execute(update(outbox_table).values(error=None)))
    owner = await second.read(lambda tx: tx.execute(select(outbox_table.c.owner)).scalar_one())
    assert owner == "second"
