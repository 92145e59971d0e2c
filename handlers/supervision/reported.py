"""A unit says what it did without saying of what: the task it has in hand is offered (domain.md 3.3, C.1 b, d)."""

from handlers.line import Answer, Reply
from handlers.reported import reports_work
from handlers.supervision import progress, rights, search, store, wording
from handlers.supervision.terms import WORKED_ON, said_number
from handlers.turn import Turn

STEP, OPTIONS = "reported", ("是", "不是")


def claim(turn: Turn) -> Reply | None:
    """Ask whether it is the progress of the task spoken of, or of the only one that the unit has in hand."""
    unit = rights.of_unit(turn.person)
    if unit is None or not reports_work(turn.said) or said_number(turn.said) is not None:
        return None
    spoken = turn.about[0] if turn.about else ""
    if spoken and not spoken.startswith("task:"):
        return None
    own = [task for task in search.visible(turn.tx, turn.person, turn.office) if task.status in WORKED_ON]
    own = [task for task in own if task.key == spoken] or own
    if len(own) != 1:
        return None
    task = own[0]
    text = f"这是{task.no}“{wording.short(task.title)}”的进展吗？"
    data = {"task": task.id, "text": turn.said.text}
    return Reply(text, options=OPTIONS, then=STEP, data=data, about=(task.key,))


def confirmed(turn: Turn, answer: Answer) -> Reply:
    """1是 2不是."""
    if answer.index != 0:
        return Reply("好的，没有记录。进展请写明编号，例如“0123号 进展：……”。")
    return progress.feed_back(turn, store.hold(turn.tx, answer.data["task"]), answer.data["text"])
