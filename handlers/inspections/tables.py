"""督查活动 and 督查刊物 (domain.md 3.8, 3.10). Neither keeps a text: what was found stands in the paper itself."""

from sqlalchemy import Column, Date, Integer, SmallInteger, String, Table, UniqueConstraint, text

from storage.tables import RowId
from storage.types import Instant, Json, metadata


def _keeping() -> tuple[Column[object], ...]:
    return (
        Column("created_by", String(64), nullable=False),
        Column("created_at", Instant, nullable=False),
        Column("updated_at", Instant, nullable=False),
        Column("version", Integer, nullable=False, server_default=text("1")),
    )


inspection = Table(
    "inspection",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("held_on", Date, nullable=False, index=True),
    Column("mode", String(8), nullable=False),
    Column("topic", String(16), nullable=False),
    Column("place", String(60)),
    Column("sites", SmallInteger, nullable=False),
    Column("units", Json, nullable=False),
    Column("externals", Json, nullable=False),
    Column("leader", String(32)),
    *_keeping(),
)
"""One trip, however many sites (F16). `units` took part; `externals` counts people by kind: {"人大代表": 2}."""

publication = Table(
    "publication",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("series", String(20), nullable=False),
    Column("year", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("total", Integer),
    Column("issued_on", Date, nullable=False),
    Column("title", String(120)),
    Column("items", SmallInteger, nullable=False),
    Column("signed_by", String(32)),
    Column("tasks", Json, nullable=False),
    Column("state", String(8), nullable=False),
    *_keeping(),
    UniqueConstraint("series", "year", "seq", name="uq_publication_series"),
)
"""One issue of a series of a year, or a number that was declared void. `items`: 则 in it; `tasks`: numbers of tasks."""
