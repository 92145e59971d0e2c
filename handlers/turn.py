"""A turn: one person's message or press, with the desk to act on it."""

from dataclasses import dataclass

from handlers.said import Said
from scheduler.desk import Desk
from storage.office import Person


@dataclass(kw_only=True)
class Turn(Desk):
    """The desk, the person who speaks, what was said, and what the last answers were about (newest first).

    `codes` are those of the 文号 registered before, where the office's own list does not say (domain.md 2.5).
    """

    person: Person
    said: Said
    about: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()

    def lately(self, kind: str) -> str | None:
        """The newest object of a kind that was spoken of: lately("incoming") → "12"."""
        prefix = f"{kind}:"
        return next((key.removeprefix(prefix) for key in self.about if key.startswith(prefix)), None)
