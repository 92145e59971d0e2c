"""Schemas: from nothing to head, once, and told apart from any other state."""

import asyncio
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from handlers.line import Line
from handlers.registry import branches, lines
from storage import migrate
from storage.db import Database, driver_url, make_engine
from storage.types import metadata


async def test_a_migrated_database_is_at_head(database: Database) -> None:
    assert await database.read(lambda tx: migrate.at_head(tx, branches()))


async def test_a_database_that_lacks_a_line_is_not_at_head(database: Database, tmp_path: Path) -> None:
    revision = 'revision = "new_0001"\ndown_revision = None\nbranch_labels = ("new",)\ndepends_on = None\n'
    (tmp_path / "new_0001_a_line.py").write_text(revision)
    assert not await database.read(lambda tx: migrate.at_head(tx, [*branches(), tmp_path]))


async def test_a_database_of_a_newer_program_is_not_at_head(database: Database) -> None:
    insert = "INSERT INTO alembic_version (version_num) VALUES ('newer_0009')"
    await database.write(lambda tx: tx.exec_driver_sql(insert))
    assert not await database.read(lambda tx: migrate.at_head(tx, branches()))


async def test_upgrading_again_changes_nothing(database: Database) -> None:
    before = await database.read(lambda tx: sorted(inspect(tx).get_table_names()))
    await asyncio.to_thread(migrate.upgrade, database.engine, branches())
    assert await database.read(lambda tx: sorted(inspect(tx).get_table_names())) == before


async def test_the_migrations_make_exactly_the_tables_that_the_program_declares(database: Database) -> None:
    assert lines()

    def differences(tx: object) -> list[object]:
        context = MigrationContext.configure(tx, opts={"compare_type": False})  # type: ignore[arg-type]
        return list(compare_metadata(context, metadata))

    assert await database.read(differences) == []


def test_an_empty_database_is_not_at_head_and_two_servers_may_upgrade_it_at_once(tmp_path: Path) -> None:
    url = driver_url(f"sqlite:///{tmp_path / 'office.db'}")
    one, two = make_engine(url), make_engine(url)
    with one.connect() as connection:
        assert not migrate.at_head(connection, branches())

    async def both() -> None:
        await asyncio.gather(*(asyncio.to_thread(migrate.upgrade, engine, branches()) for engine in (one, two)))

    asyncio.run(both())
    with two.connect() as connection:
        assert migrate.at_head(connection, branches())
    one.dispose()
    two.dispose()


@pytest.mark.parametrize("line", [found for found in lines() if found.migrations], ids=lambda found: found.name)
def test_every_line_keeps_its_migrations_on_a_branch_of_its_own(line: Line) -> None:
    assert line.migrations is not None
    script = ScriptDirectory.from_config(migrate.config([line.migrations]))
    assert len(script.get_heads()) == 2  # the shared tables and this line
