"""What a text must contain before a pattern is worth trying: read off the pattern itself.

A search for a few characters costs a hundredth of a search with a long alternation; what is skipped could not match.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any, Final, Generic, TypeVar

_parser: Final = import_module("re._parser")
"""Python's own parser of patterns; there is no public one."""
_MOST: Final = 24
"""Alternatives are multiplied out up to this number."""
_MANY: Final = 120
"""Needles, once they are found, may be so many: a text is asked for all of them at once."""
_ASSERTIONS: Final = {"AT", "ASSERT", "ASSERT_NOT"}
_REPEATS: Final = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
_GROUPS: Final = {"SUBPATTERN", "ATOMIC_GROUP"}

Strings = frozenset[str] | None
"""Some strings, or None where they are too many to name."""


def needles(pattern: str) -> frozenset[str] | None:
    """Strings one of which stands in every text that the pattern matches; None when there are no such strings."""
    tree = _parser.parse(pattern)
    if tree.state.flags & re.IGNORECASE:
        return None
    return _sequence(tree)[1]


def _sequence(items: Iterable[Any]) -> tuple[Strings, Strings]:
    """All strings that the items match (None: too many), and the best needles of them."""
    run: Strings = frozenset({""})
    whole: Strings = run
    best: Strings = None
    for item in items:
        exact, inner = _item(item)
        best = _better(best, inner)
        whole = _joined(whole, exact)
        grown = _joined(run, exact)
        if grown is None:
            best, grown = _better(best, run), exact
        run = grown if grown is not None else frozenset({""})
    return whole, _better(_better(best, run), whole)


def _item(item: Any) -> tuple[Strings, Strings]:
    kind, value = str(item[0]), item[1]
    if kind == "LITERAL":
        only = frozenset({chr(value)})
        return only, only
    if kind in _ASSERTIONS:
        return frozenset({""}), None
    if kind == "IN":
        some = _class(value)
        return some, some
    if kind in _GROUPS:
        folded = kind == "SUBPATTERN" and value[1] & re.IGNORECASE
        return (None, None) if folded else _sequence(value[-1] if kind == "SUBPATTERN" else value)
    if kind == "BRANCH":
        branches = [_sequence(branch) for branch in value[1]]
        return _all(exact for exact, _ in branches), _all(inner for _, inner in branches)
    if kind in _REPEATS:
        low, high, body = value
        exact, inner = _sequence(body)
        if (low, high) == (0, 1) and exact is not None:
            return exact | {""}, None
        return (exact if (low, high) == (1, 1) else None), (inner if low else None)
    return None, None


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


def _better(one: Strings, other: Strings) -> Strings:
    """The needles that fewer texts contain: long ones, and not many."""
    if other is None or "" in other or len(other) > _MANY:
        return one
    return other if one is None or _worth(other) > _worth(one) else one


def _worth(found: frozenset[str]) -> tuple[int, int]:
    return min(2, *(len(needle) for needle in found), 2), -len(found)


Thing = TypeVar("Thing")


class Sieve(Generic[Thing]):
    """Things with their patterns; hands out those of which a text may match every pattern, in the order they came."""

    def __init__(self, things: Iterable[tuple[Sequence[str], Thing]]) -> None:
        self._things: list[Thing] = []
        self._always: list[int] = []
        self._places: dict[str, list[int]] = {}
        self._besides: list[tuple[frozenset[str], ...]] = []
        for place, (patterns, thing) in enumerate(things):
            self._things.append(thing)
            found = sorted((some for p in patterns if (some := needles(p)) is not None), key=_worth, reverse=True)
            self._besides.append(tuple(_grams(some) for some in found[1:]))
            if not found:
                self._always.append(place)
            for gram in _grams(found[0]) if found else ():
                self._places.setdefault(gram, []).append(place)

    def candidates(self, text: str) -> list[Thing]:
        """All whose patterns match the text are among them."""
        grams = _grams_in(text)
        places = set(self._always)
        for gram in self._places.keys() & grams:
            places.update(self._places[gram])
        missing, besides = grams.isdisjoint, self._besides
        return [self._things[place] for place in sorted(places) if not any(map(missing, besides[place]))]


@lru_cache(maxsize=8)
def _grams_in(text: str) -> frozenset[str]:
    """The signs of a text and its pairs of neighbours; several sieves ask for the same text in a row."""
    return frozenset(text).union(map(str.__add__, text, text[1:]))


def _grams(found: frozenset[str]) -> frozenset[str]:
    """The last two signs of each: a text that has the needle has them side by side."""
    return frozenset(needle[-2:] for needle in found)


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
