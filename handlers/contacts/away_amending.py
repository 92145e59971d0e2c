"""An absence that is put right: 外出改到24号中午结束; 不对，26号回来; 改由江涛代 (domain.md 6.5)."""

import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from handlers.contacts import store
from handlers.turn import Turn
from storage.office import Person

AHEAD = timedelta(days=90)
_AMENDS = re.compile(r"外出.{0,4}(?:改|延|推迟|提前)|改由|^\W*(?:不对|不是|错了|说错了)")
_BACK_ON = re.compile(r"回来|返回|返岗|结束|为止")
_WHOLE = re.compile(r"\d[日号]?(?:上午|下午|中午)?[到至—-]\d")


def meant(turn: Turn) -> bool:
    """Whether the words put a report right."""
    return _AMENDS.search(turn.said.text) is not None


def put_right(
    turn: Turn, subject: Person, span: tuple[datetime, datetime] | None, acting: Person | None
) -> tuple[datetime, datetime, Person] | None:
    """The report as it should be; None when none is put right. What was not said anew stays."""
    row = _report(turn, subject) if meant(turn) else None
    known = turn.office.person(row.acting) if row is not None else None
    if row is None or known is None:
        return None
    if span is None:
        return row.starts_at, row.ends_at, acting or known
    if _WHOLE.search(turn.said.text):
        return *span, acting or known
    until = span[0] if _BACK_ON.search(turn.said.text) else span[1]
    return row.starts_at, until, acting or known


def _report(turn: Turn, subject: Person) -> Row[Any] | None:
    found = store.overlapping(turn.tx, subject.userid, turn.now, turn.now + AHEAD)
    return found[0] if found else None
