"""The tables of 值班 and of the timers of 突发事件 (domain.md 6.1, 6.2). Of an event nothing but times is kept."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, UniqueConstraint, text

from storage.tables import RowId
from storage.types import Instant, Json, metadata

ITEM_LENGTH = 200

duty_shift = Table(
    "duty_shift",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("day", Date, nullable=False),
    Column("kind", String(4), nullable=False),
    Column("officers", Json, nullable=False),
    Column("leader", String(64)),
    Column("backup", String(64)),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    UniqueConstraint("day", "kind"),
)
"""One shift: 白班, 夜班 or 全天 of a day, with the 值班员 (1–2 userids), the 带班领导 and the 备班."""

duty_swap = Table(
    "duty_swap",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("day", Date, nullable=False),
    Column("kind", String(4), nullable=False),
    Column("giver", String(64), nullable=False),
    Column("taker", String(64), nullable=False),
    Column("back_day", Date),
    Column("back_kind", String(4)),
    Column("state", String(8), nullable=False),
    Column("agreed_at", Instant),
    Column("decided_by", String(64)),
    Column("decided_at", Instant),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
)
"""A request to swap: the substitute agrees first, then the 带班领导 or the director decides (domain.md 6.2)."""
Index("ix_duty_swap_state", duty_swap.c.state, duty_swap.c.day)

duty_handover = Table(
    "duty_handover",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("day", Date, nullable=False),
    Column("kind", String(4), nullable=False),
    Column("items", Json, nullable=False),
    Column("given_by", String(64)),
    Column("given_at", Instant),
    Column("taken_by", String(64)),
    Column("taken_at", Instant),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    UniqueConstraint("day", "kind"),
)
"""未尽事项 of a shift, given to the next one and acknowledged there. Until `given_at` it only collects them."""

emergency_timer = Table(
    "emergency_timer",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("reporter", String(64), nullable=False),
    Column("officers", Json, nullable=False),
    Column("grave", Boolean, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("phone_due", Instant, nullable=False),
    Column("written_due", Instant, nullable=False),
    Column("phoned_at", Instant),
    Column("written_at", Instant),
    Column("reports", Integer, nullable=False, server_default=text("0")),
    Column("reported_at", Instant),
    Column("state", String(4), nullable=False, index=True),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
)
"""Times only: what happened, where and to whom is never stored (domain.md 6.1). `reports` counts the 续报."""
