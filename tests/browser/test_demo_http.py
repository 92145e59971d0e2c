"""The demo's pages and endpoints, as a browser asks for them."""

import json
import re
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.dialogue.explain import explain_line
from bot.sandbox.pages import LONGEST
from bot.sandbox.pages_hints import hints
from bot.sandbox.stories import STORIES
from bot.sandbox.world import Demo
from bot.wecom import cards, messages
from storage.office import load_office
from tests.browser.asking import got, posted
from tests.day import START

EVIL = "<img src=x onerror=alert(1)>\"'&"


async def event(stream: aiohttp.ClientResponse) -> dict[str, Any]:
    line = await stream.content.readline()
    while not line.startswith(b"data: "):
        line = await stream.content.readline()
    assert await stream.content.readline() == b"\n"
    found: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
    return found


def meeting_card(title: str = "全区安全生产工作会议") -> messages.TemplateCardMessage:
    options = (cards.Option(id="1", text="周志强"), cards.Option(id="2", text="李可"))
    return messages.TemplateCardMessage(
        card=cards.ButtonInteraction(
            task_id="meeting-1",
            main_title=cards.Title(title=title),
            horizontal_content_list=(cards.Row(keyname="地点", value="3楼301会议室"),),
            button_selection=cards.Select(question_key="who", title="出席人", option_list=options),
            button_list=(cards.Button(text="参加", key="yes"), cards.Button(text="请假", key="no", style=3)),
        )
    )


async def test_page_shows_three_people_and_says_that_it_is_invented(http: aiohttp.ClientSession) -> None:
    page = await got(http, "/")
    for words in (
        "张敏",
        "秘书科文书",
        "冯凯",
        "周书记联络员",
        "李可",
        "区住建局联络员",
        "演示数据 · 虚构的云湾区",
        "15:20",
    ):
        assert words in page
    assert "://" not in page


async def test_page_takes_its_people_from_the_address(http: aiohttp.ClientSession) -> None:
    page = await got(http, "/?phones=chenxi,nobody")
    assert [name in page for name in ("陈曦", "冯凯", "李可", "张敏与")] == [True, True, True, False]


async def test_every_piece_the_page_names_is_served_and_forbids_what_is_foreign(http: aiohttp.ClientSession) -> None:
    page = await got(http, "/")
    pieces = {part.split('"')[1] for part in page.replace("src=", "href=").split("href=")[1:]}
    assert {name for name in pieces if name.startswith("/demo/static/")} == pieces
    assert len(pieces) == 12
    for name in pieces:
        assert await got(http, name)
    async with http.get("/") as response:
        policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "name", ["../pages.py", "%2e%2e/pages.py", "..%2fpages.py", "vendor", "vendor/README.md", "x.js"]
)
async def test_nothing_else_is_served(http: aiohttp.ClientSession, name: str) -> None:
    await got(http, f"/demo/static/{name}", 404)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "192.168.1.5", "localhost.evil", ""])
async def test_foreign_host_names_are_refused(http: aiohttp.ClientSession, host: str) -> None:
    for path in ("/", "/demo/feed", "/demo/clock", "/demo/static/demo.js", "/cgi-bin/gettoken"):
        assert "演示只接受本机访问" in await got(http, path, 403, Host=host)


async def test_own_host_names_are_served(http: aiohttp.ClientSession, demo: Demo) -> None:
    port = demo.address.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "[::1]"):
        assert "张敏" in await got(http, "/", Host=f"{host}:{port}")


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "https://127.0.0.1", "http://127.0.0.1:1"])
async def test_changes_from_elsewhere_are_refused(demo: Demo, origin: str | None) -> None:
    headers = {"Origin": origin} if origin else {}
    form = {"user": "zhangmin", "text": "帮助", "step": "1h"}
    async with aiohttp.ClientSession(demo.address, headers=headers) as other:
        for path in ("/demo/say", "/demo/press", "/demo/clock", "/demo/seen"):
            assert "只接受演示页面" in await posted(other, path, 403, **form)
    assert demo.fake.inbox("zhangmin") == []
    assert demo.clock.now() == START


async def test_say_goes_through_the_callback_and_the_answer_comes_as_an_event(
    demo: Demo, http: aiohttp.ClientSession
) -> None:
    async with http.get("/demo/feed") as stream:
        assert stream.content_type == "text/event-stream"
        assert (await event(stream))["type"] == "hello"
        await posted(http, "/demo/say", user="zhangmin", text="  帮助 ")
        arrived = [await event(stream) for _ in range(3)]
    own, answer = (found for found in arrived if found["type"] == "message")
    assert (own["mine"], own["user"], own["chat"], own["now"]) == (True, "zhangmin", "", "15:20")
    assert '<div class="bubble">帮助</div>' in own["html"]
    assert not answer["mine"]
    assert "您可以直接这样说" in answer["html"]
    assert answer["unread"] == {"": 1}


@pytest.mark.parametrize(
    ("text", "why"), [("", "请先写点什么"), (" \n ", "请先写点什么"), ("字" * (LONGEST + 1), "一条消息最多2000字")]
)
async def test_say_refuses(demo: Demo, http: aiohttp.ClientSession, text: str, why: str) -> None:
    assert why in await posted(http, "/demo/say", 422, user="zhangmin", text=text)
    assert demo.fake.inbox("zhangmin") == []


async def test_say_takes_the_longest_and_knows_nobody_else(demo: Demo, http: aiohttp.ClientSession) -> None:
    await posted(http, "/demo/say", user="zhangmin", text="字" * LONGEST)
    assert demo.fake.inbox("zhangmin")[0].text == "字" * LONGEST
    assert "这一步做不了" in await posted(http, "/demo/say", 422, user="nobody", text="帮助")


