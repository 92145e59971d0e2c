"""Numbers are unique and without gaps, whoever asks and whatever fails (domain.md 2.4, Annex E)."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine

from storage import numbers
from storage.db import Database
from storage.tables import number_series


async def test_a_series_begins_where_it_was_taken_over(database: Database) -> None:
    def unit(tx: Connection) -> list[int]:
        return [numbers.allocate(tx, "收", 2026, 1203) for _ in range(3)]

    assert await database.write(unit) == [1203, 1204, 1205]
    assert await database.write(lambda tx: numbers.allocate(tx, "收", 2027)) == 1
    assert await database.write(lambda tx: numbers.allocate(tx, "督", 2026, 123)) == 123


async def test_concurrent_callers_get_every_number_once_and_failures_leave_no_gap(database: Database) -> None:
    def unit(fails: bool) -> object:
        def allocate(tx: Connection) -> int:
            number = numbers.allocate(tx, "收", 2026)
            if fails:
                raise RuntimeError("rolled back")
            return number

        return database.write(allocate)

    results = await asyncio.gather(*(unit(n % 3 == 0) for n in range(60)), return_exceptions=True)  # type: ignore[call-overload]
    given_out = [result for result in results if isinstance(result, int)]
    assert sorted(given_out) == list(range(1, 41))
    assert sum(isinstance(result, RuntimeError) for result in results) == 20


@pytest.mark.parametrize(("used", "imported", "following"), [(0, 40, 41), (3, 40, 41), (3, 3, 4), (3, 2, 4), (3, 0, 4)])
async def test_an_import_never_lowers_the_next_number(
    database: Database, used: int, imported: int, following: int
) -> None:
    def unit(tx: Connection) -> int:
        for _ in range(used):
            numbers.allocate(tx, "收", 2026)
        numbers.raise_to(tx, "收", 2026, imported)
        return numbers.allocate(tx, "收", 2026)

    assert await database.write(unit) == following


@given(st.lists(st.one_of(st.none(), st.integers(1, 60)), max_size=30))
def test_allocation_always_goes_past_everything_known(steps: list[int | None]) -> None:
    engine = create_engine("sqlite://")
    number_series.create(engine)
    known: list[int] = []
    with engine.begin() as tx:
        for step in steps:
            if step is not None:
                numbers.raise_to(tx, "收", 2026, step)
                known.append(step)
            else:
                number = numbers.allocate(tx, "收", 2026)
                assert number == max(known, default=0) + 1
                known.append(number)
    engine.dispose()
