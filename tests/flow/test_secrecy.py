"""守密: what the guard refuses leaves a count and nothing else, anywhere."""

import io
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select, text

from bot import logs
from bot.metrics import METRICS
from storage.tables import guard_counter
from tests.day import Day

HARD = [
    "机密★1年 登记一份省委来文",
    "登记：省委办 粤委办发〔2026〕3号 密级：秘密",
    "登记：省委办文件，机密★1年，粤委办发〔2026〕3号，关于蟠桃园区夜间巡逻安排",
    "明天上午有个涉密会议，订会议室",
    "刚领了份密码电报，登记一下",
    "【秘密】\n关于琉璃厂搬迁方案的通知",
]


def everything_stored(day: Day) -> dict[str, int]:
    """Rows of every table."""

    def unit(tx: object) -> dict[str, int]:
        names = inspect(day.bot.db.engine).get_table_names()
        with day.bot.db.engine.connect() as connection:
            return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names}  # noqa: S608

    return day.bot.db.read_now(unit)


def dumped(day: Day, folder: Path) -> str:
    """Everything that stands in the database, as text; on SQLite the raw files besides."""
    parts = []
    with day.bot.db.engine.connect() as connection:
        for name in inspect(connection).get_table_names():
            parts += [repr(tuple(row)) for row in connection.execute(text(f'SELECT * FROM "{name}"'))]  # noqa: S608
    for path in folder.rglob("*"):
        if path.is_file():
            parts.append(path.read_bytes().decode("utf-8", "replace"))
    return "\n".join(parts)


def pieces(words: str, known: str) -> set[str]:
    """Every run of four characters of the text that is not part of the bot's own reply."""
    clean = "".join(words.split())
    return {clean[i : i + 4] for i in range(len(clean) - 3)} - {known[i : i + 4] for i in range(len(known) - 3)}


@pytest.mark.parametrize("words", HARD)
async def test_hard_leaves_no_trace(day: Day, tmp_path: Path, words: str) -> None:
    zhang = day.phone("zhangmin")
    stream = io.StringIO()
    logs.set_up(day.clock, stream)
    before = everything_stored(day)
    answer = await zhang.says(words)
    assert "可能涉及国家秘密" in answer
    assert "撤回" in answer
    after = everything_stored(day)
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= {"guard_counter"}
    with day.bot.db.engine.connect() as connection:
        assert connection.execute(select(func.sum(guard_counter.c.n))).scalar_one() == 1
        columns = set(guard_counter.c.keys())
    assert columns == {"date", "hour", "rule", "n"}
    haystack = dumped(day, tmp_path) + stream.getvalue() + METRICS.page().decode()
    left = [piece for piece in pieces(words, "登记收文密级机要渠道秘密国家秘密涉密文电保密2026") if piece in haystack]
    assert left == []


async def test_a_retry_of_a_hard_text_counts_once(day: Day) -> None:
    said = await day.fake.say("zhangmin", HARD[0])
    assert said.reply is not None
    again = await day.fake.send_raw(said.plaintext, "zhangmin")
    assert again.reply is not None
    with day.bot.db.engine.connect() as connection:
        assert connection.execute(select(func.sum(guard_counter.c.n))).scalar_one() == 1


async def test_no_way_round(day: Day) -> None:
    """张敏: 那我只登记标题行吗？"""
    zhang = day.phone("zhangmin")
    await zhang.says(HARD[0])
    assert "纸质登记簿" in await zhang.says("那我只登记标题行吗？")


async def test_soft_is_not_kept_and_offers_choices(day: Day, tmp_path: Path) -> None:
    zhang = day.phone("zhangmin")
    answer = await zhang.says("这个是征求意见稿，先登记")
    assert "只登记“内部件一件”" in answer
    assert "征求意见稿，先登" not in dumped(day, tmp_path)
    assert "哪个单位" in await zhang.says("2")


async def test_a_hard_file_name_is_refused_too(day: Day) -> None:
    """A text that says nothing but a level is a marked paper."""
    assert "可能涉及国家秘密" in await day.phone("zhangmin").says("【机密】")
