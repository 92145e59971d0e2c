"""Meetings, invitations, room bookings, those who wait for a room, and what recurs (domain.md 4, Annex E)."""

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, false

from storage.tables import RowId
from storage.types import Instant, Json, metadata


def keeping() -> tuple[Column[object], ...]:
    """Who made the row and when; `version` is the optimistic lock (Annex E)."""
    return (
        Column("created_by", String(64), nullable=False),
        Column("created_at", Instant, nullable=False),
        Column("updated_at", Instant, nullable=False),
        Column("version", Integer, nullable=False, server_default="1"),
    )


series = Table(
    "meeting_series",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("kind", String(4), nullable=False),
    Column("title", String(200), nullable=False),
    Column("rrule", String(100), nullable=False),
    Column("begins", String(5), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("room", String(40)),
    Column("holiday", String(8), nullable=False),
    Column("details", Json, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("booked_to", Date, nullable=False),
    Column("organiser", String(64), nullable=False),
    Column("state", String(10), nullable=False),
    *keeping(),
)
"""What recurs: 会议 or 预订. `rrule` as in RFC 5545, `begins` HH:MM, `holiday` what becomes of a day off; `details` is
who is invited and what is needed; occurrences exist up to `booked_to`."""

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
    Column("content", String(120)),
    Column("note", String(120)),
    Column("reply_by", Instant, nullable=False),
    Column("leave_approver", String(64), nullable=False),
    Column("group_name", String(50), nullable=False),
    Column("chatid", String(32), nullable=False, unique=True),
    Column("state", String(10), nullable=False),
    Column("series", BigInteger),
    Column("occurs_on", Date),
    Column("dissolved_at", Instant),
    *keeping(),
)
"""One meeting. `content`: what it is about (of a sensitive one never, 4.1); `note`: what to bring or wear.
`occurs_on`: the day that the rule of its series names, which a holiday may have moved."""
Index("uq_meeting_series_day", meeting.c.series, meeting.c.occurs_on, unique=True)

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
    Column("checked_in_at", Instant),
    Column("checked_in_by", String(64)),
    Column("remark", String(40)),
    *keeping(),
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
    Column("held_for", String(4)),
    Column("meeting", BigInteger, ForeignKey("meeting.id")),
    Column("equipment", Json),
    Column("series", BigInteger),
    Column("occurs_on", Date),
    *keeping(),
)
"""A room in use. `held_for` is 候补 when it is kept for somebody who waited for it."""
Index("ix_booking_room_time", booking.c.room, booking.c.starts_at)
Index("uq_booking_series_day", booking.c.series, booking.c.occurs_on, unique=True)

wait = Table(
    "room_wait",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("room", String(40)),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("purpose", String(200), nullable=False),
    Column("level", String(10), nullable=False),
    Column("people", Integer),
    Column("equipment", Json),
    Column("userid", String(64), nullable=False),
    Column("state", String(10), nullable=False),
    Column("told_at", Instant),
    Column("booking", BigInteger, ForeignKey("booking.id")),
    *keeping(),
)
"""Somebody who waits for a room, or for any room that fits when `room` is empty (domain.md 4.5)."""
Index("ix_room_wait_state", wait.c.state, wait.c.id)
Index("ix_room_wait_userid", wait.c.userid, wait.c.state)
Index("ix_room_wait_booking", wait.c.booking)

tally_card = Table(
    "tally_card",
    metadata,
    Column("meeting", BigInteger, ForeignKey("meeting.id"), primary_key=True),
    Column("serial", Integer, nullable=False),
    Column("used", Boolean, nullable=False, server_default=false()),
    Column("shown_at", Instant, nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("shown", String(200), nullable=False),
)
"""The organiser's card with the count of the receipts: which sending of it stands on his phone, whether the code that
updates it has been used (WeCom gives one for each sending), when it last changed, and what it shows."""
