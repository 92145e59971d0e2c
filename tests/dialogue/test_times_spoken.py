"""How people in an office shorten times when they type: each rule with what it takes in and what it leaves alone."""

from itertools import pairwise

import pytest

from bot.dialogue.times import find_times
from tests.dialogue.test_times_classes import BASE, CALENDAR, at, read


def spoken(said: str, now: str = BASE) -> list[str]:
    return [expr.text for expr in find_times(said, at(now), CALENDAR)]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("明下午", "09-19 14:30~09-19 17:30"),
        ("明上午10点到12点要个屋", "09-19 10:00~09-19 12:00"),
        ("今上午", "09-18 09:00~09-18 12:00"),
        ("改到后上午", "09-20 09:00~09-20 12:00"),
        ("昨下午", "09-17 14:30~09-17 17:30"),
        ("中秋当晚8点", "09-25 20:00~"),
        ("这一两天", "09-18~09-20"),
        ("前半夜", "09-18 19:30~09-19"),
        ("下半夜", "09-19~09-19 06:00"),
        ("今晚后半夜3点", "09-19 03:00~"),
        ("明天下半夜", "09-20~09-20 06:00"),
        ("零点", "09-19~"),
        ("年终", "!12-31~12-31 17:30"),
    ],
)
def test_short_forms(said: str, expected: str) -> None:
    assert read(said) == expected


def test_the_night_that_runs_has_its_second_half_still() -> None:
    assert read("下半夜3点", "2026-09-18 01:10") == "09-18 03:00~"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("9月28到30", "09-28~10-01"),
        ("镇长9月28到30不在", "09-28~10-01"),
        ("28号到30", "09-28~10-01"),
        ("9.22-24", "09-22~09-25"),
        ("部长9.22到9.24外出", "09-22~09-25"),
        ("30号到10月2号外出", "09-30~10-03"),
        ("10号到20号", "09-10~09-21 ? 10-10~10-21"),
        ("改到16号 15号我们有会", "10-16~ ? 09-16~; 10-15~"),
        ("10.4 10.6", "10-04~; 10-06~"),
        ("定10.9 全天", "10-09~"),
        ("申请到 10.20 因为省里批复推迟", "10-20~"),
        ("外出报备 局长23到24 副局主持", "09-23~09-25"),
        ("出差三天，21到23", "3 days, 0:00:00; 09-21~09-24"),
        ("22/9前", "!~09-22 17:30"),
        ("25/3完成", "2027-03-25~ ? 03-25~"),
    ],
)
def test_days_written_with_few_signs(said: str, expected: str) -> None:
    assert read(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("9月22日到24楼", "09-22~"),
        ("9月22到24人", "09-22~"),
        ("9月28到301开会", "09-28~"),
        ("得分23到24", ""),
        ("出差 21到23人", ""),
        ("请假 9到11", ""),
        ("配比1.5-2", ""),
        ("均价 9.12 高于", ""),
        ("增长 8.25 其中", ""),
        ("进度12.5%", ""),
        ("说明上午的安排", "09-19 09:00~09-19 12:00 ? 09-18 09:00~09-18 12:00"),
        ("散会后下午", "09-18 14:30~09-18 17:30"),
        ("今年终止的几项", "01-01~2027-01-01"),
        ("十五五规划建议", ""),
        ("一、二季度工作情况", "04-01~07-01"),
    ],
)
def test_what_only_looks_like_it(said: str, expected: str) -> None:
    assert read(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("9月16号采用的", "09-16~ ? 2027-09-16~"),
        ("9月5日上午9点", "09-05 09:00~ ? 2027-09-05 09:00~"),
        ("9月16日前", "!~2027-09-16 17:30 ? ~09-16 17:30"),
        ("6月1日", "2027-06-01~ ? 06-01~"),
        ("数据到8月底", "!08-31~08-31 17:30 ? 2027-08-31~2027-08-31 17:30"),
        ("8月底前", "!~2027-08-31 17:30 ? ~08-31 17:30"),
        ("6月底", "!2027-06-30~2027-06-30 17:30 ? 06-30~06-30 17:30"),
        ("17号批的那个延期", "09-17~ ? 10-17~"),
        ("17号开会", "10-17~ ? 09-17~"),
        ("我上午登的那个", "09-18 09:00~09-18 12:00 ? 09-19 09:00~09-19 12:00"),
        ("何区长9点05到的", "09-18 09:05~ ? 09-19 09:05~"),
        ("9月以来", "09-01~09-18 15:20"),
        ("从去年9月起", "2025-09-01~09-18 15:20"),
        ("2015年及以后", "2015-01-01~"),
        ("9月起", "09-01~"),
    ],
)
def test_what_lies_behind_us(said: str, expected: str) -> None:
    assert read(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("去年同期", "2025-01-01~2025-09-19"),
        ("上月同期", "08-01~08-19"),
        ("上周同期", "09-07~09-12"),
        ("今年1至8月收文120份，比去年同期增长5%", "01-01~09-01; 2025-01-01~2025-09-01"),
        ("第三季度与去年同期相比", "07-01~10-01; 2025-07-01~2025-10-01"),
        ("本月1日至15日比上月同期少", "09-01~09-16; 08-01~08-16"),
        ("明年同期", "2027-01-01~2028-01-01"),
    ],
)
def test_the_same_period(said: str, expected: str) -> None:
    assert read(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("国庆值班表", "10-01~10-08"),
        ("国庆七天值班表报一下", "10-01~10-08; 7 days, 0:00:00"),
        ("中秋国庆值班安排", "09-25~10-08"),
        ("十一那几天谁带班", "10-01~10-08"),
        ("国庆谁值班", "10-01~"),
        ("八月十五", "09-25~ ? 2027-08-15~"),
        ("8月十五晚上8点", "09-25 20:00~ ? 2027-08-15 20:00~"),
        ("“十五五”期间", "01-01~2031-01-01"),
        ("“十四五”末", "!2025-12-31~2025-12-31 17:30"),
        ("一二三季度", "01-01~10-01"),
        ("今年一、二季度", "01-01~07-01"),
        ("三季总结", "07-01~10-01"),
        ("十个多月后", "2027-07-01~2027-08-01"),
        ("三年多以前", "2023-01-01~2024-01-01"),
        ("三年后", "2029-09-18~"),
    ],
)
def test_stretches(said: str, expected: str) -> None:
    assert read(said) == expected


