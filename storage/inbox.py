"""The inbox: one row per thing that WeCom told us, so that its retries end in one effect. No content is kept.

A press of a card carries nothing but what we put on the card ourselves. In a burst it may be accepted first and done in
its turn (`put_off`): its row then waits in the same database, and whoever does it takes the row in the transaction of
what it causes. Nobody's words ever wait here: they pass the guard before anything is written down.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from storage.prepared import Prepared, adding
from storage.tables import inbox, waiting_press

KEEP = timedelta(days=365)
"""Far beyond WeCom's retries, which follow within seconds (wecom.md 2): a recorded callback stays known for a year, and
what is older is refused at the door."""
LEFT_BEHIND = 30.0
"""Real seconds after which another server does what waits: the one that wrote it down has vanished or is behind."""


_ACCEPT = Prepared(lambda insert: insert(inbox).on_conflict_do_nothing().returning(inbox.c.key))
_PUT_OFF = Prepared(insert(waiting_press).values(adding(waiting_press, "sender", "press", "owner", "since")))
_FIRST = select(waiting_press.c.id).where(waiting_press.c.sender == bindparam("whose")).order_by(waiting_press.c.id)
_WAITS = Prepared(_FIRST.limit(1))
_ITS_FIRST = waiting_press.c.id == _FIRST.limit(1).scalar_subquery()
_TAKE = Prepared(delete(waiting_press).where(_ITS_FIRST).returning(waiting_press.c.press))


def accept(tx: Connection, key: str, now: datetime, request_id: str) -> bool:
    """Mark the callback as handled in this transaction. False: it already was."""
    row = {"key": key, "received_at": now, "request_id": request_id}
    return _ACCEPT.first(tx, row) is not None


def forget_old(tx: Connection, now: datetime) -> int:
    """Drop keys that can no longer come back; returns how many."""
    return tx.execute(delete(inbox).where(inbox.c.received_at < now - KEEP)).rowcount


def put_off(tx: Connection, sender: str, press: Mapping[str, Any], *, owner: str, real: float) -> None:
    """Keep a press that was accepted in this transaction until its turn; `owner` is the server that will do it."""
    _PUT_OFF.run(tx, {"sender": sender, "press": dict(press), "owner": owner, "since": real})


def waits(tx: Connection, sender: str) -> bool:
    """Whether something that this person pressed is not done yet; under his lock (`talk:…`) nobody else does it."""
    return _WAITS.first(tx, {"whose": sender}) is not None


def take(tx: Connection, sender: str) -> dict[str, Any] | None:
    """The first press of this person that waits, to be done in this transaction, under his lock."""
    row = _TAKE.first(tx, {"whose": sender})
    return None if row is None else row[0]


def left_behind(tx: Connection, before: float) -> list[str]:
    """Whose presses wait since before that real time, the longest first."""
    sender, first = waiting_press.c.sender, func.min(waiting_press.c.id)
    old = select(sender).where(waiting_press.c.since < before).group_by(sender).order_by(first)
    return list(tx.execute(old).scalars())


def let_go(tx: Connection, owner: str) -> None:
    """When a server stops: what it has not done, another may do at once."""
    tx.execute(update(waiting_press).where(waiting_press.c.owner == owner).values(since=0.0))
