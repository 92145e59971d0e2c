"""Where a person's conversation stands, so that it survives a restart and works with several servers."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage.tables import conversation
from storage.upsert import Prepared

_LOAD = select(conversation.c.state, conversation.c.updated_at).where(conversation.c.userid == bindparam("who"))
_SAVE = Prepared(
    conversation,
    lambda new: new.on_conflict_do_update(
        index_elements=["userid"], set_={"state": new.excluded.state, "updated_at": new.excluded.updated_at}
    ),
)


def load(tx: Connection, userid: str) -> tuple[dict[str, Any], datetime] | None:
    """The stored state and when it was last changed."""
    row = tx.execute(_LOAD, {"who": userid}).first()
    return (row.state, row.updated_at) if row is not None else None


def save(tx: Connection, userid: str, state: dict[str, Any], now: datetime) -> None:
    """Replace the stored state."""
    tx.execute(_SAVE(tx), {"userid": userid, "state": state, "updated_at": now})
