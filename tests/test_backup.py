"""A backup taken while the bot works comes back whole, on the same kind of database or the other."""

import gzip
import stat
from pathlib import Path

import pytest

from bot.backup import CannotRestore, backup, restore
from tests.day import START, Day

KINDS = ("incoming", "reminders", "outbox", "audit", "bookings")


async def _work(day: Day) -> None:
    zhang, chen = day.phone("zhangmin"), day.phone("chenxi")
    await zhang.says(
        "登记收文：特急，市委办，南委办〔2026〕88号，《关于做好台风防御工作的紧急通知》，办件，明天上午10点前反馈"
    )
    await chen.says("订301会议室，9月22日上午9点到11点，20人")


@pytest.mark.parametrize("kinds", [("sqlite", "postgres"), ("postgres", "sqlite"), ("sqlite", "sqlite")])
async def test_everything_moves_to_another_database(
    kinds: tuple[str, str], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    first: str = request.getfixturevalue(f"{kinds[0]}_url")
    second = f"sqlite:///{tmp_path}/second.db" if kinds[1] == "sqlite" else request.getfixturevalue("postgres_url")
    day = Day(first)
    await day.start()
    await _work(day)
    file = tmp_path / "office.backup"
    written = backup(first, file, day.clock.now())
    before = {kind: day.rows(kind) for kind in KINDS}
    await day.stop()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert restore(second, file) == written
    again = Day(second)
    await again.start()
    assert {kind: again.rows(kind) for kind in KINDS} == before
    assert "收〔2026〕1204号" in await again.phone("zhangmin").says(
        "登记收文：平件，市府办，南府办〔2026〕9号，《关于报送年度总结的通知》，办件"
    )
    await again.stop()


async def test_what_cannot_come_back_says_why_and_changes_nothing(day: Day, tmp_path: Path) -> None:
    await _work(day)
    file = tmp_path / "office.backup"
    backup(day.database_url, file, START)
    with pytest.raises(CannotRestore, match="已有数据"):
        restore(day.database_url, file)
    torn, other = tmp_path / "torn.backup", f"sqlite:///{tmp_path}/other.db"
    torn.write_bytes(file.read_bytes()[:-200])
    with pytest.raises(CannotRestore, match="完整的备份"):
        restore(other, torn)
    fewer = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    torn.write_bytes(gzip.compress(b"".join([*fewer[:-2], fewer[-1]])))
    with pytest.raises(CannotRestore, match="行数"):
        restore(other, torn)
    older = fewer[0].replace(b"core_", b"none_")
    torn.write_bytes(gzip.compress(b"".join([older, *fewer[1:]])))
    with pytest.raises(CannotRestore, match="数据库结构不同"):
        restore(other, torn)
    restore(other, file)
