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
    Column("source_kind", String(16)),
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
    Column("feedback_day", String(16)),
    Column("slots_from", Date),
    Column("handler", String(32)),
    Column("count_as_item", Boolean, nullable=False, server_default=text("true")),
    Column("parent_id", RowId),
    Column("merged_into", RowId),
    Column("moved_to", String(TITLE_LENGTH)),
    Column("reason", String(TEXT_LENGTH)),
    Column("before_pause", String(8)),
    Column("late_marked", Boolean, nullable=False, server_default=text("false")),
    Column("progress_text", String(TEXT_LENGTH)),
    Column("progress_at", Instant),
    Column("progress_pct", SmallInteger),
    Column("difficulty", String(TEXT_LENGTH)),
    Column("next_step", String(TEXT_LENGTH)),
    Column("evidence_note", String(TITLE_LENGTH)),
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
the row it was last imported from. `reason`: why it rests or ended (合并, 中止, 终止, 转出); `before_pause`: the state
that 恢复 brings back; `slots_from`: feedback is owed from then on; `late_marked`: an extension was
asked for after the limit, which no new limit can undo (3.7). A sub-item has a parent and does not count as an item."""

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

task_extension = Table(
    "task_extension",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("task_id", RowId, ForeignKey("task.id"), nullable=False, index=True),
    Column("reason", String(TEXT_LENGTH), nullable=False),
    Column("progress", String(TEXT_LENGTH), nullable=False),
    Column("due_before", Instant, nullable=False),
    Column("wanted_at", Instant, nullable=False),
    Column("granted_at", Instant),
    Column("nth", SmallInteger, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("state", String(8), nullable=False, index=True),
    Column("decided_by", String(64)),
    Column("decided_at", Instant),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
)
"""One request for more time (domain.md 3.7). `nth`: which granted one it would be; `late`: after the limit."""

task_objection = Table(
    "task_objection",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("task_id", RowId, ForeignKey("task.id"), nullable=False, index=True),
    Column("unit", String(32), nullable=False),
    Column("reason", String(TEXT_LENGTH), nullable=False),
    Column("suggested", String(32)),
    Column("decide_by", Instant, nullable=False),
    Column("state", String(8), nullable=False, index=True),
    Column("decided_by", String(64)),
    Column("decided_at", Instant),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
)
"""A unit says that the task is not its business (domain.md 3.4): 督查室 decides within three workdays, until then
it is. `suggested`: whose it is, as the unit says."""

card = Table(
    "card",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("task_id", RowId, ForeignKey("task.id"), nullable=False, index=True),
    Column("unit", String(32), nullable=False),
    Column("colour", String(8), nullable=False),
    Column("state", String(8), nullable=False, index=True),
    Column("reason", String(TEXT_LENGTH), nullable=False),
    Column("proposed_by", String(64), nullable=False),
    Column("issued_by", String(64)),
    Column("issued_at", Instant),
    Column("reply_due", Instant),
    Column("reply", String(TEXT_LENGTH)),
    Column("replied_by", String(64)),
    Column("replied_at", Instant),
    Column("closed_by", String(64)),
    Column("closed_at", Instant),
    Column("close_reason", String(TEXT_LENGTH)),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
)
"""A 黄牌 or 红牌: proposed by the bot or a person, issued to a unit by a named one (domain.md 3.6).

`closed_by`, `closed_at`, `close_reason`: who put the proposal off or withdrew the card, when and why."""

task_chase = Table(
    "task_chase",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("task_id", RowId, ForeignKey("task.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("stage", String(8), nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("due_at", Instant),
    Column("by", String(64), nullable=False),
)
"""催办 as it happened: one row for each rung of the ladder and each 催办 by a person (domain.md 3.3 chase_log)."""
