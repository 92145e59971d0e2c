"""Exports of 办文: the register with the headings of J.10 first, and who has what to read."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from handlers.documents import store, wording
from handlers.documents.tables import incoming_doc, submission
from handlers.documents.terms import CIRCLED, INSTRUCTED, WITHDRAWN
from handlers.line import Export
from storage.office import Office

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


def incoming(tx: Connection, office: Office, now: datetime) -> Iterable[Mapping[str, Any]]:
    """The register in the order of its numbers, voids included."""
    read: dict[int, list[Mapping[str, Any]]] = {}
    for row in submissions(tx, office, now):
        read.setdefault(row["doc_id"], []).append(row)
    for doc in sorted(store.find(tx), key=lambda doc: (doc.year, doc.seq)):
        rows = read.get(doc.id, [])
        yield {
            **{field: getattr(doc, field, None) for field in INCOMING},
            "submissions": [f"{row['leader']}（{row['state']}）" for row in rows],
            "instructions": [f"{row['leader']}{row['state']}" for row in rows if row["state"] in (INSTRUCTED, CIRCLED)],
            "lead_unit": wording.label(office, doc.lead_unit) if doc.lead_unit else None,
            "co_units": [wording.label(office, unit) for unit in doc.co_units],
            "chaser": _name(office, doc.chaser),
        }


def submissions(tx: Connection, office: Office, _now: datetime) -> Iterable[Mapping[str, Any]]:
    """Who has which paper to read, each paper's leaders in rank order."""
    table = submission.c
    query = (
        select(incoming_doc.c.no, *submission.c)
        .join_from(submission, incoming_doc, incoming_doc.c.id == table.doc_id)
        .where(table.state != WITHDRAWN)
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
