"""The reminders around a meeting, its change and its end (domain.md 4.8, 9.6 templates 8, 9, 11; G8, G22, G23)."""

import pytest

from tests.day import Day
from tests.meetings.test_notices import UNITS, draft
from tests.meetings.test_receipts import receipt


@pytest.fixture
async def called(day: Day) -> Day:
    """The meeting of SC19 has been called; 应急局 comes, 住建局 is on leave, the others are silent."""
    await draft(day)
    await day.phone("chenxi").says("发")
    await day.phone("liaison-yingjiju").says("参加")
    await day.phone("like").says("请假，出差")
    await day.phone("lian-he").says("同意")
    for userid in ("liaison-yingjiju", "like", "liaison-jiaotongju", "chenxi", "lian-he", "zhouzhiqiang"):
        day.phone(userid).new()
    return day


async def test_only_the_silent_are_reminded_and_only_once(called: Day) -> None:
    await called.until("2026-09-22 07:59")
    assert called.phone("liaison-jiaotongju").new() == []
    await called.until("2026-09-22 08:00")
    [text] = called.phone("liaison-jiaotongju").new()
    for fact in (
        "全区安全生产工作会议",
        "9月23日（星期三）上午9:00",
        "3楼301会议室",
        "9月22日12:00前",
        "“参加”",
        "陈曦 8056",
    ):
        assert fact in text
    assert called.phone("liaison-yingjiju").new() == []
    assert called.phone("like").new() == []
    await called.until("2026-09-22 13:00")
    assert called.phone("liaison-jiaotongju").new() == []
    told = called.phone("chenxi").new()
    [counted] = [text for text in told if "回执已截止" in text]
    assert "应到10，参加1，请假1，未回执8" in counted
    assert any("请今天把会议材料送领导" in text for text in told)


async def test_the_eve_the_hour_and_the_quarter(called: Day) -> None:
    await called.until("2026-09-22 16:00")
    [eve] = called.phone("liaison-yingjiju").new()
    assert eve.startswith("明天（9月23日 星期三）上午9:00")
    assert "301会议室" in eve
    assert called.phone("like").new() == []
    called.phone("liaison-jiaotongju").new()
    called.phone("chenxi").new()
    await called.until("2026-09-23 08:00")
    assert "今天上午9:00" in called.phone("liaison-yingjiju").new()[0]
    assert "何副区长主持" in called.phone("lian-he").new()[0]
    assert called.phone("like").new() == []
    assert called.phone("liaison-jiaotongju").new() == []
    await called.until("2026-09-23 08:45")
    assert "15分钟" in called.phone("chenxi").new()[0]
    await called.until("2026-09-24 09:00")
    assert any("“会务-0923A”已用完，请解散" in text for text in called.phone("chenxi").new())
    assert called.rows("meetings")[0]["state"] == "已召开"


async def test_the_last_receipt_frees_the_reminder(called: Day) -> None:
    for unit in UNITS:
        found = called.office.unit(unit)
        assert found
        assert found.liaison
        if receipt(called, unit)["state"] == "未回执":
            await called.phone(found.liaison).says("参加")
    planned = [r for r in called.rows("reminders") if r["kind"] == "silent" and r["state"] == "planned"]
    assert planned == []


async def test_a_change_asks_everybody_again(called: Day) -> None:
    await called.until("2026-09-21 15:00")
    chen = called.phone("chenxi")
    shown = await chen.says("会议改到9月24日下午3点，地点改到201")
    assert (
        "原定9月23日上午9:00的“全区安全生产工作会议”改为9月24日（星期四）下午3:00，地点改到2楼201会议室，其他不变"
        in shown
    )
    await chen.says("1")
    assert {receipt(called, unit)["state"] for unit in ("应急局", "住建局")} == {"待重新确认"}
    assert receipt(called, "交通局")["state"] == "未回执"
    [meeting] = called.rows("meetings")
    assert (meeting["start"], meeting["end"]) == ("2026-09-24T15:00:00+08:00", "2026-09-24T17:00:00+08:00")
    assert meeting["reply_by"] == "2026-09-23T12:00:00+08:00"
    [booking] = called.rows("bookings")
    assert (booking["room"], booking["start"]) == ("201", "2026-09-24T15:00:00+08:00")
    told = called.phone("liaison-yingjiju").new()
    assert any(text.startswith("【变更】原定9月23日上午9:00的会议改为") for text in told)
    assert "请于9月23日12:00前" in " ".join(told)
    await called.phone("liaison-yingjiju").presses("参加")
    assert receipt(called, "应急局")["state"] == "参加"
    called.phone("liaison-yingjiju").new()
    await called.until("2026-09-23 09:30")
    assert called.phone("liaison-yingjiju").new() == []
    assert "原回执需重新确认" in called.phone("like").new()[-1]


async def test_only_the_time_changes(called: Day) -> None:
    await called.phone("chenxi").says("会议推迟到9月28日上午10点")
    await called.phone("chenxi").says("1")
    [meeting] = called.rows("meetings")
    assert (meeting["start"], meeting["end"], meeting["room"]) == (
        "2026-09-28T10:00:00+08:00",
        "2026-09-28T12:00:00+08:00",
        "301",
    )


async def test_a_change_into_a_taken_room_offers_others(called: Day) -> None:
    await called.phone("guoping").says("订201，9月24日15点到17点")
    answer = await called.phone("chenxi").says("会议改到9月24日下午3点，地点改到201")
    assert "被预订（郭平）" in answer
    assert "多功能厅 15:00–17:00" in answer


async def test_a_cancelled_meeting_is_silent(called: Day) -> None:
    chen = called.phone("chenxi")
    assert "并通知10家和会议群，确认吗" in await chen.says("取消9月23日的会议")
    assert "已取消" in await chen.says("1")
    assert called.rows("meetings")[0]["state"] == "已取消"
    assert called.rows("bookings")[0]["state"] == "已取消"
    called.phone("liaison-yingjiju").new()
    called.phone("like").new()
    told = called.phone("liaison-jiaotongju").new()
    assert "【取消】原定9月23日上午9:00的会议取消，另行通知。" in told
    assert "【取消】原定9月23日上午9:00的“全区安全生产工作会议”取消，另行通知。" in told
    assert "已取消，不用回执" in await called.phone("liaison-jiaotongju").presses("参加")
    await called.until("2026-09-24 18:00")
    for userid in ("liaison-jiaotongju", "liaison-yingjiju", "like"):
        assert called.phone(userid).new() == []


async def test_an_undecided_request_is_brought_up_again(called: Day) -> None:
    await called.phone("liaison-shijianju").says("请假，值班")
    called.phone("lian-he").new()
    await called.until("2026-09-21 15:45")
    [text] = called.phone("lian-he").new()
    assert "尚待审定" in text
    assert "“同意请假 区市监局”" in text
    await called.phone("lian-he").says("同意")
    await called.until("2026-09-22 09:00")
    assert not any("尚待审定" in text for text in called.phone("lian-he").new())


async def test_after_down_time_nothing_stale_is_said(called: Day) -> None:
    await called.stop_bot()
    called.clock.move(called.clock.now().replace(month=9, day=22, hour=5, minute=0))
    await called.start_bot()
    await called.until("2026-09-22 13:05")
    assert called.phone("liaison-jiaotongju").new() == []
    assert "回执已截止" in called.phone("chenxi").new()[-1]
