"""审计日志 for the auditor alone: events of some days as a file, and whether the chain is whole (domain.md 7.7)."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select

from handlers.line import Intent, Reply, Slots
from handlers.outgoing.sheet import workbook
from handlers.turn import Turn
from scheduler.clock import SHANGHAI, local
from storage import audit
from storage.office import Person, Role
from storage.tables import audit_event

MOST_ROWS = 20_000
HEADINGS = {
    "seq": "链号",
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
    "hash": "校验值",
}


def auditor(person: Person) -> bool:
    """Reads the audit and can change nothing; nobody else does (domain.md 7.7: three separate administrators)."""
    return person.has(Role.AUDITOR)


def export(turn: Turn, _slots: Slots) -> Reply:
    """导出9月审计日志: the events of those days, this month without any."""
    since, until = window(turn)
    start, end = _midnight(since), _midnight(until + timedelta(days=1))
    within = (audit_event.c.at >= start, audit_event.c.at < end)
    many = int(turn.tx.execute(select(func.count()).select_from(audit_event).where(*within)).scalar_one())
    words = f"{_day(since)}至{_day(until)}"
    if not many:
        return Reply(f"{words}没有审计记录。")
    if many > MOST_ROWS:
        return Reply(f"{words}共{many}条，一次最多导出{MOST_ROWS}条，请缩短时间，例如“导出上周审计日志”。")
    rows = turn.tx.execute(select(audit_event).where(*within).order_by(audit_event.c.id)).mappings()
    name = f"审计日志（{words}）.xlsx"
    turn.send_file(turn.person.userid, name, workbook("审计日志", HEADINGS, map(_row, rows)))
    turn.looked("导出审计日志", "audit", after={"rows": many, "since": since.isoformat(), "until": until.isoformat()})
    broken = audit.broken_at(turn.tx)
    state = "校验链完整" if broken is None else f"校验链在第{broken}条断开，请立即核查"
    return Reply(f"审计日志{words}共{many}条，文件已发给您，{state}。本次导出已记入审计。")


def _row(event: Any) -> dict[str, Any]:
    shown = {name: event[name] for name in HEADINGS}
    shown["at"] = f"{local(event['at']):%Y-%m-%d %H:%M:%S}"
    for name in ("before", "after"):
        shown[name] = "；".join(f"{key}={value}" for key, value in (event[name] or {}).items())
    return shown


def window(turn: Turn) -> tuple[date, date]:
    """The days that are named, first and last; this month until today when none is."""
    today = turn.here.date()
    for when in turn.said.times:
        if when.start is not None:
            first = local(when.start).date()
            last = local(when.end - timedelta(microseconds=1)).date() if when.end is not None else first
            return first, max(first, min(last, today))
    return today.replace(day=1), today


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


INTENTS = (
    Intent(
        "export_audit",
        "导出审计日志",
        "导出9月审计日志",
        (
            (r"(?:导出|下载|发我|发给我|给我|要|查看?|看).{0,12}审计(?:日志|记录|台账)", 1.6),
            (r"审计(?:日志|记录|台账).{0,8}(?:导出|下载|发我|发给我|表格|文件)|^\W*审计(?:日志|记录)\W*$", 1.6),
        ),
        export,
        auditor,
    ),
)
