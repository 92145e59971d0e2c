"""The inbox: one row per thing that WeCom told us, so that its retries end in one effect. No content is kept."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete

from storage.prepared import Prepared
from storage.tables import inbox

KEEP = timedelta(days=365)
"""Far beyond WeCom's retries, which follow within seconds (wecom.md 2): a recorded callback stays known for a year, and
what is older is refused at the door."""


_ACCEPT = Prepared(lambda insert: insert(inbox).on_conflict_do_nothing().returning(inbox.c.key))


def accept(tx: Connection, key: str, now: datetime, request_id: str) -> bool:
    """Mark the callback as handled in this transaction. False: it already was."""
    row = {"key": key, "received_at": now, "request_id": request_id}
    return _ACCEPT.first(tx, row) is not None


def forget_old(tx: Connection, now: datetime) -> int:
    """Drop keys that can no longer come back; returns how many."""
    return tx.execute(delete(inbox).where(inbox.c.received_at < now - KEEP)).rowcount
