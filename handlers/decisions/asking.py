"""What is still open in the table, one question at a time, and what an answer to it means (SC16). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers.decisions.rows import SPLIT, Row
from handlers.said import Said
from handlers.supervision import reading
from handlers.supervision.sources import default_days
from handlers.supervision.terms import Source
from scheduler.clock import local
from scheduler.wording import day
from storage.office import Office

_FEW = 8


@dataclass(frozen=True, slots=True)
class Question:
    """Which row, what about it, and the options."""

    row: int
    what: str
    text: str
    options: tuple[str, ...] = ()


def next_question(rows: Sequence[Row], office: Office, said: Said) -> Question | None:
    """The first thing that is open; None when every row can be handed out."""
    for at, row in enumerate(rows):
        found = _open(at, row, office, said)
        if found is not None:
            return found
    return None


def _open(at: int, row: Row, office: Office, said: Said) -> Question | None:
    many, nth = len(row.leads), f"第{at + 1}项"
    if row.group is not None:
        text = f"{nth}“{row.group}”是{many}个单位：拆成{many}项还是1项（共办）？"
        return Question(at, SPLIT, text, (f"拆成{many}项", "1项（共办）"))
    if row.lead is None and row.leads:
        leads = [f"{_label(office, name)}牵头" for name in row.leads[:_FEW]]
        return Question(at, "leads", f"{nth}由谁牵头？（牵头只能有一个）", (*leads, f"拆成{many}项"))
    if row.lead is None:
        return Question(at, "lead", f"{nth}“{row.title[:16]}”由哪个单位牵头？请写通讯录中的单位。")
    if row.due is None and not row.limitless:
        default = default_limit(said)
        options = (f"按本办设定{default_days(Source.MEETING)}天，到{day(local(default))}", "长期坚持，每月反馈")
        return Question(at, "due", f"{nth}没有写明时限，办到哪一天？（可直接回日期）", options)
    if row.vague:
        return Question(at, "vague", f"{nth}的“有关单位”是哪些？（没有请回“无”）")
    return None


def answered(question: Question, rows: Sequence[Row], said: Said, index: int | None) -> list[Row] | None:
    """The rows after the answer; None when it is none."""
    row, found = rows[question.row], list(rows)
    put: list[Row] | None = None
    if question.what == SPLIT and index is not None:
        put = row.split() if index == 0 else [replace(row, group=None)]
    elif question.what == "leads" and index is not None:
        put = row.split() if index == len(question.options) - 1 else [row.led_by(row.leads[index])]
    elif question.what == "due":
        put = _due(row, said, index)
    elif question.what == "vague" and (said.bare in ("无", "没有", "不用", "都不用") or said.yes is False):
        put = [replace(row, vague=False)]
    elif question.what in ("lead", "vague"):
        units = [unit.short for unit in said.units if unit.short]
        if units and question.what == "lead":
            put = [replace(row, lead=units[0], co=tuple(dict.fromkeys((*row.co, *units[1:]))))]
        elif units:
            put = [replace(row, co=tuple(dict.fromkeys((*row.co, *units))), vague=False)]
    if put is None:
        return None
    found[question.row : question.row + 1] = put
    return found


def _due(row: Row, said: Said, index: int | None) -> list[Row] | None:
    if index == 0 or "默认" in said.text:
        return [row.until(default_limit(said).isoformat(), defaulted=True)]
    if index == 1:
        return [row.without_limit()]
    due = reading.due(said, True, {})
    if due == reading.PERPETUAL:
        return [row.without_limit(str(reading.period(said, True, {}) or "每月"))]
    return [row.until(due)] if due else None


def default_limit(said: Said) -> datetime:
    """Where the minutes state none: twenty days (domain.md 3.4), at the end of business, Beijing time."""
    last = local(said.now) + timedelta(days=default_days(Source.MEETING))
    return last.replace(hour=17, minute=30, second=0, microsecond=0)


def _label(office: Office, name: str) -> str:
    found = office.unit(name)
    return found.label if found else name
