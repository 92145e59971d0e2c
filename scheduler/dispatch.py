"""Claiming what may go now: WeCom's rate for each member and our own daily cap (wecom.md 5.7, domain.md 7.9)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, update

from scheduler.etiquette import after_cap, daily_cap, day_start
from scheduler.parcels import Parcel, pack
from scheduler.workdays import WorkCalendar
from storage import outbox
from storage.office import Office
from storage.outbox import Lane, Outgoing
from storage.tables import outbox as outbox_table

PER_MINUTE, PER_HOUR = 30, 1000
"""Messages of one app to one member; WeCom drops what is over, silently, in a sliding window."""
MARGIN = 1.0
"""Seconds added to each window: our call and WeCom's count do not happen at the same moment."""
PAGE = 1900
"""Bytes that surely fit one message with its page number: an over-long text leaves in several."""


def claim_parcels(
    tx: Connection,
    *,
    owner: str,
    now: datetime,
    real: float,
    office: Office,
    calendar: WorkCalendar,
    limit: int = 200,
) -> list[Parcel]:
    """Take what may go, settle which rows travel together, and put back what would break a limit."""
    rows = outbox.claim(tx, owner=owner, now=now, real=real, limit=limit)
    begun = {row.batch for row in rows if row.lane is Lane.BROADCAST and row.batch and "#" in row.batch}
    if begun:
        rows += outbox.claim_company(tx, sorted(begun), owner=owner, real=real)
    parcels = pack(rows)
    parcels = _within_rate(tx, parcels, owner, real)
    parcels = _within_cap(tx, parcels, owner, now, office, calendar)
    for parcel in parcels:
        stale = [row.id for row in parcel.rows if row.batch != parcel.batch]
        if parcel.batch is not None and len(parcel.rows) > 1 and stale:
            tx.execute(update(outbox_table).where(outbox_table.c.id.in_(stale)).values(batch=parcel.batch))
    return parcels


def _within_rate(tx: Connection, parcels: list[Parcel], owner: str, real: float) -> list[Parcel]:
    people = {who for parcel in parcels for who in parcel.recipients if who.startswith("user:")}
    if not people:
        return parcels
    calls = outbox.recent_calls(tx, list(people), real, 3600 + MARGIN)
    held: dict[str, float] = {}
    allowed = []
    for parcel in parcels:
        count = _calls(parcel)
        for who in people.intersection(parcel.recipients):
            wait = _wait(calls.setdefault(who, []), real, count)
            if wait is not None:
                held[who] = max(wait, held.get(who, 0.0))
        going = _without(parcel, held)
        staying = [row.id for row in parcel.rows if row.recipient in held or going is None]
        if staying:
            until = max(held[who] for who in parcel.recipients if who in held)
            outbox.put_back(tx, staying, owner=owner, retry_at=until, error=None, called=False)
        if going is not None:
            allowed.append(going)
            for who in going.recipients:
                calls.setdefault(who, []).extend([real] * count)
    return allowed


def _without(parcel: Parcel, held: Mapping[str, float]) -> Parcel | None:
    """The parcel for whoever may get it now. A call that was made before is repeated to the letter or not at all."""
    if not held or held.keys().isdisjoint(parcel.recipients):
        return parcel
    rows = tuple(row for row in parcel.rows if row.recipient not in held)
    return Parcel(rows, parcel.batch) if rows and parcel.first.batch != parcel.batch else None


def _calls(parcel: Parcel) -> int:
    """How many messages a person will get: one, or the pages of an over-long text."""
    return 1 + sum(len(row.payload.get("text", "").encode()) for row in _words(parcel)) // PAGE


def _words(parcel: Parcel) -> Sequence[Outgoing]:
    texts = [row for row in parcel.rows if row.kind == "text"]
    return texts if len(parcel.recipients) == 1 else texts[:1]


def _wait(times: Sequence[float], real: float, count: int) -> float | None:
    """When so many more messages may go, or None for now."""
    for window, most in ((60 + MARGIN, PER_MINUTE), (3600 + MARGIN, PER_HOUR)):
        inside = sorted(at for at in times if at > real - window)
        room = most - min(count, most)
        if len(inside) > room:
            return inside[len(inside) - room - 1] + window
    return None


def _within_cap(
    tx: Connection, parcels: list[Parcel], owner: str, now: datetime, office: Office, calendar: WorkCalendar
) -> list[Parcel]:
    """What was merged counts once; what is too much for today waits for the next workday."""
    routine = [p for p in parcels if p.first.lane is Lane.ROUTINE and p.first.recipient.startswith("user:")]
    if not routine:
        return parcels
    sent = outbox.routine_since(tx, list({p.first.recipient for p in routine}), day_start(now))
    held: list[Parcel] = []
    for parcel in routine:
        who = parcel.first.recipient
        if sent.get(who, 0) >= daily_cap(who.removeprefix("user:"), office):
            held.append(parcel)
        sent[who] = sent.get(who, 0) + 1
    if held:
        ids = [row_id for parcel in held for row_id in parcel.ids]
        later = after_cap(now, office, calendar)
        outbox.put_back(tx, ids, owner=owner, retry_at=0, error=None, not_before=later, called=False)
    return [parcel for parcel in parcels if parcel not in held]
