"""会议纪要: limits after the meeting, its steps, its number, and what F30 counts (domain.md 4.2, 4.7)."""

from datetime import date
from typing import Any

import pytest

from handlers.meetings import minutes_store
from handlers.meetings.minutes_said import Stage, asks, copies, of_series, stage, title
from tests.day import Day
from tests.meetings.test_notices import draft

STANDING = "9月22日上午9点到10点区政府常务会议，301，林区长主持，发改局、财政局主要负责人参加"


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ("起草区政府常务会议纪要", Stage.DRAFTING),
        ("会议记要 写一下", Stage.DRAFTING),
        ("纪要由张敏起草", Stage.DRAFTING),
        ("会议纪要初稿出来了", Stage.SECTION),
        ("纪要写好了", Stage.SECTION),
        ("会议纪要会签发改局、财政局", Stage.COSIGN),
        ("记要还差会签 财政", Stage.COSIGN),
        ("纪要会签完了", Stage.REVIEW),
        ("安全生产会议纪要送审", Stage.REVIEW),
        ("纪要给郭主任核一下", Stage.REVIEW),
        ("纪要审核通过了", Stage.SIGNING),
        ("纪要写好了送林区长签", Stage.SIGNING),
        ("专题会纪要已送签", Stage.SIGNING),
        ("林区长签了纪要", Stage.SIGNED),
        ("9月17日常务会议纪要已签发", Stage.SIGNED),
        ("纪要已印发，云湾府常纪〔2026〕12号", Stage.ISSUED),
        ("记要印了 云湾府常纪（2026）14号", Stage.ISSUED),
        ("专题会议纪要已经出了，第12次", Stage.ISSUED),
        ("常务会纪要归档了", Stage.FILED),
        ("核改了区教育局的纪要一份", Stage.EDITED),
        ("纪要 云湾府常纪2026 15号", None),
    ],
)
def test_steps(said: str, step: Stage | None) -> None:
    assert stage(said) is step


@pytest.mark.parametrize(
    ("said", "only_asks"),
    [
        ("常务会纪要什么时候要出", True),
        ("纪要印发情况", True),
        ("纪要出了没", True),
        ("上次常务会的纪要呢", True),
        ("常务会纪要签发了吗", True),
        ("纪要已印发", False),
        ("纪要怎么写", False),
        ("生成会议纪要模板", False),
        ("核改了2份纪要", False),
    ],
)
def test_questions(said: str, only_asks: bool) -> None:
    assert asks(said) is only_asks


def test_small_readings() -> None:
    assert [copies(text) for text in ("核改了区教育局的纪要一份", "核改3份纪要", "核改了纪要")] == [1, 3, 1]
    assert title("登记安全生产会议纪要") == "安全生产会议"
    assert title("纪要已印发") is None
    assert [title(text) for text in ("核改了区教育局的会议纪要", "区教育局的党组会议纪要")] == [None, "党组会议"]
    assert of_series("云湾府常纪") == ("常务会议", "区政府常务会议")
    assert of_series("云湾府党组纪") == ("政府党组会议", "区政府党组会议")
    assert of_series("云湾府办") is None


def row(day: Day, number: int = 0) -> dict[str, Any]:
    return day.rows("minutes")[number]


async def held(day: Day) -> None:
    """The standing meeting of 22 September is over."""
    day.at("2026-09-21 09:40")
    await day.phone("chenxi").says(STANDING)
    assert "已发送" in await day.phone("chenxi").says("发")
    await day.until("2026-09-22 10:01")


async def test_after_the_meeting_the_drafter_is_reminded(day: Day) -> None:
    await held(day)
    chen, zhang = day.phone("chenxi"), day.phone("zhangmin")
    assert any("请于9月23日17:30前完成纪要起草、9月28日17:30前印发" in text for text in chen.texts)
    assert (row(day)["title"], row(day)["state"], row(day)["drafter"]) == ("区政府常务会议纪要", "起草", "陈曦")
    assert "起草人张敏" in await chen.says("纪要由张敏起草")
    assert "请起草区政府常务会议纪要，9月23日17:30前完成初稿" in zhang.last
    zhang.new()
    await day.until("2026-09-23 09:01")
    assert [text for text in zhang.new() if "请于今天17:30前完成起草" in text]
    chen.new()
    await day.until("2026-09-24 09:01")
    assert [text for text in zhang.new() if "起草时限为9月23日17:30，已超过" in text]
    assert [text for text in chen.new() if "起草时限为9月23日17:30，已超过" in text]
    assert "承办科" in await zhang.says("纪要初稿好了")
    await day.until("2026-09-28 09:01")
    [said] = [text for text in zhang.new() if "【纪要】" in text]
    assert "（目前：承办科）：请于今天17:30前完成印发" in said
    assert "已印发，云湾府常纪〔2026〕12号，9月28日（星期一）" in await zhang.says("纪要已印发，云湾府常纪〔2026〕12号")
    chen.new()
    await day.until("2026-09-30 18:00")
    assert not [text for text in zhang.new() + chen.new() if "【纪要】" in text]


