"""The inbox: one row per thing that WeCom told us, so that its retries end in one effect. No content is kept."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete

from storage.tables import inbox
from storage.upsert import Prepared

KEEP = timedelta(days=7)
"""Far beyond WeCom's retries, which follow within seconds (wecom.md 2)."""


_ACCEPT = Prepared(inbox, lambda new: new.on_conflict_do_nothing().returning(inbox.c.key))


def accept(tx: Connection, key: str, now: datetime, request_id: str) -> bool:
    """Mark the callback as handled in this transaction. False: it already was."""
    row = {"key": key, "received_at": now, "request_id": request_id}
    return tx.execute(_ACCEPT(tx), row).first() is not None


def forget_old(tx: Connection, now: datetime) -> int:
    """Drop keys that can no longer come back; returns how many."""
    return tx.execute(delete(inbox).where(inbox.c.received_at < now - KEEP)).rowcount
