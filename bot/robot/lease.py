"""Which server holds the robot's connection: WeCom keeps one per robot, a second one kicks the first (wecom.md 12.7).

The holder stands in the database under one key, with the end of its lease in real seconds. A robot that another program
has taken over, or whose secret is refused, is barred until a server is started anew: two must not fight over it.
"""

from datetime import datetime
from typing import Literal

import orjson
from sqlalchemy import Connection

from storage import settings
from storage.db import lock

KEY = "robot_link"
State = Literal["ours", "others", "barred"]


def take(tx: Connection, owner: str, *, real: float, seconds: float, now: datetime) -> State:
    """Take the lease, or renew it."""
    lock(tx, KEY)
    holder, until, barred = _read(tx)
    if barred:
        return "barred"
    if holder != owner and until > real:
        return "others"
    _write(tx, owner, real + seconds, "", now)
    return "ours"


def held_by_another(tx: Connection, owner: str, *, real: float) -> bool:
    """Whether one of our own servers has it now."""
    holder, until, _ = _read(tx)
    return holder != owner and until > real


def let_go(tx: Connection, owner: str, now: datetime) -> None:
    """Another server may take it at once. A lease that is not ours is left alone."""
    lock(tx, KEY)
    holder, _, barred = _read(tx)
    if holder == owner:
        _write(tx, "", 0.0, barred, now)


def bar(tx: Connection, owner: str, reason: str, now: datetime) -> None:
    """Nobody connects until a server is started anew."""
    lock(tx, KEY)
    _write(tx, owner, 0.0, reason, now)


def unbar(tx: Connection, now: datetime) -> None:
    """A server was started: somebody has looked after it."""
    lock(tx, KEY)
    holder, until, barred = _read(tx)
    if barred:
        _write(tx, holder, until, "", now)


def _read(tx: Connection) -> tuple[str, float, str]:
    stored = settings.get(tx, KEY)
    return tuple(orjson.loads(stored)) if stored else ("", 0.0, "")


def _write(tx: Connection, owner: str, until: float, barred: str, now: datetime) -> None:
    settings.put(tx, KEY, orjson.dumps([owner, until, barred]).decode(), by="robot", at=now)
