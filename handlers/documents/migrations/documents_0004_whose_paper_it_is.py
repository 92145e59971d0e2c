"""whose paper it is: the unit that another one names"""

import sqlalchemy as sa
from alembic import op

revision = "documents_0004"
down_revision = "documents_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("doc_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("suggested", sa.String(length=32), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("doc_request", schema=None) as batch_op:
        batch_op.drop_column("suggested")
