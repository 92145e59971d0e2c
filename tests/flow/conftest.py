"""A server in a hurry, for tests in which WeCom fails."""

import pytest


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Back-off and ticks of a fraction of a second. Asked for before the day that shall be so."""
    monkeypatch.setattr("bot.sender.SLOWEST_RETRY", 0.05)
    monkeypatch.setattr("bot.office_day.TICK", 0.1)
