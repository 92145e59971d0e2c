"""Bringing a database to the newest schema.

Each line of business keeps its migrations in its own package, as a branch of its own; "at head" means at the head of
every branch. So adding a line of business adds one package and changes nothing else (design.md 2).
"""

from collections.abc import Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

HERE = Path(__file__).parent / "migrations"
UPGRADE_LOCK = 7_312_026


def config(branches: Sequence[Path] = ()) -> Config:
    """Alembic's configuration for the shared tables and these branches."""
    settings = Config()
    settings.set_main_option("script_location", str(HERE))
    settings.set_main_option("path_separator", "newline")
    settings.set_main_option("version_locations", "\n".join(str(p) for p in (HERE / "versions", *branches)))
    return settings


def upgrade(engine: Engine, branches: Sequence[Path] = ()) -> None:
    """Upgrade to every head. Several servers may try at once: the second waits and finds nothing to do."""
    settings = config(branches)
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
        settings.attributes["connection"] = connection
        command.upgrade(settings, "heads")


def at_head(connection: Connection, branches: Sequence[Path] = ()) -> bool:
    """Whether the schema is the one that this program was written for."""
    return current_heads(connection) == set(ScriptDirectory.from_config(config(branches)).get_heads())


def current_heads(connection: Connection) -> set[str]:
    """The revisions that the database stands at, one a branch."""
    return set(MigrationContext.configure(connection).get_current_heads())
