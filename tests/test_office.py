"""The sample office is the one of domain.md Annex A and design.md 3; a wrong profile says where and how to mend it."""

import re
from datetime import time
from pathlib import Path

import pytest
import yaml

from storage.limits import DOC_LIMITS, Limits
from storage.office import SAMPLE, Category, Office, OfficeError, Role, load_office
from storage.profile_types import Offset, Span, WeeklyAt, Window

PINYIN = re.findall(
    r"\S+",
    """
zuzhibu xuanchuanbu tongzhanbu zhengfawei bianban xunchaban jiwei dangxiao xinfangju
gongxinju jiaoyuju kechuangju gonganfenju minzhengju sifaju caizhengju rensheju ziguiju shengtaihuanjingju chengguanju
jiaotongju nongshuiju shangwuju wenlvju weijianju tuiyijunrenju yingjiju shenjiju guoziju shijianju tongjiju yibaoju
zhengshuju jiguanshiwuju zonggonghui tuanquwei fulian gongshanglian canlian kexie wenlian
jinxizhen nanduzhen baishijiedao haibojiedao chengtou chantou shuiwuju xiaofangdadui haiguanban gongdiansuo
""",
)

PEOPLE = {
    "zhoumingyuan": ("周明远", Role.LEADER),
    "linzhixing": ("林知行", Role.LEADER),
    "hexiaodong": ("何晓东", Role.LEADER),
    "shenlan": ("沈岚", Role.DIRECTOR),
    "guoping": ("郭平", Role.DEPUTY),
    "zhangmin": ("张敏", Role.CLERK),
    "duheng": ("杜衡", Role.SUPERVISION_CHIEF),
    "wuyang": ("吴洋", Role.SUPERVISOR),
    "chenxi": ("陈曦", Role.CONFERENCE),
    "zhaowan": ("赵婉", Role.INFO_EDITOR),
    "sunli": ("孙立", Role.INFO_CHIEF),
    "fengkai": ("冯凯", Role.LEADER_LIAISON),
    "like": ("李可", Role.UNIT_LIAISON),
    "zhouzhiqiang": ("周志强", Role.UNIT_HEAD),
    "qianjin": ("钱进", Role.CONFIDENTIAL),
    "tangwei": ("唐薇", Role.LOGISTICS),
    "youhong": ("尤红", Role.ARCHIVIST),
    "jiangtao": ("江涛", Role.UNIT_LIAISON),
}


@pytest.fixture(scope="module")
def office() -> Office:
    return load_office(None)


@pytest.mark.parametrize("pinyin", PINYIN)
def test_every_unit_has_its_liaison_and_head(office: Office, pinyin: str) -> None:
    liaison, head = office.person(f"liaison-{pinyin}"), office.person(f"head-{pinyin}")
    assert liaison and head and liaison.unit and liaison.unit == head.unit
    assert liaison.has(Role.UNIT_LIAISON) and head.has(Role.UNIT_HEAD)
    assert office.head(liaison.unit) == head
    assert office.liaisons(liaison.unit) == (liaison,)


@pytest.mark.parametrize(("userid", "name", "role"), [(k, *v) for k, v in PEOPLE.items()])
def test_the_people_of_annex_a3(office: Office, userid: str, name: str, role: Role) -> None:
    person = office.person(userid.upper())
    assert person and (person.name, person.roles) == (name, (role,))


def test_units_with_named_liaisons(office: Office) -> None:
    assert [p.name for p in office.liaisons("住建局")] == ["李可"]
    assert [p.name for p in office.liaisons("区发改局")] == ["江涛"]
    for unit, head in (("住建局", "zhouzhiqiang"), ("发改局", "head-fagaiju")):
        person = office.head(unit)
        assert person and person.userid == head


def test_leaders_come_by_rank_with_their_liaisons(office: Office) -> None:
    assert [p.listed for p in office.leaders] == ["周明远书记", "林知行区长", "何晓东副区长"]
    liaisons = [office.liaison_of(p.userid) for p in office.leaders]
    assert [p.userid for p in liaisons if p] == ["fengkai", "lian-lin", "lian-he"]
    ranked = office.by_rank(p for p in reversed(office.people) if p.rank)
    assert [p.name for p in ranked] == ["周明远", "林知行", "沈岚", "何晓东"]
    assert office.is_leader("HeXiaodong") and not office.is_leader("shenlan") and not office.is_leader("nobody")


def test_every_role_is_held_by_somebody(office: Office) -> None:
    assert [role for role in Role if not office.people_with(role)] == []


def test_short_and_label(office: Office) -> None:
    labels = {
        "住建局": "区住建局",
        "金溪镇": "金溪镇",
        "审计局": "区审计局",
        "卫健局": "区卫健局",
        "城投": "云湾城投集团",
    }
    for short, label in labels.items():
        unit = office.unit(label)
        assert unit and unit.short == short and office.unit(short) is unit and office.unit(unit.name) is unit
    assert office.unit("拆迁局") is None


def test_groups(office: Office) -> None:
    assert [u.short for u in office.group("各镇街")] == ["金溪镇", "南渡镇", "白石街道", "海泊街道"]
    assert set(office.group("各单位")) == set(office.units) and office.own not in office.units
    assert office.group("有关单位") == () and office.own.category is Category.OWN


