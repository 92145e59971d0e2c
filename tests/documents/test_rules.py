"""Limits and the chase ladder: the golden examples of domain.md B.3 and 2.7, and what must hold for every paper."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.documents import rules
from handlers.documents.ladder import Hears, Step, next_step
from handlers.documents.terms import ACTION, BY_TRANSFER, DEFAULT, READING, STATED, URGENCIES
from scheduler.clock import SHANGHAI
from scheduler.hours import OfficeHours
from scheduler.workdays import WorkCalendar
from storage.office import load_office

OFFICE = load_office(None)
CALENDAR = WorkCalendar()
HOURS = OfficeHours(CALENDAR, OFFICE.hours)
LIMITS = OFFICE.limits.doc


def at(text: str) -> datetime:
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def due(
    received: str, urgency: str, title: str = "关于做好工作的通知", **more: list[tuple[datetime, str]]
) -> rules.Due:
    found = rules.due(HOURS, LIMITS, received=at(received), urgency=urgency, kind=ACTION, title=title, **more)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("received", "urgency", "title", "expected"),
    [
        ("09-18 16:40", "特急", "关于做好防御工作的通知", "09-19 16:40"),
        ("09-18 16:40", "特提", "关于做好防御工作的通知", "09-19 16:40"),
        ("09-18 18:10", "加急", "关于做好防御工作的通知", "09-22 17:30"),
        ("09-21 10:15", "加急", "关于做好防御工作的通知", "09-24 17:30"),
        ("09-18 10:00", "平件", "关于解决经费的请示", "09-24 17:30"),
        ("09-21 09:10", "平件", "关于报送重点项目进度的函", "10-19 17:30"),
        ("09-18 10:00", "平急", "关于报送情况的函", "09-28 17:30"),
    ],
)
def test_default_limits(received: str, urgency: str, title: str, expected: str) -> None:
    found = due(received, urgency, title)
    assert (found.at, found.source) == (at(expected), DEFAULT)


def test_the_earliest_stated_limit_wins_and_a_holiday_is_kept() -> None:
    both = [(at("09-30 17:30"), STATED), (at("09-24 17:30"), BY_TRANSFER)]
    assert due("09-18 10:00", "平件", stated=both) == rules.Due(at("09-24 17:30"), BY_TRANSFER)
    holiday = due("09-18 10:00", "平件", stated=[(at("09-25 17:30"), STATED)])
    assert holiday.at == at("09-25 17:30")


@pytest.mark.parametrize(("rule", "expected"), [("roll_next", "09-28 17:30"), ("roll_prev", "09-24 17:30")])
def test_an_office_may_move_a_holiday_limit(rule: str, expected: str) -> None:
    moved = LIMITS.model_copy(update={"nonworkday": rule})
    stated = [(at("09-25 17:30"), STATED)]
    found = rules.due(HOURS, moved, received=at("09-18 10:00"), urgency="平件", kind=ACTION, title="", stated=stated)
    assert found is not None and found.at == at(expected)


def test_a_reading_paper_has_no_limit_of_its_own_but_each_reader_has() -> None:
    assert rules.due(HOURS, LIMITS, received=at("09-18 10:00"), urgency="平件", kind=READING, title="") is None
    assert rules.reading_due(HOURS, LIMITS, at("09-18 10:00"), "平件") == at("09-21 17:30")
    assert rules.reading_due(HOURS, LIMITS, at("09-18 15:20"), "特急") == at("09-18 17:30")
    assert rules.reading_due(HOURS, LIMITS, at("09-18 21:00"), "特急") == at("09-18 23:00")


@pytest.mark.parametrize(
    ("received", "urgency", "expected"),
    [
        ("09-18 15:20", "特急", "09-18 15:50"),
        ("09-18 15:20", "加急", "09-18 17:20"),
        ("09-18 16:30", "加急", "09-20 09:30"),
        ("09-18 09:00", "平件", "09-18 17:30"),
        ("09-18 15:20", "平件", "09-20 12:00"),
        ("09-19 10:00", "平件", "09-20 17:30"),
    ],
)
def test_when_a_paper_should_have_been_put_up(received: str, urgency: str, expected: str) -> None:
    assert rules.submit_due(HOURS, LIMITS, at(received), urgency) == at(expected)


@pytest.mark.parametrize(
    ("sender", "level"),
    [
        ("市委办", "市"),
        ("南澜市委办公室", "市"),
        ("省委办", "省"),
        ("粤东省教育厅", "省"),
        ("中央办公厅", "中央"),
        ("国务院办公厅", "中央"),
        ("住建局", "区"),
        ("金溪镇", "镇街"),
        ("城投", "企业"),
        ("某某科技公司", "企业"),
        ("某某协会", "其他"),
    ],
)
def test_the_level_of_a_sender(sender: str, level: str) -> None:
    assert rules.level(OFFICE, sender) == level


def test_an_urgent_title_lifts_the_urgency() -> None:
    assert rules.at_least("平件", "关于防汛的紧急通知") == "加急"
    assert rules.at_least("特急", "关于防汛的紧急通知") == "特急"
    assert rules.at_least("平件", "关于防汛的通知") == "平件"


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("关于做好台风防御工作的紧急通知", "通知"),
        ("关于报送进度的函", "函"),
        ("区政府常务会议纪要", "纪要"),
        ("关于经费的请示", "请示"),
        ("信函管理办法", None),
    ],
)
def test_the_genre_stands_at_the_end_of_the_title(title: str, genre: str | None) -> None:
    assert rules.genre(title) == genre


def walk(urgency: str, received: str, limit: str, count: int) -> list[Step]:
    steps, now = [], at(received)
    for _ in range(count):
        steps.append(next_step(urgency, at(received), at(limit), CALENDAR, now))
        now = steps[-1].at
    return steps


def test_the_ladder_of_an_urgent_paper_runs_by_the_hour_then_by_the_day() -> None:
    steps = walk("特急", "09-18 15:20", "09-19 10:00", 30)
    assert [step.at for step in steps[:6]] == [
        at(t) for t in ("09-19 06:00", "09-19 08:00", "09-19 09:00", "09-19 10:00", "09-19 11:00", "09-19 12:00")
    ]
    assert steps[3].hears == (Hears.CHASER, Hears.CHIEF)
    assert all(step.hears == (Hears.CHASER,) for step in (*steps[:3], *steps[4:28]))
    assert [step.at for step in steps[28:]] == [at("09-21 09:00"), at("09-22 09:00")]


def test_the_ladder_of_an_ordinary_paper() -> None:
    steps = walk("平件", "09-21 09:10", "10-19 17:30", 8)
    assert [(step.name, step.at) for step in steps] == [
        ("50%", at("10-09 09:00")),
        ("75%", at("10-14 09:00")),
        ("T-1", at("10-16 09:00")),
        ("due", at("10-19 17:30")),
        ("+1wd", at("10-20 09:00")),
        ("+2wd", at("10-21 09:00")),
        ("+3wd", at("10-22 09:00")),
        ("+4wd", at("10-23 09:00")),
    ]
    assert {Hears.HEAD, Hears.DEPUTY} <= set(steps[4].hears)
    assert Hears.DIRECTOR in steps[6].hears
    assert steps[5].hears == steps[7].hears == (Hears.CHASER, Hears.LEAD)


def test_a_limit_on_a_holiday_is_reminded_of_the_workday_before_and_never_on_the_holiday() -> None:
    steps = walk("平件", "09-18 10:00", "09-25 17:30", 6)
    assert at("09-24 09:00") in [step.at for step in steps]
    assert [step.at for step in steps if step.at > at("09-24 09:00")][:2] == [at("09-28 09:00"), at("09-29 09:00")]


_hours = st.integers(0, 24 * 60)


@given(st.sampled_from(URGENCIES), _hours, st.integers(1, 24 * 40), st.integers(-24 * 60, 24 * 90))
def test_there_is_always_one_next_step_and_it_lies_ahead(urgency: str, start: int, length: int, later: int) -> None:
    received = at("09-01 00:00") + timedelta(hours=start)
    limit = received + timedelta(hours=length)
    now = limit + timedelta(hours=later)
    step = next_step(urgency, received, limit, CALENDAR, now)
    assert step.at > now and step.hears
    if urgency not in ("特提", "特急"):
        assert CALENDAR.is_workday(step.at.date())


@given(st.sampled_from(URGENCIES), _hours, st.integers(1, 24 * 40), st.integers(0, 24 * 50), st.integers(1, 24 * 5))
def test_coming_late_skips_what_is_past_and_changes_nothing_else(
    urgency: str, start: int, length: int, later: int, gap: int
) -> None:
    received = at("09-01 00:00") + timedelta(hours=start)
    limit, now = received + timedelta(hours=length), received + timedelta(hours=later)
    seen, then = [], now
    while then <= now + timedelta(hours=gap):
        step = next_step(urgency, received, limit, CALENDAR, then)
        seen.append(step.at)
        then = step.at
    assert next_step(urgency, received, limit, CALENDAR, now + timedelta(hours=gap)).at == seen[-1]
