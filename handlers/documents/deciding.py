"""同意 or 不同意 of what was asked about a paper, in so many words (domain.md 2.6)."""

from handlers.documents import granting, voiding
from handlers.line import Reply, Slots
from handlers.turn import Turn
from storage.office import Person, Role


def may_decide(person: Person) -> bool:
    """分管主任 and 秘书科长."""
    return any(person.has(role) for role in (Role.DEPUTY, Role.DIRECTOR, Role.SECRETARY_CHIEF))


def decide(turn: Turn, _slots: Slots) -> Reply:
    """Whatever of it lies before the person."""
    return voiding.claim(turn) or granting.claim(turn) or Reply("没有待您审定的延期或作废申请。")
