"""Every computed figure against an independent recount, on both databases, over several made-up quarters."""

import pytest

from handlers.reports import figures, figures_tasks
from handlers.reports.definitions import BY_ID, OFFLINE
from handlers.reports.period import whole
from storage.db import Database
from storage.office import load_office
from tests.reports.golden import Quarter
from tests.reports.golden_answers import rate_by_hand, recount
from tests.reports.golden_rows import store

Q3 = whole("季度", 2026, 3)


@pytest.mark.parametrize("seed", [0, 2, 3])
async def test_the_36_figures(database: Database, seed: int) -> None:
    quarter = Quarter(seed)
    database.write_now(lambda tx: store(tx, quarter))
    found = database.read_now(lambda tx: figures.compute(tx, load_office(None), Q3.window))
    answers = recount(quarter)
    assert set(answers) == set(BY_ID) - OFFLINE
    assert len(answers) == 36
    assert {id: counted.value for id, counted in found.items()} == answers
    assert all(counted.rows for counted in found.values() if counted.value)
    assert all(value > 0 for value in answers.values())
    assert answers["F02"] >= answers["F01"]
    assert answers["F40"] >= answers["F41"] + answers["F42"] + answers["F43"]
    ledger = database.read_now(lambda tx: figures_tasks.ledger(figures_tasks.items(tx), Q3.window))
    assert (len(ledger.closed), ledger.base) == rate_by_hand(quarter)
