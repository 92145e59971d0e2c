"""indexes of what waits: what is due is found without looking at what is over or waits for later"""

import sqlalchemy as sa
from alembic import op

revision = "core_0003"
down_revision = "core_0002"
branch_labels = None
depends_on = None

PARTIAL = (
    ("ix_outbox_queue", "outbox", ["lane", "not_before", "id"], "state = 'queued' AND retry_at = 0"),
    ("ix_outbox_again", "outbox", ["lane", "retry_at", "id"], "state = 'queued' AND retry_at > 0"),
    ("ix_outbox_ahead", "outbox", ["recipient", "retry_at"], "coalesce(state, '') = 'queued' AND retry_at > 0"),
    ("ix_outbox_under_way", "outbox", ["recipient", "state"], "coalesce(state, '') = 'sending'"),
    ("ix_outbox_end", "outbox", ["expires_at"], "coalesce(state, '') = 'queued'"),
    ("ix_outbox_company", "outbox", ["state", "batch"], "state = 'queued'"),
    ("ix_outbox_sent", "outbox", ["recipient", "sent_at"], "sent_at IS NOT NULL"),
    ("ix_reminder_due", "reminder", ["due_at", "id"], "state = 'planned'"),
)


def upgrade() -> None:
    op.drop_index("ix_reminder_due", "reminder")
    op.drop_index("ix_outbox_ready", "outbox")
    op.create_index("ix_outbox_state", "outbox", ["state", "not_before"])
    for name, table, columns, where in PARTIAL:
        op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    for name, table, _, _ in PARTIAL:
        op.drop_index(name, table)
    op.drop_index("ix_outbox_state", "outbox")
    op.create_index("ix_outbox_ready", "outbox", ["state", "lane", "id"])
    where = sa.text("state = 'planned'")
    op.create_index("ix_reminder_due", "reminder", ["due_at"], sqlite_where=where, postgresql_where=where)
