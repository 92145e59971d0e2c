"""SC24 and beyond: what recurs, and what a holiday does to it (domain.md 4.5, B.3 no. 6)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.meetings.recurrence import AFTER, BEFORE, HOLIDAY_RULES, SKIP, nominal_days, occurrences, rule_words
from scheduler.workdays import WorkCalendar
from tests.day import Day

CALENDAR = WorkCalendar()
FRIDAY = "FREQ=WEEKLY;BYDAY=FR"


def held(rule: str, holiday: str, first: str = "2026-09-25", weeks: int = 4) -> list[str]:
    start = date.fromisoformat(first)
    found = occurrences(rule, start, start + timedelta(weeks=weeks), holiday, CALENDAR, date(2026, 9, 18))
    return [one.day.isoformat()[5:] for one in found if one.day is not None]


@pytest.mark.parametrize(
    ("rule", "holiday", "days"),
    [
        (FRIDAY, BEFORE, ["09-24", "09-30", "10-09", "10-16", "10-23"]),
        (FRIDAY, SKIP, ["10-09", "10-16", "10-23"]),
        (FRIDAY, AFTER, ["09-28", "10-08", "10-09", "10-16", "10-23"]),
        ("FREQ=WEEKLY;BYDAY=MO,WE", BEFORE, ["09-28", "09-30", "10-12", "10-14", "10-19", "10-21"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", SKIP, ["10-09", "10-23"]),
        ("FREQ=MONTHLY;BYDAY=1MO", AFTER, ["10-08"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", BEFORE, ["09-30"]),
    ],
)
def test_where_holidays_put_it(rule: str, holiday: str, days: list[str]) -> None:
    """10月5日 and 10月7日 would both move to 9月30日, which is held once."""
    assert held(rule, holiday) == days


@given(
    st.sampled_from(["FREQ=DAILY", FRIDAY, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "FREQ=MONTHLY;BYMONTHDAY=1,15"]),
    st.sampled_from(HOLIDAY_RULES),
    st.dates(date(2026, 1, 1), date(2026, 10, 1)),
)
def test_it_is_held_on_workdays_and_never_twice_a_day(rule: str, holiday: str, first: date) -> None:
    found = occurrences(rule, first, first + timedelta(weeks=8), holiday, CALENDAR, first)
    days = [one.day for one in found if one.day is not None]
    assert len(days) == len(set(days))
    assert all(CALENDAR.is_workday(day) and day >= first for day in days)
    assert [one.nominal for one in found] == sorted({one.nominal for one in found})
    kept = {one.nominal for one in found if not one.moved and one.day}
    assert kept >= {one.nominal for one in found if CALENDAR.is_workday(one.nominal)} - set(days) | set()


def test_the_words_of_rules() -> None:
    rules = [
        FRIDAY,
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
        "FREQ=MONTHLY;BYDAY=1MO",
        "FREQ=DAILY",
        "FREQ=MONTHLY;BYMONTHDAY=20",
    ]
    assert [rule_words(rule) for rule in rules] == ["每周五", "每两周周三", "每月第1个周一", "每天", "每月20日"]
    assert next(nominal_days(FRIDAY, date(2026, 9, 19))) == date(2026, 9, 25)


async def test_every_friday_in_the_middle_of_another_notice(day: Day) -> None:
    """SC24, and what was being drafted goes on."""
    day.at("2026-09-18 11:00")
    guo = day.phone("guoping")
    await guo.says("下周五上午9点开督查调度会")
    await guo.says("1")
    asked = await guo.says("以后每周五上午9点例会")
    assert "9月25日（星期五）是中秋假期" in asked
    assert "1顺延到前一工作日 2跳过 3后一工作日" in asked
    assert "9月24日（代9月25日）、9月30日（代10月2日）、10月9日" in await guo.says("1")
    await guo.says("301")
    done = await guo.says("一个小时")
    assert "已登记：每周五9:00例会（至10:00），3楼301会议室，遇假日顺延到前一工作日" in done
    assert "（继续刚才的督查调度会）在哪里开" in done
    meetings = day.rows("meetings")
    assert [row["start"][:16] for row in meetings[:3]] == ["2026-09-24T09:00", "2026-09-30T09:00", "2026-10-09T09:00"]
    assert {row["type"] for row in meetings} == {"工作例会"}
    assert len([row for row in day.rows("bookings") if row["state"] == "已订"]) == len(meetings)
    # the draft of the other meeting still stands, and its own day is taken at nine
    assert "9:00–11:00已被预订" not in await guo.says("201")
    await guo.says("一个小时")
    shown = await guo.says("发改局主要负责人")
    assert "督查调度会" in shown
    await guo.says("取消")


async def test_one_of_them_moves_one_is_cancelled_then_all(day: Day) -> None:
    day.at("2026-09-18 11:00")
    guo = day.phone("guoping")
    await guo.says("每周五上午9点到10点例会，301，遇假日顺延到前一工作日")
    assert "将取消9月30日上午9:00例会，确认吗" in await guo.says("取消10月2日的例会")
    await guo.says("1")
    assert "已改为10月15日（星期四）15:00–16:00" in await guo.says("10月16日的例会改到10月15日下午3点")
    by_day = {row["start"][5:16]: row["state"] for row in day.rows("meetings")}
    assert (by_day["09-24T09:00"], by_day["09-30T09:00"], by_day["10-15T15:00"]) == ("待召开", "已取消", "待召开")
    assert "只取消9月24日上午9:00例会" in await guo.says("取消例会")
    await guo.says("2")
    assert "已取消每周五的例会（7次）" in await guo.says("1")
    assert {row["state"] for row in day.rows("meetings")} == {"已取消"}
    assert {row["state"] for row in day.rows("bookings")} == {"已取消"}
    await day.until("2026-10-20 09:00")
    assert len(day.rows("meetings")) == 8


async def test_weeks_ahead_are_booked_as_time_goes_on_and_conflicts_are_said(day: Day) -> None:
    day.at("2026-09-18 11:00")
    chen = day.phone("chenxi")
    await day.phone("guoping").says("订201，9月30日14点到15点")
    done = await chen.says("每周三下午2点到4点订201，遇假日跳过")
    assert "会议室已被预订：9月30日（郭平）；这几次未订上" in done
    assert "已安排6次" in done
    await day.until("2026-10-02 09:00")
    mine = [row["start"][5:10] for row in day.rows("bookings") if row["organiser"] == "陈曦"]
    assert mine == ["09-23", "10-14", "10-21", "10-28", "11-04", "11-11", "11-18", "11-25"]
    assert "将取消每周三的201预订，以后7次都不开了" in await chen.says("取消每周三的预订")
    await chen.says("1")
    assert sum(row["state"] == "已订" for row in day.rows("bookings")) == 2  # what has been, and 郭平's


async def test_a_series_with_guests_calls_them_two_workdays_before(day: Day) -> None:
    day.at("2026-09-18 11:00")
    guo, jiang = day.phone("guoping"), day.phone("jiangtao")
    asked = await guo.says("每周一上午9点开调度会，201，发改局、住建局主要负责人参加，一个小时，遇假日顺延到后一工作日")
    assert "每次会前2个工作日9:00自动发通知（2家），确认吗" in asked
    await guo.says("1")
    await day.until("2026-09-18 11:05")
    assert any("9月21日（星期一）上午9:00" in text for text in jiang.new())
    await jiang.says("参加")
    await day.until("2026-09-23 18:00")
    jiang.new()
    await day.until("2026-09-24 09:00")
    assert any("9月28日（星期一）上午9:00" in text for text in jiang.new())
    states = [(row["meeting_start"][5:10], row["unit"], row["state"]) for row in day.rows("receipts")]
    assert states == [
        ("09-21", "发改局", "参加"),
        ("09-21", "住建局", "未回执"),
        ("09-28", "发改局", "未回执"),
        ("09-28", "住建局", "未回执"),
    ]
    assert [row["group"] for row in day.rows("meetings")[:3]] == ["会务-0921A", "会务-0928A", ""]
