"""What the office means by its time expressions: domain.md C.3, B.3 and the scenarios."""

from datetime import datetime

import pytest

from bot.dialogue.times import TimeExpr, find_times, to_json
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar

FRIDAY = datetime(2026, 9, 18, 15, 20, tzinfo=SHANGHAI)
CALENDAR = WorkCalendar()


def one(text: str, now: datetime = FRIDAY) -> TimeExpr:
    """The only expression of the text."""
    found = find_times(text, now, CALENDAR)
    assert len(found) == 1, [expr.text for expr in found]
    return found[0]


def at(text: str) -> datetime:
    """09-18 15:20 of 2026, or with its year in front."""
    full = text if text[:2] == "20" else f"2026-{text}"
    return datetime.fromisoformat(full).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("明天", "09-19"),
        ("后天", "09-20"),
        ("周日", "09-20"),
        ("周一", "09-21"),
        ("下周一", "09-21"),
        ("下周三下午3点", "09-23 15:00"),
        ("下周五", "09-25"),
        ("下下周三", "09-30"),
        ("国庆后上班第一天", "10-08"),
        ("9.28", "09-28"),
        ("9-28", "09-28"),
        ("0928", "09-28"),
        ("9月28号", "09-28"),
        ("九月二十八", "09-28"),
        ("半小时后", "09-18 15:50"),
        ("一刻钟后", "09-18 15:35"),
        ("会议改到上周三", "09-09"),
        ("今晚12点", "09-19"),
        ("前一个工作日", "09-17"),
        ("下一个工作日", "09-20"),
        ("春节前一个工作日", "2027-02-04"),
    ],
)
def test_moments(said: str, start: str) -> None:
    expr = one(said)
    assert (expr.start, expr.end, expr.deadline) == (at(start), None, False)


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ("今天下班前", "09-18 17:30"),
        ("三天内", "09-21 23:59"),
        ("三个工作日内", "09-22 17:30"),
        ("十个工作日内", "10-09 17:30"),
        ("3至5个工作日内", "09-24 17:30"),
        ("月底前", "09-30 17:30"),
        ("9月底", "09-30 17:30"),
        ("国庆前", "09-30 17:30"),
        ("15日前", "10-15 17:30"),
        ("季度末", "09-30 17:30"),
        ("年底前", "12-31 17:30"),
        ("第四季度内", "12-31 17:30"),
        ("请于9月25日前反馈", "09-25 17:30"),
        ("9月30日前", "09-30 17:30"),
        ("明天上午10点前反馈", "09-19 10:00"),
        ("9月24日（周四）下班前", "09-24 17:30"),
        ("请于9月22日（星期二）下午5:00前", "09-22 17:00"),
        ("最迟明天下午5点", "09-19 17:00"),
        ("截止9月22日12:00", "09-22 12:00"),
        ("自2026年9月20日起5个工作日内", "09-28 17:30"),
        ("收到通知后5个工作日内", "09-24 17:30"),
        ("下周前", "09-20 17:30"),
        ("10月上旬前", "10-10 17:30"),
        ("两小时内", "09-18 17:20"),
    ],
)
def test_deadlines(said: str, end: str) -> None:
    expr = one(said)
    assert expr.deadline
    assert expr.end == at(end)


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("今天上午", "09-18 09:00", "09-18 12:00"),
        ("下午", "09-18 14:30", "09-18 17:30"),
        ("晚上", "09-18 19:30", "09-18 21:00"),
        ("明天9点到11点半", "09-19 09:00", "09-19 11:30"),
        ("明天9:00-11:30", "09-19 09:00", "09-19 11:30"),
        ("明天下午2点半开两个小时", "09-19 14:30", "09-19 16:30"),
        ("下周三3点到5点", "09-23 15:00", "09-23 17:00"),
        ("国庆假期", "10-01", "10-08"),
        ("9月23—25日", "09-23", "09-26"),
        ("9.28-9.30", "09-28", "10-01"),
        ("下周二至四", "09-22", "09-25"),
        ("国庆前三天", "09-28", "10-01"),
    ],
)
def test_stretches(said: str, start: str, end: str) -> None:
    expr = one(said)
    assert (expr.kind, expr.start, expr.end) == ("range", at(start), at(end))


@pytest.mark.parametrize(
    ("said", "readings"),
    [
        ("周五", ["09-18", "09-25"]),
        ("月初", ["10-08", "10-01"]),
        ("节后上班第一天", ["09-28", "10-08"]),
        ("后天（周三）下午3点", ["09-20 15:00", "09-23 15:00"]),
    ],
)
def test_what_has_to_be_asked(said: str, readings: list[str]) -> None:
    expr = one(said)
    assert expr.ambiguous
    assert [reading.start for reading in expr.candidates] == [at(r) for r in readings]


def test_before_which_holiday() -> None:
    expr = one("节前完成")
    assert expr.ambiguous
    assert [(r.end, r.note) for r in expr.candidates] == [
        (at("09-24 17:30"), "中秋节前"),
        (at("09-30 17:30"), "国庆节前"),
    ]


@pytest.mark.parametrize("said", ["中午", "上旬", "中旬", "下旬", "今天中午", "6点"])
def test_vague_ones_are_confirmed(said: str) -> None:
    assert one(said).ambiguous


