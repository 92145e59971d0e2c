"""The roles of domain.md A.1 as people call them, and who holds them in the profile."""

from collections.abc import Iterable

from storage.office import Office, Role

TITLES: dict[Role, str] = {
    Role.LEADER: "区领导",
    Role.LEADER_LIAISON: "领导联络员",
    Role.DIRECTOR: "主任",
    Role.DEPUTY: "分管副主任",
    Role.SECRETARY_CHIEF: "秘书科长",
    Role.CLERK: "文书",
    Role.CONFERENCE: "会务员",
    Role.SUPERVISION_CHIEF: "督查室主任",
    Role.SUPERVISOR: "督查员",
    Role.INFO_EDITOR: "信息编辑",
    Role.INFO_CHIEF: "信息科长",
    Role.ARCHIVIST: "档案员",
    Role.CONFIDENTIAL: "机要保密员",
    Role.LOGISTICS: "行政科",
    Role.UNIT_LIAISON: "单位联络员",
    Role.UNIT_HEAD: "单位主要负责人",
    Role.SYSADMIN: "系统管理员",
    Role.SECADMIN: "安全管理员",
    Role.AUDITOR: "审计员",
}


def held_by(office: Office) -> Iterable[tuple[str, list[str]]]:
    """Every role in the order of A.1 with its people: 张敏(zhangmin)."""
    for role in Role:
        yield TITLES[role], [f"{person.name}({person.userid})" for person in office.people_with(role)]
