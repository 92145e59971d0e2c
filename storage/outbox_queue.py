"""Which messages may go now, found without looking at the others, however many wait for later (issue 10).

One lane at a time, and in each lane apart what was never tried and what WeCom is to be asked again: so each part is a
range of an index that ends after as many rows as are wanted. Who must wait for another is looked up for those alone.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    Integer,
    Select,
    bindparam,
    func,
    literal_column,
    select,
    union_all,
)

from storage.prepared import Prepared
from storage.tables import never_tried, outbox, retrying, still, tried
from storage.types import Instant

LANES = range(5)
WIDER = 4
"""How many times more messages are looked at when too many of those seen must wait for others."""

_row = outbox.c
_now, _real, _most = bindparam("now", type_=Instant), bindparam("real", type_=Float), bindparam("most", type_=Integer)


def free(tx: Connection, *, now: datetime, real: float, limit: int) -> list[int]:
    """The ids of rows that may go at `now` (office time) and `real`, best lane first.

    One sender per recipient; nothing too late; nothing overtakes what waits for its retry, but for a better lane.
    """
    most = limit
    while True:
        seen = _SEEN.rows(tx, {"now": now, "real": real, "most": most})
        ids = [row_id for row_id, behind in seen if behind is None]
        if len(ids) >= limit or len(seen) < most:
            return ids[:limit]
        most *= WIDER


def _seen() -> Select[Any]:
    """The first of each part, and for each a row that it must wait for."""
    parts = [part.limit(_most).subquery() for lane in LANES for part in (_again(lane), _fresh(lane))]
    found, ahead = union_all(*(select(part) for part in parts)).subquery().c, outbox.alias().c
    theirs = select(ahead.id).where(ahead.recipient == found.recipient).limit(literal_column("1"))
    under_way = theirs.where(still(ahead, "sending"))
    waits = theirs.where(retrying(ahead), ahead.retry_at > _real, ahead.id < found.id, ahead.lane <= found.lane)
    behind = func.coalesce(under_way.scalar_subquery(), waits.scalar_subquery())
    return select(found.id, behind.label("behind")).order_by(found.place, found.id)


def _again(lane: int) -> Select[Any]:
    """Before what is new to its lane: its turn was earlier."""
    due = tried(_row), _row.retry_at <= _real, _row.not_before <= _now
    return _part(2 * lane, lane, *due).order_by(_row.retry_at, _row.id)


def _fresh(lane: int) -> Select[Any]:
    return _part(2 * lane + 1, lane, never_tried(_row), _row.not_before <= _now).order_by(_row.not_before, _row.id)


def _part(place: int, lane: int, *where: ColumnElement[bool]) -> Select[Any]:
    timely = _row.expires_at.is_(None) | (_row.expires_at >= _now)
    its_lane = _row.lane == literal_column(str(lane))
    return select(_row.id, _row.recipient, _row.lane, literal_column(str(place)).label("place")).where(
        *where, its_lane, timely
    )


_SEEN = Prepared(_seen())
