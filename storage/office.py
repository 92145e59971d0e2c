"""The office profile (domain.md Annex A and F): signboards, units, people, rooms and limits, from one YAML file."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Self

import yaml
from pydantic import Field, PrivateAttr, ValidationError, model_validator

from storage.limits import Limits
from storage.office_file import explain, flatten
from storage.profile_types import Section, Window, WindowField

SAMPLE = Path(__file__).with_name("office_sample.yaml")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C reads the profile ten times as fast; a build of PyYAML may lack it."""
_COMPOUND_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "司徒",
    "东方",
    "皇甫",
    "令狐",
    "慕容",
    "尉迟",
    "长孙",
    "宇文",
    "夏侯",
)


class OfficeError(Exception):
    """The profile cannot be used. Its text is one Chinese line: file, key, what is wrong, what to write."""


class Role(StrEnum):
    """Rights of a person (domain.md A.1)."""

    LEADER = "leader"
    LEADER_LIAISON = "leader_liaison"
    DIRECTOR = "director"
    DEPUTY = "deputy"
    SECRETARY_CHIEF = "secretary_chief"
    CLERK = "clerk"
    CONFERENCE = "conference"
    SUPERVISION_CHIEF = "supervision_chief"
    SUPERVISOR = "supervisor"
    INFO_EDITOR = "info_editor"
    INFO_CHIEF = "info_chief"
    ARCHIVIST = "archivist"
    CONFIDENTIAL = "confidential"
    LOGISTICS = "logistics"
    UNIT_LIAISON = "unit_liaison"
    UNIT_HEAD = "unit_head"
    SYSADMIN = "sysadmin"
    SECADMIN = "secadmin"
    AUDITOR = "auditor"


class Category(StrEnum):
    """Kinds of units; OWN is the office itself."""

    PARTY = "党委部门"
    GOVERNMENT = "政府部门"
    MASS = "群团组织"
    TOWN = "镇街"
    ENTERPRISE = "企业"
    STATIONED = "驻区单位"
    OWN = "本办"


class Unit(Section):
    """A unit. ``short`` is its canonical name in data (住建局), ``label`` how a person reads it (区住建局)."""

    id: str
    name: str
    short: str
    label: str
    category: Category
    aliases: tuple[str, ...] = ()
    liaison: str | None = None
    head: str | None = None


class Person(Section):
    """A member of WeCom. Whoever has a ``rank`` (lowest first) stands in lists of leaders, in that order.

    ``title`` is the spoken post (副区长). ``serves``: the leader whose 联络员 this is. ``in_charge``: units or lines of
    work. ``backup``: the B of AB角.
    """

    userid: str
    name: str
    post: str
    title: str = ""
    unit: str | None = None
    section: str | None = None
    roles: tuple[Role, ...] = Field(min_length=1)
    rank: int | None = Field(None, ge=1)
    phone: str | None = None
    desk: str | None = None
    serves: str | None = None
    in_charge: tuple[str, ...] = ()
    backup: str | None = None

    @property
    def surname(self) -> str:
        return self.name[:2] if self.name.startswith(_COMPOUND_SURNAMES) else self.name[:1]

    @property
    def address(self) -> str:
        """As spoken to: 林区长, 何副区长; the plain name when there is no title."""
        return f"{self.surname}{self.title}" if self.title else self.name

    @property
    def listed(self) -> str:
        """As written in a list: 林知行区长."""
        return f"{self.name}{self.title}"

    def has(self, role: Role) -> bool:
        return role in self.roles


class Room(Section):
    """A meeting room; ``before`` and ``after`` are set-up minutes (domain.md 4.5)."""

    id: str
    name: str
    floor: str = ""
    aliases: tuple[str, ...] = ()
    seats: int = Field(ge=1)
    video: bool = False
    before: int = Field(30, ge=0)
    after: int = Field(15, ge=0)

    @property
    def label(self) -> str:
        """As written in a notice: 3楼301会议室, 1楼多功能厅."""
        return f"{self.floor}{self.name}{'会议室' if self.name.isdigit() else ''}"


class Phones(Section):
    """Desk phones that stand in messages; ``secrecy_room`` is where the 保密员 sits."""

    secretariat: str
    duty: str
    supervision: str
    conference: str
    secrecy: str
    secrecy_room: str


