"""an index of the instants at which reminders fired: those of one hour speak with one voice"""

import sqlalchemy as sa
from alembic import op

revision = "core_0005"
down_revision = "core_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    where = sa.text("state = 'fired'")
    op.create_index(
        "ix_reminder_fired", "reminder", ["fired_at", "recipient"], sqlite_where=where, postgresql_where=where
    )


def downgrade() -> None:
    op.drop_index("ix_reminder_fired", "reminder")
