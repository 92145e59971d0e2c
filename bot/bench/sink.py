"""A WeCom that accepts everything and costs little, so that the bench weighs the bot and not the fake.

Answers are of the right shape; strictness belongs to bot/sandbox, whose cost would hide what is measured.
"""

import asyncio
import sys
from typing import cast

GETTOKEN = b'{"errcode":0,"errmsg":"ok","access_token":"bench","expires_in":7200}'
SENT = b'{"errcode":0,"errmsg":"ok","invaliduser":"","msgid":"m"}'
OTHERS = {
    b"gettoken": GETTOKEN,
    b"oa/calendar/add": b'{"errcode":0,"errmsg":"ok","cal_id":"bench"}',
    b"oa/schedule/add": b'{"errcode":0,"errmsg":"ok","schedule_id":"bench"}',
    b"oa/schedule/get_by_calendar": b'{"errcode":0,"errmsg":"ok","schedule_list":[]}',
}
OK = b'{"errcode":0,"errmsg":"ok"}'


class Sink(asyncio.Protocol):
    """HTTP/1.1 by hand: requests with Content-Length, kept alive. `/count` tells the messages, `/cards` the changes."""

    messages = cards = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport, self._buffer = cast(asyncio.Transport, transport), b""

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end].lower()
            at = head.find(b"content-length:")
            size = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(self._buffer) < end + 4 + size:
                return
            self._buffer = self._buffer[end + 4 + size :]
            self._answer(head.split(b"\r\n", 1)[0].split(b"?", 1)[0])

    def _answer(self, line: bytes) -> None:
        if b"message/send" in line:
            Sink.messages += 1
            body = SENT
        elif b"update_template_card" in line:
            Sink.cards += 1
            body = OK
        elif b"/count" in line or b"/cards" in line:
            body = str(Sink.messages if b"/count" in line else Sink.cards).encode()
        else:
            body = next((answer for path, answer in OTHERS.items() if path in line), OK)
        self._transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
        )


async def serve(port: int) -> None:
    """Until killed."""
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
