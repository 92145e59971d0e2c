"""The tables of 个人提醒 and 投诉建议 (domain.md 7.4, 7.9)."""

from sqlalchemy import Column, Date, Index, Integer, String, Table, UniqueConstraint, text

from storage.quiet import quiet_hours
from storage.tables import RowId
from storage.types import Instant, metadata

__all__ = ["personal_reminder", "quiet_hours", "suggestion"]

TEXT_LENGTH, SUGGESTION_LENGTH = 120, 1000

personal_reminder = Table(
    "personal_reminder",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("userid", String(64), nullable=False),
    Column("no", Integer, nullable=False),
    Column("text", String(TEXT_LENGTH), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("rrule", String(100)),
    Column("first_day", Date),
    Column("holiday", String(8)),
    Column("state", String(4), nullable=False),
    Column("fired_at", Instant),
    Column("snoozed", Integer, nullable=False, server_default=text("0")),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    UniqueConstraint("userid", "no"),
)
"""What a person wants to be reminded of. `no` counts for each person; a recurring one has a rule (RFC 5545), the day it
counts from, and what becomes of a holiday; `snoozed` counts 稍后."""
Index("ix_personal_reminder_userid", personal_reminder.c.userid, personal_reminder.c.state)

suggestion = Table(
    "suggestion",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("year", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("text", String(SUGGESTION_LENGTH), nullable=False),
    Column("owner", String(64), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("answer", String(SUGGESTION_LENGTH)),
    Column("answered_by", String(64)),
    Column("answered_at", Instant),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    UniqueConstraint("year", "seq"),
)
"""A suggestion or complaint, with the one who owes the answer and until when."""
