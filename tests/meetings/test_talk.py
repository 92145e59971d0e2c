"""A meeting in the words that people use: answers in any order, what to bring, later by half an hour (domain.md 4)."""

from tests.day import Day


async def test_a_notice_whose_answers_come_in_any_order(day: Day) -> None:
    day.at("2026-09-21 09:40")
    desk = day.phone("chenxi")
    assert "在哪里开" in await desk.says("后天上午9点开个停车治理专题会，何区长主持")
    assert "参会单位已记下" in await desk.says("各镇街和有关单位主要负责人")
    assert "参会单位已记下" in await desk.says("住建 城管")
    assert "多长时间" in await desk.says("301")
    assert "没太明白。9月23日" in await desk.says("那个啥")
    notice = await desk.says("两个小时")
    assert "区住建局、区城管局（主要负责同志）（共6家）" in notice
    notice = await desk.says("议题：研究停车难问题")
    assert "内容：研究停车难问题" in notice
    notice = await desk.says("请带汇报材料")
    assert "准备：请带汇报材料" in notice
    assert "1发送 2修改 3取消" in await desk.says("那个啥")
    assert "已发送" in await desk.says("1")
    unit = day.phone("like")
    assert any("内容：研究停车难问题。请带汇报材料。" in text for text in unit.texts)
    assert not any("停车难" in text for text in unit.texts if text.startswith("【会议通知】"))

    assert "待批" in await unit.says("周局去不了，让吴副局长去，公务")
    assert "待批" in await day.phone("liaison-chengguanju").says("请假，出差")
    agreed = await day.phone("lian-he").says("都同意")
    assert agreed.count("已登记") == 2
    assert "参加" in await unit.says("又能去了")
    assert "参加" in await day.phone("liaison-jinxizhen").says("去的")

    asked = await desk.says("没回的催一下")
    assert "尚未回执3家" in asked
    assert "金溪镇" not in asked
    await desk.says("1")
    assert "尚未收到回执" in day.phone("liaison-nanduzhen").last
    assert "当日上午9:30" in await desk.says("推迟半小时")
    await desk.says("1")
    assert "2楼201会议室" in await desk.says("会议室换成201")


async def test_who_presides_who_sits_and_a_room_for_eighty(day: Day) -> None:
    day.at("2026-09-21 14:00")
    director, leader, desk = day.phone("shenlan"), day.phone("linzhixing"), day.phone("chenxi")
    notice = await director.says("周四下午3点全办例会，多功能厅，我主持，一小时")
    assert "主持：沈岚主任" in notice
    assert "替会须为" not in notice
    await director.says("取消")
    assert "没有已登记的会议" in await leader.says("明天还有会吗")

    await desk.says("主席台怎么排，林区长、何副区长、沈主任")
    assert "席卡3张" in await desk.says("座签")
    town = day.phone("liaison-jinxizhen")
    offered = await town.says("我想用一下你们的会议室，明天下午，大概八十来号人")
    assert "多功能厅" in offered
    assert "201" not in offered
    assert "已订：1楼多功能厅" in await town.says("可以")

    assert "中秋假期" in await desk.says("26号上午9点开个会，301")
    assert "时长已记下" in await desk.says("两小时")
    assert "名称已记下" in await desk.says("防汛紧急会")
    await desk.says("应急局主要负责人")
    assert "名称：防汛紧急会" in await desk.says("仍按26号")


async def test_hours_said_between_the_questions_about_what_recurs(day: Day) -> None:
    day.at("2026-09-21 09:00")
    editor = day.phone("zhaowan")
    assert "每周三14:30订201" in await editor.says("每周三下午订201，政策学习")
    assert "每周三15:00订201" in await editor.says("3点到5点")
    assert "没太明白。每周三15:00" in await editor.says("那个啥")
    assert "每周三15:00订201（至17:00）" in await editor.says("2")


async def test_a_notice_put_right_clause_by_clause_and_receipts_that_change_their_mind(day: Day) -> None:
    day.at("2026-09-21 09:40")
    desk, unit, aide = day.phone("chenxi"), day.phone("like"), day.phone("lian-he")
    await desk.says("9月23日上午9点全区安全生产工作会议，301，何副区长主持，应急局、住建局、交通局主要负责人，两小时")
    await desk.says("议题：研究消防通道")
    assert "研究消防通道；通报督查情况" in await desk.says("议题再加一条：通报督查情况")
    notice = await desk.says("再加一个卫健局，交通局不用来")
    assert "区应急局、区住建局、区卫健局（主要负责同志）（共3家）" in notice
    assert "（共3家）" in await desk.says("主持人换成林区长")
    notice = await desk.says("还是何副区长吧")
    assert "主持：何晓东副区长" in notice and "（共3家）" in notice
    await desk.says("1")

    await unit.says("周局长去不了，派分管的吴副局长，他出差")
    assert "拟由吴副局长替会" in aide.last
    assert "未回执" in await unit.says("撤销")
    assert "已撤回，不用审定" in aide.last
    await unit.says("请假")
    await unit.says("病假")
    await unit.says("那派分管的孙副局长")
    assert "（病假），拟由孙副局长替会" in aide.last
    assert "周志强参加" in await unit.says("周局长回来了，他自己去")
    other = day.phone("liaison-yingjiju")
    await other.says("请假")
    told = len(aide.texts)
    assert "参加" in await other.says("局长说他亲自去")
    assert len(aide.texts) == told  # a request that was never put is not taken back

    assert "区财政局主要负责人" in await desk.says("加上财政局")
    assert "请区财政局主要负责同志参加" in day.phone("liaison-caizhengju").texts[-1]
    assert "已经在通知范围内" in await desk.says("加上财政局")
    assert "回执截止改为9月22日17:00" in await desk.says("回执截止改到明天下午5点")
    assert "时间改为9:00–11:30" in await desk.says("会议延长半小时")


async def test_a_booking_put_right_twice_before_it_is_agreed(day: Day) -> None:
    day.at("2026-09-21 09:40")
    desk, unit = day.phone("chenxi"), day.phone("like")
    await desk.says("订201，9月24日9点到11点，开调度会")
    assert "201，9月24日下午3点到5点" in await desk.says("那个会议室改成下午3点到5点")
    await desk.says("2")
    assert "多功能厅，9月24日（星期四）9:00–11:00" in await desk.says("再订一个多功能厅，同一时间")
    await unit.says("借301，后天下午两点半到四点，30人")
    await unit.says("换成201")
    assert "订201，大后天14:30到16:00" in await unit.says("改到大后天")
    assert "201会议室，9月24日（星期四）14:30–16:00" in await unit.says("1")


async def test_what_takes_several_days_loses_none_of_them(day: Day) -> None:
    desk = day.phone("chenxi")
    assert "9月24日（星期四）至9月26日（星期六）请逐天说" in await desk.says("订201会议室，9月24日到26日上午")
    assert "尚未预订" in await desk.says("24号下午到25号上午订301")
    assert day.rows("bookings") == []
    draft = await desk.says("9月28日9点到30日12点全区档案员培训班，201，各单位档案员参加")
    assert "这份先写9月28日（星期一）的" in draft and "9月30日（星期三）" in draft and "未发送" in draft
