"""The tables of supervision (domain.md 3.3, Annex E)."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, SmallInteger, String, Table, text

from storage.tables import RowId
from storage.types import Instant, metadata

TITLE_LENGTH = 120
TEXT_LENGTH = 500

task = Table(
    "task",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("no", String(24), unique=True),
    Column("title", String(TITLE_LENGTH), nullable=False),
    Column("requirement", String(TEXT_LENGTH)),
    Column("basis", String(TITLE_LENGTH)),
    Column("basis_ref", String(64)),
    Column("lead_unit", String(32), nullable=False),
    Column("responsible_leader", String(32)),
    Column("supervisor", String(64)),
    Column("urgent", Boolean, nullable=False, server_default=text("false")),
    Column("created_on", Date, nullable=False),
    Column("due_at", Instant),
    Column("due_source", String(16)),
    Column("original_due_at", Instant),
    Column("standard", String(TEXT_LENGTH)),
    Column("period", String(8), nullable=False),
    Column("progress_text", String(TEXT_LENGTH)),
    Column("progress_at", Instant),
    Column("missed", SmallInteger, nullable=False, server_default=text("0")),
    Column("returned", SmallInteger, nullable=False, server_default=text("0")),
    Column("extensions", SmallInteger, nullable=False, server_default=text("0")),
    Column("status", String(8), nullable=False, index=True),
    Column("applied_at", Instant),
    Column("closed_on", Date),
    Column("result_kind", String(16)),
    Column("result_text", String(TEXT_LENGTH)),
    Column("reviewed_by", String(64)),
    Column("import_digest", String(64)),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
)
"""One task. `missed` counts feedback missed in a row that a ledger taken over had noted; `import_digest` is that of
the row it was last imported from."""

task_unit = Table(
    "task_unit",
    metadata,
    Column("task_id", RowId, ForeignKey("task.id"), primary_key=True),
    Column("unit", String(32), primary_key=True),
    Column("position", SmallInteger, nullable=False),
    Column("signed_by", String(64)),
    Column("signed_at", Instant),
)
"""The units of a task: the lead at position 0, the co-units after it, each with its 签收."""
Index("ix_task_unit_unit", task_unit.c.unit, task_unit.c.task_id)

task_feedback = Table(
    "task_feedback",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("task_id", RowId, ForeignKey("task.id"), nullable=False, index=True),
    Column("unit", String(32), nullable=False),
    Column("text", String(TEXT_LENGTH), nullable=False),
    Column("withdrawn", Boolean, nullable=False, server_default=text("false")),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
)
