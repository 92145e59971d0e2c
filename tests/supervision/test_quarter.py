"""The simulated quarter, short: everything that must hold, holds (issue 5)."""

from tests.supervision.quarter import Quarter


def test_a_quarter_of_small_size() -> None:
    quarter = Quarter(tasks=100, units=10, seed=7)
    quarter.run()
    assert quarter.faults == []
    assert quarter.checked["rungs"] > 25 and quarter.checked["owners"] > 1000
    assert {sent.lane.name for sent in quarter.sent} >= {"URGENT", "TIMELY", "ROUTINE"}


def test_the_same_seed_plays_the_same_quarter() -> None:
    runs = [Quarter(tasks=10, units=4, days=25, seed=3) for _ in range(2)]
    for quarter in runs:
        quarter.run()
    assert runs[0].sent == runs[1].sent and runs[0].computed == runs[1].computed
