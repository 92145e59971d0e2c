"""The registers as tables: export of all, one sheet for each, and the same sheet back in (domain.md G25)."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from handlers.line import Export, Import, ImportResult
from handlers.registers import reminding, wording
from handlers.registers.declared import REGISTERS
from handlers.registers.declaring import Data, Field, Register
from handlers.registers.entering import standing
from handlers.registers.stock import REQUEST, STOCK
from handlers.registers.store import Stored, add, change, find
from scheduler.desk import Desk
from storage.db import lock
from storage.office import Office

FIRST_ROW = 2
ALL = {
    "id": "序号",
    "register": "台账",
    "no": "编号",
    "title": "名称",
    "unit": "单位",
    "person": "人员",
    "on_date": "日期",
    "due_on": "时限",
    "state": "状态",
    "closed_on": "办结日期",
    "fields": "内容",
}
_DATE = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")


def everything(tx: Connection, office: Office, _now: datetime) -> Iterable[Mapping[str, Any]]:
    """Every row of every register, with its fields in words."""
    for register in (*REGISTERS, STOCK, REQUEST):
        for row in find(tx, register.name, gone=True):
            yield {
                "id": row.id,
                "register": register.name,
                "no": f"{register.noun}〔{row.year}〕{row.seq}号",
                "title": row.title,
                "unit": row.unit,
                "person": row.person,
                "on_date": row.day(register.on) if register.on else None,
                "due_on": row.due_on,
                "state": row.state,
                "closed_on": row.closed_on,
                "fields": "；".join(_words(register, row, office)),
            }


def _words(register: Register, row: Stored, office: Office) -> Iterable[str]:
    for field in register.fields:
        value = row.data.get(field.name)
        if value not in (None, "", []):
            yield f"{field.heading}：{wording.shown(field, value, office)}"


def headings(register: Register) -> dict[str, str]:
    """编号, the fields, 状态, 办结日期."""
    fields = {field.name: field.heading for field in register.fields}
    return {"no": "编号", **fields, "state": "状态", "closed_on": "办结日期"}


def table(register: Register, rows: Iterable[Stored], office: Office) -> Iterable[dict[str, Any]]:
    """The rows of one register, each field in its column; days as they are written in tables."""
    for row in rows:
        cells = {field.name: _cell(field, row.data.get(field.name), office) for field in register.fields}
        yield {
            "no": f"{register.noun}〔{row.year}〕{row.seq}号",
            **cells,
            "state": row.state,
            "closed_on": row.closed_on,
        }


def _cell(field: Field, value: Any, office: Office) -> Any:
    if value is None:
        return None
    if field.kind == "date":
        return date.fromisoformat(value)
    if field.kind == "days":
        return "至".join(dict.fromkeys(value))
    return value if field.kind == "int" else wording.shown(field, value, office)


def importer(register: Register) -> Import:
    """All rows or none; a row that stands there just so changes nothing, and neither does a second import."""

    def take(desk: Desk, rows: Sequence[Mapping[str, str]]) -> ImportResult:
        entries, problems = _read(register, desk.office, rows)
        if problems:
            return ImportResult(problems=tuple(problems))
        lock(desk.tx, f"registers:{register.name}")
        keys = register.once or tuple(field.name for field in register.fields if field.ask)
        known = {_key(keys, row.data): row for row in find(desk.tx, register.name)}
        new = changed = same = 0
        for data, state in entries:
            there = known.get(_key(keys, data))
            if there is None:
                stands, closed_on = standing(register, data, desk.here.date())
                row = add(desk, register, data, state or stands, action="导入", closed_on=closed_on)
                known[_key(keys, data)] = row
                reminding.plan(desk, register, row)
                new += 1
            elif _agrees(there, data):
                same += 1
            else:
                row = change(desk, register, there, "导入", data=data, closed_on=there.closed_on)
                reminding.plan(desk, register, row)
                changed += 1
        return ImportResult(new=new, changed=changed, same=same)

    return take


def _key(names: tuple[str, ...], data: Data) -> tuple[str, ...]:
    return tuple(str(data.get(name) or "").strip("《》 ") for name in names)


def _agrees(there: Stored, data: Data) -> bool:
    return all(there.data.get(name) == value for name, value in data.items())


def _read(
    register: Register, office: Office, rows: Sequence[Mapping[str, str]]
) -> tuple[list[tuple[Data, str]], list[str]]:
    entries: list[tuple[Data, str]] = []
    problems = []
    states = {*register.states, *(closing.state for closing in register.closings)}
    for index, row in enumerate(rows, FIRST_ROW):
        data: Data = {}
        for field in register.fields:
            text = (row.get(field.heading) or "").strip()
            value = _parsed(field, text, office) if text else None
            if text and value is None:
                problems.append(f"第{index}行：“{field.heading}”不认识")
            elif value is None and field.ask:
                problems.append(f"第{index}行：缺“{field.heading}”")
            elif value is not None:
                data[field.name] = value
        state = (row.get("状态") or "").strip()
        if state and state not in states:
            problems.append(f"第{index}行：“状态”不认识")
        if register.refuses and any(re.search(register.refuses, str(value)) for value in data.values()):
            problems.append(f"第{index}行：有不应登记的内容")
        entries.append((data, state))
    return entries, problems


def _as_date(text: str) -> str | None:
    match = _DATE.search(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat() if match else None
    except ValueError:
        return None


def _as_unit(text: str, office: Office) -> str | None:
    unit = office.unit(text) or next((one for one in (office.own, *office.units) if text in one.aliases), None)
    return unit.short if unit else None


def _parsed(field: Field, text: str, office: Office) -> Any | None:
    if field.kind == "date":
        return _as_date(text)
    if field.kind == "days":
        parts = [_as_date(part) for part in text.split("至")]
        return [parts[0], parts[-1]] if all(parts) else None
    if field.kind == "int":
        return int(text) if text.isdigit() else None
    if field.kind == "unit":
        return _as_unit(text, office)
    if field.kind in ("list", "units"):
        return [part for part in text.split("、") if part]
    if field.kind == "flag":
        return True
    if field.name == "year":
        return text.removesuffix("年") if text.removesuffix("年").isdigit() else None
    return text


def one(register: Register) -> Callable[[Connection, Office, datetime], Iterable[Mapping[str, Any]]]:
    def rows(tx: Connection, office: Office, _now: datetime) -> Iterable[Mapping[str, Any]]:
        return table(register, find(tx, register.name), office)

    return rows


EXPORTS = {"registers": Export(ALL, everything)} | {
    register.name: Export(headings(register), one(register)) for register in (*REGISTERS, STOCK, REQUEST)
}
IMPORTS: dict[str, Import] = {register.name: importer(register) for register in (*REGISTERS, STOCK)}
