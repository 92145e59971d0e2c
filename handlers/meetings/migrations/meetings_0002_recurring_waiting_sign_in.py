"""recurring meetings, waiting lists, sign-in and the live card"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "meetings_0002"
down_revision = "meetings_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting_series",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("rrule", sa.String(length=100), nullable=False),
        sa.Column("begins", sa.String(length=5), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=40), nullable=True),
        sa.Column("holiday", sa.String(length=8), nullable=False),
        sa.Column("details", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("booked_to", sa.Date(), nullable=False),
        sa.Column("organiser", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("updated_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_series")),
    )
    op.create_table(
        "tally_card",
        sa.Column("meeting", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("used", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("shown_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("sent_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("shown", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name=op.f("fk_tally_card_meeting")),
        sa.PrimaryKeyConstraint("meeting", name=op.f("pk_tally_card")),
    )
    op.create_table(
        "room_wait",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("room", sa.String(length=40), nullable=True),
        sa.Column("starts_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("ends_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("equipment", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("userid", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("told_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("booking", sa.BigInteger(), nullable=True),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("updated_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["booking"], ["booking.id"], name=op.f("fk_room_wait_booking")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_wait")),
    )
    with op.batch_alter_table("room_wait", schema=None) as batch_op:
        batch_op.create_index("ix_room_wait_booking", ["booking"], unique=False)
        batch_op.create_index("ix_room_wait_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_room_wait_userid", ["userid", "state"], unique=False)

    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held_for", sa.String(length=4), nullable=True))
        batch_op.add_column(sa.Column("equipment", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("series", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("occurs_on", sa.Date(), nullable=True))
        batch_op.create_index("uq_booking_series_day", ["series", "occurs_on"], unique=True)

    with op.batch_alter_table("invite", schema=None) as batch_op:
        batch_op.add_column(sa.Column("checked_in_at", storage.types.Instant(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("checked_in_by", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("remark", sa.String(length=40), nullable=True))

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("series", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("occurs_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("dissolved_at", storage.types.Instant(timezone=True), nullable=True))
        batch_op.create_index("uq_meeting_series_day", ["series", "occurs_on"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index("uq_meeting_series_day")
        batch_op.drop_column("dissolved_at")
        batch_op.drop_column("occurs_on")
        batch_op.drop_column("series")

    with op.batch_alter_table("invite", schema=None) as batch_op:
        batch_op.drop_column("remark")
        batch_op.drop_column("checked_in_by")
        batch_op.drop_column("checked_in_at")

    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.drop_index("uq_booking_series_day")
        batch_op.drop_column("occurs_on")
        batch_op.drop_column("series")
        batch_op.drop_column("equipment")
        batch_op.drop_column("held_for")

    with op.batch_alter_table("room_wait", schema=None) as batch_op:
        batch_op.drop_index("ix_room_wait_userid")
        batch_op.drop_index("ix_room_wait_state")
        batch_op.drop_index("ix_room_wait_booking")

    op.drop_table("room_wait")
    op.drop_table("tally_card")
    op.drop_table("meeting_series")
