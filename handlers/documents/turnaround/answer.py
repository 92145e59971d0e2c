"""办文时效 on demand: from the register to words; a ranking of people or sections is declined (SC40)."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from handlers.documents import lookup, plans, refs
from handlers.documents.finding import ask as finding_ask
from handlers.documents.finding.tables import sheet_row
from handlers.documents.tables import doc_feedback, doc_unit, incoming_doc, submission
from handlers.documents.terms import LEAD, WITHDRAWN, Status
from handlers.documents.turnaround.hours import Spent, Way, summary
from handlers.line import Reply, Slots
from handlers.policy import not_found
from handlers.turn import Turn
from scheduler.clock import local
from storage.tables import audit_event

LAST_DAYS = 30
CHUNK = 500
LONG = 13
"""Hours from which the number of workdays is added."""
WORKDAY = 6.5
_RANKING = re.compile(
    r"排名|排行|排一?下|排个|排序|名次|第一名|倒数|最[快慢差好]|使用(?:次数|率|情况)|登录|在线时长|活跃"
    r"|(?:哪个|哪一个|哪家|各|每个|按)(?:科室?|人员|人|单位|部门|局|同志)|谁"
)
NO_RANKING = (
    "不对科室、单位和个人排名，也不统计使用次数和在线时长（国办函〔2026〕12号要求为基层减负）。"
    "可以看公文本身的办理时效：回复“9月办文时效”或“特急件办文时效”。"
)


def turnaround(turn: Turn, slots: Slots) -> Reply:
    """Hours from step to step of the papers that came in a span of time, by kind and urgency."""
    if _RANKING.search(turn.said.text):
        return Reply(NO_RANKING)
    if any(own.series != "督" for own in turn.said.own):
        return refs.on_one(turn, slots, lookup.show, "show")
    since, until = _window(turn)
    ways = list(_ways(turn, since, until, slots))
    turn.looked("查办文时效", "incoming", after={"papers": len(ways)})
    if not ways:
        return Reply(not_found(turn.office.phones.secretariat))
    closed = sum(way.closed is not None for way in ways)
    span = f"{_day(since)}至{_day(until - timedelta(microseconds=1))}"
    lines = [f"办文时效：{span}收文{len(ways)}件，已办结{closed}件。"]
    groups: dict[str, list[Way]] = {}
    for way in ways:
        groups.setdefault(way.group, []).append(way)
    for name, some in sorted(groups.items(), key=lambda item: -len(item[1])):
        found = summary(some, plans.hours(turn))
        lines += [f"【{name}】{len(some)}件", *(words(spent) for spent in found)] if found else []
    lines.append("中位数为一半的件不超过，九成为十件中九件不超过；按工作时间计，特提、特急、平急按自然时间计。")
    return Reply("\n".join(lines))


def words(spent: Spent) -> str:
    """登记→呈送：中位0.5小时，九成2小时内（32件）."""
    return f"{spent.start}→{spent.end}：中位{_hours(spent.median)}，九成{_hours(spent.ninety)}内（{spent.count}件）"


def _hours(value: float) -> str:
    if 0 < value < 1:
        return f"{max(1, round(value * 60))}分钟"
    shown = f"{value:.1f}".removesuffix(".0")
    return f"{shown}小时" + (f"（约{value / WORKDAY:.1f}个工作日）" if value >= LONG else "")


def _window(turn: Turn) -> tuple[datetime, datetime]:
    """The span that was named, else the last thirty days; nothing after now."""
    for when in turn.said.times:
        since, until = finding_ask.span_of(when)
        if since is not None and until is not None and since < turn.here:
            return since, min(until, turn.here)
    return turn.here - timedelta(days=LAST_DAYS), turn.here


def _day(at: datetime) -> str:
    here = local(at)
    return f"{here.month}月{here.day}日"


def _ways(turn: Turn, since: datetime, until: datetime, slots: Slots) -> Iterator[Way]:
    """The ways of the papers received then. What was imported is left out: its steps were taken elsewhere."""
    table = incoming_doc.c
    where = [table.received_at >= since, table.received_at < until, table.status != Status.VOID]
    where += [table[field] == slots[field] for field in ("urgency", "kind") if field in slots]
    elsewhere = select(sheet_row.c.doc_id).where(sheet_row.c.doc_id == table.id).exists()
    fields = (table.id, table.urgency, table.kind, table.created_at, table.closed_on)
    docs = turn.tx.execute(select(*fields).where(*where, ~elsewhere).order_by(table.id)).all()
    for start in range(0, len(docs), CHUNK):
        part = docs[start : start + CHUNK]
        steps = _steps(turn, [doc.id for doc in part])
        for doc in part:
            at = {name: found.get(doc.id) for name, found in steps.items()}
            if at["closed"] is None and doc.closed_on is not None:
                at["closed"] = plans.hours(turn).closing_of(doc.closed_on)
            if doc.closed_on is None:
                at["closed"] = None
            yield Way(doc.urgency, doc.kind, doc.created_at, **at)


def _steps(turn: Turn, ids: Sequence[int]) -> dict[str, dict[int, datetime]]:
    put, unit, said = submission.c, doc_unit.c, doc_feedback.c
    there = (put.doc_id.in_(ids), put.state != WITHDRAWN)
    led = (unit.doc_id.in_(ids), unit.part == LEAD)
    first: dict[str, Select[Any]] = {
        "submitted": select(put.doc_id, func.min(put.submitted_at)).where(*there).group_by(put.doc_id),
        "read": select(put.doc_id, func.min(put.read_at)).where(*there).group_by(put.doc_id),
        "sent": select(unit.doc_id, func.min(unit.sent_at)).where(*led).group_by(unit.doc_id),
        "signed": select(unit.doc_id, func.min(unit.signed_at)).where(*led).group_by(unit.doc_id),
        "reported": select(said.doc_id, func.min(said.created_at))
        .where(said.doc_id.in_(ids), said.withdrawn.is_(False))
        .group_by(said.doc_id),
    }
    found = {name: {row[0]: row[1] for row in turn.tx.execute(query)} for name, query in first.items()}
    keys = {f"incoming:{doc_id}": doc_id for doc_id in ids}
    event = audit_event.c
    closing = select(event.object, func.max(event.at)).where(event.object.in_(keys), event.action == "办结")
    found["closed"] = {keys[row[0]]: row[1] for row in turn.tx.execute(closing.group_by(event.object))}
    return found
