"""Exports of 发文: the 发文登记簿 in the columns of domain.md 2.4, and what became of every number."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from handlers.line import Export, Reply, Slots
from handlers.outgoing import store, wording
from handlers.outgoing.sheet import workbook
from handlers.outgoing.store import Out, Owed
from handlers.outgoing.tables import doc_number, outgoing_doc, outgoing_unit
from handlers.outgoing.terms import DROPPED, Part
from handlers.turn import Turn
from scheduler.clock import local
from storage.office import Office

PRINTED = {
    "doc_no": "发文字号",
    "genre": "文种",
    "title": "标题",
    "main_to": "主送",
    "cc": "抄送",
    "drafting_unit": "拟稿科室",
    "drafter": "拟稿人",
    "editor": "核稿",
    "cosign": "会签单位",
    "signer": "签发人",
    "signed_on": "签发日期",
    "written_on": "成文日期",
    "issued_on": "印发日期",
    "copies": "份数",
    "openness": "公开属性",
    "deliveries": "分发清单",
    "received": "签收",
    "archive_no": "归档号",
    "remark": "备注",
}
OUTGOING = {
    **PRINTED,
    "status": "状态",
    "number_status": "文号状态",
    "urgency": "缓急",
    "important": "重要",
    "secrecy": "密级",
    "joint_units": "联合发文单位",
    "checks": "前置审核",
    "sign_recorder": "签发登记人（代）",
    "series": "发文代字",
    "year": "年份",
    "seq": "序号",
    "created_by": "登记人",
    "created_at": "登记时间",
    "updated_at": "更新时间",
    "version": "版本",
}
NUMBERS = {
    "doc_no": "发文字号",
    "series": "发文代字",
    "year": "年份",
    "seq": "序号",
    "status": "状态",
    "title": "标题",
    "reason": "原因",
    "created_by": "登记人",
    "created_at": "登记时间",
    "updated_at": "更新时间",
}


def outgoing(tx: Connection, office: Office, _now: datetime) -> Iterable[Mapping[str, Any]]:
    """The register by series and number, voids included."""
    owed: dict[int, list[Owed]] = {}
    columns = [outgoing_unit.c[name] for name in Owed.__dataclass_fields__]
    for row in tx.execute(select(*columns).where(outgoing_unit.c.state != DROPPED).order_by(outgoing_unit.c.id)):
        owed.setdefault(row.doc_id, []).append(Owed(*row))
    statuses = {row.doc_id: row.status for row in tx.execute(select(doc_number.c.doc_id, doc_number.c.status))}
    for doc in sorted(store.find(tx), key=lambda doc: (doc.year, doc.series, doc.seq)):
        yield {**_row(office, doc, owed.get(doc.id, [])), "number_status": statuses.get(doc.id)}


def _row(office: Office, doc: Out, owed: list[Owed]) -> dict[str, Any]:
    cosign = [one for one in owed if one.part == Part.COSIGN]
    copies = [one for one in owed if one.part == Part.DELIVERY]
    planned = [wording.label(office, unit) for unit in doc.cosign_units] if not cosign else []
    done = sum(one.settled for one in copies)
    names = {name: wording.name(office, getattr(doc, name)) for name in ("drafter", "editor", "signer", "created_by")}
    return {
        **{name: getattr(doc, name, None) for name in OUTGOING},
        **{name: value or None for name, value in names.items()},
        "main_to": [wording.label(office, one) for one in doc.main_to],
        "cc": [wording.label(office, one) for one in doc.cc],
        "drafting_unit": wording.label(office, doc.drafting_unit),
        "cosign": [f"{wording.label(office, one.unit)}（{one.state}）" for one in cosign] or planned,
        "joint_units": [wording.label(office, one) for one in doc.joint_units],
        "sign_recorder": wording.name(office, doc.sign_recorder) or None,
        "deliveries": [f"{wording.label(office, one.unit)}（{one.state}）" for one in copies],
        "received": f"{done}/{len(copies)}" if copies else None,
        "checks": wording.checklist(doc) if doc.checks else None,
        "secrecy": "非密",
    }


def numbers(tx: Connection, office: Office, _now: datetime) -> Iterable[Mapping[str, Any]]:
    """Every number with 预留, 已用 or 作废 and why."""
    query = (
        select(*doc_number.c, outgoing_doc.c.title)
        .select_from(doc_number.outerjoin(outgoing_doc, outgoing_doc.c.id == doc_number.c.doc_id))
        .order_by(doc_number.c.year, doc_number.c.series, doc_number.c.seq)
    )
    for row in tx.execute(query).mappings():
        no = f"{row['series']}〔{row['year']}〕{row['seq']}号"
        shown = {name: row[name] for name in NUMBERS if name in row}
        yield {"doc_no": no, **shown, "created_by": wording.name(office, row["created_by"])}


EXPORTS = {"outgoing": Export(OUTGOING, outgoing), "doc_numbers": Export(NUMBERS, numbers)}


def send_register(turn: Turn, _slots: Slots) -> Reply:
    """导出发文登记簿: the printed register to the asker's phone, of a month or a year when one is named."""
    found = list(outgoing(turn.tx, turn.office, turn.now))
    said = next((when for when in turn.said.times if when.start is not None and when.end is not None), None)
    what = ""
    if said is not None and said.start is not None and said.end is not None:
        start, end = said.start, said.end
        while start > turn.now:
            start, end = start.replace(year=start.year - 1), end.replace(year=end.year - 1)
        found = [row for row in found if start <= row["created_at"] < end]
        what = said.text
    elif (year := re.search(r"(20\d\d)年", turn.said.text)) is not None:
        found = [row for row in found if row["year"] == int(year[1])]
        what = year[0]
    if not found:
        return Reply(f"{what}没有发文登记。")
    title = f"{what}发文登记簿"
    name = f"{title}_{local(turn.now):%Y%m%d}.xlsx"
    turn.send_file(turn.person.userid, name, workbook(title, PRINTED, found))
    turn.looked("导出发文登记簿", "outgoing", after={"rows": len(found)})
    return Reply(f"{title}共{len(found)}件，文件已发给您（{name}）。")
