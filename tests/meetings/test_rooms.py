"""Booking rooms in words: SC21, half days, capacity, days off (domain.md 4.5)."""

from tests.day import Day


async def test_a_room_is_booked_and_read_back(day: Day) -> None:
    day.at("2026-09-21 10:00")
    answer = await day.phone("chenxi").says("订201，9月24日9点到11点")
    assert "2楼201会议室，9月24日（星期四）9:00–11:00" in answer
    [row] = day.rows("bookings")
    assert (row["room"], row["state"], row["organiser"]) == ("201", "已订", "陈曦")
    assert (row["start"], row["end"]) == ("2026-09-24T09:00:00+08:00", "2026-09-24T11:00:00+08:00")
    assert "已释放" in await day.phone("chenxi").says("撤销")
    assert day.rows("bookings")[0]["state"] == "已取消"


async def test_the_second_is_told_who_has_it_and_what_is_free(day: Day) -> None:
    day.at("2026-09-21 10:00")
    await day.phone("chenxi").says("订201，9月24日9点到11点")
    cai = day.phone("liaison-caizhengju")
    refused = await cai.says("订201会议室，9月24日9点到11点")
    assert "刚被预订（陈曦），空闲时段：11:30–17:30" in refused
    assert "301会议室 9:00–11:00（60座）" in refused
    await cai.says("2")
    booked = [row for row in day.rows("bookings") if row["organiser"] == "区财政局联络员"]
    assert [row["room"] for row in booked] == ["301"]


async def test_half_an_hour_must_lie_between(day: Day) -> None:
    day.at("2026-09-21 10:00")
    await day.phone("chenxi").says("订201，9月24日9点到10点")
    cai = day.phone("liaison-caizhengju")
    refused = await cai.says("订201，9月24日10点到11点")
    assert "1 201会议室 10:30–11:30" in refused
    assert "已订：2楼201会议室，9月24日（星期四）10:30–11:30" in await cai.says("1")


async def test_one_question_at_a_time(day: Day) -> None:
    day.at("2026-09-21 10:00")
    chen = day.phone("chenxi")
    assert "什么时间" in await chen.says("订个会议室")
    assert "几点到几点" in await chen.says("9月24日")
    asked = await chen.says("上午9点到11点")
    assert "1 201会议室（40座）" in asked
    assert "请选1–3" in await chen.says("9")
    assert "3楼301会议室，9月24日（星期四）9:00–11:00" in await chen.says("301")


async def test_half_a_day(day: Day) -> None:
    day.at("2026-09-21 10:00")
    answer = await day.phone("like").says("预订多功能厅 9月24日下午")
    assert "9月24日（星期四）14:30–17:30" in answer


async def test_too_many_for_the_room(day: Day) -> None:
    day.at("2026-09-21 10:00")
    chen = day.phone("chenxi")
    asked = await chen.says("订301，9月24日9点到11点，100人")
    assert "301会议室60座，100人坐不下" in asked
    assert "1改订多功能厅（120座）" in asked
    await chen.says("1")
    assert day.rows("bookings")[0]["room"] == "多功能厅"


async def test_a_day_off_is_asked_about_and_may_be_kept(day: Day) -> None:
    day.at("2026-09-21 10:00")
    chen = day.phone("chenxi")
    asked = await chen.says("订201，9月26日9点到11点")
    assert "9月26日（星期六）是中秋假期" in asked
    assert "9月26日（星期六）9:00–11:00" in await chen.says("3")


async def test_a_time_that_has_passed(day: Day) -> None:
    day.at("2026-09-21 10:00")
    chen = day.phone("chenxi")
    assert "已经过了" in await chen.says("订201，9月18日9点到11点")
    assert "已订" in await chen.says("9月22日9点到11点")


async def test_booking_twice_is_booking_once(day: Day) -> None:
    day.at("2026-09-21 10:00")
    chen = day.phone("chenxi")
    await chen.says("订201，9月24日9点到11点")
    assert "您已订好" in await chen.says("订201，9月24日9点到11点")
    assert len(day.rows("bookings")) == 1


async def test_which_room_is_free(day: Day) -> None:
    day.at("2026-09-21 10:00")
    chen = day.phone("chenxi")
    await chen.says("订201，今天下午2点半到4点")
    free = await chen.says("今天下午哪个会议室空着")
    assert "3楼301会议室（60座）" in free
    assert "201" not in free
    assert "201会议室（40座）：8:30–14:00、16:30–17:30" in await chen.says("201今天空吗")


async def test_a_booking_is_cancelled_by_who_made_it(day: Day) -> None:
    day.at("2026-09-21 10:00")
    await day.phone("chenxi").says("订201，9月24日9点到11点")
    assert "没有找到" in await day.phone("like").says("取消201的预订")
    assert "已取消" in await day.phone("chenxi").says("取消201的预订")
    assert day.rows("bookings")[0]["state"] == "已取消"


async def test_unit_heads_do_not_book(day: Day) -> None:
    day.at("2026-09-21 10:00")
    assert "未查询到相关信息" in await day.phone("zhouzhiqiang").says("订201，9月24日9点到11点")
