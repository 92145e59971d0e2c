"""F25, F26 and what C1 says of timeliness, from the two registers of papers (domain.md 1.3, 1.4). Reads only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from handlers.documents.tables import incoming_doc
from handlers.documents.terms import Status
from handlers.outgoing.tables import outgoing_doc
from handlers.outgoing.terms import UNSENT, State
from handlers.reports.counted import Counted, keyed, plainly
from handlers.reports.period import Window
from scheduler.clock import local

_FINISHED = frozenset({Status.ALL_READ, Status.RETURNED, Status.FILED, Status.CLOSED})
"""Nothing is owed; a paper that is 挂起 owes nothing either, until it goes on."""


def outgoing(tx: Connection, window: Window, unit: str = "titles") -> Counted:
    """F25: papers issued in the window, void numbers not; `copies` adds up the printed copies instead of the titles."""
    table = outgoing_doc.c
    issued = (table.issued_on.between(window.start, window.end), table.status.not_in([*UNSENT, State.VOID]))
    found = tx.execute(select(table.id, table.copies).where(*issued)).all()
    rows = keyed("outgoing", [row.id for row in found])
    if unit == "copies":
        return Counted(sum(row.copies or 1 for row in found), rows, "按印数计")
    return Counted(len(rows), rows)


def incoming(tx: Connection, window: Window) -> Counted:
    """F26: papers received in the window. Void and merged entries are none; one entered for two signboards is one."""
    table = incoming_doc.c
    within = (table.received_at >= window.since, table.received_at < window.until, table.status != Status.VOID)
    found = tx.execute(select(table.id).where(*within)).scalars().all()
    twice = _other_signboard(tx, within)
    note = f"一文送不同牌子重复登记{len(twice)}件，未重复计" if twice else ""
    return plainly("incoming", [id for id in found if id not in twice], note)


def _other_signboard(tx: Connection, within: tuple[ColumnElement[bool], ...]) -> set[int]:
    """Second entries of a paper (same sender, number and title) that came to another of our signboards."""
    table = incoming_doc.c
    same = (table.sender, table.doc_no, table.title)
    repeated = (
        select(*same).where(*within, table.doc_no.is_not(None)).group_by(*same).having(func.count() > 1).subquery()
    )
    alike = and_(*(column == repeated.c[column.name] for column in same))
    entries = select(table.id, *same, table.identities).join(repeated, alike).where(*within).order_by(table.id)
    first: dict[tuple[str, str, str], set[str]] = {}
    twice = set()
    for row in tx.execute(entries):
        key, boards = (row.sender, row.doc_no, row.title), set(row.identities)
        before = first.get(key)
        if before is not None and boards and before.isdisjoint(boards):
            twice.add(row.id)
            before |= boards
        elif before is None:
            first[key] = boards
    return twice


@dataclass(frozen=True, slots=True)
class Timeliness:
    """C1: how many papers had their limit in the window, how many of them were finished in time, and what was late."""

    due: int
    on_time: int
    late_open: tuple[str, ...]
    earlier: int
    """How many of these had their limit before the window."""
    late_finished: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """均及时办理 is true: nothing was late."""
        return not self.late_open and not self.late_finished


def timeliness(tx: Connection, window: Window, now: datetime) -> Timeliness:
    """As things stood at the end of the window, or at `now` (aware) while it still runs.

    A paper closed on the day of its limit was in time. What was overdue before the window and is still open counts as
    late, too.
    """
    until = min(window.until, now)
    last_day = local(until - timedelta(microseconds=1)).date()
    table = incoming_doc.c
    owed = (
        table.due_at < until,
        table.received_at < until,
        table.status.not_in([Status.VOID, Status.RETURNED, Status.HELD]),
    )
    closed_then = table.closed_on <= last_day
    finished = or_(closed_then, and_(table.closed_on.is_(None), table.status.in_(_FINISHED)))
    here = table.due_at >= window.since
    still_open = tx.execute(select(table.id, table.due_at).where(*owed, ~func.coalesce(finished, False))).all()
    late = _late(tx, (*owed, closed_then, or_(here, table.closed_on >= window.start)))
    return Timeliness(
        _count(tx, *owed, here),
        _count(tx, *owed, here, finished) - sum(row.due_at >= window.since for row in late),
        keyed("incoming", [row.id for row in still_open]),
        sum(row.due_at < window.since for row in still_open),
        keyed("incoming", [row.id for row in late]),
    )


def _late(tx: Connection, closed: tuple[ColumnElement[bool], ...]) -> list[Any]:
    """Of these papers those closed after the day of their limit in Beijing.

    The database leaves out most of the others: its own day of an instant is at most one off.
    """
    table = incoming_doc.c
    perhaps = select(table.id, table.due_at, table.closed_on).where(*closed, table.closed_on >= func.date(table.due_at))
    return [row for row in tx.execute(perhaps) if row.closed_on > local(row.due_at).date()]


def _count(tx: Connection, *conditions: ColumnElement[bool]) -> int:
    return int(tx.execute(select(func.count()).select_from(incoming_doc).where(*conditions)).scalar_one())
