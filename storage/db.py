"""The database: units of work run as plain functions on a connection, off the event loop.

One writer thread commits many units at once (group commit); on PostgreSQL two more commit what must stand alone, and
one what nobody waits for. The statements are the same. Why not the async engine: design.md 4, where one writer thread
carried forty times the transactions of the async ORM at a hundredth of its p99.
"""

import asyncio
import itertools
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

import orjson
from sqlalchemy import Connection, Engine, String, bindparam, create_engine, event, func, make_url, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from storage.prepared import Prepared
from storage.trouble import Trouble, drop_page, trouble_of, try_page

GROUP = 64
"""Units that share one commit on SQLite."""
POSTGRES_GROUP = 16
"""Fewer on PostgreSQL, where a group holds its locks while it is filled."""
LONELY_THREADS = 2
ATTEMPTS = 5
PATIENCE = 3.0
"""Seconds that a unit waits for a PostgreSQL that restarts: WeCom waits five for the callback."""
RECONNECT = 0.1
STUCK = "10s"
"""PostgreSQL ends a transaction whose process stands still for so long: it must not hold the other servers up."""
_LINK = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
SERIALIZATION_STATES = {"40001", "40P01"}

T = TypeVar("T")
Unit: TypeAlias = Callable[[Connection], T]


@dataclass(slots=True)
class _Job:
    unit: Unit[Any]
    holding: str | None
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]


_Outcome: TypeAlias = tuple[_Job, Any, BaseException | None]


class Unreachable(Exception):
    """The database could not be reached in time. Nothing is known about the unit; whoever asked may ask again."""


