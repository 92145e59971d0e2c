"""Answers that leave by the robot's door: taken in the transaction that writes them, so nobody else sends them.

A taken row is `sending` under a lease of its own, like those of the sender. When its server dies, or the door cannot
bring it, the row is free again and the sender brings it by the app's message/send: what commits is answered.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, update

from storage import outbox, settings
from storage.outbox import LEASE, Lane
from storage.tables import outbox as table

MET = "robot_met:"
"""With a userid: has spoken to the robot in the single chat, so it may speak there unasked (846607 otherwise)."""


class Taken(NamedTuple):
    """A row of an answer."""

    id: int
    kind: str
    payload: dict[str, Any]


def take(
    tx: Connection, userid: str, handle: str, *, kinds: Collection[str], since: datetime, owner: str, real: float
) -> None:
    """Take this turn's answers to the person who spoke, but for updates of cards that were pressed elsewhere."""
    fresh = select(table.c.id, table.c.kind, table.c.payload).where(
        table.c.recipient == outbox.user(userid),
        table.c.state == "queued",
        table.c.lane == int(Lane.ANSWER),
        table.c.attempt == 0,
        table.c.created_at >= since,
        table.c.kind.in_(kinds),
    )
    ids = [
        row.id for row in tx.execute(fresh) if row.kind != "card_update" or row.payload.get("response_code") == handle
    ]
    if ids:
        mine = {"state": "sending", "owner": owner, "lease_until": real + LEASE, "attempt": 1, "msgid": handle}
        tx.execute(update(table).where(table.c.id.in_(ids)).values(mine))


def taken(tx: Connection, userid: str, handle: str, owner: str) -> list[Taken]:
    """The rows of an answer that are still ours to bring, oldest first."""
    ours = (
        table.c.recipient == outbox.user(userid),
        table.c.state == "sending",
        table.c.msgid == handle,
        table.c.owner == owner,
    )
    rows = tx.execute(select(table.c.id, table.c.kind, table.c.payload).where(*ours).order_by(table.c.id))
    return [Taken(row.id, row.kind, row.payload) for row in rows]


def met(tx: Connection, userid: str) -> bool:
    """Whether the person has ever spoken to the robot in the single chat."""
    return settings.get(tx, MET + userid.lower()) is not None


def meet(tx: Connection, userid: str, now: datetime) -> None:
    """Remember that the person has."""
    if not met(tx, userid):
        settings.put(tx, MET + userid.lower(), "1", by="robot", at=now)
