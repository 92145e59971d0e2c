"""Ways to say what is wanted, whatever the order of the words (domain.md C.1): what must be named, and what must not.

The lines declare their own patterns; these are the common ground beneath them, keyed by intent. They stand in the file
`ways.txt` of each line, those of the conversation itself in own.txt here: `NAME = words` (a regular expression, used as
<NAME> below it; those of words.txt everywhere), then for each way the intent and its weight, under it the expressions
that must all be found in any order, and after `-` what must not be there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bot.dialogue.needles import led
from handlers.registry import texts

_NAME = re.compile(r"<([A-Z_]+)>")
_NAMED = re.compile(r"([A-Z_]+) = (.+)")
_HEAD = re.compile(r"([a-z_]+) (\d+\.\d+)")
_INDENT, _NOT = "  ", "- "


@dataclass(frozen=True, slots=True)
class Way:
    """An intent, how sure it is, the expressions that must all stand in the text, and what must not."""

    intent: str
    weight: float
    needs: tuple[str, ...]
    unless: str

    def match(self, places: "Places") -> tuple[int, int] | None:
        """How many characters the expressions take together, and where the first stands; None when it is not said."""
        length, start = 0, len(places.text)
        for need in self.needs:
            place = places[need]
            if place is None:
                return None
            length += place[1] - place[0]
            start = min(start, place[0])
        if self.unless and places[self.unless]:
            return None
        return length, start


class Places(dict[str, tuple[int, int] | None]):
    """Where a text first says an expression, looked for when it is first asked: many ways ask the same."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def __missing__(self, expression: str) -> tuple[int, int] | None:
        hit = pattern(expression).search(self.text)
        self[expression] = place = None if hit is None else hit.span()
        return place


@cache
def pattern(expression: str) -> re.Pattern[str]:
    """The regular expression, compiled when it is first asked for: most are never tried on a day."""
    return re.compile(led(expression))


@cache
def ways() -> tuple[Way, ...]:
    """All of them, in the order in which they stand. Raises ValueError when a file cannot be read."""
    shared = _shared()
    return tuple(way for text in (*texts("ways.txt"), _own("own")) for way in _read(text, dict(shared)))


@cache
def words(name: str) -> str:
    """The regular expression that words.txt gives a name. Raises KeyError."""
    return _shared()[name]


def _shared() -> dict[str, str]:
    shared: dict[str, str] = {}
    list(_read(_own("words"), shared))
    return shared


def _own(name: str) -> str:
    return resources.files("bot.dialogue.ways").joinpath(f"{name}.txt").read_text("utf-8")


def _read(text: str, named: dict[str, str]) -> Iterator[Way]:
    for part in re.split(r"\n\s*\n", text):
        lines = [line for line in part.splitlines() if line and not line.startswith("#")]
        while lines and (definition := _NAMED.fullmatch(lines[0])):
            named[definition[1]] = f"(?:{_filled(definition[2], named)})"
            lines.pop(0)
        if lines:
            yield _way(lines, named)


def _way(lines: list[str], named: dict[str, str]) -> Way:
    head = _HEAD.fullmatch(lines[0])
    said = [line.removeprefix(_INDENT) for line in lines[1:]]
    needs = tuple(_filled(line, named) for line in said if not line.startswith(_NOT))
    without = [_filled(line.removeprefix(_NOT), named) for line in said if line.startswith(_NOT)]
    if head is None or not needs:
        raise ValueError(f"not a way of speaking: {lines[0]}")
    return Way(
        intent=head[1],
        weight=float(head[2]),
        needs=needs,
        unless="|".join(without),
    )


def _filled(text: str, named: dict[str, str]) -> str:
    return _NAME.sub(lambda name: named[name[1]], text)
