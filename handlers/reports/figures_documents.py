"""F25, F26 and what C1 says of timeliness, from the two registers of papers (domain.md 1.3, 1.4). Reads only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

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
    fields = (table.id, table.doc_no, table.sender, table.title, table.identities)
    found = tx.execute(select(*fields).where(*within).order_by(table.id)).all()
    twice = _other_signboard(found)
    note = f"一文送不同牌子重复登记{len(twice)}件，未重复计" if twice else ""
    return plainly("incoming", [row.id for row in found if row.id not in twice], note)


def _other_signboard(found: list[Any] | Any) -> set[int]:
    """Second entries of a paper (same sender, number and title) that came to another of our signboards."""
    first: dict[tuple[str, str, str], set[str]] = {}
    twice = set()
    for row in found:
        if row.doc_no is None:
            continue
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
    """C1: papers whose limit fell in the window, those of them finished in time, and what was late."""

    due: tuple[str, ...]
    on_time: tuple[str, ...]
    late_open: tuple[str, ...]
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
    open_then: ColumnElement[bool] = or_(table.closed_on.is_(None), table.closed_on > last_day)
    wanted = (
        table.due_at < until,
        table.received_at < until,
        table.status.not_in([Status.VOID, Status.RETURNED, Status.HELD]),
        or_(table.due_at >= window.since, open_then, table.closed_on >= window.start),
    )
    found = tx.execute(select(table.id, table.due_at, table.closed_on, table.status).where(*wanted)).all()
    finished = [row for row in found if not _open(row, last_day)]
    in_time = [row for row in finished if row.closed_on is None or row.closed_on <= local(row.due_at).date()]
    late = [row for row in finished if row.closed_on is not None and row.closed_on > local(row.due_at).date()]
    due = [row.id for row in found if row.due_at >= window.since]
    return Timeliness(
        keyed("incoming", due),
        keyed("incoming", [row.id for row in in_time if row.due_at >= window.since]),
        keyed("incoming", [row.id for row in found if _open(row, last_day)]),
        keyed("incoming", [row.id for row in late]),
    )


def _open(row: Any, last_day: Any) -> bool:
    if row.closed_on is not None:
        return bool(row.closed_on > last_day)
    return row.status not in _FINISHED
