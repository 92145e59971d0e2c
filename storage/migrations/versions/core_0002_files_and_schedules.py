"""files on their way to phones, and schedules in WeCom's calendar"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "core_0002"
down_revision = "core_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outgoing_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("media_id", sa.String(length=200), nullable=True),
        sa.Column("uploaded_at", storage.types.Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_file")),
    )
    with op.batch_alter_table("outgoing_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outgoing_file_created_at"), ["created_at"], unique=False)
    op.create_table(
        "wecom_schedule",
        sa.Column("object", sa.String(length=64), nullable=False),
        sa.Column("schedule_id", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("object", name=op.f("pk_wecom_schedule")),
    )


def downgrade() -> None:
    op.drop_table("wecom_schedule")
    with op.batch_alter_table("outgoing_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outgoing_file_created_at"))
    op.drop_table("outgoing_file")
