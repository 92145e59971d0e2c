"""它, 那个, 再来一个, 同一时间, 还是刚才那个会议室: what a person does not say twice (issue 3, point 4)."""

from tests.day import Day


async def test_another_paper_of_the_same_sender(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says("登记收文：平件，市发改局，《关于A工作的函》，办件")
    assert "哪个单位来文" in await zhang.says("再登一份")
    assert "标题或文号" in await zhang.says("上一份也是他们的")
    await zhang.says("关于B工作的函")
    await zhang.says("平件")
    await zhang.says("阅件")
    assert "1205号" in await zhang.says("再登一份，还是他们的，《关于C工作的函》，加急，办件")
    rows = [(row["sender"], row["title"]) for row in day.rows("incoming")]
    assert rows == [("市发改局", f"关于{letter}工作的函") for letter in "ABC"]


async def test_it_is_what_was_spoken_of_last(day: Day) -> None:
    zhang = day.phone("zhangmin")
    for number, letter in ((88, "A"), (89, "B")):
        await zhang.says(f"登记收文：平件，市委办，南委办〔2026〕{number}号，《关于{letter}工作的通知》，办件")
    assert "1204号：缓急 平件→特急" in await zhang.says("把它改成特急")
    assert "标题：关于B工作的通知" in await zhang.says("它在谁手里")
    asked = await zhang.says("那个88号改成加急")
    assert "1203号：缓急 平件→加急" in asked and "1确认 2取消" in asked
    assert "已更正" in await zhang.says("第一个")
    assert "时限改为9月25日17:30" in await zhang.says("时限改成25日")
    assert [row["urgency"] for row in day.rows("incoming")] == ["加急", "特急"]


async def test_the_same_hour_and_the_same_room(day: Day) -> None:
    day.at("2026-09-21 09:00")
    phone = day.phone("liaison-caizhengju")
    await phone.says("订会议室")
    await phone.says("9月24日下午3点到5点")
    assert "3楼301会议室，9月24日（星期四）15:00–17:00" in await phone.says("第二个")
    assert "3楼301会议室，9月22日（星期二）15:00–17:00" in await phone.says("再订一个明天同一时间的")
    await phone.says("订会议室")
    assert "什么时间用" in await phone.says("还是刚才那个会议室")
    assert "3楼301会议室，9月28日（星期一）15:00–17:00" in await phone.says("9月28日，时间一样")
    assert "3楼301会议室，9月29日（星期二）9:00–10:00" in await phone.says("再来一个，9月29日9点到10点，老地方")
    assert "2楼201会议室，9月29日（星期二）15:00–17:00" in await phone.says("订201，同一天，下午3点到5点")
    assert [row["room"] for row in day.rows("bookings")].count("301") == 4


async def test_nothing_to_refer_to(day: Day) -> None:
    """Without anything done before, the words stay what they are and nothing is written."""
    zhang = day.phone("zhangmin")
    assert "什么时间用" in await zhang.says("订刚才那个会议室")
    await zhang.says("算了")
    await zhang.says("再来一个")
    assert day.rows("bookings") == [] and day.rows("incoming") == []
