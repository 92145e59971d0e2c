"""The tables of the light registers (domain.md 6.6): one for all rows, one for what happened to them."""

from sqlalchemy import Column, Date, Index, Integer, String, Table, UniqueConstraint, text

from storage.tables import RowId
from storage.types import Instant, Json, metadata

TITLE_LENGTH = 200

register_row = Table(
    "register_row",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("register", String(32), nullable=False),
    Column("year", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("title", String(TITLE_LENGTH), nullable=False),
    Column("unit", String(32)),
    Column("person", String(64)),
    Column("on_date", Date),
    Column("due_on", Date),
    Column("closed_on", Date),
    Column("data", Json, nullable=False),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    UniqueConstraint("register", "year", "seq"),
)
Index("ix_register_row_register_on_date", register_row.c.register, register_row.c.on_date)
Index("ix_register_row_register_unit", register_row.c.register, register_row.c.unit)

register_event = Table(
    "register_event",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("row_id", RowId, nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("action", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("data", Json, nullable=False),
)
"""How a row stood after each act; the newest but one is what 撤销 goes back to."""
