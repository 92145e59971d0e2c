"""文稿3号 已交稿; 住建局档案整改已整改; 改革事项2号 进展：……; 试点1号 日期改成9月20日 (domain.md C.4)."""

import re
from dataclasses import replace

from handlers.line import Answer, Reply
from handlers.policy import NOT_FOUND, not_found
from handlers.registers import reading, reminding, wording
from handlers.registers.declared import BY_NAME
from handlers.registers.declaring import Closing, Data, Field, Register
from handlers.registers.entering import OUTDATED, read_back, update
from handlers.registers.store import LINE, Outdated, Stored, by_number, change, find, get, snapshot
from handlers.said import When
from handlers.turn import Turn
from storage.office import Role

_CHANGES = r"(?:改[为成到]|更正为|换成|应该?[是为])"
_TO = rf"(?:{_CHANGES}|[：:])"
_TITLES = "题目|标题|名称|主题"
_PROGRESS = re.compile(r"(?:进展|进度|反馈)(?:情况|报送|更新)?[：:，, ]\s*(?P<text>.{2,200})", re.S)
_REPORTED = re.compile(r"更新|报送|反馈|已")
_DELETE = re.compile(r"删除|删掉|登错了?|不要了|作废")
MOST = 6


def run(register: Register, turn: Turn) -> Reply:
    """Find the row, then do what was said to it."""
    rows = meant(register, turn)
    if not rows:
        named = [unit.short for unit in turn.said.units if unit.short]
        if named and register.many_units and register.writes(turn.person):
            units = "、".join(wording.label(turn.office, unit) for unit in named)
            return Reply(f"{register.title}里没有{units}。先登记，如“{register.example}”。")
        return Reply(not_found(turn.office.phones.secretariat))
    if len(rows) > 1 and register.many_units and len({row.unit for row in rows}) == len(rows):
        return Reply("\n".join(act(register, turn, row).text for row in rows), about=(rows[-1].object,))
    if len(rows) > 1:
        options = tuple(wording.brief(register, row, turn.office)[:60] for row in rows[:MOST])
        data = {"ids": [row.id for row in rows[:MOST]], "text": turn.said.text}
        return Reply(f"有{len(rows)}条，请选：", options=options, then="which", data=data)
    return act(register, turn, rows[0])


def which(turn: Turn, answer: Answer) -> Reply:
    """The row that was chosen among several."""
    ids = answer.data["ids"]
    row = get(turn.tx, ids[answer.index]) if answer.index is not None else None
    if row is None:
        return Reply("好的，未作改动。")
    turn.said = replace(turn.said, text=str(answer.data["text"]))
    return act(BY_NAME[row.register], turn, row)


def meant(register: Register, turn: Turn) -> list[Stored]:
    """The rows named by number, by unit, by name, or spoken of last; only those the person may see."""
    text = turn.said.text
    match = re.search(number_of(register), text)
    if match:
        year = int(match[1]) if match[1] else turn.here.year
        row = by_number(turn.tx, register.name, int(match[2]), year)
        return [row] if row is not None and visible(register, turn, row) else []
    rows = [row for row in find(turn.tx, register.name) if visible(register, turn, row)]
    open_rows = [row for row in rows if row.state not in register.final]
    named = [row for row in open_rows or rows if row.title and row.title in text]
    units = {unit.short for unit in turn.said.units if unit.short}
    of_unit = [row for row in open_rows or rows if row.unit in units]
    if named or units:
        return named or of_unit
    if turn.person.unit and not register.writes(turn.person):
        return open_rows
    lately = turn.lately(register.name)
    return [row for row in rows if lately is not None and row.id == int(lately)]


def number_of(register: Register) -> str:
    """The pattern of 文稿3号, 文稿〔2026〕3号; not of 活动9月25日."""
    return rf"{register.noun}\s*(?:〔(\d{{4}})〕)?第?(\d{{1,4}})(?:号|(?![\d年月日.份个]))"


def visible(register: Register, turn: Turn, row: Stored) -> bool:
    """The office sees all; a unit sees its own (domain.md 7.7)."""
    if not register.reads(turn.person) and not register.writes(turn.person):
        return False
    if turn.person.has(Role.UNIT_LIAISON) or turn.person.has(Role.UNIT_HEAD):
        return row.unit is not None and row.unit == turn.person.unit
    return True


