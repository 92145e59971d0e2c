"""The questions about the office: its names and phones, who does what, the units and the rooms."""

import re
from collections.abc import Callable
from typing import Any

import click
from pydantic import TypeAdapter, ValidationError

from bot.role_names import TITLES
from bot.starting.asking import Asker, count, optional, split, text, words
from bot.starting.directory import Directory
from bot.starting.people import People, Someone
from bot.starting.profile_yaml import ProfileDraft, UnitDraft
from storage.office import Role
from storage.profile_types import WindowField

HOURS = "08:30-12:00 14:30-17:30"
NEEDED = (Role.DIRECTOR, Role.CLERK, Role.SYSADMIN)
ROLES = (
    Role.DIRECTOR,
    Role.DEPUTY,
    Role.SECRETARY_CHIEF,
    Role.CLERK,
    Role.CONFERENCE,
    Role.SUPERVISION_CHIEF,
    Role.SUPERVISOR,
    Role.INFO_CHIEF,
    Role.INFO_EDITOR,
    Role.ARCHIVIST,
    Role.CONFIDENTIAL,
    Role.LOGISTICS,
    Role.SYSADMIN,
    Role.SECADMIN,
    Role.AUDITOR,
)
TITLED = {Role.DIRECTOR: "主任", Role.DEPUTY: "副主任"}
PHONES = {
    "secretariat": "秘书科电话",
    "duty": "值班电话",
    "supervision": "督查室电话",
    "conference": "会务电话",
    "secrecy": "保密员电话",
    "secrecy_room": "保密员办公室（如 5楼512室）",
}
SERIES = {"收": "今年收文登记到第几号（新启用填0）", "督": "今年督办立项到第几号（新启用填0）"}
_WINDOWS = TypeAdapter(tuple[WindowField, ...])
_ROOM = re.compile(r"(.+?)[:：](\d+)")


def ask_office(asker: Asker, directory: Directory, year: int) -> ProfileDraft:
    """Everything that the profile holds; what was answered before is not asked again."""
    people = People(directory)
    click.echo("\n—— 办公室 ——")
    office = _office(asker)
    phones = {key: asker.ask(f"phone.{key}", ask, text) for key, ask in PHONES.items()}
    click.echo(
        "\n—— 人员（写姓名，多人用空格隔开）——" if directory.members else "\n—— 人员（写 姓名=账号，多人用空格隔开）——"
    )
    _leaders(asker, people)
    for role in ROLES:
        _role(asker, people, role)
    click.echo("\n—— 单位 ——")
    units = _units(asker, people, directory)
    click.echo("\n—— 会议室和编号 ——")
    rooms = asker.ask("rooms", "会议室（名称:座位数，如 301:60 多功能厅:120，没有就回车）", _rooms, default="")
    numbers = {series: asker.ask(f"number.{series}", ask, count, default="0") + 1 for series, ask in SERIES.items()}
    everybody = [person for person in people.all.values() if person.roles]
    return ProfileDraft(office, phones, everybody, units, rooms, numbers, year)


def _office(asker: Asker) -> dict[str, Any]:
    return {
        "name": asker.ask("office.name", "办公室全称（如 云湾区委办公室）", text),
        "district": asker.ask("office.district", "区（县）", text),
        "city": asker.ask("office.city", "市", text),
        "province": asker.ask("office.province", "省", text),
        "zone": asker.ask("office.zone", "开发区全称（没有就回车）", optional, default=""),
        "signboards": asker.ask("office.signboards", "牌子简称，常用的写在前面（如 区委办 区府办）", words),
        "bulletin": asker.ask("office.bulletin", "信息刊物名称（如 云湾信息）", text),
        "hours": asker.ask("office.hours", "作息时间", _hours, default=HOURS),
    }


