"""What arrives at the callback address: verification, retries, and everything that must not get in."""

import io
import secrets
from urllib.parse import urlencode

import aiohttp
import pytest
import structlog

from bot import logs
from bot.sandbox.callbacks import CallbackFaults
from bot.wecom.crypto import Codec
from tests.day import AES_KEY, CORP, TOKEN, Day

REGISTER = "登记收文：平件，市委办，南委办〔2026〕88号，《关于做好有关工作的通知》，阅件"


@pytest.fixture
def captured(day: Day) -> io.StringIO:
    """The log of the bot."""
    stream = io.StringIO()
    logs.set_up(day.clock, stream)
    return stream


async def post(day: Day, body: bytes, *, signature: str | None = None, query: dict[str, str] | None = None) -> int:
    """Post a raw body as if WeCom had; signed rightly unless told otherwise."""
    asked = {"timestamp": "1790000000", "nonce": secrets.token_hex(4)}
    asked["msg_signature"] = signature if signature is not None else "0" * 40
    async with aiohttp.ClientSession() as session:
        url = f"{day.address}/wecom/callback?{urlencode(asked if query is None else query)}"
        async with session.post(url, data=body) as answer:
            assert await answer.read() == b""
            return answer.status


async def post_signed(day: Day, plaintext: bytes, corp: str = CORP) -> int:
    """Post a plaintext inside a validly signed envelope."""
    codec = Codec(TOKEN, AES_KEY, corp)
    encrypted = codec.encrypt(plaintext)
    body = f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>".encode()
    asked = {"timestamp": "1790000000", "nonce": "n"}
    asked["msg_signature"] = codec.sign("1790000000", "n", encrypted)
    return await post(day, body, query=asked)


def stored(day: Day) -> int:
    return sum(len(day.rows(kind)) for kind in ("incoming", "outbox", "audit"))


async def test_verification_is_byte_exact(day: Day) -> None:
    codec = Codec(TOKEN, AES_KEY, CORP)
    for secret in (b"1616140317555161061", b"0", "中文也要原样".encode()):
        echo = codec.encrypt(secret)
        query = {"timestamp": "1", "nonce": "2", "echostr": echo, "msg_signature": codec.sign("1", "2", echo)}
        url = f"{day.address}/wecom/callback"
        async with aiohttp.ClientSession() as session, session.get(url, params=query) as answer:
            assert (answer.status, await answer.read()) == (200, secret)


async def test_the_same_message_three_times_and_after_a_restart(day: Day) -> None:
    zhang = day.phone("zhangmin")
    said = await day.fake.say("zhangmin", REGISTER, CallbackFaults(duplicates=2))
    await day.settle()
    await day.restart_bot()
    assert (await day.fake.send_raw(said.plaintext, "zhangmin")).accepted
    await day.settle()
    assert [row["no"] for row in day.rows("incoming")] == ["收〔2026〕1203号"]
    assert sum("收〔2026〕1203号" in text for text in zhang.texts) == 1


async def test_lost_acknowledgements_do_nothing_twice(day: Day) -> None:
    await day.fake.say("zhangmin", REGISTER, CallbackFaults(lose_answers=2))
    await day.settle()
    assert len(day.rows("incoming")) == 1
    assert sum("收〔2026〕1203号" in text for text in day.phone("zhangmin").texts) == 1


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><xml><Content>&b;</Content></xml>'
INSIDE = {
    "entity bomb": BOMB,
    "external entity": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Content>&a;</Content></xml>',
    "not xml": b"{}",
    "truncated": b"<xml><ToUserName><![CDATA[ww",
    "nul": b"<xml><FromUserName>zhangmin</FromUserName><Content>a\x00b</Content></xml>",
    "very deep": b"<x>" * 5000 + b"</x>" * 5000,
    "foreign root": "<html><body>登记收文</body></html>".encode(),
    "nested": b"<xml><xml><MsgType>text</MsgType></xml></xml>",
    "empty": b"",
    "bad utf-8": b"<xml><Content>\xff\xfe</Content></xml>",
}


@pytest.mark.parametrize("name", INSIDE)
async def test_nonsense_inside_a_valid_envelope(day: Day, captured: io.StringIO, name: str) -> None:
    before = stored(day)
    assert await post_signed(day, INSIDE[name]) in {200, 400}
    assert stored(day) == before
    assert captured.getvalue().count("\n") == 1
    assert "登记" in await day.phone("zhangmin").says("帮助")


OUTSIDE = {
    "empty": b"",
    "not xml": b"hello",
    "truncated": b"<xml><Encrypt><![CDATA[abc",
    "two Encrypt": b"<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>",
    "doctype": b'<!DOCTYPE x [<!ENTITY a "b">]><xml><Encrypt>a</Encrypt></xml>',
    "nul": b"<xml><Encrypt>\x00</Encrypt></xml>",
    "oversized": b"<xml><Encrypt>" + b"A" * 300_000 + b"</Encrypt></xml>",
    "nested tags": b"<a>" * 30_000,
}


@pytest.mark.parametrize("name", OUTSIDE)
async def test_nonsense_outside(day: Day, captured: io.StringIO, name: str) -> None:
    before = stored(day)
    assert 400 <= await post(day, OUTSIDE[name]) < 500
    assert stored(day) == before
    assert captured.getvalue().count('"rejected"') == 1


async def test_wrong_signature_corp_and_missing_query(day: Day, captured: io.StringIO) -> None:
    plain = (await day.fake.say("zhangmin", "帮助")).plaintext
    await day.settle()
    before = stored(day)
    assert await post_signed(day, plain, corp="wwsomebodyelse00001") == 400
    assert await post(day, b"<xml><Encrypt>abcd</Encrypt></xml>", signature="f" * 40) == 400
    assert await post(day, b"<xml><Encrypt>abcd</Encrypt></xml>", query={}) == 400
    assert stored(day) == before
    assert captured.getvalue().count('"rejected"') == 3


async def test_unknown_events_and_media(day: Day) -> None:
    assert (await day.fake.event("zhangmin", "some_future_event")).accepted
    zhang = day.phone("zhangmin")
    assert (await day.fake.send_media("zhangmin", "image")).accepted
    await day.settle()
    assert "请勿发送文件照片" in zhang.last
    assert (await day.fake.send_media("zhangmin", "voice")).accepted
    await day.settle()
    assert "打字" in zhang.last
    assert not any("media/get" in path for path in day.fake.journal.calls)


async def test_a_stranger_learns_nothing(day: Day) -> None:
    day.fake.add_member("nobody", "陌生人")
    assert "未查询到相关信息" in await day.phone("nobody").says("督办0101号到哪了")


async def test_health_and_metrics(day: Day) -> None:
    async with aiohttp.ClientSession() as session:
        for path in ("/healthz", "/readyz", "/metrics"):
            async with session.get(f"{day.address}{path}") as answer:
                assert answer.status == 200, await answer.text()
        async with session.post(f"{day.address}/clock", json={"advance": "PT1H"}) as answer:
            assert (await answer.json())["now"] == "2026-09-18T16:20:00+08:00"
        async with session.post(f"{day.address}/clock", json={"to": "2026-09-18T16:00:00+08:00"}) as answer:
            assert answer.status == 400
        wrongs: list[object] = [{}, {"to": "soon"}, {"advance": "1h"}, [], {"advance": "P"}]
        for wrong in wrongs:
            async with session.post(f"{day.address}/clock", json=wrong) as answer:
                assert answer.status == 400


def test_structlog_is_reset() -> None:
    structlog.reset_defaults()
    assert not structlog.is_configured()
