"""Every boundary of the lights (domain.md 3.5) and of the feedback slots, as tables."""

from datetime import date, datetime, timedelta

import pytest

from handlers.supervision.ladder import Stage, Step, level_of
from handlers.supervision.lights import Standing, feedback_slots, light_of, missed_slots, next_slot
from handlers.supervision.quality import content
from handlers.supervision.terms import OPEN, Light, Period, Status
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar
from storage.limits import DuchaRules, Lights

CALENDAR = WorkCalendar()
RULES = DuchaRules()
DUE = date(2026, 9, 24)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


BY_DUE = [
    ("09-20 23:59", Light.GREEN),  # four workdays left; this Sunday is worked
    ("09-21 00:00", Light.BLUE),
    ("09-22 09:00", Light.BLUE),
    ("09-23 23:59", Light.BLUE),
    ("09-24 00:00", Light.YELLOW),  # due today, unfinished
    ("09-24 17:29", Light.YELLOW),
    ("09-24 17:30", Light.YELLOW),
    ("09-24 17:31", Light.YELLOW),
    ("09-25 09:00", Light.YELLOW),  # 中秋: no workday over yet
    ("09-26 09:00", Light.YELLOW),
    ("09-27 23:59", Light.YELLOW),
    ("09-28 00:00", Light.YELLOW),  # one over
    ("09-29 09:00", Light.YELLOW),
    ("09-30 23:59", Light.YELLOW),  # three over
    *((f"10-0{day} 12:00", Light.YELLOW) for day in range(1, 8)),  # 国庆
    ("10-08 00:00", Light.RED),  # four over
    ("10-09 09:00", Light.RED),
    ("10-10 09:00", Light.RED),
]


@pytest.mark.parametrize(("now", "light"), BY_DUE)
def test_by_the_minute(now: str, light: Light) -> None:
    for status in OPEN:
        assert light_of(Standing(status, DUE), at(now).date(), CALENDAR, RULES) is light


@pytest.mark.parametrize(("now", "light"), BY_DUE)
def test_the_scheme_with_orange(now: str, light: Light) -> None:
    rules = DuchaRules(lights=Lights(scheme="蓝橙红"))
    shown = Light.ORANGE if light is Light.YELLOW else light
    assert light_of(Standing(Status.WORKING, DUE), at(now).date(), CALENDAR, rules) is shown
    urgent = Light.ORANGE if light is Light.BLUE else shown
    assert light_of(Standing(Status.WORKING, DUE, urgent=True), at(now).date(), CALENDAR, rules) is urgent


@pytest.mark.parametrize(
    ("missed", "returned", "light"),
    [(0, 0, "绿"), (1, 0, "黄"), (2, 0, "红"), (3, 0, "红"), (0, 1, "黄"), (0, 2, "红"), (1, 1, "黄")],
)
def test_feedback_and_returns(missed: int, returned: int, light: str) -> None:
    standing = Standing(Status.WORKING, date(2026, 12, 31), missed, returned)
    assert light_of(standing, date(2026, 9, 18), CALENDAR, RULES) == light
    assert light_of(Standing(Status.WORKING, None, missed, returned), date(2026, 9, 18), CALENDAR, RULES) == light


@pytest.mark.parametrize(
    ("now", "missed"), [("09-24 11:59", 0), ("09-24 12:00", 0), ("09-24 12:01", 1), ("09-30 12:01", 2)]
)
def test_a_slot_is_missed_the_minute_after(now: str, missed: int) -> None:
    slots = feedback_slots(Period.WEEKLY, date(2026, 9, 18), date(2026, 10, 31), CALENDAR, RULES)
    assert missed_slots(slots, None, at(now)) == missed


@pytest.mark.parametrize(
    ("period", "day", "slots"),
    [
        (Period.WEEKLY, None, ["09-18 12:00", "09-24 12:00", "09-30 12:00", "10-09 12:00", "10-16 12:00"]),
        (
            Period.WEEKLY,
            "周二",
            ["09-15 12:00", "09-22 12:00", "09-29 12:00", "09-30 12:00", "10-13 12:00", "10-20 12:00"],
        ),
        (Period.MONTHLY, None, ["09-30 17:30"]),
        (Period.MONTHLY, "10日", ["10-10 17:30"]),
        (Period.MONTHLY, "月末", ["09-30 17:30"]),
        (Period.QUARTERLY, "20日", ["10-20 17:30"]),
    ],
)
def test_days_of_their_own(period: Period, day: str | None, slots: list[str]) -> None:
    """B.3 example 6: what falls on a day off moves to the workday before it."""
    found = feedback_slots(period, date(2026, 9, 14), date(2026, 10, 20), CALENDAR, RULES, own_day=day)
    assert found == [at(slot) for slot in slots]


@pytest.mark.parametrize("period", list(Period))
def test_the_next_slot_is_the_first_of_those_to_come(period: Period) -> None:
    since = date(2026, 7, 1)
    slots = feedback_slots(period, since, date(2026, 12, 31), CALENDAR, RULES)
    now = at("07-01 00:00")
    while now < at("09-01 00:00"):
        expected = next((slot for slot in slots if slot > now), None)
        assert next_slot(period, since, now, CALENDAR, RULES) == expected
        now += timedelta(hours=7)


def test_one_level_at_a_time_and_no_higher_than_six() -> None:
    reached: int | None = None
    levels = []
    for count in range(1, 8):
        reached = level_of(Step(at("09-28 09:00"), Stage.OVER, count), reached)
        levels.append(reached)
    assert levels == [3, 4, 5, 6, 6, 6, 6]
    assert level_of(Step(at("10-08 09:00"), Stage.OVER, 9), None) == 3


def test_the_four_questions() -> None:
    whole = content("已完成方案报审，完成60%；存在问题：资金未到位；下一步10月8日前开工；材料已在OA上传")
    assert (whole.percent, whole.difficulty, whole.unsaid) == (60, "存在问题：资金未到位", ())
    assert whole.next_step is not None and whole.next_step.startswith("下一步")
    assert content("施工图已完成送审").unsaid == ("存在问题", "下一步")
    assert content("已完成3处，无困难，下周验收").unsaid == ()
