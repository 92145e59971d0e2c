"""Pieces of information, issues of the bulletin, and who does not want it pushed (domain.md 5.2, Annex E)."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from storage.tables import RowId
from storage.types import Instant, metadata

info_issue = Table(
    "info_issue",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("series", String(64), nullable=False),
    Column("year", Integer),
    Column("no", Integer),
    Column("total_no", Integer),
    Column("state", String(10), nullable=False),
    Column("audience", String(20), nullable=False),
    Column("reviewed_by", String(64)),
    Column("reviewed_at", Instant),
    Column("signed_by", String(64)),
    Column("signed_at", Instant),
    Column("push_at", Instant),
    Column("issued_at", Instant),
    Column("corrected_at", Instant),
    Column("corrections", Integer, nullable=False, server_default=text("0")),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    UniqueConstraint("series", "year", "no"),
    UniqueConstraint("series", "total_no", name="uq_info_issue_series_total_no"),
)
Index("ix_info_issue_state", info_issue.c.state)

info_item = Table(
    "info_item",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("year", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("unit", String(64), nullable=False),
    Column("title", String(100), nullable=False),
    Column("text", Text, nullable=False),
    Column("openness", String(4), nullable=False),
    Column("state", String(4), nullable=False),
    Column("issue", RowId, ForeignKey("info_issue.id"), index=True),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    UniqueConstraint("year", "seq"),
)
Index("ix_info_item_state", info_item.c.state, info_item.c.id)

info_subscription = Table(
    "info_subscription",
    metadata,
    Column("userid", String(64), primary_key=True),
    Column("state", String(4), nullable=False),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
)
