"""What a line of business declares: intents with slots, follow-up steps, card presses, reminders, exports, imports.

A line is one package under handlers/ whose `__init__` has a `LINE`. Nothing else knows its name.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from sqlalchemy import Connection

from handlers.said import Said
from handlers.turn import Turn
from scheduler.desk import Desk
from storage.changes import Change
from storage.messages import Card
from storage.office import Office, Person
from storage.payload import Payload
from storage.reminders import Reminder
from storage.retention import Kept, Personal

Slots: TypeAlias = dict[str, Any]
"""Filled slots, keyed by the slot types of domain.md C.1; JSON values only, so that a draft survives a restart."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to the person who spoke.

    With `options` it is a question: the next message is read as one of them (by number or by word) and goes to the step
    `then` of the same line, together with `data`. A step may also take free text (`free`).
    """

    text: str
    card: Card | None = None
    options: tuple[str, ...] = ()
    then: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    free: bool = False
    about: tuple[str, ...] = ()
    """Objects that this answer speaks of ("incoming:12"): what 它, 那个 and 第二个 mean next."""
    trusted: bool = False
    """One of the guard's own replies, which name what they refuse."""
    slots: Slots | None = None
    """A step gives the wish back with these: what it still misses is asked for, then it is done."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answered to a question: the number of the chosen option from 0, or None with free words."""

    said: Said
    index: int | None
    data: Mapping[str, Any]


def _always(_slots: Slots) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing an intent needs. `read(said, asked, slots)` finds it; `asked` is true when it was just asked for.

    `required(slots)` tells whether it is still worth asking; `options` are shown with numbers and are the only answers.
    """

    name: str
    read: Callable[[Said, bool, Slots], Any | None]
    ask: str = ""
    required: Callable[[Slots], bool] = _always
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Intent:
    """Something a person can want. `name` is that of domain.md C.1.

    `patterns` are regular expressions on the normalised text (no nested quantifiers); the weight of the best match
    decides between intents, and a match longer by characters wins a tie.
    """

    name: str
    label: str
    example: str
    patterns: Sequence[tuple[str, float]]
    run: Callable[[Turn, Slots], Reply]
    allowed: Callable[[Person], bool]
    slots: tuple[Slot, ...] = ()
    family: str = ""
    """The name of domain.md C.1 when several intents share one: 签收 and 签发 are both `sign`, 反馈 of a paper and of a
    task are both `feedback`. Explain shows it."""
    forgets: bool = False
    """Nothing of what was said is kept, not even for 明天呢: an emergency (domain.md 6.1), the reason of a leave, where
    somebody goes."""
    early: Callable[[Turn, Slots], Reply | None] | None = None
    """What makes it idle to ask for more is said before anything is asked: the paper is registered already.

    It may note in the slots what the first words mean, which later answers do not say again."""


class PressHandler(Protocol):
    def __call__(self, turn: Turn, payload: Any, press: "Press", /) -> Reply | None: ...


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed card button: which card, the code that may update it, and what was chosen in drop-downs."""

    task_id: str
    response_code: str
    selected: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Export:
    """A table for `zhongshu export`: English field → Chinese heading (domain.md J.10), and the rows in order."""

    headings: Mapping[str, str]
    rows: Callable[[Connection, Office, datetime], Iterable[Mapping[str, Any]]]
    """`(tx, office, now)`: what depends on the hour, such as a light, is that of `now`."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did; `problems` are Chinese sentences with row numbers and no content."""

    new: int = 0
    changed: int = 0
    same: int = 0
    problems: tuple[str, ...] = ()


Import: TypeAlias = Callable[[Desk, Sequence[Mapping[str, str]]], ImportResult]
"""Takes rows keyed by Chinese heading, all or nothing when there are problems; idempotent (domain.md G25)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of business."""

    name: str
    title: str
    intents: tuple[Intent, ...] = ()
    kinds: frozenset[str] = frozenset()
    """Kinds of its objects ("incoming"), where other lines have wishes of the same family: 延期, 反馈, 不归我们管."""
    steps: Mapping[str, Callable[[Turn, Answer], Reply]] = field(default_factory=dict)
    stops: frozenset[str] = frozenset()
    """Steps that are told of 取消 (as the word 取消), because something must be given back; the others just end."""
    drafts: Mapping[str, str] = field(default_factory=dict)
    """Steps that hold a draft of their own, and for which intent: a correction or that intent answers them."""
    presses: Mapping[type[Payload], PressHandler] = field(default_factory=dict)
    reminders: Mapping[str, Callable[[Desk, Reminder], None]] = field(default_factory=dict)
    undo: Mapping[str, Callable[[Turn, Change], Reply]] = field(default_factory=dict)
    claims: tuple[Callable[[Turn], Reply | None], ...] = ()
    """Asked in turn when no intent was recognised: 收到 means something only to whoever owes an answer."""
    start: Callable[[Desk], None] | None = None
    """Called once when a server starts: plan what must always be planned (the daily broadcast)."""
    exports: Mapping[str, Export] = field(default_factory=dict)
    imports: Mapping[str, Import] = field(default_factory=dict)
    migrations: Path | None = None
    keeps: tuple[Kept | Personal, ...] = ()
    """How long its rows are kept, table by table (domain.md 7.2)."""
