"""F14, F15 and what 办结率 is reckoned on, by the definitions of 督办 itself (domain.md 1.3, 3.9). Reads only."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from handlers.reports.counted import Counted, keyed
from handlers.reports.period import Window
from handlers.supervision import stats
from handlers.supervision.tables import task
from handlers.supervision.terms import Status
from scheduler.clock import local
from storage.tables import audit_event

_LEFT = (Status.MERGED, Status.ENDED, Status.MOVED)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The tasks of a year at a cut-off: carried over from before, new, closed, given up (rows are keys)."""

    carried: tuple[str, ...]
    new: tuple[str, ...]
    closed: tuple[str, ...]
    ended: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.carried, *self.new)

    @property
    def base(self) -> int:
        """What 办结率 is reckoned on: without what was 终止 (merged ones are not among them)."""
        return len(self.all) - len(self.ended)

    @property
    def rate(self) -> stats.Rate:
        """办结率."""
        return stats.Rate(len(self.closed), self.base)


def ledger(items: list[stats.Item], window: Window) -> Ledger:
    """Of the cut-off's year: 立项 by then, and those carried over that were still open on 1 January."""
    year, cut_off = window.cut_off.year, window.cut_off
    tracked = stats.tracked(items, year, cut_off)
    closed = stats.finished(tracked, year, cut_off)
    return Ledger(
        _keys(item for item in tracked if item.created_on.year < year),
        _keys(item for item in tracked if item.created_on.year == year),
        _keys(closed),
        _keys(
            item
            for item in tracked
            if item.status is Status.ENDED and item.left_on is not None and item.left_on <= cut_off
        ),
    )


def figures(found: Ledger) -> dict[str, Counted]:
    """F14 with how much was carried over, and F15."""
    note = f"上年结转{len(found.carried)}项，本年立项{len(found.new)}项" if found.carried else ""
    return {"F14": Counted(len(found.all), found.all, note), "F15": Counted(len(found.closed), found.closed)}


def _keys(items: Any) -> tuple[str, ...]:
    return keyed("task", [item.id for item in items])


def items(tx: Connection) -> list[stats.Item]:
    """What counts of every task that has a number; feedback and limits are left out, which make it quick."""
    audit = audit_event.c
    agreed = select(audit.object, func.max(audit.at).label("at")).where(
        audit.action == "办结", audit.object.like("task:%")
    )
    audited = {row.object: local(row.at).date() for row in tx.execute(agreed.group_by(audit.object))}
    names = ("id", "created_on", "status", "closed_on", "count_as_item", "reason", "import_digest", "updated_at")
    return [
        _item(row, audited) for row in tx.execute(select(*(task.c[n] for n in names)).where(task.c.no.is_not(None)))
    ]


def _item(row: Any, audited: dict[str, Any]) -> stats.Item:
    status = Status(row.status)
    closed = status is Status.CLOSED
    return stats.Item(
        id=row.id,
        created_on=row.created_on,
        status=status,
        closed_on=row.closed_on if closed else None,
        audited_on=audited.get(f"task:{row.id}", row.closed_on) if closed else None,
        left_on=local(row.updated_at).date() if status in _LEFT else None,
        counts=row.count_as_item,
        void=status is Status.ENDED and not row.reason and row.import_digest is None,
    )
