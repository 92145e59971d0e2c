"""One healthy world for all broken ones: each test spoils one thing and mends it again."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.metrics import METRICS
from tests.doctor.world import World, running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def healthy(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """The world."""
    async with running(tmp_path_factory.mktemp("doctor"), sqlite_template) as world:
        yield world


@pytest.fixture(autouse=True)
def _nothing_refused_yet() -> None:
    """The counters are those of the whole test process; a server has its own."""
    METRICS.rejected.clear()
    METRICS.callbacks.clear()


@pytest.fixture
def world(healthy: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The world as it should be; afterwards it is mended. WeCom is patient: the machine of the test may be busy."""
    monkeypatch.setattr("bot.doctor.inward.VERIFY_LIMIT", 30.0)
    monkeypatch.setattr("bot.doctor.inward.PUSH_LIMIT", 30.0)
    yield healthy
    healthy.proxy.spoil = ""
    healthy.day.fake.block_ip(blocked=False)
    healthy.day.fake.directory.set_visible(departments=[1])
