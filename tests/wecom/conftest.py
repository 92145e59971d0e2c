"""The keys of the official sample (wecom.md 1.8, vector A), callback XML, and the client with its server."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.wecom.client import WeComClient
from tests.wecom.server import SECRET, Office

TOKEN = "QDG6eK"
AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
CORP = "wx5823bf96d3bd56c7"


def callback(**fields: str) -> bytes:
    """Plaintext XML of a callback; a value that begins with ``<`` stands as it is."""
    known = {"ToUserName": CORP, "FromUserName": "lin.hao", "CreateTime": "1761123456", "AgentID": "1000002", **fields}
    parts = (
        f"<{name}>{value if value.startswith('<') or value.isdigit() else f'<![CDATA[{value}]]>'}</{name}>"
        for name, value in known.items()
    )
    return f"<xml>{''.join(parts)}</xml>".encode()


def envelope(encrypted: str) -> bytes:
    """The body of a push (wecom.md 1.5)."""
    return (
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><AgentID><![CDATA[218]]></AgentID>"
        f"<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    ).encode()


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    office = Office()
    app = web.Application()
    app.router.add_route("*", "/cgi-bin/{path:.+}", office.handle)
    server = TestServer(app)
    await server.start_server()
    office.base = str(server.make_url("/"))
    yield office
    await server.close()


@pytest.fixture
async def client(office: Office) -> AsyncIterator[WeComClient]:
    async with aiohttp.ClientSession() as session:
        yield WeComClient(session, office.base, "wwcorp", SECRET, 1000002, now=lambda: office.clock, timeout=0.5)
