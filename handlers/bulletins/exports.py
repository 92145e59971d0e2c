"""Issues and pieces as tables (design.md 3, domain.md J.10)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from handlers.bulletins.tables import info_issue, info_item
from handlers.line import Export
from storage.office import Office

_ISSUES = {
    "series": "刊名",
    "year": "年份",
    "no": "期号",
    "total_no": "总期号",
    "state": "状态",
    "items": "条数",
    "public_items": "可周知条数",
    "edited_by": "编辑",
    "reviewed_by": "审核",
    "signed_by": "签发",
    "signed_at": "签发时间",
    "issued_at": "编发时间",
    "corrections": "更正次数",
    "corrected_at": "更正时间",
}
_ITEMS = {
    "item_no": "收稿编号",
    "received_at": "收稿时间",
    "unit": "来稿单位",
    "title": "标题",
    "text": "正文",
    "openness": "公开属性",
    "state": "状态",
    "year": "编入年份",
    "no": "编入期号",
    "submitted_by": "投稿人",
}


def _issues(tx: Connection, office: Office, _now: datetime) -> Iterable[Mapping[str, Any]]:
    pieces: dict[int, list[str]] = {}
    for row in tx.execute(select(info_item.c.issue, info_item.c.openness).where(info_item.c.issue.is_not(None))):
        pieces.setdefault(row.issue, []).append(row.openness)
    for row in tx.execute(select(info_issue).order_by(info_issue.c.id)):
        mine = pieces.get(row.id, [])
        yield {
            "series": row.series,
            "year": row.year,
            "no": row.no,
            "total_no": row.total_no,
            "state": row.state,
            "items": len(mine),
            "public_items": mine.count("可周知"),
            "edited_by": _name(row.created_by, office),
            "reviewed_by": _name(row.reviewed_by, office),
            "signed_by": _name(row.signed_by, office),
            "signed_at": row.signed_at,
            "issued_at": row.issued_at,
            "corrections": row.corrections,
            "corrected_at": row.corrected_at,
        }


def _items(tx: Connection, office: Office, _now: datetime) -> Iterable[Mapping[str, Any]]:
    joined = info_item.outerjoin(info_issue, info_item.c.issue == info_issue.c.id)
    query = select(info_item, info_issue.c.no.label("issue_no"), info_issue.c.year.label("issue_year"))
    for row in tx.execute(query.select_from(joined).order_by(info_item.c.id)):
        yield {
            "item_no": f"信〔{row.year}〕{row.seq:04d}号",
            "received_at": row.created_at,
            "unit": row.unit,
            "title": row.title,
            "text": row.text,
            "openness": row.openness,
            "state": row.state,
            "year": row.issue_year,
            "no": row.issue_no,
            "submitted_by": _name(row.created_by, office),
        }


def _name(userid: str | None, office: Office) -> str | None:
    person = office.person(userid) if userid else None
    return person.name if person else userid


EXPORTS = {"bulletins": Export(_ISSUES, _issues), "items": Export(_ITEMS, _items)}
