"""The end of SC22: who signed in, who did not, and who sent somebody who may not come (domain.md 4.4, 4.8)."""

from typing import Any

import pytest

from tests.day import Day
from tests.meetings.test_notices import draft
from tests.meetings.test_receipts import receipt


@pytest.fixture
async def called(day: Day) -> Day:
    """The meeting of SC19: 应急局 and 金溪镇 come, 住建局 sends 吴副局长, 城管局 tried to send a clerk."""
    await draft(day)
    await day.phone("chenxi").says("发")
    await day.phone("liaison-yingjiju").says("参加")
    await day.phone("liaison-jinxizhen").says("参加")
    await day.phone("like").says("周局长去不了，派吴副局长，公务")
    await day.phone("lian-he").says("同意")
    await day.phone("liaison-chengguanju").says("派办公室小王去")
    await day.phone("liaison-shijianju").says("请假，出差")
    await day.phone("lian-he").says("同意")
    return day


def state(day: Day, unit: str) -> tuple[Any, Any]:
    row = receipt(day, unit)
    return row["state"], row["remark"]


async def test_sign_in_by_the_attendee_and_by_nobody_else(called: Day) -> None:
    await called.until("2026-09-23 08:29")
    head, liaison = called.phone("head-yingjiju"), called.phone("liaison-yingjiju")
    assert "签到时间是8:30–11:00" in await head.says("签到")
    await called.until("2026-09-23 08:40")
    assert "不得代签" in await liaison.says("签到")
    assert "已签到：全区安全生产工作会议" in await head.says("签到")
    assert "不用再签" in await head.says("签到")
    assert "现在没有需要您签到的会议" in await called.phone("jiangtao").says("签到")
    await called.until("2026-09-23 09:04")
    assert "会议已开始4分钟" in await called.phone("head-jinxizhen").says("签到")
    assert receipt(called, "金溪镇")["late_minutes"] == 4
    chen = called.phone("chenxi")
    chen.new()
    await called.until("2026-09-23 09:05")
    summary = next(text for text in chen.new() if "应到10，实到2，请假1，未到7" in text)
    assert "尚未签到：南渡镇" in summary
    assert "应到10，实到2，替会1，请假1，未到6" in await chen.says("补签 住建局")
    assert "缺席（未经批准替会）" in await chen.says("城管局来的是办公室小王")
    assert "未查询到" in await called.phone("like").says("签到情况")
    await called.until("2026-09-23 11:00")
    said = await chen.says("到会情况")
    assert "应到10，实到2，替会1，请假1，缺席6" in said
    assert "区城管局（未经批准替会）" in said
    assert "应到10，实到2，替会1" in await called.phone("shenlan").says("到会情况")
    assert state(called, "城管局") == ("缺席", "未经批准替会")
    assert state(called, "住建局") == ("已签到", None)
    assert state(called, "交通局") == ("缺席", None)
    assert state(called, "市监局") == ("请假已批", None)
    assert "请联系会务登记" in await called.phone("head-nanduzhen").says("补签")
    assert "南渡镇已签到" in await chen.says("补签 南渡镇")
    assert state(called, "南渡镇") == ("已签到", None)
    assert "缺席" in await chen.says("撤销")
    assert state(called, "南渡镇") == ("缺席", None)
    assert not any("缺席" in text for text in called.phone("liaison-chengguanju").texts)


async def test_without_sign_in_the_receipts_count(called: Day) -> None:
    chen = called.phone("chenxi")
    await called.until("2026-09-23 09:05")
    assert any("应到10，实到2，替会1，请假1，未到1，未回执5（未组织签到，按回执统计）" in text for text in chen.texts)
    await called.until("2026-09-23 11:00")
    assert state(called, "城管局") == ("缺席", "未经批准替会")
    assert state(called, "应急局") == ("参加", None)
    assert state(called, "交通局") == ("未回执", None)


async def test_somebody_of_the_office_who_has_no_part_in_meetings_answers_too(day: Day) -> None:
    day.at("2026-09-21 09:40")
    chen = day.phone("chenxi")
    await chen.says("9月22日上午9点到10点全体人员工作例会，301")
    await chen.says("发")
    zhang = day.phone("zhangmin")
    assert "请假（待批）" in await zhang.says("请假，出差")
    assert "参加" in await day.phone("youhong").says("收到") or "1参加" in day.phone("youhong").last
    await day.until("2026-09-22 08:50")
    assert "已签到" in await day.phone("wuyang").says("签到")
    rows = {row["user"]: row["state"] for row in day.rows("receipts")}
    assert (rows["张敏"], rows["吴洋"]) == ("请假待批", "已签到")


async def test_the_group_is_in_the_register_until_it_is_dissolved(called: Day) -> None:
    chen = called.phone("chenxi")
    await called.until("2026-09-23 12:00")
    assert "已登记：群“会务-0923A”已解散" in await chen.says("会务-0923A已解散")
    assert called.rows("meetings")[0]["dissolved_at"] == "2026-09-23T12:00:00+08:00"
    chen.new()
    await called.until("2026-09-24 10:00")
    assert not any("会务-0923A" in text for text in chen.new())
