"""The rows that statistics count, read once for all tasks (domain.md 3.9)."""

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import func, select

from handlers.supervision import lights, store
from handlers.supervision.stats import Item
from handlers.supervision.store import Task
from handlers.supervision.tables import task as table
from handlers.supervision.tables import task_feedback
from handlers.supervision.terms import Period, Status
from scheduler.clock import local
from scheduler.desk import Desk
from storage.tables import audit_event as audit_table

_LEFT = (Status.MERGED, Status.ENDED, Status.MOVED)


def items(desk: Desk) -> list[Item]:
    """Every task that has a number, as it stands now."""
    audited, fed = _audited(desk), _feedback(desk)
    return [_item(desk, task, audited, fed) for task in store.find(desk.tx, table.c.no.is_not(None))]


def _item(desk: Desk, task: Task, audited: dict[str, date], fed: dict[int, list[datetime]]) -> Item:
    agreed = audited.get(task.key, task.closed_on) if task.status is Status.CLOSED else None
    times = sorted(fed.get(task.id) or ([task.progress_at] if task.progress_at else []))
    return Item(
        id=task.id,
        created_on=task.created_on,
        status=task.status,
        due_on=local(task.due_at).date() if task.due_at else None,
        closed_on=task.closed_on if task.status is Status.CLOSED else None,
        audited_on=agreed,
        left_on=local(task.updated_at).date() if task.status in _LEFT else None,
        late_marked=task.late_marked,
        extensions=task.extensions,
        returned=task.returned,
        counts=task.count_as_item,
        void=task.status is Status.ENDED and not task.reason and task.import_digest is None,
        slots=_slots(desk, task),
        fed=tuple(local(at) for at in times),
        lead_unit=task.lead_unit,
    )


def _slots(desk: Desk, task: Task) -> tuple[datetime, ...]:
    """When feedback was due until now, or until the task was over."""
    if task.period is Period.NONE:
        return ()
    over = task.closed_on or (local(task.updated_at).date() if task.status in _LEFT else None)
    until = min(desk.here.date(), over) if over else desk.here.date()
    rules = desk.office.limits.ducha
    found = lights.feedback_slots(
        task.period, task.reported_since, until, desk.calendar, rules, own_day=task.feedback_day
    )
    return tuple(slot for slot in found if slot <= desk.here)


def _audited(desk: Desk) -> dict[str, date]:
    """The day on which 办结 was agreed to, by task; imported ones have none here."""
    newest = (
        select(audit_table.c.object, func.max(audit_table.c.at).label("at"))
        .where(audit_table.c.action == "办结", audit_table.c.object.like("task:%"))
        .group_by(audit_table.c.object)
    )
    return {row.object: local(row.at).date() for row in desk.tx.execute(newest)}


def _feedback(desk: Desk) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = defaultdict(list)
    columns = (task_feedback.c.task_id, task_feedback.c.created_at)
    for task_id, at in desk.tx.execute(select(*columns).where(task_feedback.c.withdrawn.is_(False))):
        found[task_id].append(at)
    return found
