"""Longest-match look-up of many names in one pass over a text, built once for each office."""

from collections.abc import Callable, Iterable
from typing import Generic, Protocol, TypeVar

from ahocorasick_rs import AhoCorasick

from storage.office import Office

Meaning = TypeVar("Meaning")


class _Placed(Protocol):
    @property
    def span(self) -> tuple[int, int]: ...


Found = TypeVar("Found", bound=_Placed)


def in_order(text: str, places: Iterable[int], at: Callable[[str, int], Found | None]) -> list[Found]:
    """What `at` finds in the text, from left to right; nothing overlaps. It is asked only at these places."""
    found: list[Found] = []
    end = 0
    for start in places:
        said = at(text, start) if start >= end else None
        if said is not None:
            found.append(said)
            end = said.span[1]
    return found


class Openings:
    """What names begin with: two neighbours, or one character whatever follows it."""

    def __init__(self, openings: Iterable[str]) -> None:
        self._finder = AhoCorasick(set(openings))

    def places(self, text: str) -> list[int]:
        """Where one of them stands, from left to right. The text consists of whole signs."""
        return sorted({start for _, start, _ in self._finder.find_matches_as_indexes(text, overlapping=True)})


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
    def openings(self) -> Iterable[str]:
        """The two characters that names begin with, or the only one."""
        return self._lengths.keys()

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
