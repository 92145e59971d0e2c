"""Who may do what with tasks: domain.md A.1 and 3.1 (立项 is decided by those in charge; others propose)."""

from handlers.policy import Area, Right, may
from handlers.supervision.store import Task
from storage.office import Office, Person, Role

DECIDERS = (Role.SUPERVISION_CHIEF, Role.DIRECTOR, Role.DEPUTY)
ADMINS = frozenset({Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR})
FIRST_AT_MOST = 10
"""Workdays that the 督查室主任 may grant by himself, the first time (domain.md 3.7)."""
_UNIT_ROLES = (Role.UNIT_LIAISON, Role.UNIT_HEAD)


def may_decide(person: Person) -> bool:
    """Whether the person may 立项, 审核办结, issue cards and 终止."""
    return any(person.has(role) for role in DECIDERS)


def may_establish(person: Person) -> bool:
    """Whether the person may 立项: 督查室主任, 主任, 副主任, or a leader (domain.md 3.1)."""
    return may_decide(person) or person.has(Role.LEADER)


def may_propose(person: Person) -> bool:
    """Anybody may propose a task; the three administrators do no business."""
    return not ADMINS.issuperset(person.roles)


def may_run(person: Person) -> bool:
    """Whether the person follows tasks day by day: 督查员 and those who decide (催办, 中止, 合并, 转出)."""
    return may_decide(person) or person.has(Role.SUPERVISOR)


def may_extend(person: Person, task: Task, nth: int, more: int, office: Office) -> bool:
    """Whether the person decides on a request for more time: the `nth`, by `more` workdays (domain.md 3.7).

    督查室主任: the first one of up to ten workdays; 副主任, 主任 and the 责任领导 (or his 联络员 for him): all.
    """
    if person.has(Role.DEPUTY) or person.has(Role.DIRECTOR):
        return True
    if task.responsible_leader is not None and led_by(person, office) == task.responsible_leader:
        return True
    return person.has(Role.SUPERVISION_CHIEF) and nth == 1 and more <= FIRST_AT_MOST


def extension_deciders(office: Office, nth: int, more: int) -> list[str]:
    """Who is asked to decide on a request for more time."""
    return chiefs(office) if nth == 1 and more <= FIRST_AT_MOST else deputies(office) or chiefs(office)


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
