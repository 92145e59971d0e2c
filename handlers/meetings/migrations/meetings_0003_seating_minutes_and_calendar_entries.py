"""seating minutes and calendar entries"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "meetings_0003"
down_revision = "meetings_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "minutes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("meeting", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=4), nullable=False),
        sa.Column("edited", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=True),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("series", sa.String(length=40), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("drafter", sa.String(length=64), nullable=False),
        sa.Column("cosigners", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("signed_by", sa.String(length=64), nullable=True),
        sa.Column("draft_due", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("issue_due", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("edited_on", sa.Date(), nullable=True),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("updated_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name=op.f("fk_minutes_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
    )
    with op.batch_alter_table("minutes", schema=None) as batch_op:
        batch_op.create_index("ix_minutes_meeting", ["meeting"], unique=False)
        batch_op.create_index("ix_minutes_state", ["state"], unique=False)
        batch_op.create_index("uq_minutes_number", ["series", "year", "seq"], unique=True)

    op.create_table(
        "seating_plan",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("meeting", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("people", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("guests", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("even", sa.String(length=8), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("updated_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name=op.f("fk_seating_plan_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seating_plan")),
    )
    with op.batch_alter_table("seating_plan", schema=None) as batch_op:
        batch_op.create_index("ix_seating_plan_created_by", ["created_by", "updated_at"], unique=False)

    op.create_table(
        "calendar_entry",
        sa.Column("invite", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("put_at", storage.types.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["invite"], ["invite.id"], name=op.f("fk_calendar_entry_invite")),
        sa.PrimaryKeyConstraint("invite", name=op.f("pk_calendar_entry")),
    )


def downgrade() -> None:
    op.drop_table("calendar_entry")
    with op.batch_alter_table("seating_plan", schema=None) as batch_op:
        batch_op.drop_index("ix_seating_plan_created_by")

    op.drop_table("seating_plan")
    with op.batch_alter_table("minutes", schema=None) as batch_op:
        batch_op.drop_index("uq_minutes_number")
        batch_op.drop_index("ix_minutes_state")
        batch_op.drop_index("ix_minutes_meeting")

    op.drop_table("minutes")
