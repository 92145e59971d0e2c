"""presses of cards that were accepted in a burst and wait for their turn"""

import sqlalchemy as sa
from alembic import op

revision = "core_0004"
down_revision = "core_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "waiting_press",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("press", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_press")),
    )
    op.create_index("ix_waiting_press_sender", "waiting_press", ["sender", "id"])


def downgrade() -> None:
    op.drop_index("ix_waiting_press_sender", "waiting_press")
    op.drop_table("waiting_press")
