"""不归我们管: a unit says that a task is not its business; 督查室 decides within three workdays (domain.md 3.4).

Until then it is still its task, and the unit never passes it on by itself.
"""

from collections.abc import Mapping
from typing import Any

from handlers import not_ours
from handlers.line import Answer, Reply, Slots
from handlers.policy import NOT_FOUND
from handlers.supervision import objections, reassigning, rights, search, spoken_of, store, wording
from handlers.supervision.objections import WAITING, Objection
from handlers.supervision.plan import LINE_NAME, OBJECTION, morning
from handlers.supervision.store import Task
from handlers.supervision.tables import TEXT_LENGTH
from handlers.supervision.telling import push
from handlers.supervision.terms import WORKED_ON, said_number
from handlers.turn import Turn
from scheduler.desk import Desk
from scheduler.wording import deadline
from storage.changes import Change
from storage.reminders import Reminder

WHICH = "objection_which"
SHOWN = 8


def run(turn: Turn, slots: Slots) -> Reply:
    """The task that is named or was spoken of, else the one that the unit has in hand."""
    unit = rights.of_unit(turn.person)
    if unit is None:
        return reassigning.decide(turn, slots)
    own = [task for task in search.visible(turn.tx, turn.person, turn.office) if task.status in WORKED_ON]
    number, lately = said_number(turn.said), turn.lately("task")
    if number is not None:
        own = [task for task in own if task.no == number]
    own = spoken_of.meant(turn.said.text, own)
    own = [task for task in own if lately == str(task.id)] or own
    if not own:
        return Reply(NOT_FOUND)
    if len(own) == 1:
        return _object(turn, store.hold(turn.tx, own[0].id), slots)
    options = tuple(wording.list_line(turn, task) for task in own[:SHOWN])
    data = {"ids": [task.id for task in own[:SHOWN]], "slots": dict(slots)}
    return Reply("是哪一项？", options=options, then=WHICH, data=data)


def which(turn: Turn, answer: Answer) -> Reply:
    """The one that was meant."""
    if answer.index is None:
        return Reply("好的，未作改动。")
    return _object(turn, store.hold(turn.tx, answer.data["ids"][answer.index]), answer.data["slots"])


def _object(turn: Turn, task: Task, slots: Mapping[str, Any]) -> Reply:
    """Lay it before 督查室, once for each unit."""
    unit = rights.of_unit(turn.person)
    if unit is None or unit not in task.units:
        return Reply(NOT_FOUND)
    open_ = next((one for one in objections.waiting(turn.tx, task.id) if one.unit == unit), None)
    if open_ is not None:
        return Reply(
            f"{task.no}您单位已提出，督查室{deadline(open_.decide_by)}前核定，核定前请先办理。", about=(task.key,)
        )
    other = not_ours.other_than(unit, slots.get("unit"))
    by = wording.decide_by(turn, turn.now, not_ours.WORKDAYS)
    values = {
        "task_id": task.id,
        "unit": unit,
        "reason": slots["why"][:TEXT_LENGTH],
        "suggested": other,
        "decide_by": by,
    }
    one = objections.add(turn.tx, values, by=turn.person.userid, now=turn.now)
    turn.note("提出不属职责", task.key, after={"unit": unit, "suggested": other})
    turn.undoable(LINE_NAME, "objected", task.key, {"objection": one.id})
    for userid in rights.chiefs(turn.office)[:1]:
        turn.plan(LINE_NAME, OBJECTION, one.key, userid, morning(by.date()))
    told = [*rights.chiefs(turn.office), task.supervisor or task.created_by]
    text = f"【职责】{words(turn, task, one)}请于{deadline(by)}前核定。{answers(task, one)}"
    push(turn, told, text, urgent=task.urgent, key=f"职责:{one.id}", subject=task.key)
    names = f"（建议由{wording.label(turn.office, other)}承办）" if other else ""
    return Reply(
        f"已转督查室核定：{task.no}“{wording.short(task.title)}”{wording.label(turn.office, unit)}提出不属本单位职责"
        f"{names}，{deadline(by)}前答复。答复前仍由你单位办理，请勿自行转给其他单位。如有误，10分钟内可回复“撤销”。",
        about=(task.key,),
    )


def words(desk: Desk, task: Task, one: Objection) -> str:
    """Which unit says what of which task."""
    other = f"（建议由{wording.label(desk.office, one.suggested)}承办）" if one.suggested else ""
    unit = wording.label(desk.office, one.unit)
    return f"{task.no}“{wording.short(task.title)}”{unit}提出不属本单位职责{other}：{one.reason}。"


def answers(task: Task, one: Objection) -> str:
    """How 督查室 answers."""
    other = one.suggested or "××局"
    move = f"改由{other}牵头" if one.unit == task.lead_unit else "同意退出"
    return f"改派请回复“{task.no}{move}”，不改请回复“{task.no}维持原承办”。"


def remind(desk: Desk, reminder: Reminder) -> None:
    """The last day for the decision."""
    one = objections.get(desk.tx, int(reminder.object.removeprefix("objection:")))
    task = store.get(desk.tx, one.task_id)
    if one.state != WAITING or task.status not in WORKED_ON:
        return
    text = f"【提醒】{words(desk, task, one)}今天须核定。{answers(task, one)}"
    push(desk, reminder.recipient, text, key=f"职责提醒:{one.id}:{desk.here.date()}", subject=task.key)
    desk.plan(
        LINE_NAME, OBJECTION, one.key, reminder.recipient, morning(desk.calendar.add_workdays(desk.here.date(), 1))
    )


def undo_objection(turn: Turn, change: Change) -> Reply:
    """撤销 by the unit, while nobody has decided."""
    one = objections.get(turn.tx, change.data["objection"])
    task = store.hold(turn.tx, one.task_id)
    if not objections.decide(turn.tx, one, objections.TAKEN_BACK, by=turn.person.userid, now=turn.now):
        return Reply(f"{task.no}的职责问题督查室已核定（{one.state}），不能撤回。", about=(task.key,))
    turn.unplan(LINE_NAME, one.key)
    text = f"【变更】{wording.label(turn.office, one.unit)}撤回了{task.no}的职责问题，照常办理。"
    push(turn, rights.chiefs(turn.office), text, key=f"撤回职责:{one.id}", subject=task.key)
    return Reply(f"已撤销：{task.no}的职责问题已撤回，照常办理。", about=(task.key,))
