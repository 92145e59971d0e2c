"""One connection to the robot's side of WeCom: frames, acknowledgements, heartbeat (wecom.md 12.7).

No frame is ever logged and no exception carries one: they hold what people wrote.
"""

import asyncio
import contextlib
import secrets
from collections.abc import Callable
from typing import Any

import aiohttp
import orjson

from bot.robot.pace import Pace

Json = dict[str, Any]

FRAME_LIMIT = 1 << 18
"""Bytes. Words only: files come as addresses, and none is fetched."""
MISSED_PINGS = 2
NOT_SUBSCRIBED = 846609


class Refused(Exception):
    """WeCom did not take a frame."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class Lost(Exception):
    """There is no connection, or it broke. `maybe` tells whether the frame may have arrived."""

    def __init__(self, *, maybe: bool) -> None:
        super().__init__("maybe" if maybe else "not sent")
        self.maybe = maybe


class Link:
    """A connection that was opened. `listen` runs it until it ends; `call` may be used meanwhile."""

    def __init__(
        self,
        socket: aiohttp.ClientWebSocketResponse,
        pace: Pace,
        real: Callable[[], float],
        on_callback: Callable[[Json], None],
    ) -> None:
        self._socket, self._pace, self._real, self._on_callback = socket, pace, real, on_callback
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._reading: asyncio.Task[None] | None = None
        self.taken_over = False
        """Whether WeCom said that this connection is no longer the robot's."""

    @property
    def alive(self) -> bool:
        return not self._socket.closed

    async def subscribe(self, bot_id: str, secret: str) -> None:
        """Begin: once per connection. Raises Refused, Lost."""
        self._reading = asyncio.create_task(self._read())
        await self.call("aibot_subscribe", {"bot_id": bot_id, "secret": secret})

    async def listen(self) -> None:
        """Hear callbacks and keep the heart beating until the connection ends."""
        beating = asyncio.create_task(self._beat())
        try:
            if self._reading is not None:
                await asyncio.wait([self._reading])
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)
            await self.close()

    async def call(self, cmd: str, body: Json | None, req_id: str | None = None) -> Json:
        """Send a frame and wait for its acknowledgement. One at a time per req_id. Raises Refused, Lost."""
        req_id = req_id or f"{cmd}_{int(self._real() * 1000)}_{secrets.token_hex(4)}"
        frame: Json = {"cmd": cmd, "headers": {"req_id": req_id}}
        if body is not None:
            frame["body"] = body
        if not self.alive:
            raise Lost(maybe=False)
        answer = self._waiting[req_id] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(self._pace.ack):
                await self._socket.send_str(orjson.dumps(frame).decode())
                ack = await answer
        except TimeoutError:
            await self.close()
            raise Lost(maybe=True) from None
        except (aiohttp.ClientError, OSError):
            raise Lost(maybe=True) from None
        finally:
            self._waiting.pop(req_id, None)
        self._check(ack)
        body = ack.get("body")
        return body if isinstance(body, dict) else {}

    def _check(self, ack: Json) -> None:
        code = ack.get("errcode")
        if code == NOT_SUBSCRIBED:
            self.taken_over = True
        if code != 0:
            raise Refused(code if isinstance(code, int) else -1)

    async def close(self) -> None:
        """End it. A side that does not say goodbye is not waited for long."""
        with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError):
            async with asyncio.timeout(1):
                await self._socket.close()
        reading = self._reading
        if reading is not None and reading is not asyncio.current_task():
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
        self._lose()

    async def _read(self) -> None:
        try:
            async for message in self._socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._take(message.data)
        finally:
            self._lose()

    def _take(self, text: str) -> None:
        try:
            frame = orjson.loads(text)
        except orjson.JSONDecodeError:
            return
        if not isinstance(frame, dict):
            return
        if "cmd" in frame:
            self._on_callback(frame)
            return
        headers = frame.get("headers")
        waiting = self._waiting.get(headers.get("req_id", "")) if isinstance(headers, dict) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(frame)

    def _lose(self) -> None:
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(Lost(maybe=True))

    async def _beat(self) -> None:
        missed = 0
        while missed < MISSED_PINGS:
            await asyncio.sleep(self._pace.ping)
            try:
                await self._ping()
                missed = 0
            except TimeoutError:
                missed += 1
            except (Refused, Lost, aiohttp.ClientError, OSError):
                break
        await self._socket.close()

    async def _ping(self) -> None:
        """Unlike other frames, one that stays unanswered does not end the link at once."""
        req_id = f"ping_{int(self._real() * 1000)}_{secrets.token_hex(4)}"
        answer = self._waiting[req_id] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(self._pace.ack):
                await self._socket.send_str(orjson.dumps({"cmd": "ping", "headers": {"req_id": req_id}}).decode())
                ack = await answer
        finally:
            self._waiting.pop(req_id, None)
        self._check(ack)


async def open_link(
    session: aiohttp.ClientSession,
    url: str,
    pace: Pace,
    real: Callable[[], float],
    on_callback: Callable[[Json], None],
) -> Link:
    """Connect. Raises aiohttp.ClientError, OSError, TimeoutError."""
    async with asyncio.timeout(pace.connect):
        socket = await session.ws_connect(url, max_msg_size=FRAME_LIMIT, autoclose=True, autoping=True)
    return Link(socket, pace, real, on_callback)
