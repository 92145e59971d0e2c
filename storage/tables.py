"""The tables that every line of business shares. Each line keeps its own in its own package (handlers/*/tables.py)."""

from typing import Any, TypeAlias

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Float,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    and_,
    func,
    literal_column,
    text,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from storage.types import Instant, Json, metadata

Columns: TypeAlias = ReadOnlyColumnCollection[str, Any]
RowId = BigInteger().with_variant(Integer, "sqlite")

inbox = Table(
    "inbox",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("received_at", Instant, nullable=False, index=True),
    Column("request_id", String(32), nullable=False),
)

waiting_press = Table(
    "waiting_press",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("sender", String(64), nullable=False),
    Column("press", Json, nullable=False),
    Column("owner", String(40), nullable=False),
    Column("since", Float, nullable=False),
)
"""Presses of cards that were accepted in a burst and not done yet: storage/inbox.py. `since`: real seconds."""
Index("ix_waiting_press_sender", waiting_press.c.sender, waiting_press.c.id)

conversation = Table(
    "conversation",
    metadata,
    Column("userid", String(64), primary_key=True),
    Column("state", Json, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("recipient", String(80), nullable=False),
    Column("lane", SmallInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("payload", Json, nullable=False),
    Column("dedupe_key", String(200), unique=True),
    Column("state", String(10), nullable=False, server_default="queued"),
    Column("created_at", Instant, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("retry_at", Float, nullable=False, server_default="0"),
    Column("attempt", Integer, nullable=False, server_default="0"),
    Column("owner", String(40)),
    Column("lease_until", Float, nullable=False, server_default="0"),
    Column("sent_at", Instant),
    Column("sent_real", Float),
    Column("calls", SmallInteger, nullable=False, server_default="0"),
    Column("msgid", String(200)),
    Column("response_code", String(200)),
    Column("error", String(400)),
    Column("origin", String(64)),
    Column("subject", String(100)),
    Column("batch", String(100)),
)


def in_state(row: Columns, state: str) -> ColumnElement[bool]:
    """Written out, not bound: an index of part of a table serves a statement only when its condition stands in it."""
    there: ColumnElement[bool] = row.state == literal_column(f"'{state}'")
    return there


def still(row: Columns, state: str) -> ColumnElement[bool]:
    """The same beside what must lead, an id or a recipient: no planner is tempted to go by the state first."""
    there: ColumnElement[bool] = func.coalesce(row.state, literal_column("''")) == literal_column(f"'{state}'")
    return there


def never_tried(row: Columns) -> ColumnElement[bool]:
    """Messages that wait for their hour only."""
    return and_(in_state(row, "queued"), row.retry_at == literal_column("0"))


def tried(row: Columns) -> ColumnElement[bool]:
    """Messages that wait, or have waited, until WeCom may be called again."""
    return and_(in_state(row, "queued"), row.retry_at > literal_column("0"))


def retrying(row: Columns) -> ColumnElement[bool]:
    """The same, of one recipient."""
    return and_(still(row, "queued"), row.retry_at > literal_column("0"))


def _partial(name: str, where: ColumnElement[bool], *columns: Column[Any]) -> None:
    Index(name, *columns, sqlite_where=where, postgresql_where=where)


_queued = in_state(outbox.c, "queued")
_partial("ix_outbox_queue", never_tried(outbox.c), outbox.c.lane, outbox.c.not_before, outbox.c.id)
_partial("ix_outbox_again", tried(outbox.c), outbox.c.lane, outbox.c.retry_at, outbox.c.id)
_partial("ix_outbox_ahead", retrying(outbox.c), outbox.c.recipient, outbox.c.retry_at)
_partial("ix_outbox_under_way", still(outbox.c, "sending"), outbox.c.recipient, outbox.c.state)
_partial("ix_outbox_end", still(outbox.c, "queued"), outbox.c.expires_at)
_partial("ix_outbox_company", _queued, outbox.c.state, outbox.c.batch)
_partial("ix_outbox_sent", outbox.c.sent_at.is_not(None), outbox.c.recipient, outbox.c.sent_at)
Index("ix_outbox_state", outbox.c.state, outbox.c.not_before)
Index("ix_outbox_recipient_state", outbox.c.recipient, outbox.c.state, outbox.c.id)
Index("ix_outbox_recipient_sent", outbox.c.recipient, outbox.c.sent_real)
Index("ix_outbox_subject", outbox.c.subject)

reminder = Table(
    "reminder",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("line", String(32), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("object", String(64), nullable=False),
    Column("recipient", String(64), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("dedupe_key", String(200), nullable=False, unique=True),
    Column("data", Json, nullable=False),
    Column("state", String(10), nullable=False, server_default="planned"),
    Column("fired_at", Instant),
    Column("late", SmallInteger, nullable=False, server_default="0"),
)
_planned = in_state(reminder.c, "planned")
_partial("ix_reminder_due", _planned, reminder.c.due_at, reminder.c.id)
_partial("ix_reminder_fired", in_state(reminder.c, "fired"), reminder.c.fired_at, reminder.c.recipient)
Index("ix_reminder_object", reminder.c.line, reminder.c.object, reminder.c.kind)

number_series = Table(
    "number_series",
    metadata,
    Column("series", String(64), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("next", Integer, nullable=False),
)

change = Table(
    "change",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("actor", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Column("line", String(32), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("object", String(64), nullable=False),
    Column("data", Json, nullable=False),
    Column("undone_at", Instant),
    Index("ix_change_actor", "actor", "id"),
)

audit_event = Table(
    "audit_event",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("acting_for", String(64)),
    Column("action", String(64), nullable=False),
    Column("object", String(100)),
    Column("before", Json),
    Column("after", Json),
    Column("channel", String(16), nullable=False),
    Column("result", String(32), nullable=False),
    Column("request_id", String(32), nullable=False),
    Column("seq", BigInteger, unique=True),
    Column("hash", String(64)),
)
_partial("ix_audit_event_unsealed", audit_event.c.seq.is_(None), audit_event.c.id)
Index("ix_audit_event_object", audit_event.c.object)

guard_counter = Table(
    "guard_counter",
    metadata,
    Column("date", String(10), primary_key=True),
    Column("hour", SmallInteger, primary_key=True),
    Column("rule", String(8), primary_key=True),
    Column("n", Integer, nullable=False, server_default=text("0")),
)

setting = Table(
    "setting",
    metadata,
    Column("key", String(100), primary_key=True),
    Column("value", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("changed_by", String(64), nullable=False),
    Column("changed_at", Instant, nullable=False),
)
