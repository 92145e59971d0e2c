"""To whom a paper goes: units and bodies as the rules of direction see them (domain.md 2.3)."""

from collections.abc import Sequence

from handlers.documents import rules
from handlers.line import Slots
from handlers.outgoing import slots as read
from handlers.outgoing import wording
from handlers.outgoing.direction import Addressee, Draft, Warning, names_person, warnings
from storage.office import Office


def warned(office: Office, slots: Slots) -> list[Warning]:
    """What the rules of direction say of the slots."""
    found = read.facts(slots)
    return warnings(
        Draft(
            title=found.get("title", ""),
            genre=found.get("genre"),
            to=[addressee(office, one) for one in found["main_to"]],
            cc=[addressee(office, one) for one in found.get("cc") or ()],
            assigned=bool(found.get("assigned")),
        )
    )


def addressee(office: Office, text: str) -> Addressee:
    """An addressee as the rules see it."""
    unit = office.unit(text)
    if unit is not None:
        return Addressee(wording.label(office, text), "区", ours=unit is not office.own)
    if office.group(text):
        return Addressee(text, "区", ours=True)
    return Addressee(text, rules.level(office, text), person=names_person(text))


def members(office: Office, names: Sequence[str]) -> list[str]:
    """Units with groups resolved; bodies that are not ours are left out."""
    found: list[str] = []
    for name in names:
        unit = office.unit(name)
        found += [unit.short] if unit is not None else [one.short for one in office.group(name)]
    return list(dict.fromkeys(found))
