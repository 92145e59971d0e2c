"""Rules of 发文 without a database: directions, numbers, the checklist, who may sign, reading the fields."""

from datetime import datetime

import pytest

from bot.dialogue.understand import understand
from handlers.line import Slots
from handlers.outgoing import slots as read
from handlers.outgoing.addressees import addressee, warned
from handlers.outgoing.checking import parse
from handlers.outgoing.ledger import Number, own_codes, sanity
from handlers.outgoing.signing import principals
from handlers.outgoing.voiding import why_of
from handlers.said import Said
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar
from storage.office import load_office

OFFICE = load_office(None)


def said(text: str) -> Said:
    return understand(text, datetime(2026, 9, 21, 9, tzinfo=SHANGHAI), OFFICE, WorkCalendar())


@pytest.mark.parametrize(
    ("title", "genre", "to", "cc", "rules"),
    [
        ("关于做好国庆值班工作的通知", "通知", ["各镇街", "应急局"], [], []),
        ("关于设立应急仓库的请示", "请示", ["市政府"], [], []),
        ("关于设立应急仓库的请示", "请示", ["市政府", "市财政局"], [], ["多头主送"]),
        ("关于防汛工作情况的报告", "报告", ["市政府", "市应急局"], [], ["多头主送"]),
        ("关于追加经费和解决编制的请示", "请示", ["市政府"], [], ["一文多事"]),
        ("关于人员编制等三个事项的请示", "请示", ["市政府"], [], ["一文多事"]),
        ("关于人员和经费安排的请示", "请示", ["市政府"], [], []),
        ("关于防汛工作情况并申请追加资金的报告", "报告", ["市政府"], [], ["报告夹带请示"]),
        ("关于设立应急仓库的请示", "请示", ["林区长"], [], ["送领导个人"]),
        ("关于设立应急仓库的请示", "请示", ["省政府"], [], ["越级"]),
        ("关于设立应急仓库的请示", "请示", ["省政府"], ["市政府"], []),
        ("关于设立应急仓库的请示", "请示", ["市政府"], ["财政局"], ["抄送下级"]),
        ("关于防汛工作情况的报告", "报告", ["市政府"], ["各镇街"], ["抄送下级"]),
        ("关于做好值班工作的通知", "通知", ["各镇街"], ["财政局"], []),
        ("关于请求支持的请示", "请示", ["财政局"], [], ["方向不符"]),
        ("关于做好值班工作的通知", "通知", ["市政府"], [], ["方向不符"]),
        ("关于经费的请示报告", "报告", ["市政府"], [], ["文种混用"]),
        ("国庆值班方案", None, ["各镇街"], [], ["缺文种"]),
        ("关于值班的通知", "函", ["各镇街"], [], ["文种不符"]),
        ("关于实行交通管制的通告", "通告", [], [], []),
        ("关于值班的通知", "通知", [], [], ["缺主送"]),
    ],
)
def test_directions(title: str, genre: str | None, to: list[str], cc: list[str], rules: list[str]) -> None:
    slots: Slots = {"title": title, "genre": genre, "unit": to, "cc": cc}
    found = warned(OFFICE, slots)
    assert sorted(one.rule for one in found) == sorted(rules)
    assert all(one.fix and one.line.startswith("⚠") for one in found)


def test_a_matter_that_the_leader_assigned_may_go_to_him() -> None:
    slots: Slots = {"title": "关于值班情况的报告", "genre": "报告", "unit": ["林区长"], "assigned": True}
    assert warned(OFFICE, slots) == []


def test_addressees_know_their_level() -> None:
    assert addressee(OFFICE, "应急局").ours and addressee(OFFICE, "各镇街").ours
    assert not addressee(OFFICE, "区委办").ours
    assert addressee(OFFICE, "市政府").level == "市" and addressee(OFFICE, "省财政厅").level == "省"
    assert addressee(OFFICE, "何副区长").person and not addressee(OFFICE, "市政府办公室").person


@pytest.mark.parametrize(
    ("seq", "known", "following", "begun", "verdict"),
    [
        (45, None, 45, True, "next"),
        (50, None, 45, True, "gap"),
        (30, None, 45, True, "before"),
        (12, None, 1, False, "first"),
        (44, Number("云湾府办", 2026, 44, "已用", 1, None), 45, True, "used"),
        (44, Number("云湾府办", 2026, 44, "预留", 1, None), 45, True, "used"),
        (44, Number("云湾府办", 2026, 44, "预留", None, None), 45, True, "kept"),
        (44, Number("云湾府办", 2026, 44, "作废", None, "未使用"), 45, True, "void"),
    ],
)
def test_a_typed_number(seq: int, known: Number | None, following: int, begun: bool, verdict: str) -> None:
    assert sanity(seq, known, following, begun=begun).verdict == verdict


