"""What happens when a reminder of a task falls due (domain.md 3.6, SC15).

Everybody gets one message for all that is due at an hour; leaders and groups are never told of single tasks.
"""

from collections.abc import Iterable

from handlers.supervision import digest, records, store, wording
from handlers.supervision.ladder import CHIEF, UNIT_HEAD, Stage
from handlers.supervision.plan import owner, plan_next
from handlers.supervision.rungs import Rung, rungs, tells_liaison, tells_unit, words
from handlers.supervision.store import Task
from handlers.supervision.tables import task as table
from handlers.supervision.telling import push
from handlers.supervision.terms import OPEN, WAITING, Status
from scheduler.clock import local
from scheduler.desk import Desk
from storage import reminders
from storage.reminders import Reminder


def chase(desk: Desk, reminder: Reminder) -> None:
    """Say the newest rung that is due, together with all that is due for the same person; plan the next one."""
    task = store.get(desk.tx, _id(reminder.object))
    if task.status not in OPEN:
        return
    plan_next(desk, task)
    if not task.urgent and not desk.calendar.is_workday(desk.here.date()):
        return
    found = rungs(desk, task, local(reminder.due_at))
    if task.urgent:
        _say_urgent(desk, found)
    else:
        _say_together(desk, reminder)
    for rung in found:
        step = rung.step
        if step.stage is not Stage.ASK:
            records.log_chase(
                desk.tx, task.id, at=step.at, stage=step.stage, level=rung.level, due=task.due_at, by=desk.actor
            )
    if any(rung.step.stage is Stage.OVER or rung.reddens for rung in found):
        digest.morning_lists(desk)


def review(desk: Desk, reminder: Reminder) -> None:
    """A proposal, an application for 办结 or a request for more time still waits for its decision."""
    task = store.get(desk.tx, _id(reminder.object))
    if task.status not in WAITING and task.status is not Status.EXTENDING:
        return
    plan_next(desk, task)
    if desk.calendar.is_workday(desk.here.date()):
        digest.morning_lists(desk)


def _say_together(desk: Desk, reminder: Reminder) -> None:
    """The first of the reminders that fall due for a 联络员 now speaks for all of them."""
    together = reminders.together(desk.tx, reminder, desk.now)
    if together and together[0][0] != reminder.id:
        return
    since = {_id(key): due for _, key, due in together}
    found = store.find(desk.tx, table.c.id.in_(since), table.c.status.in_(OPEN), table.c.urgent.is_(False))
    said: dict[str, dict[int, tuple[str, str]]] = {}
    for task in found:
        for rung in rungs(desk, task, local(since[task.id])):
            for userid in _audience(desk, rung):
                said.setdefault(userid, {}).setdefault(task.id, words(desk, rung))
    for userid, by_task in said.items():
        entries = list(by_task.values())
        text = entries[0][1] if len(entries) == 1 else wording.unit_list(desk, [line for line, _ in entries])
        subject = found[0].key if len(found) == 1 else "supervision:催办"
        push(desk, userid, text, key=f"supervision:催办:{reminder.recipient}:{_slot(desk)}", subject=subject)


def _say_urgent(desk: Desk, found: Iterable[Rung]) -> None:
    """A 特急 task speaks for itself, at once, and climbs past the unit by itself."""
    for rung in found:
        task, step = rung.task, rung.step
        people, above = _audience(desk, rung), list[str]()
        if step.stage is Stage.OVER:
            people = _unit(desk, task) if rung.level == UNIT_HEAD or tells_unit(desk, rung) else []
            above += digest.deputies(desk) if rung.level == UNIT_HEAD else []
            above += digest.chiefs(desk) if rung.level == CHIEF else []
        key = f"{task.key}:{step.stage}{step.count}:{_slot(desk)}"
        push(desk, people, words(desk, rung)[1], urgent=True, key=key, subject=task.key)
        over = f"【特急】督办事项超时限：{wording.overdue_line(desk, task)}。"
        push(
            desk, above, f"{over}联系人：{wording.contact(desk.office, task)}。", urgent=True, key=key, subject=task.key
        )


def _audience(desk: Desk, rung: Rung) -> list[str]:
    """Who hears of a rung: the 联络员, and from the due moment on the head of the unit."""
    if not tells_unit(desk, rung):
        return []
    unit = _unit(desk, rung.task)
    if not rung.to_head:
        return unit[:1]
    return unit if tells_liaison(desk, rung) else unit[-1:]


def _unit(desk: Desk, task: Task) -> list[str]:
    liaison, head = owner(desk, task), desk.office.head(task.lead_unit)
    return list(dict.fromkeys([liaison, head.userid if head else liaison]))


def _slot(desk: Desk) -> str:
    return f"{desk.here:%m%d%H%M}"


def _id(key: str) -> int:
    return int(key.removeprefix("task:"))
