"""Where a person's conversation stands, so that it survives a restart and works with several servers."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from storage.tables import conversation
from storage.upsert import insert


def load(tx: Connection, userid: str) -> tuple[dict[str, Any], datetime] | None:
    """The stored state and when it was last changed."""
    query = select(conversation.c.state, conversation.c.updated_at).where(conversation.c.userid == userid)
    row = tx.execute(query).first()
    return (row.state, row.updated_at) if row is not None else None


def save(tx: Connection, userid: str, state: dict[str, Any], now: datetime) -> None:
    """Replace the stored state."""
    row = insert(tx, conversation).values(userid=userid, state=state, updated_at=now)
    tx.execute(row.on_conflict_do_update(index_elements=["userid"], set_={"state": state, "updated_at": now}))
