"""An accepted meeting stands in the attendee's WeCom calendar, moves and goes with it (issue 6 item 8)."""

from datetime import datetime

import pytest

from scheduler.clock import SHANGHAI
from tests.day import Day
from tests.meetings.test_notices import draft


@pytest.fixture
async def called(day: Day) -> Day:
    """The meeting of SC19 has been called."""
    await draft(day)
    await day.phone("chenxi").says("发")
    return day


def shown(day: Day, userid: str) -> list[tuple[str, datetime, datetime, str]]:
    calendar = day.phone(userid).calendar
    return [(one.summary, one.start, one.end, one.location) for one in calendar]


def at(when: str) -> datetime:
    return datetime.fromisoformat(when).replace(tzinfo=SHANGHAI)


SAFETY = ("全区安全生产工作会议", at("2026-09-23 09:00"), at("2026-09-23 11:00"), "3楼301会议室")


async def test_it_follows_the_receipt(called: Day) -> None:
    assert shown(called, "zhouzhiqiang") == []
    await called.phone("like").says("参加")
    assert shown(called, "zhouzhiqiang") == [SAFETY]
    assert shown(called, "like") == []
    assert [event.attendees for event in called.phone("zhouzhiqiang").calendar] == [["zhouzhiqiang"]]
    await called.phone("like").says("请假，出差")
    assert shown(called, "zhouzhiqiang") == []
    await called.phone("lian-he").says("同意")
    assert shown(called, "zhouzhiqiang") == []
    await called.phone("like").says("取消请假，可以参加")
    assert shown(called, "zhouzhiqiang") == [SAFETY]
    assert "已撤销" in await called.phone("like").says("撤销")
    assert shown(called, "zhouzhiqiang") == []
    await called.phone("like").says("派吴副局长去，公务")
    assert shown(called, "like") == []
    await called.phone("lian-he").says("同意")
    assert shown(called, "like") == [SAFETY]
    await called.phone("head-yingjiju").presses("参加")
    assert shown(called, "head-yingjiju") == [SAFETY]


async def test_it_moves_and_goes_with_the_meeting(called: Day) -> None:
    await called.phone("like").says("参加")
    await called.phone("liaison-yingjiju").says("请假，出差")
    chen = called.phone("chenxi")
    await chen.says("会议改到9月24日下午3点，地点改到201")
    await chen.says("发")
    moved = (SAFETY[0], at("2026-09-24 15:00"), at("2026-09-24 17:00"), "2楼201会议室")
    assert shown(called, "zhouzhiqiang") == [moved]
    assert shown(called, "head-yingjiju") == []
    await chen.says("会议改到9月24日下午3点半")
    await chen.says("发")
    assert [one[1] for one in shown(called, "zhouzhiqiang")] == [at("2026-09-24 15:30")]
    await chen.says("取消会议")
    await chen.says("确认取消")
    assert shown(called, "zhouzhiqiang") == []
    assert called.fake.journal.calls["oa/schedule/update"] == 2


async def test_without_the_permission_everything_else_goes_its_way(called: Day) -> None:
    called.fake.schedules.permitted = False
    assert "参加" in await called.phone("like").says("参加")
    assert shown(called, "zhouzhiqiang") == []
    chen = called.phone("chenxi")
    await chen.says("会议改到9月24日下午3点")
    assert "变更通知已发" in await chen.says("发")
    assert any("【变更】" in text for text in called.phone("like").texts)


async def test_a_sensitive_title_stands_in_no_calendar(day: Day) -> None:
    day.at("2026-09-21 09:40")
    chen = day.phone("chenxi")
    await chen.says("9月23日上午9点到11点区委常委会会议，301，周书记主持，组织部、发改局主要负责人参加")
    assert "已发送" in await chen.says("发")
    assert "参加" in await day.phone("jiangtao").says("参加")
    [(summary, start, _, _)] = shown(day, "head-fagaiju")
    assert (summary, start) == ("会议", at("2026-09-23 09:00"))
