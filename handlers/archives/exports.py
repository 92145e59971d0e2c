"""Export of what is filed, in the columns of the 归档文件目录 first (domain.md 8.1)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from handlers.archives.rules import RETENTION_NAMES
from handlers.archives.tables import archive_item
from handlers.line import Export
from storage.office import Office

HEADINGS = {
    "archive_no": "档号",
    "doc_no": "文号",
    "responsible": "责任者",
    "title": "题名",
    "doc_date": "日期",
    "pages": "页数",
    "remark": "备注",
    "register_no": "登记号",
    "year": "年度",
    "retention": "保管期限",
    "seq": "件号",
    "reason": "依据",
    "status": "状态",
    "filed_by": "归档人",
    "filed_on": "归档日期",
    "object": "对象",
    "created_at": "登记时间",
    "updated_at": "更新时间",
    "version": "版本",
}


def archives(tx: Connection, office: Office, _now: datetime) -> Iterable[Mapping[str, Any]]:
    """By year, class and 件号; what was left out or taken back stands behind."""
    order = (archive_item.c.year, archive_item.c.box, archive_item.c.seq, archive_item.c.id)
    for row in tx.execute(select(archive_item).order_by(*order)).mappings():
        shown = {name: row[name] for name in HEADINGS}
        person = office.person(row["filed_by"])
        keep = RETENTION_NAMES.get(row["retention"], row["retention"])
        yield {**shown, "retention": keep, "filed_by": person.name if person else row["filed_by"]}


EXPORTS = {"archives": Export(HEADINGS, archives)}
