"""What is said when a task is not a unit's business, and what 督查室 answers (domain.md 3.4)."""

from handlers import not_ours
from handlers.line import Intent, Slot
from handlers.supervision import disclaiming, reading, reassigning, rights
from handlers.supervision.run_intents import TASK
from storage.office import Person

_NO = Slot("task_no", reading.task_no, required=not_ours.never)
_CLAIMS = tuple((rf"{TASK}.{{0,16}}(?:{pattern})", weight + 0.2) for pattern, weight in not_ours.CLAIMS)
_DECISIONS = tuple((rf"{TASK}.{{0,8}}(?:{pattern})", weight + 0.2) for pattern, weight in not_ours.DECISIONS)
_MOVES = (
    (rf"{TASK}.{{0,4}}(?:改由|改派|改为由?|换(?:成|为|由)|牵头(?:单位)?改[成为])[^，,。；;]{{2,}}", 1.75),
    (
        rf"(?:把|将)?{TASK}[^，,。；;]{{0,4}}(?:改|换|交)(?:给|由|成|到)[^，,。；;]{{2,12}}(?:牵头|办|承办|主办|负责)",
        1.75,
    ),
)


def _says(person: Person) -> bool:
    return rights.of_unit(person) is not None


DISCLAIM_INTENTS = (
    Intent(
        "disclaim_task",
        "督办事项不属本单位职责",
        "0123号不归我们管，应由商务局牵头",
        (*_CLAIMS[:1], *not_ours.CLAIMS[:1]),
        disclaiming.run,
        _says,
        (_NO, *not_ours.CLAIM_SLOTS),
        family="return",
    ),
    Intent(
        "hand_back_task",
        "督办申请改派",
        "0123号请改派商务局",
        _CLAIMS[1:],
        disclaiming.run,
        _says,
        (_NO, *not_ours.CLAIM_SLOTS),
        family="transfer",
    ),
    Intent(
        "reassign_task",
        "督办改派、维持原承办",
        "0123号改由商务局牵头",
        (*_DECISIONS, *_MOVES, *((pattern, weight - 0.1) for pattern, weight in not_ours.DECISIONS)),
        reassigning.decide,
        rights.may_run,
        (_NO, *not_ours.DECISION_SLOTS),
        family="transfer",
    ),
)
