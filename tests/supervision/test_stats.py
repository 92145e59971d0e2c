"""The definitions of domain.md 3.9, F14 and F15 on rows; and against an independent recount."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.supervision.stats import (
    Item,
    Rate,
    countable,
    feedback,
    figures,
    finished,
    grouped,
    mean_days,
    tracked,
)
from handlers.supervision.terms import Status
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar

CALENDAR = WorkCalendar()
YEAR, CUT = 2026, date(2026, 9, 30)
MAY, JULY, SEPTEMBER = date(2026, 5, 6), date(2026, 7, 1), date(2026, 9, 15)


def closed(number: int, created: date, on: date, **more: object) -> Item:
    values = {"due_on": date(2026, 9, 20), "closed_on": on, "audited_on": on, **more}
    return Item(number, created, Status.CLOSED, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (17, 18, "94.4%（17/18）"),
        (0, 0, "—"),
        (193, 200, "96.5%"),
        (1, 20, "5.0%"),
        (19, 19, "100.0%（19/19）"),
        (1, 3, "33.3%（1/3）"),
        (2, 3, "66.7%（2/3）"),
        (1, 16, "6.3%（1/16）"),
    ],
)
def test_rates_are_printed_with_their_fraction_when_few(part: int, whole: int, shown: str) -> None:
    assert str(Rate(part, whole)) == shown


@pytest.mark.parametrize(
    ("item", "counted", "done"),
    [
        (Item(1, JULY, Status.WORKING), True, False),
        (Item(1, date(2026, 10, 1), Status.WORKING), False, False),
        (Item(1, date(2025, 11, 3), Status.WORKING), True, False),
        (closed(1, date(2025, 11, 3), date(2025, 12, 31)), False, False),
        (closed(1, date(2025, 11, 3), date(2026, 1, 1)), True, True),
        (closed(1, JULY, date(2026, 9, 30)), True, True),
        (closed(1, JULY, date(2026, 9, 30), audited_on=date(2026, 10, 2)), True, False),
        (Item(1, JULY, Status.CLOSING), True, False),
        (Item(1, JULY, Status.MERGED, left_on=SEPTEMBER), False, False),
        (Item(1, JULY, Status.ENDED, left_on=SEPTEMBER), True, False),
        (Item(1, date(2025, 11, 3), Status.ENDED, left_on=date(2025, 12, 1)), False, False),
        (Item(1, JULY, Status.ENDED, left_on=JULY, void=True), False, False),
        (Item(1, JULY, Status.WORKING, counts=False), False, False),
        (Item(1, JULY, Status.SUSPENDED), True, False),
    ],
)
def test_f14_and_f15(item: Item, counted: bool, done: bool) -> None:
    assert bool(tracked([item], YEAR, CUT)) is counted
    assert bool(finished([item], YEAR, CUT)) is done


def test_the_figures_of_a_quarter() -> None:
    items = [
        closed(1, JULY, date(2026, 9, 18)),
        closed(2, JULY, date(2026, 9, 21)),
        closed(3, JULY, date(2026, 9, 18), late_marked=True, extensions=1),
        closed(4, JULY, date(2026, 9, 18), returned=1),
        Item(5, JULY, Status.ENDED, date(2026, 9, 20), left_on=SEPTEMBER),
        Item(6, JULY, Status.MERGED, date(2026, 9, 20), left_on=SEPTEMBER),
        Item(7, JULY, Status.CLOSING, date(2026, 9, 20), returned=2),
        Item(8, JULY, Status.WORKING, date(2026, 10, 20)),
        closed(9, MAY, date(2026, 9, 10)),
    ]
    found = figures(items, JULY, CUT, CALENDAR)
    assert (found.established, found.closed) == (8, 4)
    assert found.finished == Rate(4, 6)
    assert found.in_time == Rate(2, 4)
    assert found.due_in_time == Rate(3, 6)
    assert found.extended == Rate(1, 8)
    assert found.returned == Rate(3, 8)
    assert found.days == mean_days(items[:4], CALENDAR) and found.answered == Rate(0, 0)


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 9, day, hour, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("fed", "expected"),
    [
        ([], (3, 0, 0)),
        ([at(3), at(10), at(17)], (3, 3, 3)),
        ([at(4, 12)], (3, 1, 1)),
        ([at(4, 13)], (3, 2, 1)),
        ([at(10)], (3, 2, 1)),
        ([at(20)], (3, 1, 0)),
    ],
)
def test_feedback_in_time_and_made_good(fed: list[datetime], expected: tuple[int, int, int]) -> None:
    item = Item(1, JULY, Status.WORKING, slots=(at(4, 12), at(11, 12), at(18, 12)), fed=tuple(fed))
    assert feedback([item], date(2026, 9, 1), CUT) == expected


def _days(last: int = 500) -> st.SearchStrategy[date]:
    return st.integers(0, last).map(lambda days: date(2025, 7, 1) + timedelta(days=days))


@st.composite
def _items(draw: st.DrawFn) -> Item:
    created, status = draw(_days()), draw(st.sampled_from(list(Status)))
    later = created + timedelta(days=draw(st.integers(0, 90)))
    done = status is Status.CLOSED
    return Item(
        draw(st.integers(1, 9999)),
        created,
        status,
        draw(st.none() | _days()),
        later if done else None,
        later + timedelta(days=draw(st.integers(0, 5))) if done else None,
        later if status in (Status.MERGED, Status.ENDED, Status.MOVED) else None,
        draw(st.booleans()),
        draw(st.integers(0, 2)),
        draw(st.integers(0, 2)),
        draw(st.booleans()),
    )


@given(st.lists(_items(), max_size=30), _days(), st.integers(0, 120))
def test_equal_to_a_recount(items: list[Item], since: date, length: int) -> None:
    until = since + timedelta(days=length)
    found = figures(items, since, until, CALENDAR)
    established = closed_ = on_time = minus = due = due_done = extended = 0
    for item in items:
        if not item.counts:
            continue
        audited = item.status == "办结" and item.audited_on is not None and item.audited_on <= until
        punctual = item.closed_on is not None and not item.late_marked
        punctual = punctual and (item.due_on is None or item.closed_on <= item.due_on)  # type: ignore[operator]
        if item.due_on and since <= item.due_on <= until and item.status not in ("合并", "终止", "转出"):
            due += 1
            due_done += audited and punctual
        if since <= item.created_on <= until:
            established += 1
            closed_ += audited
            on_time += audited and punctual
            minus += item.status in ("合并", "终止") and (item.left_on or since) <= until
            extended += item.extensions > 0
    assert (found.established, found.closed) == (established, closed_)
    assert found.finished == Rate(closed_, established - minus)
    assert found.in_time == Rate(on_time, closed_)
    assert found.due_in_time == Rate(due_done, due)
    assert found.extended == Rate(extended, established)


@given(st.lists(_items(), max_size=30))
def test_more_time_never_loses_a_finished_task(items: list[Item]) -> None:
    """F15 is part of F14, and both only grow within a year."""
    early, late = date(2026, 6, 30), date(2026, 12, 31)
    for day in (early, late):
        assert {i.id for i in finished(items, YEAR, day)} <= {i.id for i in tracked(items, YEAR, day)}
    assert len(tracked(items, YEAR, early)) <= len(tracked(items, YEAR, late))
    assert len(finished(items, YEAR, early)) <= len(finished(items, YEAR, late))


def test_mean_and_groups() -> None:
    two = [closed(1, date(2026, 9, 21), date(2026, 9, 23)), closed(2, date(2026, 9, 21), date(2026, 9, 24))]
    assert mean_days(two, CALENDAR) == Decimal("2.5") and mean_days([], CALENDAR) is None
    assert [len(rows) for rows in grouped(two, lambda item: item.lead_unit).values()] == [2]
    assert countable([Item(1, JULY, Status.WORKING, counts=False)]) == []
