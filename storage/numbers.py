"""The one allocator of numbers: 收文编号, 督办编号, 期号, 文号. Unique and gap-free (domain.md 2.4, Annex E).

The counter's row is locked until the surrounding transaction ends, so a rolled-back registration gives its number back
and the next one takes it.
"""

from sqlalchemy import Connection, func

from storage.prepared import Prepared
from storage.tables import number_series
from storage.upsert import insert

_KEY = [number_series.c.series, number_series.c.year]
_ALLOCATE = Prepared(
    lambda insert: (
        insert(number_series)
        .on_conflict_do_update(index_elements=_KEY, set_={"next": number_series.c.next + 1})
        .returning(number_series.c.next)
    )
)


def allocate(tx: Connection, series: str, year: int, start: int = 1) -> int:
    """The next number of the series in that year; a series that has none yet begins at `start`."""
    ((following,),) = _ALLOCATE.rows(tx, {"series": series, "year": year, "next": start + 1})
    return int(following) - 1


def raise_to(tx: Connection, series: str, year: int, at_least: int) -> None:
    """Make sure that the next number is greater than one that came in from outside (an import)."""
    row = insert(tx, number_series).values(series=series, year=year, next=at_least + 1)
    next_column = number_series.c.next
    greatest = (
        func.max(next_column, at_least + 1) if tx.dialect.name == "sqlite" else func.greatest(next_column, at_least + 1)
    )
    tx.execute(row.on_conflict_do_update(index_elements=_KEY, set_={"next": greatest}))
