"""extensions, cards, chase log, side exits"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "supervision_0002"
down_revision = "supervision_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "card",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("colour", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("proposed_by", sa.String(length=64), nullable=False),
        sa.Column("issued_by", sa.String(length=64), nullable=True),
        sa.Column("issued_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("reply_due", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("reply", sa.String(length=500), nullable=True),
        sa.Column("replied_by", sa.String(length=64), nullable=True),
        sa.Column("replied_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=64), nullable=True),
        sa.Column("closed_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("close_reason", sa.String(length=500), nullable=True),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("updated_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_card_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
    )
    with op.batch_alter_table("card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_card_task_id"), ["task_id"], unique=False)

    op.create_table(
        "task_chase",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_chase_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_chase")),
    )
    with op.batch_alter_table("task_chase", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_chase_task_id"), ["task_id"], unique=False)

    op.create_table(
        "task_extension",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("progress", sa.String(length=500), nullable=False),
        sa.Column("due_before", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("wanted_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("granted_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("nth", sa.SmallInteger(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("updated_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_extension_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_extension")),
    )
    with op.batch_alter_table("task_extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_extension_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_extension_task_id"), ["task_id"], unique=False)

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source_kind", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("feedback_day", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("slots_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("handler", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("count_as_item", sa.Boolean(), server_default=sa.text("(true)"), nullable=False))
        batch_op.add_column(sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(
            sa.Column("merged_into", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("moved_to", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.String(length=500), nullable=True))
        batch_op.add_column(sa.Column("before_pause", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("late_marked", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
        batch_op.add_column(sa.Column("progress_pct", sa.SmallInteger(), nullable=True))
        batch_op.add_column(sa.Column("difficulty", sa.String(length=500), nullable=True))
        batch_op.add_column(sa.Column("next_step", sa.String(length=500), nullable=True))
        batch_op.add_column(sa.Column("evidence_note", sa.String(length=120), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_column("evidence_note")
        batch_op.drop_column("next_step")
        batch_op.drop_column("difficulty")
        batch_op.drop_column("progress_pct")
        batch_op.drop_column("late_marked")
        batch_op.drop_column("before_pause")
        batch_op.drop_column("reason")
        batch_op.drop_column("moved_to")
        batch_op.drop_column("merged_into")
        batch_op.drop_column("parent_id")
        batch_op.drop_column("count_as_item")
        batch_op.drop_column("handler")
        batch_op.drop_column("slots_from")
        batch_op.drop_column("feedback_day")
        batch_op.drop_column("source_kind")

    with op.batch_alter_table("task_extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_extension_task_id"))
        batch_op.drop_index(batch_op.f("ix_task_extension_state"))

    op.drop_table("task_extension")
    with op.batch_alter_table("task_chase", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_chase_task_id"))

    op.drop_table("task_chase")
    with op.batch_alter_table("card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_card_task_id"))
        batch_op.drop_index(batch_op.f("ix_card_state"))

    op.drop_table("card")
