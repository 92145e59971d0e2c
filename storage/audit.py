"""Who did what to which object: append-only, with a hash chain (domain.md 7.7).

Events are written inside the transaction of the act. A moment later the sealer numbers and chains them in one go, so
that concurrent acts never wait for each other's hash. Whoever changes or removes a sealed event breaks the chain.

Events older than they must be kept are removed from the beginning only (`trim`); where the chain now begins is written
down and told in the chain itself.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, RowMapping, bindparam, delete, func, insert, select, update

from storage import settings
from storage.db import lock
from storage.prepared import Prepared, adding
from storage.tables import audit_event

GENESIS = "0" * 64
TRIMMED = "审计到期清理"
"""The action that tells how far the chain was removed."""
_START = "audit_start"
"""The setting that holds the number and hash of the last removed event."""
_SEALED_FIELDS = ("at", "actor", "acting_for", "action", "object", "before", "after", "channel", "result", "request_id")


_ADD = Prepared(insert(audit_event).values(adding(audit_event, *_SEALED_FIELDS)))
_SEAL = (
    update(audit_event)
    .where(audit_event.c.id == bindparam("event"))
    .values(seq=bindparam("its_seq"), hash=bindparam("its_hash"))
)


def record(
    tx: Connection,
    *,
    at: datetime,
    actor: str,
    action: str,
    object: str | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    acting_for: str | None = None,
    channel: str = "wecom",
    result: str = "ok",
    request_id: str = "",
) -> None:
    """Write one event. `acting_for` names the leader whose 联络员 acted ("代"); fields must not be sensitive."""
    row = {
        "at": at,
        "actor": actor,
        "acting_for": acting_for,
        "action": action,
        "object": object,
        "before": dict(before) if before is not None else None,
        "after": dict(after) if after is not None else None,
        "channel": channel,
        "result": result,
        "request_id": request_id,
    }
    _ADD.run(tx, row)


def seal(tx: Connection, limit: int = 500) -> int:
    """Chain the events that are not yet chained, in the order of their ids; returns how many."""
    lock(tx, "audit-seal")
    fresh = tx.execute(
        select(audit_event).where(audit_event.c.seq.is_(None)).order_by(audit_event.c.id).limit(limit)
    ).mappings()
    events = fresh.all()
    if not events:
        return 0
    last = tx.execute(
        select(audit_event.c.seq, audit_event.c.hash)
        .where(audit_event.c.seq.is_not(None))
        .order_by(audit_event.c.seq.desc())
        .limit(1)
    ).first()
    seq, chain = (last.seq, last.hash) if last is not None else _beginning(tx)
    sealed = []
    for event in events:
        seq += 1
        chain = _digest(chain, seq, event)
        sealed.append({"event": event["id"], "its_seq": seq, "its_hash": chain})
    tx.execute(_SEAL, sealed)
    return len(events)


def broken_at(tx: Connection) -> int | None:
    """The first sequence number whose hash does not follow from the one before; None when the chain is whole.

    A beginning that no event in the chain tells of is broken, too.
    """
    first, chain = _beginning(tx)
    if first and not _told(tx, first, chain):
        return first
    sealed = select(audit_event).where(audit_event.c.seq.is_not(None)).order_by(audit_event.c.seq)
    for expected, event in enumerate(tx.execute(sealed).mappings(), first + 1):
        chain = _digest(chain, expected, event)
        if event["seq"] != expected or event["hash"] != chain:
            return expected
    return None


def trim(tx: Connection, before: datetime, *, now: datetime, request_id: str = "") -> int:
    """Remove the sealed events from the beginning up to the first that is not older; returns how many."""
    lock(tx, "audit-seal")
    sealed = audit_event.c.seq.is_not(None)
    kept = tx.execute(select(func.min(audit_event.c.seq)).where(sealed, audit_event.c.at >= before)).scalar()
    old = (sealed, audit_event.c.seq < kept) if kept is not None else (sealed,)
    last = tx.execute(
        select(audit_event.c.seq, audit_event.c.hash).where(*old).order_by(audit_event.c.seq.desc()).limit(1)
    ).first()
    if last is None:
        return 0
    gone = tx.execute(delete(audit_event).where(*old)).rowcount
    settings.put(tx, _START, f"{last.seq}:{last.hash}", by="clock", at=now)
    told = {"through": last.seq, "hash": last.hash, "rows": gone}
    record(
        tx, at=now, actor="clock", action=TRIMMED, object="audit", after=told, channel="clock", request_id=request_id
    )
    return gone


def _beginning(tx: Connection) -> tuple[int, str]:
    """Number and hash of the event before the first one that is still there."""
    seq, _, chain = (settings.get(tx, _START) or f"0:{GENESIS}").partition(":")
    return int(seq), chain


def _told(tx: Connection, seq: int, chain: str) -> bool:
    said = tx.execute(select(audit_event.c.after).where(audit_event.c.action == TRIMMED)).scalars()
    return any(after and after.get("through") == seq and after.get("hash") == chain for after in said)


def count(tx: Connection) -> int:
    """How many events there are."""
    return int(tx.execute(select(func.count()).select_from(audit_event)).scalar_one())


def _digest(previous: str, seq: int, event: RowMapping) -> str:
    content = [previous, seq, *(event[name] for name in _SEALED_FIELDS)]
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
