"""谁没签收, 谁没反馈: a list for whoever follows tasks and for nobody else; never for a group (domain.md 7.9, SC40)."""

from handlers.line import Intent, Reply, Slots
from handlers.supervision import rights, store, wording
from handlers.supervision.store import Task
from handlers.supervision.tables import task as table
from handlers.supervision.terms import ACTIVE, OPEN, Status
from handlers.turn import Turn

NONE = "目前没有。"


def unsigned(turn: Turn, _slots: Slots) -> Reply:
    """Tasks that a unit has not 签收."""
    lines = [
        f"{task.no} {wording.short(task.title)}：{wording.labels(turn.office, task.unsigned)}"
        for task in store.find(turn.tx, table.c.status.in_(ACTIVE))
        if task.unsigned and task.status in (Status.ASSIGNED, Status.SIGNED)
    ]
    return _list("未签收", lines)


def unreported(turn: Turn, _slots: Slots) -> Reply:
    """Tasks past their limit, and those whose periodic feedback did not come."""
    found = [task for task in store.find(turn.tx, table.c.status.in_(OPEN)) if _behind(turn, task)]
    return _list("超时限和未反馈", [wording.overdue_line(turn, task) for task in found])


def _behind(turn: Turn, task: Task) -> bool:
    return (task.due_at is not None and task.due_at < turn.now) or wording.missed(turn, task, turn.here) > 0


def _list(what: str, lines: list[str]) -> Reply:
    head = f"督办{what}{len(lines)}项（只发给您，催办请回复“催一下+编号”）："
    return Reply("\n".join((head, *(f"· {line}" for line in lines))) if lines else NONE)


UNSIGNED = Intent(
    "unsigned_tasks",
    "督办未签收清单",
    "哪些督办还没签收",
    (
        (r"^(?!.*群).{0,10}督办.{0,10}(?:没有?人?|未|还没)签收", 1.4),
        (r"^(?!.*群).{0,10}(?:没有?人?|未|还没)签收.{0,4}督办", 1.4),
    ),
    unsigned,
    rights.may_run,
)
UNREPORTED = Intent(
    "unreported_tasks",
    "督办未反馈清单",
    "哪些督办还没反馈",
    (
        (r"^(?!.*群).{0,10}督办.{0,10}(?:没有?人?|未|还没)反馈", 1.45),
        (r"^(?!.*群).{0,10}(?:没有?人?|未|还没)反馈.{0,4}督办", 1.45),
    ),
    unreported,
    rights.may_run,
)
