"""黄牌 and 红牌 as dialogues (SC15, domain.md 3.6): the bot proposes, a named human issues, to a unit."""

from typing import Any

import pytest

from handlers.policy import NOT_FOUND
from tests.day import Day
from tests.supervision.ledger import take_over

NO = "督〔2026〕0123号"
TASK = {"编号": NO, "事项": "云湾港片区道路前期工作", "主办": "住建局", "责任领导": "何晓东", "时限": "2026-09-24"}


@pytest.fixture
async def red(day: Day) -> Day:
    """2026-10-08 09:00: four workdays over."""
    day.at("2026-09-18 15:20")
    take_over(day, [TASK])
    await day.until("2026-10-08 09:00")
    return day


def cards(day: Day) -> list[dict[str, Any]]:
    return [row for row in day.rows("audit") if row["object"].startswith("card:")]


async def test_the_bot_asks_and_two_puts_it_off_with_a_reason(red: Day) -> None:
    """SC15."""
    du, like = red.phone("duheng"), red.phone("like")
    asked = next(text for text in du.texts if "建议发红牌" in text)
    for fact in (NO, "1发 2暂缓", "区住建局", "超过时限4个工作日"):
        assert fact in asked
    assert "红牌" not in "".join(like.texts)
    assert "理由" in await du.says("2")
    assert "已记录" in await du.says("已与该局沟通，本周内交地")
    assert [row["action"] for row in cards(red)] == ["建议发牌", "暂缓发牌"]
    await red.until("2026-10-12 18:00")
    assert len([text for text in du.texts if "建议发红牌" in text]) == 1
    assert "红牌" not in "".join(like.texts + red.phone("zhouzhiqiang").texts)


async def test_issued_answered_and_withdrawn(red: Day) -> None:
    du, like = red.phone("duheng"), red.phone("like")
    told = await du.says("1")
    assert "已对区住建局发红牌" in told and "10月12日17:30" in told
    for phone in (like, red.phone("zhouzhiqiang")):
        for fact in ("【红牌】", NO, "签发：杜衡", "10月12日17:30前", "8031"):
            assert fact in phone.last
    assert "请说明" in await like.says("0123号红牌说明：正在推进")
    assert "已收到" in await like.says("因征地协调滞后，10月15日前完成交地")
    assert "征地协调滞后" in du.last
    assert "理由" in await du.says("撤回0123号红牌")
    assert "已撤回" in await du.says("情况已说明")
    assert "已撤回（情况已说明）" in like.last
    assert [row["action"] for row in cards(red)] == ["建议发牌", "发牌", "回复发牌", "撤回发牌"]
    groups = [row for row in red.rows("outbox") if row["to"].startswith("chat:")]
    assert groups == [] and not red.phone("hexiaodong").texts[1:]


async def test_a_card_without_reply_is_asked_about(red: Day) -> None:
    du, like = red.phone("duheng"), red.phone("like")
    assert "已对区住建局发红牌" in await du.presses("发红牌")
    await red.until("2026-10-12 09:00")
    assert any("红牌请于今日17:30前" in text for text in like.texts)
    await red.until("2026-10-13 09:00")
    assert any("红牌已过10月12日17:30" in text for text in red.phone("zhouzhiqiang").texts)
    assert "已撤回" in await du.says("撤回0123号红牌，理由：已口头说明")
    assert "“撤回发牌”不能用“撤销”收回" in await du.says("撤销")
    await red.until("2026-10-13 18:00")
    before = len(like.texts)
    await red.until("2026-10-14 18:00")
    assert not [text for text in like.texts[before:] if "红牌已过" in text]


async def test_a_person_proposes_and_only_those_entitled_issue(day: Day) -> None:
    day.at("2026-09-18 15:20")
    take_over(day, [TASK])
    wu, du, like = day.phone("wuyang"), day.phone("duheng"), day.phone("like")
    assert "原因" in await wu.says("给住建局发黄牌")
    assert "由督查室主任审定" in await wu.says("连续两期未报进展")
    assert NOT_FOUND in await like.says("0123号发黄牌，原因：试试")
    assert "已对区住建局发黄牌" in await du.presses("发黄牌")
    assert "已撤销" in await du.says("撤销")
    assert "误发" in like.last
    assert "1发 2暂缓" in await du.says("0123号发黄牌，原因：再次未报")
    assert "理由" in await du.says("暂缓")
    assert "已记录" in await du.says("再等一周")


async def test_no_naming_in_groups(red: Day) -> None:
    """SC40: P7 is refused, and may see the list himself."""
    du = red.phone("duheng")
    assert "不在群里" in await du.says("把各单位已读情况发群里")
    shown = await du.says("哪些督办还没反馈")
    assert NO in shown and "只发给您" in shown
    assert "只发给您" not in await red.phone("jiangtao").says("哪些督办还没反馈")
