"""The rows behind a figure in words, for whoever asks where a number comes from."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, select

from handlers.bulletins.tables import info_adoption, info_comment, info_issue, info_submission
from handlers.documents.tables import incoming_doc
from handlers.inspections.tables import inspection, publication
from handlers.meetings.seating_minutes_tables import minutes
from handlers.meetings.tables import meeting
from handlers.outgoing.tables import outgoing_doc
from handlers.registers.declared import BY_NAME
from handlers.registers.tables import register_row
from handlers.supervision.tables import task
from scheduler.clock import local


def _held(row: Any) -> str:
    title = row.type if row.sensitivity == "高" else row.title
    here = local(row.starts_at)
    return f"{here.month}月{here.day}日 {title}"


def _day(day: Any) -> str:
    return f"{day.month}月{day.day}日"


_WORDS: dict[str, tuple[Any, Callable[[Any], str]]] = {
    "incoming": (incoming_doc, lambda row: f"{row.no}《{row.title}》"),
    "outgoing": (outgoing_doc, lambda row: f"{row.doc_no}《{row.title}》"),
    "task": (task, lambda row: f"{row.no}“{row.title}”（{row.status}）"),
    "meeting": (meeting, _held),
    "minutes": (minutes, lambda row: row.number or row.title),
    "bulletin": (info_issue, lambda row: f"《{row.series}》第{row.no}期"),
    "submission": (info_submission, lambda row: f"《{row.title}》报{row.organ}（{_day(row.on)}）"),
    "adoption": (info_adoption, lambda row: f"《{row.title}》{row.organ}{row.kind}（{_day(row.on)}）"),
    "info_comment": (info_comment, lambda row: f"《{row.title}》（{_day(row.on)}批示）"),
    "inspection": (inspection, lambda row: f"{_day(row.held_on)} {row.topic}{row.mode}督查 {row.place or ''}".rstrip()),
    "publication": (publication, lambda row: f"{row.series}第{row.seq}期（{_day(row.issued_on)}）"),
}


def named(tx: Connection, keys: Sequence[str]) -> list[str]:
    """A line for each key, in the same order; a key whose row is gone stays as it is."""
    wanted: dict[str, list[int]] = {}
    for key in keys:
        kind, _, number = key.partition(":")
        if number.isdigit():
            wanted.setdefault(kind, []).append(int(number))
    words: dict[str, str] = {}
    for kind, ids in wanted.items():
        table, say = _WORDS.get(kind, (register_row, _registered))
        for row in tx.execute(select(table).where(table.c.id.in_(ids))):
            words[f"{kind}:{row.id}"] = say(row)
    return [words.get(key, key.removeprefix("unit:")) for key in keys]


def _registered(row: Any) -> str:
    register = BY_NAME.get(row.register)
    return f"{register.noun if register else ''}{row.seq}号 {row.title}".strip()
