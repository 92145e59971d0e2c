"""What an editor says about pieces, clause by clause: 编入今日信息，可周知；金溪镇那条是内部. No I/O."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from handlers.bulletins.rules import Openness


class Action(StrEnum):
    ADOPT = "编入"
    SPARE = "备用"
    REJECT = "退稿"
    REMOVE = "撤下"


@dataclass(frozen=True, slots=True)
class Clause:
    """One instruction: about which pieces (their keys; none: those not named elsewhere), and what to do with them."""

    text: str
    targets: tuple[int, ...] = ()
    action: Action | None = None
    openness: Openness | None = None


_HARD, _SOFT = "；;。\n", "，,：:"
_PARTS = re.compile(rf"[^{_HARD}{_SOFT}]+")
_ACTIONS = (
    (
        Action.REJECT,
        re.compile(r"退稿|不采用|不用了|[条篇稿](?:子|件)?(?:先|就|给我?|请)?(?:退[了回掉给]|打回)|退掉|打回去?"),
    ),
    (Action.REMOVE, re.compile(r"撤下|移出|拿掉|拿下来")),
    (Action.SPARE, re.compile(r"备用")),
    (Action.ADOPT, re.compile(r"编入|采用|编进|放进|收入")),
)
_REASON = re.compile(
    r"[，,。；;]?\s*(?:(?:原因|理由)(?:是|为|：|:)?|因为|主要是)\s*[：:，,]?\s*(?P<why>[^。；;\n]{2,100})"
)
_PLAIN_REASON = re.compile(
    r"(?:退稿|退[了回掉]|打回)(?:吧|去)?[，,]\s*(?P<why>(?![^，,。；;\n]*[那这其][条篇余他])[^，,。；;\n]{2,40})[。]?$"
)
"""那篇退了，数据不实: what stands behind a piece that is sent back says why."""
_INTERNAL = re.compile(r"内部|不可周知|不周知|不公开|不推送")
_PUBLIC = re.compile(r"可以?周知|公开")
_COMMON = 4
"""Characters that a clause and a title must share for the clause to mean that piece."""


def read_edit(text: str, find: Callable[[int, int], Sequence[int]]) -> list[Clause]:
    """The clauses of an instruction; `find(start, end)` names the pieces meant in that part of the text.

    A clause without an action does what the one before it does: 工信局那条编入，可周知；金溪镇那条是内部.
    """
    clauses: list[Clause] = []
    boundary = True
    end = 0
    for part in _PARTS.finditer(text):
        boundary = boundary or any(mark in _HARD for mark in text[end : part.start()])
        end = part.end()
        piece = _clause(part[0], tuple(find(*part.span())))
        if not (piece.targets or piece.action or piece.openness):
            continue
        last = clauses[-1] if clauses else None
        if last is None or boundary or (piece.targets and (last.targets or last.openness)):
            clauses.append(piece)
        else:
            clauses[-1] = _joined(last, piece)
        boundary = False
    return _with_actions(clauses)


def read_reason(text: str) -> tuple[str, str | None]:
    """The text with blanks in place of 原因：…, and the reason."""
    found = _REASON.search(text) or _PLAIN_REASON.search(text)
    if found is None:
        return text, None
    start, end = found.span() if found.re is _REASON else found.span("why")
    return f"{text[:start]}{' ' * (end - start)}{text[end:]}", found["why"].strip()


def _clause(text: str, targets: tuple[int, ...]) -> Clause:
    action = next((action for action, pattern in _ACTIONS if pattern.search(text)), None)
    openness = None
    if _INTERNAL.search(text):
        openness = Openness.INTERNAL
    elif _PUBLIC.search(text):
        openness = Openness.PUBLIC
    return Clause(text, targets, action, openness)


def _joined(one: Clause, two: Clause) -> Clause:
    return Clause(
        f"{one.text}，{two.text}", one.targets + two.targets, one.action or two.action, one.openness or two.openness
    )


def _with_actions(clauses: list[Clause]) -> list[Clause]:
    done: list[Clause] = []
    action: Action | None = None
    for clause in clauses:
        action = clause.action or action
        done.append(Clause(clause.text, clause.targets, action, clause.openness))
    return done


def shares_words(clause: str, title: str) -> bool:
    """Whether the clause names the piece by a stretch of its title."""
    width = min(_COMMON, len(title))
    return any(title[n : n + width] in clause for n in range(len(title) - width + 1))
