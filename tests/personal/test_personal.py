"""个人提醒, 投诉建议, 少打扰 and what is refused (domain.md 7.4, 7.9; SC40)."""

from datetime import date, datetime

import pytest

from bot.dialogue.recognise import recognise
from handlers.personal import rules
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar
from tests.day import Day

CALENDAR = WorkCalendar()


@pytest.mark.parametrize(
    ("text", "spans", "found"),
    (
        ("提醒我明天上午9点交材料", ((3, 9),), "交材料"),
        ("每周一9点提醒我报周报", ((0, 5),), "报周报"),
        ("提醒我周三上午去机要室", ((3, 7),), "去机要室"),
        ("明天下午3点记得提醒我一下，给李可回电话", ((0, 6),), "给李可回电话"),
        ("每月5日9点提醒我报工资数据，遇节假日跳过", ((0, 6),), "报工资数据"),
        ("帮我定个提醒 明天9点 开例会", ((7, 11),), "开例会"),
    ),
)
def test_what_it_is_about(text: str, spans: tuple[tuple[int, int], ...], found: str) -> None:
    assert rules.subject(text, spans) == found


@pytest.mark.parametrize(
    ("rrule", "said", "after", "found"),
    (
        ("FREQ=WEEKLY;BYDAY=FR;BYHOUR=9;BYMINUTE=0", None, "2026-09-20", "2026-09-24 09:00"),
        ("FREQ=WEEKLY;BYDAY=FR;BYHOUR=9;BYMINUTE=0", "skip", "2026-09-20", "2026-10-09 09:00"),
        ("FREQ=WEEKLY;BYDAY=FR;BYHOUR=9;BYMINUTE=0", "next", "2026-09-20", "2026-09-28 09:00"),
        ("FREQ=MONTHLY;BYMONTHDAY=5;BYHOUR=9;BYMINUTE=30", None, "2026-09-20", "2026-09-30 09:30"),
        ("FREQ=DAILY;BYHOUR=17;BYMINUTE=0", None, "2026-09-26", "2026-09-26 17:00"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=8;BYMINUTE=0", None, "2026-09-25", "2026-09-28 08:00"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", None, "2026-09-30 10:00", "2026-10-30 09:00"),
        ("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", None, "2026-10-01", "2026-12-31 09:00"),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1;BYHOUR=10", None, "2026-12-02", "2027-12-01 10:00"),
        ("FREQ=WEEKLY;BYDAY=SA;BYHOUR=8;BYMINUTE=0", None, "2026-09-25", "2026-09-26 08:00"),
    ),
)
def test_the_next_time(rrule: str, said: str | None, after: str, found: str) -> None:
    """Mid-Autumn is 25–27 September 2026, National Day 1–7 October; both Sundays before and after are worked."""
    instant = datetime.fromisoformat(after).replace(tzinfo=SHANGHAI)
    holiday = rules.holiday_rule(rrule, said)
    assert f"{rules.next_time(rrule, date(2026, 9, 21), holiday, instant, CALENDAR):%Y-%m-%d %H:%M}" == found


async def test_once_put_off_and_done(day: Day) -> None:
    zhang = day.phone("zhangmin")
    said = await zhang.says("提醒我明天上午9点交材料")
    assert "9月19日（星期六）9:00提醒您：交材料（提醒1）" in said
    assert "去机要室（提醒2）" in await zhang.says("提醒我周三上午去机要室")
    assert "已经过去" in await zhang.says("提醒我今天上午9点开会")
    assert "什么时间提醒您" in await zhang.says("提醒我给李可回电话")
    assert "给李可回电话（提醒3）" in await zhang.says("明天下午3点")
    listed = await zhang.says("我的提醒")
    assert "提醒1" in listed and "提醒2：9月23日（星期三）" in listed
    assert "已取消：提醒3" in await zhang.says("取消提醒3")
    zhang.new()
    await day.until("2026-09-19 09:00")
    assert any("交材料" in text for text in zhang.new())
    assert "9:10再提醒您：交材料" in await zhang.says("再过10分钟")
    await day.until("2026-09-19 09:10")
    assert any("交材料" in text for text in zhang.new())
    assert "10:10再提醒" in await zhang.presses("再过1小时")
    await day.until("2026-09-19 10:10")
    assert any("交材料" in text for text in zhang.new())
    assert await zhang.presses("知道了") == ""
    await day.until("2026-09-19 16:00")
    assert zhang.new() == []
    assert "提醒2" in await zhang.says("取消去机要室的提醒")
    assert "没有待办提醒" in await zhang.says("我的提醒")


async def test_again_and_again_with_the_holiday_rule(day: Day) -> None:
    zhang = day.phone("zhangmin")
    said = await zhang.says("每周五9点提醒我报周报")
    assert "每周五9:00（遇节假日提前到前一工作日），首次9月24日（星期四）9:00" in said
    assert "首次10月9日" in await zhang.says("每周五10点提醒我对账，遇节假日跳过")
    assert "已撤销" in await zhang.says("撤销")
    assert "每月最后一个工作日9:00，首次9月30日" in await zhang.says("每月最后一个工作日提醒我报考勤")
    zhang.new()
    await day.until("2026-09-24 09:00")
    assert any("报周报" in text for text in zhang.new())
    await day.restart_bot()
    await day.until("2026-10-08 12:00")
    assert sum("报周报" in text for text in zhang.new()) == 1, "2 October is a holiday: 30 September instead"


