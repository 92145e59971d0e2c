"""From the bot's words to the robot's frames, and from frames to what was said; no database."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.robot import drawing
from bot.robot.capabilities import APP, DOORS, ROBOT_GROUP, ROBOT_PRIVATE
from bot.robot.hearing import hear, without_mention
from bot.robot.quota import Quota
from bot.sandbox.robot.rules import drawn
from bot.wecom.inbound import CardPress, MediaMessage, TextMessage, UnknownMessage
from storage.messages import Button, Card, Choice, Option

TRICKY = st.text(st.sampled_from("*_`~<>[]()|\\#&-=! \t\n关于通知abc1.think/"), max_size=60)


@given(TRICKY)
def test_markdown_draws_nothing_of_our_words(text: str) -> None:
    """What a phone shows is what was sent: no sign disappears, no word becomes bold, a link or a thought."""
    assert drawn(drawing.plain(text)) == drawing.plain(text)
    assert len(drawing.plain(text)) <= len(text)


def test_addresses_and_ordinary_words_stay() -> None:
    said = "请看 https://a.example/x_y#z?q=1&r=2 ，1. 第一项\n2. 第二项（南委办〔2026〕88号）"
    assert drawing.plain(said) == said


def test_a_long_answer_is_one_message_here_and_pages_in_the_app() -> None:
    text = "一行约二十个字的登记簿内容，逐行排列。\n" * 300
    assert len(text.encode()) > 8 * APP.text_limit
    assert drawing.words(text) == [drawing.plain(text)]
    pages = drawing.words(text * 3)
    assert len(pages) == 3
    assert all(len(page.encode()) <= ROBOT_PRIVATE.text_limit for page in pages)


CARD = Card(
    task_id="t-1",
    title="会议回执",
    text="9月23日下午3点 301会议室",
    facts=(("地点", "301"),),
    buttons=(Button(text="参加", key="k1"), Button(text="请假", key="k2")),
    choice=Choice(key="who", title="参会人", options=(Option(id="1", text="本人"),)),
)


def test_a_card_that_is_dealt_with_has_no_buttons_here() -> None:
    """replace_text is not documented for robots: the word stands in the text, under the pressed card's task_id."""
    body = drawing.update(CARD.model_copy(update={"done": "已回执", "task_id": ""}), "t-1", "like")
    card = body["template_card"]
    assert (card["card_type"], card["task_id"], body["userids"]) == ("text_notice", "t-1", ["like"])
    assert "〔已回执〕" in card["sub_title_text"]
    assert "replace_text" not in json.dumps(body)
    again = drawing.update(CARD, "t-1", "like")["template_card"]
    assert [button["text"] for button in again["button_list"]] == ["参加", "请假"]


def test_a_card_in_words_says_everything_and_what_to_answer() -> None:
    text = drawing.in_words(CARD).text
    for part in ("会议回执", "301会议室", "地点：301", "参会人可选：本人", "单聊里回复：参加 / 请假"):
        assert part in text


def test_the_table_of_doors() -> None:
    """Groups show no rows, take no cards; only the app has a duplicate check and brings everything."""
    assert not ROBOT_GROUP.rows
    assert not ROBOT_GROUP.cards
    assert ROBOT_GROUP.kinds == frozenset()
    assert ROBOT_PRIVATE.kinds < APP.kinds
    assert [door.name for door in DOORS if door.duplicate_check] == ["自建应用"]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("@中枢 明天谁值班", "明天谁值班"),
        ("@中枢\u2005明天谁值班", "明天谁值班"),
        ("明天谁值班 @中枢", "明天谁值班"),
        ("@中枢 提醒 @李可 交材料", "提醒 @李可 交材料"),
        ("@中枢", ""),
        ("  @中枢  ", ""),
        ("邮箱 a@b.cn 登记", "邮箱 a@b.cn 登记"),
        ("没有叫谁", "没有叫谁"),
    ],
)
def test_the_call_is_not_part_of_the_words(text: str, heard: str) -> None:
    assert without_mention(text) == heard


def frame(**body: Any) -> dict[str, Any]:
    return {"cmd": "x", "headers": {"req_id": "R1"}, "body": {"msgid": "M1", "from": {"userid": "like"}, **body}}


def test_what_was_heard() -> None:
    said = hear(frame(msgtype="text", text={"content": "@x 你好"}, chatid="g"))
    assert isinstance(said.inbound, TextMessage)
    assert (said.inbound.content, said.inbound.dedupe_key, said.chatid) == ("你好", "r:M1", "g")
    alone = hear(frame(msgtype="text", text={"content": "@x 你好"}))
    assert isinstance(alone.inbound, TextMessage)
    assert alone.inbound.content == "@x 你好"
    assert isinstance(hear(frame(msgtype="voice", voice={"content": "好"})).inbound, MediaMessage)
    assert isinstance(hear(frame(msgtype="poke")).inbound, UnknownMessage)
    assert hear(frame(msgtype="event", event={"eventtype": "feedback_event"})).sort == "other"
    assert hear(frame(msgtype="event", event={"eventtype": "disconnected_event"})).sort == "gone"
    assert "你好" not in repr(said)


@pytest.mark.parametrize(
    "event",
    [
        {
            "eventtype": "template_card_event",
            "template_card_event": {
                "event_key": "k",
                "task_id": "t",
                "selected_items": {"selected_item": [{"question_key": "q", "option_ids": {"option_id": ["1", "2"]}}]},
            },
        },
        {
            "eventtype": "template_card_event",
            "template_card_event": {
                "eventkey": "k",
                "taskid": "t",
                "selecteditems": {"selecteditem": {"questionkey": "q", "optionids": {"optionid": ["1", "2"]}}},
            },
        },
        {
            "EventType": "template_card_event",
            "EventKey": "k",
            "TaskId": "t",
            "SelectedItems": [{"QuestionKey": "q", "OptionIds": ["1", "2"]}],
        },
    ],
)
def test_presses_in_every_spelling(event: dict[str, Any]) -> None:
    """The tables and the samples of WeCom's page differ (wecom.md 12.3)."""
    heard = hear(frame(msgtype="event", event=event))
    press = heard.inbound
    assert isinstance(press, CardPress)
    assert (press.key, press.task_id, heard.task_id, press.response_code) == ("k", "t", "t", "robot:R1")
    assert press.selected == {"q": ("1", "2")}


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)))
def test_nothing_that_comes_can_hurt(value: object) -> None:
    for name in ("msgid", "from", "msgtype", "text", "mixed", "quote", "event", "chatid", "create_time"):
        hear(frame(**{"msgtype": "text", name: value}))
        hear(frame(msgtype="event", event={"eventtype": "template_card_event", "selected_items": value}))
    hear({"headers": value, "body": value})


def test_the_quota_slides() -> None:
    """Thirty in any minute, a thousand in any hour, each conversation by itself."""
    now = 1000.0
    quota = Quota(3, 5, lambda: now)
    assert [quota.spend("a") for _ in range(4)] == [True, True, True, False]
    assert quota.spend("b")
    now += 59
    assert not quota.spend("a")
    now += 3
    assert [quota.spend("a") for _ in range(3)] == [True, True, False]
    now += 62
    assert not quota.spend("a")
    now += 3600
    assert quota.spend("a")
