"""What people add to a report: words, replaced figures, confirmations; and the versions finalised (Annex E)."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, Text, UniqueConstraint, text

from storage.tables import RowId
from storage.types import Instant, Json, metadata

TEXT_LENGTH = 4000
REASON_LENGTH = 120

report = Table(
    "report",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("period", String(10), nullable=False, unique=True),
    Column("starts_on", Date, nullable=False),
    Column("cut_off", Date, nullable=False),
    Column("status", String(4), nullable=False),
    Column("edition", Integer, nullable=False, server_default=text("0")),
    Column("decided_by", String(64)),
    Column("decided_at", Instant),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
)
"""One report. `edition`: how often it was finalised."""

report_version = Table(
    "report_version",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("period", String(10), nullable=False),
    Column("edition", Integer, nullable=False),
    Column("definitions", String(10), nullable=False),
    Column("figures", Json, nullable=False),
    Column("content", Json, nullable=False),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("period", "edition"),
)
"""A report as it was finalised: figures with their rows, words, claims (editions.py)."""

report_override = Table(
    "report_override",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("period", String(10), nullable=False),
    Column("figure", String(4), nullable=False),
    Column("value", Integer, nullable=False),
    Column("reason", String(REASON_LENGTH), nullable=False),
    Column("holds", Boolean, nullable=False, server_default=text("true")),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
)
"""A figure that a person replaced; the computed one stays beside it (G14). Only the newest that `holds` counts."""
Index("ix_report_override_period", report_override.c.period, report_override.c.figure)

report_text = Table(
    "report_text",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("period", String(10), nullable=False),
    Column("from_day", Date, nullable=False),
    Column("section", String(12), nullable=False),
    Column("text", Text, nullable=False),
    Column("holds", Boolean, nullable=False, server_default=text("true")),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
)
"""What a person wrote for a section; it stays for the reports after it until somebody writes anew."""
Index("ix_report_text_section", report_text.c.section, report_text.c.from_day)

report_confirmation = Table(
    "report_confirmation",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("period", String(10), nullable=False, index=True),
    Column("owner", String(12), nullable=False),
    Column("agrees", Boolean, nullable=False),
    Column("figures", Json, nullable=False),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
)
"""What the owner of a section said of its figures, and how they stood then."""

report_download = Table(
    "report_download",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("file", RowId, nullable=False),
    Column("userid", String(64), nullable=False),
    Column("period", String(10), nullable=False),
    Column("fetched", Integer, nullable=False, server_default=text("0")),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)
"""An address for one file (`outgoing_file`) and one person; `digest` is all that is kept of it."""
