"""Callbacks: verification, delivery, retries, faults, what people do (wecom.md 1, 2, 3, 14.1-14.6)."""

import asyncio
import dataclasses
import time as real_time

import pytest

from bot.sandbox.callbacks import CallbackFaults, CallbackRefused, Callbacks
from bot.sandbox.core import Refused
from bot.sandbox.server import FakeWeCom
from tests.sandbox.support import AGENT, CORP, URL, Api, Bot, Time, buttons, notice, selects, vote


async def test_verification_wants_the_exact_body(fake: FakeWeCom, bot: Bot) -> None:
    for spoil in (lambda p: p + b"\n", lambda p: b'"' + p + b'"', lambda p: b"\xef\xbb\xbf" + p):
        bot.echo = spoil
        with pytest.raises(CallbackRefused, match="exactly"):
            await fake.set_callback(fake.callbacks.url)


async def test_verification_wants_an_answer_within_a_second(fake: FakeWeCom, bot: Bot) -> None:
    bot.hold = asyncio.Event()
    old, fake.callbacks.verify_limit = fake.callbacks.url, 0.05
    with pytest.raises(CallbackRefused, match=r"within 0\.05 s"):
        await fake.set_callback(old + "?x=1")
    assert fake.callbacks.url == old


async def test_verification_of_a_dead_or_wrong_address(fake: FakeWeCom, bot: Bot) -> None:
    with pytest.raises(CallbackRefused, match="404"):
        await fake.set_callback(fake.callbacks.url + "/no")
    with pytest.raises(CallbackRefused, match="reached"):
        await fake.set_callback("http://127.0.0.1:1/cb")


async def test_no_callback_url(fake: FakeWeCom) -> None:
    with pytest.raises(CallbackRefused, match="no callback URL"):
        await fake.say("zhangmin", "你好")


async def test_words_arrive_and_stand_on_the_own_phone(fake: FakeWeCom, bot: Bot, time: Time) -> None:
    delivery = await fake.say("ZHANGMIN", "登记 <收文> ]]> & 😀")
    fields = bot.fields()
    assert fields["Content"] == "登记 <收文> ]]> & 😀"
    assert (fields["FromUserName"], fields["ToUserName"], fields["MsgType"]) == ("zhangmin", CORP, "text")
    assert (fields["CreateTime"], fields["AgentID"]) == (str(int(time.office)), str(AGENT))
    assert bot.headers[0]["type"] == "text/xml"
    assert (delivery.attempts, delivery.statuses, delivery.reply, delivery.accepted) == (1, [200], None, True)
    (own,) = fake.inbox("zhangmin")
    assert (own.mine, own.sender, own.text) == (True, "张敏", "登记 <收文> ]]> & 😀")


async def test_userids_keep_their_spelling_and_msgids_differ(fake: FakeWeCom, bot: Bot) -> None:
    for _ in range(3):
        await fake.say("like", "一样的话")
    assert {bot.fields(index)["FromUserName"] for index in range(3)} == {"LiKe"}
    ids = {int(bot.fields(index)["MsgId"]) for index in range(3)}
    assert len(ids) == 3
    assert max(ids) < 2**63


async def test_shapes_vary(fake: FakeWeCom, bot: Bot) -> None:
    for number in range(30):
        await fake.say("duheng", str(number))
    orders = {text.index(b"<MsgType>") < text.index(b"<FromUserName>") for text in bot.seen}
    assert orders == {True, False}
    assert all(b"<MsgId>7" in text or b"<MsgId>8" in text for text in bot.seen)


async def test_retries_on_other_statuses_with_the_same_plaintext(fake: FakeWeCom, bot: Bot) -> None:
    bot.statuses = [500, 503]
    delivery = await fake.say("zhangmin", "你好")
    assert delivery.statuses == [500, 503, 200]
    assert len(set(bot.seen)) == 1
    assert len({headers["nonce"] for headers in bot.headers}) == 3


async def test_the_undocumented_is_switchable(fake: FakeWeCom, bot: Bot) -> None:
    fake.quirks.retry_on_status = False
    bot.statuses = [500]
    assert (await fake.say("zhangmin", "你好")).statuses == [500]
    fake.quirks.retry_on_status, fake.quirks.fresh_envelope_on_retry = True, False
    bot.statuses = [500]
    await fake.say("zhangmin", "你好")
    assert bot.headers[-1] == bot.headers[-2]


