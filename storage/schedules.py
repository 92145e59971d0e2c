"""Which schedule in WeCom's calendar stands for which object of ours (wecom.md 11.2)."""

from sqlalchemy import Column, Connection, String, Table, bindparam, delete, select, update

from storage.prepared import Prepared
from storage.tables import outbox
from storage.types import metadata
from storage.upsert import insert

wecom_schedule = Table(
    "wecom_schedule",
    metadata,
    Column("object", String(64), primary_key=True),
    Column("schedule_id", String(200)),
)
"""Without a schedule_id: it is being added, and whether WeCom has it must be asked."""
_OVERTAKE = Prepared(
    update(outbox)
    .where(outbox.c.recipient == bindparam("whose"), outbox.c.state == "queued", outbox.c.attempt == 0)
    .values(state="expired")
)


def find(tx: Connection, object: str) -> tuple[str | None] | None:
    """(schedule_id,), (None,) when an attempt to add it may have got through, or None when there was no attempt."""
    query = select(wecom_schedule.c.schedule_id).where(wecom_schedule.c.object == object)
    row = tx.execute(query).one_or_none()
    return None if row is None else (row.schedule_id,)


def put(tx: Connection, object: str, schedule_id: str | None) -> None:
    """Remember the schedule, or with None that it is about to be added."""
    new = insert(tx, wecom_schedule).values(object=object, schedule_id=schedule_id)
    same = [wecom_schedule.c.object]
    tx.execute(new.on_conflict_do_update(index_elements=same, set_={"schedule_id": schedule_id}))


def forget(tx: Connection, object: str) -> None:
    """The schedule is gone."""
    tx.execute(delete(wecom_schedule).where(wecom_schedule.c.object == object))


def address(object: str) -> str:
    """Where the outbox sends an entry: what is said of one object keeps its order."""
    return f"calendar:{object}"


def overtake(tx: Connection, object: str) -> None:
    """What waits for this object and was never tried is not worth saying any more: something newer follows."""
    _OVERTAKE.run(tx, {"whose": address(object)})
