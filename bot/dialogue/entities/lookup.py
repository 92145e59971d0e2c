"""Longest-match look-up of many names in one pass over a text, built once for each office."""

import re
from collections.abc import Callable, Iterable
from typing import Generic, Protocol, TypeVar

from storage.office import Office

Meaning = TypeVar("Meaning")


class _Placed(Protocol):
    @property
    def span(self) -> tuple[int, int]: ...


Found = TypeVar("Found", bound=_Placed)


def in_order(text: str, starts: re.Pattern[str], at: Callable[[str, int], Found | None]) -> list[Found]:
    """What `at` finds in the text, from left to right; nothing overlaps. It is asked only where `starts` matches."""
    found: list[Found] = []
    place = 0
    for start in starts.finditer(text):
        said = at(text, start.start()) if start.start() >= place else None
        if said is not None:
            found.append(said)
            place = said.span[1]
    return found


def any_of(characters: Iterable[str]) -> str:
    """Those characters, for use inside a character class."""
    return re.escape("".join(sorted(set(characters))))


class Names(Generic[Meaning]):
    """Names and what they mean; one name may mean several things."""

    def __init__(self, entries: Iterable[tuple[str, Meaning]]) -> None:
        self._meanings: dict[str, tuple[Meaning, ...]] = {}
        for name, meaning in entries:
            known = self._meanings.get(name, ())
            if name and meaning not in known:
                self._meanings[name] = (*known, meaning)
        lengths: dict[str, set[int]] = {}
        for name in self._meanings:
            lengths.setdefault(name[:2], set()).add(len(name))
        self._lengths = {opening: sorted(found, reverse=True) for opening, found in lengths.items()}

    @property
    def firsts(self) -> Iterable[str]:
        """The characters that names begin with."""
        return {opening[0] for opening in self._lengths}

    def __contains__(self, name: str) -> bool:
        return name in self._meanings

    def at(self, text: str, start: int) -> tuple[str, tuple[Meaning, ...]] | None:
        """The longest name that begins at ``start``, and its meanings."""
        for length in self._lengths.get(text[start : start + 2], ()):
            name = text[start : start + length]
            meanings = self._meanings.get(name)
            if meanings:
                return name, meanings
        meanings = self._meanings.get(text[start])
        return (text[start], meanings) if meanings else None


Index = TypeVar("Index")
_built: dict[tuple[int, str], tuple[Office, object]] = {}


def of_office(office: Office, kind: str, build: Callable[[Office], Index]) -> Index:
    """The index of that kind for this office, built at first use. The office is kept, so its id stays its own."""
    found = _built.get((id(office), kind))
    if found is None:
        found = _built[id(office), kind] = (office, build(office))
    return found[1]  # type: ignore[return-value]