def act(register: Register, turn: Turn, row: Stored) -> Reply:
    """A closing word, a progress, a new value, or nothing that is understood."""
    text = turn.said.text
    mine = register.writes(turn.person)
    if register.refuses and re.search(register.refuses, text):
        return Reply(register.refusal)
    progress = _PROGRESS.search(text)
    closing = next((one for one in register.closings if re.search(one.words, text)), None)
    if any(field.name == "progress" for field in register.fields):
        after = text.partition(row.title)[2].strip(" ，,：:。")
        words = progress["text"].strip() if progress else after if closing is None and _REPORTED.search(text) else ""
        if len(words) > 1:
            return _progress(register, turn, row, words)
        if closing is None and re.search(r"报送|更新|反馈", text):
            called = wording.name(register, row)
            return Reply(f"请写进展，例如“{called}进展：已出台方案”。", about=(row.object,))
    if re.search(_CHANGES, text) is None:
        if closing is not None and (mine or closing.unit):
            return close(register, turn, row, closing)
        if mine and _DELETE.search(text):
            return close(register, turn, row, Closing(state="已取消", words=""))
    new = _new_values(register, turn, text) if mine else {}
    if new:
        return update(register, turn, row, new)
    if not visible(register, turn, row):
        return Reply(NOT_FOUND)
    steps = "、".join(f"“{wording.name(register, row)}{one.state}”" for one in register.closings if mine or one.unit)
    how = f"更新请回复{steps}。" if steps else ""
    return Reply(f"{wording.brief(register, row, turn.office)}。\n{how}", about=(row.object,))


def close(register: Register, turn: Turn, row: Stored, closing: Closing) -> Reply:
    """Another state, with the day that was said or today."""
    if row.state == closing.state:
        return Reply(f"{wording.name(register, row)}已是“{row.state}”。", about=(row.object,))
    day = Field(name="day", heading="日期", kind="date", past=True)
    said = reading.value(replace(register, fields=(day,)), day, replace(turn.said, times=_beside(register, turn)))
    on = said or turn.here.date().isoformat()
    before = snapshot(row)
    data: Data = {closing.dated: on} if closing.dated and (said or not row.data.get(closing.dated)) else {}
    final = closing.final or closing.state not in register.final
    closed = turn.here.date().fromisoformat(on) if final else None
    try:
        row = change(turn, register, row, closing.state[:16], data=data, state=closing.state, closed_on=closed)
    except Outdated:
        return Reply(OUTDATED)
    turn.undoable(LINE, "change", row.object, before)
    reminding.plan(turn, register, row)
    _tell_keeper(register, turn, row)
    return Reply(read_back(register, turn, row, "已更新"), about=(row.object,))


def _beside(register: Register, turn: Turn) -> list[When]:
    """The times of a sentence; the number of a row is no day of the month."""
    match = re.search(number_of(register), turn.said.text)
    first, last = match.span() if match else (0, 0)
    return [when for when in turn.said.times if when.span[1] <= first or when.span[0] >= last]


def _tell_keeper(register: Register, turn: Turn, row: Stored) -> None:
    """What a unit says of its own row, whoever keeps the register is told."""
    if register.writes(turn.person) or row.created_by == turn.person.userid:
        return
    if turn.office.person(row.created_by) is None:
        return
    text = f"【{register.title}】{wording.brief(register, row, turn.office)}（{turn.person.name}报）。"
    turn.tell(row.created_by, text, key=f"registers:{row.id}:{row.version}", subject=row.object)


def _progress(register: Register, turn: Turn, row: Stored, text: str) -> Reply:
    quarter = re.search(r"第?([一二三四1-4])季度", turn.said.text)
    names = {"1": "一", "2": "二", "3": "三", "4": "四"}
    this = "一二三四"[(turn.here.month - 1) // 3]
    which_one = names.get(quarter[1], quarter[1]) if quarter else this
    before = snapshot(row)
    new = {"progress": text[:200], "quarter": f"第{which_one}季度"}
    try:
        row = change(turn, register, row, "进展", data=new, closed_on=row.closed_on)
    except Outdated:
        return Reply(OUTDATED)
    turn.undoable(LINE, "change", row.object, before)
    _tell_keeper(register, turn, row)
    return Reply(
        f"已记{wording.name(register, row)}第{which_one}季度进展：{text[:200]}。写错了回复“撤销”。", about=(row.object,)
    )


def _new_values(register: Register, turn: Turn, text: str) -> Data:
    """交稿改成9月25日: the field that is named, else the one that the new value fits."""
    new: Data = {}
    for field in register.fields:
        called = "|".join(filter(None, (field.heading, field.label, _TITLES if field.kind == "title" else "")))
        named = re.search(rf"(?:{called}){_TO}\s*([^，,。；;]+)", text)
        if named is None:
            continue
        said = _reread(register, field, turn, named[1])
        if said is not None:
            new[field.name] = said
    if not new and re.search(_TO, text):
        said = replace(turn.said, times=_beside(register, turn))
        found = {field.name: reading.value(register, field, said) for field in register.fields if field.kind != "title"}
        new = {name: value for name, value in found.items() if value is not None}
    return new


def _reread(register: Register, field: Field, turn: Turn, text: str) -> object | None:
    """The new value, read as that kind of field."""
    if field.kind in ("title", "text"):
        return text.strip("《》 ")[:200]
    if field.kind in ("date", "days"):
        alone = replace(field, near="", due=False)
        times = [when for when in turn.said.times if when.text in text or text in when.text]
        return reading.reader(replace(register, fields=(alone,)), alone)(
            replace(turn.said, text=text, times=times), True, {}
        )
    return reading.reader(register, replace(field, label=""))(replace(turn.said, text=text, title=None), True, {})
