"""App groups and webhook robots (wecom.md 6, 14.12, 14.13)."""

import base64
import hashlib
from typing import Any

import aiohttp
import pytest

from bot.sandbox.server import FakeWeCom
from tests.sandbox.support import Api, Json, Time, buttons, notice

TEXT = {"msgtype": "text", "text": {"content": "请确认明天的会议室"}}
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(20)


async def group(api: Api, **more: Any) -> Json:
    return await api.post("appchat/create", {"name": "督查专班", "userlist": ["ZhangMin", "like"], **more})


async def test_a_group_from_birth_to_change(fake: FakeWeCom, api: Api) -> None:
    assert (await group(api, chatid="proj42", owner="LIKE"))["chatid"] == "proj42"
    change = {"chatid": "proj42", "name": "新名", "owner": "duheng", "add_user_list": ["duheng"]}
    assert (await api.post("appchat/update", change | {"del_user_list": ["like"]}))["errcode"] == 0
    info = (await api.get("appchat/get", chatid="proj42"))["chat_info"]
    assert info == {
        "chatid": "proj42",
        "name": "新名",
        "owner": "duheng",
        "userlist": ["zhangmin", "duheng"],
        "chat_type": 0,
    }
    assert fake.violations == []


async def test_a_group_message_stands_on_every_phone(fake: FakeWeCom, api: Api) -> None:
    chatid = (await group(api))["chatid"]
    assert await api.post("appchat/send", {"chatid": chatid, **TEXT}) == {"errcode": 0, "errmsg": "ok"}
    message = fake.inbox("like")[0]
    assert (message.sender, message.chatid, message.text) == ("督查专班", chatid, "请确认明天的会议室")
    assert fake.groups[chatid].messages[0].text == "请确认明天的会议室"
    assert fake.inbox("duheng") == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"userlist": ["zhangmin"]}, 86006),
        ({"userlist": ["zhangmin", "ghost"]}, 86007),
        ({"owner": "duheng"}, 86207),
        ({"chatid": "项目"}, 86001),
        ({"chatid": "x" * 33}, 86001),
        ({"userlist": "zhangmin|like"}, 40058),
    ],
)
async def test_refused_groups(fake: FakeWeCom, api: Api, more: Json, code: int) -> None:
    assert (await group(api, **more))["errcode"] == code
    assert fake.groups == {}


async def test_more_refusals(fake: FakeWeCom, api: Api) -> None:
    await group(api, chatid="a")
    assert (await group(api, chatid="a"))["errcode"] == 86215
    assert (await api.post("appchat/update", {"chatid": "a", "del_user_list": ["zhangmin"]}))["errcode"] == 86207
    assert (await api.post("appchat/send", {"chatid": "b", **TEXT}))["errcode"] == 86003
    card = {"chatid": "a", "msgtype": "template_card", "template_card": notice()}
    assert (await api.post("appchat/send", card))["errcode"] == 40008
    fake.add_webhook("机器人群", ["zhangmin"])
    foreign = next(chatid for chatid, item in fake.groups.items() if not item.own)
    assert (await api.get("appchat/get", chatid=foreign))["errcode"] == 86008


async def test_groups_need_the_root_in_range(fake: FakeWeCom, api: Api) -> None:
    fake.directory.add_department(2, "办公室")
    fake.directory.set_visible(departments=[2])
    assert (await group(api))["errcode"] == 48002


async def test_a_long_name_is_cut(fake: FakeWeCom, api: Api) -> None:
    chatid = (await group(api, name="名" * 51))["chatid"]
    assert fake.groups[chatid].name == "名" * 50
    assert "cuts at 50" in fake.violations[0]


async def test_group_quotas(fake: FakeWeCom, api: Api) -> None:
    chatid = (await group(api))["chatid"]
    fake.quotas.group_member = (1, 10)
    await api.post("appchat/send", {"chatid": chatid, **TEXT})
    await api.post("appchat/send", {"chatid": chatid, **TEXT})
    assert len(fake.inbox("like")) == 1
    assert len(fake.violations) == 2
    fake.quotas.chats_created = 1
    fake.quotas.chats_changed = 0
    assert (await api.post("appchat/update", {"chatid": chatid, "name": "x"}))["errcode"] == 45009


async def hook(api: Api, key: str, body: Json) -> Json:
    return await api.raw("POST", "webhook/send", {"key": key}, json=body)


async def test_a_robot_speaks_in_its_group(fake: FakeWeCom, api: Api) -> None:
    key = fake.add_webhook("值班群", ["ZhangMin", "duheng"])
    assert (await hook(api, key, TEXT))["errcode"] == 0
    assert fake.inbox("zhangmin")[0].sender == "值班群"
    fake.webhooks.remove(key)
    assert (await hook(api, key, TEXT))["errcode"] == 93000
    assert fake.violations == []


async def test_twenty_a_minute_for_one_robot(fake: FakeWeCom, api: Api, time: Time) -> None:
    key, other = fake.add_webhook("甲", ["like"]), fake.add_webhook("乙", ["like"])
    codes = [(await hook(api, key, TEXT))["errcode"] for _ in range(21)]
    assert codes == [0] * 20 + [45009]
    assert (await hook(api, other, TEXT))["errcode"] == 0
    time.seconds += 60
    assert (await hook(api, key, TEXT))["errcode"] == 0


def image(**more: str) -> Json:
    data = {"base64": base64.b64encode(PICTURE).decode(), "md5": hashlib.md5(PICTURE).hexdigest()}  # noqa: S324
    return {"msgtype": "image", "image": data | more}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"msgtype": "text", "text": {"content": ""}}, 44004),
        ({"msgtype": "text", "text": {"content": "字" * 683}}, 40058),
        ({"msgtype": "markdown", "markdown": {"content": "字" * 1365}}, 0),
        ({"msgtype": "markdown", "markdown": {"content": "字" * 1366}}, 40058),
        ({"msgtype": "markdown_v2", "markdown_v2": {"content": "| a |\n|---|"}}, 0),
        ({"msgtype": "textcard", "textcard": {}}, 40008),
        ({"msgtype": "template_card", "template_card": buttons()}, 42031),
        ({"msgtype": "template_card", "template_card": notice()}, 0),
        ({"msgtype": "news", "news": {"articles": [{"title": "t", "url": "https://x.cn"}]}}, 0),
        (image(), 0),
        (image(md5="0"), 301019),
        (image(base64="?"), 40058),
        (image(base64="QUJD", md5="902fbdd2b1df0c4f70b4a5d23525e932"), 40123),
        ({"msgtype": "file", "file": {"media_id": "m"}}, 40007),
    ],
)
async def test_what_a_robot_may_send(fake: FakeWeCom, api: Api, body: Json, code: int) -> None:
    key = fake.add_webhook("群", ["like"])
    assert (await hook(api, key, body))["errcode"] == code
    assert len(fake.inbox("like")) == (code == 0)


async def test_a_robots_file_is_its_own(fake: FakeWeCom, api: Api) -> None:
    key, other = fake.add_webhook("甲", ["like"]), fake.add_webhook("乙", ["like"])
    form = aiohttp.FormData()
    form.add_field("media", b"some bytes", filename="a.txt")
    answer = await api.raw("POST", "webhook/upload_media", {"key": key, "type": "file"}, data=form)
    body = {"msgtype": "file", "file": {"media_id": answer["media_id"]}}
    assert (await hook(api, key, body))["errcode"] == 0
    assert (await hook(api, other, body))["errcode"] == 40007
    assert (await api.send("file", body["file"]))["errcode"] == 40007
