"""Requests to swap: their states, who decides on them, and writing them (domain.md 6.2)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from handlers.duty import store, wording
from handlers.duty.store import Shift
from handlers.duty.tables import duty_swap
from handlers.turn import Turn
from scheduler.clock import local
from storage.office import Role

ASKED, AGREED, GRANTED, DECLINED, REFUSED, WITHDRAWN, LAPSED = (
    *("待替班人", "待批准", "已批准"),
    *("替班人不同意", "未批准", "已撤回", "已失效"),
)


def deciders(turn: Turn, row: Row[Any]) -> list[str]:
    """The 带班领导 of the shift when he is of the office, and the director; never one of the two who swap."""
    shift = store.get(turn.tx, row.day, row.kind)
    found = [shift.leader] if shift and shift.leader and not turn.office.is_leader(shift.leader) else []
    found += [person.userid for person in turn.office.people_with(Role.DIRECTOR)]
    return [userid for userid in dict.fromkeys(found) if userid not in (row.giver, row.taker)]


def deciders_words(turn: Turn, row: Row[Any]) -> str:
    return "或".join(wording.name(turn.office, userid) for userid in deciders(turn, row)) or "办公室领导"


def open_for(turn: Turn, shift: Shift) -> Row[Any] | None:
    same = (duty_swap.c.day == shift.day, duty_swap.c.kind == shift.kind, duty_swap.c.giver == turn.person.userid)
    return turn.tx.execute(select(duty_swap).where(*same, duty_swap.c.state.in_((ASKED, AGREED)))).first()


def get(turn: Turn, swap: int) -> Any:
    """The request, locked."""
    return turn.tx.execute(select(duty_swap).where(duty_swap.c.id == swap).with_for_update()).first()


def put(turn: Turn, row: Row[Any], **values: Any) -> None:
    same = (duty_swap.c.id == row.id, duty_swap.c.version == row.version)
    turn.tx.execute(update(duty_swap).where(*same).values(**values, updated_at=turn.now, version=row.version + 1))


def day_of(instant: datetime) -> str:
    """The day of an instant, as it is kept in a draft."""
    return local(instant).date().isoformat()
