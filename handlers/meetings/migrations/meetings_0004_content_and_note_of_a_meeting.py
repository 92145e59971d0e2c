"""What a meeting is about, and what to bring."""

import sqlalchemy as sa
from alembic import op

revision = "meetings_0004"
down_revision = "meetings_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("content", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("note", sa.String(length=120), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_column("note")
        batch_op.drop_column("content")
