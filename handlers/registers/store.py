"""Rows of the registers: written with number, history, audit and undo; read by register, year and number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update

from handlers.registers.declaring import Data, Register, Row
from handlers.registers.tables import TITLE_LENGTH, register_event, register_row
from scheduler.desk import Desk
from storage.db import lock

LINE = "registers"
GONE = "已撤销"
"""The state of a row that was taken back: its number stays used (domain.md G16)."""


class Outdated(Exception):
    """Somebody else changed the row meanwhile (domain.md Annex E)."""


@dataclass(frozen=True, kw_only=True)
class Stored(Row):
    """A row with what the office needs to know of it."""

    register: str
    title: str
    unit: str | None
    person: str | None
    due_on: date | None
    created_by: str
    version: int

    @property
    def object(self) -> str:
        return f"{self.register}:{self.id}"


_COLUMNS = (
    *("id", "year", "seq", "state", "data", "closed_on", "register", "title", "unit", "person", "due_on"),
    *("created_by", "version"),
)


def find(tx: Connection, register: str, *, gone: bool = False, **where: Any) -> list[Stored]:
    """The rows of a register with these column values, by year and number."""
    query = select(*(register_row.c[name] for name in _COLUMNS)).where(register_row.c.register == register)
    for name, value in where.items():
        query = query.where(register_row.c[name] == value)
    if not gone:
        query = query.where(register_row.c.state != GONE)
    query = query.order_by(register_row.c.year, register_row.c.seq)
    return [Stored(**row) for row in tx.execute(query).mappings()]


def get(tx: Connection, row_id: int) -> Stored | None:
    """One row by its id."""
    query = select(*(register_row.c[name] for name in _COLUMNS)).where(register_row.c.id == row_id)
    row = tx.execute(query).mappings().first()
    return None if row is None else Stored(**row)


def by_number(tx: Connection, register: str, seq: int, year: int) -> Stored | None:
    """文稿3号 of the year; in January the number of the year before when there is none yet."""
    for found in (year, year - 1):
        rows = find(tx, register, seq=seq, year=found)
        if rows:
            return rows[0]
    return None


def same(tx: Connection, register: Register, data: Data) -> Stored | None:
    """The row that these fields name already, where a register keeps a thing once."""
    if not register.once:
        return None
    wanted = [_plain(data.get(name)) for name in register.once]
    rows = find(tx, register.name)
    return next((row for row in rows if [_plain(row.data.get(name)) for name in register.once] == wanted), None)


def _plain(value: Any) -> Any:
    return value.strip('《》“”" 　') if isinstance(value, str) else value


def add(
    desk: Desk, register: Register, data: Data, state: str, *, action: str = "登记", closed_on: date | None = None
) -> Stored:
    """A new row with the next number of its register and year."""
    year = int(data["year"]) if data.get("year") else desk.here.year
    lock(desk.tx, f"registers:{register.name}")
    seq = desk.number(f"registers:{register.name}", year)
    values = {**_columns(register, data), "register": register.name, "year": year, "seq": seq, "state": state}
    values |= {
        "closed_on": closed_on,
        "data": data,
        "created_by": desk.actor,
        "created_at": desk.now,
        "updated_at": desk.now,
    }
    ((row_id,),) = desk.tx.execute(insert(register_row).values(**values).returning(register_row.c.id)).all()
    _keep(desk, row_id, action, state, data)
    desk.note(f"{register.noun}{action}", f"{register.name}:{row_id}", after={"no": seq, "state": state})
    return _there(desk, row_id)


def change(
    desk: Desk,
    register: Register,
    row: Stored,
    action: str,
    *,
    data: Data | None = None,
    state: str | None = None,
    closed_on: date | None = None,
) -> Stored:
    """Other fields, or another state. Raises Outdated when somebody was quicker."""
    data, state = {**row.data, **(data or {})}, state or row.state
    values: dict[str, Any] = {**_columns(register, data), "data": data, "state": state, "updated_at": desk.now}
    values |= {"closed_on": closed_on, "version": row.version + 1}
    mine = (register_row.c.id == row.id, register_row.c.version == row.version)
    if desk.tx.execute(update(register_row).where(*mine).values(**values)).rowcount != 1:
        raise Outdated
    _keep(desk, row.id, action, state, data)
    desk.note(f"{register.noun}{action}", row.object, before={"state": row.state}, after={"state": state})
    return _there(desk, row.id)


def _there(desk: Desk, row_id: int) -> Stored:
    row = get(desk.tx, row_id)
    if row is None:
        raise LookupError(f"register_row {row_id}")
    return row


def snapshot(row: Stored) -> dict[str, Any]:
    """What 撤销 needs to put the row back."""
    closed = row.closed_on.isoformat() if row.closed_on else None
    return {"id": row.id, "state": row.state, "data": row.data, "closed_on": closed, "version": row.version + 1}


def _keep(desk: Desk, row_id: int, action: str, state: str, data: Mapping[str, Any]) -> None:
    values = {"row_id": row_id, "at": desk.now, "actor": desk.actor, "action": action, "state": state}
    desk.tx.execute(insert(register_event).values(**values, data=dict(data)))


def _columns(register: Register, data: Data) -> dict[str, Any]:
    """The columns that are looked for: they repeat what stands in the data."""
    due = next((field.name for field in register.fields if field.due), "")
    return {
        "title": str(data.get(register.main) or register.noun)[:TITLE_LENGTH],
        "unit": next((data[f.name] for f in register.fields if f.kind == "unit" and data.get(f.name)), None),
        "person": next((data[f.name][:64] for f in register.fields if f.kind == "person" and data.get(f.name)), None),
        "on_date": _first_day(data.get(register.on)),
        "due_on": _first_day(data.get(due)),
    }


def _first_day(value: Any) -> date | None:
    value = value[0] if isinstance(value, list) and value else value
    return date.fromisoformat(value) if value else None
