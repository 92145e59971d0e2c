"""Sub-items: a part of a task with its own unit and limit, which does not count as an item (domain.md 3.2)."""

from dataclasses import replace

from handlers.line import Answer, Reply, Slots
from handlers.policy import NOT_FOUND
from handlers.supervision import create, rights, store, wording
from handlers.supervision.establish import establish
from handlers.supervision.store import Task
from handlers.supervision.tables import task as table
from handlers.supervision.terms import ACTIVE, OPEN
from handlers.turn import Turn
from scheduler.wording import deadline

CONFIRM = "part_confirm"
OPTIONS = ("确认交办", "取消")


def run(turn: Turn, slots: Slots) -> Reply:
    """Read back the sub-item of a task; its units hear of it when that is confirmed."""
    parent = store.by_number(turn.tx, slots["task_no"])
    if parent is None or not rights.may_decide(turn.person):
        return Reply(NOT_FOUND)
    if parent.status not in OPEN or parent.parent_id is not None:
        return Reply(f"{parent.no}不能再加分项。", about=(parent.key,))
    draft = create.draft(turn.office, slots)
    note = ""
    if parent.due_at and draft.due_at and draft.due_at > parent.due_at:
        note = f"\n（晚于{parent.no}的时限{deadline(parent.due_at)}，请核对）"
    text = f"拟为{parent.no}加分项（不另计一项）：\n{create.read_back(turn, draft)}{note}"
    return Reply(text, options=OPTIONS, then=CONFIRM, data=slots, about=(parent.key,))


def confirm(turn: Turn, answer: Answer) -> Reply:
    if answer.index != 0:
        return Reply("已取消，未加分项。")
    parent = store.by_number(turn.tx, answer.data["task_no"])
    if parent is None:
        return Reply(NOT_FOUND)
    store.hold(turn.tx, parent.id)
    draft = replace(
        create.draft(turn.office, answer.data),
        basis=f"{parent.no}分项",
        leader=parent.responsible_leader,
        parent=parent.id,
    )
    task = establish(turn, draft)
    turn.undoable("supervision", "created", task.key, {})
    return create.done(turn, task)


def of(turn: Turn, parent: Task) -> list[Task]:
    """The sub-items of a task."""
    return store.find(turn.tx, table.c.parent_id == parent.id)


def still_open(turn: Turn, parent: Task) -> Reply | None:
    """A task is not finished before its sub-items are."""
    left = [part for part in of(turn, parent) if part.status in ACTIVE]
    if not left:
        return None
    lines = [wording.list_line(turn, part) for part in left]
    return Reply(
        "\n".join((f"{parent.no}还有{len(left)}个分项未办结：", *lines, "请先办结分项。")), about=(parent.key,)
    )
