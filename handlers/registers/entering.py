"""A new row by chat: filled, read back, reminded of, taken back (domain.md C.4, C.1 f)."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from handlers.line import Reply, Slots
from handlers.policy import not_found
from handlers.registers import reading, reminding, wording
from handlers.registers.declaring import Data, Register
from handlers.registers.store import GONE, LINE, Outdated, Stored, add, change, get, same, snapshot
from handlers.turn import Turn
from storage.changes import Change

OUTDATED = "这一条刚被别人改过，请再查一次后重说。"


def entry(register: Register, turn: Turn, slots: Slots) -> Reply:
    """Write what was said; one sentence about several units is several rows."""
    if not register.writes(turn.person):
        return Reply(not_found(turn.office.phones.secretariat))
    if register.refuses and re.search(register.refuses, turn.said.text):
        return Reply(register.refusal)
    data = reading.complete(register, slots, turn.here.date())
    many = _every_unit(register, turn, data)
    if len(many) > 1:
        return _several(register, turn, many)
    there = same(turn.tx, register, data)
    if there is not None and register.once:
        return _known(register, turn, there, data)
    state, closed_on = standing(register, data, turn.here.date())
    row = add(turn, register, data, state, closed_on=closed_on)
    turn.undoable(LINE, "add", row.object, {"id": row.id, "version": row.version})
    told = reminding.plan(turn, register, row)
    return Reply(read_back(register, turn, row, "已登记", told), about=(row.object,))


def standing(register: Register, data: Data, today: date) -> tuple[str, date | None]:
    """The state of a new row: what it says to be done by a day that is past is done (9月10日建成)."""
    for closing in register.closings:
        on = data.get(closing.dated) if closing.dated else None
        if on and date.fromisoformat(on) <= today:
            return closing.state, date.fromisoformat(on)
    return register.states[0], None


def read_back(register: Register, turn: Turn, row: Stored, verb: str, told: str = "") -> str:
    """What stands there now, and the next words to say."""
    called = wording.name(register, row)
    owes = row.due_on is not None or register.states[0] != "已登记"
    step = f"“{called}{register.closings[0].state}”" if register.closings and owes else ""
    after = f"办好回复{step}，" if step and row.state not in register.final else ""
    return f"{verb}{wording.brief(register, row, turn.office)}。\n{told}{after}写错了回复“撤销”。"


def _every_unit(register: Register, turn: Turn, data: Data) -> list[Data]:
    """The same row for every unit that was named, groups such as 各镇街 told apart; or one for each of its parts."""
    if register.parts:
        found = [match.groupdict() for match in re.finditer(register.parts, turn.said.text)]
        kinds = {field.name: field.kind for field in register.fields}
        read = [{name: int(text) if kinds[name] == "int" else text for name, text in one.items()} for one in found]
        return [{**data, **one} for one in read] if len(read) > 1 else [data]
    if not register.many_units:
        return [data]
    shorts: list[str] = []
    for unit in turn.said.units:
        group = turn.office.group(unit.group) if unit.group else ()
        shorts += [one.short for one in group] if group else [unit.short] if unit.short else []
    return [{**data, "unit": short} for short in dict.fromkeys(shorts)] or [data]


def _several(register: Register, turn: Turn, many: list[Data]) -> Reply:
    rows = []
    for data in many:
        if same(turn.tx, register, data) is None:
            rows.append(add(turn, register, data, register.states[0]))
            reminding.plan(turn, register, rows[-1])
    known = f"（{len(many) - len(rows)}条已在册）" if len(rows) < len(many) else ""
    if not rows:
        return Reply(f"这{len(many)}条已在{register.title}里，未重复登记。")
    turn.undoable(LINE, "add_many", rows[0].object, {"ids": [row.id for row in rows]})
    names = "、".join(wording.label(turn.office, row.title) for row in rows[:8])
    more = f"等{len(rows)}条" if len(rows) > 8 else ""
    text = f"已登记{register.noun}{len(rows)}条{known}：{names}{more}。写错了回复“撤销”。"
    return Reply(text, about=(rows[-1].object,))


def _known(register: Register, turn: Turn, there: Stored, data: Data) -> Reply:
    """It is in the register already: what is said anew is put in, nothing is counted twice."""
    new = {name: value for name, value in data.items() if value != there.data.get(name) and name in data}
    defaulted = {field.name for field in register.fields if field.default}
    new = {name: value for name, value in new.items() if name not in defaulted}
    if not new:
        text = f"{register.title}里已有{wording.brief(register, there, turn.office)}，未重复登记。"
        return Reply(text, about=(there.object,))
    return update(register, turn, there, new)


def update(register: Register, turn: Turn, row: Stored, new: Data) -> Reply:
    """Other values of some fields."""
    before = snapshot(row)
    try:
        row = change(turn, register, row, "更改", data=new, closed_on=row.closed_on)
    except Outdated:
        return Reply(OUTDATED)
    turn.undoable(LINE, "change", row.object, before)
    told = reminding.plan(turn, register, row)
    return Reply(read_back(register, turn, row, "已更新", told), about=(row.object,))


def take_back(register_of: dict[str, Register]) -> dict[str, Callable[[Turn, Change], Reply]]:
    """The undo of every kind of write here."""

    def added(turn: Turn, what: Change) -> Reply:
        return _gone(register_of, turn, [int(what.data["id"])])

    def many(turn: Turn, what: Change) -> Reply:
        return _gone(register_of, turn, [int(row_id) for row_id in what.data["ids"]])

    def changed(turn: Turn, what: Change) -> Reply:
        row = get(turn.tx, int(what.data["id"]))
        if row is None or row.version != what.data["version"]:
            return Reply(OUTDATED)
        register = register_of[row.register]
        emptied = {name: None for name in row.data if name not in what.data["data"]}
        closed = what.data["closed_on"]
        back = {**emptied, **what.data["data"]}
        on = date.fromisoformat(closed) if closed else None
        row = change(turn, register, row, "撤销更改", data=back, state=what.data["state"], closed_on=on)
        reminding.plan(turn, register, row)
        return Reply(f"已撤销，恢复为：{wording.brief(register, row, turn.office)}。", about=(row.object,))

    return {"add": added, "add_many": many, "change": changed}


def _gone(register_of: dict[str, Register], turn: Turn, ids: list[int]) -> Reply:
    names = []
    for row_id in ids:
        row = get(turn.tx, row_id)
        if row is None or row.state == GONE:
            continue
        register = register_of[row.register]
        row = change(turn, register, replace(row), "撤销", state=GONE)
        turn.unplan(LINE, row.object)
        names.append(wording.name(register, row))
    if not names:
        return Reply(OUTDATED)
    shown = "、".join(names[:3]) + (f"等{len(names)}条" if len(names) > 3 else "")
    return Reply(f"已撤销：{shown}不再计入，编号不再使用。")