def test_rooms(office: Office) -> None:
    found = [(r.name, r.seats, r.video, r.before, r.after, r.label) for r in office.rooms]
    assert found[0] == ("301", 60, True, 30, 15, "3楼301会议室")
    assert found[1:] == [("201", 40, False, 30, 15, "2楼201会议室"), ("多功能厅", 120, False, 30, 15, "1楼多功能厅")]
    assert office.room("301") == office.rooms[0] and office.room("302") is None


def test_names_as_spoken(office: Office) -> None:
    spoken = {p.name: p.address for p in office.people}
    assert (spoken["林知行"], spoken["何晓东"], spoken["周志强"], spoken["张敏"]) == (
        "林区长",
        "何副区长",
        "周局长",
        "张敏",
    )
    person = office.people[0].model_copy(update={"name": "欧阳明", "title": "局长"})
    assert (person.surname, person.address) == ("欧阳", "欧阳局长")


def test_annex_f_is_both_the_default_and_the_sample(office: Office) -> None:
    assert office.limits == Limits()
    limits = office.limits
    assert {k: v.close for k, v in limits.doc.limits.items() if v.close} == {
        "特提": Span(24, "h"),
        "特急": Span(24, "h"),
        "加急": Span(3, "wd"),
        "平急": Span(10, "d"),
        "请示": Span(5, "wd"),
        "平件": Span(15, "wd"),
    }
    assert limits.doc.limits["加急"].sign == Span(4, "wh") and limits.doc.limits["阅件"].per_reader == Span(2, "wd")
    assert limits.meeting.reply == Offset(-1, time(12)) and limits.ducha.feedback_day.weekly == WeeklyAt(4, time(12))
    assert limits.push.quiet_leader == (Window(time(12, 30), time(14)), Window(time(20), time(7, 30)))
    assert (limits.retention.rows, limits.retention.audit) == (36, 12)


def _profile(tmp_path: Path, **change: object) -> Path:
    raw = yaml.safe_load(SAMPLE.read_text(encoding="utf-8"))
    for key, value in change.items():
        section, _, inner = key.partition("__")
        if inner:
            raw[section][inner] = value
        else:
            raw[section] = value
    path = tmp_path / "office.yaml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    return path


def test_an_override_keeps_the_other_defaults(tmp_path: Path) -> None:
    office = load_office(_profile(tmp_path, doc={"limits": {"平件": {"close": "10wd"}}}, ducha={"ext_max": 1}))
    limits = office.limits.doc.limits
    assert limits["平件"].close == Span(10, "wd") and limits["平件"].sign == DOC_LIMITS["平件"]["sign"]
    assert limits["特急"].close == Span(24, "h") and office.limits.ducha.ext_max == 1


PERSON = {"userid": "x", "name": "某人", "post": "科员", "roles": ["clerk"]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"doc": {"limits": {"平件": {"close": "三天"}}}}, "doc.limits.平件.close：“三天”不是时长"),
        ({"doc": {"limits": {"火急": {}}}}, "doc.limits：不认识的缓急“火急”"),
        ({"doc": {"nonworkday": "skip"}}, "doc.nonworkday：取值“skip”不对，可用"),
        ({"push": {"quiet": ["夜里"]}}, "push.quiet.1：“夜里”不是时段"),
        ({"push": {"digest": 465}}, "push.digest：“465”不是时刻"),
        ({"info": {"cutof": "15:30"}}, "info.cutof：不认识此项"),
        ({"office__signboards": []}, "office.signboards：不能为空"),
        ({"office__name": None}, "office.name：应是文字"),
        ({"people": [{**PERSON, "roles": ["boss"]}]}, "people.1.roles.1：取值“boss”不对"),
        ({"people": [{"userid": "x"}]}, "people.1.name：缺少此项"),
        ({"people": [PERSON, {**PERSON, "userid": "X"}]}, "people：账号“X”重复"),
        ({"people": [{**PERSON, "unit": "拆迁局"}]}, "unit“拆迁局”不在 units 中"),
        ({"people": [{**PERSON, "roles": ["leader"]}]}, "请写 rank"),
        ({"people": [{**PERSON, "serves": "nobody"}]}, "serves“nobody”不在 people 中"),
        ({"typo": 1}, "office.typo：不认识此项"),
        ({"office": "云湾"}, "缺少 office 一节"),
        ({"rooms": [{"id": "a", "name": "301", "seats": 1}, {"id": "b", "name": "301", "seats": 1}]}, "“301”重复"),
    ],
)
def test_a_mistake_is_told_in_one_line(tmp_path: Path, change: dict[str, object], said: str) -> None:
    path = _profile(tmp_path, **change)
    with pytest.raises(OfficeError) as caught:
        load_office(path)
    line = str(caught.value)
    assert line.startswith(f"{path}：") and said in line and "\n" not in line


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="找不到办公室配置文件"):
        load_office(tmp_path / "none.yaml")
    broken = tmp_path / "broken.yaml"
    broken.write_text("office: {name: x\nunits: [", encoding="utf-8")
    with pytest.raises(OfficeError, match=r"第\d+行：YAML 格式不对"):
        load_office(broken)
    broken.write_bytes("office".encode("utf-16"))
    with pytest.raises(OfficeError, match="UTF-8"):
        load_office(broken)
