"""`zhongshu export tasks`: fields of domain.md 3.3 under the headings of J.10."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from handlers.line import Export
from handlers.supervision import store, wording
from handlers.supervision.store import Task
from handlers.supervision.tables import task as table
from handlers.supervision.terms import Status
from scheduler.clock import local
from scheduler.desk import Desk
from scheduler.workdays import WorkCalendar
from storage.office import Office

HEADINGS = {
    "no": "编号",
    "title": "事项",
    "basis": "依据",
    "lead_unit": "主办",
    "co_units": "协办",
    "responsible_leader": "责任领导",
    "created_on": "交办日期",
    "due_at": "时限",
    "original_due_at": "原时限",
    "standard": "完成标准",
    "progress_text": "最新进展",
    "progress_at": "反馈日期",
    "light": "灯色",
    "extensions": "延期次数",
    "closed_on": "办结日期",
    "result_kind": "结果",
    "status": "状态",
    "due_source": "时限来源",
    "requirement": "办理要求",
    "period": "反馈周期",
    "urgent": "特急",
    "supervisor": "督查员",
    "unsigned": "未签收",
    "on_time": "按期",
    "created_by": "登记人",
    "created_at": "登记时间",
}


def rows(tx: Connection, office: Office, now: datetime) -> Iterable[Mapping[str, Any]]:
    """Every task that was given a number, by number. Lights are those of `now`."""
    desk = Desk(tx=tx, now=now, office=office, calendar=WorkCalendar(), request_id="export")
    for task in store.find(tx, table.c.no.is_not(None)):
        yield _row(desk, task)


def _row(desk: Desk, task: Task) -> dict[str, Any]:
    row = {name: getattr(task, name) for name in HEADINGS if hasattr(task, name)}
    on_time = wording.on_time(task) if task.status is Status.CLOSED else None
    shown = {"light": wording.light(desk, task).value, "status": task.status.value, "period": task.period.value}
    return {name: {**row, **shown, "on_time": on_time}.get(name) for name in HEADINGS} | {
        "co_units": list(task.co_units),
        "unsigned": list(task.unsigned),
        "progress_at": local(task.progress_at).date() if task.progress_at else None,
        "due_at": local(task.due_at) if task.due_at else None,
    }


TASKS = Export(HEADINGS, rows)
