"""值班 as it is spoken: the roster, who asks, reminders, swaps, hand-over, papers at night (domain.md 6.2)."""

from datetime import date, datetime

import pytest

from bot.dialogue.recognise import recognise
from handlers.duty import rules
from handlers.duty.roster import take_in
from scheduler.clock import SHANGHAI
from scheduler.desk import Desk
from scheduler.workdays import WorkCalendar
from tests.day import Day

CALENDAR = WorkCalendar()


@pytest.mark.parametrize(
    ("instant", "first"),
    (
        ("2026-09-23 08:29", (date(2026, 9, 22), rules.NIGHT)),
        ("2026-09-23 08:30", (date(2026, 9, 23), rules.DAY)),
        ("2026-09-23 17:29", (date(2026, 9, 23), rules.DAY)),
        ("2026-09-23 17:30", (date(2026, 9, 23), rules.NIGHT)),
        ("2026-09-24 02:10", (date(2026, 9, 23), rules.NIGHT)),
    ),
)
def test_which_shift_it_is(instant: str, first: tuple[date, str]) -> None:
    now = datetime.fromisoformat(instant).replace(tzinfo=SHANGHAI)
    assert rules.at(now)[0] == first
    assert rules.starts(*first) <= now < rules.ends(*first)


def test_holidays_hang_together_and_are_asked_for_in_time() -> None:
    block = rules.next_holiday(date(2026, 9, 1), CALENDAR)
    assert (block[0], block[-1]) == (date(2026, 9, 25), date(2026, 9, 27))
    assert [f"{at:%m-%d %H}" for at in rules.roster_reminders(block, CALENDAR)] == ["09-20 09", "09-22 09"]
    assert rules.next_holiday(block[0], CALENDAR)[0] == date(2026, 10, 1)
    assert (rules.usual(date(2026, 9, 23), CALENDAR), rules.usual(date(2026, 9, 26), CALENDAR)) == ("夜班", "全天")


@pytest.mark.parametrize(
    ("text", "intent"),
    (
        ("今晚谁值班", "duty"),
        ("国庆值班表", "duty"),
        ("下周值班表发我", "duty"),
        ("我什么时候值班", "duty"),
        ("9月23日值班：张敏，带班郭平", "duty_roster"),
        ("张敏9月23日值班，带班郭平", "duty_roster"),
        ("换班 9月23日 找唐薇替", "swap"),
        ("唐薇替我23号值班", "swap"),
        ("同意换班", "swap_answer"),
        ("交接：东门监控待修；夜间来文1件", "duty_handover"),
        ("接班", "duty_take"),
        ("夜间来文 急件 1件", "night_paper"),
        ("登记收文：市府办，南府办〔2026〕12号，《关于做好节日值班工作的通知》，加急", "log_incoming"),
    ),
)
def test_whose_words_they_are(text: str, intent: str) -> None:
    assert recognise(text)[0].intent.name == intent


async def test_the_roster_is_written_and_asked_for(day: Day) -> None:
    day.at("2026-09-21 09:00")
    tang, zhang, li = day.phone("tangwei"), day.phone("zhangmin"), day.phone("like")
    assert "9月21日（星期一）夜班17:30—次日8:30：张敏；带班：郭副主任" in await tang.says("今晚值班：张敏，带班郭平")
    assert await li.says("今晚谁值班") == "今晚值班：张敏；带班：郭副主任；电话：0000-8123456。"
    assert "0000-8123456" in await li.says("值班电话多少")
    assert "未查询到" in await li.says("9月23日值班：李可，带班郭平")
    assert "没有认出值班员" in await tang.says("9月23日值班：王小明，带班郭平")
    written = await tang.says("9月22日值班：唐薇，带班郭平\n9月23日值班：吴洋，带班郭平")
    assert "9月22日" in written and "9月23日" in written
    week = await zhang.says("本周值班表")
    assert "9月22日（星期二）夜班：唐薇" in week and "9月23日（星期三）夜班：吴洋" in week
    assert "只供办公室内部" in await li.says("本周值班表")
    assert "唐薇" in await li.says("明晚谁值班")
    assert "9月21日（星期一）夜班" in await zhang.says("我什么时候值班")
    changed = await tang.says("9月21日值班：陈曦，带班郭平")
    assert "原：张敏" in changed
    assert any("改由陈曦值班" in text for text in zhang.new())
    assert "已撤销" in await tang.says("撤销")
    assert "张敏" in await li.says("今晚谁值班")


