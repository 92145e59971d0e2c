"""A task that somebody else proposes: who decides, and once."""

import asyncio

import pytest

from handlers.policy import NOT_FOUND
from tests.day import Day
from tests.supervision.establishing import FULL, NO, keys, press


@pytest.fixture
async def office(day: Day) -> Day:
    day.at("2026-09-22 09:00")
    return day


@pytest.mark.parametrize("userid", ["wuyang", "zhangmin", "chenxi"])
async def test_others_propose_and_the_chief_approves(office: Day, userid: str) -> None:
    """SC16: P9 cannot 立项."""
    proposer, du = office.phone(userid), office.phone("duheng")
    told = await proposer.says(FULL)
    assert "审批" in told and "督〔" not in told
    assert office.rows("tasks") == [] and not office.phone("like").texts
    assert "加快推进云湾港片区道路工程前期工作" in du.last
    assert NO in await du.presses("同意立项")
    assert NO in proposer.last
    assert NO in office.phone("like").last
    assert [row["no"] for row in office.rows("tasks")] == [NO]


async def test_a_proposal_approved_by_word_or_declined(office: Day) -> None:
    wu, du = office.phone("wuyang"), office.phone("duheng")
    await wu.says(FULL)
    await wu.says("立项督办：补充防汛物资台账，应急局牵头，9月30日前完成")
    assert "哪一项" in await du.says("不同意")
    assert "不予立项" in await du.says("2")
    assert "未予立项" in wu.last
    assert NO in await du.says("同意")
    assert len(office.rows("tasks")) == 1


async def test_units_propose_and_administrators_do_no_business(office: Day) -> None:
    for userid in ("like", "zhouzhiqiang", "youhong", "fengkai"):
        assert "审批立项" in await office.phone(userid).says(FULL)
    assert "审批立项" not in await office.phone("admin-sys").says(FULL)
    assert office.rows("tasks") == []


async def test_a_decision_is_made_once(office: Day) -> None:
    await office.phone("wuyang").says(FULL)
    agree, decline = keys(office, "duheng")
    await asyncio.gather(press(office, "duheng", agree), press(office, "guoping", agree, 1))
    await press(office, "shenlan", decline, 2)
    assert [row["status"] for row in office.rows("tasks")] == ["交办"]
    answers = [
        row["text"] for row in office.rows("outbox") if row["kind"] == "text" and "已处理：交办（" in row["text"]
    ]
    assert len(answers) == 2


async def test_a_forwarded_card_gives_no_rights(office: Day) -> None:
    """Both decisions and 签收 are authorised when the press arrives, whoever holds the card."""
    await office.phone("wuyang").says(FULL)
    agree, _ = keys(office, "duheng")
    await press(office, "like", agree)
    assert office.rows("tasks") == []
    await office.phone("duheng").presses("同意立项")
    await press(office, "jiangtao", keys(office, "like")[0])
    assert office.rows("tasks")[0]["unsigned"] == ["住建局", "发改局", "财政局"]
    texts = [row["text"] for row in office.rows("outbox") if row["to"] in ("user:like", "user:jiangtao")]
    assert texts.count(NOT_FOUND) == 2
