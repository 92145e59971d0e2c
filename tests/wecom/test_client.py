"""Every call of the client as it goes over the wire (wecom.md 5-9)."""

import pytest

from bot.wecom.cards import Button, ButtonInteraction, CardAction, TextNotice, Title
from bot.wecom.client import WeComClient
from bot.wecom.errors import Reaction, WeComUnreachable
from bot.wecom.menu import Item, Menu, Submenu
from bot.wecom.messages import (
    Markdown,
    MarkdownV2,
    Mention,
    TemplateCardMessage,
    Text,
    WebhookCard,
    WebhookImage,
)
from bot.wecom.results import Chat, Department, Member
from tests.wecom.server import KEY, Office, failure, raw, refuse

NOTICE = TextNotice(main_title=Title(title="已办结"), card_action=CardAction(type=1, url="https://bot.example.com"))
CARD = ButtonInteraction(main_title=Title(title="回执"), task_id="t-1", button_list=(Button(text="参加", key="k"),))


async def test_send(office: Office, client: WeComClient) -> None:
    office.tell(
        "message/send",
        {"errcode": 0, "invaliduser": "Ghost|other", "unlicenseduser": "U9", "msgid": "M", "response_code": "RC"},
    )
    result = await client.send(["lin.hao", "Ghost"], TemplateCardMessage(card=CARD), duplicate_check=600)
    assert (result.msgid, result.response_code) == ("M", "RC")
    assert (set(result.invalid_users), set(result.unlicensed)) == ({"ghost", "other"}, {"u9"})
    assert office.bodies("message/send") == [
        {
            "touser": "lin.hao|Ghost",
            "agentid": 1000002,
            "msgtype": "template_card",
            "template_card": {
                "card_type": "button_interaction",
                "main_title": {"title": "回执"},
                "task_id": "t-1",
                "button_list": [{"text": "参加", "key": "k"}],
            },
            "enable_duplicate_check": 1,
            "duplicate_check_interval": 600,
        }
    ]


async def test_send_in_plain(office: Office, client: WeComClient) -> None:
    result = await client.send(["@all"], Text(content="好", safe=1))
    assert result.response_code is None
    assert not result.invalid_users | result.unlicensed
    assert office.bodies("message/send") == [
        {"touser": "@all", "agentid": 1000002, "msgtype": "text", "text": {"content": "好"}, "safe": 1}
    ]


async def test_when_nobody_can_be_reached_all_are_named(office: Office, client: WeComClient) -> None:
    office.tell("message/send", refuse(81013, "user & party & tag all invalid"))
    result = await client.send(["Lin.Hao", "zhao"], Text(content="好"))
    assert (result.msgid, set(result.invalid_users)) == ("", {"lin.hao", "zhao"})


@pytest.mark.parametrize("to", [[], ["a"] * 1001, ["a|b"], [""], ["@all", "a"], ["a" * 65]])
async def test_recipients_that_cannot_be_right(office: Office, client: WeComClient, to: list[str]) -> None:
    with pytest.raises(ValueError, match=r"recipients|userids"):
        await client.send(to, Text(content="好"))
    with pytest.raises(TypeError):
        await client.send("lin.hao", Text(content="好"))
    assert office.asked == []


@pytest.mark.parametrize("seconds", [0, -1, 14401])
async def test_intervals_that_cannot_be_right(client: WeComClient, seconds: int) -> None:
    with pytest.raises(ValueError, match="14400"):
        await client.send(["a"], Text(content="好"), duplicate_check=seconds)


async def test_update_card(office: Office, client: WeComClient) -> None:
    office.tell("message/update_template_card", {"errcode": 0, "invaliduser": ["Ghost"]})
    assert await client.update_card("rc", ["a", "Ghost"], replace_name="已回执") == {"ghost"}
    await client.update_card("rc", ["a"], card=NOTICE)
    head = {"agentid": 1000002, "response_code": "rc"}
    assert office.bodies("message/update_template_card") == [
        {**head, "userids": ["a", "Ghost"], "button": {"replace_name": "已回执"}},
        {**head, "userids": ["a"], "template_card": NOTICE.to_json()},
    ]
    for wrong in ({}, {"replace_name": ""}, {"replace_name": "x", "card": NOTICE}):
        with pytest.raises(ValueError, match="either"):
            await client.update_card("rc", ["a"], **wrong)


