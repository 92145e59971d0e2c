"""Units, people and rooms of the sample office in messages (domain.md Annex A.2, A.3)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.entities import find_people, find_rooms, find_units, leaders_among, says_vague_units
from bot.dialogue.entities.lookup import Names
from storage.office import load_office

OFFICE = load_office(None)

UNITS = [
    ("应急局牵头，住建局、农水局配合", ["应急局", "住建局", "农水局"]),
    ("应急 住建 交通 城管 市监 消防", ["应急局", "住建局", "交通局", "城管局", "市监局", "消防救援大队"]),
    ("由区发改局牵头，区财政局、区住建局配合", ["发改局", "财政局", "住建局"]),
    ("发改局住建局参加", ["发改局", "住建局"]),
    ("云湾区住房和城乡建设局", ["住建局"]),
    ("转区卫生健康局和白石街道办事处", ["卫健局", "白石街道"]),
    ("市公安局云湾分局、市生态环境局云湾分局", ["公安分局", "生态环境分局"]),
    ("市场监管局来文", ["市监局"]),
    ("消防：取消请假，可以参加", ["消防救援大队"]),
    ("金溪镇那条是内部", ["金溪镇"]),
    ("两办发的", ["区委办"]),
    ("应急演练、交通安全宣传、消防演练着火点设置", []),
    ("镇财政所的人", []),
    ("城市管理工作、全市会议、市民服务", []),
]


@pytest.mark.parametrize(("text", "shorts"), UNITS)
def test_our_units(text: str, shorts: list[str]) -> None:
    assert [unit.short for unit in find_units(text, OFFICE)] == shorts


NAMES = [
    (name, unit.short) for unit in OFFICE.units for name in sorted({unit.name, unit.label, unit.short, *unit.aliases})
]


@pytest.mark.parametrize(("name", "short"), NAMES)
def test_every_name_of_every_unit_stands_for_it(name: str, short: str) -> None:
    for text in (name, f"{name}牵头", f"由{name}负责，各镇街配合"):
        [first, *_] = find_units(text, OFFICE)
        assert (first.short, first.text) == (short, name)


OTHERS = [
    ("登记收文：特急，市委办，南委办〔2026〕88号", "市委办", "市"),
    ("市发改局 关于报送重点项目进度的函", "市发改局", "市"),
    ("市市场监管局来函", "市市场监管局", "市"),
    ("南澜市委办公室", "南澜市委办公室", "市"),
    ("市委组织部", "市委组织部", "市"),
    ("收到省委办来的文", "省委办", "省"),
    ("粤东省人民政府办公厅", "粤东省人民政府办公厅", "省"),
    ("国务院办公厅", "国务院办公厅", "中央"),
    ("国家发改委", "国家发改委", "中央"),
    ("区人大办转来", "区人大办", "区"),
    ("云港建设有限公司", "云港建设有限公司", "企业"),
]


@pytest.mark.parametrize(("text", "name", "level"), OTHERS)
def test_units_that_are_not_ours_stay_free_text(text: str, name: str, level: str) -> None:
    [unit] = find_units(text, OFFICE)
    assert (unit.text, unit.level, unit.short) == (name, level, None)
    assert text[slice(*unit.span)] == name


def test_the_longest_name_is_found_even_beside_one_of_a_single_sign() -> None:
    names = Names([("区", 1), ("区府", 2), ("区府办", 3), ("区", 4)])
    found = [
        names.at("到区府办", 1),
        names.at("区府门口", 0),
        names.at("区里", 0),
        names.at("区", 0),
        names.at("里", 0),
    ]
    assert found == [("区府办", (3,)), ("区府", (2,)), ("区", (1, 4)), ("区", (1, 4)), None]
    assert set(names.openings) == {"区", "区府"}


def test_groups_and_vague_words() -> None:
    said = find_units("各镇（街道）和各单位主要负责人", OFFICE)
    assert [unit.group for unit in said] == ["各镇街", "各单位"]
    assert [unit.group for unit in find_units("各镇街和有关单位", OFFICE)] == ["各镇街"]
    assert says_vague_units("各镇街和有关单位") and not says_vague_units("各单位")


def test_a_misspelt_unit_is_offered_not_taken() -> None:
    [unit] = find_units("区住见局牵头", OFFICE)
    assert unit.short is None and unit.candidates == ("住建局",)


PEOPLE = [
    ("呈送 何副区长 林区长 周书记", ["何晓东", "林知行", "周明远"]),
    ("何区长", ["何晓东"]),
    ("呈送 书记 区长 何副区长", ["周明远", "林知行", "何晓东"]),
    ("拟呈明远书记、知行区长、晓东副区长阅示", ["周明远", "林知行", "何晓东"]),
    ("周局长去不了，派吴副局长", ["周志强", None]),
    ("何晓东副区长主持", ["何晓东"]),
    ("郭主任、沈主任、杜主任", ["郭平", "沈岚", "杜衡"]),
    ("周书记联络员", ["冯凯"]),
    ("发我住建局李可电话", ["李可"]),
    ("孙科长审核", ["孙立"]),
    ("林主任", ["林知行"]),
    ("由区长主持", ["林知行"]),
    ("张局长", [None]),
]


@pytest.mark.parametrize(("text", "names"), PEOPLE)
def test_people(text: str, names: list[str | None]) -> None:
    found = find_people(text, OFFICE)
    assert [said.person.name if said.person else None for said in found] == names
    assert all(text[slice(*said.span)] == said.text for said in found)


def test_leaders_come_in_rank_order_and_once() -> None:
    people = find_people("呈送 何副区长 沈主任 林区长 周书记 何晓东 张敏", OFFICE)
    assert [leader.name for leader in leaders_among(people, OFFICE)] == ["周明远", "林知行", "沈岚", "何晓东"]


ROOMS = [
    ("3楼301，何副区长主持", ["301"]),
    ("301 9:00-11:00", ["301"]),
    ("订三楼会议室", ["301"]),
    ("二楼201会议室和多功能厅", ["201", "多功能厅"]),
    ("201 2026-09-24 09:00", ["201"]),
    ("常委会议室", ["301"]),
    ("301号文 第301期 收301 1201号 〔2026〕301号 301人", []),
    ("20:30 13:01", []),
]


@pytest.mark.parametrize(("text", "rooms"), ROOMS)
def test_rooms(text: str, rooms: list[str]) -> None:
    found = find_rooms(text, OFFICE)
    assert [said.room.name for said in found] == rooms
    assert all(said.room.name in text[slice(*said.span)] or said.room.aliases for said in found)


@given(st.text("区市省委办局住建发改应急各镇街周书记何副区长301三楼会议室、， \u2588", max_size=60))
def test_spans_are_true_and_do_not_overlap(text: str) -> None:
    for said in (find_units(text, OFFICE), find_people(text, OFFICE)):
        places = [one.span for one in said]
        assert all(one.text == text[slice(*one.span)] for one in said)
        assert all(before[1] <= after[0] for before, after in pairwise(places))


@pytest.mark.parametrize(
    ("text", "unit"),
    [("住健局签收", "住建局"), ("卫建局来文", "卫健局"), ("财证局", "财政局"), ("工信具牵头", "工信局")],
)
def test_a_name_that_sounds_alike_is_offered_never_taken(text: str, unit: str) -> None:
    [found] = find_units(text, OFFICE)
    assert found.short is None and found.candidates == (unit,)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("林区批了", "林知行"),
        ("何区已批", "何晓东"),
        ("周局请假", "周志强"),
        ("书记在1203号上批示", "周明远"),
        ("书记看了", "周明远"),
    ],
)
def test_posts_as_they_are_shortened_in_speech(text: str, name: str) -> None:
    person = find_people(text, OFFICE)[0].person
    assert person is not None and person.name == name


@pytest.mark.parametrize("text", ["林区防火", "周局部调整", "何区别之有"])
def test_what_only_looks_like_a_post(text: str) -> None:
    assert all(said.person is None for said in find_people(text, OFFICE))


def test_the_only_room_of_a_floor() -> None:
    assert [found.room.name for found in find_rooms("二楼下午用", OFFICE)] == ["201"]
