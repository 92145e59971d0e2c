"""Slips that a clerk met while using the whole: each would have been a wrong write or a wrong answer."""

from tests.day import Day

PAPER = "登记收文：特急，市委办，南委办〔2026〕88号，《关于做好台风防御工作的紧急通知》，办件，明天上午10点前反馈"
MEETING = "9月24日上午9点在301开常务会，预计2小时，林区长主持，议题：研究国庆安全生产工作，请发改局、住建局参加"


async def test_a_question_in_the_middle_is_no_date(day: Day) -> None:
    """明天有什么安排 names a day, but it is a question: the paper is not handed over with that day as its limit."""
    zhang, lin = day.phone("zhangmin"), day.phone("linzhixing")
    await zhang.says(PAPER)
    await zhang.says("呈送 周书记、林区长、何副区长")
    assert "办结时限？" in await lin.says("88号文批示：请应急局牵头落实")
    assert "林知行代录" not in "\n".join(zhang.new())
    assert "已转办" not in await lin.says("明天有什么安排")
    assert [row["status"] for row in day.rows("incoming")] == ["呈批"]
    assert "办结时限？" in await lin.says("继续")
    assert "已转办：收〔2026〕1203号，牵头区应急局" in await lin.says("明天上午10点")


async def test_the_papers_name_is_no_part_of_what_is_reported(day: Day) -> None:
    zhang, li = day.phone("zhangmin"), day.phone("like")
    await zhang.says(PAPER)
    await zhang.says("住建局牵头，农水局配合")
    await zhang.says("1")
    zhang.new()
    await li.says("反馈88号文：已排查在建工地12处，转移人员30人")
    assert "区住建局反馈：已排查在建工地12处，转移人员30人" in "\n".join(zhang.new())
    flow = await zhang.says("88号文到哪了")
    steps = [flow.index(step) for step in ("张敏登记", "转办区住建局（牵头）、区农水局", "区住建局反馈：已排查")]
    assert steps == sorted(steps)


async def test_an_hour_alone_moves_a_meeting_within_its_day(day: Day) -> None:
    chen = day.phone("chenxi")
    await chen.says(MEETING)
    await chen.says("1")
    assert "改为当日下午3:00" in await chen.says("常务会改到下午3点到4点")
    await chen.says("1")
    [meeting] = day.rows("meetings")
    assert (meeting["start"], meeting["end"]) == ("2026-09-24T15:00:00+08:00", "2026-09-24T16:00:00+08:00")


async def test_what_has_been_lies_behind(day: Day) -> None:
    """9月18日 said in October is last month's day for what is registered afterwards."""
    await day.until("2026-10-09 10:00")
    told = await day.phone("duheng").says("登记督查：9月18日实地督查金溪镇农村公路，重大项目，发现问题3个")
    assert "已登记督查活动1次" in told and "9月18日（星期五）" in told


async def test_asking_for_suggestions_makes_none(day: Day) -> None:
    await day.phone("zhangmin").says("建议：收文登记能不能按科室分开看")
    told = await day.phone("admin-sys").says("意见建议有哪些")
    assert "建议1" in told and "建议2" not in told
    assert "哪里采用的" not in await day.phone("zhaowan").says("本月采用情况")
