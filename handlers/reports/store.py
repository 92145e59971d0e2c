"""What people added to reports, in the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from handlers.reports.period import Period, parse
from handlers.reports.tables import report, report_confirmation, report_override, report_text, report_version
from handlers.reports.words import DRAFT, EDITION, FINAL
from scheduler.desk import Desk


@dataclass(frozen=True, slots=True)
class Override:
    """A figure that a person put in the place of the computed one."""

    id: int
    figure: str
    value: int
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Words:
    """What a person wrote for a section, and for which period first."""

    id: int
    section: str
    text: str
    period: str
    by: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What the owner of figures said, and the values that stood there then."""

    owner: str
    agrees: bool
    figures: Mapping[str, int]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class State:
    """A report: draft, reviewed or final; `edition` counts its finalisations."""

    id: int
    period: str
    cut_off: date
    status: str
    edition: int
    version: int

    @property
    def final(self) -> bool:
        return self.status == FINAL


@dataclass(frozen=True, slots=True)
class Edition:
    """A finalised report as it was (editions.py)."""

    period: str
    edition: int
    definitions: str
    figures: Mapping[str, Any]
    content: Mapping[str, Any]
    created_at: datetime


_STATE = tuple(report.c[name] for name in State.__dataclass_fields__)


def state(tx: Connection, key: str) -> State | None:
    """The report of that period, or None before anybody asked for it."""
    row = tx.execute(select(*_STATE).where(report.c.period == key)).first()
    return State(*row) if row is not None else None


def newest(tx: Connection) -> Period | None:
    """The report that was last worked at."""
    row = tx.execute(select(report.c.period, report.c.cut_off).order_by(report.c.updated_at.desc()).limit(1)).first()
    return parse(row.period, row.cut_off) if row is not None else None


def begin(desk: Desk, period: Period) -> State:
    """The report of the period, made when it is not there; an open one takes this cut-off."""
    found = state(desk.tx, period.key)
    if found is None:
        values = {"period": period.key, "starts_on": period.start, "cut_off": period.cut_off, "status": DRAFT}
        desk.tx.execute(
            insert(report).values(**values, created_by=desk.actor, created_at=desk.now, updated_at=desk.now)
        )
    elif not found.final:
        mine = report.c.period == period.key
        desk.tx.execute(update(report).where(mine).values(cut_off=period.cut_off, updated_at=desk.now))
    return State(**dict(desk.tx.execute(select(*_STATE).where(report.c.period == period.key)).mappings().one()))


def decide(desk: Desk, found: State, status: str, *, edition: int | None = None) -> bool:
    """Move the report to a state; False when somebody was quicker."""
    mine = (report.c.id == found.id, report.c.version == found.version)
    values: dict[str, Any] = {"status": status, "edition": edition if edition is not None else found.edition}
    values |= {"decided_by": desk.actor, "decided_at": desk.now, "updated_at": desk.now, "version": found.version + 1}
    return desk.tx.execute(update(report).where(*mine).values(**values)).rowcount == 1


def keep(desk: Desk, key: str, edition: int, figures: Mapping[str, Any], content: Mapping[str, Any]) -> None:
    """The finalised report, for good."""
    values = {"period": key, "edition": edition, "definitions": EDITION, "figures": figures, "content": content}
    desk.tx.execute(insert(report_version).values(**values, created_by=desk.actor, created_at=desk.now))


def last_edition(tx: Connection, key: str) -> Edition | None:
    """The newest finalised report of a period."""
    fields = (report_version.c[name] for name in Edition.__dataclass_fields__)
    query = select(*fields).where(report_version.c.period == key).order_by(report_version.c.edition.desc()).limit(1)
    row = tx.execute(query).first()
    return Edition(*row) if row is not None else None


def override(desk: Desk, key: str, figure: str, value: int, reason: str) -> int:
    """Put a value beside the computed one (G14); returns the row's id."""
    values = {"period": key, "figure": figure, "value": value, "reason": reason}
    row = insert(report_override).values(**values, created_by=desk.actor, created_at=desk.now)
    return int(desk.tx.execute(row.returning(report_override.c.id)).scalar_one())


def drop_override(tx: Connection, row_id: int) -> None:
    """Take one back; the one before it holds again."""
    tx.execute(update(report_override).where(report_override.c.id == row_id).values(holds=False))


def drop_overrides(tx: Connection, key: str, figure: str) -> list[int]:
    """Take all of a figure back; returns the rows that held."""
    t = report_override.c
    held = (t.period == key, t.figure == figure, t.holds.is_(True))
    return list(tx.execute(update(report_override).where(*held).values(holds=False).returning(t.id)).scalars())


def keep_overrides(tx: Connection, rows: Sequence[int]) -> None:
    """They hold again (撤销)."""
    tx.execute(update(report_override).where(report_override.c.id.in_(rows)).values(holds=True))


def overrides(tx: Connection, key: str) -> dict[str, Override]:
    """The newest of each figure."""
    t = report_override.c
    fields = (t.id, t.figure, t.value, t.reason, t.created_by, t.created_at)
    query = select(*fields).where(t.period == key, t.holds.is_(True)).order_by(t.id)
    return {row.figure: Override(*row) for row in tx.execute(query)}


def write(desk: Desk, period: Period, section: str, text: str) -> int:
    """Keep what a person wrote; returns the row's id."""
    values = {"period": period.key, "from_day": period.start, "section": section, "text": text}
    row = insert(report_text).values(**values, created_by=desk.actor, created_at=desk.now)
    return int(desk.tx.execute(row.returning(report_text.c.id)).scalar_one())


def drop_text(tx: Connection, row_id: int) -> None:
    """Take back what was written; what stood there before comes back."""
    tx.execute(update(report_text).where(report_text.c.id == row_id).values(holds=False))


def texts(tx: Connection, period: Period) -> dict[str, Words]:
    """The newest words of each section that were written for this period or one before it."""
    t = report_text.c
    fields = (t.id, t.section, t.text, t.period, t.created_by)
    query = select(*fields).where(t.from_day <= period.start, t.holds.is_(True)).order_by(t.from_day, t.id)
    return {row.section: Words(*row) for row in tx.execute(query)}


def confirm(desk: Desk, key: str, owner: str, agrees: bool, figures: Mapping[str, int]) -> None:
    """The owner has looked at his figures."""
    values = {"period": key, "owner": owner, "agrees": agrees, "figures": dict(figures)}
    desk.tx.execute(insert(report_confirmation).values(**values, created_by=desk.actor, created_at=desk.now))


def confirmations(tx: Connection, key: str) -> dict[str, Confirmation]:
    """The newest of each owner."""
    t = report_confirmation.c
    fields = (t.owner, t.agrees, t.figures, t.created_by, t.created_at)
    return {row.owner: Confirmation(*row) for row in tx.execute(select(*fields).where(t.period == key).order_by(t.id))}


def editions(tx: Connection, key: str) -> int:
    """How often the report was finalised."""
    return int(tx.execute(select(func.count()).where(report_version.c.period == key)).scalar_one())
