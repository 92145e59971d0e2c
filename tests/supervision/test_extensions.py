"""延期 as dialogues (domain.md 3.7): asked before the limit, decided by who may, the original limit never lost."""

from typing import Any

import pytest

from handlers.policy import NOT_FOUND
from tests.day import Day
from tests.supervision.ledger import take_over

NO = "督〔2026〕0123号"
TASK = {
    "编号": NO,
    "事项": "云湾港片区道路前期工作",
    "主办": "住建局",
    "协办": "发改局",
    "责任领导": "何晓东",
    "时限": "2026-09-24",
}
ASK = f"{NO}申请延期到10月9日，原因：等省厅批复，目前已完成方案报审"


@pytest.fixture
async def office(day: Day) -> Day:
    day.at("2026-09-22 09:30")
    take_over(day, [TASK])
    return day


def row(office: Day) -> dict[str, Any]:
    return office.rows("tasks")[0]


async def test_asked_and_agreed(office: Day) -> None:
    """The dialogue of domain.md 3.7."""
    like, du = office.phone("like"), office.phone("duheng")
    told = await like.says(ASK)
    for fact in ("9月24日17:30延至10月9日17:30", "第1次", "杜衡", "9月24日17:30前审定", "撤销"):
        assert fact in told
    assert (row(office)["status"], row(office)["due_at"]) == ("延期待批", "2026-09-24T17:30:00+08:00")
    for fact in (NO, "等省厅批复", "已完成方案报审", "申请延至：10月9日17:30"):
        assert fact in du.last
    assert "申请延期" in office.phone("zhouzhiqiang").last
    assert "已有延期申请待批" in await like.says("0123号延期到10月20日")
    assert "已同意" in await du.presses("同意")
    assert f"{NO}延期至10月9日17:30已同意（第1次），请抓紧推进" in like.last
    assert "已同意" in office.phone("jiangtao").last
    found = row(office)
    assert (found["status"], found["light"], found["extensions"]) == ("承办", "绿", 1)
    assert (found["due_at"], found["original_due_at"]) == ("2026-10-09T17:30:00+08:00", "2026-09-24T17:30:00+08:00")
    shown = await like.says("督0123号")
    assert (
        "原时限：9月24日17:30" in shown
        and "同意，延至10月9日17:30（杜衡 9月22日9:30）" in shown
        and "已延期1次" in shown
    )


async def test_one_missing_thing_at_a_time(office: Day) -> None:
    like, du = office.phone("like"), office.phone("duheng")
    assert "到哪一天" in await like.says("申请延期")
    assert "须晚于现时限" in await like.says("9月23日")
    assert "原因" in await like.says("10月9日")
    assert "进展" in await like.says("等省厅批复")
    assert "进展" in await like.says("正在推进")
    assert "待" not in row(office)["status"]
    assert "已提交" in await like.says("方案已报审")
    assert "不同意" in await du.says("不同意")
    assert f"{NO}延期未获同意，仍按9月24日17:30办理" in like.last
    assert (row(office)["status"], row(office)["extensions"]) == ("承办", 0)


async def test_the_decider_sets_another_date_and_takes_it_back(office: Day) -> None:
    like, du = office.phone("like"), office.phone("duheng")
    await like.says(ASK)
    assert "改到哪一天" in await du.presses("改日期")
    assert "延期至9月30日17:30" in await du.says("9月30日")
    assert row(office)["due_at"] == "2026-09-30T17:30:00+08:00"
    assert "恢复为待批" in await du.says("撤销")
    assert (row(office)["status"], row(office)["due_at"]) == ("延期待批", "2026-09-24T17:30:00+08:00")
    assert "已同意" in await du.says("0123号同意延期到10月8日")
    assert row(office)["due_at"] == "2026-10-08T17:30:00+08:00"