def test_the_codes_of_the_office_those_in_use_first() -> None:
    codes = own_codes(OFFICE)
    assert codes[0] == "云湾府办" and "云湾府常纪" not in codes and "南委办" not in codes


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("发文45号前置审核通过", dict.fromkeys(range(1, 7), "")),
        ("前置审核全部通过", dict.fromkeys(range(1, 7), "")),
        ("45号第3项不通过：缺合法性审查意见", {3: "缺合法性审查意见"}),
        ("第3项不通过", {3: "未说明"}),
        ("前置审核：1通过，2通过，3不适用，4通过", {1: "", 2: "", 3: "", 4: ""}),
        ("1-4项通过，第5项不通过，文种应为函", {1: "", 2: "", 3: "", 4: "", 5: "文种应为函"}),
        ("必要性通过，合法性意见不通过：没有司法局意见", {1: "", 3: "没有司法局意见"}),
        ("45号第6项不合格：文字不通顺，其余通过", {1: "", 2: "", 3: "", 4: "", 5: "", 6: "文字不通顺"}),
        ("5、6通过", {5: "", 6: ""}),
        ("缺合法性意见", {3: "缺合法性意见"}),
        ("发文45号前置审核", None),
        ("今天天气不错", None),
    ],
)
def test_the_checklist_is_read(text: str, points: dict[int, str] | None) -> None:
    assert parse(text) == points


def test_who_signs_for_what() -> None:
    names = {series: [p.name for p in principals(OFFICE, series)] for series in ("云湾府", "云湾委", "云湾府办")}
    assert names == {"云湾府": ["林知行"], "云湾委": ["周明远"], "云湾府办": ["周明远", "林知行", "沈岚"]}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("云湾府办〔2026〕48号作废，未使用", "未使用"),
        ("发文48号作废：文件停发", "文件停发"),
        ("作废48号，因会议取消", "因会议取消"),
        ("发文48号作废", ""),
    ],
)
def test_the_reason_of_a_void(text: str, why: str) -> None:
    assert why_of(text) == why


def fields(text: str) -> Slots:
    one, found = said(text), dict[str, object]()
    readers = {
        "unit": read.main_to,
        "groups": read.groups,
        "cc": read.cc,
        "cosign": read.cosign,
        "joint": read.joint,
        "copies": read.copies,
        "openness": read.openness,
        "genre": read.genre,
        "code": read.code,
        "drafter": read.drafter,
        "drafting_unit": read.drafting_unit,
        "urgency": read.urgency,
    }
    for name, reader in readers.items():
        value = reader(one, False, found)
        if value is not None:
            found[name] = value
    return found


def test_fields_in_any_order() -> None:
    found = fields(
        "登记发文：云湾府办，《关于做好国庆值班工作的通知》，主送各镇街、区应急局，住建局，抄送区公安分局、市府办，"
        "会签单位：财政局、发改局，秘书科张敏拟稿，60份，主动公开，加急"
    )
    assert found == {
        "unit": ["应急局", "住建局"],
        "groups": ["各镇街"],
        "cc": ["公安分局", "市府办"],
        "cosign": ["财政局", "发改局"],
        "copies": 60,
        "openness": "主动公开",
        "genre": "通知",
        "code": "云湾府办",
        "drafter": "zhangmin",
        "drafting_unit": "秘书科",
        "urgency": "加急",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "登记发文 云湾府办函〔2026〕12号 致市发改局 《关于报送项目的函》 6份",
            {"unit": "市发改局", "copies": 6, "genre": "函"},
        ),
        ("应急局、住建局会签的那份", {"cosign": ["应急局", "住建局"]}),
        ("45号送财政局会签，9月24日前", {"cosign": ["财政局"]}),
        (
            "登记发文 《关于检查的通知》 主送各镇街 与应急局、消防大队联合发文",
            {"joint": ["应急局", "消防救援大队"]},
        ),
        ("登记发文 《关于节水的通知》 住建局起草 主送各单位", {"drafting_unit": "住建局", "groups": ["各单位"]}),
        ("《关于印发抄送规则的通知》", {"genre": "通知"}),
    ],
)
def test_single_fields(text: str, expected: Slots) -> None:
    found = fields(text)
    assert {name: found.get(name) for name in expected} == expected
