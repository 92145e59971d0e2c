"""Pasted 议定事项 laid before whoever decides: which proposals belong together. The pasted text is not kept (4.7)."""

from sqlalchemy import Column, ForeignKey, Integer, SmallInteger, String, Table, text

from storage.tables import RowId
from storage.types import Instant, metadata

decision_batch = Table(
    "decision_batch",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("basis", String(120), nullable=False),
    Column("meeting", String(64)),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
)

decision_item = Table(
    "decision_item",
    metadata,
    Column("task", RowId, primary_key=True, autoincrement=False),
    Column("batch", RowId, ForeignKey("decision_batch.id"), nullable=False, index=True),
    Column("position", SmallInteger, nullable=False),
)
"""One proposal of a batch; how it stands is told by its task."""
