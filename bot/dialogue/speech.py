"""What the lines say of how people speak of their business: `speech.yaml`, `ways.txt`, `samples.txt` in their packages.

A new line brings its own words; nothing here knows its name. What belongs to no line stands beside this file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from handlers.registry import texts

_OWN = frozenset({"help", "human", "smalltalk", "secrecy_way", "undo"})
_FIELDS = frozenset({"common", "writes", "asks", "examples", "everyday", "hears", "counts", "shown"})


@dataclass(frozen=True, slots=True)
class Everyday:
    """An everyday expression, what the office calls it, and what is likely wanted, the likeliest first."""

    said: str
    means: str
    wants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Speech:
    """The words of all lines together, by the names of intents."""

    common: frozenset[str]
    """What people want most often, whichever of it they may do."""
    writes: frozenset[str]
    """Not wanted by a question, which asks how they stand."""
    asks: frozenset[str]
    """Intents that only ask something: what they interrupt goes on at once."""
    examples: Mapping[str, tuple[str, ...]]
    """Further ways to say what can be done: shown by 帮助, and what unclear words are compared with."""
    everyday: tuple[Everyday, ...]
    """For guessing, never to act on."""
    hears: Mapping[str, tuple[str, ...]]
    """Slot types that belong to the intent when a message names them, whether the line asks for them or not."""
    counts: Mapping[str, str]
    """A regular expression of what the intent counts; people and seats unless it says so."""
    shown: Mapping[str, str]
    """The name of domain.md C.1 under which explain shows an intent that has none of its own there."""


@cache
def speech() -> Speech:
    """All of it, read once. Raises ValueError when a file has a field that nobody reads."""
    found = [yaml.load(text, Loader=yaml.CSafeLoader) for text in texts("speech.yaml")]
    unknown = {key for one in found for key in one} - _FIELDS
    if unknown:
        raise ValueError(f"speech.yaml: {'、'.join(sorted(unknown))}")
    return Speech(
        common=_set(found, "common"),
        writes=_set(found, "writes") | {"undo"},
        asks=_set(found, "asks") | (_OWN - {"undo"}),
        examples={name: tuple(ways) for one in found for name, ways in one.get("examples", {}).items()},
        everyday=tuple(
            Everyday(entry["said"], entry.get("means", ""), tuple(entry["wants"]))
            for one in found
            for entry in one.get("everyday", ())
        ),
        hears={name: tuple(types) for one in found for name, types in one.get("hears", {}).items()}
        | {"undo": ("doc_no", "task_no")},
        counts={name: words for one in found for name, words in one.get("counts", {}).items()},
        shown={name: family for one in found for name, family in one.get("shown", {}).items()},
    )


def samples() -> list[tuple[str, str]]:
    """Sentences as staff write them, each with its intent."""
    own = resources.files("bot.dialogue").joinpath("samples.txt").read_text("utf-8")
    lines = [line for text in (own, *texts("samples.txt")) for line in text.splitlines()]
    return [(intent, text) for intent, _, text in (line.partition("\t") for line in lines)]


def _set(found: list[dict[str, Any]], field: str) -> frozenset[str]:
    return frozenset(name for one in found for name in one.get(field, ()))
