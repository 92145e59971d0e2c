"""突发事件 (SC26, domain.md 6.1): the telephone first, nothing kept, and what is no emergency."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.dialogue.recognise import recognise
from handlers.duty import rules
from handlers.duty.tables import emergency_timer
from scheduler.clock import SHANGHAI, local
from storage.types import metadata
from tests.day import Day

TOLD = "我们这边加油站着火了，有人受伤"


@pytest.mark.parametrize(
    "text",
    (
        TOLD,
        "南渡村发生一起交通事故，3人受伤",
        "水库溃坝了",
        "工地坍塌，两人被困",
        "河边有人溺水",
        "有人落水了怎么办",
        "化工厂爆炸了！",
        "白石路内涝严重，车都淹了",
        "发生群体性事件，很多人堵门",
        "燃气泄漏了快来人",
        "隧道塌方，有人失联",
    ),
)
def test_told_in_free_words(text: str) -> None:
    assert recognise(text)[0].intent.name == "emergency"
    assert rules.happens(text)


@pytest.mark.parametrize(
    "text",
    (
        "消防演练着火点设置",
        "登记收文：市应急局，特急，《关于做好火灾事故善后工作的紧急通知》，办件",
        "0123号进展：加油站火灾隐患已整改",
        "查一下去年火灾事故的督办",
        "周三下午3点开火灾事故调查会，301",
        "投稿：金溪镇开展溺水防范宣传",
        "修订突发事件预案：爆炸、泄漏两类",
        "关于台风内涝应急处置情况的报告",
        "消防培训定在哪天",
        "提醒我明天上午9点交火灾总结",
    ),
)
def test_what_only_speaks_of_it(text: str) -> None:
    names = [hit.intent.name for hit in recognise(text)]
    assert names[:1] != ["emergency"]


async def test_the_night_of_the_fire(day: Day) -> None:
    day.at("2026-09-18 16:00")
    tang, nan = day.phone("tangwei"), day.phone("liaison-nanduzhen")
    assert "夜班17:30—次日8:30：唐薇；带班：郭副主任" in await tang.says("9月19日夜班值班：唐薇，带班郭平")
    await day.until("2026-09-20 02:10")
    tang.new()
    answer = await nan.says(TOLD)
    assert "0000-8123456" in answer and "带班领导：郭副主任" in answer and "1计时" in answer
    started = await nan.says("计时")
    assert "电话报告不迟于2:40" in started and "书面报告不迟于3:10" in started
    assert any("开始计时" in text for text in tang.new())
    (row,) = day.bot.db.read_now(lambda tx: tx.execute(select(emergency_timer)).all())
    assert [f"{local(at):%H:%M}" for at in (row.phone_due, row.written_due)] == ["02:40", "03:10"]
    assert "请通过值班信息渠道报送，不要发群" in await nan.says("现场照片发哪？")
    assert "没有保存" in await nan.says("油罐车也烧着了，消防正在赶来")
    before = {userid: len(day.phone(userid).texts) for userid in ("zhangmin", "guoping", "shenlan", "jiangtao")}
    await day.until("2026-09-20 02:41")
    for phone in (nan, tang):
        assert any("电话报告时限已到（2:40）" in text for text in phone.new())
    assert "已记电话报告时间2:41" in await nan.says("已电话报告")
    assert "只记时间，内容没有保存" in await tang.says("续报：明火已扑灭，正在清理现场油污")
    await day.until("2026-09-20 05:00")
    assert any("续报2" in text for text in nan.new())
    assert "不再提醒" in await tang.says("终报")
    nan.new()
    await day.until("2026-09-20 07:20")
    assert nan.new() == []
    assert before == {userid: len(day.phone(userid).texts) for userid in before}
    _nothing_kept(day)


def _nothing_kept(day: Day) -> None:
    assert any(row["action"] == "终报" or row["action"].endswith("终报") for row in day.rows("audit"))
    words = ("加油站", "着火", "受伤", "油罐", "烧着", "明火", "油污")
    if day.database_url.startswith("sqlite"):
        path = Path(day.database_url.partition(":///")[2])
        stored = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
        for word in words:
            assert word.encode() not in stored
            assert word.encode("unicode_escape") not in stored
        return
    tables = day.bot.db.read_now(
        lambda tx: [str(row) for table in metadata.sorted_tables for row in tx.execute(table.select())]
    )
    assert not any(word in row or word.encode("unicode_escape").decode() in row for row in tables for word in words)


async def test_grave_events_have_half_the_time_and_anybody_may_stop_his_own(day: Day) -> None:
    day.at("2026-09-21 10:00")
    nan = day.phone("liaison-nanduzhen")
    assert "带班领导" not in await nan.says("化工园区发生重大爆炸事故")
    assert "电话报告不迟于10:15，书面报告不迟于10:30" in await nan.says("1")
    assert "正在计时" in await nan.says("计时")
    assert "没有正在进行" in await day.phone("jiangtao").says("停止计时")
    assert "已停止计时" in await nan.says("停止计时")


def test_the_next_word_of_a_timer() -> None:
    def at(text: str) -> datetime:
        return datetime.fromisoformat(f"2026-09-20 {text}").replace(tzinfo=SHANGHAI)

    timer = rules.Timer(1, "x", (), at("02:10"), at("02:40"), at("03:10"), None, None, 0, None)
    times, now = [], at("02:10")
    for _ in range(6):
        now = rules.next_push(timer, now)
        times.append(f"{now:%H:%M}")
    assert times == ["02:30", "02:40", "02:55", "03:10", "05:10", "07:10"]
