"""What the intents of 会务 share: the slots that are filled from what was said (domain.md C.1)."""

from collections.abc import Callable
from typing import Any

from handlers.line import Slot, Slots
from handlers.meetings import spoken
from handlers.said import Said
from storage.office import Person, Role


def everyone(_person: Person) -> bool:
    """Rights are those of the invitation, not of the role."""
    return True


def runs(person: Person) -> bool:
    """会务科 and 主任 decide who makes way (domain.md 4.5)."""
    return person.has(Role.CONFERENCE) or person.has(Role.DIRECTOR)


def _no_day(slots: Slots) -> bool:
    return not {"day", "readings", "every"} & slots.keys()


def slots(readers: tuple[tuple[str, Callable[[Said, bool, Slots], Any]], ...], ask_time: str = "") -> tuple[Slot, ...]:
    """Slots that are filled from what was said. The engine asks for the time alone: what comes next depends on it."""
    return tuple(Slot(name, read, ask_time if name == "datetime" else "", _no_day) for name, read in readers)


def name(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """What the meeting is called, as far as it is said."""
    return spoken.title(said, False, {})


def unit(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """The first unit of ours that is named."""
    return next((unit.short for unit in said.units if unit.short), None)
