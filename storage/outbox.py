"""The outbox: what is to be said, row by row, written in the transaction of the act that says it.

States: queued → sending → sent | failed | expired. Nobody but the sender (bot/sender.py) moves a row on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from storage import guard, outbox_queue
from storage.among import Among
from storage.db import lock
from storage.messages import AnyMessage, words
from storage.prepared import Prepared, adding
from storage.tables import in_state, outbox, still
from storage.types import Instant

LEASE = 30.0
"""Real seconds after which another sender may take a row whose sender has vanished."""


class Lane(IntEnum):
    """Which goes first, and which rules of etiquette hold (domain.md 2.7, 7.9)."""

    URGENT = 0
    """特提, 特急, 突发: at once, at any hour."""
    ANSWER = 1
    """The answer to a person's own message: at once, never merged."""
    TIMELY = 2
    """Notices and reminders that are worth nothing later: quiet hours hold, the daily cap does not."""
    ROUTINE = 3
    """Everything else: quiet hours, merged, at most a few a day."""
    BROADCAST = 4


_NEW = ("recipient", "lane", "kind", "payload", "dedupe_key", "created_at", "not_before", "expires_at", "origin")
_ROW = adding(outbox, *_NEW, "subject", "batch")
_ADD = Prepared(insert(outbox).values(_ROW))
_ADD_ONCE = Prepared(lambda insert: insert(outbox).values(_ROW).on_conflict_do_nothing().returning(outbox.c.id))


