"""What a light register is: declared once; chat entry, lists, reminders, tables and figures follow (domain.md 6.6)."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeAlias

from storage.office import Person, Role

Kind: TypeAlias = Literal["date", "days", "int", "text", "title", "unit", "units", "person", "enum", "flag", "list"]
Data: TypeAlias = dict[str, Any]
"""The fields of a row; dates as ISO text, so that it is JSON."""

STAFF = frozenset(Role) - {Role.LEADER, Role.UNIT_LIAISON, Role.UNIT_HEAD, Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR}
"""The roles of the office's own people."""
HEADS = frozenset({Role.DIRECTOR, Role.DEPUTY, Role.SECRETARY_CHIEF})
EVERY_UNIT = frozenset({Role.UNIT_LIAISON, Role.UNIT_HEAD})


def any_of(*roles: Role) -> Callable[[Person], bool]:
    """A check for whoever has one of these roles."""
    return _Held(frozenset(roles))


@dataclass(frozen=True)
class _Held:
    roles: frozenset[Role]

    def __call__(self, person: Person) -> bool:
        return not self.roles.isdisjoint(person.roles)


@dataclass(frozen=True, kw_only=True)
class Field:
    """A column: how it is called, how it is found in a sentence, and whether it is asked for.

    `label` are the words before its value (主题：……); `near` the words beside a date that say it is this one;
    `pattern` finds it by itself (its last group is the value); `words` are the ways to say the values of an enum.
    `past`: a day without a year is the last one, not the next. `due`: it is a deadline, and takes those. `foremost`: of
    several values the one said first, instead of the one declared first.
    """

    name: str
    heading: str
    kind: Kind = "text"
    ask: str = ""
    label: str = ""
    near: str = ""
    pattern: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    past: bool = False
    due: bool = False
    foremost: bool = False
    default: str = ""
    """today, year, month, or the value itself, when nothing was said."""


@dataclass(frozen=True, kw_only=True)
class Closing:
    """A step that ends or moves a row: the words for it, the state it leads to, who may."""

    state: str
    words: str
    final: bool = True
    unit: bool = False
    """The unit itself may say so."""
    dated: str = ""
    """The field that takes the day of the step."""


@dataclass(frozen=True, kw_only=True)
class Reminds:
    """When an open row speaks: so many workdays before the day in `field` and on it at 9:00, then once it is over.

    `to`: the person named in the row, the unit's 联络员, or whoever has the role; `over` are told besides when late.
    """

    field: str
    before: int
    to: Literal["person", "unit"] | Role
    text: str
    over: Role | None = None


@dataclass(frozen=True)
class Window:
    """A report's time: flow from `start` to `end`, both included; stock at the end of `cut_off` (domain.md 1.3)."""

    start: date
    end: date
    cut_off: date


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row as figures see it."""

    id: int
    year: int
    seq: int
    state: str
    data: Data
    closed_on: date | None

    def day(self, name: str) -> date | None:
        """A date field, or the first day of a range."""
        value = self.data.get(name)
        value = value[0] if isinstance(value, list) and value else value
        return date.fromisoformat(value) if value else None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number of the report: which rows count, and what of them is distinct (domain.md 1.3)."""

    id: str
    unit: str
    counts: Callable[[Row, Window], bool]
    key: Callable[[Row], Hashable] | None = None


@dataclass(frozen=True, kw_only=True)
class Register:
    """A register. `noun` with a number names a row (文稿3号); `said` are the words people use for it.

    `enters`, `lists` are patterns beyond 登记文稿 and 文稿台账; `lead` are words before the title, no part of it.
    `refuses` are words that must not be kept in it, with the answer `refusal`.
    """

    name: str
    title: str
    noun: str
    said: str
    example: str
    fields: tuple[Field, ...]
    writes: Callable[[Person], bool]
    reads: Callable[[Person], bool]
    enters: tuple[tuple[str, float], ...] = ()
    lists: tuple[tuple[str, float], ...] = ()
    unless: str = ""
    lead: str = ""
    states: tuple[str, ...] = ("已登记",)
    closings: tuple[Closing, ...] = ()
    reminds: tuple[Reminds, ...] = ()
    figures: tuple[Figure, ...] = ()
    family: str = ""
    main: str = "title"
    """The field that stands first when a row is named."""
    on: str = "on"
    """The date field that lists and windows go by."""
    once: tuple[str, ...] = ()
    """Fields that make a row the same one: said again or imported again, it is not a second row."""
    refuses: str = ""
    refusal: str = ""
    many_units: bool = False
    """Several units in one sentence are several rows."""
    parts: str = ""
    """What is one row of several in a sentence, with a group for each field it fills."""
    grouped: str = ""
    """The field by which a list is summed up."""
    looked: str = ""
    """The words for lists, where `said` alone would mean too much."""
    follows: Callable[[Data], str] | None = None
    """What follows from the fields and is shown with them."""

    def field(self, name: str) -> Field:
        return next(found for found in self.fields if found.name == name)

    @property
    def final(self) -> frozenset[str]:
        """The states in which nothing is owed any more."""
        return frozenset(closing.state for closing in self.closings if closing.final)
