"""The doors of the server: who sends what there and gets nothing for it (docs/threat-model.md)."""

import asyncio
import gzip
import inspect
import statistics
import time
import zlib
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import server, serving
from bot.app import Bot
from bot.metrics import METRICS
from bot.server import BODY_LIMIT, IDLE, make_app
from bot.wecom.crypto import Codec
from scheduler.clock import SHANGHAI, SteerableClock
from storage import inbox
from tests.day import AES_KEY, CORP, TOKEN, Day, settings_for

CODEC = Codec(TOKEN, AES_KEY, CORP)
REGISTER = "登记收文：平件，市委办，南委办〔2026〕8号，《关于开展检查的通知》，办件"


def _pushed(text: str, msgid: int = 7561230000000000001, created: int = 1789714800) -> tuple[dict[str, str], bytes]:
    """Query and body of a text message, sealed and signed as WeCom does."""
    plain = (
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><FromUserName><![CDATA[zhangmin]]></FromUserName>"
        f"<CreateTime>{created}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content>"
        f"<MsgId>{msgid}</MsgId><AgentID>1000002</AgentID></xml>"
    )
    sealed = CODEC.encrypt(plain.encode())
    query = {"timestamp": str(created), "nonce": "1372623149"}
    query["msg_signature"] = CODEC.sign(query["timestamp"], query["nonce"], sealed)
    return query, f"<xml><ToUserName>{CORP}</ToUserName><Encrypt>{sealed}</Encrypt></xml>".encode()


@pytest_asyncio.fixture
async def office(sqlite_url: str) -> AsyncIterator[Day]:
    running = Day(sqlite_url)
    await running.start()
    yield running
    await running.stop()


async def _post(day: Day, query: dict[str, str], body: bytes, **headers: str) -> int:
    url = f"{day.address}/wecom/callback"
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, params=query, data=body, headers=headers) as answer,
    ):
        return answer.status


async def test_a_forged_callback_does_nothing(office: Day) -> None:
    query, body = _pushed(REGISTER)
    other, _ = _pushed("待办", msgid=2)
    flipped = query["msg_signature"][:-1] + ("0" if query["msg_signature"][-1] != "0" else "1")
    forged = [
        {**query, "msg_signature": other["msg_signature"]},
        {**query, "msg_signature": flipped},
        {**query, "msg_signature": ""},
        {**query, "msg_signature": query["msg_signature"].upper()},
        {**query, "timestamp": "1789714801"},
        {**query, "nonce": "x"},
        {name: query[name] for name in ("msg_signature", "nonce")},
    ]
    assert [await _post(office, one, body) for one in forged] == [400] * len(forged)
    assert office.rows("incoming") == []
    assert await _post(office, query, body) == 200
    assert len(office.rows("incoming")) == 1


async def test_a_recorded_callback_said_again_does_nothing_twice(office: Day) -> None:
    """At once, with another nonce, next month, and after the year for which keys are remembered."""
    query, body = _pushed(REGISTER)
    for _ in range(3):
        assert await _post(office, query, body) == 200
    for days in (30, 300):
        office.clock.move(office.clock.now() + timedelta(days=days))
        await office.bot.db.write(partial(inbox.forget_old, now=office.clock.now()))
        assert await _post(office, query, body) == 200
    assert len(office.rows("incoming")) == 1


async def test_what_is_older_than_the_memory_is_refused_at_the_door(sqlite_url: str) -> None:
    """Off loopback, where no fake WeCom lives at a time of its own."""
    start = datetime(2027, 10, 1, 9, tzinfo=SHANGHAI)
    day = Day(sqlite_url)
    bot = Bot(settings_for("https://qyapi.example", sqlite_url, office="office.yaml"), day.office, clock=None)
    bot.clock = SteerableClock(start)
    old = int((start - inbox.KEEP - timedelta(minutes=1)).timestamp())
    assert server._too_old(bot, old)
    assert not server._too_old(bot, int((start - timedelta(days=1)).timestamp()))
    assert not server._too_old(bot, int((start + timedelta(days=1)).timestamp()))
    await bot.db.close()


async def test_bodies_and_heads_have_a_limit(office: Day) -> None:
    query, body = _pushed("待办")
    huge = b"<xml>" + b"a" * (BODY_LIMIT + 1) + b"</xml>"
    assert await _post(office, query, huge) == 413
    bomb = gzip.compress(b"<a>" * 20_000_000, 9)
    assert await _post(office, query, bomb, **{"Content-Encoding": "gzip"}) in (400, 413)
    assert await _post(office, query, zlib.compress(b"x" * 50_000_000), **{"Content-Encoding": "deflate"}) in (400, 413)
    assert await _post(office, query, b"<xml>" * 20_000) == 400
    assert await _post(office, query, body, **{"X-Long": "a" * 9000}) == 400
    assert await _post(office, {**query, "nonce": "a" * 9000}, body) in (400, 414)
    many = {f"X-{n}": "a" * 50 for n in range(5000)}
    with suppress(aiohttp.ClientError):
        assert await _post(office, query, body, **many) == 400
    assert await _post(office, query, body) == 200, "and goes on serving"


async def _dribble(host: str, port: int, head: bytes, drop: bytes, seconds: float) -> bytes:
    """Send a drop now and then; what came back when the other side had enough, or AssertionError."""
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(head)
    until = time.monotonic() + seconds
    answer = b""
    try:
        while time.monotonic() < until:
            writer.write(drop)
            with suppress(ConnectionError):
                await writer.drain()
            try:
                more = await asyncio.wait_for(reader.read(1000), 0.1)
            except TimeoutError:
                continue
            except ConnectionError:
                return answer
            if not more:
                return answer
            answer += more
            if answer:
                return answer
        raise AssertionError("the connection was never given up")
    finally:
        writer.close()


