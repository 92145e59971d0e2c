"""Which intent a message expresses: the lines' own patterns, weighed (domain.md C.1)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from bot.dialogue.later import later_intents
from bot.dialogue.own import OWN_INTENTS
from bot.dialogue.words import head
from handlers.line import Intent
from handlers.registry import lines

STRONG = 1.0
"""A pattern of this weight is a command; it interrupts what was going on."""
LOWEST = 0.3


@dataclass(frozen=True, slots=True)
class Hit:
    """How well an intent fits: weight, length and place (after a greeting) of its best match."""

    intent: Intent
    line: str
    weight: float
    length: int
    start: int

    @property
    def strong(self) -> bool:
        return self.weight >= STRONG


@dataclass(frozen=True, slots=True)
class _Compiled:
    intent: Intent
    line: str
    patterns: tuple[tuple[re.Pattern[str], float], ...]


@cache
def _compiled() -> tuple[_Compiled, ...]:
    owned = [(line.name, intent) for line in lines() for intent in line.intents]
    built = {intent.name for _, intent in owned}
    owned += [("", intent) for intent in (*OWN_INTENTS, *later_intents(built))]
    return tuple(
        _Compiled(intent, line, tuple((re.compile(pattern), weight) for pattern, weight in intent.patterns))
        for line, intent in owned
    )


def intent_named(name: str) -> tuple[Intent, str]:
    """The intent of that name and its line. Raises KeyError."""
    for found in _compiled():
        if found.intent.name == name:
            return found.intent, found.line
    raise KeyError(name)


def all_intents() -> Iterable[Intent]:
    """Every intent of every line and the conversation's own."""
    return (found.intent for found in _compiled())


def recognise(text: str) -> list[Hit]:
    """The intents that the text could express, best first. Greetings before it do not count as text."""
    text = text[head(text) :]
    hits = []
    for found in _compiled():
        best: Hit | None = None
        for pattern, weight in found.patterns:
            match = pattern.search(text)
            if match is None or (best is not None and (best.weight, best.length) >= (weight, len(match[0]))):
                continue
            best = Hit(found.intent, found.line, weight, len(match[0]), match.start())
        if best is not None and best.weight >= LOWEST:
            hits.append(best)
    return sorted(hits, key=lambda hit: (-hit.weight, -hit.length, hit.start))