_QUEUED, _SENDING = in_state(outbox.c, "queued"), in_state(outbox.c, "sending")
_STILL_SENDING = still(outbox.c, "sending")
_TAKE = Among(
    outbox.c.id,
    lambda these: (
        update(outbox)
        .where(these, still(outbox.c, "queued"))
        .values(state="sending", owner=bindparam("whose"), lease_until=bindparam("until"), attempt=outbox.c.attempt + 1)
        .returning(*outbox.c)
    ),
)
_SENT = Among(
    outbox.c.id,
    lambda these: (
        update(outbox)
        .where(these, outbox.c.owner == bindparam("its_owner"), _STILL_SENDING)
        .values(
            state="sent",
            sent_at=bindparam("now"),
            sent_real=bindparam("real"),
            calls=bindparam("its_calls"),
            msgid=bindparam("its_msgid"),
            response_code=bindparam("its_code"),
            error=None,
        )
    ),
)
_CALLS = Among(
    outbox.c.recipient,
    lambda these: select(outbox.c.recipient, outbox.c.sent_real, outbox.c.calls).where(
        these, outbox.c.sent_real > bindparam("since")
    ),
)
_ROUTINE = Among(
    outbox.c.recipient,
    lambda these: (
        select(outbox.c.recipient, func.count(func.distinct(outbox.c.msgid)))
        .where(these, outbox.c.lane == int(Lane.ROUTINE), outbox.c.sent_at >= bindparam("since", type_=Instant))
        .group_by(outbox.c.recipient)
    ),
)
_EXPIRE = Prepared(
    update(outbox).where(still(outbox.c, "queued"), outbox.c.expires_at < bindparam("now")).values(state="expired")
)
_FREE = Prepared(
    update(outbox).where(_SENDING, outbox.c.lease_until < bindparam("real")).values(state="queued", owner=None)
)
_NEXT = Prepared(
    select(outbox.c.not_before)
    .where(_QUEUED, outbox.c.not_before > bindparam("after"))
    .order_by(outbox.c.not_before)
    .limit(1)
)
_FIRST = Prepared(select(outbox.c.not_before).where(_QUEUED).order_by(outbox.c.not_before).limit(1))


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claimed row, as the sender sees it."""

    id: int
    recipient: str
    lane: Lane
    kind: str
    payload: dict[str, Any]
    attempt: int
    created_at: datetime
    origin: str | None
    subject: str | None
    batch: str | None


def user(userid: str) -> str:
    """The address of a person."""
    return f"user:{userid.lower()}"


def chat(chatid: str) -> str:
    """The address of a WeCom group."""
    return f"chat:{chatid}"


def enqueue(
    tx: Connection,
    to: str,
    message: AnyMessage,
    *,
    lane: Lane,
    now: datetime,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    dedupe_key: str | None = None,
    origin: str | None = None,
    subject: str | None = None,
    batch: str | None = None,
    trusted: bool = False,
) -> bool:
    """Put a message into the outbox; False when one with this dedupe key is there already (domain.md G4).

    `trusted` is for the guard's own replies, which name what they refuse.

    Raises GuardRefused when the guard would not let the text pass: nothing is written then.
    """
    if not trusted:
        guard.refuse_unless_ok(words(message))
    values = {
        "recipient": to,
        "lane": int(lane),
        "kind": message.kind,
        "payload": message.model_dump(mode="json"),
        "dedupe_key": dedupe_key,
        "created_at": now,
        "not_before": not_before or now,
        "expires_at": expires_at,
        "origin": origin,
        "subject": subject,
        "batch": batch,
    }
    if dedupe_key is None:
        _ADD.run(tx, values)
        return True
    return _ADD_ONCE.first(tx, values) is not None


def claim(tx: Connection, *, owner: str, now: datetime, real: float, limit: int = 200) -> list[Outgoing]:
    """Take the rows that may go now: best lane first, one sender per recipient, in order for each recipient."""
    lock(tx, "outbox-claim")
    ids = outbox_queue.free(tx, now=now, real=real, limit=limit)
    if not ids:
        return []
    taken = _TAKE.maps(tx, ids, {"whose": owner, "until": real + LEASE})
    return sorted((_outgoing(r) for r in taken), key=lambda o: (o.lane, o.id))


def claim_company(tx: Connection, batches: list[str], *, owner: str, real: float) -> list[Outgoing]:
    """The rest of broadcast calls put together before: such a call is made to the same people or not at all."""
    same = (_QUEUED, outbox.c.lane == int(Lane.BROADCAST), outbox.c.batch.in_(batches))
    mine = {"state": "sending", "owner": owner, "lease_until": real + LEASE, "attempt": outbox.c.attempt + 1}
    taken = tx.execute(update(outbox).where(*same).values(mine).returning(*outbox.c))
    return [_outgoing(row._asdict()) for row in taken]


def renew(tx: Connection, ids: list[int], *, owner: str, real: float) -> list[int]:
    """Keep these rows for another lease; returns those that are still ours."""
    ours = (outbox.c.id.in_(ids), outbox.c.owner == owner, _STILL_SENDING)
    kept = tx.execute(update(outbox).where(*ours).values(lease_until=real + LEASE).returning(outbox.c.id))
    return list(kept.scalars())


def recent_calls(tx: Connection, recipients: list[str], real: float, window: float) -> dict[str, list[float]]:
    """When each recipient was last sent to within the window: the true sliding window of wecom.md 5.7."""
    times: dict[str, list[float]] = {}
    for recipient, at, calls in _CALLS.rows(tx, recipients, {"since": real - window}):
        times.setdefault(recipient, []).extend([at] * calls)
    return times


def routine_since(tx: Connection, recipients: list[str], since: datetime) -> dict[str, int]:
    """How many routine messages each recipient got since then; merged rows count once (domain.md 7.9)."""
    return dict(_ROUTINE.rows(tx, recipients, {"since": since}))


def mark_sent(
    tx: Connection,
    ids: list[int],
    *,
    owner: str,
    now: datetime,
    real: float,
    calls: int,
    msgid: str,
    response_code: str | None,
    shared: bool = False,
) -> None:
    """These rows reached WeCom together; a row that is no longer ours is left alone.

    `calls`: how many messages a person got, counted on one row when they were merged for one person, on each when
    they were `shared` by many.
    """
    same = {"its_owner": owner, "now": now, "real": real, "its_msgid": msgid, "its_code": response_code}
    counted = len(ids) if shared else 1
    for some, its_calls in ((ids[:counted], calls), (ids[counted:], 0)):
        if some:
            _SENT.run(tx, some, {**same, "its_calls": its_calls})


def mark_failed(tx: Connection, ids: list[int], *, owner: str, error: str) -> None:
    """These rows will not be tried again."""
    tx.execute(
        update(outbox)
        .where(outbox.c.id.in_(ids), outbox.c.owner == owner, _STILL_SENDING)
        .values(state="failed", error=error[:400])
    )


def put_back(
    tx: Connection,
    ids: list[int],
    *,
    owner: str,
    retry_at: float,
    error: str | None,
    not_before: datetime | None = None,
    called: bool = True,
) -> None:
    """Try these rows again later: at a real time (back-off), or at an office time (the daily cap).

    What was claimed and never called does not count as an attempt.
    """
    values: dict[str, Any] = {"state": "queued", "retry_at": retry_at, "owner": None}
    if not called:
        values["attempt"] = outbox.c.attempt - 1
    if error is not None:
        values["error"] = error[:400]
    if not_before is not None:
        values["not_before"] = not_before
    tx.execute(update(outbox).where(outbox.c.id.in_(ids), outbox.c.owner == owner, _STILL_SENDING).values(values))


def next_time(tx: Connection, after: datetime) -> datetime | None:
    """The first office time after this one at which a queued row may go."""
    found = _NEXT.first(tx, {"after": after})
    return found[0] if found else None


def may_go(tx: Connection, now: datetime) -> bool:
    """Whether the hour of any queued row has come."""
    first = _FIRST.first(tx, {})
    return first is not None and first[0] <= now


def release(tx: Connection, owner: str) -> int:
    """At the start of the only server of a database: rows that its predecessor held are free again."""
    return tx.execute(
        update(outbox).where(_SENDING, outbox.c.owner != owner).values(state="queued", owner=None)
    ).rowcount


def let_go(tx: Connection, owner: str) -> None:
    """When a server stops: what it still holds, another may take at once."""
    held = update(outbox).where(outbox.c.owner == owner, _SENDING)
    tx.execute(held.values(state="queued", owner=None))


def sweep(tx: Connection, *, now: datetime, real: float) -> None:
    """Let go what came too late to be worth saying, and free the rows of a sender that vanished."""
    _EXPIRE.run(tx, {"now": now})
    _FREE.run(tx, {"real": real})


def _outgoing(row: Mapping[str, Any]) -> Outgoing:
    values: dict[str, Any] = {name: row[name] for name in Outgoing.__slots__}
    return Outgoing(**{**values, "lane": Lane(row["lane"])})
