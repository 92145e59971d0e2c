"""Seating plans, minutes, and who has a meeting in his WeCom calendar (domain.md 4.6, 4.7, Annex E)."""

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, false

from handlers.meetings.tables import keeping
from storage.tables import RowId
from storage.types import Instant, Json, metadata

seating_plan = Table(
    "seating_plan",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("kind", String(4), nullable=False),
    Column("meeting", BigInteger, ForeignKey("meeting.id")),
    Column("title", String(200), nullable=False),
    Column("people", Json, nullable=False),
    Column("guests", Json, nullable=False),
    Column("even", String(8), nullable=False),
    *keeping(),
)
"""Who sits where: 主席台 or 长桌; `people` in rank order as [{name, label, rank}], `guests` those of the other side."""
Index("ix_seating_plan_created_by", seating_plan.c.created_by, seating_plan.c.updated_at)

minutes = Table(
    "minutes",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("meeting", BigInteger, ForeignKey("meeting.id")),
    Column("title", String(200), nullable=False),
    Column("action", String(4), nullable=False),
    Column("edited", Boolean, nullable=False, server_default=false()),
    Column("unit", String(40)),
    Column("number", String(40)),
    Column("series", String(40)),
    Column("year", Integer),
    Column("seq", Integer),
    Column("state", String(10), nullable=False),
    Column("drafter", String(64), nullable=False),
    Column("cosigners", Json),
    Column("signed_by", String(64)),
    Column("draft_due", Instant),
    Column("issue_due", Instant),
    Column("issued_on", Date),
    Column("edited_on", Date),
    *keeping(),
)
"""会议纪要. `action`: 制发 our own, 核改 somebody else's that we edited; `edited`: our own was edited here too,
which counts nothing more (F30). `year` is 0 for numbers like 第12次, which run on."""
Index("uq_minutes_number", minutes.c.series, minutes.c.year, minutes.c.seq, unique=True)
Index("ix_minutes_meeting", minutes.c.meeting)
Index("ix_minutes_state", minutes.c.state)

calendar_entry = Table(
    "calendar_entry",
    metadata,
    Column("invite", BigInteger, ForeignKey("invite.id"), primary_key=True),
    Column("people", Json, nullable=False),
    Column("put_at", Instant, nullable=False),
)
"""In whose WeCom calendars the meeting of an accepted invitation stands."""