def _leaders(asker: Asker, people: People) -> None:
    leaders = asker.ask("leaders", "区领导，按排名先后（没有就回车）", _maybe(people), default="")
    for rank, leader in enumerate(leaders, 1):
        leader.roles.append(Role.LEADER)
        leader.rank = rank * 10
        leader.title = asker.ask(f"title.{leader.userid}", f"  {leader.name}的称呼（如 书记、区长、副区长）", text)
        leader.post = leader.post or leader.title
        for liaison in asker.ask(f"liaison.{leader.userid}", f"  {leader.name}的联络员", _maybe(people), default=""):
            liaison.roles.append(Role.LEADER_LIAISON)
            liaison.serves, liaison.post = leader.userid, liaison.post or f"{leader.name}联络员"


def _role(asker: Asker, people: People, role: Role) -> None:
    needed = role in NEEDED
    hint = "" if needed else "（没有就回车）"
    check = _some(people) if needed else _maybe(people)
    for person in asker.ask(f"role.{role}", f"{TITLES[role]}{hint}", check, default=None if needed else ""):
        person.roles.append(role)
        person.post = person.post or TITLES[role]
        person.title = person.title or TITLED.get(role, "")


def _units(asker: Asker, people: People, directory: Directory) -> list[UnitDraft]:
    offered = [department.name for department in directory.units()]
    if offered:
        click.echo("　".join(f"{n}.{name}" for n, name in enumerate(offered, 1)))
        ask = "哪些是各单位（写编号，如 2-15 18；也可以直接写名称）"
    else:
        ask = "各单位全称，用空格隔开（如 区财政局 金溪镇）"
    names = asker.ask("units", ask, lambda typed: _chosen(typed, offered))
    units = [UnitDraft(f"u{n}", name) for n, name in enumerate(names, 1)]
    for unit in units:
        unit.liaison = _post(asker, people, unit, "联络员", Role.UNIT_LIAISON)
        unit.head = _post(asker, people, unit, "主要负责人", Role.UNIT_HEAD)
    return units


def _post(asker: Asker, people: People, unit: UnitDraft, post: str, role: Role) -> Someone | None:
    question = f"unit.{unit.name}.{role}"
    found = asker.ask(question, f"  {unit.name}{post}（可先回车）", _maybe(people, free_of=unit.short), default="")
    for person in found[:1]:
        person.roles += [role] if role not in person.roles else []
        person.unit, person.post = unit.short, person.post or post
    return found[0] if found else None


def _some(people: People) -> Callable[[str], list[Someone]]:
    return lambda typed: people.several(words(typed))


def _maybe(people: People, free_of: str = "") -> Callable[[str], list[Someone]]:
    """Nobody, or people; for a unit's post (`free_of`), who stands for no other unit."""

    def check(typed: str) -> list[Someone]:
        found = people.several(split(typed))
        for person in found if free_of else ():
            if person.unit not in ("", free_of):
                raise ValueError(f"{person.name}已是{person.unit}的人，一个人只能属于一个单位")
        return found

    return check


def _chosen(typed: str, offered: list[str]) -> list[str]:
    """Numbers and ranges of what was offered, or names."""
    names: list[str] = []
    for part in words(typed):
        if match := re.fullmatch(r"(\d+)(?:[-—~至](\d+))?", part):
            first, last = int(match[1]), int(match[2] or match[1])
            if not 1 <= first <= last <= len(offered):
                raise ValueError(f"没有编号{part}")
            names += offered[first - 1 : last]
        else:
            names.append(part)
    if doubles := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"{'、'.join(sorted(doubles))}写了两次")
    return names


def _rooms(typed: str) -> list[dict[str, Any]]:
    rooms: list[dict[str, Any]] = []
    for n, part in enumerate(split(typed), 1):
        match = _ROOM.fullmatch(part)
        if match is None or not int(match[2]):
            raise ValueError(f"“{part}”请写成 名称:座位数，例如 301:60")
        rooms.append({"id": f"r{n}", "name": match[1], "aliases": [], "seats": int(match[2])})
    if len({room["name"] for room in rooms}) < len(rooms):
        raise ValueError("有会议室写了两次")
    return rooms


def _hours(typed: str) -> list[str]:
    try:
        windows = _WINDOWS.validate_python(words(typed))
    except ValidationError:
        raise ValueError(f"请写成 {HOURS}") from None
    if any(window.start >= window.end for window in windows):
        raise ValueError("时段的起止颠倒了")
    return split(typed)