async def test_the_whole_way(day: Day) -> None:
    await held(day)
    chen = day.phone("chenxi")
    outline = await chen.says("起草常务会纪要")
    assert "9月22日，林知行区长主持召开区政府常务会议，研究……。现纪要如下：" in outline
    for said, state in (
        ("纪要写好了", "承办科"),
        ("纪要会签发改局、财政局", "会签"),
        ("纪要会签完了", "主任审核"),
        ("纪要送林区长签", "主持人签发"),
    ):
        assert state in await chen.says(said)
        assert row(day)["state"] == state
    assert "待印发（林知行签发）" in await day.phone("lian-lin").says("林区长签了纪要")
    assert "未查询到" in await day.phone("lian-he").says("林区长签了纪要")
    assert "未查询到" in await day.phone("like").says("纪要印发情况")
    assert "纪要编号" in await chen.says("纪要已印发")
    said = await chen.says("云湾府常纪〔2026〕12号")
    assert "区政府常务会议纪要已印发，云湾府常纪〔2026〕12号，9月22日（星期二）" in said
    assert "会议议定" in said
    found = row(day)
    assert (found["state"], found["number"], found["signed_by"]) == ("已印发", "云湾府常纪〔2026〕12号", "林知行")
    assert (found["action"], found["counted_on"], found["cosigners"]) == ("制发", "2026-09-22", ["发改局", "财政局"])
    assert "恢复为“待印发”" in await chen.says("撤销")
    assert (row(day)["state"], row(day)["number"], row(day)["counted_on"]) == ("待印发", None, None)
    await chen.says("常务会纪要已印发，云湾府常纪〔2026〕12号")
    assert "已印发，云湾府常纪〔2026〕12号" in await chen.says("上次常务会的纪要呢")
    assert "已归档" in await chen.says("常务会纪要归档了")
    assert row(day)["counted_on"] == "2026-09-22"


async def test_numbers_without_a_gap_and_what_is_counted(day: Day) -> None:
    chen = day.phone("chenxi")
    assert "已印发" in await chen.says("纪要已印发，云湾府常纪〔2026〕12号")
    asked = await chen.says("纪要已印发，云湾府常纪〔2026〕14号")
    assert "上次登记到云湾府常纪〔2026〕12号，缺13号" in asked
    assert "云湾府常纪〔2026〕14号" in await chen.says("2")
    assert [(r["number"][-3:], r["state"]) for r in day.rows("minutes")] == [
        ("12号", "已印发"),
        ("13号", "作废"),
        ("14号", "已印发"),
    ]
    assert "已登记（区政府常务会议纪要" in await chen.says("记要印了 云湾府常纪（2026）14号")
    assert "没看懂编号" in await chen.says("那就下一个")
    assert "已印发，云湾府常纪〔2026〕15号" in await chen.says("15号")
    assert "第12次" in await chen.says("专题会议纪要已经出了，第12次")
    assert "缺第13次" in await chen.says("专题会议纪要已印发，第14次")
    assert "第13次" in await chen.says("3")
    assert "区教育局会议纪要1份" in await chen.says("核改了区教育局的纪要一份")
    assert "登记作废" in await chen.says("撤销")
    await chen.says("昨天核改了区财政局的纪要2份")
    assert "已核改" in await chen.says("核改了常务会纪要")
    assert "本季度已制发、核改纪要7份" in await chen.says("纪要印发情况")

    def counted(first: date, last: date) -> int:
        return len(day.bot.db.read_now(lambda tx: minutes_store.counted(tx, first, last)))

    assert counted(date(2026, 9, 18), date(2026, 9, 18)) == 5
    assert counted(date(2026, 9, 17), date(2026, 9, 17)) == 2
    assert counted(date(2026, 9, 19), date(2026, 9, 30)) == 0


async def test_our_own_edited_here_counts_once(day: Day) -> None:
    await held(day)
    chen = day.phone("chenxi")
    assert "不重复计数" in await chen.says("核改了常务会纪要")
    assert (row(day)["edited"], row(day)["counted_on"]) == (True, None)
    await chen.says("纪要已印发，云湾府常纪〔2026〕12号")
    assert [r["counted_on"] for r in day.rows("minutes")] == ["2026-09-22"]


async def test_a_meeting_of_another_type_has_minutes_when_somebody_says_so(day: Day) -> None:
    await draft(day)
    chen = day.phone("chenxi")
    await chen.says("发")
    assert "没有在办的纪要" in await chen.says("纪要送审")
    await day.until("2026-09-23 11:01")
    assert day.rows("minutes") == []
    assert "全区安全生产工作会议纪要——起草" in await chen.says("帮出个纪要 安全生产会")
    assert row(day)["meeting"] == day.rows("meetings")[0]["id"]
