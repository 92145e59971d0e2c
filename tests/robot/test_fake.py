"""The fake robot is strict: what WeCom's documents refuse, it refuses (wecom.md 12.4, 12.5, 12.7, 13.5, 14.20)."""

import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from bot.sandbox.core import Json, Refused
from bot.sandbox.robot.asked import Asked
from bot.sandbox.robot.server import FakeRobot
from tests.robot.office import GROUP, ROBOT, ROBOT_SECRET, new_robot

BUTTONS = {
    "card_type": "button_interaction",
    "main_title": {"title": "会议回执"},
    "button_list": [{"text": "参加", "key": "k1"}],
    "task_id": "t-1",
}


@dataclass
class Client:
    """A program at the other end, which does what it is told."""

    fake: FakeRobot
    url: str
    session: aiohttp.ClientSession
    now: list[float]
    numbers: Any = field(default_factory=itertools.count)

    async def connect(self, secret: str | None = ROBOT_SECRET) -> int:
        """A new connection; returns the code of its subscription."""
        self.socket = await self.session.ws_connect(self.url)
        if secret is None:
            return 0
        return await self.send("aibot_subscribe", {"bot_id": ROBOT, "secret": secret})

    async def send(self, cmd: str, body: Json | None = None, req_id: str = "") -> int:
        """Send a frame; returns the code of its acknowledgement."""
        req_id = req_id or f"{cmd}_{next(self.numbers)}"
        await self.socket.send_json({"cmd": cmd, "headers": {"req_id": req_id}, "body": body or {}})
        while "cmd" in (frame := await self.socket.receive_json()):
            pass
        assert frame["headers"]["req_id"] == req_id
        assert "cmd" not in frame
        return int(frame["errcode"])

    async def answer(self, asked: Asked, **stream: Any) -> int:
        body = {"msgtype": "stream", "stream": {"id": "s1", "finish": True, "content": "好", **stream}}
        return await self.send("aibot_respond_msg", body, asked.req_id)


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """A subscribed connection."""
    now = [1_000_000.0]
    fake = new_robot(lambda: now[0])
    url = await fake.start()
    async with aiohttp.ClientSession() as session:
        made = Client(fake, url, session, now)
        assert await made.connect() == 0
        yield made
        await made.socket.close()
    await fake.stop()


async def test_subscribing(client: Client) -> None:
    """Once per connection, with the right pair, before anything else; the newest kicks the one before."""
    assert await client.send("ping") == 0
    assert await client.send("aibot_subscribe", {"bot_id": ROBOT, "secret": ROBOT_SECRET}) == 45009
    assert await client.send("aibot_dance") == 846610
    first = client.socket
    assert await client.connect("wrong") == 853000
    assert await client.send("ping") == 846609
    await client.socket.close()
    assert await client.connect() == 0
    event = await first.receive_json()
    assert event["body"]["event"]["eventtype"] == "disconnected_event"
    assert (await first.receive()).type is aiohttp.WSMsgType.CLOSE
    await client.socket.close()
    await client.connect(None)
    assert await client.send("ping") == 846609
    await client.socket.send_str("{")
    assert (await client.socket.receive_json())["errcode"] == 40058


async def test_answers(client: Client) -> None:
    """One answer per message, within a day, of a known req_id, no longer than it may be."""
    fake = client.fake
    asked = await fake.say("like", "你好")
    assert await client.answer(asked, content="字" * 6827) == 40058
    assert await client.answer(asked, content=" ") == 44004
    assert await client.answer(asked, msg_item=[]) == 40058
    assert await client.send("aibot_respond_msg", {"msgtype": "text", "text": {"content": "x"}}, asked.req_id) == 40008
    assert await client.send("aibot_respond_welcome_msg", {"msgtype": "text"}, asked.req_id) == 846605
    assert await client.answer(asked, finish=False, content="正在查") == 0
    assert await client.answer(asked, id="s2") == 846606
    assert await client.answer(asked, content="字" * 6826) == 0
    assert await client.answer(asked) == 846606
    assert len(fake.texts("like")) == 1
    late, slow, foreign = [await fake.say("like", "再问") for _ in range(3)]
    assert await client.answer(slow, finish=False) == 0
    client.now[0] += 361
    assert await client.answer(slow) == 846608
    client.now[0] += 24 * 3600
    assert await client.answer(late) == 846604
    foreign.req_id = "nobody's"
    assert await client.answer(foreign) == 846605
    assert len(fake.violations) >= 8


async def test_three_in_flight(client: Client) -> None:
    for _ in range(3):
        await client.fake.say("like", "你好")
    with pytest.raises(Refused):
        await client.fake.say("like", "你好")


async def test_pushes(client: Client) -> None:
    """Only where somebody has spoken; cards only in single chats, each task_id once; thirty a minute."""
    fake = client.fake
    words: Json = {"msgtype": "markdown", "markdown": {"content": "提醒"}}

    async def push(chat: str, **more: Any) -> int:
        return await client.send("aibot_send_msg", {"chatid": chat, **(words | more)})

    def card(**changes: Any) -> Json:
        return {"msgtype": "template_card", "template_card": BUTTONS | changes, "markdown": {}}

    assert await push("like") == 846607
    asked = await fake.say("like", "你好")
    await fake.say("like", "你好", chatid=GROUP)
    assert await client.answer(asked) == 0
    assert await push("like", chat_type=1) == 0
    assert await push("like", chat_type=2) == 846607
    assert await push("like", chat_type=9) == 40058
    assert await push(GROUP) == 0
    assert await push(GROUP, **card()) == 40008
    assert await push("like", **card(task_id="坏的号")) == 846625
    assert await push("like", **card(button_list=[{"text": "看", "type": 1, "url": "https://a.example"}])) == 42039
    assert await push("like", **card()) == 0
    assert await push("like", **card()) == 846625
    codes = [await push("like") for _ in range(28)]
    assert codes == [0] * 27 + [846607]


async def test_events_are_answered_within_five_seconds(client: Client) -> None:
    fake = client.fake
    asked = await fake.say("like", "你好")
    body = {"msgtype": "template_card", "template_card": BUTTONS}
    assert await client.send("aibot_respond_msg", body, asked.req_id) == 0
    update: Json = {
        "response_type": "update_template_card",
        "userids": ["like"],
        "template_card": BUTTONS | {"main_title": {"title": "已回执"}},
    }
    pressed = await fake.press("like", "t-1", "k1")
    wrong = update | {"template_card": BUTTONS | {"task_id": "t-2"}}
    assert await client.send("aibot_respond_update_msg", wrong, pressed.req_id) == 846625
    assert await client.send("aibot_respond_update_msg", update | {"response_type": "x"}, pressed.req_id) == 40008
    assert await client.send("aibot_respond_update_msg", update, pressed.req_id) == 0
    assert await client.send("aibot_respond_update_msg", update, pressed.req_id) == 846606
    assert "已回执" in fake.texts("like")[-1]
    late, entered = await fake.press("like", "t-1", "k1"), await fake.enter("like")
    client.now[0] += 5.1
    assert await client.send("aibot_respond_update_msg", update, late.req_id) == 846604
    hello = {"msgtype": "text", "text": {"content": "您好"}}
    assert await client.send("aibot_respond_welcome_msg", hello, entered.req_id) == 846604
    entered = await fake.enter("like")
    assert await client.send("aibot_respond_welcome_msg", hello, entered.req_id) == 0


async def test_an_idle_link_is_closed(client: Client) -> None:
    client.fake.idle = 0.05
    await client.connect(None)
    assert (await client.socket.receive()).type is aiohttp.WSMsgType.CLOSE