async def test_gives_up_after_three_retries(fake: FakeWeCom, bot: Bot) -> None:
    fake.callbacks.timeout = 0.05
    bot.hold = asyncio.Event()
    delivery = await fake.say("zhangmin", "你好")
    assert delivery.statuses == [None] * 4
    assert not delivery.accepted
    bot.hold, fake.callbacks.timeout = None, 60.0
    bot.seen.clear()
    delivery = await fake.say("zhangmin", "你好", CallbackFaults(lose_answers=9))
    assert delivery.statuses == [None] * 4
    assert bot.seen == [delivery.plaintext] * 4


async def test_connection_refused_is_retried(fake: FakeWeCom) -> None:
    await fake.set_callback("http://127.0.0.1:1/cb", verify=False)
    assert (await fake.say("zhangmin", "你好")).statuses == [None] * 4


def test_the_limits_are_wecoms() -> None:
    limits = {field.name: field.default for field in dataclasses.fields(Callbacks)}
    assert (limits["verify_limit"], limits["timeout"]) == (1.0, 5.0)


async def test_a_lost_answer_makes_a_second_delivery(fake: FakeWeCom, bot: Bot) -> None:
    delivery = await fake.say("zhangmin", "你好", CallbackFaults(lose_answers=2))
    assert delivery.statuses == [None, None, 200]
    assert len(set(bot.seen)) == 1


async def test_duplicates(fake: FakeWeCom, bot: Bot) -> None:
    delivery = await fake.say("zhangmin", "你好", CallbackFaults(duplicates=2))
    assert [copy.statuses for copy in delivery.copies] == [[200], [200]]
    assert len(bot.seen) == 3
    assert len(set(bot.seen)) == 1
    assert len({headers["nonce"] for headers in bot.headers}) == 3


async def test_other_faults(fake: FakeWeCom, bot: Bot) -> None:
    assert (await fake.say("zhangmin", "你好", CallbackFaults(drop=True))).attempts == 0
    assert (await fake.say("zhangmin", "你好", CallbackFaults(corrupt_signature=True))).statuses == [403] * 4
    assert bot.rejected == 4
    bot.codec = type(bot.codec)("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wwother")
    assert (await fake.say("zhangmin", "你好", CallbackFaults(receive_id="wwother"))).statuses == [200]
    assert (await fake.say("zhangmin", "你好", CallbackFaults(body=b"<xml><Encrypt>x</Encrypt></xml>"))).statuses[
        0
    ] == 403
    started = real_time.monotonic()
    await fake.say("zhangmin", "你好", CallbackFaults(delay=0.1, drop=False, receive_id="wwother"))
    assert real_time.monotonic() - started > 0.09


async def test_out_of_order(fake: FakeWeCom, bot: Bot) -> None:
    deliveries = await fake.burst([("zhangmin", "一"), ("zhangmin", "二"), ("like", "三")], order=[2, 0, 1])
    assert [bot.fields(index)["Content"] for index in range(3)] == ["三", "一", "二"]
    assert [message.text for message in fake.inbox("zhangmin")] == ["一", "二"]
    assert deliveries[2].plaintext == bot.seen[0]
    with pytest.raises(ValueError, match="order"):
        await fake.burst([("zhangmin", "一")], order=[0, 0])


async def test_all_at_once(fake: FakeWeCom, bot: Bot) -> None:
    bot.meet = asyncio.Barrier(5)
    deliveries = await fake.burst([("zhangmin", str(n)) for n in range(5)], parallel=True)
    assert [delivery.statuses for delivery in deliveries] == [[200]] * 5


async def test_pressing_a_button(fake: FakeWeCom, api: Api, bot: Bot) -> None:
    first = (await api.send("template_card", buttons()))["response_code"]
    await fake.press("ZhangMin", "t-1", "sign")
    await fake.press("zhangmin", "t-1", "sign")
    events = [bot.fields(index) for index in (0, 1)]
    assert {(e["Event"], e["EventKey"], e["TaskId"], e["CardType"]) for e in events} == {
        ("template_card_event", "sign", "t-1", "button_interaction")
    }
    assert len({first, *(event["ResponseCode"] for event in events)}) == 3
    assert "SelectedItems" not in events[0]


