"""Families of expressions: official prose, recurrence, days off, weeks and thirds of months, other tools' examples."""

from datetime import datetime

import pytest

from bot.dialogue.times import TimeExpr, find_times
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar

CALENDAR = WorkCalendar()
BASE = datetime(2026, 9, 18, 15, 20, tzinfo=SHANGHAI)
OTHER = datetime(2016, 11, 7, 16, 12, tzinfo=SHANGHAI)


def moment(value: datetime | None, now: datetime) -> str:
    if value is None:
        return ""
    return value.strftime("%Y-%m-%d %H:%M").removeprefix(f"{now.year}-").removesuffix(" 00:00")


def told(expr: TimeExpr, now: datetime) -> str:
    return f"{moment(expr.start, now)}~{moment(expr.end, now)}"


def all_of(text: str, now: datetime = BASE) -> list[str]:
    return [told(expr, now) for expr in find_times(text, now, CALENDAR)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("请于9月25日报区府办", ["09-25~"]),
        ("早于10月1日报送", ["~10-01 17:30"]),
        ("请于下周三（23日）前报送", ["~09-23 17:30"]),
        ("9月23日（下周三）下午3点", ["09-23 15:00~"]),
        ("请在9月23日、24日两天内完成", ["09-23~", "09-24~"]),
        ("9月25日、26日两天", ["09-25~", "09-26~"]),
        ("明天和后天", ["09-19~", "09-20~"]),
        ("明天或后天", ["09-19~", "09-20~"]),
        ("最晚不超过9月28日", ["~09-28 17:30"]),
        ("下周一上午下班前", ["~09-21 12:00"]),
        ("明早上班前", ["~09-19 08:30"]),
        ("下一个工作日上午", ["09-20 09:00~09-20 12:00"]),
        ("下个工作日下班前", ["~09-20 17:30"]),
        ("收到后第三个工作日前", ["~09-22 17:30"]),
        ("10月前5个工作日内完成", ["10-01~10-13 17:30"]),
        ("9月24日（星期四）上午9时，会期半天", ["09-24 09:00~09-24 12:00"]),
        ("即日起至年底", ["09-18~2027-01-01"]),
        ("昨天从两点到四点", ["09-17 14:00~09-17 16:00"]),
        ("再过三天", ["09-21~"]),
        ("過兩個禮拜", ["10-02~"]),
        ("节前最后一个工作日", ["09-24~"]),
        ("节前三个工作日", ["09-22~"]),
        ("国庆后第三个工作日", ["10-10~"]),
        ("国庆假期后首个工作日", ["10-08~"]),
        ("国庆后三天内", ["10-08~10-10 17:30"]),
        ("双节期间", ["09-25~10-08"]),
        ("上个春节", ["02-17~"]),
        ("下周第一个工作日", ["09-21~"]),
        ("本周最后一个工作日", ["09-20~"]),
        ("下周前三天", ["09-21~09-24"]),
        ("本周后半周", ["09-17~09-19"]),
        ("这个双休日", ["09-19~09-21"]),
        ("本旬末前", ["~09-20 17:30"]),
        ("10月中下旬", ["10-11~11-01"]),
        ("年尾前", ["~12-31 17:30"]),
        ("一至三季度", ["01-01~10-01"]),
        ("第32周", ["08-03~08-10"]),
        ("26年", ["01-01~2027-01-01"]),
    ],
)
def test_office_prose(text: str, found: list[str]) -> None:
    assert all_of(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2016/3/3-2016/3/5", "03-03~03-06"),
        ("2016.3.3-3.5", "03-03~03-06"),
        ("上个小时", "15:00~16:00"),
        ("明天白天", "11-08 08:00~11-08 18:00"),
        ("上午到下午", "11-08 09:00~11-08 17:30"),
        ("3pm-5pm", "11-08 15:00~11-08 17:00"),
        ("从昨天晚上八点到今天早上六点", "11-06 20:00~11-07 06:00"),
        ("从2010年1月10号到12号", "2010-01-10~2010-01-13"),
        ("接下来的三十分钟", "11-07 16:12~11-07 16:42"),
        ("2000年及以后", "2000-01-01~"),
        ("年初至今", "01-01~11-07 16:12"),
        ("七点差五分", "11-07 18:55~"),
    ],
)
def test_examples_of_other_tools(text: str, found: str) -> None:
    expected = found if "-" in found else "~".join(f"11-07 {part}" for part in found.split("~"))
    assert all_of(text, OTHER) == [expected]


