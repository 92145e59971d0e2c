"""Template cards: every rule of wecom.md 5.3 and 5.4 with its errcode."""

from typing import Any

import pytest

from bot.sandbox.card_rules import CardRules
from bot.sandbox.card_state import CardState
from bot.sandbox.core import ApiError, Json, Refused
from bot.sandbox.lookups import Lookups
from bot.sandbox.server import FakeWeCom
from tests.sandbox.support import URL, Api, buttons, notice, selects, vote

ACTION = {"text": "转办", "key": "forward"}
MENU = {"desc": "更多", "action_list": [ACTION]}
NEWS = {
    "card_type": "news_notice",
    "main_title": {"title": "快报"},
    "card_image": {"url": URL + "a.png"},
    "card_action": {"type": 1, "url": URL},
}
ROW = {"keyname": "时限", "value": "9月22日"}


def check(fake: FakeWeCom, card: Json, **mode: Any) -> list[str]:
    notes: list[str] = []
    CardRules(notes.append, Lookups(fake.media, fake.directory), **mode).check(card)
    return notes


def options(count: int) -> list[Json]:
    return [{"id": str(n), "text": f"选项{n}"} for n in range(count)]


@pytest.mark.parametrize(
    "card",
    [
        notice(),
        notice(main_title={}, sub_title_text="只有正文"),
        notice(action_menu=MENU, task_id="a-1@_B", source={"desc": "中枢", "desc_color": 3}),
        notice(emphasis_content={"title": "3"}, quote_area={"type": 1, "url": URL, "quote_text": "引文"}),
        notice(horizontal_content_list=[ROW] * 6, jump_list=[{"title": "去看", "type": 1, "url": URL}] * 3),
        notice(horizontal_content_list=[{"type": 3, "keyname": "联系人", "value": "李可", "userid": "like"}]),
        NEWS,
        NEWS | {"card_image": {"url": URL, "aspect_ratio": 2}, "vertical_content_list": [{"title": "一"}] * 4},
        {**NEWS, "card_image": None, "image_text_area": {"image_url": URL}},
        buttons(),
        buttons(card_action={"type": 0}),
        buttons(button_selection={"question_key": "q", "option_list": options(10), "selected_id": "9"}),
        buttons(button_list=[{"text": "好", "key": f"k{n}", "style": 4} for n in range(6)]),
        vote(),
        selects(),
    ],
)
def test_good_cards_pass_without_a_note(fake: FakeWeCom, card: Json) -> None:
    assert check(fake, {key: value for key, value in card.items() if value is not None}) == []


