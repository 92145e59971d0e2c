"""`zhongshu db upgrade` from every earlier revision, with rows in the tables, on both databases; and the way back."""

from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from click.testing import CliRunner
from sqlalchemy import Engine, inspect, text

from bot.cli import main
from handlers.registry import branches
from storage import migrate
from storage.db import driver_url, make_engine

SETTINGS = migrate.config(branches())
SCRIPTS = ScriptDirectory.from_config(SETTINGS)
"""Read once: alembic's own commands read all migrations each time."""


def step(engine: Engine, revision: str) -> None:
    """Upgrade to one revision of one branch, as `alembic upgrade` does."""
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        SETTINGS.attributes["connection"] = connection
        steps = partial(_steps, revision)
        with EnvironmentContext(SETTINGS, SCRIPTS, fn=steps, destination_rev=revision):
            SCRIPTS.run_env()


def _steps(revision: str, current: Any, _context: Any) -> Any:
    return SCRIPTS._upgrade_revs(revision, current)


def shape(engine: Engine) -> dict[str, object]:
    """Tables with their columns, keys and indexes."""
    looked = inspect(engine)
    return {
        table: (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in looked.get_columns(table)),
            sorted(str(index["name"]) for index in looked.get_indexes(table)),
            looked.get_pk_constraint(table)["constrained_columns"],
        )
        for table in looked.get_table_names()
    }


def revisions() -> list[str]:
    """Every revision of every branch, the shared tables first, each after those it rests on."""
    found = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]
    return sorted(found, key=lambda name: (not name.startswith("core"), found.index(name)))


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any table."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'old.db'}"
    url: str = request.getfixturevalue("postgres_url")
    with psycopg.connect(url.replace("postgresql+asyncpg://", "postgresql://"), autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    return url


def test_from_every_earlier_revision(empty_url: str, sqlite_template: Path, postgres: str) -> None:
    """One revision at a time: each state on the way is one from which the rest of the way is gone."""
    whole = (
        f"sqlite:///{sqlite_template}" if "sqlite" in empty_url else postgres.replace("/postgres?", "/template_office?")
    )
    engine, reference = make_engine(driver_url(empty_url)), make_engine(driver_url(whole))
    order = revisions()
    assert len(order) >= 10
    for n, revision in enumerate(order):
        with engine.connect() as connection:
            assert migrate.current_heads(connection) < {*order}
        step(engine, revision)
        if n == 0:
            with engine.connect().execution_options(write=True) as connection, connection.begin():
                connection.execute(
                    text("INSERT INTO setting (key, value, changed_by, changed_at) VALUES ('kept', '1', 'x', :at)"),
                    {"at": "2026-09-18 07:20:00"},
                )
    with engine.connect() as connection:
        assert migrate.at_head(connection, branches())
        assert connection.execute(text("SELECT value FROM setting WHERE key = 'kept'")).scalar_one() == "1"
    assert shape(engine) == shape(reference)
    engine.dispose()
    reference.dispose()


def test_the_command_and_the_way_back(empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database of an older version is not backed up by this one; upgraded it is, and the backup comes back whole."""
    engine = make_engine(driver_url(empty_url))
    step(engine, revisions()[0])
    engine.dispose()
    monkeypatch.setenv("ZHONGSHU_DATABASE_URL", empty_url)
    file = str(tmp_path / "before.backup")
    run = CliRunner()
    refused = run.invoke(main, ["backup", file])
    assert refused.exit_code == 1
    assert "zhongshu db upgrade" in refused.output
    for _ in range(2):  # the second finds nothing to do
        done = run.invoke(main, ["db", "upgrade"])
        assert (done.exit_code, done.output) == (0, "数据库结构已是最新。\n")
    assert run.invoke(main, ["backup", file]).exit_code == 0
    monkeypatch.setenv("ZHONGSHU_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'back.db'}")
    assert run.invoke(main, ["restore", file]).exit_code == 0


@pytest.mark.parametrize("arguments", [["db", "upgrade"], ["export", "incoming"]])
def test_an_older_program_does_not_touch_a_newer_database(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    engine = make_engine(driver_url(sqlite_url))
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        connection.execute(text("INSERT INTO alembic_version VALUES ('of_the_future')"))
    engine.dispose()
    monkeypatch.setenv("ZHONGSHU_DATABASE_URL", sqlite_url)
    refused = CliRunner().invoke(main, arguments)
    assert (refused.exit_code, refused.output.count("\n")) == (1, 1)
    assert "版本" in refused.output