@pytest.mark.parametrize(("said", "end"), [("上旬", "10-10 17:30"), ("中旬", "09-20 17:30"), ("下旬", "09-30 17:30")])
def test_a_third_of_a_month_comes_down_to_its_last_day(said: str, end: str) -> None:
    assert one(said).candidates[-1].end == at(end)


def test_noon_or_midnight_in_the_evening() -> None:
    expr = one("12点", at("09-18 20:00"))
    assert expr.ambiguous
    assert [r.start for r in expr.candidates] == [at("09-19 00:00"), at("09-19 12:00")]


@pytest.mark.parametrize("said", ["尽快", "抓紧办理", "长期坚持"])
def test_no_date_at_all(said: str) -> None:
    assert find_times(said, FRIDAY, CALENDAR) == []


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("下周五上午9点开督查调度会", "9月25日（星期五）是中秋假期"),
        ("明天", "9月19日（星期六）休息"),
        ("后天", "9月20日（星期日）调休上班"),
        ("10月2日", "10月2日（星期五）是国庆假期"),
        ("后天（周三）", "后天是9月20日（星期日），不是星期三"),
        ("明天是周三", "明天是9月19日（星期六），不是星期三"),
        ("9月23日（星期四）", "9月23日是星期三，不是星期四"),
        ("9月23日（星期三）", None),
        ("下周一", None),
    ],
)
def test_what_the_person_should_hear(said: str, note: str | None) -> None:
    assert one(said).note == note


def test_an_unpublished_year_says_so() -> None:
    expr = one("三个工作日内反馈", at("12-30 16:00"))
    assert expr.end == at("2027-01-05 17:30")
    assert expr.note == "2027年放假安排未发布，按周末推算"


@pytest.mark.parametrize(
    ("said", "rule", "start"),
    [
        ("以后每周五上午9点例会", "FREQ=WEEKLY;BYDAY=FR;BYHOUR=9;BYMINUTE=0", "09-25 09:00"),
        ("每周五", "FREQ=WEEKLY;BYDAY=FR", "09-25"),
        ("每季度末", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "09-30"),
        ("每月最后一个工作日", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "09-30"),
        ("每个月第一个周一", "FREQ=MONTHLY;BYDAY=1MO", "10-05"),
        ("每周一、三、五", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "09-21"),
        ("工作日每天9点", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9;BYMINUTE=0", "09-20 09:00"),
        ("隔周三", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "09-23"),
        ("每年8月20日", "FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=20", "2027-08-20"),
        ("每天下午5点半", "FREQ=DAILY;BYHOUR=17;BYMINUTE=30", "09-18 17:30"),
    ],
)
def test_recurring(said: str, rule: str, start: str) -> None:
    expr = one(said)
    assert (expr.kind, expr.rrule, expr.start) == ("set", rule, at(start))


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("每周五上午9点例会，遇节假日顺延到前一工作日", "prev"),
        ("每周五上午9点例会，遇假日提前", "prev"),
        ("每周五上午9点例会，遇节假日跳过", "skip"),
        ("每周五上午9点例会，遇节假日顺延", "next"),
        ("每周五上午9点例会", None),
    ],
)
def test_what_happens_on_a_holiday(said: str, rule: str | None) -> None:
    assert one(said).holiday_rule == rule


def test_two_yearly_deadlines_in_one_phrase() -> None:
    found = find_times("于每年6月20日、11月20日前报送", FRIDAY, CALENDAR)
    assert [(e.rrule, e.deadline, e.end) for e in found] == [
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=20", True, at("2027-06-20 17:30")),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=20", True, at("11-20 17:30")),
    ]


def test_both_days_of_a_list_are_due() -> None:
    found = find_times("9月22日、24日前报送", FRIDAY, CALENDAR)
    assert [e.end for e in found] == [at("09-22 17:30"), at("09-24 17:30")]


@pytest.mark.parametrize(
    ("said", "days", "workdays", "anchor"),
    [
        ("应当自执业之日起30日内备案", 30, None, "执业之日"),
        ("人社部门在收到申请材料后7个工作日内完成", None, 7, "收到申请材料"),
        ("展销会结束后15日内", 15, None, "展销会结束"),
        ("5个工作日内", None, 5, None),
    ],
)
def test_limits_that_count_from_an_event(said: str, days: int | None, workdays: int | None, anchor: str | None) -> None:
    expr = one(said)
    assert (expr.days, expr.workdays, expr.anchor) == (days, workdays, anchor)


def test_the_meeting_of_sc19() -> None:
    said = "9月23日上午9点全区安全生产工作会议，3楼301，何副区长主持，后天中午12点前回执"
    found = find_times(said, at("09-21 09:40"), CALENDAR)
    assert [(e.text, e.start, e.end) for e in found] == [
        ("9月23日上午9点", at("09-23 09:00"), None),
        ("后天中午12点前", None, at("09-23 12:00")),
    ]


def test_json_for_explain() -> None:
    shown = to_json(one("9月24日前"))
    assert shown["kind"] == "range"
    assert (shown["start"], shown["end"]) == (None, "2026-09-24T17:30:00+08:00")
    assert (shown["deadline"], shown["ambiguous"], shown["candidates"], shown["rrule"]) == (True, False, [], None)
    assert to_json(one("两个半小时"))["duration"] == {"months": 0, "days": 0, "seconds": 9000}
