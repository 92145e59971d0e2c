"""Where a person's conversation stands, so that it survives a restart and works with several servers."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, Table, bindparam, select

from storage.prepared import Prepared
from storage.tables import conversation

_LOAD = Prepared(
    select(conversation.c.state, conversation.c.updated_at).where(conversation.c.userid == bindparam("who"))
)


def _saving(insert: Callable[[Table], Any]) -> Executable:
    new = insert(conversation)
    changed = {"state": new.excluded.state, "updated_at": new.excluded.updated_at}
    saving: Executable = new.on_conflict_do_update(index_elements=["userid"], set_=changed)
    return saving


_SAVE = Prepared(_saving)


def load(tx: Connection, userid: str) -> tuple[dict[str, Any], datetime] | None:
    """The stored state and when it was last changed."""
    row = _LOAD.first(tx, {"who": userid})
    return (row[0], row[1]) if row is not None else None


def save(tx: Connection, userid: str, state: dict[str, Any], now: datetime) -> None:
    """Replace the stored state."""
    _SAVE.run(tx, {"userid": userid, "state": state, "updated_at": now})
