"""Who may do what with tasks: domain.md A.1 and 3.1 (立项 is decided by those in charge; others propose)."""

from handlers.policy import Area, Right, may
from handlers.supervision.store import Task
from storage.office import Office, Person, Role

DECIDERS = (Role.SUPERVISION_CHIEF, Role.DIRECTOR, Role.DEPUTY)
PROPOSERS = (Role.SUPERVISOR, Role.CLERK, Role.SECRETARY_CHIEF, Role.CONFERENCE)
_UNIT_ROLES = (Role.UNIT_LIAISON, Role.UNIT_HEAD)


def may_decide(person: Person) -> bool:
    """Whether the person may 立项 and审核办结."""
    return any(person.has(role) for role in DECIDERS)


def may_propose(person: Person) -> bool:
    """Whether the person may at least propose a task."""
    return may_decide(person) or any(person.has(role) for role in PROPOSERS)


def sees_all(person: Person) -> bool:
    """督查室, 主任, 副主任 and 秘书科长 read every task."""
    return may(person, Right.READ_ALL, Area.SUPERVISION)


def of_unit(person: Person) -> str | None:
    """The unit whose 联络员 or head the person is."""
    return person.unit if any(person.has(role) for role in _UNIT_ROLES) else None


def led_by(person: Person, office: Office) -> str | None:
    """The name of the leader whose tasks the person reads: a leader's own, or those of whom a 联络员 serves."""
    if person.has(Role.LEADER):
        return person.name
    if person.has(Role.LEADER_LIAISON) and person.serves:
        leader = office.person(person.serves)
        return leader.name if leader else None
    return None


def may_ask(person: Person) -> bool:
    """Whether asking for tasks can lead anywhere at all."""
    return may(person, Right.READ_OWN, Area.SUPERVISION)


def sees(person: Person, task: Task, office: Office) -> bool:
    """Whether the person may know that the task exists."""
    if sees_all(person):
        return True
    leader = led_by(person, office)
    return of_unit(person) in task.units or (leader is not None and task.responsible_leader == leader)


def chiefs(office: Office) -> list[str]:
    """督查室主任, who decides; without one, the deputy in charge of 督查."""
    return [p.userid for p in office.people_with(Role.SUPERVISION_CHIEF)] or deputies(office)


def deputies(office: Office) -> list[str]:
    """分管督查的副主任 (all 副主任 where none is named so)."""
    found = office.people_with(Role.DEPUTY)
    return [p.userid for p in found if "督查" in p.in_charge] or [p.userid for p in found]
