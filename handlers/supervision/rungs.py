"""What is due to be said about an open task at this hour: the ladder, feedback asked for or missed (domain.md 3.6)."""

from dataclasses import dataclass
from datetime import datetime

from handlers.supervision import records, wording
from handlers.supervision.ladder import UNIT_HEAD, Stage, Step, last_step, level_of
from handlers.supervision.lights import feedback_slots
from handlers.supervision.store import Task
from handlers.supervision.telling import MORNING
from handlers.supervision.terms import Light, Period
from scheduler.clock import SHANGHAI, local
from scheduler.desk import Desk
from scheduler.wording import hour

REPEAT = 5
"""Workdays after which a unit whose task has been red for long is reminded again."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of one task and how high it stands (L1–L6). `reddens`: a 红牌 is to be thought of, for the first time."""

    task: Task
    step: Step
    level: int
    reddens: bool = False
    slot: datetime | None = None

    @property
    def to_head(self) -> bool:
        """Whether the head of the unit hears of it too (as 分管, until the task is overdue)."""
        return self.step.stage in (Stage.DUE, Stage.OVER, Stage.MISSED)


def rungs(desk: Desk, task: Task, since: datetime) -> list[Rung]:
    """The newest rung of each kind that fell due from `since` to now; those before it are passed over in silence."""
    found = []
    if task.due_at is not None:
        step = last_step(local(task.due_at), task.urgent, desk.calendar, desk.here)
        if step is not None and step.at >= since:
            found.append(overdue(desk, task, step))
    if task.period is not Period.NONE:
        found += _feedback(desk, task, since)
    return found


def overdue(desk: Desk, task: Task, step: Step) -> Rung:
    """A rung of the ladder with the level that it reaches."""
    before = records.chased(desk.tx, task.id, Stage.OVER, task.due_at)
    if step.stage is Stage.OVER and before is not None and local(before[1]) >= step.at:
        return Rung(task, step, before[0], reddens(desk, task))
    level = level_of(step, before[0] if before else None)
    return Rung(task, step, level, step.stage is Stage.OVER and reddens(desk, task))


def reddens(desk: Desk, task: Task) -> bool:
    """Whether the light is red and no 红牌 was proposed since it could have turned so."""
    if wording.light(desk, task) is not Light.RED:
        return False
    overdue_now = task.due_at is not None and task.due_at < desk.now
    since = task.due_at if overdue_now else task.progress_at
    known = (card for card in records.cards_of(desk.tx, task.id) if card.colour == records.RED)
    return not any(since is None or card.created_at >= since for card in known)


def _feedback(desk: Desk, task: Task, since: datetime) -> list[Rung]:
    rules, here = desk.office.limits.ducha, desk.here
    last = desk.calendar.next_workday(here.date())
    slots = feedback_slots(task.period, task.reported_since, last, desk.calendar, rules, own_day=task.feedback_day)
    found = []
    for index, slot in enumerate(slots):
        asked = datetime.combine(slot.date(), MORNING, SHANGHAI)
        regretted = datetime.combine(desk.calendar.next_workday(slot.date()), MORNING, SHANGHAI)
        before = slots[index - 1] if index else local(task.created_at)
        answered = task.progress_at is not None and local(task.progress_at) > before
        if since <= asked <= here < slot and not answered:
            found.append(Rung(task, Step(asked, Stage.ASK, 0), 1, slot=slot))
        if since <= regretted <= here and (count := wording.missed(desk, task, here)):
            step = Step(regretted, Stage.MISSED, count)
            found = [Rung(task, step, level_of(step, None), reddens(desk, task), slot), *found[1:]]
    return found


def words(desk: Desk, rung: Rung) -> tuple[str, str]:
    """The line of a list, and the whole message when it is the only one."""
    task, step = rung.task, rung.step
    match step.stage:
        case Stage.BEFORE:
            due = local(task.due_at).date() if task.due_at else desk.here.date()
            return wording.soon(desk, task, max(0, desk.calendar.workdays_between(desk.here.date(), due)))
        case Stage.DUE:
            return wording.due_now(desk, task)
        case Stage.OVER:
            return wording.over(desk, task)
        case Stage.MISSED:
            return wording.feedback_missed(desk, task, step.count)
        case _:
            by = hour(rung.slot) if rung.slot else ""
            return wording.feedback_due(desk, task, f"今日{by}")


def tells_unit(desk: Desk, rung: Rung) -> bool:
    """L3 and red go to the unit; otherwise only 督查室's list grows, and the unit hears again every fifth day."""
    if rung.step.stage is not Stage.OVER:
        return True
    late = rung.step.count - desk.office.limits.ducha.lights.red - 1
    return rung.level == UNIT_HEAD or rung.reddens or (late > 0 and late % REPEAT == 0)


def tells_liaison(desk: Desk, rung: Rung) -> bool:
    """At L3 it is the head who is told, unless nobody was at the due moment because that was a day off."""
    task, first = rung.task, rung.step.stage is Stage.OVER and rung.step.count == 1
    told_before = task.urgent or (task.due_at is not None and desk.calendar.is_workday(local(task.due_at).date()))
    return not (first and told_before)
