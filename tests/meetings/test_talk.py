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
