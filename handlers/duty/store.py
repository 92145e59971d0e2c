"""Shifts in the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from handlers.duty import rules
from handlers.duty.tables import duty_shift
from scheduler.clock import local
from scheduler.desk import Desk
from storage.db import lock


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift with the userids of its people."""

    day: date
    kind: str
    officers: tuple[str, ...]
    leader: str | None = None
    backup: str | None = None

    @property
    def key(self) -> str:
        """duty:2026-09-23:夜班, as reminders and the audit name it."""
        return key(self.day, self.kind)

    @property
    def starts(self) -> datetime:
        return rules.starts(self.day, self.kind)

    @property
    def ends(self) -> datetime:
        return rules.ends(self.day, self.kind)

    @property
    def people(self) -> tuple[str, ...]:
        """The 值班员 and the 带班领导."""
        return (*self.officers, *([self.leader] if self.leader else []))

    def as_json(self) -> dict[str, Any]:
        """For 撤销."""
        return {"kind": self.kind, "officers": list(self.officers), "leader": self.leader, "backup": self.backup}


def key(day: date, kind: str) -> str:
    """The name of a shift."""
    return f"duty:{day.isoformat()}:{kind}"


def get(tx: Connection, day: date, kind: str) -> Shift | None:
    """The shift, or None."""
    query = select(duty_shift).where(duty_shift.c.day == day, duty_shift.c.kind == kind)
    row = tx.execute(query).first()
    return _shift(row) if row else None


def by_key(tx: Connection, name: str) -> Shift | None:
    """The shift of a reminder's object."""
    _, day, kind = name.split(":")
    return get(tx, date.fromisoformat(day), kind)


def between(tx: Connection, first: date, last: date) -> list[Shift]:
    """The shifts that begin on these days, in order of time."""
    query = select(duty_shift).where(duty_shift.c.day >= first, duty_shift.c.day <= last)
    return sorted(map(_shift, tx.execute(query)), key=lambda shift: shift.starts)


def at(tx: Connection, instant: datetime) -> Shift | None:
    """Who is on duty at an instant."""
    return next((found for day, kind in rules.at(local(instant)) if (found := get(tx, day, kind))), None)


def following(tx: Connection, shift: Shift) -> Shift | None:
    """The shift that takes over."""
    return at(tx, shift.ends)


def of_person(tx: Connection, userid: str, now: datetime) -> list[Shift]:
    """The shifts of a person that are not over, soonest first."""
    query = select(duty_shift).where(duty_shift.c.day >= local(now).date() - rules.ONE_DAY)
    found = [shift for shift in map(_shift, tx.execute(query)) if userid in shift.people and shift.ends > now]
    return sorted(found, key=lambda shift: shift.starts)


def put(desk: Desk, shift: Shift) -> list[Shift]:
    """Write a shift in place of what the day had in its hours; returns the whole day as it was before."""
    lock(desk.tx, f"duty:{shift.day}")
    before = between(desk.tx, shift.day, shift.day)
    gone = (shift.kind, *rules.clash(shift.kind))
    rewrite(desk, shift.day, [*(one for one in before if one.kind not in gone), shift])
    return before


def rewrite(desk: Desk, day: date, shifts: Sequence[Shift]) -> None:
    """Make the day's roster this."""
    desk.tx.execute(delete(duty_shift).where(duty_shift.c.day == day))
    for shift in shifts:
        row = {"day": day, **shift.as_json(), "created_by": desk.actor, "created_at": desk.now, "updated_at": desk.now}
        desk.tx.execute(insert(duty_shift).values(**row))


def from_json(day: date, rows: Iterable[Mapping[str, Any]]) -> list[Shift]:
    """What 撤销 kept."""
    return [Shift(day, row["kind"], tuple(row["officers"]), row["leader"], row["backup"]) for row in rows]


def _shift(row: Row[Any]) -> Shift:
    return Shift(row.day, row.kind, tuple(row.officers), row.leader, row.backup)
