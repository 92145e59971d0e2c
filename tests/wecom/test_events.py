"""Every message and event of wecom.md 3, and the de-duplication keys of wecom.md 2."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wecom import inbound as i
from bot.wecom.events import parse
from tests.wecom.conftest import callback
from tests.wecom.samples import EVENTS, MESSAGES

PRESS = """<xml>
 <ToUserName><![CDATA[wwsim0000000000001]]></ToUserName><FromUserName><![CDATA[lin.hao]]></FromUserName>
 <CreateTime>1761123600</CreateTime><MsgType><![CDATA[event]]></MsgType>
 <Event><![CDATA[template_card_event]]></Event><EventKey><![CDATA[confirm_btn]]></EventKey>
 <TaskId><![CDATA[room-20251022-0007]]></TaskId><CardType><![CDATA[multiple_interaction]]></CardType>
 <ResponseCode><![CDATA[rc_abc]]></ResponseCode><AgentID>1000002</AgentID>
 <SelectedItems>
  <SelectedItem><QuestionKey><![CDATA[room]]></QuestionKey><OptionIds><OptionId><![CDATA[r12]]></OptionId></OptionIds>
  </SelectedItem>
  <SelectedItem><QuestionKey><![CDATA[slot]]></QuestionKey><OptionIds><OptionId><![CDATA[s1500]]></OptionId>
  <OptionId><![CDATA[s1530]]></OptionId></OptionIds></SelectedItem>
  <SelectedItem><QuestionKey><![CDATA[none]]></QuestionKey><OptionIds></OptionIds></SelectedItem>
 </SelectedItems>
</xml>"""


def fields(message: i.Inbound) -> dict[str, Any]:
    """The fields of its own, without the common head."""
    head = {field.name for field in dataclasses.fields(i.Inbound)}
    return {f.name: getattr(message, f.name) for f in dataclasses.fields(message) if f.name not in head}


@pytest.mark.parametrize(("xml", "model", "own"), MESSAGES)
def test_message(xml: dict[str, str], model: type[i.Inbound], own: dict[str, Any]) -> None:
    message = parse(callback(**xml, MsgId="7561230000000000001"))
    assert type(message) is model
    assert fields(message) == {"msg_id": "7561230000000000001", **own}
    assert (message.sender, message.created, message.agent_id) == ("lin.hao", 1761123456, 1000002)
    assert message.dedupe_key == "m:7561230000000000001"


@pytest.mark.parametrize(("name", "xml", "model", "own"), EVENTS)
def test_event(name: str, xml: dict[str, str], model: type[i.Inbound], own: dict[str, Any]) -> None:
    event = parse(callback(MsgType="event", Event=name, **xml))
    assert type(event) is model
    assert fields(event) == own
    assert event.dedupe_key.startswith("e:lin.hao:1761123456:")


def test_card_press_with_its_choices() -> None:
    press = parse(PRESS.encode())
    assert isinstance(press, i.CardPress)
    assert fields(press) == {
        "key": "confirm_btn",
        "task_id": "room-20251022-0007",
        "card_type": "multiple_interaction",
        "response_code": "rc_abc",
        "selected": {"room": ("r12",), "slot": ("s1500", "s1530"), "none": ()},
    }


def test_card_press_without_choices() -> None:
    press = parse(callback(MsgType="event", Event="template_card_event", EventKey="k", SelectedItems=""))
    assert isinstance(press, i.CardPress)
    assert press.selected == {}


def test_the_old_task_card_s_agent() -> None:
    event = parse(b"<xml><MsgType>event</MsgType><Event>taskcard_click</Event><AgentId>7</AgentId></xml>")
    assert event.agent_id == 7


def test_content_is_taken_as_it_is() -> None:
    content = "第一行\n  第二行\t<b>&amp; 😀 "
    message = parse(callback(MsgType="text", Content=content, MsgId="1"))
    assert isinstance(message, i.TextMessage)
    assert message.content == content


@pytest.mark.parametrize("value", ["", "x", "-1", "1.5", "１２", "9" * 30, "253402300800", "<a/>"])
def test_a_number_that_is_none_is_zero(value: str) -> None:
    body = f"<xml><MsgType>text</MsgType><CreateTime>{value}</CreateTime><AgentID>{value}</AgentID></xml>"
    assert parse(body.encode()).created == 0


@pytest.mark.parametrize("value", ["nan", "inf", "1e9", "1_0", ""])
def test_a_place_that_is_none_is_zero(value: str) -> None:
    place = parse(callback(MsgType="location", Location_X=value))
    assert isinstance(place, i.LocationMessage)
    assert place.latitude == 0.0


def test_no_words_and_no_media_in_what_can_be_logged() -> None:
    for xml, *_ in MESSAGES:
        shown = repr(parse(callback(**xml, MsgId="1")))
        assert not any(word in shown for word in ("会议室", "m1", "http", "机密", "云湾", "标题", "摘要", "23.5"))


@given(st.text("abc", max_size=5), st.text("abc", max_size=5))
def test_the_key_of_a_message_knows_nothing_of_its_words(one: str, two: str) -> None:
    for head in ({"MsgId": "42"}, {}):
        keys = {parse(callback(MsgType="text", Content=words, **head)).dedupe_key for words in (one, two)}
        assert len(keys) == 1


def test_keys_fit_into_their_column() -> None:
    long = {"FromUserName": "a" * 99, "CreateTime": "253402300799", "MsgType": "event", "Event": "b" * 999}
    assert len(parse(callback(**long)).dedupe_key) <= 200


def test_keys_tell_messages_apart() -> None:
    same = {"MsgType": "text", "Content": "收到"}
    keys = [parse(callback(**same, MsgId=msg_id)).dedupe_key for msg_id in ("1", "2", "1" * 900, "2" * 900)]
    assert len(set(keys)) == 4
    assert max(map(len, keys)) < 80


CLICK = {"MsgType": "event", "Event": "click", "EventKey": "a"}


@pytest.mark.parametrize(
    "change",
    [
        {"FromUserName": "zhao.min"},
        {"CreateTime": "1761123457"},
        {"Event": "view"},
        {"EventKey": "b"},
        {"TaskId": "t"},
        {"ChangeType": "c"},
        {"ResponseCode": "rc"},
    ],
)
def test_keys_tell_events_of_one_second_apart(change: dict[str, str]) -> None:
    assert parse(callback(**CLICK)).dedupe_key == parse(callback(**CLICK)).dedupe_key
    assert parse(callback(**CLICK)).dedupe_key != parse(callback(**{**CLICK, **change})).dedupe_key