async def test_longer_or_again_is_for_the_deputy_and_twice_is_enough(office: Day) -> None:
    like, du, guo = office.phone("like"), office.phone("duheng"), office.phone("guoping")
    assert "由郭平" in await like.says(ASK.replace("10月9日", "10月30日"))
    assert "须由分管副主任或责任领导审定" in await du.says("0123号同意延期到10月30日")
    assert "已同意" in await guo.presses("同意")
    assert "第2次" in await like.says("0123号申请延期5个工作日，因专家评审推迟，已完成初步设计")
    assert "延至11月6日17:30" in guo.last or "申请延至：11月6日17:30" in guo.last
    assert "第2次" in await guo.says("同意延期")
    assert "不再延期" in await like.says("0123号申请延期到12月1日，原因：等批复，已完成90%")
    assert row(office)["extensions"] == 2


async def test_the_leaders_liaison_decides_for_him(office: Day) -> None:
    await office.phone("like").says(ASK.replace("10月9日", "10月30日"))
    assert "已同意" in await office.phone("lian-he").says("0123号同意延期")
    audit = next(found for found in office.rows("audit") if found["action"] == "批复延期")
    assert (audit["actor"], audit["acting_for"]) == ("lian-he", "何晓东")


async def test_others_can_neither_ask_nor_decide(office: Day) -> None:
    assert NOT_FOUND in await office.phone("liaison-caizhengju").says(ASK)
    assert "牵头单位区住建局统一申请" in await office.phone("jiangtao").says(ASK)
    await office.phone("like").says(ASK)
    assert "已同意" not in await office.phone("lian-lin").says("0123号同意延期")
    assert row(office)["status"] == "延期待批"


@pytest.mark.parametrize(
    ("asked", "granted", "late"),
    [
        ("09-24 17:28", "09-24 17:29", False),  # the minute before the limit
        ("09-24 17:29", "09-24 17:31", False),  # asked in time, granted the minute after
        ("09-24 17:30", "09-28 10:00", False),  # asked at the limit itself, granted on the next workday
        ("09-24 17:31", "09-24 17:32", True),  # asked the minute after
        ("09-28 10:00", "09-28 10:30", True),  # asked while overdue
    ],
)
async def test_around_the_limit(office: Day, asked: str, granted: str, late: bool) -> None:
    """What is asked for after the limit stays late whatever is granted (domain.md 3.7)."""
    like, du = office.phone("like"), office.phone("duheng")
    await office.until(f"2026-{asked}")
    assert ("按逾期记录" in await like.says(ASK)) is late
    before = len(like.texts)
    await office.until(f"2026-{granted}")
    assert not [text for text in like.texts[before:] if "时限已到" in text or "已超过时限" in text]
    assert "已同意" in await du.presses("同意")
    assert (row(office)["light"], row(office)["due_at"][:10]) == ("绿", "2026-10-09")
    await like.says("0123号申请办结：已取得审图合格书")
    assert ("逾期办结" if late else "按期办结") in await du.presses("同意办结")
    assert row(office)["on_time"] is not late


async def test_frozen_for_two_workdays_then_it_goes_to_the_approver(office: Day) -> None:
    like, du, guo = office.phone("like"), office.phone("duheng"), office.phone("guoping")
    await office.until("2026-09-24 17:00")
    await like.says(ASK)
    before = len(like.texts)
    await office.until("2026-09-29 17:00")
    assert row(office)["light"] == "黄" and like.texts[before:] == []
    assert "待您审定延期" in du.last and "延期" not in "".join(guo.texts)
    await office.until("2026-09-30 09:00")
    assert "待您审定延期" in guo.last and like.texts[before:] == []
    await office.until("2026-10-08 09:00")
    assert row(office)["light"] == "红" and row(office)["status"] == "延期待批"


async def test_nothing_is_chased_before_the_limit_while_it_waits(office: Day) -> None:
    like = office.phone("like")
    await like.says(ASK)
    assert "已撤销" in await like.says("撤销")
    assert row(office)["status"] == "承办"
    await like.says(ASK)
    before = len(like.texts)
    await office.until("2026-09-24 18:00")
    assert like.texts[before:] == []
    planned = [r for r in office.rows("reminders") if r["state"] == "待提醒" and r["object"] == "task:1"]
    assert len(planned) == 1 and planned[0]["recipient"] == "duheng"
