"""Who may see or do what: domain.md A.1 as one table; whatever is not listed is denied."""

from enum import StrEnum

from storage.office import Person, Role, Unit


class Area(StrEnum):
    """The columns of domain.md A.1."""

    DOCUMENTS = "收文/发文"
    SUPERVISION = "督办"
    MEETINGS = "会务"
    BULLETIN = "信息"
    DUTY = "值班/通讯录"
    REPORT = "报告"


class Right(StrEnum):
    READ_ALL = "R"
    READ_OWN = "R own"
    WRITE = "W"
    WRITE_OWN = "W own"
    DECIDE = "X"


_R, _RO, _W, _WO, _X = Right.READ_ALL, Right.READ_OWN, Right.WRITE, Right.WRITE_OWN, Right.DECIDE
_A = Area

GRANTS: dict[Role, dict[Area, set[Right]]] = {
    Role.LEADER: {
        _A.DOCUMENTS: {_RO},
        _A.SUPERVISION: {_RO, _X},
        _A.MEETINGS: {_RO, _WO},
        _A.BULLETIN: {_R},
        _A.REPORT: {_R},
    },
    Role.LEADER_LIAISON: {
        _A.DOCUMENTS: {_RO, _WO},
        _A.SUPERVISION: {_RO},
        _A.MEETINGS: {_RO, _WO, _X},
        _A.BULLETIN: {_R, _WO},
    },
    Role.DIRECTOR: {
        _A.DOCUMENTS: {_R, _X},
        _A.SUPERVISION: {_R, _W, _X},
        _A.MEETINGS: {_R, _W, _X},
        _A.BULLETIN: {_R, _W, _X},
        _A.DUTY: {_R},
        _A.REPORT: {_R, _X},
    },
    Role.DEPUTY: {
        _A.DOCUMENTS: {_R},
        _A.SUPERVISION: {_R, _W, _X},
        _A.MEETINGS: {_R, _W, _X},
        _A.BULLETIN: {_R, _W, _X},
        _A.DUTY: {_R},
        _A.REPORT: {_R},
    },
    Role.SECRETARY_CHIEF: {
        _A.DOCUMENTS: {_R, _W, _X},
        _A.SUPERVISION: {_R},
        _A.MEETINGS: {_R, _W},
        _A.DUTY: {_R},
        _A.REPORT: {_R},
    },
    Role.CLERK: {_A.DOCUMENTS: {_R, _W}},
    Role.CONFERENCE: {_A.MEETINGS: {_R, _W}},
    Role.SUPERVISION_CHIEF: {_A.DOCUMENTS: {_R}, _A.SUPERVISION: {_R, _W, _X}},
    Role.SUPERVISOR: {_A.DOCUMENTS: {_R}, _A.SUPERVISION: {_R, _W}},
    Role.INFO_EDITOR: {_A.BULLETIN: {_R, _W}},
    Role.INFO_CHIEF: {_A.BULLETIN: {_R, _W, _X}},
    Role.ARCHIVIST: {_A.DOCUMENTS: {_RO}},
    Role.LOGISTICS: {_A.MEETINGS: {_RO}, _A.DUTY: {_R, _W}},
    Role.UNIT_LIAISON: {
        _A.DOCUMENTS: {_RO, _WO},
        _A.SUPERVISION: {_RO, _WO},
        _A.MEETINGS: {_RO, _WO},
        _A.BULLETIN: {_RO, _WO},
        _A.DUTY: {_WO},
    },
    Role.UNIT_HEAD: {
        _A.DOCUMENTS: {_RO},
        _A.SUPERVISION: {_RO, _WO},
        _A.MEETINGS: {_RO, _WO},
        _A.BULLETIN: {_RO},
        _A.DUTY: {_WO},
    },
}


def may(person: Person, right: Right, area: Area) -> bool:
    """Whether the person's roles grant the right. A right on everything includes the same right on one's own."""
    held = frozenset[Right]().union(*(GRANTS.get(role, {}).get(area, set()) for role in person.roles))
    wider = {Right.READ_OWN: Right.READ_ALL, Right.WRITE_OWN: Right.WRITE}
    return right in held or wider.get(right, right) in held


def can(right: Right, area: Area) -> "_Check":
    """The same as a check that an intent declares: `allowed=can(Right.WRITE, Area.DOCUMENTS)`."""
    return _Check(right, area)


class _Check:
    def __init__(self, right: Right, area: Area) -> None:
        self.right, self.area = right, area

    def __call__(self, person: Person) -> bool:
        return may(person, self.right, self.area)


def speaks_for(person: Person, unit: Unit) -> bool:
    """Whether the person belongs to the unit as its 联络员 or head."""
    return person.unit == unit.short and (person.has(Role.UNIT_LIAISON) or person.has(Role.UNIT_HEAD))


NOT_FOUND = "未查询到相关信息。"
"""The answer to whoever may not know, too: a refusal looks like an empty result (domain.md 7.6)."""


def not_found(contact: str) -> str:
    """The same with whom to ask (domain.md 9.6, 20)."""
    return f"{NOT_FOUND}如确需查询请联系秘书科（{contact}）。"
