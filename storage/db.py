"""The database: units of work run as plain functions on a connection, off the event loop.

SQLite gets one writer thread that commits many units at once (group commit); PostgreSQL gets a few threads, a
connection and a transaction each. The statements are the same. Why not the async engine: design.md 4, where one writer
thread carried forty times the transactions of the async ORM at a hundredth of its p99.
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

GROUP = 64
"""Units that share one commit on SQLite."""
POSTGRES_THREADS = 6
SERIALIZATION_STATES = {"40001", "40P01"}

T = TypeVar("T")
Unit: TypeAlias = Callable[[Connection], T]


@dataclass(slots=True)
class _Job:
    unit: Unit[Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]


_Outcome: TypeAlias = tuple[_Job, Any, BaseException | None]


class Database:
    """Runs units of work. A unit that raises leaves nothing behind; one that returns is durable when awaited."""

    def __init__(self, url: str) -> None:
        self.url = driver_url(url)
        self.engine = make_engine(self.url)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        run = self._write_in_groups if self.is_sqlite else self._write_one_by_one
        count = 1 if self.is_sqlite else POSTGRES_THREADS
        self._threads = [threading.Thread(target=run, name=f"db-{n}", daemon=True) for n in range(count)]
        for thread in self._threads:
            thread.start()

    async def write(self, unit: Unit[T]) -> T:
        """Run the unit in a transaction and wait until it is durable. What the unit raises is raised here."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._jobs.put(_Job(unit, loop, future))
        return await future

    async def read(self, unit: Unit[T]) -> T:
        """Run a reading unit on its own connection, beside the writer."""
        return await asyncio.to_thread(self.read_now, unit)

    def read_now(self, unit: Unit[T]) -> T:
        """The same for synchronous callers (the command line)."""
        with self.engine.connect() as tx:
            return unit(tx)

    def write_now(self, unit: Unit[T]) -> T:
        """A transaction of its own for synchronous callers (the command line, tests)."""
        with self.engine.connect().execution_options(write=True) as tx, tx.begin():
            return unit(tx)

    async def close(self) -> None:
        """Finish what is queued and close every connection."""
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            await asyncio.to_thread(thread.join)
        self.engine.dispose()

    def _write_in_groups(self) -> None:
        with self.engine.connect().execution_options(write=True) as tx:
            while (job := self._jobs.get()) is not None:
                group, closing = [job], False
                while len(group) < GROUP:
                    try:
                        more = self._jobs.get_nowait()
                    except queue.Empty:
                        break
                    if more is None:
                        closing = True
                        break
                    group.append(more)
                _settle(_commit_group(tx, group))
                if closing:
                    return

    def _write_one_by_one(self) -> None:
        while (job := self._jobs.get()) is not None:
            _settle([self._commit_one(job)])

    def _commit_one(self, job: _Job, attempts: int = 5) -> _Outcome:
        try:
            with self.engine.connect() as tx, tx.begin():
                return job, job.unit(tx), None
        except OperationalError as error:
            if attempts > 1 and getattr(error.orig, "sqlstate", None) in SERIALIZATION_STATES:
                return self._commit_one(job, attempts - 1)
            return job, None, error
        except BaseException as error:  # noqa: BLE001 - handed to the caller, who awaits it
            return job, None, error


def _commit_group(tx: Connection, group: list[_Job]) -> list[_Outcome]:
    """Run every unit behind its own savepoint, then commit once. A failed commit fails them all."""
    outcomes: list[_Outcome] = []
    try:
        with tx.begin():
            for job in group:
                tx.exec_driver_sql("SAVEPOINT unit")
                try:
                    outcomes.append((job, job.unit(tx), None))
                except BaseException as error:  # noqa: BLE001 - handed to the caller, who awaits it
                    tx.exec_driver_sql("ROLLBACK TO unit")
                    outcomes.append((job, None, error))
                tx.exec_driver_sql("RELEASE unit")
    except BaseException as error:  # noqa: BLE001 - the commit itself failed: nobody's unit is durable
        return [(job, None, error) for job in group]
    return outcomes


def _settle(outcomes: list[_Outcome]) -> None:
    """Wake the callers, one loop call a group."""

    def wake() -> None:
        for job, result, error in outcomes:
            if job.future.done():
                continue
            if error is None:
                job.future.set_result(result)
            else:
                job.future.set_exception(error)

    loop = outcomes[0][0].loop
    if not loop.is_closed():
        loop.call_soon_threadsafe(wake)


def driver_url(url: str) -> URL:
    """The address with the driver we use: the async spellings of design.md 3 name the same databases.

    Raises ValueError for a database we do not serve.
    """
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return parsed.set(drivername="sqlite+pysqlite")
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    raise ValueError(f"不支持的数据库类型 {backend}，请用 sqlite 或 postgresql")


def make_engine(url: URL) -> Engine:
    """An engine with our rules: WAL and BEGIN IMMEDIATE for writing units on SQLite (measurements.md C)."""
    options: dict[str, Any] = {"json_serializer": _dumps, "json_deserializer": orjson.loads}
    if url.get_backend_name() == "postgresql":
        return create_engine(url, pool_size=POSTGRES_THREADS + 4, pool_pre_ping=False, **options)
    engine = create_engine(url, **options)

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(tx: Connection) -> None:
        tx.exec_driver_sql("BEGIN IMMEDIATE" if tx.get_execution_options().get("write") else "BEGIN")

    return engine


def lock(tx: Connection, name: str) -> None:
    """Hold a name until this transaction ends. On SQLite the one writer already does."""
    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


def _dumps(value: Any) -> str:
    return orjson.dumps(value).decode()
