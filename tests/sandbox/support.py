"""What the tests of the fake WeCom share."""

import asyncio
from collections.abc import Callable
from typing import Any, Self

import aiohttp
from aiohttp import web

from bot.sandbox import xml
from bot.sandbox.crypto import Codec
from bot.sandbox.server import FakeWeCom

CORP = "wx5823bf96d3bd56c7"
SECRET = "a-secret"
AGENT = 1000002
TOKEN = "QDG6eK"
AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
Json = dict[str, Any]
URL = "https://bot.example.com/"


class Time:
    """Office seconds and real seconds, both standing still until moved."""

    def __init__(self) -> None:
        self.office = 1_790_000_000.0
        self.seconds = 0.0

    def clock(self) -> float:
        return self.office

    def real(self) -> float:
        return self.seconds


class Api:
    """Raw calls to the fake's API; the token is fetched anew for each call."""

    def __init__(self, fake: FakeWeCom, base: str) -> None:
        self.fake = fake
        self.base = base
        self.session = aiohttp.ClientSession()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.session.close()

    async def token(self) -> str:
        answer = await self.raw("GET", "gettoken", {"corpid": CORP, "corpsecret": SECRET})
        return str(answer["access_token"])

    async def raw(self, method: str, path: str, query: dict[str, str], **more: Any) -> Json:
        async with self.session.request(method, f"{self.base}/cgi-bin/{path}", params=query, **more) as response:
            assert response.status == 200
            found: Json = await response.json()
            assert response.headers["Error-Code"] == str(found["errcode"])
            return found

    async def get(self, path: str, **query: str) -> Json:
        return await self.raw("GET", path, {"access_token": await self.token(), **query})

    async def post(self, path: str, body: object, **query: str) -> Json:
        return await self.raw("POST", path, {"access_token": await self.token(), **query}, json=body)

    async def send(self, kind: str, payload: object, touser: str | None = "zhangmin", **more: object) -> Json:
        body = {"touser": touser, "agentid": AGENT, "msgtype": kind, kind: payload, **more}
        return await self.post("message/send", {key: value for key, value in body.items() if value is not None})

    async def text(self, content: str = "您好", touser: str | None = "zhangmin", **more: object) -> Json:
        return await self.send("text", {"content": content}, touser, **more)


class Bot:
    """A callback server. `answer(plaintext)` gives the reply's plaintext, or None for an empty body."""

    def __init__(self) -> None:
        self.codec = Codec(TOKEN, AES_KEY, CORP)
        self.seen: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.rejected = 0
        self.statuses: list[int] = []
        self.answer: Callable[[Json], bytes | None] = lambda _: None
        self.raw_answer: bytes | None = None
        self.echo: Callable[[bytes], bytes] = lambda plain: plain
        self.hold: asyncio.Event | None = None
        self.meet: asyncio.Barrier | None = None
        self._runner: web.AppRunner | None = None

    async def start(self) -> str:
        app = web.Application()
        app.router.add_get("/cb", self._verify)
        app.router.add_post("/cb", self._receive)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}/cb"

    async def stop(self) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _verify(self, request: web.Request) -> web.Response:
        if self.hold is not None:
            await self.hold.wait()
        query = request.query
        assert query["msg_signature"] == self.codec.sign(query["timestamp"], query["nonce"], query["echostr"])
        return web.Response(body=self.echo(self.codec.decrypt(query["echostr"])))

    async def _receive(self, request: web.Request) -> web.Response:
        query = request.query
        envelope = xml.read(await request.read())
        encrypted = envelope["Encrypt"]
        if query["msg_signature"] != self.codec.sign(query["timestamp"], query["nonce"], encrypted):
            self.rejected += 1
            return web.Response(status=403)
        plaintext = self.codec.decrypt(encrypted)
        self.seen.append(plaintext)
        self.headers.append({"nonce": query["nonce"], "type": request.content_type, **envelope})
        if self.hold is not None:
            await self.hold.wait()
        if self.meet is not None:
            await self.meet.wait()
        if self.statuses:
            return web.Response(status=self.statuses.pop(0))
        if self.raw_answer is not None:
            return web.Response(body=self.raw_answer)
        reply = self.answer(xml.read(plaintext))
        return web.Response(body=self.seal(reply) if reply is not None else b"")

    def seal(self, reply: bytes) -> bytes:
        encrypted = self.codec.encrypt(reply)
        signature = self.codec.sign("1790000000", "n", encrypted)
        return (
            f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt><MsgSignature>{signature}</MsgSignature>"
            f"<TimeStamp>1790000000</TimeStamp><Nonce>n</Nonce></xml>"
        ).encode()

    def fields(self, index: int = -1) -> Json:
        return xml.read(self.seen[index])


def reply(kind: str, inner: str, to: str = "zhangmin") -> bytes:
    """The plaintext of a passive reply."""
    return (
        f"<xml><ToUserName>{to}</ToUserName><FromUserName>{CORP}</FromUserName><CreateTime>1790000000</CreateTime>"
        f"<MsgType>{kind}</MsgType>{inner}</xml>"
    ).encode()


def buttons(task_id: str = "t-1", **more: object) -> Json:
    """A small button card."""
    return {
        "card_type": "button_interaction",
        "main_title": {"title": "签收", "desc": "区府办〔2026〕31号"},
        "task_id": task_id,
        "button_list": [{"text": "签收", "key": "sign"}, {"text": "详情", "type": 1, "url": URL}],
        **more,
    }


def notice(**more: object) -> Json:
    """A small text card."""
    action = {"type": 1, "url": URL}
    return {"card_type": "text_notice", "main_title": {"title": "通知"}, "card_action": action, **more}


def vote(task_id: str = "v-1", **more: object) -> Json:
    """A small vote card."""
    options = [{"id": f"o{n}", "text": f"选项{n}", "is_checked": n == 1} for n in range(1, 4)]
    return {
        "card_type": "vote_interaction",
        "main_title": {"title": "参会回执"},
        "task_id": task_id,
        "checkbox": {"question_key": "q", "mode": 1, "option_list": options},
        "submit_button": {"text": "提交", "key": "submit"},
        **more,
    }


def selects(task_id: str = "m-1", **more: object) -> Json:
    """A small multiple-choice card."""
    rooms = [{"id": "301", "text": "三楼会议室"}, {"id": "201", "text": "二楼会议室"}]
    return {
        "card_type": "multiple_interaction",
        "main_title": {"title": "选择会议室"},
        "task_id": task_id,
        "select_list": [{"question_key": "room", "title": "会议室", "selected_id": "301", "option_list": rooms}],
        "submit_button": {"text": "预订", "key": "book"},
        **more,
    }