async def test_a_suggestion_has_an_owner_and_an_answer(day: Day) -> None:
    day.at("2026-09-21 10:00")
    li, shen = day.phone("like"), day.phone("shenlan")
    said = await li.says("建议 反馈入口能不能选多个督办一起填")
    assert "已记录您的建议，3个工作日内由办公室回复。" in said and "建议1" in said and "9月24日17:30" in said
    assert any("反馈入口能不能选多个督办一起填" in text for text in shen.new())
    assert "未查询到" in await day.phone("jiangtao").says("答复建议1：不行")
    assert "建议1" in await shen.says("待答复建议")
    shen.new()
    await day.until("2026-09-24 10:00")
    assert any("前须答复" in text for text in shen.new())
    assert "已答复李可" in await shen.says("答复建议1：已采纳，10月上线")
    assert any("已采纳，10月上线" in text for text in li.new())
    assert "没有待答复" in await shen.says("待答复建议")
    await day.until("2026-09-28 10:00")
    assert not any("建议1" in text for text in shen.new())
    assert "已采纳" in await li.says("我的建议答复了吗")


async def test_fewer_messages_but_every_limit(day: Day) -> None:
    day.at("2026-09-21 11:50")
    shen, li = day.phone("shenlan"), day.phone("like")
    assert "时限提醒和特急件照常" in await shen.says("少打扰 12点到14点")
    await day.until("2026-09-21 12:05")
    await li.says("建议 字体大一点")
    assert not any("字体大一点" in text for text in shen.new())
    await day.until("2026-09-21 14:01")
    assert any("字体大一点" in text for text in shen.new())
    assert "已恢复" in await shen.says("取消少打扰")
    off = await li.says("一天收到太多提醒，退订日报")
    assert "已退订" in off and "时限" in off


async def test_no_ranking_and_no_shaming(day: Day) -> None:
    refused = await day.phone("shenlan").says("给我排一下各科室使用次数")
    assert "不做使用次数" in refused and "时效" in refused
    refused = await day.phone("duheng").says("把各单位已读情况发群里")
    assert "不在群里公布" in refused and "只发给您本人" in refused


@pytest.mark.parametrize(
    ("text", "intent"),
    (
        ("半小时后提醒我给李可回电话", "remind_me"),
        ("每个工作日8点提醒我签到", "remind_me"),
        ("每月5日上午9点提醒我报工资数据", "remind_me"),
        ("取消明天9点的提醒", "cancel_reminder"),
        ("不用提醒我了", "cancel_reminder"),
        ("一小时后再提醒我", "snooze"),
        ("稍后提醒", "snooze"),
        ("投诉：机器人总是半夜发消息", "feedback_to_admin"),
        ("免打扰", "fewer_messages"),
        ("统计各单位登录次数并排名", "no_ranking"),
        ("没读的单位在群里点名", "no_shaming"),
        ("退订日报", "unsubscribe"),
        ("取消会议室", "cancel"),
        ("1203号时限改成9月25日", "amend"),
        ("建议对住建局发黄牌", "propose_card"),
    ),
)
def test_whose_words_they_are(text: str, intent: str) -> None:
    assert recognise(text)[0].intent.name == intent


async def test_days_that_can_be_two_and_what_is_no_longer_wanted(day: Day) -> None:
    zhang = day.phone("zhangmin")
    assert "1 2月28日（星期日）9:00 2 3月1日" in await zhang.says("2月30日提醒我交表")
    assert "3月1日（星期一）9:00提醒您：交表（提醒1）" in await zhang.says("2")
    assert "15:50提醒您什么事" in await zhang.says("半小时后叫我")
    assert "15:50提醒您：把材料送冯凯（提醒2）" in await zhang.says("把材料送冯凯")
    both = await zhang.says("三天后和五天后都提醒我跟进")
    assert "9月21日（星期一）9:00提醒您：跟进（提醒3）" in both and "9月23日（星期三）9:00提醒您：跟进（提醒4）" in both
    assert "和江涛开碰头会" in await zhang.says("提醒我和江涛周一开碰头会")
    assert "改为“提醒我和江涛周二下午3点开碰头会”" in await zhang.says("改到周二下午3点")
    await zhang.says("1")
    await zhang.says("我都有哪些提醒")
    assert "已取消：提醒2" in await zhang.says("第一个不要了")
    assert "已取消：提醒3（跟进）、提醒4（跟进）" in await zhang.says("删掉3和4")
    assert "9月19日（星期六）8:00提醒您" in await zhang.says("明天上午去白石街道，提醒我8点出发")
    assert "9月20日（星期日）9:00提醒您：10点开会" in await zhang.says("后天9点记得提醒我10点开会")
    assert "9月21日（星期一）15:00提醒您：给李可回电话" in await zhang.says("下周一提醒我下午3点给李可回电话")
    assert "没有待答复的建议" in await day.phone("shenlan").says("有哪些建议")