@pytest.mark.parametrize(
    ("card", "code"),
    [
        ({"card_type": "poster"}, 42031),
        ({}, 42031),
        (notice(main_title={"desc": "无题"}), 42033),
        (notice(card_action={"type": 0}), 42045),
        (notice(card_action={"type": 1}), 42028),
        (notice(card_action={"type": 2}), 42030),
        (notice(card_action={"type": 1, "url": "bot.example.com"}), 45034),
        (notice(action_menu=MENU), 42014),
        (notice(action_menu={"action_list": []}, task_id="a"), 40058),
        (notice(action_menu={"action_list": [{"text": "x"}]}, task_id="a"), 42017),
        (notice(action_menu={"action_list": [{"key": "x"}]}, task_id="a"), 42020),
        (notice(action_menu={"action_list": [ACTION] * 2}, task_id="a"), 42051),
        (notice(action_menu={"action_list": [{"text": "x", "key": str(n)} for n in range(4)]}, task_id="a"), 40058),
        (notice(horizontal_content_list=[ROW] * 7), 42035),
        (notice(horizontal_content_list=[{"value": "x"}]), 42027),
        (notice(horizontal_content_list=[ROW | {"type": 1}]), 42028),
        (notice(horizontal_content_list=[ROW | {"type": 2}]), 42029),
        (notice(horizontal_content_list=[ROW | {"type": 2, "media_id": "m"}]), 40007),
        (notice(horizontal_content_list=[ROW | {"type": 3}]), 42050),
        (notice(horizontal_content_list=[ROW | {"type": 3, "userid": "ghost"}]), 42050),
        (notice(horizontal_content_list=[ROW | {"type": 4}]), 40058),
        (notice(horizontal_content_list=["row"]), 40058),
        (notice(jump_list=[{"title": "x"}] * 4), 42042),
        (notice(jump_list=[{"type": 1, "url": URL}]), 42033),
        (notice(jump_list=[{"title": "x", "type": 1}]), 42028),
        (notice(quote_area={"type": 1}), 42028),
        (notice(source={"desc_color": 4}), 40058),
        (notice(source="中枢"), 40058),
        ({key: value for key, value in NEWS.items() if key != "card_image"}, 42044),
        (NEWS | {"card_image": {}}, 42044),
        (NEWS | {"card_image": {"url": URL, "aspect_ratio": 3.0}}, 40058),
        (NEWS | {"image_text_area": {"title": "x"}}, 42044),
        (NEWS | {"vertical_content_list": [{"title": "x"}] * 5}, 42036),
        (NEWS | {"main_title": {}}, 42033),
        (buttons(task_id=""), 42014),
        (buttons(task_id="任务"), 42014),
        (buttons(task_id="x" * 129), 42014),
        (buttons(main_title={}), 42033),
        (buttons(button_list=[]), 40058),
        (buttons(button_list=[{"text": "好", "key": str(n)} for n in range(7)]), 40058),
        (buttons(button_list=[{"key": "x"}]), 42038),
        (buttons(button_list=[{"text": "好"}]), 42039),
        (buttons(button_list=[{"text": "好", "key": "字" * 342}]), 42039),
        (buttons(button_list=[{"text": "好", "key": "x"}] * 2), 42051),
        (buttons(button_list=[{"text": "好", "type": 1}]), 42028),
        (buttons(button_list=[{"text": "好", "key": "x", "style": 5}]), 40058),
        (buttons(button_selection={"option_list": options(1)}), 42043),
        (buttons(button_selection={"question_key": "q", "option_list": options(11)}), 42037),
        (buttons(button_selection={"question_key": "q", "option_list": options(2), "selected_id": "7"}), 42040),
        (buttons(button_selection={"question_key": "q", "option_list": options(1) * 2}), 42040),
        (buttons(button_selection={"question_key": "q", "option_list": [{"id": "x" * 129, "text": "x"}]}), 42040),
        (buttons(button_selection={"question_key": "q", "option_list": [{"id": "x"}]}), 42041),
        (vote(checkbox={}), 42043),
        (vote(checkbox={"question_key": "q", "option_list": options(1)}), 40058),
        (vote(checkbox={"question_key": "q", "option_list": options(21)}), 42037),
        (vote(checkbox={"question_key": "q", "mode": 2, "option_list": options(1)}), 40058),
        (vote(submit_button={"text": "提交"}), 42046),
        (vote(submit_button={"key": "x"}), 42049),
        (selects(submit_button={"text": "好", "key": "x" * 1025}), 42046),
        (selects(select_list=[]), 42047),
        (selects(select_list=selects()["select_list"] * 4), 42047),
        (selects(select_list=selects()["select_list"] * 2), 42043),
    ],
)
def test_refused_cards(fake: FakeWeCom, card: Json, code: int) -> None:
    with pytest.raises(ApiError) as refusal:
        check(fake, card)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("card", "field"),
    [
        (buttons(jump_list=[]), "jump_list"),
        (vote(action_menu=MENU), "action_menu"),
        (vote(source={"desc": "中枢", "desc_color": 1}), "desc_color"),
        (notice(button_list=[]), "button_list"),
        (buttons(replace_text="已签收"), "replace_text"),
        (notice(main_title={"title": "x", "size": 3}), "main_title.size"),
    ],
)
def test_fields_that_a_type_does_not_have(fake: FakeWeCom, card: Json, field: str) -> None:
    (note,) = check(fake, card)
    assert field in note


