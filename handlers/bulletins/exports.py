"""Issues and pieces as tables (design.md 3, domain.md J.10)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from handlers.bulletins.tables import info_adoption, info_comment, info_issue, info_item, info_submission
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
    "reason": "作废撤回原因",
    "audience": "推送范围",
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
    "category": "类别",
    "state": "状态",
    "reason": "退稿备用原因",
    "credits": "共同署名",
    "merged_into": "并入编号",
    "series": "编入刊名",
    "year": "编入年份",
    "no": "编入期号",
    "submitted_by": "投稿人",
    "reported": "上报",
    "adopted": "采用",
    "comments": "批示",
}
_REPORTED = {
    "title": "标题",
    "organ": "报送机关",
    "level": "级别",
    "on": "上报日期",
    "again": "补报次数",
    "by": "登记人",
}
_ADOPTED = {"title": "标题", "organ": "采用机关", "kind": "采用方式", "on": "采用日期", "by": "登记人"}
_COMMENTED = {
    "title": "标题",
    "leader": "批示领导",
    "level": "级别",
    "on": "批示日期",
    "by": "登记人",
    "acting_for": "代",
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
            "reason": row.reason,
            "audience": row.audience,
            "corrections": row.corrections,
            "corrected_at": row.corrected_at,
        }


def _items(tx: Connection, office: Office, _now: datetime) -> Iterable[Mapping[str, Any]]:
    reported = _elsewhere(tx, info_submission, lambda row: f"{row.organ} {row.on.isoformat()}")
    adopted = _elsewhere(tx, info_adoption, lambda row: f"{row.organ}（{row.kind}）{row.on.isoformat()}")
    commented = _elsewhere(tx, info_comment, lambda row: f"{_name(row.leader, office)} {row.on.isoformat()}")
    numbers = {row.id: f"信〔{row.year}〕{row.seq:04d}号" for row in tx.execute(select(info_item))}
    joined = info_item.outerjoin(info_issue, info_item.c.issue == info_issue.c.id)
    query = select(
        info_item, info_issue.c.no.label("issue_no"), info_issue.c.year.label("issue_year"), info_issue.c.series
    )
    for row in tx.execute(query.select_from(joined).order_by(info_item.c.id)):
        yield {
            "item_no": f"信〔{row.year}〕{row.seq:04d}号",
            "received_at": row.created_at,
            "unit": row.unit,
            "title": row.title,
            "text": row.text,
            "openness": row.openness,
            "category": row.category,
            "state": row.state,
            "reason": row.reason,
            "credits": "、".join(row.credits.split(",")) if row.credits else None,
            "merged_into": numbers.get(row.merged_into),
            "series": row.series,
            "year": row.issue_year,
            "no": row.issue_no,
            "submitted_by": _name(row.created_by, office),
            "reported": reported.get(row.id),
            "adopted": adopted.get(row.id),
            "comments": commented.get(row.id),
        }


def _elsewhere(tx: Connection, table: Table, words: Callable[[Row[Any]], str]) -> dict[int, str]:
    """What became of each piece, in words."""
    found: dict[int, list[str]] = {}
    for row in tx.execute(select(table).where(table.c.item.is_not(None)).order_by(table.c.on, table.c.id)):
        found.setdefault(row.item, []).append(words(row))
    return {item: "；".join(lines) for item, lines in found.items()}


def _rows_of(table: Table, headings: Mapping[str, str]) -> Export:
    """A register as it is, people by name."""

    def rows(tx: Connection, office: Office, _now: datetime) -> Iterable[Mapping[str, Any]]:
        for row in tx.execute(select(table).order_by(table.c.id)).mappings():
            shown = {name: row["created_by"] if name == "by" else row[name] for name in headings}
            people: dict[str, str | None] = {
                name: _name(shown[name], office) for name in ("by", "leader", "acting_for") if name in shown
            }
            yield {**shown, **people}

    return Export(headings, rows)


def _name(userid: str | None, office: Office) -> str | None:
    person = office.person(userid) if userid else None
    return person.name if person else userid


EXPORTS = {
    "bulletins": Export(_ISSUES, _issues),
    "items": Export(_ITEMS, _items),
    "info_submissions": _rows_of(info_submission, _REPORTED),
    "info_adoptions": _rows_of(info_adoption, _ADOPTED),
    "info_comments": _rows_of(info_comment, _COMMENTED),
}