async def test_reminders_and_the_hand_over(day: Day) -> None:
    day.at("2026-09-21 15:00")
    tang, zhang = day.phone("tangwei"), day.phone("zhangmin")
    await tang.says("9月22日夜班值班：张敏，带班郭平")
    await tang.says("9月23日白班值班：唐薇，带班郭平")
    await day.until("2026-09-21 16:00")
    assert any("明天9月22日（星期二）夜班" in text for text in zhang.new())
    await day.until("2026-09-22 16:30")
    assert any("请按时到值班室接班" in text for text in zhang.new())
    assert "不是您的班次" in await zhang.says("交接：无")
    await day.until("2026-09-22 23:00")
    noted = await zhang.says("夜间来文 急件 1件")
    assert "请立即送郭副主任阅示" in noted and "9月23日9:00前交秘书科补登记" in noted
    await day.until("2026-09-23 08:05")
    assert any("未尽事项" in text for text in zhang.new())
    assert "没有保存" in await zhang.says("交接：南渡镇加油站着火仍在处置")
    tang.new()
    given = await zhang.says("交接：东门监控待修；会议室钥匙在桌上")
    assert "1. 夜间来文急件1件" in given and "3. 会议室钥匙在桌上" in given
    assert any("东门监控待修" in text for text in tang.new())
    await day.until("2026-09-23 08:36")
    assert any("还没有确认接班" in text for text in tang.new())
    assert any("补登记" in text for text in zhang.new())
    assert "已接班" in await tang.presses("接班")
    assert any("已确认接班" in text for text in zhang.new())
    await day.until("2026-09-23 12:00")
    assert not any("还没有确认接班" in text for text in tang.new())


async def test_nobody_swaps_alone(day: Day) -> None:
    day.at("2026-09-21 09:00")
    tang, zhang, guo, wu = (day.phone(userid) for userid in ("tangwei", "zhangmin", "guoping", "wuyang"))
    await tang.says("9月23日值班：张敏，带班郭平")
    await tang.says("9月24日值班：吴洋，带班郭平")
    assert "谁替您值班" in await zhang.says("我想换班")
    asked = await zhang.says("吴洋")
    assert "报郭副主任或沈主任批准" in asked and "批准前仍由您值班" in asked
    assert "在办" in await zhang.says("换班 9月23日 找陈曦替")
    assert "没有等您答复" in await guo.says("同意换班")
    assert "报郭副主任或沈主任批准" in await wu.presses("同意")
    assert "张敏" in await tang.says("9月23日晚上谁值班")
    assert "已批准" in await guo.presses("同意")
    assert "吴洋" in await tang.says("9月23日晚上谁值班")
    assert "已批准" in await day.phone("shenlan").presses("不同意")
    for phone in (zhang, wu):
        assert any("请按新安排值班" in text for text in phone.new())
    both = await wu.says("换班 9月24日 跟张敏换 9月25日")
    assert "没有张敏的班" in both
    await day.until("2026-09-22 16:01")
    assert any("值班提醒" in text for text in wu.new())
    assert not any("值班提醒" in text for text in zhang.new())


async def test_the_holiday_roster_is_asked_for_until_it_is_there(day: Day) -> None:
    day.at("2026-09-17 15:00")
    tang = day.phone("tangwei")
    await day.until("2026-09-20 10:00")
    assert any("还缺：9月25日、9月26日、9月27日" in text for text in tang.new())
    await tang.says("9月25日至27日值班：唐薇，带班郭平")
    await day.until("2026-09-22 10:00")
    assert not any("还缺" in text for text in tang.new())
    assert "9月26日（星期六）全天：唐薇" in await tang.says("中秋值班表")


async def test_a_spreadsheet_of_the_roster(day: Day) -> None:
    rows = [
        {"日期": "2026-09-21", "班次": "夜班", "值班员": "张敏", "带班领导": "郭平"},
        {"日期": "2026/9/22", "班次": "", "值班员": "唐薇、吴洋", "带班领导": "沈岚", "备班": "陈曦"},
    ]

    def desk(tx: object) -> Desk:
        return Desk(tx=tx, now=day.clock.now(), office=day.office, calendar=CALENDAR, request_id="r", actor="import")  # type: ignore[arg-type]

    first = day.bot.db.write_now(lambda tx: take_in(desk(tx), rows))
    again = day.bot.db.write_now(lambda tx: take_in(desk(tx), rows))
    assert (first.new, first.changed, first.same, first.problems) == (2, 0, 0, ())
    assert (again.new, again.changed, again.same) == (0, 0, 2)
    bad = [
        {"日期": "明天", "值班员": "张敏"},
        {"日期": "2026-09-23", "值班员": "王五"},
        {"日期": "2026-09-23", "班次": "早班", "值班员": "张敏"},
    ]
    refused = day.bot.db.write_now(lambda tx: take_in(desk(tx), bad))
    assert [problem.partition("：")[0] for problem in refused.problems] == ["第2行", "第3行", "第4行"]
    assert [row["officers"] for row in day.rows("duty")] == ["张敏", "唐薇、吴洋"]