@pytest.mark.parametrize(
    ("text", "rule", "when"),
    [
        ("每月第一个工作日", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "10-08~"),
        ("每月前5个工作日内", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=5", "~10-13 17:30"),
        ("每季度结束后5个工作日内", "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=5", "~10-13 17:30"),
        ("每季度首月5日前", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=5", "~10-05 17:30"),
        ("每季末20日前", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20", "~09-20 17:30"),
        ("每月25日至月底", "FREQ=MONTHLY;BYMONTHDAY=25,26,27,28,29,30,31", "09-25~10-01"),
        ("每年年底前", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1", "~12-31 17:30"),
        ("每年国庆前", "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=30", "~09-30 17:30"),
        ("工作日上午9点", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9;BYMINUTE=0", "09-20 09:00~"),
        ("单周周五", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "09-25~"),
        ("周末每天", "FREQ=WEEKLY;BYDAY=SA,SU", "09-19~"),
        ("两周一次", "FREQ=WEEKLY;INTERVAL=2", "~"),
        ("一月一报", "FREQ=MONTHLY", "~"),
        ("每月第一周的周一", "FREQ=MONTHLY;BYDAY=1MO", "10-05~"),
    ],
)
def test_recurrence(text: str, rule: str, when: str) -> None:
    (expr,) = find_times(text, BASE, CALENDAR)
    assert (expr.rrule, told(expr, BASE)) == (rule, when)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("每周五 遇假顺延", "next"),
        ("每周五，节假日顺延", "next"),
        ("每周五下午4点前报，遇法定节假日提前至前一个工作日", "prev"),
        ("每周五上午9点例会，遇节假日顺延到节后第一个工作日", "next"),
        ("每周五例会，如遇放假取消", "skip"),
    ],
)
def test_the_holiday_clause_is_no_time_of_its_own(text: str, rule: str) -> None:
    (expr,) = find_times(text, BASE, CALENDAR)
    assert expr.holiday_rule == rule


def test_two_hours_of_one_day() -> None:
    rules = [expr.rrule for expr in find_times("每天上午9点和下午3点", BASE, CALENDAR)]
    assert rules == ["FREQ=DAILY;BYHOUR=9;BYMINUTE=0", "FREQ=DAILY;BYHOUR=15;BYMINUTE=0"]


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("节后", ["09-28~", "10-08~"]),
        ("年前完成", ["~2027-02-04 17:30", "~12-31 17:30"]),
        ("2日到5日", ["10-02~10-06", "09-02~09-06"]),
        ("请于本周五（9月25日）前反馈", ["~09-18 17:30", "~09-25 17:30"]),
        ("截至8月底，全区新增企业12家", ["~08-31 17:30", "~2027-08-31 17:30"]),
    ],
)
def test_several_readings(text: str, readings: list[str]) -> None:
    (expr,) = find_times(text, BASE, CALENDAR)
    assert expr.ambiguous
    assert [f"{moment(r.start, BASE)}~{moment(r.end, BASE)}" for r in expr.candidates] == readings


def test_a_contradiction_in_brackets_is_told() -> None:
    (expr,) = find_times("本周五（9月25日）", BASE, CALENDAR)
    assert expr.note == "本周五是9月18日（星期五），不是9月25日（星期五）"


@pytest.mark.parametrize(
    ("text", "workdays", "days"), [("会前3个工作日", 3, None), ("于会前三天报送", None, 3), ("会议召开3日前", None, 3)]
)
def test_before_a_meeting_whose_day_stands_elsewhere(text: str, workdays: int | None, days: int | None) -> None:
    (expr,) = find_times(text, BASE, CALENDAR)
    assert (expr.kind, expr.anchor, expr.modifier) == ("duration", "会", "before")
    assert (expr.workdays, expr.days, expr.start, expr.end) == (workdays, days, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "这个环节后续处理",
        "细节后补",
        "季节前后",
        "周内容",
        "周中山同志",
        "会前准备",
        "通过3个项目",
        "年前景",
        "这一天",
        "上次会议",
        "五一路",
        "12345热线",
    ],
)
def test_what_only_looks_like_a_time(text: str) -> None:
    assert find_times(text, BASE, CALENDAR) == []
