"""SC19, SC24: from one sentence to a notice in the group and on the phones."""

import pytest

from handlers.meetings import publishing
from tests.day import Day

SC19 = "9月23日上午9点全区安全生产工作会议，3楼301，何副区长主持，各镇街和有关单位主要负责人，后天中午12点前回执"
UNITS = ["金溪镇", "南渡镇", "白石街道", "海泊街道", "应急局", "住建局", "交通局", "城管局", "市监局", "消防救援大队"]


async def draft(day: Day) -> str:
    """陈曦 says what SC19 says, up to the draft."""
    day.at("2026-09-21 09:40")
    chen = day.phone("chenxi")
    await chen.says(SC19)
    await chen.says("两个小时")
    await chen.says("对")
    return await chen.says("应急 住建 交通 城管 市监 消防")


async def test_one_question_at_a_time(day: Day) -> None:
    day.at("2026-09-21 09:40")
    chen = day.phone("chenxi")
    assert "多长时间" in await chen.says(SC19)
    asked = await chen.says("两个小时")
    assert "后天中午是9月23日12:00（会中" in asked
    assert "回执截止建议9月22日12:00，对吗？" in asked
    [held] = day.rows("bookings")
    assert (held["room"], held["state"]) == ("301", "暂留")
    assert (held["held_from"], held["held_to"]) == ("2026-09-23T08:30:00+08:00", "2026-09-23T11:15:00+08:00")
    assert "有关单位" in await chen.says("对")
    shown = await chen.says("应急 住建 交通 城管 市监 消防")
    for fact in (
        "全区安全生产工作会议",
        "9月23日（星期三）上午9:00",
        "3楼301会议室",
        "何晓东副区长",
        "9月22日",
        "12:00",
        "陈曦 8056",
    ):
        assert fact in shown
    assert "共10家" in shown
    assert "会务-0923A" in shown
    assert day.rows("meetings") == []


async def test_the_notice_goes_to_the_group_and_to_everybody(day: Day) -> None:
    await draft(day)
    sent = await day.phone("chenxi").says("发")
    assert "会务-0923A" in sent
    [meeting] = day.rows("meetings")
    assert (meeting["title"], meeting["room"], meeting["chair"], meeting["state"]) == (
        "全区安全生产工作会议",
        "301",
        "何晓东",
        "待召开",
    )
    assert meeting["chatid"].startswith("hw0923a")
    assert [row["unit"] for row in day.rows("receipts")] == UNITS
    assert {row["state"] for row in day.rows("receipts")} == {"未回执"}
    [booking] = day.rows("bookings")
    assert (booking["state"], booking["meeting"]) == ("已订", meeting["id"])
    in_group = next(text for text in day.phone("liaison-jinxizhen").texts if text.startswith("【会议通知】"))
    assert in_group == (
        "【会议通知】定于9月23日（星期三）上午9:00在3楼301会议室召开全区安全生产工作会议。"
        "参会：各镇街、区直有关单位主要负责同志。请于9月22日12:00前私信我回复“参加/请假/替会+姓名职务”。"
        "请提前10分钟入场。联系人：陈曦 8056。"
    )
    for userid in ("like", "zhouzhiqiang"):
        card = next(message.card for message in day.phone(userid).messages if message.card)
        assert [button.text for button in card.buttons] == ["参加", "请假", "替会"]
    assert "何副区长主持" in day.phone("lian-he").last
    planned = {row["kind"]: row["due_at"] for row in day.rows("reminders") if row["object"].startswith("meeting:")}
    assert planned["silent"] == "2026-09-22T08:00:00+08:00"
    assert planned["eve"] == "2026-09-22T16:00:00+08:00"
    assert planned["hour"] == "2026-09-23T08:00:00+08:00"


async def test_a_dropped_draft_frees_the_room(day: Day) -> None:
    await draft(day)
    assert "未发送" in await day.phone("chenxi").says("取消")
    assert [row["state"] for row in day.rows("bookings")] == ["已取消"]


async def test_a_forgotten_draft_frees_the_room_after_half_an_hour(day: Day) -> None:
    await draft(day)
    await day.until("2026-09-21 10:11")
    assert [row["state"] for row in day.rows("bookings")] == ["已取消"]


async def test_a_draft_can_be_corrected_before_it_goes_out(day: Day) -> None:
    await draft(day)
    chen = day.phone("chenxi")
    await chen.says("2")
    shown = await chen.says("回执截止改到9月22日10点")
    assert "9月22日（星期二）10:00" in shown
    shown = await chen.says("加上财政局")
    assert "区财政局" in shown
    assert "共11家" in shown
    shown = await chen.says("地点改到多功能厅")
    assert "1楼多功能厅" in shown
    await chen.says("发")
    [booking] = [row for row in day.rows("bookings") if row["state"] == "已订"]
    assert booking["room"] == "多功能厅"
    assert len(day.rows("receipts")) == 11