async def test_slow_clients_are_given_up(office: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """A head that never ends, a body that never ends: neither holds anything, others are served meanwhile."""
    monkeypatch.setattr(server, "BODY_SECONDS", 0.3)
    runner = web.AppRunner(make_app(office.bot), keepalive_timeout=0.5)
    runner.app.on_startup.clear()
    runner.app.on_cleanup.clear()
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    post = b"POST /wecom/callback?msg_signature=a&timestamp=1&nonce=1 HTTP/1.1\r\nHost: a\r\n"
    heads = [_dribble(host, port, post, b"X-a: b\r\n", 60) for _ in range(20)]
    bodies = [_dribble(host, port, post + b"Content-Length: 1000\r\n\r\n", b"a", 60) for _ in range(20)]
    query, body = _pushed("待办")
    slow = asyncio.gather(*heads, *bodies)
    assert await _post(office, query, body) == 200
    answers = await slow
    assert {answer[:12] for answer in answers[20:]} == {b"HTTP/1.1 408"}
    await runner.cleanup()


def test_serve_gives_up_slow_clients() -> None:
    """`serve` sets the limits of the test above; more than nginx keeps a connection idle, so that it closes first."""
    source = inspect.getsource(serving)
    assert "keepalive_timeout=IDLE" in source
    assert "access_log=None" in source, "an access log would keep signatures, and who talks when"
    assert 60 < IDLE < 120


METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "PROPFIND")
PATHS = ("/", "/wecom/callback", "/healthz", "/readyz", "/metrics", "/clock", "/cgi-bin/gettoken", "/demo/say", "/.env")
ALLOWED = {200, 400, 404, 405, 408, 411, 413, 414, 415, 431}


async def test_any_request_is_answered_and_none_breaks_it(office: Day) -> None:
    """Methods × paths × queries × bodies: never a 5xx, never a word of what was sent."""
    requests = st.tuples(
        st.sampled_from(METHODS),
        st.sampled_from(PATHS) | st.text(max_size=20).map(lambda text: f"/{text}"),
        st.dictionaries(
            st.sampled_from(["msg_signature", "timestamp", "nonce", "echostr", "x"]), st.text(max_size=40), max_size=5
        ),
        st.binary(max_size=200)
        | st.text(max_size=60).map(lambda text: f"<xml><Encrypt>{text}</Encrypt></xml>".encode()),
        st.sampled_from(["", "text/xml", "application/json", "multipart/form-data", "text/plain; charset=none"]),
    )
    found: list[tuple[str, str, dict[str, str], bytes, str]] = []

    @settings(max_examples=150, database=None, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(requests)
    def collect(one: tuple[str, str, dict[str, str], bytes, str]) -> None:
        found.append(one)

    collect()
    async with aiohttp.ClientSession() as session:
        for method, path, query, body, kind in found:
            headers = {"Content-Type": kind} if kind else {}
            try:
                url = f"{office.address}{path}"
                async with session.request(method, url, params=query, data=body, headers=headers) as answer:
                    page = await answer.read()
                    known = path in ("/readyz", "/healthz", "/metrics", "/clock")
                    assert answer.status in ALLOWED, (method, path, query, body, answer.status)
                    assert known or len(page) < 200
            except (aiohttp.InvalidURL, aiohttp.ClientConnectionError, ValueError):
                continue
    assert office.rows("incoming") == []


async def test_the_clock_is_moved_from_this_machine_only(office: Day) -> None:
    """No page in a browser, nothing that came through a proxy."""
    url, wanted = f"{office.address}/clock", {"advance": "PT1S"}
    async with aiohttp.ClientSession() as session:
        for headers in (
            {"Origin": "http://evil.example"},
            {"X-Forwarded-For": "10.0.0.1"},
            {"Forwarded": "for=10.0.0.1"},
        ):
            async with session.post(url, json=wanted, headers=headers) as answer:
                assert answer.status == 404
        async with session.post(url, json=wanted) as answer:
            assert answer.status == 200


async def test_wrong_signatures_take_the_same_time(office: Day) -> None:
    """The comparison is constant in time: how much of a signature is right cannot be told (a median of many)."""
    _, body = _pushed("待办")
    codec = office.bot.codec
    sealed = body.partition(b"<Encrypt>")[2].partition(b"</Encrypt>")[0]
    right = codec.sign("1", "n", sealed)
    wrong = {
        "first": ("0" if right[0] != "0" else "1") + right[1:],
        "last": right[:-1] + ("0" if right[-1] != "0" else "1"),
    }
    times: dict[str, list[int]] = {name: [] for name in wrong}
    for _ in range(400):
        for name, signature in wrong.items():
            began = time.perf_counter_ns()
            with suppress(Exception):
                codec.open(signature, "1", "n", body)
            times[name].append(time.perf_counter_ns() - began)
    first, last = (statistics.median(times[name]) for name in wrong)
    assert 0.5 < first / last < 2


async def test_the_metrics_carry_numbers_only(office: Day) -> None:
    """Neither people nor words are labels."""
    await office.phone("zhangmin").says(REGISTER)
    page = METRICS.page().decode()
    assert "zhangmin" not in page
    assert page.isascii()