@pytest.mark.parametrize(
    ("said", "rule", "expected"),
    [
        ("每月第一周", "FREQ=MONTHLY;BYDAY=1MO", "10-05~10-12"),
        ("每月最后一周报送", "FREQ=MONTHLY;BYDAY=-1MO", "09-28~10-05"),
        ("每月第二周的周三", "FREQ=MONTHLY;BYDAY=2WE", "10-14~"),
        ("每季度第一周", "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=1MO", "10-05~10-12"),
        ("每旬报一次", "FREQ=MONTHLY;BYMONTHDAY=10,20,-1", "09-20~"),
        ("每月1日午夜", "FREQ=MONTHLY;BYMONTHDAY=1", "10-02~"),
    ],
)
def test_what_comes_back(said: str, rule: str, expected: str) -> None:
    [expr] = find_times(said, at(BASE), CALENDAR)
    assert (expr.rrule, read(said)) == (rule, expected)


def test_a_festival_of_the_moon_says_that_its_day_moves() -> None:
    [expr] = find_times("每年春节", at("2021-06-14 01:06"), CALENDAR)
    assert expr.note == "春节的公历日期每年不同，下一次是2月1日"


def test_quotes_belong_to_a_plan() -> None:
    assert spoken("列入“十五五”期间重点任务") == ["“十五五”期间"]


@pytest.mark.parametrize(
    "said", ["晚于", "9-10月后", "从2016-2018后", "2日-25日前", "8年前午夜", "自", "最迟", "每月1日午夜"]
)
def test_no_stretch_ends_before_it_begins(said: str) -> None:
    found = find_times(said, at("2041-12-30 20:05"), CALENDAR)
    pairs = [(e.start, e.end) for e in found] + [(c.start, c.end) for e in found for c in e.candidates]
    assert all(start < end for start, end in pairs if start and end)
    assert all(a.span[1] <= b.span[0] for a, b in pairwise(found))