async def test_a_day_off_is_said_first(day: Day) -> None:
    day.at("2026-09-18 11:00")
    guo = day.phone("guoping")
    asked = await guo.says("下周五上午9点开督查调度会")
    assert "9月25日（星期五）是中秋假期" in asked
    for option in ("1 9月24日(星期四)", "2 9月28日(星期一)", "3 仍按25日"):
        assert option in asked
    assert "在哪里开" in await guo.says("1")
    assert "多长时间" in await guo.says("201")
    assert "请哪些单位" in await guo.says("一个小时")
    shown = await guo.says("发改局、住建局分管负责人")
    assert "9月24日（星期四）上午9:00" in shown
    assert "分管负责同志" in shown
    assert "督查调度会" in shown
    await guo.says("1")
    [meeting] = day.rows("meetings")
    assert meeting["type"] == "调度会"
    assert meeting["start"] == "2026-09-24T09:00:00+08:00"
    assert meeting["reply_by"] == "2026-09-23T12:00:00+08:00"


async def test_only_staff_may_call_a_meeting(day: Day) -> None:
    day.at("2026-09-21 09:40")
    assert "未查询到相关信息" in await day.phone("like").says("9月23日上午9点开安全生产工作会议，301")
    assert day.rows("meetings") == []


async def test_a_sensitive_meeting_is_not_named_in_the_group(day: Day) -> None:
    day.at("2026-09-21 09:40")
    chen = day.phone("chenxi")
    await chen.says("9月24日上午9点到11点区委常委会会议，301，周书记主持，组织部、宣传部主要负责人参加")
    await chen.says("发")
    [meeting] = day.rows("meetings")
    assert (meeting["type"], meeting["sensitivity"], meeting["leave_approver"]) == ("常委会", "高", "周明远")
    in_group = next(text for text in day.phone("liaison-zuzhibu").texts if text.startswith("【会议通知】"))
    assert "常委会" not in in_group


async def test_a_notice_from_nothing_but_the_wish(day: Day) -> None:
    """Every missing thing is asked for, a place outside is taken as it is said, and the chair decides on leave."""
    day.at("2026-09-21 10:00")
    shen = day.phone("shenlan")
    assert "什么时间开" in await shen.says("发个会议通知")
    assert "9月24日（星期四）几点开" in await shen.says("9月24日")
    assert "名称" in await shen.says("上午9点")
    assert "在哪里开" in await shen.says("全区招商推进会")
    assert "多长时间" in await shen.says("区行政中心广场")
    assert "哪些单位" in await shen.says("到11点")
    shown = await shen.says("商务局、发改局分管负责人")
    assert "地点：区行政中心广场" in shown
    assert "预计9:00–11:00" in shown
    await shen.says("2")
    assert "主持：何晓东副区长" in await shen.says("主持人何副区长")
    await shen.says("1")
    [meeting] = day.rows("meetings")
    assert (meeting["place"], meeting["room"], meeting["leave_approver"]) == ("区行政中心广场", None, "何晓东")
    assert day.rows("bookings") == []


async def test_a_contradiction_is_stated_and_asked(day: Day) -> None:
    day.at("2026-09-21 10:00")
    asked = await day.phone("chenxi").says("明天周三下午3点开信访调度会，201，一小时")
    assert "明天是9月22日（星期二），不是星期三" in asked
    assert "2 9月23日(星期三)15:00" in asked
    await day.phone("chenxi").says("2")
    [held] = day.rows("bookings")
    assert (held["start"], held["end"]) == ("2026-09-23T15:00:00+08:00", "2026-09-23T16:00:00+08:00")


async def test_two_meetings_of_a_day_have_two_groups(day: Day) -> None:
    day.at("2026-09-21 10:00")
    chen = day.phone("chenxi")
    for room in ("201", "301"):
        await chen.says(f"9月24日上午9点到10点招商协调会，{room}，商务局、发改局主要负责人参加")
        await chen.says("发")
    assert [row["group"] for row in day.rows("meetings")] == ["会务-0924A", "会务-0924B"]
    assert len({row["chatid"] for row in day.rows("meetings")}) == 2
    asked = await day.phone("jiangtao").says("参加")
    assert "哪一个" in asked


async def test_more_people_than_a_group_holds_are_said_before_anything_is_sent(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "MOST_IN_GROUP", 10)
    day = Day(sqlite_url)
    await day.start()
    await draft(day)
    assert "企业微信的群最多10人，请分成几场" in await day.phone("chenxi").says("1")
    assert (day.rows("meetings"), day.phone("like").texts) == ([], [])
    await day.stop()
