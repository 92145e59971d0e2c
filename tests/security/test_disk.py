"""A disk that is full, a database that is read-only: said clearly, nothing lost unsaid, no crash, well again by itself.

Decided by 不漏办: WeCom's retries follow within seconds and then the message is gone; no retry mends a full disk. So
the sender is told in the callback's own response that nothing was kept, and knows that it is still his.
"""

import asyncio
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from bot.app import Bot
from bot.backup import backup
from bot.doctor.database import look_at_database
from bot.doctor.finding import Situation
from bot.schema import NotReady, prepare_database
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar
from storage.office import load_office
from storage.tables import reminder
from storage.trouble import Trouble, trouble_of
from tests.day import Day, settings_for
from tests.process.serving import Server, wecom
from tests.security.test_forwarded import press

REGISTER = "登记收文：平件，市委办，南委办〔2026〕{}号，《关于做好{}工作的通知》，办件"
NOT_KEPT = "没有保存"
BIG = "三防物资检查" * 8


async def _ready(address: str) -> tuple[int, dict[str, Any]]:
    async with aiohttp.ClientSession() as session, session.get(f"{address}/readyz") as answer:
        return answer.status, await answer.json()


@contextmanager
def _read_only(day: Day) -> Iterator[None]:
    """Every transaction that begins meanwhile finds a database that takes no writes."""
    engine, locked = day.bot.db.engine, [True]

    def begin(tx: Connection) -> None:
        if locked:
            tx.exec_driver_sql("PRAGMA query_only=1" if day.bot.db.is_sqlite else "SET TRANSACTION READ ONLY")

    def end(tx: Connection) -> None:
        if day.bot.db.is_sqlite:
            tx.connection.dbapi_connection.execute("PRAGMA query_only=0")  # type: ignore[union-attr]

    event.listen(engine, "begin", begin)
    event.listen(engine, "rollback", end)
    event.listen(engine, "commit", end)
    yield
    locked.clear()


async def _full(day: Day, full: bool) -> None:
    """No page more than there are, or as many as it likes: what SQLite knows as a full disk."""

    def unit(tx: Connection) -> None:
        pages = tx.exec_driver_sql("PRAGMA page_count").scalar_one() if full else 1_000_000_000
        tx.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    await day.bot.db.write(unit)


async def test_read_only_and_well_again(day: Day) -> None:
    zhang, address = day.phone("zhangmin"), day.address
    assert "1203号" in await zhang.says(REGISTER.format(1, "检查"))
    before = day.rows("incoming"), len(day.rows("audit"))
    with _read_only(day):
        answer = await zhang_says(day, REGISTER.format(2, "培训"))
        assert NOT_KEPT in answer
        assert "8056" in answer
        assert "涉及国家秘密" in await zhang_says(day, "收到机密文件一份，怎么登记"), "守密 holds without a disk"
        status, why = await _ready(address)
        assert (status, why["database"]) == (503, False)
        assert "只读" in why["reason"]
        pressed = await day.fake.send_raw(press("zhangmin", "x", "t", 1790000000), "zhangmin")
        assert set(pressed.statuses) == {503}, "a card has no such answer: WeCom repeats it, the button stays"
    assert (day.rows("incoming"), len(day.rows("audit"))) == before
    assert "1204号" in await zhang.says(REGISTER.format(2, "培训")), "the number was not used up"
    status, why = await _ready(address)
    assert (status, why) == (200, {"database": True, "schema": True, "wecom": True})


async def zhang_says(day: Day, text: str) -> str:
    """What the callback's own response says; nothing may come by the outbox."""
    delivery = await day.fake.say("zhangmin", text)
    assert delivery.accepted, delivery.statuses
    assert delivery.attempts == 1, "no retry is asked for"
    assert delivery.reply is not None
    return str(delivery.reply["Content"])


async def test_a_full_file_and_space_again(sqlite_url: str) -> None:
    day = Day(sqlite_url)
    await day.start()
    zhang = day.phone("zhangmin")
    try:
        await _full(day, True)
        answers = []
        for number in range(40):
            delivery = await day.fake.say("zhangmin", REGISTER.format(number + 1, BIG))
            answers.append(str((delivery.reply or {}).get("Content", "")))
            assert delivery.statuses == [200]
        refused = [number for number, answer in enumerate(answers) if NOT_KEPT in answer]
        assert refused, "the file never was full"
        status, why = await _ready(day.address)
        assert status == 503
        assert "磁盘已满" in why["reason"]
        assert len(day.rows("incoming")) == 40 - len(refused), "whoever was not told otherwise is in the register"
        await _full(day, False)
        await day.settle()
        assert (await _ready(day.address))[0] == 200
        for number in refused:
            await zhang.says(REGISTER.format(number + 1, BIG))
        rows = day.rows("incoming")
        assert sorted(row["doc_no"] for row in rows) == sorted(f"南委办〔2026〕{n + 1}号" for n in range(40))
        assert sorted(row["no"] for row in rows) == [f"收〔2026〕{1203 + n}号" for n in range(40)], "no gap"
    finally:
        await day.stop()


