"""不对，……: put right in the middle, and put right when it is written already (domain.md C.1, C.4; SC05)."""

from tests.day import Day


async def test_in_the_middle_of_a_task(day: Day) -> None:
    day.at("2026-09-21 09:10")
    du = day.phone("duheng")
    await du.says("立项督办：云湾港片区道路前期工作，住建局牵头")
    assert "已改：单位 城管局" in await du.says("不是住建局是城管局")
    assert "时限：9月30日17:30" in await du.says("不对，是下周三前")
    assert "事项：云湾港片区管网前期工作" in await du.says("标题错了，应该是云湾港片区管网前期工作")
    assert "时限：9月28日17:30" in await du.says("时限改成28日")
    assert day.rows("tasks") == []
    await du.says("是")
    row = day.rows("tasks")[0]
    assert (row["lead_unit"], row["title"]) == ("城管局", "云湾港片区管网前期工作")


async def test_in_the_middle_of_a_paper(day: Day) -> None:
    day.at("2026-09-21 09:10")
    zhang = day.phone("zhangmin")
    await zhang.says("登记收文 市发改局 关于A工作的函 平件")
    for words, changed in {
        "标题错了，应该是关于B工作的函": "标题 关于B工作的函",
        "不是市发改局是市教育局": "单位 市教育局",
        "来文单位错了，是市财政局": "单位 市财政局",
        "不是平件是加急": "缓急 加急",
        "文号是南财〔2026〕7号": "",
    }.items():
        answer = await zhang.says(words)
        assert changed in answer and "阅件还是办件" in answer, words
    await zhang.says("办件")
    row = day.rows("incoming")[0]
    assert (row["sender"], row["title"], row["urgency"]) == ("市财政局", "关于B工作的函", "加急")


async def test_what_is_written_already(day: Day) -> None:
    """A register entry is amended, a booking taken back and made anew once that is agreed to."""
    day.at("2026-09-21 09:10")
    zhang = day.phone("zhangmin")
    await zhang.says("登记收文：平件，市发改局，《关于A工作的函》，办件")
    assert "标题 关于A工作的函→关于B工作的函" in await zhang.says("标题错了，应该是关于B工作的函")
    assert "来文 市发改局→市委办" in await zhang.says("不是市发改局，是市委办")
    assert "缓急 平件→加急" in await zhang.says("不对，是加急")
    await zhang.says("订201，9月24日9点到10点")
    asked = await zhang.says("不对，是10点到11点")
    assert "撤销，改订“201，9月24日10点到11点”吗？ 1是，改订 2不改" in asked
    assert "未作改动" in await zhang.says("不改")
    await zhang.says("改成301")
    done = await zhang.says("是")
    assert "已撤销：会议室预订取消" in done and "已订：3楼301会议室，9月24日（星期四）9:00–10:00" in done
    await zhang.says("不对，是28日下午3点到4点")
    assert "9月28日（星期一）15:00–16:00" in await zhang.says("1")
    assert "已撤销" in await zhang.says("撤销")
    assert [row["state"] for row in day.rows("bookings")].count("已订") == 0
    assert (row := day.rows("incoming")[0])["sender"] == "市委办" and row["urgency"] == "加急"


async def test_a_correction_long_after_is_no_undo(day: Day) -> None:
    day.at("2026-09-21 09:10")
    zhang = day.phone("zhangmin")
    await zhang.says("订201，9月24日9点到10点")
    await day.until("2026-09-21 09:21")
    assert "撤销" not in await zhang.says("不对，是10点到11点")
    assert [row["state"] for row in day.rows("bookings")] == ["已订"]
