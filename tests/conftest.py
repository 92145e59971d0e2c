"""Databases and days for all tests: everything that touches state runs on SQLite and on a real PostgreSQL."""

import gc
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from handlers.registry import branches
from storage import migrate
from storage.db import Database, driver_url, make_engine
from tests import databases
from tests.day import Day

settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
if "CI" not in os.environ:  # there hypothesis has a profile of its own, which is the same every time
    settings.load_profile("busy")  # how fast this machine is just now is no property


def pytest_collection_finish() -> None:
    """What stands before the first test stands to the end: as in a server, it is not looked through again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL that comes from a wheel, with a migrated template database."""
    with databases.cluster() as base:
        yield base


@pytest.fixture(scope="session")
def postgres_databases(postgres: str) -> Iterator[databases.Databases]:
    made = databases.Databases(postgres)
    yield made
    made.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "office.db"
    engine = make_engine(driver_url(f"sqlite:///{path}"))
    migrate.upgrade(engine, branches())
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh migrated SQLite file."""
    path = tmp_path / "office.db"
    path.write_bytes(sqlite_template.read_bytes())
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_databases: databases.Databases) -> Iterator[str]:
    """The address of an empty migrated PostgreSQL database."""
    with postgres_databases.empty() as url:
        yield url.replace("postgresql://", "postgresql+asyncpg://")


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh migrated database, once of each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open database."""
    db = Database(database_url)
    yield db
    await db.close()


@pytest.fixture
async def day(database_url: str) -> AsyncIterator[Day]:
    """A running office at 2026-09-18 15:20 (Friday). At the end nothing may have broken WeCom's rules."""
    running = Day(database_url)
    await running.start()
    yield running
    await running.stop()
    assert running.fake.violations == []
