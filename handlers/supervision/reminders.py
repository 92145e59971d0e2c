"""What is said when a reminder of a task falls due (domain.md 3.6, SC15).

Leaders and groups are never told of single tasks; 督查室 and the 副主任 in charge get one list a day.
"""

from datetime import datetime

from handlers.supervision import rights, wording
from handlers.supervision.ladder import Stage, Step, last_step
from handlers.supervision.plan import morning, owner, plan_next, slots
from handlers.supervision.store import Task, find, get
from handlers.supervision.tables import task as table
from handlers.supervision.terms import OPEN, WAITING, Status
from scheduler.clock import local
from scheduler.desk import Desk
from scheduler.wording import hour
from storage.outbox import Lane
from storage.reminders import Reminder


def chase(desk: Desk, reminder: Reminder) -> None:
    """Say the newest rung that is due now, once, and plan the next one; nothing on a day off."""
    task = _task(desk, reminder)
    if task.status not in OPEN:
        return
    plan_next(desk, task)
    if not task.urgent and not desk.calendar.is_workday(desk.here.date()):
        return
    since = local(reminder.due_at)
    step = last_step(local(task.due_at), task.urgent, desk.calendar, desk.here) if task.due_at else None
    if step is not None and step.at >= since:
        _say(desk, task, step)
    else:
        _ask_for_feedback(desk, task, since)


def review(desk: Desk, reminder: Reminder) -> None:
    """A proposal or an application for 办结 still waits for its decision."""
    task = _task(desk, reminder)
    if task.status not in WAITING:
        return
    plan_next(desk, task)
    what = "立项" if task.status is Status.PROPOSED else "办结"
    text = f"【提醒】{task.name}待您审核{what}，请按原卡片处理，或回复“同意”“不同意”。"
    desk.tell(reminder.recipient, text, key=f"{task.key}:{what}审核:{desk.here.date()}", subject=task.key)


def _task(desk: Desk, reminder: Reminder) -> Task:
    return get(desk.tx, int(reminder.object.removeprefix("task:")))


def _say(desk: Desk, task: Task, step: Step) -> None:
    office, liaison = desk.office, owner(desk, task)
    head = office.head(task.lead_unit)
    unit = list(dict.fromkeys([liaison, head.userid if head else liaison]))
    if step.stage is Stage.BEFORE and task.due_at:
        left = max(0, desk.calendar.workdays_between(desk.here.date(), local(task.due_at).date()))
        _tell(desk, task, [liaison], wording.soon(office, task, left), step)
    elif step.stage is Stage.DUE:
        _tell(desk, task, unit, wording.due_now(office, task), step)
    else:
        _say_overdue(desk, task, unit, step)


def _say_overdue(desk: Desk, task: Task, unit: list[str], step: Step) -> None:
    """First level: unit head and the 副主任 in charge; then 督查室's list; turning red: all of them again."""
    turns_red = step.count == desk.office.limits.ducha.lights.red + 1
    if step.count == 1 or turns_red:
        # who was not told at the due moment, because that was a day off, is told now
        told_before = step.count == 1 and (task.urgent or _due_on_workday(desk, task))
        _tell(desk, task, unit[-1:] if told_before else unit, wording.over(desk, task), step)
        _list_overdue(desk, rights.deputies(desk.office), task, step)
    if step.count > 1:
        _list_overdue(desk, rights.chiefs(desk.office), task, step)


def _due_on_workday(desk: Desk, task: Task) -> bool:
    return task.due_at is not None and desk.calendar.is_workday(local(task.due_at).date())


def _list_overdue(desk: Desk, userids: list[str], task: Task, step: Step) -> None:
    """One list a day for each reader; a 特急 task brings a fresh one with each level."""
    late = find(desk.tx, table.c.status.in_(OPEN), table.c.due_at < desk.now)
    late.sort(key=lambda t: (t.due_at or desk.now, t.id))
    key = f"{task.key}:超时限:{step.at:%m%d%H%M}" if task.urgent else f"supervision:超时限:{desk.here.date()}"
    lane = Lane.URGENT if task.urgent else Lane.ROUTINE
    desk.tell(userids, wording.overdue_list(desk, late), lane=lane, key=key, subject="supervision:超时限")


def _tell(desk: Desk, task: Task, userids: list[str], text: str, step: Step) -> None:
    due = f"{task.due_at:%Y%m%d%H%M}" if task.due_at else ""
    desk.tell(
        userids,
        text,
        lane=Lane.URGENT if task.urgent else Lane.ROUTINE,
        key=f"{task.key}:{step.stage}{step.count}:{due}",
        subject=task.key,
    )


def _ask_for_feedback(desk: Desk, task: Task, since: datetime) -> None:
    """Ask for the periodic feedback on the morning of its slot, unless it has come."""
    every = slots(desk, task)
    today = [slot for slot in every if since <= morning(slot.date()) <= desk.here < slot]
    if not today:
        return
    before = max((slot for slot in every if slot < today[0]), default=local(task.created_at))
    if task.progress_at is not None and local(task.progress_at) > before:
        return
    text = wording.feedback_due(desk.office, task, f"今日{hour(today[0])}")
    desk.tell(owner(desk, task), text, key=f"{task.key}:反馈:{today[0].date()}", subject=task.key)
