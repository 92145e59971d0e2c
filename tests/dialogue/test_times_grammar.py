"""The general grammar, class by class: how Chinese writes days, stretches, times of day, lengths and sets."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.times import TimeExpr, find_times
from scheduler.clock import SHANGHAI

NOW = datetime(2021, 6, 16, 10, 0, tzinfo=SHANGHAI)
"""A Wednesday."""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def one(text: str, now: datetime = NOW) -> TimeExpr:
    found = find_times(text, now)
    assert len(found) == 1, [expr.text for expr in found]
    return found[0]


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("2018年11月 29日", "2018-11-29"),
        ("二零一八年三月五号", "2018-03-05"),
        ("两千零八年8月8日", "2008-08-08"),
        ("03年2月28日", "2003-02-28"),
        ("九七年7月1日", "1997-07-01"),
        ("2019/04/19", "2019-04-19"),
        ("27-7-3", "2027-07-03"),
        ("20210928", "2021-09-28"),
        ("３月５日", "2022-03-05"),
        ("大大后天", "2021-06-20"),
        ("大前天", "2021-06-13"),
        ("次日", "2021-06-17"),
        ("下月九号", "2021-07-09"),
        ("本月9日", "2021-06-09"),
        ("上上周二", "2021-06-01"),
        ("这周一", "2021-06-14"),
        ("下个礼拜天", "2021-06-27"),
        ("星期天, 六月二十号", "2021-06-20"),
        ("十月第一个星期一", "2021-10-04"),
        ("今年最后一个周五", "2021-12-31"),
        ("5月的最后一天", "2021-05-31"),
        ("今年第100天", "2021-04-10"),
        ("去年今天", "2020-06-16"),
        ("五年后3月三十号", "2026-03-30"),
        ("2月13号3天后", "2022-02-16"),
        ("七天以前", "2021-06-09"),
        ("半年后", "2021-12-16"),
        ("去年春节", "2020-01-25"),
        ("农历八月十五", "2021-09-21"),
        ("2020年闰四月初一", "2020-05-23"),
        ("腊月二十三", "2022-01-25"),
        ("大年三十", "2022-01-31"),
        ("母亲节", "2022-05-08"),
        ("冬至", "2021-12-21"),
        ("双十一", "2021-11-11"),
    ],
)
def test_days(said: str, start: str) -> None:
    expr = one(said)
    assert (expr.kind, expr.start, expr.grain) == ("date", at(start), "day")


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("明年下半年", "2022-07-01", "2023-01-01"),
        ("07年第三季度", "2007-07-01", "2007-10-01"),
        ("前三季度", "2021-01-01", "2021-10-01"),
        ("上个季度", "2021-01-01", "2021-04-01"),
        ("三季度最后一个月", "2021-09-01", "2021-10-01"),
        ("2018年10月", "2018-10-01", "2018-11-01"),
        ("下个月", "2021-07-01", "2021-08-01"),
        ("6月上旬", "2021-06-01", "2021-06-11"),
        ("2021年的第一周", "2021-01-04", "2021-01-11"),
        ("去年的前10天", "2020-01-01", "2020-01-11"),
        ("今年前两个月", "2021-01-01", "2021-03-01"),
        ("上周", "2021-06-07", "2021-06-14"),
        ("周末", "2021-06-19", "2021-06-21"),
        ("明后两天", "2021-06-17", "2021-06-19"),
        ("前两天", "2021-06-14", "2021-06-16"),
        ("下三周", "2021-06-21", "2021-07-12"),
        ("80年代", "1980-01-01", "1990-01-01"),
        ("去年夏天", "2020-06-01", "2020-09-01"),
        ("2018年1－9月份", "2018-01-01", "2018-10-01"),
        ("1995 - 1997年", "1995-01-01", "1998-01-01"),
        ("2018年十月到18年十一月", "2018-10-01", "2018-12-01"),
        ("从15年一月十日到十二日", "2015-01-10", "2015-01-13"),
        ("9月23至25日", "2021-09-23", "2021-09-26"),
        ("今日 - 下周五", "2021-06-16", "2021-06-26"),
        ("四月的最后一个星期一到十月一日", "2021-04-26", "2021-10-02"),
        ("从昨天下午两点到四点", "2021-06-15 14:00", "2021-06-15 16:00"),
        ("今晚10点 - 明早6点", "2021-06-16 22:00", "2021-06-17 06:00"),
        ("13:20~次日05:40", "2021-06-16 13:20", "2021-06-17 05:40"),
        ("3点 - 5点PM", "2021-06-16 15:00", "2021-06-16 17:00"),
        ("11点到3点", "2021-06-16 11:00", "2021-06-16 15:00"),
        ("过去5分钟", "2021-06-16 09:55", "2021-06-16 10:00"),
        ("未来48小时", "2021-06-16 10:00", "2021-06-18 10:00"),
    ],
)
def test_stretches(said: str, start: str, end: str) -> None:
    expr = one(said)
    assert (expr.kind, expr.start, expr.end) == ("range", at(start), at(end))


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("下午3:05", "15:05"),
        ("下午三点十五", "15:15"),
        ("早八点半", "08:30"),
        ("晚上19:30", "19:30"),
        ("11:30:10 p.m.", "23:30:10"),
        ("3:30pm", "15:30"),
        ("中午12点", "12:00"),
        ("中午一点", "13:00"),
        ("凌晨3:30", "03:30"),
        ("18时三刻", "18:45"),
        ("10点差5分", "09:55"),
        ("差一刻3点", "14:45"),
        ("11点05", "11:05"),
        ("2点整", "14:00"),
        ("零点", "00:00"),
        ("晚上两点", "02:00"),
        ("大约早上十点左右", "10:00"),
        ("下午5点多钟", "17:00"),
        ("8时30分", "08:30"),
    ],
)
def test_times_of_day(said: str, moment: str) -> None:
    expr = one(said)
    assert expr.kind == "time"
    assert expr.start is not None
    assert expr.start.time().isoformat().startswith(moment)


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("明天上午10点", "2021-06-17 10:00"),
        ("昨晚12点", "2021-06-16 00:00"),
        ("13号晚上12点", "2021-07-14 00:00"),
        ("2018-11-29 18:59", "2018-11-29 18:59"),
        ("2018-12-1209:03", "2018-12-12 09:03"),
        ("2021-09-12T11:23:30", "2021-09-12 11:23:30"),
        ("儿童节下午三点十五", "2022-06-01 15:15"),
        ("三天后下午3点", "2021-06-19 15:00"),
        ("昨天现在", "2021-06-15 10:00"),
        ("9月1号的14天11小时后", "2021-09-15 11:00"),
    ],
)
def test_moments(said: str, moment: str) -> None:
    expr = one(said)
    assert (expr.kind, expr.start) == ("datetime", at(moment))


@pytest.mark.parametrize(
    ("said", "months", "rest"),
    [
        ("三年半", 42, timedelta()),
        ("8天20小时", 0, timedelta(days=8, hours=20)),
        ("一年又一个月21天", 13, timedelta(days=21)),
        ("两个半月", 2.5, timedelta()),
        ("半天", 0, timedelta(hours=12)),
        ("一个半小时", 0, timedelta(minutes=90)),
        ("三刻钟", 0, timedelta(minutes=45)),
        ("两分三十秒", 0, timedelta(seconds=150)),
        ("15周", 0, timedelta(weeks=15)),
        ("三五天", 0, timedelta(days=5)),
        ("三天三夜", 0, timedelta(days=3)),
        ("2000万小时", 0, timedelta(hours=20_000_000)),
    ],
)
def test_lengths(said: str, months: float, rest: timedelta) -> None:
    expr = one(said)
    assert (expr.kind, expr.months, expr.duration) == ("duration", months, rest)


@pytest.mark.parametrize(
    ("said", "modifier", "start", "end"),
    [
        ("2019年8月6日或之后", "since", "2019-08-06", None),
        ("2018年之后", "after", "2019-01-01", None),
        ("2015年起", "since", "2015-01-01", "2021-06-16 10:00"),
        ("9月以来", "since", "2020-09-01", "2021-06-16 10:00"),
        ("9月起", "since", "2021-09-01", None),
        ("2011-03-22或之前", "until", None, "2011-03-22 17:30"),
        ("2025年前", "before", None, "2025-12-31 17:30"),
        ("2012年之前", "before", None, "2011-12-31 17:30"),
        ("下月15号下午6点前", "before", None, "2021-07-15 18:00"),
    ],
)
def test_open_ends(said: str, modifier: str, start: str | None, end: str | None) -> None:
    expr = one(said)
    assert (expr.modifier, expr.start, expr.end) == (modifier, start and at(start), end and at(end))


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("每隔一天", "FREQ=DAILY;INTERVAL=2"),
        ("每两周", "FREQ=WEEKLY;INTERVAL=2"),
        ("每三个月", "FREQ=MONTHLY;INTERVAL=3"),
        ("隔15分钟", "FREQ=MINUTELY;INTERVAL=15"),
        ("每半小时", "FREQ=MINUTELY;INTERVAL=30"),
        ("每月1号和15号", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("每周末", "FREQ=WEEKLY;BYDAY=SA,SU"),
        ("每周二至周四下午两点", "FREQ=WEEKLY;BYDAY=TU,WE,TH;BYHOUR=14;BYMINUTE=0"),
        ("每周工作日9点", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9;BYMINUTE=0"),
        ("每天晚上8点——9点", "FREQ=DAILY;BYHOUR=20;BYMINUTE=0"),
        ("每季度首月10日", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10"),
        ("每年国庆", "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1"),
    ],
)
def test_sets(said: str, rule: str) -> None:
    assert one(said).rrule == rule


def test_several_in_one_sentence_keep_order_and_context() -> None:
    found = find_times("9月10号，11号，12号上午9点、下午3点", NOW)
    assert [e.start for e in found] == [
        at("2021-09-10"),
        at("2021-09-11"),
        at("2021-09-12 09:00"),
        at("2021-09-12 15:00"),
    ]


@given(st.dates(min_value=at("1950-01-01").date(), max_value=at("2099-12-31").date()))
def test_a_full_date_reads_back_in_every_writing(day: object) -> None:
    text = str(day)
    year, month, date = text.split("-")
    writings = [text, text.replace("-", "/"), text.replace("-", "."), f"{year}年{int(month)}月{int(date)}日"]
    for said in writings:
        assert one(said).start == at(text), said


@given(st.integers(0, 23), st.integers(0, 59))
def test_the_24_hour_clock_reads_back(hour: int, minute: int) -> None:
    for said in (f"明天{hour:02}:{minute:02}", f"明天{hour}时{minute}分"):
        assert one(said).start == at(f"2021-06-17 {hour:02}:{minute:02}"), said


@given(st.integers(1, 366))
def test_days_from_now_are_days_from_now(n: int) -> None:
    assert one(f"{n}天后").start == at("2021-06-16") + timedelta(days=n)
    expr = one(f"{n}日内")
    assert expr.end == at("2021-06-16 23:59") + timedelta(days=n)
