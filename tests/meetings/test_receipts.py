"""SC22: receipts, leave and substitutes; only principals approve."""

from typing import Any

import pytest
from sqlalchemy import select

from storage.tables import conversation
from tests.day import Day
from tests.meetings.test_notices import draft


@pytest.fixture
async def called(day: Day) -> Day:
    """The meeting of SC19 has been called; it is 16:00."""
    await draft(day)
    await day.phone("chenxi").says("发")
    await day.until("2026-09-21 16:00")
    return day


def receipt(day: Day, unit: str) -> dict[str, Any]:
    return next(row for row in day.rows("receipts") if row["unit"] == unit)


async def test_coming_through_the_liaison(called: Day) -> None:
    answer = await called.phone("liaison-yingjiju").says("参加")
    assert "区应急局主要负责人参加（由联络员代回执）" in answer
    assert receipt(called, "应急局")["state"] == "参加"


async def test_received_is_no_answer(called: Day) -> None:
    phone = called.phone("liaison-jiaotongju")
    asked = await phone.says("收到")
    assert "1参加 2请假 3替会" in asked
    assert receipt(called, "交通局")["state"] == "未回执"
    assert "参加" in await phone.says("1")
    assert receipt(called, "交通局")["state"] == "参加"


async def test_a_substitute_is_decided_by_the_chair(called: Day) -> None:
    li, he, chen = called.phone("like"), called.phone("lian-he"), called.phone("chenxi")
    asked = await li.says("周局长去不了，派吴副局长")
    assert "1公务" in asked
    assert receipt(called, "住建局")["state"] == "替会待批"
    answer = await li.says("1")
    assert "何副区长" in answer
    assert "待批" in answer
    words = "区住建局局长周志强申请请假（公务），拟由吴副局长替会。"
    assert words in he.last
    assert words in chen.last
    assert "同意请假 区住建局" in chen.last
    decided = await he.says("同意")
    assert "何晓东副区长同意区住建局由吴副局长替会" in decided
    row = receipt(called, "住建局")
    assert (row["state"], row["approved_by"], row["approved_proxy"]) == ("替会已批", "何晓东", "何副区长联络员")
    assert "已经何晓东副区长同意" in li.last
    assert "公务" not in li.last
    assert "区住建局由吴副局长替会" in chen.last
    assert "公务" not in chen.last
    assert [r["acting_for"] for r in called.rows("audit") if r["action"] == "审定请假"] == ["hexiaodong"]


async def test_the_decision_by_button_and_a_late_press(called: Day) -> None:
    await called.phone("like").says("请假，出差")
    assert receipt(called, "住建局")["state"] == "请假待批"
    await called.phone("chenxi").says("同意请假 区住建局")
    assert receipt(called, "住建局")["state"] == "请假已批"
    late = await called.phone("lian-he").presses("不同意")
    assert "已由陈曦于9月21日（星期一）16:00登记：请假已批" in late
    assert receipt(called, "住建局")["state"] == "请假已批"


async def test_refused_by_button(called: Day) -> None:
    await called.phone("like").says("替会 张副局长，值班")
    await called.phone("lian-he").presses("不同意")
    assert receipt(called, "住建局")["state"] == "替会不批"
    assert "未获同意" in called.phone("like").last


async def test_a_clerk_is_no_substitute(called: Day) -> None:
    phone = called.phone("liaison-chengguanju")
    assert "替会须为班子成员" in await phone.says("派办公室小王去")
    assert receipt(called, "城管局")["state"] == "未回执"
    asked = await phone.says("刘明")
    assert "什么职务" in asked
    await phone.says("副局长")
    assert receipt(called, "城管局")["substitute"] == "刘明副局长"


async def test_a_request_that_was_not_meant(called: Day) -> None:
    phone = called.phone("like")
    await phone.says("请假")
    assert "未报请假" in await phone.says("算了")
    assert receipt(called, "住建局")["state"] == "未回执"
    assert "没有查到您的请假" in await phone.says("取消请假")
    await phone.says("替会")
    assert "未作改动" in await phone.says("算了")
    assert receipt(called, "住建局")["state"] == "未回执"
    assert not any("请假请示" in text for text in called.phone("lian-he").texts)


async def test_the_head_cannot_stand_in_for_himself(called: Day) -> None:
    assert "本人参加请回复" in await called.phone("like").says("派周局长去")
    assert receipt(called, "住建局")["state"] == "未回执"


