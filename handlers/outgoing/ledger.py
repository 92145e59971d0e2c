"""The numbers of each series: 预留 → 已用 → 作废, unique and without gaps (domain.md 2.3–2.5, G12, G16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from handlers.outgoing.tables import doc_number
from handlers.outgoing.terms import CANCELLED, RESERVED, USED
from scheduler.desk import Desk
from storage import numbers
from storage.db import lock
from storage.office import Office

MOST_SKIPPED = 20
"""How many numbers one typed number may leave behind as 预留; more is surely a slip."""
_NOT_PAPERS = ("常纪", "纪要")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a series and what became of it."""

    series: str
    year: int
    seq: int
    status: str
    doc_id: int | None
    reason: str | None

    @property
    def text(self) -> str:
        return written(self.series, self.year, self.seq)


@dataclass(frozen=True, slots=True)
class Sanity:
    """How a typed number stands to its series: next, kept (预留 without a paper), used, void, gap, or first of all."""

    verdict: str
    following: int
    """The number that is next."""


def written(series: str, year: int, seq: int) -> str:
    """云湾府办〔2026〕45号."""
    return f"{series}〔{year}〕{seq}号"


def own_codes(office: Office) -> tuple[str, ...]:
    """The codes under which the office sends papers, those with a running register first."""
    region = office.district.rstrip("区县市")
    codes = [code for code in office.codes if code.startswith(region) and not code.endswith(_NOT_PAPERS)]
    return tuple(sorted(codes, key=lambda code: (code not in office.numbers, codes.index(code))))


def sanity(seq: int, known: Number | None, following: int, *, begun: bool) -> Sanity:
    """Judge a typed number. `known` is its row if it has one; `begun`: the series has numbers this year."""
    if known is not None:
        if known.status == RESERVED and known.doc_id is None:
            return Sanity("kept", following)
        return Sanity("void" if known.status == CANCELLED else "used", following)
    if seq == following:
        return Sanity("next", following)
    if seq < following:
        return Sanity("before", following)
    return Sanity("gap" if begun else "first", following)


def following(tx: Connection, office: Office, series: str, year: int) -> int:
    """The number that comes next."""
    last = tx.execute(
        select(func.max(doc_number.c.seq)).where(doc_number.c.series == series, doc_number.c.year == year)
    ).scalar_one()
    return max(int(last or 0) + 1, office.first_number(series, year))


def begun(tx: Connection, office: Office, series: str, year: int) -> bool:
    """Whether the series has numbers of that year, here or in the paper register before."""
    return following(tx, office, series, year) > 1


def of(tx: Connection, series: str, year: int, seq: int) -> Number | None:
    """What became of a number."""
    same = (doc_number.c.series == series, doc_number.c.year == year, doc_number.c.seq == seq)
    row = tx.execute(select(*_NUMBER).where(*same)).first()
    return Number(*row) if row is not None else None


def reserved(tx: Connection, year: int | None = None, *, unused: bool = False) -> list[Number]:
    """Numbers still 预留, by series and number; with `unused` those that no paper has."""
    where = [doc_number.c.status == RESERVED]
    where += [doc_number.c.year == year] if year is not None else []
    where += [doc_number.c.doc_id.is_(None)] if unused else []
    query = select(*_NUMBER).where(*where).order_by(doc_number.c.series, doc_number.c.year, doc_number.c.seq)
    return [Number(*row) for row in tx.execute(query)]


def check(desk: Desk, series: str, year: int, seq: int) -> Sanity:
    """How a typed number stands, under the lock of its series."""
    lock(desk.tx, f"series:{series}:{year}")
    known = of(desk.tx, series, year, seq)
    return sanity(
        seq,
        known,
        following(desk.tx, desk.office, series, year),
        begun=begun(desk.tx, desk.office, series, year),
    )


def take(desk: Desk, series: str, year: int) -> int:
    """Reserve the next number."""
    lock(desk.tx, f"series:{series}:{year}")
    numbers.raise_to(desk.tx, series, year, following(desk.tx, desk.office, series, year) - 1)
    seq = desk.number(series, year)
    _keep(desk, series, year, [seq], None)
    return seq


def take_this(desk: Desk, series: str, year: int, seq: int, *, first: bool = False) -> None:
    """Reserve a typed number; what it skips becomes 预留 too, unless it is the `first` that this register has.

    One below the register's beginning is only noted: it stood in the paper register.
    """
    if of(desk.tx, series, year, seq) is not None:
        return
    last = following(desk.tx, desk.office, series, year) - 1
    if seq <= last:
        _keep(desk, series, year, [seq], "补登")
        return
    numbers.raise_to(desk.tx, series, year, seq - 1 if first else last)
    skipped = [] if first else list(range(last + 1, seq))
    for _ in skipped:
        desk.number(series, year)
    desk.number(series, year)
    _keep(desk, series, year, skipped, "跳号预留")
    _keep(desk, series, year, [seq], None)


def _keep(desk: Desk, series: str, year: int, seqs: Sequence[int], reason: str | None) -> None:
    stamp = {"created_by": desk.actor, "created_at": desk.now, "updated_at": desk.now}
    rows = [{"series": series, "year": year, "seq": seq, "status": RESERVED, "reason": reason, **stamp} for seq in seqs]
    if rows:
        desk.tx.execute(insert(doc_number), rows)


def assign(tx: Connection, series: str, year: int, seq: int, doc_id: int, now: datetime) -> None:
    """This number belongs to this paper."""
    _set(tx, (series, year, seq), now, doc_id=doc_id, reason=None)


def use(tx: Connection, series: str, year: int, seq: int, now: datetime, *, used: bool = True) -> None:
    """预留 → 已用 (编号), or back when that is undone."""
    _set(tx, (series, year, seq), now, status=USED if used else RESERVED)


def cancel(tx: Connection, series: str, year: int, seq: int, reason: str, now: datetime) -> None:
    """The number is 作废 for this reason; it is never given again."""
    _set(tx, (series, year, seq), now, status=CANCELLED, reason=reason)


def revive(tx: Connection, series: str, year: int, seq: int, now: datetime) -> None:
    """A 作废 that was undone."""
    _set(tx, (series, year, seq), now, status=RESERVED, reason=None)


def _set(tx: Connection, number: tuple[str, int, int], now: datetime, **values: object) -> None:
    series, year, seq = number
    same = (doc_number.c.series == series, doc_number.c.year == year, doc_number.c.seq == seq)
    tx.execute(update(doc_number).where(*same).values(**values, updated_at=now, version=doc_number.c.version + 1))


_NUMBER = [doc_number.c[name] for name in ("series", "year", "seq", "status", "doc_id", "reason")]
