"""What a text must contain before a pattern is worth trying: read off the pattern itself.

A search for a few characters costs a hundredth of a search with a long alternation; what is skipped could not match.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce
from importlib import import_module
from operator import add, or_
from typing import Any, Final, Generic, TypeVar

_parser: Final = import_module("re._parser")
"""Python's own parser of patterns; there is no public one."""
_MOST: Final = 24
"""Alternatives are multiplied out up to this number."""
_MANY: Final = 120
"""Needles, once they are found, may be so many: a text is asked for all of them at once."""
_DEEP: Final = 4
"""So many sets of needles are asked of each thing."""
_NOTHING: Final = frozenset({""})
_ASSERTIONS: Final = {"AT", "ASSERT", "ASSERT_NOT"}
_REPEATS: Final = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
_GROUPS: Final = {"SUBPATTERN", "ATOMIC_GROUP"}

Strings = frozenset[str] | None
"""Some strings, or None where they are too many to name."""


def needles(pattern: str) -> frozenset[str] | None:
    """Strings one of which stands in every text that the pattern matches; None when there are no such strings."""
    return max(_needed(pattern), key=_worth, default=None)


def _needed(pattern: str) -> list[frozenset[str]]:
    """Sets of strings; a text that the pattern matches has one of each."""
    tree = _parser.parse(pattern)
    return [] if tree.state.flags & re.IGNORECASE else _sequence(tree)[1]


def _sequence(items: Iterable[Any]) -> tuple[Strings, list[frozenset[str]]]:
    """All strings that the items match (None: too many), and the sets of which each match has one string."""
    whole: Strings = _NOTHING
    run, needed = _NOTHING, []
    for item in items:
        exact, inner = _item(item)
        needed += inner
        grown = _joined(run, exact)
        whole = grown if whole is run else _joined(whole, exact)
        if grown is None:
            needed.append(run)
        run = grown or exact or _NOTHING
    needed.append(run)
    return whole, [some for some in needed if "" not in some and len(some) <= _MANY]


def _item(item: Any) -> tuple[Strings, list[frozenset[str]]]:
    kind, value = str(item[0]), item[1]
    if kind == "LITERAL":
        return frozenset((chr(value),)), []
    if kind in _ASSERTIONS:
        return _NOTHING, []
    if kind == "IN":
        return _class(value), []
    if kind in _GROUPS:
        folded = kind == "SUBPATTERN" and value[1] & re.IGNORECASE
        return (None, []) if folded else _sequence(value[-1] if kind == "SUBPATTERN" else value)
    if kind == "BRANCH":
        branches = [_sequence(branch) for branch in value[1]]
        best = _all(max(needed, key=_worth, default=None) for _, needed in branches)
        return _all(exact for exact, _ in branches), [best] if best is not None else []
    if kind in _REPEATS:
        low, high, body = value
        exact, needed = _sequence(body)
        if (low, high) == (0, 1) and exact is not None:
            return exact | _NOTHING, []
        return (exact if (low, high) == (1, 1) else None), (needed if low else [])
    return None, []


def _class(members: Sequence[Any]) -> Strings:
    if any(str(kind) != "LITERAL" for kind, _ in members) or len(members) > _MOST:
        return None
    return frozenset(chr(code) for _, code in members)


def _all(parts: Iterable[Strings]) -> Strings:
    found: set[str] = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return frozenset(found)


def _joined(heads: Strings, tails: Strings) -> Strings:
    if heads is None or tails is None or len(heads) * len(tails) > _MOST:
        return None
    return frozenset(head + tail for head in heads for tail in tails)


def _worth(found: frozenset[str]) -> tuple[int, int]:
    """Fewer texts contain needles that are long and not many."""
    return min(2, *map(len, found), 2), -len(found)


Thing = TypeVar("Thing")


class Sieve(Generic[Thing]):
    """Things with their patterns; hands out those of which a text may match every pattern, in the order they came.

    What a thing asks of the signs of a text are bits of one number: in each of `_DEEP` layers one bit for each thing.
    """

    def __init__(self, things: Iterable[tuple[Sequence[str], Thing]]) -> None:
        asked = [(_grams_of(patterns), thing) for patterns, thing in things]
        self._things = [thing for _, thing in asked]
        self._has: dict[str, int] = {}
        self._free = 0
        for place, (sets, _) in enumerate(asked):
            for layer in range(_DEEP):
                bit = 1 << (layer * len(asked) + place)
                if layer >= len(sets):
                    self._free |= bit
                for gram in sets[layer] if layer < len(sets) else ():
                    self._has[gram] = self._has.get(gram, 0) | bit

    def candidates(self, text: str) -> list[Thing]:
        """All whose patterns match the text are among them."""
        grams = self._has.keys() & _grams_in(text)
        layers, many = reduce(or_, map(self._has.__getitem__, grams), self._free), len(self._things)
        left = layers & ((1 << many) - 1)
        for layer in range(1, _DEEP):
            left &= layers >> (layer * many)
        found = []
        while left:
            lowest = left & -left
            found.append(self._things[lowest.bit_length() - 1])
            left ^= lowest
        return found


@lru_cache(maxsize=8)
def _grams_in(text: str) -> frozenset[str]:
    """The signs of a text and its pairs of neighbours; several sieves ask for the same text in a row."""
    return frozenset(text).union(map(add, text, text[1:]))


def _grams_of(patterns: Sequence[str]) -> list[frozenset[str]]:
    """The best sets of signs or pairs, of each of which a text has one that all patterns match."""
    needed = (some for pattern in patterns for some in _needed(pattern))
    ends = (frozenset(needle[part] for needle in some) for some in needed for part in (slice(2), slice(-2, None)))
    return sorted(dict.fromkeys(ends), key=_worth, reverse=True)[:_DEEP]


def starts(pattern: str) -> frozenset[str] | None:
    """The characters that a match of the pattern can begin with; None when that cannot be said."""
    found, open_end = _firsts(_parser.parse(pattern))
    return None if open_end or found is None else found | {c.swapcase() for c in found if c.isascii()}


def _firsts(items: Iterable[Any]) -> tuple[Strings, bool]:
    """What the items can begin with, and whether they can be empty."""
    found: frozenset[str] = frozenset()
    for item in items:
        some, empty = _firsts_of(item)
        if some is None:
            return None, True
        found |= some
        if not empty:
            return found, False
    return found, True


def _firsts_of(item: Any) -> tuple[Strings, bool]:
    kind, value = str(item[0]), item[1]
    if kind == "LITERAL":
        return frozenset({chr(value)}), False
    if kind in _ASSERTIONS:
        return frozenset(), True
    if kind in _GROUPS:
        return _firsts(value[-1] if kind == "SUBPATTERN" else value)
    if kind in _REPEATS:
        some, empty = _firsts(value[2])
        return some, empty or value[0] == 0
    if kind == "BRANCH":
        branches = [_firsts(branch) for branch in value[1]]
        return _all(some for some, _ in branches), any(empty for _, empty in branches)
    if kind == "IN" and all(str(name) in {"LITERAL", "RANGE"} for name, _ in value):
        return frozenset(c for member in value for c in _members(member)), False
    return None, True


def _members(member: Any) -> Iterable[str]:
    low, high = (member[1], member[1]) if str(member[0]) == "LITERAL" else member[1]
    return map(chr, range(low, high + 1))
