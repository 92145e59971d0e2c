"""候补, what is offered by button, what is needed in a room, and 会务科's decision who makes way (domain.md 4.5)."""

from tests.day import Day

ROOM = "订201，9月24日9点到11点"


async def test_who_waits_is_told_in_order_and_has_ten_minutes(day: Day) -> None:
    day.at("2026-09-21 10:00")
    chen, cai, guo = day.phone("chenxi"), day.phone("liaison-caizhengju"), day.phone("guoping")
    await chen.says(ROOM)
    assert "候补（空出来先通知您）" in await cai.says(ROOM)
    assert "已登记候补：201会议室9月24日（星期四）9:00–11:00" in await cai.says("候补")
    assert "您已在候补" in await cai.says("候补201，9月24日9点到11点")
    assert "已登记候补" in await guo.says(f"{ROOM}，没有空的就排队")
    assert "已登记候补" in await day.phone("like").says("候补201，9月24日10点到11点")
    assert "已取消候补" in await day.phone("like").says("不排队了")
    guo.new()
    await chen.says("取消我订的201")
    assert "已为您保留到9月21日（星期一）10:10" in cai.last
    assert guo.new() == []
    assert "被预订（区财政局联络员）" in await chen.says(ROOM)
    assert "已订" in await chen.says("2")
    await day.until("2026-09-21 10:10")
    assert "已为您保留到9月21日（星期一）10:20" in guo.last
    assert "保留时间已过" in await cai.presses("订下")
    assert "已订：201会议室9月24日（星期四）9:00–11:00" in await guo.says("订下")
    held = {row["organiser"]: row["room"] for row in day.rows("bookings") if row["state"] == "已订"}
    assert held == {"郭平": "201", "陈曦": "301"}


async def test_a_cancelled_meeting_frees_its_room_for_who_waits(day: Day) -> None:
    day.at("2026-09-21 10:00")
    chen, cai = day.phone("chenxi"), day.phone("liaison-caizhengju")
    await chen.says("9月24日上午9点到11点招商协调会，201，商务局主要负责人参加")
    await chen.says("发")
    await cai.says(ROOM)
    await cai.presses("候补")
    await chen.says("会议改到9月28日上午9点")
    await chen.says("1")
    assert "候补的会议室空出来了" in cai.last
    assert "已让出" in await cai.presses("不要")
    await cai.says("订201，9月28日9点到10点，没有空的就候补")
    await chen.says("取消会议")
    await chen.says("1")
    assert "已订" in await cai.presses("订下")


async def test_any_room_will_do(day: Day) -> None:
    day.at("2026-09-21 10:00")
    chen, cai = day.phone("chenxi"), day.phone("liaison-caizhengju")
    for room in ("201", "301", "多功能厅"):
        await chen.says(f"订{room}，9月24日9点到11点")
    assert "或回复“候补”" in await cai.says("订个会议室，9月24日9点到11点，30人")
    assert "已登记候补：任一合适会议室" in await cai.says("候补")
    await chen.says("取消301的预订")
    assert "301会议室" in cai.last
    assert "已订：301会议室" in await cai.says("要")
    await day.until("2026-09-24 09:01")
    assert "候补" not in cai.last


async def test_waiting_for_nothing_is_said(day: Day) -> None:
    day.at("2026-09-21 10:00")
    await day.phone("chenxi").says(ROOM)
    await day.phone("like").says(f"{ROOM}，没有空的就排队")
    await day.until("2026-09-24 09:00")
    assert "没有空出来，候补已结束" in day.phone("like").last


async def test_alternatives_by_button(day: Day) -> None:
    day.at("2026-09-21 10:00")
    await day.phone("chenxi").says(ROOM)
    cai, guo = day.phone("liaison-caizhengju"), day.phone("guoping")
    await cai.says(ROOM)
    await guo.says(ROOM)
    assert "已订：3楼301会议室，9月24日（星期四）9:00–11:00" in await cai.presses("301会议室")
    assert "刚被预订（区财政局联络员）" in await guo.presses("301会议室")
    assert "已订：2楼201会议室，9月24日（星期四）14:30–16:30" in await guo.says("订201，9月24日14点半到16点半")


async def test_what_a_room_must_have(day: Day) -> None:
    day.at("2026-09-21 10:00")
    cai = day.phone("liaison-caizhengju")
    asked = await cai.says("9月24日9点到11点订201，要视频的")
    assert "201会议室没有视频会议设备" in asked
    assert "1 改订301会议室（60座，视频）" in asked.replace("1改订", "1 改订")
    await cai.says("1")
    assert [row["room"] for row in day.rows("bookings")] == ["301"]
    free = await cai.says("明天上午哪个会议室空着，要视频的")
    assert "301" in free
    assert "201" not in free
    assert "需要的桌签、话筒已记下" in await cai.says("订201，9月24日9点到11点，要桌签和话筒")


async def test_who_uses_a_room(day: Day) -> None:
    day.at("2026-09-21 10:00")
    await day.phone("chenxi").says("订301，9月22日9点到11点，企业改制座谈会")
    said = await day.phone("like").says("301明天谁在用")
    assert "3楼301会议室：9:00–11:00 陈曦" in said
    assert "企业" not in said


async def test_the_conference_desk_decides_who_makes_way(day: Day) -> None:
    day.at("2026-09-21 10:00")
    chen, cai, guo = day.phone("chenxi"), day.phone("liaison-caizhengju"), day.phone("guoping")
    await cai.says(ROOM)
    refused = await guo.says(f"{ROOM}，周书记专题会，没有空的就候补")
    assert "如须优先安排，请联系会务科（8056）协调" in refused
    assert "未查询到" in await guo.says("让财政局9月24日的201让给我")
    asked = await chen.says("让财政局9月24日的201让给书记专题会")
    assert "（借用）让给郭平（书记专题会）；区财政局联络员改到301会议室同一时间" in asked
    assert "注意" not in asked
    assert "双方已通知" in await chen.says("1")
    assert "已为您改订3楼301会议室，时间不变" in cai.last
    assert "已由会务科协调订下" in guo.last
    held = {row["organiser"]: row["room"] for row in day.rows("bookings") if row["state"] == "已订"}
    assert held == {"郭平": "201", "区财政局联络员": "301"}
    assert {"会议室让出", "会议室调整使用"} <= {row["action"] for row in day.rows("audit") if row["actor"] == "chenxi"}


async def test_a_meeting_that_makes_way_tells_its_guests_of_the_new_place(day: Day) -> None:
    day.at("2026-09-21 10:00")
    chen, guo = day.phone("chenxi"), day.phone("guoping")
    await guo.says("9月24日上午9点到11点督查调度会，301，发改局主要负责人参加")
    await guo.says("发")
    await day.phone("shenlan").says("订301，9月24日9点到11点，区委常委会会议，没有空的就候补")
    asked = await chen.says("让郭平的301让给常委会")
    assert "让给沈岚（常委会）" in asked
    await chen.says("1")
    assert "请回复“督查调度会地点改到" in guo.last
    place = guo.last.split("地点改到")[1].split("”")[0]
    await guo.says(f"督查调度会地点改到{place}")
    await guo.says("1")
    [meeting] = day.rows("meetings")
    assert meeting["room"] == place
    booked = {row["organiser"]: row["room"] for row in day.rows("bookings") if row["state"] == "已订"}
    assert booked == {"郭平": place, "沈岚": "301"}
