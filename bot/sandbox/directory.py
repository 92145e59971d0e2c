"""Members, departments, tags and the app's visible range (wecom.md 0, 5.1, 8, 14.15)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.sandbox.core import ApiError

ROOT = 1
USERID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_\-@.]{0,63}")
ACTIVE, DISABLED, LEFT = 1, 2, 5


@dataclass
class Member:
    """A person. `status`: 1 active, 2 disabled, 4 not activated, 5 left."""

    userid: str
    name: str
    departments: tuple[int, ...]
    status: int = ACTIVE
    position: str = ""
    licensed: bool = True

    @property
    def key(self) -> str:
        """The userid in lower case, which is how WeCom matches it."""
        return self.userid.lower()


@dataclass
class Department:
    """A node of the department tree."""

    id: int
    name: str
    parent: int
    order: int = 0


@dataclass
class Tag:
    """A named set of people and departments."""

    id: int
    name: str
    users: set[str] = field(default_factory=set)
    departments: set[int] = field(default_factory=set)


@dataclass
class Audience:
    """What a receiver list came to: keys of people who get it, and who does not."""

    users: list[str] = field(default_factory=list)
    invalid_users: list[str] = field(default_factory=list)
    invalid_parties: list[str] = field(default_factory=list)
    invalid_tags: list[str] = field(default_factory=list)
    unlicensed: list[str] = field(default_factory=list)


class Directory:
    """The address book. Everything is matched without regard to case."""

    def __init__(self) -> None:
        self._members: dict[str, Member] = {}
        self.departments: dict[int, Department] = {ROOT: Department(ROOT, "云湾区", 0)}
        self.tags: dict[int, Tag] = {}
        self.visible_users: set[str] = set()
        self.visible_departments: set[int] = {ROOT}

    def add_member(
        self,
        userid: str,
        name: str,
        department: int | Sequence[int] = ROOT,
        status: int = ACTIVE,
        *,
        position: str = "",
        licensed: bool = True,
    ) -> Member:
        """Add or replace a member. Raises ValueError for a bad userid or an unknown department."""
        if not USERID.fullmatch(userid):
            raise ValueError(f"bad userid {userid!r}")
        departments = (department,) if isinstance(department, int) else tuple(department)
        unknown = [number for number in departments if number not in self.departments]
        if unknown or not departments:
            raise ValueError(f"unknown department {unknown}")
        member = Member(userid, name, departments, status, position, licensed)
        self._members[member.key] = member
        return member

    def remove_member(self, userid: str) -> None:
        """The member leaves the corp. Raises KeyError when there is none."""
        del self._members[userid.lower()]

    def add_department(self, number: int, name: str, parent: int = ROOT) -> None:
        """Add a department below `parent`. Raises ValueError when the parent is unknown."""
        if parent not in self.departments:
            raise ValueError(f"unknown department {parent}")
        self.departments[number] = Department(number, name, parent, len(self.departments))

    def add_tag(self, number: int, name: str, users: Iterable[str] = (), departments: Iterable[int] = ()) -> None:
        """Add a tag."""
        self.tags[number] = Tag(number, name, {user.lower() for user in users}, set(departments))

    def set_visible(self, users: Iterable[str] = (), departments: Iterable[int] = ()) -> None:
        """Set the app's visible range (可见范围)."""
        self.visible_users = {user.lower() for user in users}
        self.visible_departments = set(departments)

    def find(self, userid: str) -> Member | None:
        """The member, whatever the case of the userid."""
        return self._members.get(userid.lower())

    def members(self) -> list[Member]:
        """Everybody, in order of joining."""
        return list(self._members.values())

    def subtree(self, numbers: Iterable[int]) -> set[int]:
        """The departments and all below them."""
        found = set(numbers)
        grew = True
        while grew:
            below = {unit.id for unit in self.departments.values() if unit.parent in found} - found
            found |= below
            grew = bool(below)
        return found

    def sees_department(self, number: int) -> bool:
        """Whether the app may see the department."""
        return number in self.subtree(self.visible_departments)

    def sees(self, member: Member) -> bool:
        """Whether the app may see the member."""
        return member.key in self.visible_users or not self.subtree(self.visible_departments).isdisjoint(
            member.departments
        )

    def reachable(self, userid: str) -> Member | None:
        """The member, if in range, in the corp and not disabled."""
        member = self.find(userid)
        if member is None or member.status in (DISABLED, LEFT) or not self.sees(member):
            return None
        return member

    def everybody(self) -> list[str]:
        """Keys of all members that the app may write to."""
        return [member.key for member in self._members.values() if self.reachable(member.key)]

    def in_departments(self, numbers: set[int]) -> list[str]:
        """Keys of the reachable members of these departments."""
        return [key for key in self.everybody() if not numbers.isdisjoint(self._members[key].departments)]

    def resolve(self, users: list[str], parties: list[str], tags: list[str]) -> Audience:
        """Who gets a message addressed like this (wecom.md 5.1). `@all` makes the other two lists idle."""
        audience = Audience()
        chosen: dict[str, None] = {}
        if users == ["@all"]:
            chosen.update(dict.fromkeys(self.everybody()))
            parties, tags = [], []
        else:
            for userid in users:
                if self.reachable(userid):
                    chosen[userid.lower()] = None
                else:
                    audience.invalid_users.append(userid.lower())
        for party in parties:
            if party.isdecimal() and self.sees_department(int(party)):
                chosen.update(dict.fromkeys(self.in_departments(self.subtree([int(party)]))))
            else:
                audience.invalid_parties.append(party)
        for tag in tags:
            found = self.tags.get(int(tag)) if tag.isdecimal() else None
            if found is None:
                audience.invalid_tags.append(tag)
                continue
            chosen.update((key, None) for key in self.everybody() if key in found.users)
            chosen.update(dict.fromkeys(self.in_departments(self.subtree(found.departments))))
        audience.unlicensed = [key for key in chosen if not self._members[key].licensed]
        audience.users = [key for key in chosen if self._members[key].licensed]
        return audience

    def readable(self, userid: str) -> Member:
        """The member for a directory call. Raises ApiError 60111 (unknown), 60011 (out of range)."""
        member = self.find(userid)
        if member is None:
            raise ApiError(60111, "userid not found")
        if not self.sees(member):
            raise ApiError(60011, "no privilege to access/modify contact/party/agent")
        return member
