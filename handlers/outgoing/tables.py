"""The tables of 发文 (domain.md 2.4, Annex E): the register, its numbers, and what units owe. Only 非密 rows."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint, text

from storage.tables import RowId
from storage.types import Instant, Json, metadata

TITLE_LENGTH = 120
TEXT_LENGTH = 300

outgoing_doc = Table(
    "outgoing_doc",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("doc_no", String(64), nullable=False, unique=True),
    Column("series", String(32), nullable=False),
    Column("year", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("genre", String(8)),
    Column("title", String(TITLE_LENGTH), nullable=False),
    Column("main_to", Json, nullable=False),
    Column("cc", Json, nullable=False),
    Column("urgency", String(4), nullable=False),
    Column("important", Boolean, nullable=False, server_default=text("false")),
    Column("drafting_unit", String(32), nullable=False),
    Column("drafter", String(64), nullable=False),
    Column("copies", Integer),
    Column("openness", String(8)),
    Column("joint_units", Json, nullable=False),
    Column("cosign_units", Json, nullable=False),
    Column("checks", Json, nullable=False),
    Column("status", String(8), nullable=False, index=True),
    Column("editor", String(64)),
    Column("edited_at", Instant),
    Column("signer", String(64)),
    Column("signed_on", Date),
    Column("sign_recorder", String(64)),
    Column("written_on", Date),
    Column("issued_on", Date),
    Column("remark", String(TEXT_LENGTH)),
    Column("archive_no", String(40)),
    Column("clerk", String(64), nullable=False),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    UniqueConstraint("series", "year", "seq"),
)
"""One paper. `cosign_units` are those to be asked once 核稿 is through; `written_on` is 成文日期, that of the last
signature; `sign_recorder` noted the signature for the signer (代). `clerk` follows it up."""

doc_number = Table(
    "doc_number",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("series", String(32), nullable=False),
    Column("year", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("status", String(4), nullable=False, index=True),
    Column("doc_id", RowId, ForeignKey("outgoing_doc.id")),
    Column("reason", String(TEXT_LENGTH)),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    UniqueConstraint("series", "year", "seq"),
)
"""One number of a series: 预留, 已用, 作废 with the reason. Without `doc_id` it is kept for a paper to come."""

outgoing_unit = Table(
    "outgoing_unit",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("doc_id", RowId, ForeignKey("outgoing_doc.id"), nullable=False),
    Column("part", String(8), nullable=False),
    Column("unit", String(32), nullable=False),
    Column("state", String(8), nullable=False),
    Column("opinion", String(TEXT_LENGTH)),
    Column("due_at", Instant),
    Column("sent_at", Instant, nullable=False),
    Column("answered_at", Instant),
    Column("answered_by", String(64)),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("doc_id", "part", "unit"),
)
"""What a unit owes on a paper: its 会签, its joint 签发, or the 签收 of its copy."""
Index("ix_outgoing_unit_unit", outgoing_unit.c.unit, outgoing_unit.c.part, outgoing_unit.c.state)
