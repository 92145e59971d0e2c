"""The organiser's card: one card, changed where it stands, at most once in five seconds, right in the end (4.4)."""

import pytest

from tests.day import Day
from tests.meetings.test_notices import UNITS, draft


def shown(day: Day) -> list[str]:
    """What the cards on 陈曦's phone show, oldest first."""
    return [text for text in day.phone("chenxi").texts if text.startswith("回执：")]


@pytest.fixture
async def called(day: Day) -> Day:
    await draft(day)
    await day.phone("chenxi").says("发")
    return day


async def test_the_card_changes_in_place_and_is_right_in_the_end(called: Day) -> None:
    [first] = shown(called)
    assert "应到10，未回执10" in first
    await called.phone("liaison-yingjiju").says("参加")
    [first] = shown(called)
    assert "应到10，参加1，未回执9" in first
    await called.phone("liaison-jiaotongju").says("参加")
    await called.phone("like").says("请假，出差")
    assert len(shown(called)) == 1
    await called.until("2026-09-21 09:40:13")
    assert "应到10，参加2，请假待批1，未回执7" in shown(called)[-1]
    for unit in UNITS:
        found = called.office.unit(unit)
        assert found
        assert found.liaison
        if unit not in {"应急局", "交通局", "住建局"}:
            await called.phone(found.liaison).presses("参加")
    await called.phone("lian-he").says("同意")
    await called.until("2026-09-21 09:40:40")
    assert "应到10，参加9，请假1。" in shown(called)[-1]
    assert len(shown(called)) <= 3


async def test_the_organiser_asks_for_more(called: Day) -> None:
    chen = called.phone("chenxi")
    await called.phone("liaison-yingjiju").says("参加")
    await called.phone("liaison-jiaotongju").says("参加")
    assert await chen.presses("刷新") == ""
    assert "应到10，参加2，未回执8" in shown(called)[-1]
    names = await chen.presses("名单")
    assert "参加：区应急局、区交通局" in names.replace("区交通局、区应急局", "区应急局、区交通局")


async def test_a_cancelled_meeting_says_so_on_the_card(called: Day) -> None:
    await called.phone("chenxi").says("取消会议")
    await called.phone("chenxi").says("1")
    assert any(text.startswith("回执（已取消）") for text in called.phone("chenxi").texts)