async def test_leave_without_a_reason_asks_for_it_and_keeps_only_its_kind(called: Day) -> None:
    phone = called.phone("liaison-shijianju")
    assert "1公务 2出差 3休假 4病假 5会议冲突 6值班 7其他" in await phone.says("请假")
    await phone.says("家里孩子住院了")
    row = receipt(called, "市监局")
    assert (row["state"], row["reason"]) == ("请假待批", "病假")
    assert "孩子" not in " ".join(called.phone("lian-he").texts + called.phone("chenxi").texts)
    await called.phone("liaison-xiaofangdadui").says("请假，家里孩子住院了")
    assert receipt(called, "消防救援大队")["reason"] == "病假"
    kept = called.bot.db.read_now(lambda tx: str(tx.execute(select(conversation)).all()))
    assert "liaison-xiaofangdadui" in kept and "孩子" not in kept


async def test_leave_is_taken_back(called: Day) -> None:
    phone = called.phone("liaison-xiaofangdadui")
    await phone.says("请假，值班")
    assert "参加" in await phone.says("取消请假，可以参加")
    assert receipt(called, "消防救援大队")["state"] == "参加"
    assert "取消请假" in called.phone("lian-he").last
    assert "取消请假" in called.phone("chenxi").last


async def test_coming_late(called: Day) -> None:
    await called.phone("liaison-jinxizhen").says("可能晚到10分钟")
    row = receipt(called, "金溪镇")
    assert (row["state"], row["late_minutes"]) == ("迟到报备", 10)
    assert "晚到约10分钟" in called.phone("chenxi").last


async def test_the_liaison_himself_is_not_the_head(called: Day) -> None:
    asked = await called.phone("like").says("我去")
    assert "区住建局局长周志强参加" in asked
    await called.phone("like").says("1")
    assert receipt(called, "住建局")["state"] == "参加"


async def test_buttons(called: Day) -> None:
    li, zhou = called.phone("like"), called.phone("zhouzhiqiang")
    await li.presses("参加")
    assert receipt(called, "住建局")["state"] == "参加"
    card = next(m.card for m in li.messages if m.card)
    assert card.disabled
    assert "已由李可于9月21日（星期一）16:00回执：参加" in await zhou.presses("参加")
    await li.says("请假，病假")
    assert receipt(called, "住建局")["state"] == "请假待批"


async def test_leave_and_substitute_by_button(called: Day) -> None:
    assert "1公务" in await called.phone("like").presses("请假")
    await called.phone("like").says("2")
    assert receipt(called, "住建局")["reason"] == "出差"
    phone = called.phone("liaison-yingjiju")
    assert "姓名和职务" in await phone.presses("替会")
    assert "事由" in await phone.says("李副局长")
    assert receipt(called, "应急局")["substitute"] == "李副局长"


async def test_undo_restores_the_receipt(called: Day) -> None:
    phone = called.phone("like")
    await phone.says("参加")
    assert "未回执" in await phone.says("撤销")
    assert receipt(called, "住建局")["state"] == "未回执"


async def test_nobody_decides_his_own_request_nor_another_unit(called: Day) -> None:
    await called.phone("like").says("请假，出差")
    assert "未查询到" in await called.phone("like").says("同意请假 区住建局")
    assert "没有待审定" in await called.phone("fengkai").says("同意请假 区住建局")
    assert receipt(called, "住建局")["state"] == "请假待批"


async def test_one_who_was_not_invited_has_nothing_to_answer(called: Day) -> None:
    assert "没有需要您回执的会议" in await called.phone("jiangtao").says("参加")


async def test_several_requests_ask_which(called: Day) -> None:
    await called.phone("like").says("请假，出差")
    await called.phone("liaison-yingjiju").says("请假，病假")
    asked = await called.phone("lian-he").says("同意")
    assert "区应急局请假" in asked
    await called.phone("lian-he").says("1")
    assert receipt(called, "应急局")["state"] == "请假已批"
    assert receipt(called, "住建局")["state"] == "请假待批"


async def test_the_list_is_for_those_who_run_the_meeting(called: Day) -> None:
    await called.phone("like").says("参加")
    await called.phone("liaison-yingjiju").says("请假，病假")
    listed = await called.phone("chenxi").says("回执情况")
    assert "应到10，参加1，请假待批1，未回执8" in listed
    assert "区住建局" in listed
    assert "病假" not in listed
    assert "应到10" in await called.phone("shenlan").says("回执情况")
    assert "未查询到" in await called.phone("guoping").says("回执情况")
    assert "未查询到" in await called.phone("like").says("回执情况")
