"""What the intents of 发文 share: how a paper is named in a sentence, and who may speak."""

from handlers.line import Reply, Slots
from handlers.outgoing import flow, refs
from handlers.outgoing.refs import Act
from handlers.outgoing.terms import Who
from handlers.policy import Area, Right, can
from handlers.turn import Turn
from storage.office import Person

WRITE = can(Right.WRITE, Area.DOCUMENTS)
N = r"(?:发文|文)?(?:[\u4e00-\u9fff]{2,8}〔\d{4}〕)?第?\d{1,4}号(?:发文|文件|文)?"
HEAD = r"^(?:请|把|将|给|那个|那份|这个|这份|关于)?"
AT = rf"{HEAD}(?:{N}|(?:这|那|该|此)[件份个]|它的?)?[，,：: ]{{0,2}}"
"""45号…, 发文45号…, 这件…, or nothing: the paper just spoken of."""
WITH = rf"{HEAD}{N}"


def never(_slots: Slots) -> bool:
    return False


class OnOne:
    """Runs an act on the one paper that is meant."""

    def __init__(self, act: Act, name: str) -> None:
        self.act, self.name = act, name

    def __call__(self, turn: Turn, slots: Slots) -> Reply:
        return refs.on_one(turn, slots, self.act, self.name)


def anyone(*roles: Who) -> "_As":
    return _As(frozenset(roles))


class _As:
    """Whether the person may act as one of these."""

    def __init__(self, roles: frozenset[Who]) -> None:
        self.roles = roles

    def __call__(self, person: Person) -> bool:
        return not self.roles.isdisjoint(flow.who(person))


OFFICE = anyone(Who.CLERK, Who.CHIEF)
