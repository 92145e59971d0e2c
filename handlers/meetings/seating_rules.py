"""Who sits where: 主席台 and the long table. Pure rules (domain.md 4.6).

Places are numbered by rank from 1. A row is written from left to right as the audience sees it; a person's left hand
is on the right of who looks at him.
"""

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias, TypeVar

Even: TypeAlias = Literal["86421357", "75312468"]
"""The two local conventions for an even number, as the audience sees them (`seat.even` of the office profile)."""
MOST = 25
"""People in one row."""
T = TypeVar("T")
_CJK_NAME = re.compile(r"[一-龥]{2}")


def dais(count: int, even: Even = "86421357") -> list[int]:
    """The numbers of 主席台 as the audience sees them.

    Odd: No. 1 in the centre, No. 2 at his left hand, then alternating. Even: No. 1 and 2 share the centre, by the
    office's convention; two leaders always sit with No. 1 on the left as seen from their own side.
    Raises ValueError for nobody or for more than MOST.
    """
    if not 1 <= count <= MOST:
        raise ValueError(count)
    odd_ones, even_ones = list(range(3, count + 1, 2)), list(range(2, count + 1, 2))
    if count % 2 or (even == "75312468" and count > 2):
        return [*reversed(odd_ones), 1, *even_ones]
    return [*reversed(even_ones), 1, *odd_ones]


def from_the_stage(row: Sequence[T]) -> list[T]:
    """The same row as those who sit there see it."""
    return list(reversed(row))


def seated(people: Sequence[T], even: Even = "86421357") -> list[T]:
    """People in rank order, put on their places as the audience sees them. Raises ValueError as `dais`."""
    return [people[number - 1] for number in dais(len(people), even)]


def across(guests: int, hosts: int, even: Even = "86421357") -> tuple[list[int], list[int]]:
    """A long table as seen from the door: the guests' far side, who face the door, and the hosts' near side.

    Each side has its No. 1 in the middle and No. 2 at his left hand. Raises ValueError as `dais`.
    """
    return dais(guests, even), from_the_stage(dais(hosts, even))


def card_name(name: str) -> str:
    """As it stands on a 席卡: a name of two characters is spaced to three (李　明)."""
    return f"{name[0]}　{name[1]}" if _CJK_NAME.fullmatch(name) else name


def swapped(people: Sequence[T], first: int, second: int) -> list[T]:
    """The order with two numbers exchanged. Raises IndexError for a number that nobody has."""
    order = list(people)
    if min(first, second) < 1:
        raise IndexError(min(first, second))
    order[first - 1], order[second - 1] = order[second - 1], order[first - 1]
    return order
