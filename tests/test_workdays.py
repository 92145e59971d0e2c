"""Working days against the whole of domain.md Annex B; office and quiet hours."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.clock import SHANGHAI
from scheduler.hours import OfficeHours, next_allowed
from scheduler.workdays import WorkCalendar
from storage.limits import PushRules
from storage.office import load_office
from storage.profile_types import Span

CAL = WorkCalendar()
HOURS = OfficeHours(CAL, load_office(None).hours)
RULES = PushRules()

B1 = {
    2021: (
        "1/1-1/3 2/11-2/17 4/3-4/5 5/1-5/5 6/12-6/14 9/19-9/21 10/1-10/7",
        "2/7 2/20 4/25 5/8 9/18 9/26 10/9",
    ),
    2022: (
        "1/1-1/3 1/31-2/6 4/3-4/5 4/30-5/4 6/3-6/5 9/10-9/12 10/1-10/7 12/31",
        "1/29 1/30 4/2 4/24 5/7 10/8 10/9",
    ),
    2023: (
        "1/1-1/2 1/21-1/27 4/5 4/29-5/3 6/22-6/24 9/29-10/6",
        "1/28 1/29 4/23 5/6 6/25 10/7 10/8",
    ),
    2024: (
        "1/1 2/10-2/17 4/4-4/6 5/1-5/5 6/10 9/15-9/17 10/1-10/7",
        "2/4 2/18 4/7 4/28 5/11 9/14 9/29 10/12",
    ),
    2025: ("1/1 1/28-2/4 4/4-4/6 5/1-5/5 5/31-6/2 10/1-10/8", "1/26 2/8 4/27 9/28 10/11"),
    2026: (
        "1/1-1/3 2/15-2/23 4/4-4/6 5/1-5/5 6/19-6/21 9/25-9/27 10/1-10/7",
        "1/4 2/14 2/28 5/9 9/20 10/10",
    ),
}


def _days(year: int, text: str) -> Iterator[date]:
    for part in text.split():
        first, _, last = part.partition("-")
        start, end = (date(year, *map(int, x.split("/"))) for x in (first, last or first))
        while start <= end:
            yield start
            start += timedelta(days=1)


def _every_day(year: int) -> list[date]:
    start = date(year, 1, 1)
    return [start + timedelta(days=n) for n in range((date(year + 1, 1, 1) - start).days)]


@pytest.mark.parametrize("year", B1)
def test_every_day_of_the_published_years(year: int) -> None:
    off, on = (set(_days(year, text)) for text in B1[year])
    wrong = [d for d in _every_day(year) if CAL.is_workday(d) != (d in on or (d.weekday() < 5 and d not in off))]
    assert wrong == []
    assert {d for d in _every_day(year) if CAL.is_makeup(d)} == on
    assert all(CAL.holiday_name(d) for d in off) and not any(CAL.holiday_name(d) for d in on)
    assert CAL.is_published(year)


VECTORS = """
2026-09-18 1 2026-09-20
2026-09-18 2 2026-09-21
2026-09-18 3 2026-09-22
2026-09-18 5 2026-09-24
2026-09-18 10 2026-10-09
2026-09-18 15 2026-10-15
2026-09-18 30 2026-11-05
2026-09-24 1 2026-09-28
2026-09-24 2 2026-09-29
2026-09-24 3 2026-09-30
2026-09-28 5 2026-10-10
2026-09-28 20 2026-10-30
2026-09-30 1 2026-10-08
2026-09-30 2 2026-10-09
2026-09-30 3 2026-10-10
2026-10-08 3 2026-10-12
2026-10-09 1 2026-10-10
2026-10-09 2 2026-10-12
2026-10-10 1 2026-10-12
2026-10-10 3 2026-10-14
2026-10-08 -1 2026-09-30
2026-10-08 -3 2026-09-28
2026-10-15 -3 2026-10-12
2026-09-19 0 2026-09-20
2026-09-26 0 2026-09-28
2026-10-05 0 2026-10-08
2026-02-14 1 2026-02-24
2026-04-30 1 2026-05-06
2025-09-30 1 2025-10-09
2024-12-31 1 2025-01-02
2022-12-30 1 2023-01-03
2021-09-30 1 2021-10-08
2026-12-30 3 2027-01-05
2027-01-05 -3 2026-12-30
2026-09-21 15 2026-10-19
"""


@pytest.mark.parametrize("line", VECTORS.strip().splitlines())
def test_add_workdays(line: str) -> None:
    start, n, result = line.split()
    assert CAL.add_workdays(date.fromisoformat(start), int(n)) == date.fromisoformat(result)


@pytest.mark.parametrize(
    ("a", "b", "n"),
    [
        ((2026, 9, 18), (2026, 9, 30), 8),
        ((2026, 9, 30), (2026, 10, 8), 1),
        ((2026, 9, 28), (2026, 10, 12), 6),
        ((2026, 10, 12), (2026, 9, 28), -6),
        ((2021, 9, 30), (2021, 12, 31), 62),
        ((2021, 9, 30), (2021, 10, 31), 17),
        ((2021, 10, 31), (2021, 11, 30), 22),
        ((2021, 11, 30), (2021, 12, 31), 23),
        ((2026, 6, 30), (2026, 9, 30), 66),
        ((2026, 9, 30), (2026, 12, 31), 62),
    ],
)
def test_workdays_between(a: tuple[int, int, int], b: tuple[int, int, int], n: int) -> None:
    assert CAL.workdays_between(date(*a), date(*b)) == n


SOME_DAY = st.dates(date(2004, 1, 1), date(2028, 12, 31))


@given(SOME_DAY, st.integers(-300, 300).filter(bool))
def test_the_nth_workday_is_a_workday_with_n_between(day: date, n: int) -> None:
    there = CAL.add_workdays(day, n)
    assert CAL.is_workday(there)
    if n > 0:
        assert CAL.workdays_between(day, there) == n
    else:
        assert CAL.workdays_between(there - timedelta(days=1), day - timedelta(days=1)) == -n


@given(SOME_DAY, SOME_DAY, SOME_DAY)
def test_workdays_between_adds_up(a: date, b: date, c: date) -> None:
    assert CAL.workdays_between(a, b) + CAL.workdays_between(b, c) == CAL.workdays_between(a, c)


@given(SOME_DAY)
def test_next_and_previous_meet(day: date) -> None:
    assert CAL.previous_workday(day) < day < CAL.next_workday(day)
    assert CAL.add_workdays(day, 0) == (day if CAL.is_workday(day) else CAL.next_workday(day))


def test_festivals_by_name() -> None:
    names = {
        "2026-09-25": "中秋节",
        "2026-10-07": "国庆节",
        "2026-02-15": "春节",
        "2026-09-19": None,
        "2026-09-20": None,
    }
    assert {day: CAL.holiday_name(date.fromisoformat(day)) for day in names} == names


def test_an_unpublished_year_is_reckoned_and_says_so() -> None:
    tentative = {
        "元旦": "1/1",
        "春节": "2/5-2/8",
        "清明节": "4/5",
        "劳动节": "5/1-5/2",
        "端午节": "6/9",
        "中秋节": "9/15",
        "国庆节": "10/1-10/3",
    }
    for name, days in tentative.items():
        assert {d for d in _every_day(2027) if CAL.holiday_name(d) == name} == set(_days(2027, days))
    assert not CAL.is_published(2027)
    said = CAL.caveat(date(2026, 12, 30), date(2027, 1, 5))
    assert said == "2027年放假安排未发布，按周末和元旦当日推算"
    assert CAL.caveat(date(2027, 3, 1)) == "2027年放假安排未发布，按周末和法定节日当日推算"
    assert CAL.caveat(date(2026, 1, 1), date(2026, 12, 31)) is None and CAL.caveat() is None
    assert CAL.caveat(date(2003, 5, 1)) == "2003年放假安排未收录，按周末和法定节日当日推算"


def test_an_imported_notice_is_exact() -> None:
    off = [d for text in ("1/1-1/3", "2/5-2/11", "10/1-10/7") for d in _days(2027, text)]
    rows: list[dict[str, object]] = [{"date": d.isoformat(), "isOffDay": True, "name": "节日"} for d in off]
    rows.append({"date": "2027-02-20", "isOffDay": False})
    calendar = CAL.with_notice(rows)
    assert calendar.is_published(2027) and calendar.caveat(date(2027, 12, 31)) is None
    assert calendar.is_makeup(date(2027, 2, 20)) and not calendar.is_workday(date(2027, 2, 11))
    assert calendar.is_workday(date(2027, 9, 15)), "the reckoned 中秋 gives way to the notice"
    assert not CAL.is_published(2027) and not CAL.is_workday(date(2027, 9, 15)), "the old calendar is unchanged"


def test_single_days_override_without_publishing_a_year() -> None:
    calendar = CAL.with_notice([{"date": "2026-09-21", "isOffDay": True}, {"date": "2027-01-01", "isOffDay": False}])
    assert calendar.add_workdays(date(2026, 9, 20), 1) == date(2026, 9, 22)
    assert calendar.is_workday(date(2027, 1, 1)) and not calendar.is_published(2027)
    assert calendar.holiday_name(date(2026, 9, 21)) == "节假日"


@pytest.mark.parametrize("row", [{}, {"date": "9-21", "isOffDay": True}, {"date": "2027-01-01", "isOffDay": "yes"}])
def test_a_wrong_notice_names_the_row(row: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="放假安排第2条不对"):
        CAL.with_notice([{"date": "2027-01-01", "isOffDay": True}, row])


def _when(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("received", "starts"),
    [
        ("2026-09-18 18:10", "2026-09-20 08:30"),
        ("2026-09-18 17:30", "2026-09-18 17:30"),
        ("2026-09-18 17:30:01", "2026-09-20 08:30"),
        ("2026-09-18 07:00", "2026-09-18 08:30"),
        ("2026-09-18 10:00", "2026-09-18 10:00"),
        ("2026-09-19 10:00", "2026-09-20 08:30"),
        ("2026-10-03 23:00", "2026-10-08 08:30"),
    ],
)
def test_working_start(received: str, starts: str) -> None:
    assert HOURS.working_start(_when(received).astimezone(UTC)) == _when(starts)


@pytest.mark.parametrize(
    ("received", "limit", "due"),
    [
        ("2026-09-18 16:40", Span(24, "h"), "2026-09-19 16:40"),
        ("2026-09-18 18:10", Span(3, "wd"), "2026-09-22 17:30"),
        ("2026-09-18 10:00", Span(5, "wd"), "2026-09-24 17:30"),
        ("2026-09-19 10:00", Span(3, "wd"), "2026-09-22 17:30"),
        ("2026-09-21 09:10", Span(15, "wd"), "2026-10-19 17:30"),
        ("2026-09-21 10:15", Span(3, "wd"), "2026-09-24 17:30"),
        ("2026-09-18 10:00", Span(10, "d"), "2026-09-28 17:30"),
        ("2026-09-18 10:00", Span(30, "m"), "2026-09-18 10:30"),
        ("2026-09-18 09:00", Span(4, "wh"), "2026-09-18 15:30"),
        ("2026-09-18 16:30", Span(4, "wh"), "2026-09-20 11:30"),
        ("2026-09-18 13:00", Span(2, "wh"), "2026-09-18 16:30"),
        ("2026-09-30 17:30", Span(2, "wh"), "2026-10-08 10:30"),
        ("2026-09-18 08:30", Span(13, "wh"), "2026-09-20 17:30"),
    ],
)
def test_due(received: str, limit: Span, due: str) -> None:
    assert HOURS.due(_when(received).astimezone(UTC), limit) == _when(due)


def test_the_working_day_ends_at_half_past_five() -> None:
    assert HOURS.closing_of(date(2026, 9, 18)) == _when("2026-09-18 17:30")


@pytest.mark.parametrize(
    ("instant", "others", "leaders"),
    [
        ("2026-09-18 21:59", "2026-09-18 21:59", "2026-09-19 07:30"),
        ("2026-09-18 22:00", "2026-09-19 07:30", "2026-09-19 07:30"),
        ("2026-09-19 00:30", "2026-09-19 07:30", "2026-09-19 07:30"),
        ("2026-09-19 07:30", "2026-09-19 07:30", "2026-09-19 07:30"),
        ("2026-09-18 12:45", "2026-09-18 12:45", "2026-09-18 14:00"),
        ("2026-09-18 14:00", "2026-09-18 14:00", "2026-09-18 14:00"),
        ("2026-09-18 20:00", "2026-09-18 20:00", "2026-09-19 07:30"),
        ("2026-12-31 23:00", "2027-01-01 07:30", "2027-01-01 07:30"),
    ],
)
def test_quiet_hours(instant: str, others: str, leaders: str) -> None:
    at = _when(instant).astimezone(UTC)
    assert next_allowed(at, False, RULES) == _when(others)
    assert next_allowed(at, True, RULES) == _when(leaders)


@given(st.integers(0, 366 * 24 * 60), st.booleans())
def test_allowed_is_never_quiet_and_never_earlier(minute: int, leader: bool) -> None:
    instant = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    allowed = next_allowed(instant, leader, RULES)
    hour = allowed.astimezone(SHANGHAI).strftime("%H:%M")
    assert allowed >= instant and "07:30" <= hour < ("20:00" if leader else "22:00")
    assert not (leader and "12:30" <= hour < "14:00")
    assert next_allowed(allowed, leader, RULES) == allowed
