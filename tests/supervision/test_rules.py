"""The rules of supervision as tables: lights, feedback slots, the chase ladder, what counts as feedback."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.supervision.ladder import MORNING, Stage, last_step, next_step
from handlers.supervision.lights import Standing, feedback_slots, light_of, missed_slots
from handlers.supervision.quality import is_concrete
from handlers.supervision.terms import GREY, OPEN, Light, Period, Status, number, parse_number
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar
from storage.limits import DuchaRules, Lights

CALENDAR = WorkCalendar()
RULES = DuchaRules()
DUE = date(2026, 9, 24)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("today", "light"),
    [
        ("09-18", Light.GREEN),  # five workdays left, the Sunday worked among them
        ("09-20", Light.GREEN),
        ("09-21", Light.BLUE),
        ("09-23", Light.BLUE),
        ("09-24", Light.YELLOW),
        ("09-27", Light.YELLOW),  # the festival does not count
        ("09-28", Light.YELLOW),
        ("09-30", Light.YELLOW),
        ("10-07", Light.YELLOW),
        ("10-08", Light.RED),
        ("12-31", Light.RED),
    ],
)
def test_light_by_due_date(today: str, light: Light) -> None:
    for status in OPEN:
        assert light_of(Standing(status, DUE), date.fromisoformat(f"2026-{today}"), CALENDAR, RULES) is light


@pytest.mark.parametrize(
    ("missed", "returned", "light"),
    [
        (0, 0, Light.GREEN),
        (1, 0, Light.YELLOW),
        (0, 1, Light.YELLOW),
        (2, 0, Light.RED),
        (0, 2, Light.RED),
        (1, 1, Light.YELLOW),
    ],
)
def test_light_by_feedback_and_returns(missed: int, returned: int, light: Light) -> None:
    standing = Standing(Status.WORKING, date(2026, 12, 31), missed, returned)
    assert light_of(standing, date(2026, 9, 18), CALENDAR, RULES) is light


@pytest.mark.parametrize("status", GREY)
def test_what_rests_is_grey(status: Status) -> None:
    assert light_of(Standing(status, DUE, 5, 5), date(2026, 12, 1), CALENDAR, RULES) is Light.GREY


def test_what_is_done_has_no_colour() -> None:
    assert light_of(Standing(Status.CLOSED, DUE), date(2026, 12, 1), CALENDAR, RULES) is Light.DONE


def test_thresholds_come_from_the_profile() -> None:
    rules = DuchaRules(lights=Lights(blue=5, yellow=1, red=1))
    standing = Standing(Status.WORKING, DUE)
    assert light_of(standing, date(2026, 9, 18), CALENDAR, rules) is Light.BLUE
    assert light_of(standing, date(2026, 9, 28), CALENDAR, rules) is Light.YELLOW
    assert light_of(standing, date(2026, 9, 29), CALENDAR, rules) is Light.RED


@given(st.dates(date(2025, 1, 1), date(2026, 12, 1)), st.integers(0, 60), st.integers(0, 3))
def test_a_light_never_gets_better_by_waiting(due: date, days: int, missed: int) -> None:
    order = [Light.GREEN, Light.BLUE, Light.YELLOW, Light.RED]
    standing, today = Standing(Status.WORKING, due, missed), due - timedelta(days=30)
    seen = [order.index(light_of(standing, today + timedelta(days=n), CALENDAR, RULES)) for n in range(days + 1)]
    assert seen == sorted(seen)


@pytest.mark.parametrize(
    ("period", "slots"),
    [
        (Period.NONE, []),
        (Period.WEEKLY, ["09-18 12:00", "09-24 12:00", "09-30 12:00", "10-09 12:00"]),  # domain.md B.3 example 6
        (Period.BIWEEKLY, ["09-24 12:00", "10-09 12:00"]),
        (Period.MONTHLY, ["09-30 17:30"]),  # 10-05 is a holiday
        (Period.QUARTERLY, ["09-30 17:30"]),
    ],
)
def test_feedback_slots(period: Period, slots: list[str]) -> None:
    found = feedback_slots(period, date(2026, 9, 14), date(2026, 10, 12), CALENDAR, RULES)
    assert found == [at(slot) for slot in slots]


@pytest.mark.parametrize(
    ("fed_back", "now", "missed"),
    [
        (None, "09-18 11:59", 0),
        (None, "09-18 12:01", 1),
        (None, "09-24 12:01", 2),
        ("09-16 10:00", "09-18 12:01", 0),
        ("09-16 10:00", "09-24 12:01", 1),
        ("09-21 10:00", "09-24 12:01", 0),
        ("09-21 10:00", "10-09 12:01", 2),
    ],
)
def test_missed_feedback_in_a_row(fed_back: str | None, now: str, missed: int) -> None:
    slots = feedback_slots(Period.WEEKLY, date(2026, 9, 14), date(2026, 10, 12), CALENDAR, RULES)
    assert missed_slots(slots, at(fed_back) if fed_back else None, at(now)) == missed


MINUTES = st.integers(0, 500_000).map(lambda n: at("01-05 00:00") + timedelta(minutes=n))
"""Instants from January to December 2026."""


def climb(due: datetime, urgent: bool, start: datetime, rungs: int) -> list[str]:
    steps, here = [], start
    for _ in range(rungs):
        step = next_step(due, urgent, CALENDAR, here)
        steps.append(f"{step.at:%m-%d %H:%M} {step.stage}{step.count}")
        here = step.at
    return steps


def test_ladder_across_two_holidays() -> None:
    """SC15."""
    assert climb(at("09-24 17:30"), False, at("09-18 15:20"), 9) == [
        "09-21 09:00 临期3",
        "09-23 09:00 临期1",
        "09-24 17:30 到期0",
        "09-28 09:00 超时限1",
        "09-29 09:00 超时限2",
        "09-30 09:00 超时限3",
        "10-08 09:00 超时限4",
        "10-09 09:00 超时限5",
        "10-10 09:00 超时限6",
    ]


def test_a_due_date_on_a_holiday_is_kept_and_reminded_before() -> None:
    assert climb(at("09-25 17:30"), False, at("09-18 15:20"), 3) == [
        "09-22 09:00 临期3",
        "09-24 09:00 临期1",
        "09-28 09:00 超时限1",
    ]


def test_an_urgent_task_climbs_every_four_hours() -> None:
    assert climb(at("09-25 17:30"), True, at("09-24 10:00"), 7) == [
        "09-25 13:30 临期0",
        "09-25 17:30 到期0",
        "09-25 21:30 超时限1",
        "09-26 01:30 超时限2",
        "09-26 05:30 超时限3",
        "09-28 09:00 超时限4",
        "09-29 09:00 超时限5",
    ]


@given(
    MINUTES,
    MINUTES,
    st.booleans(),
)
def test_the_ladder_goes_on_and_keeps_days_off(due: datetime, now: datetime, urgent: bool) -> None:
    step = next_step(due, urgent, CALENDAR, now)
    assert step.at > now
    past = last_step(due, urgent, CALENDAR, step.at)
    assert past is not None and past.at == step.at
    if not urgent:
        assert CALENDAR.is_workday(step.at.date())
        assert step.at.time() == MORNING or (step.stage is Stage.DUE and step.at == due)
    assert (step.stage is Stage.OVER) == (step.at > due)


@pytest.mark.parametrize(
    "text",
    [
        "正在推进",
        "已收到",
        "收到",
        "阅",
        "正在办理",
        "我局正在抓紧推进落实。",
        "有序推进中",
        "按计划推进，进展顺利",
        "",
        "好的",
    ],
)
def test_empty_phrases_are_no_feedback(text: str) -> None:
    assert not is_concrete(text)


@pytest.mark.parametrize(
    "text",
    [
        "施工图已完成送审",
        "已完成80%",
        "9月22日通过专家评审",
        "正在等待省厅批复，方案已报审",
        "已拨付资金120万元",
        "完成3个点位排查，存在管线迁改困难，下周开协调会",
    ],
)
def test_facts_are_feedback(text: str) -> None:
    assert is_concrete(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("督〔2026〕0123号", (2026, 123)),
        ("督[2026]123号", (2026, 123)),
        ("督（2026）0098", (2026, 98)),
        ("督20260098号", (2026, 98)),
        ("收〔2026〕0123号", None),
        ("0123", None),
        ("", None),
    ],
)
def test_numbers_are_read_in_any_writing(text: str, parts: tuple[int, int] | None) -> None:
    assert parse_number(text) == parts


@given(st.integers(2000, 2099), st.integers(1, 99999))
def test_numbers_survive_writing(year: int, seq: int) -> None:
    assert parse_number(number(year, seq)) == (year, seq)
