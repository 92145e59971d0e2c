"""The table of filed papers (domain.md 8.1): no body, no scan, only what the directory of a box says."""

from sqlalchemy import Column, Date, Integer, String, Table, text

from storage.tables import RowId
from storage.types import Instant, metadata

archive_item = Table(
    "archive_item",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("object", String(40), nullable=False, unique=True),
    Column("register_no", String(64), nullable=False),
    Column("doc_no", String(64)),
    Column("title", String(120), nullable=False),
    Column("responsible", String(64), nullable=False),
    Column("doc_date", Date),
    Column("archive_no", String(40), unique=True),
    Column("box", String(32), nullable=False, index=True),
    Column("year", Integer, nullable=False, index=True),
    Column("retention", String(4), nullable=False),
    Column("seq", Integer),
    Column("pages", Integer),
    Column("reason", String(120)),
    Column("remark", String(120)),
    Column("status", String(8), nullable=False),
    Column("filed_by", String(64), nullable=False),
    Column("filed_on", Date, nullable=False),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
)
"""One 件. `object` is incoming:12 or outgoing:3, `register_no` our number of it, `box` the class in which 件号 counts
(0101-WS·2026-D30-BGS). `status`: 已归档, 不归档 (with the reason), 已撤回 (its 件号 is free again)."""
