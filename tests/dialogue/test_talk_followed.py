"""明天呢, 201呢, 订第二个: the last question once more; and what was just written, put right in its own words (C.1)."""

from tests.day import Day


async def test_a_question_is_asked_again_of_another_day_room_or_person(day: Day) -> None:
    day.at("2026-09-21 09:00")
    editor, clerk, unit = day.phone("zhaowan"), day.phone("zhangmin"), day.phone("jiangtao")
    await day.phone("tangwei").says("9月22日夜班张敏，带班郭平")
    assert "还没有录入" in await clerk.says("今晚谁值班")
    assert "9月22日（星期二）夜班：张敏" in await clerk.says("明晚呢")
    assert "9月23日" in await clerk.says("那后天呢？")

    assert "9:00–12:00空闲" in await editor.says("明天上午有会议室没")
    assert "9月22日（星期二）9:00–11:00空闲" in await editor.says("9点到11点")
    assert "已订：2楼201会议室，9月22日（星期二）9:00–11:00" in await editor.says("订第二个")
    assert "9:00–11:00　201会议室" in await editor.says("我订了哪些会议室")
    assert "301会议室：没有预订" in await editor.says("301明天谁在用")
    assert "201会议室：9:00–11:00 赵婉" in await editor.says("201呢")

    await clerk.says("登记收文 市府办 南府办〔2026〕12号 关于国庆值班安排的通知 平件 办件")
    await clerk.says("登记收文 市府办 南府办〔2026〕13号 关于防汛工作的通知 加急 办件")
    assert "收〔2026〕1203号" in await clerk.says("1203号在谁那里")
    assert "收〔2026〕1204号" in await clerk.says("1204呢")

    assert "李可" in await unit.says("发我住建局李可电话")
    assert "周志强" in await unit.says("他们局长的呢")
    assert "区应急局" in await unit.says("应急局的呢")
    assert "没太明白" in await unit.says("？？")


async def test_what_was_just_done_is_said_once_more_as_it_should_have_been(day: Day) -> None:
    day.at("2026-09-22 18:05")
    officer, asker = day.phone("wuyang"), day.phone("chenxi")
    await officer.says("今天上午去云湾港项目现场督查，发改局住建局参加")
    asked = await officer.says("不对，是昨天上午")
    assert "改为“昨天上午去云湾港项目现场督查" in asked
    answer = await officer.says("1")
    assert "已撤销" in answer
    assert "9月21日（星期一）" in answer
    assert "参加单位：区发改局、区住建局" in answer

    await asker.says("领10支签字笔 2包A4纸")
    assert "改为“领20支签字笔 2包A4纸”" in await asker.says("不对，20支")
    assert "未作改动" in await asker.says("2")
    await asker.says("再领一个订书机")
    await asker.says("改成两个")
    assert "订书机2个" in await asker.says("1")
    titles = [row["title"] for row in day.rows("registers") if row.get("state") == "待审批"]
    assert sorted(titles) == ["签字笔10支、A4纸2包", "订书机2个"]


async def test_an_offer_is_picked_by_its_name_and_not_by_its_example(day: Day) -> None:
    day.at("2026-09-22 18:05")
    officer = day.phone("wuyang")
    assert "（如“" in await officer.says("改成三个")
    answer = await officer.says("出了督查快报第17期")
    assert "第17期" in answer
    assert "第1" not in answer.replace("第17期", "")
