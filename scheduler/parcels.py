"""How claimed outbox rows become calls: what is merged for one person, what is shared by many (domain.md 2.7, 7.9).

Which rows travel together is decided once, when they are claimed, and written on them (`batch`): a call that must be
repeated after a crash is then the same call to the letter, and WeCom's duplicate check can recognise it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from storage.outbox import Lane, Outgoing

SHARED_LIMIT = 1000
"""Receivers of one message/send (wecom.md 5.1)."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Rows that leave in one call: of one person (merged texts) or of many people (one broadcast text)."""

    rows: tuple[Outgoing, ...]
    batch: str | None = None

    @property
    def ids(self) -> list[int]:
        return [row.id for row in self.rows]

    @property
    def recipients(self) -> list[str]:
        return list(dict.fromkeys(row.recipient for row in self.rows))

    @property
    def first(self) -> Outgoing:
        return self.rows[0]


def pack(rows: Sequence[Outgoing]) -> list[Parcel]:
    """Parcels in the order of their first rows. A row that was packed before keeps its company."""
    broadcast = [row for row in rows if row.lane is Lane.BROADCAST and row.batch]
    personal = [row for row in rows if not (row.lane is Lane.BROADCAST and row.batch)]
    parcels = [*_shared(broadcast), *_merged(personal)]
    return sorted(parcels, key=lambda parcel: (parcel.first.lane, parcel.first.id))


def _shared(rows: Iterable[Outgoing]) -> Iterator[Parcel]:
    for batch, group in groupby(sorted(rows, key=lambda r: (r.batch or "", r.id)), key=lambda r: r.batch or ""):
        members = list(group)
        if "#" in batch:
            yield Parcel(tuple(members), batch)
            continue
        for start in range(0, len(members), SHARED_LIMIT):
            chunk = members[start : start + SHARED_LIMIT]
            yield Parcel(tuple(chunk), f"{batch}#{chunk[0].id}")


def _merged(rows: Iterable[Outgoing]) -> Iterator[Parcel]:
    for _, group in groupby(sorted(rows, key=lambda r: (r.recipient, r.lane, r.id)), key=lambda r: r.recipient):
        waiting: list[Outgoing] = []
        for row in group:
            mergeable = row.lane is Lane.ROUTINE and row.kind == "text"
            if mergeable and (not waiting or waiting[-1].batch == row.batch):
                waiting.append(row)
                continue
            yield from _close(waiting)
            waiting = [row] if mergeable else []
            if not mergeable:
                yield Parcel((row,))
        yield from _close(waiting)


def _close(waiting: list[Outgoing]) -> Iterator[Parcel]:
    if waiting:
        yield Parcel(tuple(waiting), waiting[0].batch or f"merged#{waiting[0].id}")