async def test_what_people_and_bot_write_is_escaped_everywhere(demo: Demo, http: aiohttp.ClientSession) -> None:
    async with http.get("/demo/feed") as stream:
        await event(stream)
        await demo.fake.say("like", EVIL)
        said = await event(stream)
        await demo.bot.client.create_chat(EVIL, ["like", "chenxi"], chatid="evil1")
        await demo.bot.client.send_chat("evil1", messages.Text(content=EVIL))
        await demo.bot.client.send(["like"], meeting_card(EVIL))
    shown = [said["html"], await got(http, "/"), await got(http, "/demo/seat/3?user=like&view=list")]
    shown += [await got(http, "/demo/seat/3?user=like&chat=evil1"), await got(http, "/demo/seat/3?user=like")]
    for html in shown:
        assert "<img src=x" not in html
        assert "&lt;img src=x onerror=alert(1)&gt;&#34;&#39;&amp;" in html


async def test_chat_list_counts_what_was_not_read(demo: Demo, http: aiohttp.ClientSession) -> None:
    await demo.bot.client.create_chat("会务-0923A", ["chenxi", "like"], chatid="hw0923a")
    for word in ("一", "二"):
        await demo.bot.client.send_chat("hw0923a", messages.Text(content=f"会议通知{word}"))
    listed = await got(http, "/demo/seat/1?user=like&view=list")
    assert "会议通知二" in listed
    assert '<span class="weui-badge">2</span>' in listed
    opened = await got(http, "/demo/seat/1?user=like&chat=hw0923a")
    assert "会务-0923A" in opened
    assert "（2）" in opened
    assert 'name="text"' not in opened
    assert "weui-badge" not in await got(http, "/demo/seat/1?user=like&view=list")
    await demo.bot.client.send_chat("hw0923a", messages.Text(content="会议通知三"))
    await posted(http, "/demo/seen", user="like", chat="hw0923a")
    assert "weui-badge" not in await got(http, "/demo/seat/1?user=like&view=list")
    assert "会务" not in await got(http, "/demo/seat/1?user=duheng&view=list")


@pytest.mark.parametrize("query", ["user=nobody", "user=like&chat=none", ""])
async def test_seat_of_nobody(http: aiohttp.ClientSession, query: str) -> None:
    assert "没有这个人" in await got(http, f"/demo/seat/1?{query}", 404)


async def test_card_is_pressed_with_its_choice_and_greys(demo: Demo, http: aiohttp.ClientSession) -> None:
    await demo.bot.client.send(["like"], meeting_card())
    seat = await got(http, "/demo/seat/3?user=like")
    for words in ("出席人", '<option value="1" selected>周志强', "3楼301会议室", 'value="yes">参加'):
        assert words in seat
    press = {"user": "like", "task_id": "meeting-1", "key": "yes"}
    await posted(http, "/demo/press", 204, **press, **{"q:who": "2"})
    assert "这一步做不了" in await posted(http, "/demo/press", 422, **press, **{"q:who": "9"})
    assert "这一步做不了" in await posted(http, "/demo/press", 422, user="zhangmin", task_id="meeting-1", key="yes")
    message = demo.fake.phones.card("like", "meeting-1")
    assert message.card is not None
    message.card.replace_buttons("已回执")
    demo.fake.phones.changed(message)
    greyed = await got(http, "/demo/seat/3?user=like")
    assert '<span class="card__done">已回执</span>' in greyed
    assert '<button class="card__button' not in greyed
    assert "这一步做不了" in await posted(http, "/demo/press", 422, **press)


async def test_recalled_message_leaves_a_line(demo: Demo, http: aiohttp.ClientSession) -> None:
    sent = await demo.bot.client.send(["like"], messages.Text(content="发错了"))
    await demo.bot.client.recall(sent.msgid)
    seat = await got(http, "/demo/seat/3?user=like")
    assert "“中枢”撤回了一条消息" in seat
    assert "发错了" not in seat


@pytest.mark.parametrize(
    ("query", "name"),
    [("张敏", "张敏"), ("应急 联络员", "区应急局联络员"), ("ZHOUZHI", "周志强"), ("督查室主任", "杜衡")],
)
async def test_people_are_found_by_name_post_and_unit(http: aiohttp.ClientSession, query: str, name: str) -> None:
    found = await got(http, f"/demo/people/2?q={query}")
    assert found.count("people__row") == 1
    assert f"<b>{name}</b>" in found
    assert 'hx-target="#seat-2"' in found


async def test_people_without_words_and_without_a_match(http: aiohttp.ClientSession) -> None:
    everyone = await got(http, "/demo/people/1")
    assert everyone.count("people__row") == len(load_office(None).people)
    assert everyone.index("张敏") < everyone.index("周明远")
    assert "没有找到" in await got(http, "/demo/people/1?q=孙悟空")


def test_every_picture_of_the_readme_is_one_that_make_pictures_takes() -> None:
    root = Path(__file__).parents[2]
    shown = set(re.findall(r"\]\(docs/pictures/(\w+)\.png\)", (root / "README.md").read_text(encoding="utf-8")))
    taken = {path.stem for path in (root / "docs" / "pictures").glob("*.png")}
    assert {*STORIES, "timeline", "narrow"} <= taken
    assert shown
    assert shown <= {*STORIES, "timeline", "narrow"}


OFFICE = load_office(None)


@pytest.mark.parametrize(
    ("userid", "hint"), [(person.userid, hint) for person in OFFICE.people[:24] for hint in hints(person)]
)
def test_every_hint_is_understood(userid: str, hint: str) -> None:
    understood = json.loads(explain_line(hint, START, OFFICE))
    assert understood["guard"] == "ok", userid
    assert understood["intent"], userid
