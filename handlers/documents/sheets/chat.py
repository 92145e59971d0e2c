"""导出收文登记簿: the register, or a part of it, as a spreadsheet to the clerk's phone (domain.md J.10)."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from handlers.documents import exports
from handlers.documents.finding import ask as finding_ask
from handlers.documents.finding.conditions import conditions_of
from handlers.documents.sheets import book as sheets
from handlers.documents.tables import incoming_doc
from handlers.line import Reply, Slots
from handlers.policy import not_found
from handlers.turn import Turn
from scheduler.clock import local

MOST_ROWS = 5000
"""Rows that are written while somebody waits; more are for the command line."""
TITLE = "收文登记簿"
REGISTER = (
    ("no", 11),
    ("received_at", 10),
    ("identities", 7),
    ("sender", 10),
    ("doc_no", 13),
    ("title", 30),
    ("urgency", 5),
    ("kind", 5),
    ("submissions", 14),
    ("instructions", 12),
    ("lead_unit", 9),
    ("co_units", 11),
    ("due_at", 10),
    ("due_source", 8),
    ("result", 14),
    ("closed_on", 10),
    ("archive_no", 10),
    ("remark", 10),
)
"""The columns of J.10 with their widths on the printed page."""


def export_register(turn: Turn, _slots: Slots) -> Reply:
    """Send the papers that were asked for as a file; who may not write the register does not get it."""
    ask = finding_ask.read(turn.said, {turn.office.own.short, turn.office.own.label, turn.office.own.name})
    ask = finding_ask.only_conditions(ask)
    where = conditions_of(turn, ask)
    many = int(turn.tx.execute(select(func.count()).select_from(incoming_doc).where(*where)).scalar_one())
    if many == 0:
        return Reply(not_found(turn.office.phones.secretariat))
    if many > MOST_ROWS:
        return Reply(f"共{many}件，一次最多导出{MOST_ROWS}件，请分月或分季度导出，例如“导出9月收文”。")
    name = _name(ask.since, ask.until)
    turn.send_file(turn.person.userid, f"{name}.xlsx", register_file(turn, name, where))
    turn.looked("导出收文登记簿", "incoming", after={"rows": many, "conditions": list(ask.named)})
    return Reply(f"{name}共{many}件，已生成表格发给您，A4横向可直接打印，请妥善保管。")


def register_file(turn: Turn, title: str, where: list[ColumnElement[bool]]) -> bytes:
    """The spreadsheet of the papers for which the conditions hold."""
    rows = exports.incoming(turn.tx, turn.office, turn.now, *where)
    columns = [(exports.INCOMING[field], width) for field, width in REGISTER]
    return sheets.book(title, columns, ([row.get(field) for field, _ in REGISTER] for row in rows))


def _name(since: datetime | None, until: datetime | None) -> str:
    """收文登记簿（2026年9月）, or with its first and last day."""
    if since is None or until is None:
        return TITLE
    first, last = local(since).date(), local(until - timedelta(microseconds=1)).date()
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    if whole and (first.year, first.month) == (last.year, last.month):
        return f"{TITLE}（{first.year}年{first.month}月）"
    if first == last:
        return f"{TITLE}（{first.year}年{first.month}月{first.day}日）"
    return f"{TITLE}（{first.year}年{first.month}月{first.day}日至{last.month}月{last.day}日）"
