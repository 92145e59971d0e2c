"""How rows of the registers are named and shown to people."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from handlers.registers.declaring import Field, Register
from handlers.registers.store import Stored
from scheduler.wording import day
from storage.office import Office


def name(register: Register, row: Stored) -> str:
    """文稿3号."""
    return f"{register.noun}{row.seq}号"


def shown(field: Field, value: Any, office: Office) -> str:
    """A value as it is read: days with the weekday, units as people say them."""
    if value is None:
        return ""
    if field.kind == "date":
        return day(date.fromisoformat(value))
    if field.kind == "days":
        first, last = (date.fromisoformat(one) for one in value)
        return day(first) if first == last else f"{day(first)}至{day(last)}"
    if field.kind == "unit":
        return label(office, value)
    if field.kind in ("units", "list"):
        return "、".join(label(office, one) for one in value)
    if field.kind == "flag":
        return field.heading if value else ""
    return str(value)


def label(office: Office, unit: str) -> str:
    """区住建局."""
    found = office.unit(unit)
    return found.label if found else unit


def brief(register: Register, row: Stored, office: Office) -> str:
    """One line: number, what it is, the other fields, the state."""
    parts = [f"{name(register, row)} {shown(register.field(register.main), row.data.get(register.main), office)}"]
    for field in register.fields:
        value = row.data.get(field.name)
        if field.name != register.main and value not in (None, "", []) and field.default != "year":
            words = shown(field, value, office)
            parts.append(f"{field.heading}{words}" if field.due or field.near or field.kind == "int" else words)
    if register.follows is not None and (more := register.follows(row.data)):
        parts.append(more)
    if len(register.states) > 1 or register.closings:
        closed = f"（{row.closed_on.month}月{row.closed_on.day}日）" if row.closed_on else ""
        parts.append(f"{row.state}{closed}")
    return "｜".join(parts)


def lines(register: Register, rows: Iterable[Stored], office: Office) -> str:
    return "\n".join(brief(register, row, office) for row in rows)