async def test_chats(office: Office, client: WeComClient) -> None:
    office.tell("appchat/create", {"errcode": 0, "chatid": "c1"}, {"errcode": 0})
    info = {"chatid": "c1", "name": "会务-0923A", "owner": "a", "userlist": ["a", "b"], "chat_type": 0}
    office.tell("appchat/get", {"errcode": 0, "chat_info": info})
    assert await client.create_chat("会务-0923A", ["a", "b"], owner="a") == "c1"
    await client.update_chat("c1", add=["c"], remove=["a"], owner="b")
    await client.send_chat("c1", Mention(content="请回执", mentioned_list=("b",)))
    assert await client.get_chat("c1") == Chat("c1", "会务-0923A", "a", ("a", "b"))
    with pytest.raises(WeComUnreachable, match="chatid"):
        await client.create_chat("会务", ["a", "b"])
    for name, users in (("", ["a", "b"]), ("会" * 51, ["a", "b"]), ("会务", ["a"]), ("会务", ["a"] * 2001)):
        with pytest.raises(ValueError, match="chat"):
            await client.create_chat(name, users)
    assert [body for path, _, body in office.asked if path.startswith("appchat/")][:3] == [
        {"name": "会务-0923A", "owner": "a", "userlist": ["a", "b"]},
        {"chatid": "c1", "owner": "b", "add_user_list": ["c"], "del_user_list": ["a"]},
        {"chatid": "c1", "msgtype": "text", "text": {"content": "请回执", "mentioned_list": ["b"]}},
    ]


async def test_webhook(office: Office, client: WeComClient) -> None:
    for message in (
        Markdown(content="**好**"),
        MarkdownV2(content="- 好"),
        WebhookImage(data=b"123456"),
        WebhookCard(card=NOTICE),
    ):
        await client.webhook(KEY, message)
    assert {path for path, _, _ in office.asked} == {"webhook/send"}
    assert all(query == {"key": KEY} for _, query, _ in office.asked)
    assert office.bodies("webhook/send")[2] == {
        "msgtype": "image",
        "image": {"base64": "MTIzNDU2", "md5": "e10adc3949ba59abbe56e057f20f883e"},
    }
    office.tell("webhook/send", refuse(93000, "invalid webhook url"))
    assert (await failure(client.webhook(KEY, Text(content="好")))).reaction is Reaction.ALERT
    with pytest.raises(ValueError, match="safe"):
        await client.webhook(KEY, Text(content="好", safe=1))


async def test_directory(office: Office, client: WeComClient) -> None:
    person = {"userid": "lin.hao", "name": "林浩", "department": [12], "position": "工程师", "status": 1}
    office.tell("user/get", {"errcode": 0, "errmsg": "ok", **person})
    office.tell("user/list", {"errcode": 0, "userlist": [person, {"userid": "b"}]})
    office.tell("department/list", {"errcode": 0, "department": [{"id": 2, "name": "秘书科", "parentid": 1}]})
    office.tell("getcallbackip", {"ip_list": ["101.226.103.*"]})
    assert await client.user("lin.hao") == Member("lin.hao", "林浩", (12,), "工程师", 1)
    assert [member.userid for member in await client.users_of(12)] == ["lin.hao", "b"]
    assert await client.department_list() == [Department(2, "秘书科", 1)]
    await client.department_list(2)
    assert await client.callback_ips() == ["101.226.103.*"]
    assert [
        {name: value for name, value in query.items() if name != "access_token"} for _, query, _ in office.asked[1:]
    ] == [{"userid": "lin.hao"}, {"department_id": "12"}, {}, {"id": "2"}, {}]


async def test_media(office: Office, client: WeComClient) -> None:
    office.tell("media/upload", refuse(42001), {"errcode": 0, "errmsg": "", "media_id": "m1", "created_at": "1"})
    assert await client.upload_media("file", '工作"小结".docx', b"1234567") == "m1"
    assert [body[0] for body in office.bodies("media/upload")] == ["media", "media"]
    assert office.bodies("media/upload")[1][1:] == ('工作"小结".docx', b"1234567")
    for content in (b"12345", b"x" * (2 * 1024 * 1024 + 1)):
        with pytest.raises(ValueError, match="voice"):
            await client.upload_media("voice", "a.amr", content)
    for name in ("", "a\r\nX-Header: b"):
        with pytest.raises(ValueError, match="file name"):
            await client.upload_media("file", name, b"1234567")
    headers = {"Content-Disposition": 'attachment; filename="%E5%B0%8F%E7%BB%93.txt"', "Content-Type": "text/plain"}
    office.tell(
        "media/get",
        raw(text="hello", headers=headers),
        refuse(40014),
        refuse(40007),
    )
    media = await client.download_media("m1")
    assert (media.filename, media.content_type, media.content) == ("小结.txt", "text/plain", b"hello")
    assert (await failure(client.download_media("m2"))).reaction is Reaction.RENEW


async def test_menu(office: Office, client: WeComClient) -> None:
    menu = Menu(
        button=(
            Item(type="click", name="我的待办", key="TODO"),
            Submenu(name="登记", sub_button=(Item(type="view", name="使用说明", url="https://bot.example.com"),)),
        )
    )
    await client.create_menu(menu)
    assert office.asked[-1][:2] == ("menu/create", {"agentid": "1000002", "access_token": "token-1"})
    assert office.asked[-1][2] == {
        "button": [
            {"type": "click", "name": "我的待办", "key": "TODO"},
            {"name": "登记", "sub_button": [{"type": "view", "name": "使用说明", "url": "https://bot.example.com"}]},
        ]
    }
