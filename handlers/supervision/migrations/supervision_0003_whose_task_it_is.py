"""whose task it is: what a unit says is not its business"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "supervision_0003"
down_revision = "supervision_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "task_objection",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("suggested", sa.String(length=32), nullable=True),
        sa.Column("decide_by", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("updated_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_objection_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_objection")),
    )
    with op.batch_alter_table("task_objection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_objection_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_objection_task_id"), ["task_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("task_objection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_objection_task_id"))
        batch_op.drop_index(batch_op.f("ix_task_objection_state"))

    op.drop_table("task_objection")
