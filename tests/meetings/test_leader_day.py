"""SC31, the leader's morning, one's own meetings (domain.md 6.3, 9.6 no. 12), and the nodes before a meeting (4.2)."""

from tests.day import Day

CALL = "9月23日上午9点到11点全区安全生产工作会议，301，周书记主持，应急局、住建局主要负责人参加，请林区长参加"
CLOSED = "该信息不在查询范围。"


async def test_a_leaders_day_is_for_him_and_his_secretary(day: Day) -> None:
    day.at("2026-09-22 09:40")
    chen = day.phone("chenxi")
    await chen.says(CALL)
    await chen.says("发")
    li, feng = day.phone("like"), day.phone("fengkai")
    for words in ("林区长下午去哪", "明天周书记有什么会", "明天周书记", "周书记明天的日程", "何副区长明天有空吗"):
        assert await li.says(words) == CLOSED
    for words in ("明天周书记", "明天周书记有什么会", "领导明天有什么会"):
        assert "9:00　301会议室　全区安全生产工作会议" in await feng.says(words)
    assert await feng.says("林区长明天有什么会") == CLOSED
    assert "没有已登记的会议" in await feng.says("周书记后天有会吗")
    for userid in ("shenlan", "zhangmin", "mishukezhang"):
        assert "全区安全生产工作会议" in await day.phone(userid).says("林区长明天有什么会")
    assert "全区安全生产工作会议" in await day.phone("zhoumingyuan").says("我明天有什么会")
    assert "全区安全生产工作会议" in await li.says("我明天有什么会")
    assert "没有已登记的会议" in await day.phone("jiangtao").says("我明天有什么会")
    await day.phone("jiangtao").says("订201，明天14点半到15点半")
    assert "14:30　201会议室　您订的会议室" in await day.phone("jiangtao").says("我明天有哪些会")
    await day.phone("lian-lin").says("请假，出差")
    await feng.says("同意")
    assert "没有已登记的会议" in await day.phone("lian-lin").says("林区长明天有什么会")


async def test_the_morning_card(day: Day) -> None:
    day.at("2026-09-22 09:40")
    chen, zhang = day.phone("chenxi"), day.phone("zhangmin")
    await chen.says(CALL)
    await chen.says("发")
    await zhang.says(
        "登记收文：特急，市委办，南委办〔2026〕88号，《关于做好台风防御工作的紧急通知》，办件，9月25日前反馈"
    )
    await zhang.says("呈送 周书记")
    everybody = {userid: day.phone(userid) for userid in ("zhoumingyuan", "fengkai", "lian-lin", "lian-he", "like")}
    for phone in everybody.values():
        phone.new()
    await day.until("2026-09-23 07:46")
    told = {userid: [t for t in phone.new() if "9月23日 星期三" in t] for userid, phone in everybody.items()}
    assert told["zhoumingyuan"] == [
        "周书记，您好。今日（9月23日 星期三）：\n"
        "① 9:00　301会议室　全区安全生产工作会议（周书记主持）\n② 待阅 1 件（特急1）\n回复“明细”查看。"
    ]
    assert told["fengkai"][0].startswith("【晨报】周书记今日（9月23日 星期三）：\n① 9:00")
    assert "【晨报】林区长今日" in told["lian-lin"][0]
    assert (told["lian-he"], told["like"]) == ([], [])
    detail = await day.phone("fengkai").says("明细")
    assert "待阅：南委办〔2026〕88号" in detail
    assert "台风" not in detail
    await day.until("2026-09-24 08:00")
    assert not any("9月24日 星期四" in text and "301" in text for text in day.phone("lian-lin").new())


async def test_the_way_to_a_meeting_and_the_call_for_topics(day: Day) -> None:
    day.at("2026-09-18 11:00")
    chen = day.phone("chenxi")
    shown = await chen.says("9月20日上午9点到10点政府常务会议，301，林区长主持，发改局、财政局主要负责人参加")
    assert "离开会不足2个工作日，建议同时电话通知" in shown
    await chen.says("取消")
    shown = await chen.says(
        "9月30日上午9点到11点区政府常务会议暨管委会主任办公会议，301，林区长主持，发改局主要负责人参加"
    )
    assert "不足" not in shown
    await chen.says("发")
    [meeting] = day.rows("meetings")
    assert (meeting["type"], meeting["compound_types"], meeting["leave_approver"]) == ("常务会议", [], "林知行")
    planned = {row["kind"]: row["due_at"] for row in day.rows("reminders") if row["object"] == "meeting:1"}
    assert planned["papers"].startswith("2026-09-24T09:00")
    assert planned["agenda"].startswith("2026-09-28T09:00")
    assert planned["to_leader"].startswith("2026-09-29T09:00")
    await day.until("2026-09-24 12:00")
    texts = day.phone("chenxi").texts
    assert any("今天是议题材料报送时限（会前3个工作日）" in text for text in texts)
    topics = next(text for text in texts if "议题今天12:00前报齐" in text)
    assert "下周（9月28日（星期一）起）" in topics
    assert "9月30日上午9:00　3楼301会议室　区政府常务会议暨管委会主任办公会议" in topics
    await chen.says("取消会议")
    await chen.says("1")
    chen.new()
    await day.until("2026-09-29 10:00")
    assert not any("常务会议" in text and "【会务】" in text for text in chen.new())


async def test_everybody_of_the_leadership_and_what_a_group_may_not_read(day: Day) -> None:
    day.at("2026-09-18 11:00")
    chen = day.phone("chenxi")
    shown = await chen.says(
        "9月28日上午9点到11点区委信访工作联席会议，301，周书记主持，四套班子领导，各镇街主要负责人参加"
    )
    assert "林知行区长、何晓东副区长" in shown
    await chen.says("发")
    in_group = next(text for text in day.phone("liaison-jinxizhen").texts if text.startswith("【会议通知】"))
    assert "召开会议。参会：区领导，各镇街主要负责同志" in in_group
    assert "信访" not in in_group