async def test_submitting_choices(fake: FakeWeCom, api: Api, bot: Bot) -> None:
    await api.send("template_card", selects())
    await api.send("template_card", vote())
    await fake.press("zhangmin", "m-1", "book", {"room": "201"})
    item = bot.fields()["SelectedItems"]["SelectedItem"]
    assert item == {"QuestionKey": "room", "OptionIds": {"OptionId": "201"}}
    await fake.press("zhangmin", "v-1", "submit", {"q": ["o1", "o3"]})
    assert bot.fields()["SelectedItems"]["SelectedItem"]["OptionIds"]["OptionId"] == ["o1", "o3"]


async def test_pressing_the_card_menu(fake: FakeWeCom, api: Api, bot: Bot) -> None:
    menu = {"action_list": [{"text": "转办", "key": "forward"}]}
    await api.send("template_card", notice(action_menu=menu, task_id="n-1"))
    await fake.press("zhangmin", "n-1", "forward")
    assert bot.fields()["Event"] == "template_card_menu_event"


async def test_a_press_code_updates_the_card(fake: FakeWeCom, api: Api, bot: Bot) -> None:
    await api.send("template_card", buttons())
    await fake.press("zhangmin", "t-1", "sign")
    body = {"userids": ["zhangmin"], "agentid": AGENT, "response_code": bot.fields()["ResponseCode"]}
    assert (await api.post("message/update_template_card", body | {"button": {"replace_name": "已签收"}}))[
        "errcode"
    ] == 0
    with pytest.raises(Refused, match="grey"):
        await fake.press("zhangmin", "t-1", "sign")


async def test_what_nobody_can_press(fake: FakeWeCom, api: Api, bot: Bot) -> None:
    await api.send("template_card", buttons())
    for userid, task_id, key in (("like", "t-1", "sign"), ("zhangmin", "t-2", "sign"), ("zhangmin", "t-1", "no")):
        with pytest.raises(Refused):
            await fake.press(userid, task_id, key)
    with pytest.raises(Refused, match="no member"):
        await fake.say("ghost", "你好")
    assert bot.seen == []


@pytest.mark.parametrize("kind", ["image", "voice", "video", "location", "link"])
async def test_media_from_the_phone(fake: FakeWeCom, api: Api, bot: Bot, kind: str) -> None:
    await fake.send_media("zhangmin", kind)
    fields = bot.fields()
    assert (fields["MsgType"], fake.inbox("zhangmin")[0].kind) == (kind, kind)
    assert fields["MsgId"].isdecimal()
    expected = {
        "image": "PicUrl",
        "voice": "Format",
        "video": "ThumbMediaId",
        "location": "Location_X",
        "link": "Url",
    }
    assert expected[kind] in fields
    if "MediaId" in fields:
        query = {"access_token": await api.token(), "media_id": fields["MediaId"]}
        async with api.session.get(f"{api.base}/cgi-bin/media/get", params=query) as response:
            assert response.status == 200
            assert len(await response.read()) > 5


async def test_kinds_without_a_callback(fake: FakeWeCom, bot: Bot) -> None:
    with pytest.raises(Refused, match="no callback for file"):
        await fake.send_media("zhangmin", "file")


async def test_entering_the_menu_and_other_events(fake: FakeWeCom, api: Api, bot: Bot) -> None:
    await fake.enter("zhangmin")
    assert (bot.fields()["Event"], bot.fields()["EventKey"]) == ("enter_agent", None)
    menu = {"button": [{"type": "click", "name": "待办", "key": "TODO"}, {"type": "view", "name": "网页", "url": URL}]}
    await api.post("menu/create", menu, agentid=str(AGENT))
    await fake.click_menu("zhangmin", "TODO")
    assert (bot.fields()["Event"], bot.fields()["EventKey"]) == ("click", "TODO")
    await fake.click_menu("zhangmin", URL)
    assert (bot.fields()["Event"], bot.fields()["EventKey"]) == ("view", URL)
    with pytest.raises(Refused, match="no entry"):
        await fake.click_menu("zhangmin", "NONE")
    await fake.event("sys", "inactive_alert")
    assert bot.fields()["FromUserName"] == "sys"


async def test_any_plaintext_goes_as_it_is(fake: FakeWeCom, bot: Bot) -> None:
    odd = b"<xml><MsgType>event</MsgType><Event>from_the_future</Event></xml>"
    assert (await fake.send_raw(odd)).plaintext == odd
    assert bot.seen == [odd]
