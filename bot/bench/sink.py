"""A WeCom that accepts everything and costs little, so that the bench weighs the bot and not the fake.

Answers are of the right shape; strictness belongs to bot/sandbox, whose cost would hide what is measured.
"""

import asyncio
import sys
from typing import cast

GETTOKEN = b'{"errcode":0,"errmsg":"ok","access_token":"bench","expires_in":7200}'
SENT = b'{"errcode":0,"errmsg":"ok","invaliduser":"","msgid":"m"}'


class Sink(asyncio.Protocol):
    """HTTP/1.1 by hand: requests with Content-Length, kept alive."""

    count = 0

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
            self._answer(head)

    def _answer(self, head: bytes) -> None:
        if b"message/send" in head.split(b"\r\n", 1)[0]:
            Sink.count += 1
            body = SENT
        elif b"/count" in head.split(b"\r\n", 1)[0]:
            body = str(Sink.count).encode()
        else:
            body = GETTOKEN
        self._transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
        )


async def serve(port: int) -> None:
    """Until killed."""
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
