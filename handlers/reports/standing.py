"""Who may see and change what of a report (domain.md A.1, 10.4)."""

from handlers.policy import Area, Right, may
from handlers.reports.definitions import OWNERS, Owner
from storage.office import Office, Person, Role


def may_draft(person: Person) -> bool:
    """主任, 副主任 and 秘书科长 work at the draft; a leader reads what is final."""
    return may(person, Right.READ_ALL, Area.REPORT) and not only_final(person)


def only_final(person: Person) -> bool:
    """Whether the person is a leader, who is never shown a draft."""
    return person.has(Role.LEADER) and not may(person, Right.DECIDE, Area.REPORT)


def may_read(person: Person) -> bool:
    """Whoever may see a report at all."""
    return may(person, Right.READ_ALL, Area.REPORT)


def may_decide(person: Person) -> bool:
    """主任 finalises and reopens."""
    return may(person, Right.DECIDE, Area.REPORT)


def owned(person: Person) -> tuple[Owner, ...]:
    """The groups of figures that the person answers for."""
    return tuple(owner for owner in OWNERS if any(person.has(role) for role in owner.roles))


def may_ask(person: Person) -> bool:
    """Whoever may see at least some figures."""
    return may_draft(person) or bool(owned(person))


def sees(person: Person, figure: str) -> bool:
    """Whether the person may see a figure and its rows."""
    return may_draft(person) or any(figure in owner.figures for owner in owned(person))


def holders(office: Office, owner: Owner) -> list[str]:
    """Who is asked to confirm: those with the first role that anybody has."""
    for role in owner.roles:
        people = [person.userid for person in office.people_with(role)]
        if people:
            return people
    return []


def drafters(office: Office) -> list[str]:
    """Who drafts: 秘书科长, else the 副主任."""
    people = office.people_with(Role.SECRETARY_CHIEF) or office.people_with(Role.DEPUTY)
    return [person.userid for person in people]
