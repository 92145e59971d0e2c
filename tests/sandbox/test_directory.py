"""Directory, menu and agent (wecom.md 8, 9, 14.15)."""

from typing import Any

import pytest

from bot.sandbox.server import FakeWeCom
from tests.sandbox.support import AGENT, URL, Api

CLICK = {"type": "click", "name": "待办", "key": "TODO"}


@pytest.fixture
def units(fake: FakeWeCom) -> None:
    fake.directory.add_department(2, "办公室")
    fake.directory.add_department(3, "文秘科", 2)
    fake.directory.add_department(4, "外单位")
    fake.add_member("wuyang", "吴洋", [3, 2], position="科长")
    fake.add_member("outside", "外人", 4)


async def test_one_member(units: None, api: Api) -> None:
    found = await api.get("user/get", userid="WUYANG")
    assert (found["userid"], found["name"], found["department"], found["position"]) == (
        "wuyang",
        "吴洋",
        [3, 2],
        "科长",
    )
    assert found["main_department"] == 3
    assert not {"mobile", "avatar", "gender", "email", "qr_code", "address"} & set(found)


async def test_userids_keep_their_spelling(api: Api) -> None:
    assert (await api.get("user/get", userid="like"))["userid"] == "LiKe"


async def test_refused_reads(units: None, fake: FakeWeCom, api: Api) -> None:
    fake.directory.set_visible(departments=[2])
    assert (await api.get("user/get"))["errcode"] == 41009
    assert (await api.get("user/get", userid="ghost"))["errcode"] == 60111
    assert (await api.get("user/get", userid="outside"))["errcode"] == 60011
    assert (await api.get("user/list", department_id="4"))["errcode"] == 60011
    assert (await api.get("user/list", department_id="99"))["errcode"] == 60003
    assert (await api.get("user/simplelist"))["errcode"] == 40066


async def test_lists_are_direct_members_only(units: None, api: Api) -> None:
    short = (await api.get("user/simplelist", department_id="2"))["userlist"]
    assert short == [{"userid": "wuyang", "name": "吴洋", "department": [3, 2]}]
    root = (await api.get("user/list", department_id="1"))["userlist"]
    assert [member["userid"] for member in root] == ["zhangmin", "LiKe", "duheng"]


async def test_departments(units: None, fake: FakeWeCom, api: Api) -> None:
    everything = (await api.get("department/list"))["department"]
    assert [(unit["id"], unit["parentid"]) for unit in everything] == [(1, 0), (2, 1), (3, 2), (4, 1)]
    below = (await api.get("department/simplelist", id="2"))["department_id"]
    assert [unit["id"] for unit in below] == [2, 3]
    assert (await api.get("department/get", id="3"))["department"]["name"] == "文秘科"
    fake.directory.set_visible(departments=[2])
    assert [unit["id"] for unit in (await api.get("department/list"))["department"]] == [2, 3]


async def test_leaving(fake: FakeWeCom, api: Api) -> None:
    fake.remove_member("Like")
    assert (await api.get("user/get", userid="like"))["errcode"] == 60111
    assert (await api.text(touser="zhangmin|like"))["invaliduser"] == "like"


@pytest.mark.parametrize("userid", ["", "-x", "张敏", "x" * 65, "a b"])
def test_bad_userids(fake: FakeWeCom, userid: str) -> None:
    with pytest.raises(ValueError, match="bad userid"):
        fake.add_member(userid, "某人")


async def test_menu_from_birth_to_death(fake: FakeWeCom, api: Api) -> None:
    menu = {"button": [CLICK, {"name": "更多", "sub_button": [{"type": "view", "name": "网页", "url": URL}]}]}
    assert (await api.get("menu/get", agentid=str(AGENT)))["errcode"] == 46003
    assert (await api.post("menu/create", menu, agentid=str(AGENT)))["errcode"] == 0
    assert (await api.get("menu/get", agentid=str(AGENT)))["button"] == menu["button"]
    assert (await api.get("menu/delete", agentid=str(AGENT)))["errcode"] == 0
    assert fake.menu.buttons == []
    assert fake.violations == []


@pytest.mark.parametrize(
    ("buttons", "code"),
    [
        ([], 40016),
        ([CLICK] * 4, 40016),
        ([CLICK | {"name": "六个字的名称"}], 40018),
        ([CLICK | {"name": ""}], 41102),
        ([CLICK | {"type": "dance"}], 40017),
        ([CLICK | {"key": ""}], 40019),
        ([CLICK | {"key": "x" * 129}], 40019),
        ([{"type": "view", "name": "网页"}], 40020),
        ([{"type": "view", "name": "网页", "url": "x.cn"}], 40054),
        ([{"name": "更多", "sub_button": [CLICK] * 6}], 40023),
        ([{"name": "更多", "sub_button": [CLICK | {"name": "字" * 14}]}], 40025),
        ([{"name": "更多", "sub_button": [CLICK | {"type": "dance"}]}], 40024),
        ([{"name": "更多", "sub_button": [{"name": "再", "sub_button": [CLICK]}]}], 40022),
    ],
)
async def test_refused_menus(fake: FakeWeCom, api: Api, buttons: list[Any], code: int) -> None:
    assert (await api.post("menu/create", {"button": buttons}, agentid=str(AGENT)))["errcode"] == code
    assert fake.menu.buttons == []


@pytest.mark.parametrize(("agentid", "code"), [("", 41011), ("x", 40056), ("7", 301002), (str(AGENT), 0)])
async def test_agent(api: Api, agentid: str, code: int) -> None:
    answer = await api.get("agent/get", agentid=agentid)
    assert answer["errcode"] == code
    if not code:
        assert (answer["name"], answer["allow_partys"]) == ("中枢", {"partyid": [1]})
