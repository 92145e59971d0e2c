"""The outbox: what is to be said, row by row, written in the transaction of the act that says it.

States: queued → sending → sent | failed | expired. Nobody but the sender (bot/sender.py) moves a row on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection, Float, and_, bindparam, func, insert, select, update
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import ReturningUpdate

from storage import guard
from storage.db import lock
from storage.messages import AnyMessage, words
from storage.prepared import Prepared, adding
from storage.tables import outbox
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


def _claiming() -> ReturningUpdate[Any]:
    """One sender per recipient; nothing too late; nothing overtakes what waits for its retry, but for a better lane."""
    ahead, row, real = aliased(outbox), outbox.c, bindparam("real", type_=Float)
    blocked = (
        select(ahead.c.id)
        .where(
            ahead.c.recipient == row.recipient,
            (ahead.c.state == "sending")
            | and_(ahead.c.state == "queued", ahead.c.id < row.id, ahead.c.lane <= row.lane, ahead.c.retry_at > real),
        )
        .exists()
    )
    now = bindparam("now", type_=Instant)
    timely = row.expires_at.is_(None) | (row.expires_at >= now)
    ready = (
        select(row.id)
        .where(row.state == "queued", row.not_before <= now, timely, row.retry_at <= real, ~blocked)
        .order_by(row.lane, row.id)
        .limit(bindparam("most"))
    )
    return (
        update(outbox)
        .where(row.id.in_(ready.scalar_subquery()))
        .values(state="sending", owner=bindparam("whose"), lease_until=bindparam("until"), attempt=row.attempt + 1)
        .returning(*outbox.c)
    )


_CLAIM = Prepared(_claiming())
_SENT = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("row"), outbox.c.owner == bindparam("its_owner"), outbox.c.state == "sending")
    .values(
        state="sent",
        sent_at=bindparam("now"),
        sent_real=bindparam("real"),
        calls=bindparam("its_calls"),
        msgid=bindparam("its_msgid"),
        response_code=bindparam("its_code"),
        error=None,
    )
)


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
    if tx.dialect.name == "postgresql":
        lock(tx, "outbox-claim")
    moment = {"now": now, "real": real, "most": limit, "whose": owner, "until": real + LEASE}
    taken = _CLAIM.maps(tx, moment)
    return sorted((_outgoing(r) for r in taken), key=lambda o: (o.lane, o.id))


def claim_company(tx: Connection, batches: list[str], *, owner: str, real: float) -> list[Outgoing]:
    """The rest of broadcast calls put together before: such a call is made to the same people or not at all."""
    same = (outbox.c.state == "queued", outbox.c.lane == int(Lane.BROADCAST), outbox.c.batch.in_(batches))
    mine = {"state": "sending", "owner": owner, "lease_until": real + LEASE, "attempt": outbox.c.attempt + 1}
    taken = tx.execute(update(outbox).where(*same).values(mine).returning(*outbox.c))
    return [_outgoing(row._asdict()) for row in taken]


def renew(tx: Connection, ids: list[int], *, owner: str, real: float) -> list[int]:
    """Keep these rows for another lease; returns those that are still ours."""
    ours = (outbox.c.id.in_(ids), outbox.c.owner == owner, outbox.c.state == "sending")
    kept = tx.execute(update(outbox).where(*ours).values(lease_until=real + LEASE).returning(outbox.c.id))
    return list(kept.scalars())


def recent_calls(tx: Connection, recipients: list[str], real: float, window: float) -> dict[str, list[float]]:
    """When each recipient was last sent to within the window: the true sliding window of wecom.md 5.7."""
    query = select(outbox.c.recipient, outbox.c.sent_real, outbox.c.calls).where(
        outbox.c.recipient.in_(recipients), outbox.c.sent_real > real - window
    )
    times: dict[str, list[float]] = {}
    for r in tx.execute(query):
        times.setdefault(r.recipient, []).extend([r.sent_real] * r.calls)
    return times


def routine_since(tx: Connection, recipients: list[str], since: datetime) -> dict[str, int]:
    """How many routine messages each recipient got since then; merged rows count once (domain.md 7.9)."""
    query = (
        select(outbox.c.recipient, func.count(func.distinct(outbox.c.msgid)).label("n"))
        .where(outbox.c.recipient.in_(recipients), outbox.c.lane == int(Lane.ROUTINE), outbox.c.sent_at >= since)
        .group_by(outbox.c.recipient)
    )
    return {r.recipient: r.n for r in tx.execute(query)}


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
    rows = [
        {"row": row_id, "its_calls": calls if shared or not index else 0, **same} for index, row_id in enumerate(ids)
    ]
    _SENT.many(tx, rows)


def mark_failed(tx: Connection, ids: list[int], *, owner: str, error: str) -> None:
    """These rows will not be tried again."""
    tx.execute(
        update(outbox)
        .where(outbox.c.id.in_(ids), outbox.c.owner == owner, outbox.c.state == "sending")
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
    tx.execute(
        update(outbox).where(outbox.c.id.in_(ids), outbox.c.owner == owner, outbox.c.state == "sending").values(values)
    )


def next_time(tx: Connection) -> tuple[datetime | None, float | None]:
    """When the next queued row may go: by office time, and by real time."""
    query = select(func.min(outbox.c.not_before), func.min(outbox.c.retry_at)).where(outbox.c.state == "queued")
    row = tx.execute(query).one()
    return row[0], row[1]


def release(tx: Connection, owner: str) -> int:
    """At the start of the only server of a database: rows that its predecessor held are free again."""
    return tx.execute(
        update(outbox).where(outbox.c.state == "sending", outbox.c.owner != owner).values(state="queued", owner=None)
    ).rowcount


def let_go(tx: Connection, owner: str) -> None:
    """When a server stops: what it still holds, another may take at once."""
    held = update(outbox).where(outbox.c.owner == owner, outbox.c.state == "sending")
    tx.execute(held.values(state="queued", owner=None))


def sweep(tx: Connection, *, now: datetime, real: float) -> None:
    """Let go what came too late to be worth saying, and free the rows of a sender that vanished."""
    tx.execute(update(outbox).where(outbox.c.state == "queued", outbox.c.expires_at < now).values(state="expired"))
    tx.execute(
        update(outbox)
        .where(outbox.c.state == "sending", outbox.c.lease_until < real)
        .values(state="queued", owner=None)
    )


def _outgoing(row: Mapping[str, Any]) -> Outgoing:
    values: dict[str, Any] = {name: row[name] for name in Outgoing.__slots__}
    return Outgoing(**{**values, "lane": Lane(row["lane"])})
