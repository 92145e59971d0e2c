"""domain.md Annex C.3, row by row, said on 2026-09-18 (Friday) at 15:20; and its rules on other days."""

from datetime import datetime

import pytest

from bot.dialogue.times import TimeExpr, find_times
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar

CALENDAR = WorkCalendar()
BASE = "2026-09-18 15:20"


def one(said: str, now: str = BASE) -> TimeExpr:
    found = find_times(said, datetime.fromisoformat(now).replace(tzinfo=SHANGHAI), CALENDAR)
    assert len(found) == 1, [expr.text for expr in found]
    return found[0]


def shown(expr: TimeExpr) -> tuple[str, str]:
    """Start and end as 09-18 17:30, with the year only when it is another one."""
    said = [
        moment.strftime("%Y-%m-%d %H:%M").removeprefix("2026-") if moment else "" for moment in (expr.start, expr.end)
    ]
    return said[0].removesuffix(" 00:00"), said[1].removesuffix(" 00:00")


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("今天下班前", "", "09-18 17:30"),
        ("明天", "09-19", ""),
        ("后天", "09-20", ""),
        ("周日", "09-20", ""),
        ("周一", "09-21", ""),
        ("下周一", "09-21", ""),
        ("下周三下午3点", "09-23 15:00", ""),
        ("下周五", "09-25", ""),
        ("下下周三", "09-30", ""),
        ("三天内", "09-18", "09-21 23:59"),
        ("三个工作日内", "09-18", "09-22 17:30"),
        ("十个工作日内", "09-18", "10-09 17:30"),
        ("月底前", "", "09-30 17:30"),
        ("9月底", "09-30", "09-30 17:30"),
        ("国庆前", "", "09-30 17:30"),
        ("15日前", "", "10-15 17:30"),
        ("9.28", "09-28", ""),
        ("9-28", "09-28", ""),
        ("0928", "09-28", ""),
        ("9月28号", "09-28", ""),
        ("九月二十八", "09-28", ""),
        ("上午", "09-19 09:00", "09-19 12:00"),
        ("下午", "09-18 14:30", "09-18 17:30"),
        ("晚上", "09-18 19:30", "09-18 21:00"),
        ("明天3点", "09-19 15:00", ""),
        ("明天9点到11点半", "09-19 09:00", "09-19 11:30"),
        ("明天9:00-11:30", "09-19 09:00", "09-19 11:30"),
        ("明天下午2点半开两个小时", "09-19 14:30", "09-19 16:30"),
        ("明天中午", "09-19 12:00", "09-19 14:30"),
        ("半小时后", "09-18 15:50", ""),
        ("一刻钟后", "09-18 15:35", ""),
        ("季度末", "09-30", "09-30 17:30"),
        ("年底前", "", "12-31 17:30"),
        ("第四季度内", "10-01", "12-31 17:30"),
    ],
)
def test_the_table(said: str, start: str, end: str) -> None:
    assert shown(one(said)) == (start, end)


@pytest.mark.parametrize(
    ("said", "readings"),
    [
        ("周五", ["09-18", "09-25"]),
        ("月初", ["10-08", "10-01"]),
        ("节前", ["09-24 17:30", "09-30 17:30"]),
        ("节后上班第一天", ["09-28", "10-08"]),
        ("15日前", ["10-15 17:30", "09-15 17:30"]),
    ],
)
def test_what_is_asked(said: str, readings: list[str]) -> None:
    expr = one(said)
    moments = [reading.start or reading.end for reading in expr.candidates]
    assert expr.ambiguous
    assert [m.strftime("%m-%d %H:%M").removesuffix(" 00:00") for m in moments if m] == readings


@pytest.mark.parametrize("said", ["中午", "上旬", "中旬", "下旬"])
def test_what_is_confirmed(said: str) -> None:
    assert one(said).ambiguous


def test_twelve_in_the_evening_is_asked_and_at_noon_not() -> None:
    assert one("12点", "2026-09-18 20:00").ambiguous
    assert not one("12点", "2026-09-18 09:00").ambiguous


@pytest.mark.parametrize("said", ["尽快", "抓紧", "长期坚持"])
def test_no_date(said: str) -> None:
    assert not find_times(said, datetime(2026, 9, 18, 15, 20, tzinfo=SHANGHAI), CALENDAR)


def test_notes() -> None:
    assert one("明天").note == "9月19日（星期六）休息"
    assert one("下周五").note == "9月25日（星期五）是中秋假期"


@pytest.mark.parametrize(
    ("now", "said", "start", "end"),
    [
        ("2026-04-29 10:00", "三个工作日内", "04-29", "05-07 17:30"),
        ("2026-04-29 10:00", "五一前", "", "04-30 17:30"),
        ("2026-02-10 09:00", "春节后上班第一天", "02-24", ""),
        ("2026-09-29 09:00", "节后第一个工作日", "10-08", ""),
        ("2026-06-15 09:00", "下周五", "06-26", ""),
        ("2026-12-28 16:00", "季度末", "12-31", "12-31 17:30"),
        ("2026-11-30 16:00", "月底前", "", "11-30 17:30"),
        ("2026-01-04 10:00", "后天", "01-06", ""),
        ("2025-09-29 17:00", "两个工作日内", "2025-09-29", "2025-10-09 17:30"),
        ("2026-10-08 08:00", "15日前", "", "10-15 17:30"),
        ("2026-09-17 08:00", "周五下午3点", "09-18 15:00", ""),
        ("2026-09-20 09:00", "本周内", "09-14", "09-20 17:30"),
    ],
)
def test_its_rules_on_other_days(now: str, said: str, start: str, end: str) -> None:
    assert shown(one(said, now)) == (start, end)
