"""Which of several tasks the words mean: 道路那个延期…, by what only its title has (domain.md C.1 b). Pure."""

import re
from collections.abc import Sequence

from handlers.supervision.store import Task

_PAIR = 2
_POINTED_AT = re.compile(r"(?P<words>[\u4e00-\u9fff]{2,8})[那这][个项件条]")


def meant(text: str, tasks: Sequence[Task]) -> list[Task]:
    """The one task that is pointed at by a word of its title alone; all of them when none or several can be meant."""
    said = _POINTED_AT.match(text)
    words = said["words"] if said is not None else ""
    named = [task for task in tasks if any(pair in words for pair in _own_pairs(task, tasks))]
    return named if len(named) == 1 else list(tasks)


def _own_pairs(task: Task, tasks: Sequence[Task]) -> set[str]:
    """Pairs of characters that stand in this title and in no other."""
    others = set().union(*(_pairs(other.title) for other in tasks if other.id != task.id))
    return _pairs(task.title) - others


def _pairs(title: str) -> set[str]:
    return {title[at : at + _PAIR] for at in range(len(title) - 1)}
