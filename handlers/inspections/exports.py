"""`zhongshu export inspections` and `publications`: English field → Chinese heading."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from handlers.inspections import store
from handlers.inspections.tables import inspection, publication
from handlers.line import Export
from storage.office import Office

INSPECTIONS = {
    "held_on": "日期",
    "mode": "方式",
    "topic": "专题",
    "place": "地点",
    "sites": "点位数",
    "units": "参加单位",
    "externals": "邀请人员",
    "leader": "带队领导",
    "created_by": "登记人",
}
PUBLICATIONS = {
    "series": "刊物",
    "year": "年度",
    "seq": "期号",
    "total": "总期号",
    "issued_on": "印发日期",
    "title": "标题",
    "items": "则数",
    "signed_by": "签发",
    "tasks": "关联督办",
    "state": "状态",
    "created_by": "登记人",
}


def plain(_office: Office, rows: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    """The rows with people from outside in words: 人大代表2名."""
    for row in rows:
        outside = row.get("externals")
        words = [f"{kind}{many}名" for kind, many in outside.items()] if outside is not None else []
        yield {**row, "externals": words}


def _rows_of(table: Any) -> Any:
    def rows(tx: Connection, office: Office, _now: datetime) -> Iterable[Mapping[str, Any]]:
        headings = INSPECTIONS if table is inspection else PUBLICATIONS
        for row in plain(office, store.find(tx, table)):
            yield {name: row.get(name) for name in headings}

    return rows


EXPORTS = {
    "inspections": Export(INSPECTIONS, _rows_of(inspection)),
    "publications": Export(PUBLICATIONS, _rows_of(publication)),
}
