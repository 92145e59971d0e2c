"""Exports of 办文: the register with the headings of J.10 first, and who has what to read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from handlers.documents import wording
from handlers.documents.store import Doc
from handlers.documents.tables import incoming_doc, submission
from handlers.documents.terms import CIRCLED, INSTRUCTED, WITHDRAWN
from handlers.line import Export
from storage.office import Office

PART = 500
"""Papers that are read at a time."""
INCOMING = {
    "no": "收文编号",
    "received_at": "收文时间",
    "identities": "收文身份",
    "sender": "来文单位",
    "doc_no": "来文字号",
    "title": "标题",
    "urgency": "缓急",
    "kind": "类别",
    "submissions": "呈送",
    "instructions": "批示",
    "lead_unit": "主办",
    "co_units": "协办",
    "due_at": "时限",
    "due_source": "时限来源",
    "result": "办理结果",
    "closed_on": "办结时间",
    "archive_no": "归档号",
    "remark": "备注",
    "status": "状态",
    "important": "要件",
    "secrecy": "密级",
    "sender_level": "来文级别",
    "genre": "文种",
    "stated_due_at": "来文要求时限",
    "chaser": "催办人",
    "result_kind": "结果类别",
    "reply_no": "复文字号",
    "received_by": "签收人",
    "created_by": "登记人",
    "created_at": "登记时间",
    "updated_at": "更新时间",
    "version": "版本",
}
SUBMISSIONS = {
    "no": "收文编号",
    "leader": "领导",
    "state": "状态",
    "submitted_at": "呈送时间",
    "due_at": "阅办时限",
    "read_at": "阅毕时间",
    "read_by": "登记人（代）",
    "version": "版本",
}


def incoming(
    tx: Connection, office: Office, _now: datetime, *where: ColumnElement[bool]
) -> Iterable[Mapping[str, Any]]:
    """The register, or the papers for which the conditions hold, in the order of its numbers, voids included.

    It is read a part at a time, so that a large register needs no more memory than a small one.
    """
    last: tuple[int, int] = (0, 0)
    while docs := _part(tx, where, last):
        read: dict[int, list[Mapping[str, Any]]] = {}
        for row in _submitted(tx, office, submission.c.doc_id.in_([doc.id for doc in docs])):
            read.setdefault(row["doc_id"], []).append(row)
        for doc in docs:
            yield _shown(office, doc, read.get(doc.id, []))
        last = (docs[-1].year, docs[-1].seq)


def _part(tx: Connection, where: Sequence[ColumnElement[bool]], last: tuple[int, int]) -> list[Doc]:
    """The next papers after a number."""
    table = incoming_doc.c
    after = or_(table.year > last[0], and_(table.year == last[0], table.seq > last[1]))
    fields = [table[name] for name in Doc.__dataclass_fields__]
    query = select(*fields).where(after, *where).order_by(table.year, table.seq).limit(PART)
    return [Doc(**row) for row in tx.execute(query).mappings()]


def _shown(office: Office, doc: Doc, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        **{field: getattr(doc, field, None) for field in INCOMING},
        "submissions": [f"{row['leader']}（{row['state']}）" for row in rows],
        "instructions": [f"{row['leader']}{row['state']}" for row in rows if row["state"] in (INSTRUCTED, CIRCLED)],
        "lead_unit": wording.label(office, doc.lead_unit) if doc.lead_unit else None,
        "co_units": [wording.label(office, unit) for unit in doc.co_units],
        "chaser": _name(office, doc.chaser),
    }


def submissions(tx: Connection, office: Office, _now: datetime) -> Iterable[Mapping[str, Any]]:
    """Who has which paper to read, each paper's leaders in rank order."""
    return _submitted(tx, office)


def _submitted(tx: Connection, office: Office, *where: ColumnElement[bool]) -> Iterable[Mapping[str, Any]]:
    table = submission.c
    query = (
        select(incoming_doc.c.no, *submission.c)
        .join_from(submission, incoming_doc, incoming_doc.c.id == table.doc_id)
        .where(table.state != WITHDRAWN, *where)
    )
    rows = [dict(row) for row in tx.execute(query).mappings()]
    for row in sorted(rows, key=lambda row: (row["doc_id"], _rank(office, row["leader"]))):
        yield {**row, "leader": _name(office, row["leader"]), "read_by": _name(office, row["read_by"])}


def _name(office: Office, userid: str | None) -> str | None:
    person = office.person(userid) if userid else None
    return person.name if person else userid


def _rank(office: Office, userid: str) -> int:
    person = office.person(userid)
    return person.rank if person and person.rank is not None else 1_000_000


EXPORTS = {"incoming": Export(INCOMING, incoming), "submissions": Export(SUBMISSIONS, submissions)}
