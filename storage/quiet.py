"""少打扰: hours of the day in which a person wants nothing that can wait (domain.md 7.9)."""

from datetime import datetime, time

from sqlalchemy import Column, Connection, String, Table, bindparam, delete, select

from storage import upsert
from storage.prepared import Prepared
from storage.profile_types import Window
from storage.types import Instant, Json, metadata

quiet_hours = Table(
    "quiet_hours",
    metadata,
    Column("userid", String(64), primary_key=True),
    Column("windows", Json, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

_OF = Prepared(select(quiet_hours.c.windows).where(quiet_hours.c.userid == bindparam("who")))


def windows(tx: Connection, userid: str) -> tuple[Window, ...]:
    """The person's own quiet hours, Beijing time; none for most people."""
    row = _OF.first(tx, {"who": userid})
    return () if row is None else tuple(Window(*map(time.fromisoformat, pair)) for pair in row[0])


def keep(tx: Connection, userid: str, hours: tuple[Window, ...], now: datetime) -> None:
    """Set the person's quiet hours; none: the office's rules alone hold again."""
    if not hours:
        tx.execute(delete(quiet_hours).where(quiet_hours.c.userid == userid))
        return
    pairs = [[window.start.isoformat("minutes"), window.end.isoformat("minutes")] for window in hours]
    row = upsert.insert(tx, quiet_hours).values(userid=userid, windows=pairs, updated_at=now)
    tx.execute(row.on_conflict_do_update(index_elements=["userid"], set_={"windows": pairs, "updated_at": now}))
