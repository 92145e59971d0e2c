"""One token, one owner (wecom.md 4)."""

import asyncio
from typing import Any

import pytest

from bot.wecom.client import WeComClient
from bot.wecom.errors import Reaction, WeComUnreachable
from bot.wecom.token import LAST_HOLD
from tests.wecom.server import SECRET, Office, failure, raw, refuse


async def test_the_token_is_fetched_once_and_goes_in_the_query(office: Office, client: WeComClient) -> None:
    await client.ready()
    await client.recall("m1")
    await client.recall("m2")
    assert office.asked == [
        ("gettoken", {"corpid": "wwcorp", "corpsecret": SECRET}, None),
        ("message/recall", {"access_token": "token-1"}, {"msgid": "m1"}),
        ("message/recall", {"access_token": "token-1"}, {"msgid": "m2"}),
    ]


async def test_many_callers_share_one_fetch(office: Office, client: WeComClient) -> None:
    office.gate = asyncio.Event()
    calls = [asyncio.ensure_future(client.recall(str(index))) for index in range(20)]
    await office.reached.wait()
    office.gate.set()
    await asyncio.gather(*calls)
    assert office.count("gettoken") == 1
    assert office.count("message/recall") == 20


async def test_a_cancelled_fetch_leaves_the_way_free(office: Office, client: WeComClient) -> None:
    office.gate = asyncio.Event()
    first = asyncio.ensure_future(client.ready())
    await office.reached.wait()
    first.cancel()
    office.gate.set()
    await client.ready()
    assert office.count("gettoken") == 2


@pytest.mark.parametrize(("age", "fetches"), [(6479, 1), (6480, 2), (99999, 2)])
async def test_it_is_renewed_at_nine_tenths_of_its_life(
    office: Office, client: WeComClient, age: float, fetches: int
) -> None:
    await client.ready()
    office.clock += age
    await client.ready()
    assert office.count("gettoken") == fetches


async def test_an_early_renewal_that_fails_costs_nothing_until_the_old_one_ends(
    office: Office, client: WeComClient
) -> None:
    await client.ready()
    office.tell("gettoken", raw(status=502))
    office.clock += 6500
    for _ in range(5):
        await client.recall("m")
    assert office.count("gettoken") == 2  # not asked at each call
    assert office.asked[-1][1] == {"access_token": "token-1"}
    office.clock += 700
    with pytest.raises(WeComUnreachable):
        await client.recall("m")


@pytest.mark.parametrize("code", [40014, 42001, 40001])
async def test_a_refused_token_is_replaced_and_the_call_repeated_once(
    office: Office, client: WeComClient, code: int
) -> None:
    office.tell("message/recall", refuse(code), {"errcode": 0})
    await client.recall("m")
    assert [query["access_token"] for path, query, _ in office.asked if path == "message/recall"] == [
        "token-1",
        "token-2",
    ]


async def test_a_token_that_is_always_refused_ends_in_an_error(office: Office, client: WeComClient) -> None:
    office.tell("message/recall", refuse(40014))
    assert (await failure(client.recall("m"))).code == 40014
    assert (office.count("message/recall"), office.count("gettoken")) == (2, 2)


async def test_callers_refused_together_fetch_once(office: Office, client: WeComClient) -> None:
    await client.ready()
    office.tell("message/recall", *[refuse(42001)] * 10, {"errcode": 0})
    await asyncio.gather(*(client.recall("m") for _ in range(10)))
    assert office.count("gettoken") == 2


async def test_a_wrong_secret_is_an_alert_and_not_tried_again_at_once(office: Office, client: WeComClient) -> None:
    office.tell("gettoken", refuse(40001, "invalid credential"))
    for _ in range(5):
        error = await failure(client.ready())
        assert (error.code, error.reaction) == (40001, Reaction.ALERT)
        assert "ZHONGSHU_SECRET" in error.fix
    assert office.count("gettoken") == 1
    pauses: list[float] = []
    while len(pauses) < 12:
        before, start = office.count("gettoken"), office.clock
        while office.count("gettoken") == before:
            office.clock += 1
            await failure(client.ready())
        pauses.append(office.clock - start)
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (1, LAST_HOLD)


async def test_a_secret_put_right_works_again(office: Office, client: WeComClient) -> None:
    office.tell("gettoken", refuse(40001))
    await failure(client.ready())
    office.answers.clear()
    office.clock += 1
    await client.ready()
    await client.recall("m")
    assert office.issued == 1


async def test_a_busy_gettoken_is_asked_again_at_once(office: Office, client: WeComClient) -> None:
    office.tell("gettoken", refuse(-1), {"errcode": 0, "access_token": "t", "expires_in": 7200})
    assert (await failure(client.ready())).reaction is Reaction.RETRY
    await client.ready()


@pytest.mark.parametrize(
    "answer", [{"errcode": 0}, {"access_token": "", "expires_in": 1}, {"access_token": "t", "expires_in": "x"}]
)
async def test_a_gettoken_without_a_token(office: Office, client: WeComClient, answer: dict[str, Any]) -> None:
    office.tell("gettoken", answer)
    with pytest.raises(WeComUnreachable, match="access_token"):
        await client.ready()
