"""`zhongshu export`: tables of the lines and of the office's own machinery, as JSON, xlsx or csv (design.md 3)."""

import csv
import io
import os
import pwd
import sqlite3
import sys
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import orjson
import xlsxwriter
from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import SQLAlchemyError

from bot.kinds import KINDS
from bot.schema import NotReady, require_database
from handlers.line import Export
from handlers.registry import lines
from handlers.reports.downloads import without_address
from scheduler.clock import Clock, local
from scheduler.steered import office_time
from storage import audit
from storage.db import driver_url, make_engine
from storage.messages import message_adapter, words
from storage.office import Office
from storage.tables import audit_event, outbox, reminder

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet with a Chinese input method takes the wide signs for the narrow ones."""


def _reminders(tx: Connection, _office: Office, _now: datetime) -> Iterable[Mapping[str, Any]]:
    states = {"planned": "待提醒", "fired": "已提醒", "cancelled": "已取消"}
    for row in tx.execute(select(reminder).order_by(reminder.c.due_at, reminder.c.id)).mappings():
        shown = {
            name: row[name] for name in ("line", "kind", "object", "recipient", "due_at", "fired_at", "dedupe_key")
        }
        yield {"id": row["id"], **shown, "state": states[row["state"]], "late": bool(row["late"])}


def _outbox(tx: Connection, _office: Office, _now: datetime) -> Iterable[Mapping[str, Any]]:
    fields = (
        "state",
        "lane",
        "kind",
        "created_at",
        "not_before",
        "sent_at",
        "attempt",
        "error",
        "subject",
        "dedupe_key",
    )
    for row in tx.execute(select(outbox).order_by(outbox.c.id)).mappings():
        text = without_address(words(message_adapter.validate_python(row["payload"])))
        yield {"id": row["id"], "to": row["recipient"], "text": text, **{name: row[name] for name in fields}}


def _audit(tx: Connection, _office: Office, _now: datetime) -> Iterable[Mapping[str, Any]]:
    for row in tx.execute(select(audit_event).order_by(audit_event.c.id)).mappings():
        yield {str(name): value for name, value in row.items()}


_OWN = {
    "reminders": Export(
        {
            "id": "序号",
            "line": "业务",
            "kind": "种类",
            "object": "对象",
            "recipient": "接收人",
            "due_at": "提醒时间",
            "fired_at": "实际时间",
            "dedupe_key": "唯一键",
            "state": "状态",
            "late": "迟到",
        },
        _reminders,
    ),
    "outbox": Export(
        {
            "id": "序号",
            "to": "接收人",
            "text": "内容",
            "state": "状态",
            "lane": "优先级",
            "kind": "种类",
            "created_at": "产生时间",
            "not_before": "不早于",
            "sent_at": "发送时间",
            "attempt": "次数",
            "error": "错误",
            "subject": "对象",
            "dedupe_key": "唯一键",
        },
        _outbox,
    ),
    "audit": Export(
        {
            "id": "序号",
            "at": "时间",
            "actor": "操作人",
            "acting_for": "代",
            "action": "动作",
            "object": "对象",
            "before": "改前",
            "after": "改后",
            "channel": "渠道",
            "result": "结果",
            "request_id": "请求号",
            "seq": "链号",
            "hash": "校验值",
        },
        _audit,
    ),
}


def export(kind: str) -> Export:
    """The table of that kind; one whose line of business is not built has no rows. Raises KeyError."""
    for line in lines():
        if kind in line.exports:
            return line.exports[kind]
    if kind in _OWN:
        return _OWN[kind]
    if kind in KINDS:
        return Export({}, lambda _tx, _office, _now: ())
    raise KeyError(kind)


def rows_of(kind: str, tx: Connection, office: Office, now: datetime) -> list[dict[str, Any]]:
    """The rows as they stand at `now`, with instants as ISO 8601 in Beijing time."""
    return [{name: _plain(value) for name, value in row.items()} for row in export(kind).rows(tx, office, now)]


def render(kind: str, form: str, url: str, office: Office, clock: Clock, *, actor: str) -> bytes:
    """The table as a json, csv or xlsx file; that it was taken is in the audit first (domain.md 7.7).

    Raises NotReady (bot/schema.py).
    """
    require_database(url)
    engine = make_engine(driver_url(url))
    try:
        with engine.connect() as tx:
            now = office_time(tx, clock)
            rows = rows_of(kind, tx, office, now)
        taken = {"kind": kind, "format": form, "rows": len(rows)}
        taken_by(engine, actor, "导出", f"export:{kind}", taken, now)
    except SQLAlchemyError as error:
        raise NotReady(f"读不出数据（{type(error).__name__}），请检查 ZHONGSHU_DATABASE_URL") from None
    finally:
        engine.dispose()
    if form == "json":
        return as_json(rows)
    return as_xlsx(kind, rows) if form == "xlsx" else as_csv(kind, rows)


def taken_by(engine: Engine, actor: str, action: str, subject: str, what: Mapping[str, Any], now: datetime) -> None:
    """Note in the audit that data left by the command line.

    A database that cannot be written any more (disk full, read-only) still gives its data to whoever rescues it; a
    line on stderr then says that it was not noted.
    """
    try:
        with engine.connect().execution_options(write=True) as tx, tx.begin():
            audit.record(tx, at=now, actor=actor, action=action, object=subject, after=what, channel="cli")
    except (SQLAlchemyError, sqlite3.Error):
        sys.stderr.write(f"注意：数据库写不进，这次{action}没有记入审计，请另行登记。\n")


def console_actor() -> str:
    """Who sits at the machine: the account of the operating system, which is no account of the office."""
    try:
        name = pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        name = str(os.geteuid())
    return f"os:{name}"[:64]


def as_json(rows: list[dict[str, Any]]) -> bytes:
    return orjson.dumps(rows, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def as_csv(kind: str, rows: list[dict[str, Any]]) -> bytes:
    """With a byte order mark, so that a spreadsheet reads the Chinese."""
    headings = export(kind).headings
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(headings.values())
    writer.writerows([_cell(row.get(name)) for name in headings] for row in rows)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def as_xlsx(kind: str, rows: list[dict[str, Any]]) -> bytes:
    headings = export(kind).headings
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet(kind)
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, list(headings.values()), bold)
        for index, row in enumerate(rows, 1):
            sheet.write_row(index, 0, [_cell(row.get(name)) for name in headings])
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(headings) - 1), 18)
    return buffer.getvalue()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return local(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value


def _cell(value: Any) -> str | int | float:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return value
    if value is None:
        return ""
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
