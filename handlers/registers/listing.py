"""查文稿台账, 九月的调研: rows of a period, summed up; xlsx to the phone on request."""

import re
from collections import Counter
from datetime import date, timedelta

from handlers.line import Reply
from handlers.outgoing.sheet import workbook
from handlers.policy import not_found
from handlers.registers import sheets, wording
from handlers.registers.changing import visible
from handlers.registers.declaring import Register
from handlers.registers.store import Stored, find
from handlers.turn import Turn
from storage.office import Role

MOST = 10
_EXPORT = re.compile(r"导出|表格|excel|xlsx|台账发|清单发|发我|打印", re.I)
_PAGE = re.compile(r"第(\d+)页|下一页")
_OPEN = re.compile(r"还差|没[报交办还改完整]|未[报交办还改完整]|待[整办]|在办|没有?完成")
_PLANNED = re.compile(r"计划|安排|日程|名单|对象")


def show(register: Register, turn: Turn) -> Reply:
    """What the register holds in the period that was said, or this year; a unit sees its own rows."""
    if not register.reads(turn.person):
        return Reply(not_found(turn.office.phones.secretariat))
    period, words = _period(turn)
    rows = [row for row in find(turn.tx, register.name) if visible(register, turn, row)]
    rows = [row for row in rows if within(register, row, *period)]
    units = {unit.short for unit in turn.said.units if unit.short}
    if units:
        rows = [row for row in rows if row.unit in units or any(one in (row.data.get("units") or ()) for one in units)]
    rows = _of_kind(register, turn, rows)
    if _OPEN.search(turn.said.text):
        rows = [row for row in rows if row.state not in register.final]
    turn.looked(f"查{register.noun}", register.name)
    if not rows:
        return Reply(
            f"{register.title}{words}没有记录。登记可回复“{register.example}”。"
            if register.writes(turn.person)
            else f"{register.title}{words}没有记录。"
        )
    if _EXPORT.search(turn.said.text) and not turn.person.has(Role.UNIT_LIAISON):
        return _send(register, turn, rows, words)
    return _page(register, turn, rows, words)


def _of_kind(register: Register, turn: Turn, rows: list[Stored]) -> list[Stored]:
    """改革调研 of all activities: the value of the field that groups, when it was said."""
    field = next((one for one in register.fields if one.name == register.grouped and one.kind == "enum"), None)
    if field is None:
        return rows
    if field.foremost and sum(bool(re.search(words, turn.said.text)) for words in field.words.values()) > 1:
        return rows
    said = next((name for name, words in field.words.items() if re.search(words, turn.said.text)), None)
    pattern = field.words[said] if said else "$^"
    narrowed = [row for row in rows if re.search(pattern, str(row.data.get(field.name)))]
    return narrowed or rows


def within(register: Register, row: Stored, first: date, last: date) -> bool:
    """Whether the row is of that time: by its date, by its year, or by when it is due."""
    on = row.day(register.on) if register.on else None
    if on is not None and (last - first).days < 360:
        return first <= on <= last
    if not register.on:
        return first.year - 1 <= row.year <= last.year
    year = row.data.get("year")
    return first.year <= (int(year) if year else on.year if on else row.year) <= last.year


def _period(turn: Turn) -> tuple[tuple[date, date], str]:
    when = next((w for w in turn.said.times if w.start is not None and w.end is not None and w.kind == "range"), None)
    if when is None or when.start is None or when.end is None:
        year = turn.here.year
        return (date(year, 1, 1), date(year, 12, 31)), f"（{year}年）"
    return (when.start.date(), (when.end - timedelta(seconds=1)).date()), f"（{when.text}）"


def _page(register: Register, turn: Turn, rows: list[Stored], words: str) -> Reply:
    match = _PAGE.search(turn.said.text)
    page = int(match[1]) if match and match[1] else 1
    shown = rows[(page - 1) * MOST : page * MOST]
    pages = -(-len(rows) // MOST)
    if not shown:
        return Reply(f"{register.title}{words}共{pages}页，没有第{page}页。")
    head = f"{register.title}{words}共{len(rows)}条{_summed(register, rows)}"
    head += f"，第{page}/{pages}页：" if pages > 1 else "："
    tail = [f"下一页回复“查{register.title}第{page + 1}页”。"] if page < pages else []
    tail += [f"要表格回复“导出{register.title}”。"] if len(rows) > 3 and pages > 1 else []
    body = wording.lines(register, shown, turn.office)
    return Reply("\n".join([head, body, *tail]), about=tuple(row.object for row in shown))


def _summed(register: Register, rows: list[Stored]) -> str:
    """（起草3、审核2）: never by person or unit (domain.md 7.9)."""
    if not register.grouped:
        return ""
    name = register.grouped
    counts = Counter(str(row.state if name == "state" else row.data.get(name) or "未填") for row in rows)
    if len(counts) < 2 or len(counts) > 6:
        return ""
    return "（" + "、".join(f"{value}{n}" for value, n in counts.items()) + "）"


def _send(register: Register, turn: Turn, rows: list[Stored], words: str) -> Reply:
    """The register as xlsx to the asker's phone, audited."""
    name = f"{register.title}{words}.xlsx"
    content = workbook(register.title, sheets.headings(register), sheets.table(register, rows, turn.office))
    turn.send_file(turn.person.userid, name, content)
    turn.looked(f"导出{register.noun}", register.name, after={"rows": len(rows)})
    return Reply(f"{register.title}{words}共{len(rows)}条，文件已发给您（{name}）。")
