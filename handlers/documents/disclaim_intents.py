"""What is said when a paper is not a unit's business, and what the clerk answers (domain.md 3.4)."""

from handlers import not_ours
from handlers.documents import disclaiming, refs
from handlers.documents.naming import PAPER, WRITE
from handlers.line import Intent
from storage.office import Person, Role


def _of_unit(person: Person) -> bool:
    return person.has(Role.UNIT_LIAISON)


def _says(person: Person) -> bool:
    """Units say it of what they were handed; the clerk, of what came to the office by mistake."""
    return person.has(Role.UNIT_LIAISON) or WRITE(person)


DISCLAIM_ACTS: dict[str, refs.Act] = {"disclaim_doc": disclaiming.disclaim, "settle_doc": disclaiming.settle}
DISCLAIM_INTENTS = (
    Intent(
        "disclaim_doc",
        "来文不属本单位职责",
        "1203号不归我们管，应由工信局牵头",
        not_ours.CLAIMS[:1],
        disclaiming.run,
        _says,
        (PAPER, *not_ours.CLAIM_SLOTS),
        family="return",
    ),
    Intent(
        "hand_back_doc",
        "来文申请改派",
        "1203号请改派工信局",
        not_ours.CLAIMS[1:],
        disclaiming.run,
        _of_unit,
        (PAPER, *not_ours.CLAIM_SLOTS),
        family="transfer",
    ),
    Intent(
        "settle_doc",
        "核定来文承办单位",
        "1203号维持原承办",
        not_ours.DECISIONS,
        disclaiming.decide,
        WRITE,
        (PAPER, *not_ours.DECISION_SLOTS),
        family="transfer",
    ),
)
