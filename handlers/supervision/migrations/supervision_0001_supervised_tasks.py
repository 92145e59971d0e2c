"""supervised tasks"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "supervision_0001"
down_revision = None
branch_labels = ("supervision",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "task",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("no", sa.String(length=24), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("requirement", sa.String(length=500), nullable=True),
        sa.Column("basis", sa.String(length=120), nullable=True),
        sa.Column("basis_ref", sa.String(length=64), nullable=True),
        sa.Column("lead_unit", sa.String(length=32), nullable=False),
        sa.Column("responsible_leader", sa.String(length=32), nullable=True),
        sa.Column("supervisor", sa.String(length=64), nullable=True),
        sa.Column("urgent", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("due_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("due_source", sa.String(length=16), nullable=True),
        sa.Column("original_due_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("standard", sa.String(length=500), nullable=True),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("progress_text", sa.String(length=500), nullable=True),
        sa.Column("progress_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("missed", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("returned", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("extensions", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("applied_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("result_kind", sa.String(length=16), nullable=True),
        sa.Column("result_text", sa.String(length=500), nullable=True),
        sa.Column("reviewed_by", sa.String(length=64), nullable=True),
        sa.Column("import_digest", sa.String(length=64), nullable=True),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("updated_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("no", name=op.f("uq_task_no")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_status"), ["status"], unique=False)

    op.create_table(
        "task_feedback",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("updated_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_feedback_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_feedback")),
    )
    with op.batch_alter_table("task_feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_feedback_task_id"), ["task_id"], unique=False)

    op.create_table(
        "task_unit",
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("signed_by", sa.String(length=64), nullable=True),
        sa.Column("signed_at", storage.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_unit_task_id")),
        sa.PrimaryKeyConstraint("task_id", "unit", name=op.f("pk_task_unit")),
    )
    with op.batch_alter_table("task_unit", schema=None) as batch_op:
        batch_op.create_index("ix_task_unit_unit", ["unit", "task_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("task_unit", schema=None) as batch_op:
        batch_op.drop_index("ix_task_unit_unit")

    op.drop_table("task_unit")
    with op.batch_alter_table("task_feedback", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_feedback_task_id"))

    op.drop_table("task_feedback")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_status"))

    op.drop_table("task")
