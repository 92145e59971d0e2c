"""Whether the numbers of issues follow on those before; pure (domain.md 3.8, SC17)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where numbers stand in their series: those already there, and those left out on the way to them."""

    last: int | None
    doubles: tuple[int, ...]
    missing: tuple[int, ...]


def place(numbers: Sequence[int], there: Collection[int], first: int = 1) -> Place:
    """Where `numbers` stand among those `there`; `first` is where the series begins where a register was taken over.

    Nothing is missing before the first number of a series that nobody knows anything of.
    """
    last = max(there) if there else (first - 1 if first > 1 else None)
    doubles = tuple(number for number in numbers if number in there)
    if last is None:
        known = range(min(numbers, default=1), max(numbers, default=0))
    else:
        known = range(last + 1, max(numbers, default=0))
    return Place(last, doubles, tuple(number for number in known if number not in numbers))


def following(count: int, there: Collection[int], first: int = 1) -> list[int]:
    """The next `count` numbers."""
    start = (max(there) if there else first - 1) + 1
    return list(range(start, start + count))


def shown(numbers: Sequence[int]) -> str:
    """16, 13–15 or 3、5."""
    if len(numbers) > 1 and list(numbers) == list(range(numbers[0], numbers[-1] + 1)):
        return f"{numbers[0]}–{numbers[-1]}"
    return "、".join(map(str, numbers))


def total(seq: int, before: tuple[int, int] | None, void: Collection[int]) -> int | None:
    """总第M期 of an issue, counted on from an earlier one (its number and total); void numbers count for none."""
    if before is None:
        return None
    earlier, known = before
    return known + (seq - earlier) - sum(earlier < number < seq for number in void)
