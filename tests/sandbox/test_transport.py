"""Tokens, transport rules and injected faults (wecom.md 4, 14.7, 14.8)."""

import aiohttp
import pytest

from bot.sandbox.server import FakeWeCom
from tests.sandbox.support import CORP, SECRET, Api, Time

GETTOKEN = {"corpid": CORP, "corpsecret": SECRET}


async def test_same_token_until_it_expires(api: Api, time: Time) -> None:
    first = await api.raw("GET", "gettoken", GETTOKEN)
    assert first["expires_in"] == 7200
    time.office += 7000
    again = await api.raw("GET", "gettoken", GETTOKEN)
    assert (again["access_token"], again["expires_in"]) == (first["access_token"], 200)
    time.office += 200
    assert await api.token() != first["access_token"]
    old = await api.raw("GET", "getcallbackip", {"access_token": first["access_token"]})
    assert old["errcode"] == 42001


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"corpsecret": SECRET}, 41002),
        ({"corpid": CORP}, 41004),
        ({"corpid": "ww0", "corpsecret": SECRET}, 40013),
        ({"corpid": CORP, "corpsecret": "wrong"}, 40001),
        ({"corpid": CORP.upper(), "corpsecret": SECRET}, 0),
    ],
)
async def test_gettoken_refusals(api: Api, query: dict[str, str], code: int) -> None:
    assert (await api.raw("GET", "gettoken", query))["errcode"] == code


async def test_ten_wrong_secrets_shut_the_caller_out_for_an_hour(api: Api, time: Time) -> None:
    for _ in range(10):
        await api.raw("GET", "gettoken", {"corpid": CORP, "corpsecret": "wrong"})
    assert (await api.raw("GET", "gettoken", GETTOKEN))["errcode"] == 45009
    time.office += 3600
    assert (await api.raw("GET", "gettoken", GETTOKEN))["errcode"] == 0


async def test_token_refusals(fake: FakeWeCom, api: Api) -> None:
    token = await api.token()
    assert (await api.raw("GET", "getcallbackip", {}))["errcode"] == 41001
    assert (await api.raw("GET", "getcallbackip", {"access_token": "bad"}))["errcode"] == 40014
    fake.invalidate_token()
    assert (await api.raw("GET", "getcallbackip", {"access_token": token}))["errcode"] == 40014
    assert (await api.get("getcallbackip"))["ip_list"] == ["127.0.0.1"]


async def test_errmsg_has_the_long_form(api: Api) -> None:
    text = (await api.raw("GET", "getcallbackip", {"access_token": "bad"}))["errmsg"]
    assert text.startswith("invalid access_token, hint: [")
    assert text.endswith("], from ip: 127.0.0.1, more info at https://open.work.weixin.qq.com/devtool/query?e=40014")


async def test_a_blocked_ip_is_told_its_address(fake: FakeWeCom, api: Api) -> None:
    fake.block_ip()
    answer = await api.text()
    assert answer["errcode"] == 60020
    assert "from ip: 127.0.0.1" in answer["errmsg"]
    fake.block_ip(blocked=False)
    assert (await api.text())["errcode"] == 0


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b"nothing"])
async def test_malformed_json(fake: FakeWeCom, api: Api, body: bytes) -> None:
    answer = await api.raw("POST", "message/send", {"access_token": await api.token()}, data=body)
    assert answer["errcode"] == 40058
    assert "Warning: wrong json format." in answer["errmsg"]
    assert len(fake.violations) == 1


async def test_lone_surrogates_are_refused(api: Api) -> None:
    body = b'{"touser": "zhangmin", "x": "\\ud800"}'
    assert (await api.raw("POST", "message/send", {"access_token": await api.token()}, data=body))["errcode"] == 40033


async def test_wrong_method(api: Api) -> None:
    assert (await api.get("message/send"))["errcode"] == 40058
    assert (await api.post("user/get", {}))["errcode"] == 40063


async def test_unknown_api_is_404(fake: FakeWeCom, api: Api) -> None:
    async with api.session.get(f"{api.base}/cgi-bin/no/such") as response:
        assert response.status == 404
    assert fake.violations == ["no/such: no such API"]


async def test_injected_errcode_strikes_as_often_as_asked(fake: FakeWeCom, api: Api) -> None:
    fake.fail_next("/cgi-bin/message/send", -1, times=2)
    assert [(await api.text())["errcode"] for _ in range(3)] == [-1, -1, 0]
    assert len(fake.inbox("zhangmin")) == 1
    assert fake.violations == []
    assert fake.faults.pending() == 0


async def test_injected_500(fake: FakeWeCom, api: Api) -> None:
    token = await api.token()
    fake.fail_next("message/send", "500")
    async with api.session.post(f"{api.base}/cgi-bin/message/send", params={"access_token": token}) as response:
        assert response.status == 500


@pytest.mark.parametrize(("kind", "delivered"), [("reset", 0), ("reset_after_delivery", 1)])
async def test_injected_reset(fake: FakeWeCom, api: Api, kind: str, delivered: int) -> None:
    await api.token()
    fake.fail_next("message/send", kind)
    with pytest.raises(aiohttp.ClientError):
        await api.text()
    assert len(fake.inbox("zhangmin")) == delivered
    assert (await api.text())["errcode"] == 0


async def test_injected_timeout_never_answers(fake: FakeWeCom, api: Api) -> None:
    url, query = f"{api.base}/cgi-bin/message/send", {"access_token": await api.token()}
    fake.fail_next("message/send", "timeout")
    with pytest.raises(TimeoutError):
        await api.session.post(url, params=query, json={}, timeout=aiohttp.ClientTimeout(total=0.1))
    assert fake.inbox("zhangmin") == []


async def test_slow_answers(fake: FakeWeCom, api: Api) -> None:
    url, query = f"{api.base}/cgi-bin/getcallbackip", {"access_token": await api.token()}
    fake.slow(5)
    with pytest.raises(TimeoutError):
        await api.session.get(url, params=query, timeout=aiohttp.ClientTimeout(total=0.1))
    fake.slow(0)
    assert (await api.get("getcallbackip"))["errcode"] == 0


def test_unknown_fault_is_refused(fake: FakeWeCom) -> None:
    with pytest.raises(ValueError, match="unknown fault"):
        fake.fail_next("message/send", "meteor")


async def test_it_can_go_away_and_come_back(fake: FakeWeCom, api: Api) -> None:
    port = int(api.base.rpartition(":")[2])
    await fake.stop()
    with pytest.raises(aiohttp.ClientError):
        await api.text()
    assert await fake.start(port=port) == api.base
    assert (await api.text())["errcode"] == 0


async def test_too_many_calls_of_one_api_shut_it_for_a_window(fake: FakeWeCom, api: Api, time: Time) -> None:
    query = {"access_token": await api.token()}
    fake.quotas.api = (3, 100)
    codes = [(await api.raw("GET", "department/list", query))["errcode"] for _ in range(4)]
    assert codes == [0, 0, 0, 45009]
    assert (await api.raw("GET", "user/get", {**query, "userid": "like"}))["errcode"] == 0
    time.seconds += 59
    assert (await api.raw("GET", "department/list", query))["errcode"] == 45009
    time.seconds += 1
    assert (await api.raw("GET", "department/list", query))["errcode"] == 0
