"""How long rows are kept, and what becomes of them then (domain.md 7.2; 个人信息保护法 19, 47).

A line of business declares its tables once (`Kept`, `Personal`). What is over keeps its number, dates, unit and state,
so that numbers have no gaps and figures can be reckoned again; its words are cleared and its people made unknown.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Date,
    Table,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)

from storage.tables import change, conversation, guard_counter, outbox, reminder

CLEARED = "（已按期清除）"
"""What stands where a word must stand."""
NOBODY = "匿名-"
"""Begins the name of whoever is no longer known."""
SCRATCH = timedelta(days=30)
"""What a conversation was about and what 撤销 needs: of use for minutes (domain.md C.1)."""
_FINISHED = ("sent", "failed", "expired")

Rename: TypeAlias = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that belong to one of a `Kept` table by the column `of`: what is theirs goes with it."""

    table: Table
    of: str
    words: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    drop: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A table whose rows have an end: `over` says which are finished, `since` from when their time counts.

    `words` are cleared and `people` (one of them created_by, the mark of what is done) made unknown, or the row is
    dropped. `number` names a row when it is frozen (冻结). A filed paper is not over here: it belongs to the archive.
    """

    title: str
    table: Table
    since: ColumnElement[Any]
    over: ColumnElement[bool] | None = None
    words: tuple[str, ...] = ()
    people: tuple[str, ...] = ("created_by",)
    number: Column[Any] | None = None
    parts: tuple[Part, ...] = ()
    drop: bool = False


@dataclass(frozen=True, slots=True)
class Personal:
    """Rows that are one person's own: they go when he goes."""

    table: Table
    of: str = "userid"


def strangers() -> Rename:
    """Names for people that nobody can lead back: the key lives as long as this function and is written nowhere.

    The same person has the same name in one run, so that rows of one object still belong together.
    """
    key = secrets.token_bytes(32)

    def rename(name: str) -> str:
        if name.startswith(NOBODY):
            return name
        return NOBODY + hmac.new(key, name.encode(), hashlib.sha256).hexdigest()[:12]

    return rename


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the last of the month where there is none."""
    total = day.year * 12 + day.month - 1 - months
    year, month = total // 12, total % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def count_due(tx: Connection, kept: Kept, before: datetime, frozen: Iterable[str]) -> int:
    """How many rows are over since before that (Beijing) instant."""
    return int(tx.execute(select(func.count()).select_from(kept.table).where(_due(kept, before, frozen))).scalar_one())


def clear(
    tx: Connection, kept: Kept, before: datetime, *, frozen: Iterable[str], rename: Rename, limit: int = 500
) -> int:
    """Clear or drop rows that are over since before that (Beijing) instant; returns how many. Done once for each."""
    key = _key(kept.table)
    ids = list(tx.execute(select(key).where(_due(kept, before, frozen)).order_by(key).limit(limit)).scalars())
    if not ids:
        return 0
    for part in kept.parts:
        _clear_rows(tx, part.table, part.table.c[part.of].in_(ids), part.words, part.people, part.drop, rename)
    _clear_rows(tx, kept.table, key.in_(ids), kept.words, kept.people, kept.drop, rename)
    return len(ids)


def _due(kept: Kept, before: datetime, frozen: Iterable[str]) -> ColumnElement[bool]:
    moment: Any = before.date() if isinstance(kept.since.type, Date) else before
    where = [kept.since < moment]
    if kept.over is not None:
        where.append(kept.over)
    if kept.number is not None and (names := list(frozen)):
        where.append(or_(kept.number.is_(None), kept.number.not_in(names)))
    if not kept.drop:
        where.append(kept.table.c.created_by.not_like(f"{NOBODY}%"))
    return and_(*where)


def _clear_rows(
    tx: Connection,
    table: Table,
    where: ColumnElement[bool],
    words: tuple[str, ...],
    people: tuple[str, ...],
    drop: bool,
    rename: Rename,
) -> None:
    if drop:
        tx.execute(delete(table).where(where))
        return
    keys = list(table.primary_key.columns)
    named = [table.c[name] for name in people]
    rows = [
        {f"key_{column.name}": row[column.name] for column in keys}
        | {f"who_{column.name}": _renamed(row[column.name], rename) for column in named}
        for row in tx.execute(select(*keys, *named).where(where)).mappings()
    ]
    if not rows:
        return
    values: dict[str, Any] = {name: _blank(table.c[name]) for name in words}
    values |= {column.name: bindparam(f"who_{column.name}", type_=column.type) for column in named}
    if "version" in table.c:
        values["version"] = table.c.version + 1
    one = and_(*(column == bindparam(f"key_{column.name}", type_=column.type) for column in keys))
    tx.execute(update(table).where(one).values(values), rows)


def _renamed(value: Any, rename: Rename) -> Any:
    if isinstance(value, list):
        return [_renamed(one, rename) for one in value]
    return rename(value) if isinstance(value, str) and value else value


def _blank(column: Column[Any]) -> Any:
    if column.nullable:
        return None
    return {} if isinstance(column.type, JSON) else CLEARED


def _key(table: Table) -> Column[Any]:
    return next(iter(table.primary_key.columns))


def forget_traces(tx: Connection, *, now: datetime, logs_before: datetime, counters_before: date) -> Mapping[str, int]:
    """Delete what the machinery no longer needs; returns how many rows by what they are called. Nothing open goes."""
    sent = outbox.c.state.in_(_FINISHED), outbox.c.created_at < logs_before
    fired = reminder.c.state != "planned", reminder.c.due_at < logs_before
    gone = {
        "发送记录": tx.execute(delete(outbox).where(*sent)).rowcount,
        "提醒记录": tx.execute(delete(reminder).where(*fired)).rowcount,
        "撤销资料": tx.execute(delete(change).where(change.c.at < now - SCRATCH)).rowcount,
        "对话状态": tx.execute(delete(conversation).where(conversation.c.updated_at < now - SCRATCH)).rowcount,
        "拦截计数": tx.execute(
            delete(guard_counter).where(guard_counter.c.date < counters_before.isoformat())
        ).rowcount,
    }
    return {name: n for name, n in gone.items() if n}


def holders(tx: Connection, tables: Iterable[Personal]) -> set[str]:
    """Everybody who has rows of his own, in small letters."""
    found: set[str] = set()
    for own in (*tables, Personal(conversation)):
        found.update(str(name).lower() for name in tx.execute(select(own.table.c[own.of]).distinct()).scalars())
    return found


def forget_person(tx: Connection, userid: str, tables: Iterable[Personal]) -> int:
    """Delete a person's own rows; returns how many. What others are owed by him is not his and stays."""
    gone = 0
    for own in (*tables, Personal(conversation)):
        gone += tx.execute(delete(own.table).where(func.lower(own.table.c[own.of]) == userid)).rowcount
    return gone
