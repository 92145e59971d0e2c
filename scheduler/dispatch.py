"""Claiming what may go now: WeCom's rate for each member and our own daily cap (wecom.md 5.7, domain.md 7.9)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, update

from scheduler.etiquette import after_cap, daily_cap, day_start
from scheduler.parcels import Parcel, pack
from storage import outbox
from storage.office import Office
from storage.outbox import Lane, Outgoing
from storage.tables import outbox as outbox_table

PER_MINUTE, PER_HOUR = 30, 1000
"""Messages of one app to one member; WeCom drops what is over, silently, in a sliding window."""
MARGIN = 1.0
"""Seconds added to each window: our call and WeCom's count do not happen at the same moment."""


def claim_parcels(
    tx: Connection, *, owner: str, now: datetime, real: float, office: Office, limit: int = 200
) -> list[Parcel]:
    """Take what may go, put back what would break a limit, and settle which rows travel together."""
    rows = outbox.claim(tx, owner=owner, now=now, real=real, limit=limit)
    rows = _within_rate(tx, rows, owner, real)
    rows = _within_cap(tx, rows, owner, now, office)
    parcels = pack(rows)
    for parcel in parcels:
        stale = [row.id for row in parcel.rows if row.batch != parcel.batch]
        if parcel.batch is not None and len(parcel.rows) > 1 and stale:
            tx.execute(update(outbox_table).where(outbox_table.c.id.in_(stale)).values(batch=parcel.batch))
    return parcels


def _within_rate(tx: Connection, rows: list[Outgoing], owner: str, real: float) -> list[Outgoing]:
    people = [row.recipient for row in rows if row.recipient.startswith("user:")]
    if not people:
        return rows
    calls = outbox.recent_calls(tx, list(set(people)), real, 3600 + MARGIN)
    allowed = []
    for row in rows:
        times = calls.setdefault(row.recipient, [])
        wait = _wait(times, real)
        if wait is None or not row.recipient.startswith("user:"):
            times.append(real)
            allowed.append(row)
        else:
            outbox.put_back(tx, [row.id], owner=owner, retry_at=wait, error=None)
    return allowed


def _wait(times: Sequence[float], real: float) -> float | None:
    """When the next message may go, or None for now."""
    for window, most in ((60 + MARGIN, PER_MINUTE), (3600 + MARGIN, PER_HOUR)):
        inside = sorted(at for at in times if at > real - window)
        if len(inside) >= most:
            return inside[-most] + window
    return None


def _within_cap(tx: Connection, rows: list[Outgoing], owner: str, now: datetime, office: Office) -> list[Outgoing]:
    people = list({row.recipient for row in rows if row.lane is Lane.ROUTINE and row.recipient.startswith("user:")})
    if not people:
        return rows
    sent = outbox.routine_since(tx, people, day_start(now))
    full = {who for who in people if sent.get(who, 0) >= daily_cap(who.removeprefix("user:"), office)}
    held = [row.id for row in rows if row.lane is Lane.ROUTINE and row.recipient in full]
    if held:
        outbox.put_back(tx, held, owner=owner, retry_at=0, error=None, not_before=after_cap(now, office))
    return [row for row in rows if row.id not in held]
