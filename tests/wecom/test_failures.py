"""Every reaction of wecom.md 13, and no secret in any of them."""

import asyncio
import traceback

import aiohttp
import pytest
from aiohttp import web

from bot.wecom.client import WeComClient
from bot.wecom.errors import TABLE, Reaction, WeComError, WeComUnreachable
from bot.wecom.messages import (
    Text,
)
from tests.wecom.server import KEY, SECRET, Answer, Office, failure, raw, refuse


async def test_every_code_of_the_table_reaches_the_caller_as_it_stands(office: Office, client: WeComClient) -> None:
    codes = sorted(code for code in TABLE if code not in (40014, 42001, 40001, 81013))
    for code in codes:
        office.tell("message/send", refuse(code, "whatever, hint: [1], from ip: 203.0.113.7, more info at https://e"))
        error = await failure(client.send(["lin.hao"], Text(content="好")))
        entry = TABLE[code]
        assert (error.code, error.reaction, error.fix) == (code, entry.reaction, entry.fix)
        assert str(code) in str(error)
    assert office.count("message/send") == len(codes) > 300


async def test_the_address_to_be_allowed_is_quoted(office: Office, client: WeComClient) -> None:
    text = "not allow to access from your ip, hint: [9], from ip: 203.0.113.7, more info at https://e?e=60020"
    office.tell("user/get", refuse(60020, text), refuse(60020, "from ip: ...:::, more"))
    error = await failure(client.user("lin.hao"))
    assert "203.0.113.7" in str(error)
    assert error.reaction is Reaction.ALERT
    assert "企业可信IP" in str(await failure(client.user("lin.hao")))


async def test_an_unknown_code_is_named(office: Office, client: WeComClient) -> None:
    office.tell("message/recall", refuse(999999))
    error = await failure(client.recall("m"))
    assert error.reaction is Reaction.FIX
    assert "999999" in error.fix


async def hang() -> web.Response:
    await asyncio.Event().wait()
    raise AssertionError


@pytest.mark.parametrize(
    ("answer", "maybe_done"),
    [
        (raw(status=500), True),
        (raw(status=503, text="busy"), True),
        (raw(status=404), False),
        (raw(status=302, headers={"Location": "https://elsewhere.example.com"}), False),
        (raw(text="<html>portal</html>"), True),
        (raw(text="[1]"), True),
        (raw(text='{"errcode": "zero"}'), True),
        (hang, True),
    ],
)
async def test_no_usable_answer(office: Office, client: WeComClient, answer: Answer, maybe_done: bool) -> None:
    office.tell("message/send", answer)
    with pytest.raises(WeComUnreachable) as refusal:
        await client.send(["lin.hao"], Text(content="好"))
    assert refusal.value.maybe_done is maybe_done
    assert refusal.value.path == "message/send"


async def test_nobody_listens(unused_tcp_port: int) -> None:
    async with aiohttp.ClientSession() as session:
        client = WeComClient(session, f"http://127.0.0.1:{unused_tcp_port}", "c", SECRET, 1, now=lambda: 0.0)
        with pytest.raises(WeComUnreachable, match="连接不上") as refusal:
            await client.ready()
        assert not refusal.value.maybe_done


async def test_a_cut_connection(office: Office, client: WeComClient) -> None:
    async def cut() -> web.Response:
        raise asyncio.CancelledError

    office.tell("message/recall", cut)
    with pytest.raises(WeComUnreachable) as refusal:
        await client.recall("m")
    assert refusal.value.maybe_done


async def test_no_secret_token_or_key_in_what_is_raised(office: Office, client: WeComClient) -> None:
    await client.ready()
    shown = []
    for answer in (raw(status=500), refuse(40014, f"bad token-1 {SECRET}"), raw(text=SECRET)):
        office.tell("gettoken", answer)
        office.tell("message/recall", answer)
        office.tell("webhook/send", answer)
        office.clock += 10000
        for call in (client.ready(), client.recall("m"), client.webhook(KEY, Text(content="好"))):
            with pytest.raises((WeComError, WeComUnreachable)) as refusal:
                await call
            shown.append("".join(traceback.format_exception(refusal.value)) + repr(refusal.value.__dict__))
            assert refusal.value.__context__ is None
    shown.append(repr(client))
    assert not any(word in text for text in shown for word in (SECRET, KEY, "token-1"))