async def test_a_start_on_a_read_only_database(sqlite_url: str) -> None:
    """It comes up, says why it is not ready, and begins its day when it can."""
    day = Day(sqlite_url)
    await day.start()
    await day.stop_bot()
    bot = day.bot = Bot(settings_for(day.base, sqlite_url), day.office, clock=day.clock)
    bot.db.write_now(lambda tx: tx.execute(reminder.delete()))
    with _read_only(day):
        await bot.start()
        assert await bot.day.tick() == 0
        assert bot.db.trouble is Trouble.READ_ONLY
    assert await bot.db.try_keeping() is None
    await bot.day.tick()
    assert "nightly" in [row["kind"] for row in day.rows("reminders")]
    await bot.stop()
    await day.fake.stop()
    assert day.fake.violations == []


def _largest(folder: Path) -> int:
    return max(path.stat().st_size for path in folder.glob("office.db*"))


@pytest.mark.process
async def test_a_real_process_without_room_to_write(sqlite_url: str, tmp_path: Path) -> None:
    """The limit is the kernel's; it is lifted while the process goes on: no restart, no crash, one line in the log."""
    async with wecom() as (fake, base):
        server = Server(base, sqlite_url, tmp_path / "log")
        try:
            await server.start()
            await fake.set_callback(f"{server.address}/wecom/callback")
            assert (await fake.say("zhangmin", REGISTER.format(1, "检查"))).accepted
            assert isinstance(server.process, subprocess.Popen)
            pid = server.process.pid
            size = _largest(tmp_path)
            usual = resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
            for number in range(2, 60):
                delivery = await fake.say("zhangmin", REGISTER.format(number, BIG))
                if NOT_KEPT in str((delivery.reply or {}).get("Content", "")):
                    break
            else:
                pytest.fail("it never ran out of room")
            status, why = await _ready(server.address)
            assert status == 503
            assert "磁盘" in str(why["reason"])
            assert (await server.get("/healthz"))[0] == 200
            resource.prlimit(pid, resource.RLIMIT_FSIZE, usual)
            assert (await _ready(server.address))[0] == 200
            again = await fake.say("zhangmin", REGISTER.format(number, BIG))
            assert again.reply is None
            assert await server.terminate() == 0
        finally:
            server.kill()
    log = (tmp_path / "log").read_text(encoding="utf-8")
    assert "Traceback" not in log
    assert "not_kept" in log
    assert "物资" not in log


def test_what_stands_for_trouble() -> None:
    def raised(code: int) -> sqlite3.OperationalError:
        error = sqlite3.OperationalError("x")
        error.sqlite_errorcode = code
        return error

    class Postgres(Exception):
        def __init__(self, state: str) -> None:
            self.sqlstate = state

    assert trouble_of(raised(sqlite3.SQLITE_FULL)) is Trouble.FULL
    assert trouble_of(raised(sqlite3.SQLITE_IOERR_WRITE)) is Trouble.BROKEN
    assert trouble_of(raised(sqlite3.SQLITE_READONLY_DBMOVED)) is Trouble.READ_ONLY
    assert trouble_of(OperationalError("", {}, raised(sqlite3.SQLITE_FULL))) is Trouble.FULL
    assert [trouble_of(Postgres(state)) for state in ("53100", "25006", "40001")] == ["disk_full", "read_only", None]
    assert [trouble_of(one) for one in (None, ValueError(), raised(sqlite3.SQLITE_BUSY))] == [None, None, None]
    try:
        try:
            raise raised(sqlite3.SQLITE_FULL)
        except sqlite3.OperationalError:
            raise ValueError from None
    except ValueError as on_top:
        assert trouble_of(on_top) is Trouble.FULL


def test_no_start_without_any_database(tmp_path: Path) -> None:
    """What cannot even be opened is one line, not a start that keeps failing."""
    folder = tmp_path / "no" / "such"
    with pytest.raises(NotReady, match="ZHONGSHU_DATABASE_URL"):
        prepare_database(f"sqlite:///{folder}/office.db")


_OPENED: list[str] = []
_watching: list[str] = []


async def test_the_running_server_never_opens_the_database_file_itself(sqlite_url: str) -> None:
    """Closing it again would drop SQLite's locks, and the next command would take the log away with what is in it."""
    day = Day(sqlite_url)
    file = sqlite_url.partition("///")[2]
    await day.start()
    sys.addaudithook(lambda name, args: _OPENED.append(str(args[0])) if name == "open" and _watching else None)
    _watching.append(file)
    await day.phone("zhangmin").says(REGISTER.format(1, "检查"))
    now = day.clock.now()
    situation = Situation(day.bot.settings, frozenset(), day.office, now, day.clock.real, {}, day.bot.calendar)
    found = await asyncio.to_thread(look_at_database, situation)
    await asyncio.to_thread(backup, sqlite_url, Path(f"{file}.backup"), now)
    assert (await _ready(day.address))[0] == 200
    _watching.clear()
    assert [path for path in _OPENED if path in (file, f"{file}-wal", f"{file}-shm")] == []
    assert [one.code for one in found.findings if one.code == "database.damaged"] == []
    await day.stop()


def test_what_is_no_database_is_still_called_so(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_bytes(b"no database at all, but long enough to be looked at" * 30)
    chosen = settings_for("http://127.0.0.1:1", f"sqlite:///{tmp_path}/text.db")
    now = datetime(2026, 9, 18, tzinfo=SHANGHAI)
    situation = Situation(chosen, frozenset(), load_office(None), now, lambda: 0.0, {}, WorkCalendar())
    assert [one.code for one in look_at_database(situation).findings] == ["database.damaged"]
