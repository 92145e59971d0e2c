"""Meetings, invitations and room bookings (domain.md 4, Annex E)."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text

from storage.tables import RowId
from storage.types import Instant, Json, metadata


def _keeping() -> tuple[Column[object], ...]:
    """Who made the row and when; `version` is the optimistic lock (Annex E)."""
    return (
        Column("created_by", String(64), nullable=False),
        Column("created_at", Instant, nullable=False),
        Column("updated_at", Instant, nullable=False),
        Column("version", Integer, nullable=False, server_default="1"),
    )


meeting = Table(
    "meeting",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("title", String(200), nullable=False),
    Column("type", String(20), nullable=False),
    Column("compound_types", Json, nullable=False),
    Column("sensitivity", String(8), nullable=False),
    Column("starts_at", Instant, nullable=False, index=True),
    Column("ends_at", Instant, nullable=False),
    Column("room", String(40), nullable=False),
    Column("chair", String(64)),
    Column("organiser", String(64), nullable=False, index=True),
    Column("need", String(20), nullable=False),
    Column("audience", Text, nullable=False),
    Column("reply_by", Instant, nullable=False),
    Column("leave_approver", String(64), nullable=False),
    Column("group_name", String(50), nullable=False),
    Column("chatid", String(32), nullable=False, unique=True),
    Column("state", String(10), nullable=False),
    *_keeping(),
)

invite = Table(
    "invite",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("meeting", BigInteger, ForeignKey("meeting.id"), nullable=False),
    Column("unit", String(40)),
    Column("user", String(64)),
    Column("need", String(20), nullable=False),
    Column("state", String(10), nullable=False),
    Column("substitute", String(40)),
    Column("reason", String(10)),
    Column("late_minutes", Integer),
    Column("requested_by", String(64)),
    Column("approved_by", String(64)),
    Column("approved_proxy", String(64)),
    Column("decided_at", Instant),
    Column("replied_by", String(64)),
    Column("replied_at", Instant),
    *_keeping(),
)
Index("uq_invite_meeting_unit", invite.c.meeting, invite.c.unit, unique=True)
Index("uq_invite_meeting_user", invite.c.meeting, invite.c.user, unique=True)
Index("ix_invite_unit_state", invite.c.unit, invite.c.state)

booking = Table(
    "booking",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("room", String(40), nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("before", Integer, nullable=False),
    Column("after", Integer, nullable=False),
    Column("purpose", String(200), nullable=False),
    Column("organiser", String(64), nullable=False),
    Column("unit", String(40)),
    Column("level", String(10), nullable=False),
    Column("people", Integer),
    Column("state", String(10), nullable=False),
    Column("hold_until", Instant),
    Column("meeting", BigInteger, ForeignKey("meeting.id")),
    *_keeping(),
)
Index("ix_booking_room_time", booking.c.room, booking.c.starts_at)
