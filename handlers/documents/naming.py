"""How a paper is named in a sentence, and acts on the one that is meant: what the intents of 办文 share."""

from handlers.documents import refs
from handlers.documents import slots as read
from handlers.documents.rules import number
from handlers.line import Reply, Slot, Slots
from handlers.policy import Area, Right, can
from handlers.said import Said
from handlers.turn import Turn

WRITE = can(Right.WRITE, Area.DOCUMENTS)
OWN = r"(?:收(?:文)?(?:〔\d{4}〕)?\d{1,5}号?|(?<![〕\d督月])[1-9]\d{0,4}号)"
"""A number of our register: 收〔2026〕1203号, 收1203, 1203号; not 0123号, which is 督办's."""
ANY = rf"(?:{OWN}|(?<!督)〔\d{{4}}〕\d+号)"
"""Any number of a paper, also its 文号."""


def never(_slots: Slots) -> bool:
    """For a slot that is read when it is said and never asked for."""
    return False


def paper(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """The paper that is named: its 文号, or our number in full."""
    doc = read.doc_no(said, False, {})
    own = next((one for one in said.own if one.series != "督"), None)
    return doc or (number(own.year or said.now.year, own.seq) if own is not None else None)


PAPER = Slot("doc_no", paper, required=never)


class On:
    """Runs an act on the one paper that is meant; `name` is how the choice among several finds it again."""

    def __init__(self, act: refs.Act, name: str) -> None:
        self.act, self.name = act, name

    def __call__(self, turn: Turn, slots: Slots) -> Reply:
        return refs.on_one(turn, slots, self.act, self.name)
