"""`FakeRobot`: WeCom's side of a 智能机器人 in long connection mode, strict as the documents (wecom.md 12.7)."""

import asyncio
import itertools
import json
import secrets
import time
from collections.abc import Callable, Sequence

from aiohttp import WSMsgType, web

from bot.sandbox.card_state import Choice
from bot.sandbox.core import ApiError, Journal, Json, Refused, ok
from bot.sandbox.directory import Directory
from bot.sandbox.feed import Feed
from bot.sandbox.lookups import Lookups
from bot.sandbox.media import MediaStore
from bot.sandbox.phones import PhoneMessage, Phones
from bot.sandbox.robot.asked import Asked, Asking, Sort
from bot.sandbox.robot.commands import Commands, shown_by
from bot.sandbox.robot.links import Faults, Link

IN_FLIGHT = 3
"""Messages of one person that may wait for their answers at once (wecom.md 12.2)."""
IDLE = 100.0
"""Seconds without a frame after which a link is closed: not documented, switchable."""


class FakeRobot:
    """One robot, the people who talk to it and its groups. `clock` gives office seconds, `real` those of rate windows.

    `frames` are (cmd, body, errcode) of everything received; `violations` what the real service would have refused.
    """

    def __init__(
        self,
        bot_id: str,
        secret: str,
        *,
        clock: Callable[[], float],
        real: Callable[[], float] = time.monotonic,
        name: str = "中枢",
    ) -> None:
        self.bot_id, self.secret, self.name = bot_id, secret, name
        self._clock = clock
        self.feed = Feed()
        self.phones = Phones(self.feed, clock)
        self.journal = Journal(self.feed, clock)
        self.asking = Asking()
        self.faults = Faults()
        self.idle = IDLE
        self.groups: dict[str, tuple[str, ...]] = {}
        lookups = Lookups(MediaStore(clock), Directory())
        self.commands = Commands(name, self.phones, self.journal, self.asking, self.groups, lookups, clock, real)
        self.frames: list[tuple[str, Json, int]] = []
        self.subscriptions = 0
        self._numbers = itertools.count(1)
        self._link: Link | None = None
        self._open: set[web.WebSocketResponse] = set()
        self._runner: web.AppRunner | None = None

    @property
    def violations(self) -> list[str]:
        return self.journal.violations

    @property
    def connected(self) -> bool:
        """Whether somebody has subscribed and is still there."""
        return self._link is not None

    async def start(self) -> str:
        """Serve; returns the address for ZHONGSHU_ROBOT_URL."""
        app = web.Application()
        app.router.add_get("/", self._serve)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return "ws://{}:{}/".format(*self._runner.addresses[0][:2])

    async def stop(self) -> None:
        """Close everything."""
        await self.cut()
        if self._runner is not None:
            await self._runner.cleanup()

    async def cut(self) -> None:
        """The network takes every connection away."""
        self._link = None
        for socket in list(self._open):
            await socket.close(code=1001)

    def add_group(self, chatid: str, members: Sequence[str]) -> None:
        """A group with the robot in it."""
        self.groups[chatid] = tuple(member.lower() for member in members)

    async def say(self, userid: str, text: str, *, chatid: str = "", quote: str = "") -> Asked:
        """A person writes to the robot, in a group with an @. Raises Refused for a fourth message in flight."""
        spoken = f"@{self.name} {text}" if chatid else text
        content: Json = {"msgtype": "text", "text": {"content": spoken}}
        if quote:
            content["quote"] = {"msgtype": "text", "text": {"content": quote}}
        return await self.send_content(userid, content, chatid=chatid, shown=spoken)

    async def send_content(self, userid: str, content: Json, *, chatid: str = "", shown: str = "") -> Asked:
        """A person sends something else: `content` is the msgtype and what stands under it."""
        userid = userid.lower()
        if self.asking.open(userid) >= IN_FLIGHT:
            raise Refused("three messages are in flight")
        self.phones.show(userid, str(content["msgtype"]), shown, userid, chatid=chatid, mine=True)
        self.commands.met.add(chatid or userid)
        asked = self._asked("message", userid, chatid, content, "aibot_msg_callback")
        return await self.deliver(asked)

    async def enter(self, userid: str) -> Asked:
        """A person opens the single chat for the first time today."""
        event: Json = {"msgtype": "event", "event": {"eventtype": "enter_chat"}}
        return await self.deliver(self._asked("enter", userid.lower(), "", event, "aibot_event_callback"))

    async def press(self, userid: str, task_id: str, key: str, selected: Choice | None = None) -> Asked:
        """A person presses a card. Raises Refused when it does not offer that."""
        card = self.phones.card(userid, task_id).card
        if card is None:
            raise Refused("no card")
        _, chosen = card.press(key, selected)
        items = [{"question_key": name, "option_ids": {"option_id": ids}} for name, ids in chosen.items()]
        pressed: Json = {"card_type": card.kind, "event_key": key, "task_id": task_id}
        pressed["selected_items"] = {"selected_item": items}
        event: Json = {
            "msgtype": "event",
            "event": {"eventtype": "template_card_event", "template_card_event": pressed},
        }
        asked = self._asked("press", userid.lower(), "", event, "aibot_event_callback")
        asked.task_id = task_id
        return await self.deliver(asked)

    def _asked(self, sort: Sort, userid: str, chatid: str, content: Json, cmd: str) -> Asked:
        body: Json = {"msgid": f"CAIQ{secrets.token_hex(12)}", "aibotid": self.bot_id, "from": {"userid": userid}}
        body["chattype"] = "group" if chatid else "single"
        if chatid:
            body["chatid"] = chatid
        if sort != "message":
            body["create_time"] = int(self._clock())
        return Asked(sort, userid, chatid, self._clock(), {**body, **content}, cmd)

    async def deliver(self, asked: Asked, *, fresh: bool = False) -> Asked:
        """Push the callback; `fresh` repeats it under a new req_id. Nobody connected: it is lost."""
        if fresh:
            asked = Asked(asked.sort, asked.userid, asked.chatid, self._clock(), asked.body, asked.cmd)
        if self._link is not None:
            asked.link = self._link.number
            self.asking.keep(asked)
            await self._link.socket.send_json(asked.frame())
        return asked

    async def push_raw(self, text: str) -> None:
        """Send any text as a frame."""
        if self._link is not None:
            await self._link.socket.send_str(text)

    def texts(self, userid: str, chatid: str = "") -> list[str]:
        """The robot's words on this phone, of the single chat or of a group."""
        return shown_by([message for message in self.phones.inbox(userid) if message.chatid == chatid])

    async def wait_for(self, userid: str, found: Callable[[PhoneMessage], bool], timeout: float = 30.0) -> PhoneMessage:
        """The first message on the phone that satisfies `found`. Raises TimeoutError."""
        return await self.phones.wait_for(userid, found, timeout)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if self.faults.shut:
            return web.Response(status=503)
        socket = web.WebSocketResponse(max_msg_size=1 << 20)
        await socket.prepare(request)
        link = Link(next(self._numbers), socket)
        self._open.add(socket)
        try:
            while True:
                message = await socket.receive(timeout=self.idle)
                if message.type is not WSMsgType.TEXT:
                    break
                if not await self._frame(link, message.data):
                    await socket.close()
                    break
        except TimeoutError:
            await socket.close()
        finally:
            self._open.discard(socket)
            if self._link is link:
                self._link = None
        return socket

    async def _frame(self, link: Link, text: str) -> bool:
        """Carry out one frame; False when the connection breaks over it."""
        try:
            frame = json.loads(text)
            cmd, req_id = frame["cmd"], frame["headers"]["req_id"]
            body = frame.get("body", {})
            if not (isinstance(cmd, str) and isinstance(req_id, str) and req_id and isinstance(body, dict)):
                raise TypeError
        except (ValueError, TypeError, KeyError):
            self.journal.violation("not a frame")
            await link.socket.send_json({"headers": {}, "errcode": 40058, "errmsg": "wrong json format"})
            return True
        if cmd in self.faults.lose:
            self.faults.lose.remove(cmd)
            return False
        answer = await self._carry_out(link, cmd, req_id, body)
        self.frames.append((cmd, body, answer["errcode"]))
        if cmd in self.faults.lose_ack:
            self.faults.lose_ack.remove(cmd)
            return False
        growing = body.get("msgtype") == "stream" and not body["stream"].get("finish")
        if not self.faults.mute and not (self.faults.silent_acks and growing):
            await link.socket.send_json({"headers": {"req_id": req_id}, **answer})
        return True

    async def _carry_out(self, link: Link, cmd: str, req_id: str, body: Json) -> Json:
        try:
            if (code := self.faults.refuse.pop(cmd, 0)) != 0:
                raise ApiError(code, "refused", excused=True)
            if cmd == "aibot_subscribe":
                return await self._subscribe(link, body)
            if not link.subscribed or self._link is not link:
                raise ApiError(846609, "not subscribed", excused=link.subscribed)
            if cmd == "ping":
                return ok()
            if cmd not in self.commands.all:
                raise ApiError(846610, f"unknown cmd {cmd}")
            return self.commands.all[cmd](body, req_id, link.number)
        except (ApiError, Refused) as error:
            found = error if isinstance(error, ApiError) else ApiError(846625, str(error))
            if not found.excused:
                self.journal.violation(f"{cmd}: {found.code} {found.text}")
            return {"errcode": found.code, "errmsg": found.text}

    async def _subscribe(self, link: Link, body: Json) -> Json:
        if link.subscribed:
            raise ApiError(45009, "subscribed already")
        if body != {"bot_id": self.bot_id, "secret": self.secret}:
            raise ApiError(853000, "invalid bot_id or secret", excused=True)
        before, self._link = self._link, link
        link.subscribed = True
        self.subscriptions += 1
        if before is not None:
            event: Json = {"msgtype": "event", "event": {"eventtype": "disconnected_event"}}
            await before.socket.send_json(self._asked("enter", "", "", event, "aibot_event_callback").frame())
            closing = asyncio.create_task(before.socket.close())
            closing.add_done_callback(lambda done: done.exception())
        return ok()
