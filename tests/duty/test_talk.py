"""The roster and a swap in the words that people use (domain.md 6.2)."""

from tests.day import Day


async def test_two_shifts_a_day_a_holiday_in_one_message_and_one_changed(day: Day) -> None:
    day.at("2026-09-21 09:00")
    keeper, clerk = day.phone("tangwei"), day.phone("zhangmin")
    written = await keeper.says("录入值班表：9月22日白班张敏，夜班陈曦，带班郭平；9月23日白班吴洋 夜班赵婉 带班沈岚")
    assert "9月22日（星期二）白班8:30—17:30：张敏；带班：郭副主任" in written
    assert "9月22日（星期二）夜班17:30—次日8:30：陈曦；带班：郭副主任" in written
    assert "9月23日（星期三）夜班17:30—次日8:30：赵婉；带班：沈主任" in written
    assert "尤红；带班：沈主任（原：吴洋" in await keeper.says("23号改成白班尤红")
    assert "张敏" in await clerk.says("22号谁值白班")
    assert "0000-8123456" in await clerk.says("带班领导电话多少")
    assert "9月28日（星期一）前" in await clerk.says("国庆值班表什么时候报")

    week = "10月1日到7日值班：1日张敏，2日吴洋，3日陈曦，4日赵婉，5日冯凯，6日尤红，7日唐薇，带班郭平"
    holiday = await keeper.says(week)
    assert holiday.count("带班：郭副主任") == 7
    assert "张敏；带班：沈主任" in await keeper.says("1日带班改成沈主任")


async def test_a_swap_is_answered_as_people_answer_each_other(day: Day) -> None:
    day.at("2026-09-21 09:00")
    await day.phone("tangwei").says("9月22日白班张敏，夜班陈曦，带班郭平")
    giver, taker, other = day.phone("zhangmin"), day.phone("wuyang"), day.phone("zhaowan")
    assert "已向吴洋发出请求" in await giver.says("我22号跟吴洋换一下")
    assert "1同意 2不同意" in await taker.says("行")
    assert "已同意" in await taker.says("1")
    assert "已批准" in await day.phone("guoping").says("批准")

    assert "谁替您" in await day.phone("chenxi").says("我明天晚上有事，想找人顶班")
    await day.phone("chenxi").says("赵婉")
    assert "1同意 2不同意" in await other.says("不方便")
    assert "不同意" in await other.says("2")
    assert "不能替陈曦值" in day.phone("chenxi").last


async def test_away_on_duty_a_roster_taken_back_and_a_swap_withdrawn(day: Day) -> None:
    day.at("2026-09-21 09:00")
    keeper, giver, away = day.phone("tangwei"), day.phone("zhangmin"), day.phone("wuyang")
    written = await keeper.says("25日张敏，26日陈曦，27日赵婉，带班沈岚")
    assert "9月26日（星期六）24小时（8:30—次日8:30）：陈曦" in written
    await keeper.says("26号还是尤红")
    await keeper.says("撤销")
    assert "改由陈曦值班" in day.phone("youhong").last
    await keeper.says("24日夜班改成吴洋")
    assert "其间您有值班：9月24日（星期四）夜班" in await away.says("外出报备 9月22日下午到24日，由杜衡代")
    assert "已报备外出，请核对" in await keeper.says("23日夜班改成吴洋")
    assert "已向吴洋发出请求" in await giver.says("25号我去不了，换成吴洋值吧")
    assert "申请撤回" in await giver.says("撤回换班")
    assert "没有在办的换班" in await giver.says("不换班了")
