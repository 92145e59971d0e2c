"""The tables of 通讯录, 外出报备 and 岗位移交 (domain.md 6.4, 6.5)."""

from sqlalchemy import Column, Index, Integer, String, Table, text

from storage.tables import RowId
from storage.types import Instant, Json, metadata

contact = Table(
    "contact",
    metadata,
    Column("userid", String(64), primary_key=True),
    Column("mobile", String(16)),
    Column("desk", String(24)),
    Column("backup", String(64)),
    Column("confirmed_at", Instant),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
)
"""What was changed by a message; whatever is empty here is that of the office profile. `backup`: the B of AB角."""

absence = Table(
    "absence",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("userid", String(64), nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("acting", String(64), nullable=False),
    Column("state", String(4), nullable=False),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
)
"""Who is away from when to when, and who acts: neither the place nor the reason (domain.md 6.5)."""
Index("ix_absence_userid", absence.c.userid, absence.c.ends_at)

post_transfer = Table(
    "post_transfer",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("giver", String(64), nullable=False),
    Column("taker", String(64), nullable=False),
    Column("objects", Json, nullable=False),
    Column("state", String(4), nullable=False),
    Column("decided_at", Instant),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
)
"""A post that goes to a successor with its open work, once he accepts (domain.md 6.4). `objects`: what went."""
