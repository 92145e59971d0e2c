"""Put right in the same breath, and days that are not one (domain.md C.1 c)."""

import pytest

from bot.dialogue.restated import put_right
from bot.dialogue.understand import understand
from handlers.turn import Turn
from scheduler.workdays import WorkCalendar
from tests.day import START, Day, sample_office

CALENDAR = WorkCalendar()


def turn_of(text: str) -> Turn:
    office = sample_office()
    said = understand(text, START, office, CALENDAR)
    person = office.people[0]
    none = None
    return Turn(tx=none, now=START, office=office, calendar=CALENDAR, request_id="", person=person, said=said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("登记收文：市发改局，哦不对，市财政局，关于A工作的函", "登记收文：市财政局，关于A工作的函"),
        ("加急件，关于A工作的请示…不是，关于B工作的通知，办件", "加急件，关于B工作的通知，办件"),
        ("订201，明天下午3点，不是，4点到5点", "订201，明天下午4点到5点"),
        ("订201，9月24日9点到10点，不对，301", "订301，9月24日9点到10点"),
        ("周三下午3点开会，不对，周四，301", "周四下午3点开会，301"),
        ("1203号，哦不对，1204号呈送周书记", "1204号呈送周书记"),
        ("市发改局 加急，说错了，平件，办件", "市发改局 平件，办件"),
        ("道路，住建局牵头，不对，城管局牵头，9月30日前，不对，10月15日前", "道路，城管局牵头，10月15日前"),
        ("不对，是下周三", "不对，是下周三"),
        ("这个不是，我说的那个", "这个不是，我说的那个"),
        ("不是加急，是平件", "不是加急，是平件"),
        ("关于是不是整改到位的函", "关于是不是整改到位的函"),
    ],
)
def test_put_right(said: str, meant: str) -> None:
    assert put_right(turn_of(said)) == meant


async def test_as_it_is_registered(day: Day) -> None:
    day.at("2026-09-18 18:10")
    zhang = day.phone("zhangmin")
    await zhang.says("收到市府办一个加急件，关于报送节前信访情况的请示…不是，关于报送节日市场供应情况的通知，办件")
    assert day.rows("incoming")[0]["title"] == "关于报送节日市场供应情况的通知"
    asked = await zhang.says("时限改成周三，也就是明天")
    assert "“周三”是9月23日（星期三），“明天”是9月19日（星期六），按哪一天" in asked
    assert "时限改为9月23日17:30" in await zhang.says("周三")
    assert "缓急 加急→平件，时限不变：9月23日17:30" in await zhang.says("缓急改成平件")
    assert "已更正" in await zhang.says("时限改成周四，也就是24号")
    assert "请区城管局牵头办理" in await zhang.says("转城管局")
    later = await zhang.says("30号前反馈")
    assert "您说的9月30日17:30晚于来文要求的9月24日17:30" in later
    assert "没有发送" in await zhang.says("第二个")
    assert "请区城管局牵头办理，9月23日（星期三）17:30前反馈" in await zhang.says("23日前反馈")  # the unit is kept
    assert "时限9月23日" in await zhang.says("发")
    row = day.rows("incoming")[0]
    assert (row["lead_unit"], row["urgency"]) == ("区城管局", "平件")


async def test_a_booking_made_longer(day: Day) -> None:
    chen = day.phone("chenxi")
    await chen.says("订201，9月24日9点到10点")
    assert "改订“201，9月24日9:00到10点半”吗" in await chen.says("把我那个延长到10点半")
    assert "9:00–10:30" in await chen.says("1")


async def test_what_fills_no_slot(day: Day) -> None:
    """Pictures, questions, 急件: none is a title, a unit or an urgency."""
    zhang = day.phone("zhangmin")
    await zhang.says("收到一份文件，登记一下")
    await zhang.says("市教育局")
    for words in ("😀😀", "那份文只登个文号行不行", "？？？", "こんにちは、元気ですか"):
        assert "标题或文号？" in await zhang.says(words) or "继续" in zhang.last, words
    await zhang.says("继续")
    assert "缓急？" in await zhang.says("关于开展安全教育的通知")
    assert "急件是特急还是加急？ 1特急 2加急" in await zhang.says("急件")
    assert "阅件还是办件" in await zhang.says("加急")
    await zhang.says("办件")
    assert day.rows("incoming")[0]["title"] == "关于开展安全教育的通知"
    like = day.phone("like")
    assert "请给这条信息拟个标题" in await like.says("我局有条信息要报")
    assert "没太明白" in await like.says("写错了，是13栋") and day.rows("items") == []
    assert "已收稿：《老旧小区改造完成12栋》" in await like.says("老旧小区改造完成12栋")
    assert "没有待阅的来文" in await day.phone("linzhixing").says("有没有要我看的文件")
    assert "收到不算签收" in await day.phone("like").says("收到")


async def test_the_same_for_several_numbers(day: Day) -> None:
    zhang = day.phone("zhangmin")
    for name in "AB":
        await zhang.says(f"登记收文：平件，市发改局，《关于{name}工作的函》，阅件")
    first = await zhang.says("1203号、1209号、1204号都呈书记")
    assert "这条里有3件事" in first and "已同步呈送：周明远书记" in first and "1 1209号呈书记；2 1204号呈书记" in first
    assert "未查询到相关信息" in await zhang.says("下一件")
    assert "已同步呈送：周明远书记" in await zhang.says("下一件")
    assert [row["submissions"] for row in day.rows("incoming")] == [["周明远（未阅）"]] * 2
