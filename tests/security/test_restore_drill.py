"""The drill: a backup taken while people write is one moment, comes back whole, and the office goes on from there."""

import asyncio
import stat
from pathlib import Path

from bot.backup import backup, restore
from storage import audit
from storage.db import driver_url, make_engine
from tests.day import Day

MOST = 12
"""Papers that each of them registers at most."""
REGISTER = "登记收文：平件，市委办，南委办〔2026〕{}号，《关于做好第{}项工作的通知》，办件"


async def test_a_drill_from_the_backup_to_the_next_number(sqlite_url: str, tmp_path: Path) -> None:
    day = Day(sqlite_url)
    await day.start()
    people = ("zhangmin", "shenlan", "guoping")
    stop = asyncio.Event()

    async def write(first: int, userid: str) -> int:
        number = first
        while not stop.is_set() and number < first + MOST:
            assert (await day.fake.say(userid, REGISTER.format(number, number))).accepted
            number += 1
        return number - first

    writers = [asyncio.create_task(write(1000 * i, userid)) for i, userid in enumerate(people, 1)]
    files = [tmp_path / f"{number}.backup" for number in range(2)]
    counts = []
    for file in files:
        await asyncio.sleep(0)
        counts.append(await asyncio.to_thread(backup, sqlite_url, file, day.clock.now()))
    stop.set()
    written = sum(await asyncio.gather(*writers))
    await day.settle()
    assert written > len(people), "nobody was held up by a backup"
    seen = [found.get("incoming_doc", 0) for found in counts]
    assert seen == sorted(seen)
    assert [row["action"] for row in day.rows("audit")].count("备份") == len(files)
    await day.stop()
    file, count = files[-1], counts[-1]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    drill = f"sqlite:///{tmp_path}/drill.db"
    assert restore(drill, file) == count
    _whole(drill)
    again = Day(drill)
    await again.start()
    rows = again.rows("incoming")
    assert len(rows) == seen[-1]
    assert sorted(row["no"] for row in rows) == [f"收〔2026〕{1203 + n}号" for n in range(len(rows))]
    assert await again.bot.db.write(lambda tx: audit.seal(tx, 10_000)) >= 0
    assert await again.bot.db.read(audit.broken_at) is None
    answer = await again.phone("zhangmin").says(REGISTER.format(9999, 9999))
    assert f"收〔2026〕{1203 + len(rows)}号" in answer
    assert not [text for text in again.phone("zhangmin").texts if "9998" in text]
    await again.stop()


def _whole(url: str) -> None:
    engine = make_engine(driver_url(url))
    with engine.connect() as tx:
        assert tx.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        assert tx.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert tx.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert tx.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
    engine.dispose()
