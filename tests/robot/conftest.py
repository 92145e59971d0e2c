"""A day with a second door, on both databases. At the end neither WeCom may have been wronged."""

from collections.abc import AsyncIterator

import pytest

from tests.robot.office import RobotDay


@pytest.fixture
async def day(database_url: str) -> AsyncIterator[RobotDay]:
    """A running office with a robot, 2026-09-18 15:20."""
    running = RobotDay(database_url)
    await running.start()
    yield running
    await running.stop()
    assert running.fake.violations == []
    assert running.second.violations == []
