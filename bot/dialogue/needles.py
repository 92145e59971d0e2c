"""What a text must contain before a pattern is worth trying: read off the pattern itself.

A search for a few characters costs a hundredth of a search with a long alternation; what is skipped could not match.
"""

import re
from collections.abc import Iterable, Sequence
from functools import reduce
from importlib import import_module
from operator import or_
from typing import Any, Final, Generic, TypeVar

from ahocorasick_rs import AhoCorasick

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

_DIGIT: Final = r"\d"
"""Stands for the many signs that are digits."""
_FLAGS: Final = re.compile(r"\(\?[a-z]+\)")
_LIKE: Final = {"i": "iI\u0130\u0131", "s": "sS\u017f", "k": "kK\u212a"}
"""Letters that more than two signs are spellings of."""

Strings = frozenset[str] | None
"""Some strings, or None where they are too many to name."""


def needles(pattern: str) -> frozenset[str] | None:
    """Strings one of which stands in every text that the pattern matches; None when there are no such strings."""
    return max(_needed(pattern), key=_worth, default=None)


def _needed(pattern: str) -> list[frozenset[str]]:
    """Sets of strings; a text that the pattern matches has one of each."""
    tree = _parser.parse(pattern)
    return _sequence(tree, folded=bool(tree.state.flags & re.IGNORECASE))[1]


def _sequence(items: Iterable[Any], *, folded: bool) -> tuple[Strings, list[frozenset[str]]]:
    """All strings that the items match (None: too many), and the sets of which each match has one string.

    `folded`: in large letters and small ones.
    """
    whole: Strings = _NOTHING
    run, needed = _NOTHING, []
    for item in items:
        exact, inner = _item(item, folded=folded)
        needed += inner
        grown = _joined(run, exact)
        whole = grown if whole is run else _joined(whole, exact)
        if grown is None:
            needed.append(run)
        run = grown or exact or _NOTHING
    needed.append(run)
    return whole, [some for some in needed if "" not in some and len(some) <= _MANY]


def _item(item: Any, *, folded: bool) -> tuple[Strings, list[frozenset[str]]]:
    kind, value = str(item[0]), item[1]
    if kind in {"LITERAL", "IN"}:
        return _class([item] if kind == "LITERAL" else value, folded=folded), []
    if kind in _ASSERTIONS:
        return _NOTHING, []
    if kind == "SUBPATTERN":
        _, on, off, body = value
        return _sequence(body, folded=(folded or bool(on & re.IGNORECASE)) and not off & re.IGNORECASE)
    if kind == "ATOMIC_GROUP":
        return _sequence(value, folded=folded)
    if kind == "BRANCH":
        branches = [_sequence(branch, folded=folded) for branch in value[1]]
        best = _all(max(needed, key=_worth, default=None) for _, needed in branches)
        return _all(exact for exact, _ in branches), [best] if best is not None else []
    if kind in _REPEATS:
        low, high, body = value
        exact, needed = _sequence(body, folded=folded)
        if (low, high) == (0, 1) and exact is not None:
            return exact | _NOTHING, []
        return (exact if (low, high) == (1, 1) else None), (needed if low else [])
    return None, []


def _class(members: Sequence[Any], *, folded: bool) -> Strings:
    if any(str(kind) != "LITERAL" for kind, _ in members) or len(members) > _MOST:
        return None
    signs = [chr(code) for _, code in members]
    return _all(map(_spelt, signs)) if folded else frozenset(signs)


def _spelt(sign: str) -> Strings:
    """How a sign may be written where case does not count; only of our own letters is that known."""
    small, large = sign.lower(), sign.upper()
    return frozenset(_LIKE.get(small, small + large)) if sign.isascii() or small == large else None


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

    All needles are looked for in one pass. What a thing asks of a text are bits of one number: in each of `_DEEP`
    layers one bit for each thing, set by the needles that will do.
    """

    def __init__(self, things: Iterable[tuple[Sequence[str], Thing]]) -> None:
        asked = [(_asked_of(patterns), thing) for patterns, thing in things]
        self._things = [thing for _, thing in asked]
        bits: dict[str, int] = {}
        self._free = 0
        for place, (sets, _) in enumerate(asked):
            for layer in range(_DEEP):
                bit = 1 << (layer * len(asked) + place)
                if layer >= len(sets):
                    self._free |= bit
                for needle in sets[layer] if layer < len(sets) else ():
                    bits[needle] = bits.get(needle, 0) | bit
        same: dict[int, int] = {}
        self._finder, self._bits = AhoCorasick(bits), [same.setdefault(some, some) for some in bits.values()]

    def candidates(self, text: str) -> list[Thing]:
        """All whose patterns match the text are among them."""
        hits = {needle for needle, _, _ in self._finder.find_matches_as_indexes(text, overlapping=True)}
        layers, many = reduce(or_, map(self._bits.__getitem__, hits), self._free), len(self._things)
        left = layers & ((1 << many) - 1)
        for layer in range(1, _DEEP):
            left &= layers >> (layer * many)
        bits, place, found = f"{left:b}"[::-1], -1, []
        while (place := bits.find("1", place + 1)) >= 0:
            found.append(self._things[place])
        return found


def _asked_of(patterns: Sequence[str]) -> list[frozenset[str]]:
    """The best sets of needles, of each of which a text has one that all patterns match."""
    needed = dict.fromkeys(some for pattern in patterns for some in _needed(pattern))
    return sorted(needed, key=_worth, reverse=True)[:_DEEP]


def starts(pattern: str) -> frozenset[str] | None:
    """The characters that a match of the pattern can begin with; None when that cannot be said."""
    begins = _begins(pattern)
    if begins is None or _DIGIT in begins:
        return None
    return begins | {c.swapcase() for c in begins if c.isascii()}


def led(pattern: str) -> str:
    """The same pattern behind a look at the first character, which saves trying all the rest at most places."""
    begins = _begins(pattern)
    if begins is None or len(begins) > _MANY:
        return pattern
    signs = "".join(sign if sign == _DIGIT else re.escape(sign) for sign in sorted(begins))
    flags = _FLAGS.match(pattern)
    rest = flags.end() if flags else 0
    return f"{pattern[:rest]}(?=[{signs}])(?:{pattern[rest:]})"


def _begins(pattern: str) -> frozenset[str] | None:
    found, open_end = _firsts(_parser.parse(pattern))
    return None if open_end else found


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
        folded = kind == "SUBPATTERN" and value[1] & re.IGNORECASE
        return (None, True) if folded else _firsts(value[-1] if kind == "SUBPATTERN" else value)
    if kind in _REPEATS:
        some, empty = _firsts(value[2])
        return some, empty or value[0] == 0
    if kind == "BRANCH":
        branches = [_firsts(branch) for branch in value[1]]
        return _all(some for some, _ in branches), any(empty for _, empty in branches)
    if kind == "IN":
        return _all(map(_members, value)), False
    return None, True


def _members(member: Any) -> Strings:
    kind, value = str(member[0]), member[1]
    if kind == "LITERAL":
        return frozenset(chr(value))
    if kind == "RANGE":
        return frozenset(map(chr, range(value[0], value[1] + 1)))
    return frozenset({_DIGIT}) if str(value) == "CATEGORY_DIGIT" else None
