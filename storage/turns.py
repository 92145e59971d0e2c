"""One server at a time, for the few things that servers on one database do once for all of them (design.md 1)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from storage.db import Database

WAIT, HOLD = "12s", "15s"
"""How long a server waits for its turn, and how long one that does nothing may keep it."""


@asynccontextmanager
async def turn(db: Database, name: str) -> AsyncIterator[None]:
    """Wait until no other server is inside, but not for ever: what is done here must do no harm twice.

    A server that dies inside gives the turn back at once; SQLite has one server and needs no turns.
    """
    tx = None if db.is_sqlite else await asyncio.to_thread(_take, db, name)
    try:
        yield
    finally:
        if tx is not None:
            await asyncio.to_thread(_give_back, tx)


def _take(db: Database, name: str) -> Connection | None:
    with suppress(SQLAlchemyError):
        tx = db.engine.connect()
        try:
            tx.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT}'")
            tx.exec_driver_sql(f"SET LOCAL idle_in_transaction_session_timeout = '{HOLD}'")
            tx.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
        except BaseException:
            tx.invalidate()
            tx.close()
            raise
        return tx
    return None


def _give_back(tx: Connection) -> None:
    with suppress(SQLAlchemyError):
        tx.close()
