"""The inbox: one row per thing that WeCom told us, so that its retries end in one effect. No content is kept."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete

from storage.tables import inbox
from storage.upsert import insert

KEEP = timedelta(days=7)
"""Far beyond WeCom's retries, which follow within seconds (wecom.md 2)."""


def accept(tx: Connection, key: str, now: datetime, request_id: str) -> bool:
    """Mark the callback as handled in this transaction. False: it already was."""
    row = insert(tx, inbox).values(key=key, received_at=now, request_id=request_id).on_conflict_do_nothing()
    return tx.execute(row.returning(inbox.c.key)).first() is not None


def forget_old(tx: Connection, now: datetime) -> int:
    """Drop keys that can no longer come back; returns how many."""
    return tx.execute(delete(inbox).where(inbox.c.received_at < now - KEEP)).rowcount