class Database:
    """Runs units of work. A unit that raises leaves nothing behind; one that returns is durable when awaited."""

    def __init__(self, url: str) -> None:
        self.url = driver_url(url)
        self.engine = make_engine(self.url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        if not self.is_sqlite:
            event.listen(self.engine, "connect", _end_when_stuck)
        self.trouble: Trouble | None = None
        """Why the last write that failed for it could not be kept; `try_keeping` clears it."""
        self._mine = threading.local()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lonely: queue.SimpleQueue[_Job | None] = queue.SimpleQueue() if not self.is_sqlite else self._jobs
        self._later: queue.SimpleQueue[_Job | None] = queue.SimpleQueue() if not self.is_sqlite else self._jobs
        work = [(self._jobs, GROUP if self.is_sqlite else POSTGRES_GROUP)]
        work += [] if self.is_sqlite else [*[(self._lonely, 1)] * LONELY_THREADS, (self._later, POSTGRES_GROUP)]
        self._work = [
            (jobs, threading.Thread(target=self._serve, args=(jobs, most), daemon=True)) for jobs, most in work
        ]
        for _, thread in self._work:
            thread.start()

    async def write(self, unit: Unit[T], *, alone: bool = False, later: bool = False, holding: str | None = None) -> T:
        """Run the unit in a transaction and wait until it is durable. What the unit raises is raised here.

        Units may share a commit and may be run again when another one failed, so they act on nothing but the database.
        `alone` is for units that hold locks which others wait for (claims): they commit by themselves on PostgreSQL.
        `later` is for what nobody waits for: on PostgreSQL it does not stand in the way of what is being answered.
        `holding` names what no other server may work on meanwhile; the names of a group are taken in one order, so that
        two servers never wait for each other.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        jobs = self._lonely if alone else self._later if later else self._jobs
        jobs.put(_Job(unit, holding, loop, future))
        return await future

    async def read(self, unit: Unit[T]) -> T:
        """Run a reading unit on its own connection, beside the writer."""
        return await asyncio.to_thread(self.read_now, unit)

    async def try_keeping(self) -> Trouble | None:
        """After a write failed: whether a page can be written again. Costs nothing while all is well."""
        if self.trouble is None:
            return None
        try:
            await self.write(try_page)
            await self.write(drop_page)
        except Exception as error:
            if trouble_of(error) is None:
                raise
        else:
            self.trouble = None
        return self.trouble

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
        for jobs, _ in self._work:
            jobs.put(None)
        for _, thread in self._work:
            await asyncio.to_thread(thread.join)
        self.engine.dispose()

    def _serve(self, jobs: "queue.SimpleQueue[_Job | None]", most: int) -> None:
        """Commit what is queued, up to `most` units at a time, on a connection of this thread."""
        closing = False
        while not closing and (job := jobs.get()) is not None:
            group = [job]
            while len(group) < most:
                try:
                    more = jobs.get_nowait()
                except queue.Empty:
                    break
                if more is None:
                    closing = True
                    break
                group.append(more)
            outcomes = self._commit(group)
            self.trouble = next(filter(None, (trouble_of(error) for _, _, error in outcomes)), self.trouble)
            _settle(outcomes)
        if (connection := getattr(self._mine, "connection", None)) is not None:
            connection.close()

    def _commit(self, group: list[_Job]) -> list[_Outcome]:
        """All units in one transaction; when one fails, each again in its own, so that it takes nobody with it."""
        if len(group) > 1:
            outcomes = self._try(group)
            if outcomes[-1][2] is None:
                return outcomes
        until = time.monotonic() + (0.0 if self.is_sqlite else PATIENCE)
        return [self._alone(job, until) for job in group]

    def _alone(self, job: _Job, until: float) -> _Outcome:
        """One unit by itself, again after a deadlock or on a new connection (the inbox key makes that one effect)."""
        for attempt in itertools.count(1):
            ((_, result, error),) = self._try([job])
            if error is None:
                break
            if self._lost():
                if attempt >= ATTEMPTS and time.monotonic() >= until:
                    error = Unreachable(type(error).__name__)
                    break
                time.sleep(RECONNECT if attempt > 1 and not self.is_sqlite else 0)
            elif attempt >= ATTEMPTS or _state(error) not in SERIALIZATION_STATES:
                break
        return job, result, error

    def _lost(self) -> bool:
        """Whether this thread has no connection any more, or never got one."""
        connection: Connection | None = getattr(self._mine, "connection", None)
        return connection is None or connection.closed

    def _try(self, group: list[_Job]) -> list[_Outcome]:
        """Run the units and commit once; the first failure fails them all."""
        try:
            with self._connection() as tx, tx.begin():
                if not self.is_sqlite and (names := sorted({job.holding for job in group if job.holding})):
                    _LOCKS.rows(tx, {"names": names})
                return [(job, job.unit(tx), None) for job in group]
        except BaseException as error:  # noqa: BLE001 - handed to the callers, who await it
            return [(job, None, error) for job in group]

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        """This thread's connection, kept while it works; a broken one is replaced."""
        tx: Connection | None = getattr(self._mine, "connection", None)
        if tx is None or tx.closed or tx.invalidated:
            tx = self._mine.connection = self.engine.connect().execution_options(write=True)
        try:
            yield tx
        except DBAPIError as error:
            if error.connection_invalidated or tx.invalidated:
                tx.close()
            raise
        except Exception:
            if not _usable(tx):
                tx.invalidate()
                tx.close()
            raise


def _state(error: BaseException) -> str | None:
    """PostgreSQL's SQLSTATE, whether SQLAlchemy has wrapped the driver's error or not."""
    return getattr(getattr(error, "orig", error), "sqlstate", None)


def _end_when_stuck(connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.execute(f"SET idle_in_transaction_session_timeout = '{STUCK}'")
    connection.commit()


def _usable(tx: Connection) -> bool:
    """Whether the driver still holds a connection (a prepared statement's error does not pass SQLAlchemy's check)."""
    return not getattr(tx.connection.dbapi_connection, "closed", False)


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
    options: dict[str, Any] = {"json_serializer": _dumps, "json_deserializer": orjson.loads, "hide_parameters": True}
    if url.get_backend_name() == "postgresql":
        link = {name: value for name, value in _LINK.items() if name not in url.query}
        return create_engine(url, pool_size=LONELY_THREADS + 4, pool_pre_ping=True, connect_args=link, **options)
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
        _LOCK.rows(tx, {"name": name})


def taken(tx: Connection, name: str) -> bool:
    """Whether another transaction holds this name just now; if none does, this one holds it until it ends."""
    return tx.dialect.name == "postgresql" and _TRY.rows(tx, {"name": name}) != [(True,)]


_NAMES = func.unnest(bindparam("names", type_=ARRAY(String)))
_LOCKS = Prepared(select(func.pg_advisory_xact_lock(func.hashtextextended(_NAMES, 0))))
_HASH = func.hashtextextended(bindparam("name", type_=String), 0)
_LOCK = Prepared(select(func.pg_advisory_xact_lock(_HASH)))
_TRY = Prepared(select(func.pg_try_advisory_xact_lock(_HASH)))


def _dumps(value: Any) -> str:
    return orjson.dumps(value).decode()
