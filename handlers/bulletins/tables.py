"""Pieces, issues, calls for pieces, what became of pieces elsewhere, and who wants no push (domain.md 5, Annex E)."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from storage.tables import RowId
from storage.types import Instant, metadata

info_call = Table(
    "info_call",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("topic", String(100), nullable=False),
    Column("units", String(2000), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("state", String(4), nullable=False),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
)
Index("ix_info_call_state", info_call.c.state, info_call.c.id)

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
    Column("reason", String(200)),
    Column("ended_by", String(64)),
    Column("ended_at", Instant),
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
    Column("category", String(10)),
    Column("reason", String(200)),
    Column("credits", String(300)),
    Column("merged_into", RowId, ForeignKey("info_item.id", name="fk_info_item_merged_into")),
    Column("call", RowId, ForeignKey("info_call.id", name="fk_info_item_call"), index=True),
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

info_submission = Table(
    "info_submission",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("piece", String(160), nullable=False),
    Column("title", String(100), nullable=False),
    Column("item", RowId, ForeignKey("info_item.id")),
    Column("organ", String(20), nullable=False),
    Column("level", String(2), nullable=False),
    Column("on", Date, nullable=False),
    Column("again", Integer, nullable=False, server_default=text("0")),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    UniqueConstraint("piece", "organ"),
)
"""上报. The same piece sent to an organ again is the same row (domain.md F04)."""

info_adoption = Table(
    "info_adoption",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("piece", String(160), nullable=False),
    Column("title", String(100), nullable=False),
    Column("item", RowId, ForeignKey("info_item.id")),
    Column("organ", String(20), nullable=False),
    Column("kind", String(4), nullable=False),
    Column("on", Date, nullable=False),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    UniqueConstraint("piece", "organ", "kind"),
)

info_comment = Table(
    "info_comment",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("piece", String(160), nullable=False),
    Column("title", String(100), nullable=False),
    Column("item", RowId, ForeignKey("info_item.id")),
    Column("leader", String(64), nullable=False),
    Column("level", String(4), nullable=False),
    Column("on", Date, nullable=False),
    Column("acting_for", String(64)),
    Column("task", RowId),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    UniqueConstraint("piece", "leader", "on"),
)
"""批示 on a piece or an issue: the fact, never its words (domain.md 5.5, 7.6)."""
