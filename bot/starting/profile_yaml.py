"""The office profile as a commented YAML file that its owner can go on editing by hand."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.starting.people import Someone
from storage.office import Category

_PLAIN = re.compile(r"[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9_.（）·@-]*")
_YAML_WORDS = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))
_KINDS = (
    (Category.TOWN, ("镇", "街道", "乡")),
    (Category.ENTERPRISE, ("集团", "公司")),
    (Category.MASS, ("总工会", "团区委", "妇联", "工商联", "残联", "科协", "文联", "联合会")),
    (Category.PARTY, ("组织部", "宣传部", "统战部", "政法委", "编办", "巡察办", "纪委监委", "党校", "工委", "信访局")),
    (Category.STATIONED, ("税务局", "消防救援大队", "海关", "供电")),
)


@dataclass
class UnitDraft:
    """A unit of the profile to be."""

    id: str
    name: str
    liaison: Someone | None = None
    head: Someone | None = None

    @property
    def short(self) -> str:
        """区财政局 → 财政局; 区委组织部 → 组织部; 金溪镇 stays."""
        short = self.name.removeprefix("区委") if self.name.endswith("部") else self.name.removeprefix("区")
        return short if len(short) > 1 else self.name

    @property
    def category(self) -> Category:
        """Guessed from the name; its owner may correct it."""
        for category, endings in _KINDS:
            if any(ending in self.name for ending in endings):
                return category
        return Category.GOVERNMENT


@dataclass
class ProfileDraft:
    """Everything that was asked. `numbers`: series → the next number to give."""

    office: Mapping[str, Any]
    phones: Mapping[str, str]
    people: Sequence[Someone]
    units: Sequence[UnitDraft]
    rooms: Sequence[Mapping[str, Any]]
    numbers: Mapping[str, int] = field(default_factory=dict)
    year: int = 0

    @property
    def own(self) -> str:
        """The office's own short name."""
        short: str = self.office["signboards"][0]
        return short


def written(draft: ProfileDraft) -> str:
    """The file. What house rules it leaves out have their defaults."""
    return "\n".join(_lines(draft)) + "\n"


def _lines(draft: ProfileDraft) -> Iterable[str]:
    office = draft.office
    yield "# 办公室配置文件，由 zhongshu init 生成，可以直接修改；改完运行 zhongshu doctor 检查，再重启服务。"
    yield "# 时刻和电话要写在英文双引号里；冒号、逗号用半角，冒号后空一格。"
    yield "\noffice:"
    yield from (f"  {key}: {_value(value)}" for key, value in office.items())
    yield "\n# 消息里告诉大家打哪个电话；secrecy_room 是保密员办公室。\nphones:"
    yield from (f"  {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in draft.phones.items())
    yield "\n# 本办公室。short 是简称，aliases 写平时的各种叫法。"
    own = {"id": "own", "name": office["name"], "short": draft.own, "label": office["name"]}
    yield f"own: {_flow({**own, 'category': str(Category.OWN), 'aliases': ['本办', '我办']})}"
    yield "\n# 各单位。aliases 写平时的各种叫法（发改、发改委），liaison 联络员、head 主要负责人写企业微信账号。"
    yield f"# category 可用：{'、'.join(Category)}；是按名称猜的，不对请改。\nunits:"
    yield from (_unit(unit) for unit in draft.units)
    yield "\n# 人员。roles 用 zhongshu roles 核对；rank 是区领导的排名；serves 是联络员服务的领导（账号）。\npeople:"
    yield from (_person(person, draft) for person in draft.people)
    yield "\n# 会议室。seats 座位数，video 能否开视频会。\nrooms:" if draft.rooms else "\nrooms: []"
    yield from (f"  - {_flow(room)}" for room in draft.rooms)
    if draft.numbers:
        yield f"\n# 接着纸质登记簿编号：各类编号{draft.year}年从几号开始。\nnumbers:"
        yield from (f"  {_value(series)}: {{{draft.year}: {number}}}" for series, number in draft.numbers.items())


def _unit(unit: UnitDraft) -> str:
    label = unit.name
    fields: dict[str, Any] = {"id": unit.id, "name": unit.name, "short": unit.short, "label": label}
    fields |= {"category": str(unit.category), "aliases": []}
    fields |= {key: who.userid for key, who in (("liaison", unit.liaison), ("head", unit.head)) if who}
    return f"  - {_flow(fields)}"


def _person(person: Someone, draft: ProfileDraft) -> str:
    fields: dict[str, Any] = {"userid": person.userid, "name": person.name, "post": person.post or "工作人员"}
    leader = person.rank is not None
    optional = {"title": person.title, "unit": person.unit or ("" if leader else draft.own), "serves": person.serves}
    fields |= {key: value for key, value in optional.items() if value}
    fields["roles"] = [str(role) for role in person.roles]
    return f"  - {_flow(fields | ({'rank': person.rank} if leader else {}))}"


def _flow(fields: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{key}: {_value(value)}" for key, value in fields.items()) + "}"


def _value(value: Any) -> str:
    """A value as YAML: plain words stay plain, everything else is quoted as JSON, which YAML reads."""
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _YAML_WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)
