"""Reading and writing pieces and issues. Whoever writes holds `hold(tx)` from before the first read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, select, update

from handlers.bulletins.rules import OPEN_STATES, IssueState, ItemState, Openness
from handlers.bulletins.tables import info_issue, info_item
from scheduler.clock import SHANGHAI
from storage.db import lock
from storage.office import Office
from storage.tables import number_series


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of information."""

    id: int
    year: int
    seq: int
    unit: str
    title: str
    text: str
    openness: Openness
    state: ItemState
    issue: int | None
    created_by: str
    created_at: datetime
    version: int
    category: str | None = None
    reason: str | None = None
    credits: tuple[str, ...] = ()
    merged_into: int | None = None
    call: int | None = None

    @property
    def number(self) -> str:
        return f"信〔{self.year}〕{self.seq:04d}号"

    @property
    def public(self) -> bool:
        return self.openness is Openness.PUBLIC

    @property
    def key(self) -> str:
        return f"item:{self.id}"


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue of the bulletin; it gets its numbers when it is signed."""

    id: int
    series: str
    year: int | None
    no: int | None
    total_no: int | None
    state: IssueState
    audience: str
    reviewed_by: str | None
    signed_by: str | None
    signed_at: datetime | None
    push_at: datetime | None
    issued_at: datetime | None
    corrections: int
    created_by: str
    version: int
    reason: str | None = None

    @property
    def key(self) -> str:
        return f"issue:{self.id}"


def hold(tx: Connection) -> None:
    """One writer of the bulletin at a time: numbers are gap-free and there is one open issue."""
    lock(tx, "bulletins")


def item(tx: Connection, item_id: int) -> Item | None:
    return next(iter(_items(tx, select(info_item).where(info_item.c.id == item_id))), None)


def items_in(tx: Connection, issue_id: int) -> list[Item]:
    """The pieces of an issue in the order in which they came in."""
    return _items(tx, select(info_item).where(info_item.c.issue == issue_id).order_by(info_item.c.id))


def waiting_items(tx: Connection) -> list[Item]:
    """Pieces that nobody has decided on, and those kept in reserve."""
    states = (ItemState.RECEIVED, ItemState.SPARE)
    return _items(tx, select(info_item).where(info_item.c.state.in_(states)).order_by(info_item.c.id))


def latest_of(tx: Connection, unit: str, limit: int = 5) -> list[Item]:
    """What a unit sent in last, newest first."""
    return _items(tx, select(info_item).where(info_item.c.unit == unit).order_by(info_item.c.id.desc()).limit(limit))


def issue(tx: Connection, issue_id: int) -> Issue | None:
    return next(iter(_issues(tx, select(info_issue).where(info_issue.c.id == issue_id))), None)


def got_item(tx: Connection, item_id: int) -> Item:
    """The piece with that id. Raises LookupError."""
    found = item(tx, item_id)
    if found is None:
        raise LookupError(f"item:{item_id}")
    return found


def got_issue(tx: Connection, issue_id: int) -> Issue:
    """The issue with that id. Raises LookupError."""
    found = issue(tx, issue_id)
    if found is None:
        raise LookupError(f"issue:{issue_id}")
    return found


def issue_numbered(tx: Connection, series: str, no: int, year: int | None = None) -> Issue | None:
    """The issue with that number: of that year, else the newest one."""
    query = select(info_issue).where(info_issue.c.series == series, info_issue.c.no == no)
    if year is not None:
        query = query.where(info_issue.c.year == year)
    return next(iter(_issues(tx, query.order_by(info_issue.c.year.desc()).limit(1))), None)


def open_issues(tx: Connection) -> list[Issue]:
    """The issues that are being made, one of each series; the older first where an undone signature left two."""
    return _issues(tx, select(info_issue).where(info_issue.c.state.in_(OPEN_STATES)).order_by(info_issue.c.id))


def open_issue(tx: Connection, series: str) -> Issue | None:
    """The issue of the series that is being made."""
    return next((found for found in open_issues(tx) if found.series == series), None)


def recent_items(tx: Connection, limit: int = 400) -> list[Item]:
    """The newest pieces that were not taken back or merged, newest first."""
    gone = (ItemState.WITHDRAWN, ItemState.MERGED)
    query = select(info_item).where(info_item.c.state.not_in(gone)).order_by(info_item.c.id.desc()).limit(limit)
    return _items(tx, query)


def signed_issues(tx: Connection, until: datetime) -> list[Issue]:
    """Signed issues whose time to go out has come."""
    query = select(info_issue).where(info_issue.c.state == IssueState.SIGNED, info_issue.c.push_at <= until)
    return _issues(tx, query.order_by(info_issue.c.id))


def issues_of(tx: Connection, day: date) -> list[Issue]:
    """The issues signed on that day (Beijing): the date on the masthead is that of the signature (domain.md 5.2)."""
    start = datetime.combine(day, time(), SHANGHAI)
    signed = info_issue.c.signed_at
    query = select(info_issue).where(signed >= start, signed < start + timedelta(days=1))
    return _issues(tx, query.order_by(info_issue.c.total_no))


def last_issued(tx: Connection, series: str) -> Issue | None:
    query = select(info_issue).where(info_issue.c.state == IssueState.ISSUED, info_issue.c.series == series)
    return next(iter(_issues(tx, query.order_by(info_issue.c.issued_at.desc(), info_issue.c.id.desc()).limit(1))), None)


def upcoming(tx: Connection, office: Office, series: str, year: int) -> int:
    """The number that the next allocation in the series will give."""
    query = select(number_series.c.next).where(number_series.c.series == series, number_series.c.year == year)
    following = tx.execute(query).scalar_one_or_none()
    return int(following) if following is not None else office.first_number(series, year)


def total_series(office: Office) -> tuple[str, int]:
    """总第 is one series that does not restart with the year; it is kept under the year in which it was taken over."""
    series = f"{office.bulletin}总"
    return series, min(office.numbers.get(series, {0: 1}))


def add(tx: Connection, table: Table, by: str, now: datetime, **values: Any) -> int:
    """Insert a row; returns its id."""
    stamps = {"created_by": by, "created_at": now, "updated_at": now}
    key = tx.execute(table.insert(), {**values, **stamps}).inserted_primary_key
    return int(key[0]) if key is not None else 0


def alter(tx: Connection, what: Item | Issue, now: datetime, **values: Any) -> None:
    """Change a row that is still as it was read. Raises RuntimeError when it is not: the caller did not `hold`."""
    table = info_item if isinstance(what, Item) else info_issue
    changed = tx.execute(
        update(table)
        .where(table.c.id == what.id, table.c.version == what.version)
        .values(**values, updated_at=now, version=what.version + 1)
    )
    if changed.rowcount != 1:
        raise RuntimeError(f"{what.key} changed meanwhile")


def _items(tx: Connection, query: Select[Any]) -> list[Item]:
    return [_item(row) for row in tx.execute(query)]


def _issues(tx: Connection, query: Select[Any]) -> list[Issue]:
    return [_issue(row) for row in tx.execute(query)]


def _item(row: Row[Any]) -> Item:
    return Item(
        row.id,
        row.year,
        row.seq,
        row.unit,
        row.title,
        row.text,
        Openness(row.openness),
        ItemState(row.state),
        row.issue,
        row.created_by,
        row.created_at,
        row.version,
        row.category,
        row.reason,
        tuple(row.credits.split(",")) if row.credits else (),
        row.merged_into,
        row.call,
    )


def _issue(row: Row[Any]) -> Issue:
    return Issue(
        row.id,
        row.series,
        row.year,
        row.no,
        row.total_no,
        IssueState(row.state),
        row.audience,
        row.reviewed_by,
        row.signed_by,
        row.signed_at,
        row.push_at,
        row.issued_at,
        row.corrections,
        row.created_by,
        row.version,
        row.reason,
    )


def public(items: Iterable[Item]) -> list[Item]:
    return [each for each in items if each.public]
