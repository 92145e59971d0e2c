"""What cannot be, what is not known yet, and what comes back: the grammar says so instead of guessing."""

import pytest

from bot.dialogue.times import find_times
from tests.dialogue.test_times_classes import BASE, CALENDAR, at, told

_UNKNOWN = "2027年放假安排未发布，按周末推算"


@pytest.mark.parametrize(
    ("said", "expected", "note"),
    [
        ("2月30日", "2027-02-28~ ? 2027-03-01~", "2月没有30日"),
        ("9月31日", "09-30~ ? 10-01~", "9月没有31日"),
        ("11月31号前", "!~11-30 17:30 ? ~12-01 17:30", "11月没有31日"),
        ("2026年4月31日前报送", "!~04-30 17:30 ? ~05-01 17:30", "4月没有31日"),
        ("2027年2月29日", "2027-02-28~ ? 2027-03-01~", "2027年2月没有29日"),
        ("2月29日", "2028-02-29~", None),
        ("9.31前", "!~09-30 17:30 ? ~10-01 17:30", "9月没有31日"),
        ("10月32日", "10-31~ ? 11-01~", "10月没有32日"),
        ("下月45号前", "!~10-31 17:30 ? ~11-01 17:30", "10月没有45日"),
        ("下下个月31号", "11-30~ ? 12-01~", "11月没有31日"),
        ("20日（周六）", "09-20~ ? 09-19~", "20日是9月20日（星期日），不是星期六"),
        ("9月20日（周六）", "09-20~ ? 09-19~", "9月20日是星期日，不是星期六"),
        ("周三（9月24日）前反馈", "!~09-24 17:30 ? ~09-23 17:30", "9月24日是星期四，不是星期三"),
        ("8月20日（周四）", "08-20~", None),
    ],
)
def test_what_cannot_be_is_said(said: str, expected: str, note: str | None) -> None:
    (expr,) = find_times(said, at(BASE), CALENDAR)
    assert (told(expr, at(BASE)), expr.note) == (expected, note)


@pytest.mark.parametrize(
    "said",
    [
        "13月5日",
        "9月30家企业",
        "宽限制度",
        "按年度计划",
        "双周报告",
        "3.32",
        "增长4.31，其中",
        "近期",
        "立即办理",
        "登：1228，同意",
        "编号:3.5",
        "两周岁",
        "周一致同意",
        "一时",
        "百日攻坚",
        "南街9号",
        "公元前",
        "半月谈",
        "8月二十家企业",
        "9月三级响应",
        "8月一般公共预算收入",
    ],
)
def test_no_day_is_made_up(said: str) -> None:
    assert all(expr.kind == "range" and expr.grain == "month" for expr in find_times(said, at(BASE), CALENDAR))


@pytest.mark.parametrize(
    "said",
    [
        "2027年五一前",
        "明年第一个工作日",
        "春节前",
        "春节后第一个工作日",
        "五一假期",
        "2028年1月15日前5个工作日",
        "元旦、春节期间",
        "每年第一个工作日",
    ],
)
def test_a_year_whose_notice_is_not_out_is_named(said: str) -> None:
    (expr,) = find_times(said, at(BASE), CALENDAR)
    assert (expr.note or "").endswith("年放假安排未发布，按周末推算")


@pytest.mark.parametrize("said", ["国庆前", "中秋国庆期间", "9月最后一个工作日", "10个工作日内"])
def test_a_known_year_needs_no_caveat(said: str) -> None:
    (expr,) = find_times(said, at(BASE), CALENDAR)
    assert _UNKNOWN not in (expr.note or "")


@pytest.mark.parametrize(
    ("said", "rule", "expected"),
    [
        ("每周一、三、五", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "09-21~"),
        ("每周二四下午3点", "FREQ=WEEKLY;BYDAY=TU,TH;BYHOUR=15;BYMINUTE=0", "09-22 15:00~"),
        ("双周周三", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "09-23~"),
        ("每月5日和20日前", "FREQ=MONTHLY;BYMONTHDAY=5,20", "!~09-20 17:30"),
        ("每月倒数第二个工作日", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "09-29~"),
        ("每月倒数第二个周五", "FREQ=MONTHLY;BYDAY=-2FR", "10-23~"),
        ("每季度最后一个工作日", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "09-30~"),
        ("每季度最后一个周五", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYDAY=-1FR", "09-25~"),
        (
            "每季度首月前5个工作日内",
            "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=5",
            "!~10-13 17:30",
        ),
        ("每季度末月25日前", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=25", "!~09-25 17:30"),
        ("每季度最后一天", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "09-30~"),
        ("每季末最后一个工作日", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "09-30~"),
        ("每年“十一”前", "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=30", "!~09-30 17:30"),
        ("每月上旬前", "FREQ=MONTHLY;BYMONTHDAY=10", "!~10-10 17:30"),
        ("双周反馈", "FREQ=WEEKLY;INTERVAL=2", "~"),
        ("按月报送", "FREQ=MONTHLY", "~"),
        ("逐周调度", "FREQ=WEEKLY", "~"),
        ("每旬末前", "FREQ=MONTHLY;BYMONTHDAY=10,20,-1", "!~09-20 17:30"),
        ("半年一次", "FREQ=MONTHLY;INTERVAL=6", "~"),
        ("半月一次", "FREQ=DAILY;INTERVAL=15", "09-18~"),
        ("每年一季度", "FREQ=YEARLY;BYMONTH=1,2,3", "2027-01-01~"),
        ("每年第一季度末前", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1", "!~2027-03-31 17:30"),
        ("每年10月第一个工作日", "FREQ=YEARLY;BYMONTH=10;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "10-08~"),
        ("每年9月第二个周六", "FREQ=YEARLY;BYMONTH=9;BYDAY=2SA", "2027-09-11~"),
        ("每年最后一个工作日", "FREQ=YEARLY;BYMONTH=12;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "12-31~"),
        ("每年3月5日、20日", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5,20", "2027-03-05~"),
        ("每年11月5日至10日", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=5,6,7,8,9,10", "11-05~11-11"),
    ],
)
def test_what_comes_back(said: str, rule: str, expected: str) -> None:
    (expr,) = find_times(said, at(BASE), CALENDAR)
    assert (expr.rrule, told(expr, at(BASE))) == (rule, expected)


@pytest.mark.parametrize(
    ("said", "anchor", "days", "workdays"),
    [
        ("到期前3个工作日", "到期", None, 3),
        ("届满前30日", "届满", 30, None),
        ("会前一天下午", "会", 1, None),
        ("开标前15日", "开标", 15, None),
    ],
)
def test_before_an_event_whose_day_is_not_said(said: str, anchor: str, days: int | None, workdays: int | None) -> None:
    (expr,) = find_times(said, at(BASE), CALENDAR)
    assert (expr.kind, expr.start, expr.end) == ("duration", None, None)
    assert (expr.anchor, expr.days, expr.workdays) == (anchor, days, workdays)


def test_readings_after_a_leave_say_which_leave() -> None:
    (expr,) = find_times("节后第一个工作日上午9点", at(BASE), CALENDAR)
    assert [reading.note for reading in expr.candidates] == ["中秋节后上班第一天", "国庆节后上班第一天"]
