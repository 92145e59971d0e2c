"""What a figure is once it was counted: its value, and the rows behind it (domain.md 0.2 no. 6). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Counted:
    """`rows` are keys of objects ("incoming:12"), one for each row that counts. `note` is a footnote for people."""

    value: int
    rows: tuple[str, ...] = ()
    note: str = ""


Figures: TypeAlias = Mapping[str, Counted]
"""By figure; what was not counted is missing."""


def keyed(kind: str, ids: list[int]) -> tuple[str, ...]:
    """Keys of rows of one kind, by number."""
    return tuple(f"{kind}:{one}" for one in sorted(ids))


def plainly(kind: str, ids: list[int], note: str = "") -> Counted:
    """A figure that is the number of its rows."""
    return Counted(len(ids), keyed(kind, ids), note)