class Office(Section):
    """The whole profile, indexed. Look-ups by userid ignore case; those of units take id, short, label or full name."""

    name: str
    district: str
    city: str
    province: str
    zone: str = ""
    signboards: tuple[str, ...] = Field(min_length=1)
    bulletin: str
    hours: tuple[WindowField, ...] = Field(min_length=1)
    phones: Phones
    codes: tuple[str, ...] = ()
    own: Unit
    units: tuple[Unit, ...] = Field(min_length=1)
    people: tuple[Person, ...] = Field(min_length=1)
    rooms: tuple[Room, ...] = ()
    limits: Limits = Limits()
    numbers: dict[str, dict[int, int]] = Field(default_factory=dict)
    """Where a series begins in a year when a paper register was taken over: {收: {2026: 1203}}."""

    _people: dict[str, Person] = PrivateAttr()
    _units: dict[str, Unit] = PrivateAttr()
    _roles: dict[Role, tuple[Person, ...]] = PrivateAttr()
    _leaders: tuple[Person, ...] = PrivateAttr()
    _secretaries: dict[str, Person] = PrivateAttr()
    _liaisons: dict[str, list[Person]] = PrivateAttr()

    @model_validator(mode="after")
    def _index(self) -> Self:
        self._units = {}
        for unit in (self.own, *self.units):
            for key in {unit.id, unit.short, unit.label, unit.name}:
                if self._units.setdefault(key, unit) is not unit:
                    raise ValueError(f"units：“{key}”重复，每个单位的 id、名称须唯一")
        self._people = {}
        for person in self.people:
            if self._people.setdefault(person.userid.lower(), person) is not person:
                raise ValueError(f"people：账号“{person.userid}”重复，请删去一个")
        self._roles = {role: tuple(p for p in self.people if role in p.roles) for role in Role}
        self._leaders = self.by_rank(self._roles[Role.LEADER])
        self._secretaries, self._liaisons = {}, {}
        for person in self.people:
            self._check(person)
            if person.serves:
                self._secretaries.setdefault(person.serves.lower(), person)
            if person.unit and person.has(Role.UNIT_LIAISON):
                self._liaisons.setdefault(person.unit, []).append(person)
        for room in self.rooms:
            if [r.name for r in self.rooms].count(room.name) > 1:
                raise ValueError(f"rooms：“{room.name}”重复，请改名")
        return self

    def _check(self, person: Person) -> None:
        at = f"people：{person.name}（{person.userid}）"
        if person.unit and person.unit not in self._units:
            raise ValueError(f"{at}的 unit“{person.unit}”不在 units 中，请补上该单位或改正")
        if person.has(Role.LEADER) and person.rank is None:
            raise ValueError(f"{at}是区领导，请写 rank（排名，1 为首位）")
        for key, userid in (("serves", person.serves), ("backup", person.backup)):
            if userid and not self.person(userid):
                raise ValueError(f"{at}的 {key}“{userid}”不在 people 中，请补上或改正")

    def person(self, userid: str) -> Person | None:
        return self._people.get(userid.lower())

    def unit(self, name: str) -> Unit | None:
        return self._units.get(name)

    def room(self, name: str) -> Room | None:
        return next((r for r in self.rooms if name in (r.id, r.name, r.label)), None)

    @property
    def leaders(self) -> tuple[Person, ...]:
        """区领导 in rank order."""
        return self._leaders

    def by_rank(self, people: Iterable[Person]) -> tuple[Person, ...]:
        """Ranked persons first, in order; the others after them as they came (domain.md G21)."""
        return tuple(sorted(people, key=lambda p: p.rank if p.rank is not None else 1_000_000))

    def people_with(self, role: Role) -> tuple[Person, ...]:
        return self._roles.get(role, ())

    def is_leader(self, userid: str) -> bool:
        person = self.person(userid)
        return person is not None and person.has(Role.LEADER)

    def liaison_of(self, leader: str) -> Person | None:
        """The 联络员 of a leader, given by userid."""
        return self._secretaries.get(leader.lower())

    def liaisons(self, unit: str) -> tuple[Person, ...]:
        """The 联络员 of a unit, the first one first."""
        found = self.unit(unit)
        if found is None:
            return ()
        people = self._liaisons.get(found.short, [])
        return tuple(sorted(people, key=lambda p: p.userid != found.liaison))

    def head(self, unit: str) -> Person | None:
        """主要负责人 of a unit."""
        found = self.unit(unit)
        return self.person(found.head) if found and found.head else None

    def group(self, name: str) -> tuple[Unit, ...]:
        """Units meant by 各镇街 or 各单位 (domain.md A.2); empty for any other word."""
        if name == "各镇街":
            return tuple(u for u in self.units if u.category is Category.TOWN)
        return self.units if name == "各单位" else ()

    def first_number(self, series: str, year: int) -> int:
        """The first number to give in that series and year; 1 unless the profile says otherwise."""
        return self.numbers.get(series, {}).get(year, 1)

    @property
    def closing_time(self) -> Window:
        """The last window of the working day; its end is the end of the day (17:30)."""
        return self.hours[-1]


def load_office(path: Path | None) -> Office:
    """The profile at ``path``, or the sample office when None. Raises OfficeError with one line."""
    path = path or SAMPLE
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - both loaders are safe ones
        return Office.model_validate(flatten(raw))
    except FileNotFoundError:
        raise OfficeError(f"{path}：找不到办公室配置文件，请检查 ZHONGSHU_OFFICE 的路径") from None
    except (OSError, UnicodeDecodeError) as exc:
        raise OfficeError(f"{path}：读不出来（{type(exc).__name__}），请确认是可读的 UTF-8 文本文件") from None
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        where = f"第{mark.line + 1}行" if mark else "全文"
        raise OfficeError(f"{path}：{where}：YAML 格式不对，请检查缩进、冒号和引号") from None
    except ValidationError as exc:
        raise OfficeError(f"{path}：{explain(exc)}") from None
    except ValueError as exc:
        raise OfficeError(f"{path}：{exc}") from None
