"""For the report: which rows count for a figure, and how many distinct things they are (domain.md 1.3).

F01 F02 F08–F13 F23 F24 F31 F32, the registers' part of F40, the claims C2 and C3 and the slot T5. Reads only.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from handlers.registers.declared import BY_NAME, REGISTERS
from handlers.registers.declared.reforming import CANCELLED
from handlers.registers.declaring import Figure, Register, Window
from handlers.registers.store import Stored, find

FIGURES: dict[str, tuple[Register, Figure]] = {
    figure.id: (register, figure) for register in REGISTERS for figure in register.figures
}


@dataclass(frozen=True)
class Counted:
    """A figure and the list behind it: no number without its rows (domain.md 0.2 no. 6)."""

    value: int
    unit: str
    rows: tuple[int, ...]
    """Ids of register_row, one for every row that counts; several may be the same thing."""


def rows_of(tx: Connection, figure_id: str, window: Window) -> list[Stored]:
    """The rows that count. Raises KeyError for a figure that no register feeds."""
    register, figure = FIGURES[figure_id]
    return [row for row in find(tx, register.name) if figure.counts(row, window)]


def counted(tx: Connection, figure_id: str, window: Window) -> Counted:
    """The value and its rows. F24 is a number of days and has its own function."""
    _, figure = FIGURES[figure_id]
    rows = rows_of(tx, figure_id, window)
    distinct: set[Hashable] = {figure.key(row) if figure.key else row.id for row in rows}
    return Counted(len(distinct), figure.unit, tuple(row.id for row in rows))


@dataclass(frozen=True)
class ProjectDays:
    """A project in production: days from start to production, the difference and not +1 (F24)."""

    row: int
    title: str
    start_on: date
    done_on: date

    @property
    def days(self) -> int:
        return (self.done_on - self.start_on).days


def project_days(tx: Connection, window: Window) -> list[ProjectDays]:
    """F24 for every project that went into production in the window."""
    found = []
    for row in rows_of(tx, "F24", window):
        start, done = row.day("start_on"), row.day("done_on")
        if start is not None and done is not None:
            found.append(ProjectDays(row.id, row.title, start, done))
    return found


def sites(tx: Connection, window: Window) -> list[tuple[str, str, int]]:
    """F23 in words: special task, site, row; the names that the sentence enumerates."""
    return [(str(row.data.get("task", "")), row.title, row.id) for row in rows_of(tx, "F23", window)]


def cancelled_items(tx: Connection, year: int, cut_off: date) -> list[int]:
    """The reform items that F12 leaves out and the report footnotes."""
    rows = find(tx, "reform", state=CANCELLED)
    rows = [row for row in rows if row.data.get("year") == str(year)]
    return [row.id for row in rows if row.closed_on is None or row.closed_on <= cut_off]


def first_inspection(tx: Connection, year: int) -> date | None:
    """T5: the first day of this year's archive inspections."""
    rows = [row for row in find(tx, "archive_target") if row.data.get("year") == str(year) and row.state != "已取消"]
    return min((on for row in rows if (on := row.day("inspect_on")) is not None), default=None)


@dataclass(frozen=True)
class Rectification:
    """C2: issues found, those without a time limit, those put right, with rows."""

    issues: tuple[int, ...]
    without_limit: tuple[int, ...]
    done: tuple[int, ...]

    @property
    def holds(self) -> bool:
        return bool(self.issues) and not self.without_limit


def rectification(tx: Connection, window: Window) -> Rectification:
    """C2 at the cut-off: every issue found by then has a rectification deadline."""
    rows = [row for row in rows_of(tx, "C2", window) if (row.day("on") or date.min) <= window.cut_off]
    done = [row for row in rows if row.state in ("已整改", BY_NAME["archive_issue"].closings[-1].state)]
    return Rectification(
        tuple(row.id for row in rows),
        tuple(row.id for row in rows if row.due_on is None),
        tuple(row.id for row in done),
    )


@dataclass(frozen=True)
class Coverage:
    """C3: the units that must submit, and those that have by the cut-off."""

    required: tuple[str, ...]
    submitted: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return bool(self.required) and len(self.required) == len(self.submitted)


def coverage(tx: Connection, window: Window) -> Coverage:
    """C3 compares submitted with required units (F32)."""
    rows = rows_of(tx, "C3", window)
    sent = [row for row in rows if row.state == "已报送" and (row.day("submitted_on") or date.min) <= window.cut_off]
    return Coverage(tuple(sorted({row.unit or "" for row in rows})), tuple(sorted({row.unit or "" for row in sent})))