def test_disable_is_for_updates(fake: FakeWeCom) -> None:
    choice = {"question_key": "q", "disable": True, "option_list": options(2)}
    assert check(fake, selects(select_list=[choice])) == ["template_card: disable only works when a card is updated"]
    assert check(fake, selects(select_list=[choice], replace_text="已订"), update=True) == []


def test_updates_need_neither_task_id_nor_submit_button(fake: FakeWeCom) -> None:
    card = {key: value for key, value in vote().items() if key not in ("task_id", "submit_button")}
    assert check(fake, card, update=True) == []


def test_a_robot_sends_notices_only(fake: FakeWeCom) -> None:
    with pytest.raises(ApiError):
        check(fake, buttons(), webhook=True)
    assert len(check(fake, notice(task_id="x", action_menu=MENU), webhook=True)) == 2


async def test_sending_gives_a_code_only_when_the_card_calls_back(fake: FakeWeCom, api: Api) -> None:
    await fake.set_callback("http://127.0.0.1:1/", verify=False)
    assert "response_code" not in await api.send("template_card", notice())
    for card in (buttons(), vote(), selects(), notice(action_menu=MENU, task_id="n-1")):
        assert (await api.send("template_card", card))["response_code"]
    assert len(fake.inbox("zhangmin")) == 5
    assert fake.violations == []


async def test_interactive_cards_need_a_callback_url(api: Api) -> None:
    assert (await api.send("template_card", buttons()))["errcode"] == 43012
    assert (await api.send("template_card", notice()))["errcode"] == 0


async def test_a_task_id_is_used_once(fake: FakeWeCom, api: Api) -> None:
    await fake.set_callback("http://127.0.0.1:1/", verify=False)
    assert (await api.send("template_card", buttons("t-7"), touser="ghost"))["errcode"] == 81013
    assert (await api.send("template_card", buttons("t-7")))["errcode"] == 0
    assert (await api.send("template_card", buttons("t-7"), touser="like"))["errcode"] == 42014


def test_a_card_reads_as_lines() -> None:
    card = CardState(notice(horizontal_content_list=[ROW], sub_title_text="请按时办结"))
    assert card.text() == "通知\n请按时办结\n时限：9月22日"
    assert CardState(selects()).text() == "选择会议室\n会议室〔三楼会议室 / 二楼会议室〕\n[预订]"


def test_pressing_gives_the_choices_that_stand_on_the_card() -> None:
    assert CardState(buttons()).press("sign") == ("template_card_event", {})
    assert CardState(selects()).press("book") == ("template_card_event", {"room": ["301"]})
    assert CardState(selects()).press("book", {"room": "201"})[1] == {"room": ["201"]}
    assert CardState(vote()).press("submit")[1] == {"q": ["o1"]}
    assert CardState(vote()).press("submit", {"q": ["o2", "o3"]})[1] == {"q": ["o2", "o3"]}
    menu = CardState(notice(action_menu=MENU, task_id="x"))
    assert menu.press("forward") == ("template_card_menu_event", {})


@pytest.mark.parametrize(
    ("card", "key", "selected", "why"),
    [
        (buttons(), "other", {}, "offers sign"),
        (buttons(), "", {}, "calls nobody back"),
        (selects(), "book", {"hall": "301"}, "no such question"),
        (selects(), "book", {"room": "999"}, "no option"),
        (selects(), "book", {"room": ["301", "201"]}, "one choice"),
        (selects(replace_text="已订"), "book", {}, "grey: 已订"),
    ],
)
def test_what_a_person_cannot_press(card: Json, key: str, selected: dict[str, str], why: str) -> None:
    with pytest.raises(Refused, match=why):
        CardState(card).press(key, selected)


def test_a_locked_choice_stays() -> None:
    card = selects()
    card["select_list"][0]["disable"] = True
    assert CardState(card).press("book")[1] == {"room": ["301"]}
    with pytest.raises(Refused, match="no longer"):
        CardState(card).press("book", {"room": "201"})
