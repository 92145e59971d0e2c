"""Cards, messages and menus that cannot be built wrong (wecom.md 5.2-5.5, 6.2, 9)."""

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel

from bot.wecom import cards as c
from bot.wecom import messages as m
from bot.wecom.menu import Item, Menu, Submenu

URL = "https://bot.example.com/b/7"
OPEN = {"type": 1, "url": URL}
OPTIONS = [{"id": "r12", "text": "801（12人）"}, {"id": "r15", "text": "803（6人）"}]
SELECT = {"question_key": "room", "title": "会议室", "selected_id": "r12", "option_list": OPTIONS}
SUBMIT = {"text": "预订", "key": "confirm_btn"}
TITLE = {"title": "选择会议室", "desc": "10月23日 15:00-16:00"}
BUTTON = {"text": "参加", "key": "go"}

TEXT: dict[str, Any] = {"main_title": TITLE, "card_action": OPEN}
NEWS: dict[str, Any] = {"main_title": TITLE, "card_action": OPEN, "card_image": {"url": URL, "aspect_ratio": 2.25}}
BUTTONS: dict[str, Any] = {"main_title": TITLE, "task_id": "room-20251022-0007", "button_list": [BUTTON]}
VOTE: dict[str, Any] = {
    "main_title": TITLE,
    "task_id": "t",
    "checkbox": {"question_key": "q", "option_list": [{"id": "a", "text": "甲"}]},
    "submit_button": SUBMIT,
}
MULTI: dict[str, Any] = {"main_title": TITLE, "task_id": "t", "select_list": [SELECT], "submit_button": SUBMIT}

KINDS: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (c.TextNotice, TEXT),
    (c.NewsNotice, NEWS),
    (c.ButtonInteraction, BUTTONS),
    (c.VoteInteraction, VOTE),
    (c.MultipleInteraction, MULTI),
]
MENU = {"desc": "更多", "action_list": [{"text": "不再提醒", "key": "mute"}]}
ROW = {"keyname": "地点", "value": "3楼301"}


def test_the_example_of_the_documentation() -> None:
    card = c.MultipleInteraction(
        source=c.Source(desc="会议助手"),
        main_title=c.Title(**TITLE),
        task_id="room-20251022-0007",
        select_list=(
            c.Select(
                question_key="room",
                title="会议室",
                selected_id="r12",
                option_list=(c.Option(id="r12", text="801（12人）"), c.Option(id="r15", text="803（6人）")),
            ),
        ),
        submit_button=c.Submit(**SUBMIT),
    )
    assert card.to_json() == {
        "card_type": "multiple_interaction",
        "source": {"desc": "会议助手"},
        "main_title": TITLE,
        "task_id": "room-20251022-0007",
        "select_list": [SELECT],
        "submit_button": SUBMIT,
    }


def test_a_vote_always_says_what_is_checked() -> None:
    checkbox = c.VoteInteraction.model_validate(VOTE).to_json()["checkbox"]
    assert checkbox == {"question_key": "q", "option_list": [{"id": "a", "text": "甲", "is_checked": False}]}


RIGHT = [
    (c.TextNotice, TEXT | {"main_title": None, "sub_title_text": "收文一件"}),
    (c.TextNotice, TEXT | {"action_menu": MENU, "task_id": "t@-_9"}),
    (c.TextNotice, TEXT | {"source": {"desc": "中枢", "desc_color": 3}, "horizontal_content_list": [ROW] * 6}),
    (
        c.TextNotice,
        TEXT | {"card_action": {"type": 2, "appid": "a", "pagepath": "p"}, "jump_list": [{"title": "x"}] * 3},
    ),
    (c.TextNotice, TEXT | {"quote_area": {"quote_text": "要点"}, "emphasis_content": {"title": "35", "desc": "件"}}),
    (c.NewsNotice, NEWS | {"card_image": None, "image_text_area": {"image_url": URL, "title": "图"}}),
    (c.NewsNotice, NEWS | {"vertical_content_list": [{"title": "一"}] * 4}),
    (c.ButtonInteraction, BUTTONS | {"button_list": [BUTTON | {"key": str(n)} for n in range(6)]}),
    (c.ButtonInteraction, BUTTONS | {"button_list": [{"text": "打开", "type": 1, "url": URL}]}),
    (c.ButtonInteraction, BUTTONS | {"button_selection": SELECT, "card_action": {"type": 0}}),
    (c.ButtonInteraction, BUTTONS | {"task_id": None, "replace_text": "已参加"}),
    (c.VoteInteraction, VOTE | {"task_id": None, "submit_button": None, "replace_text": "已投票"}),
    (
        c.MultipleInteraction,
        MULTI | {"select_list": [SELECT | {"disable": True}], "task_id": None, "submit_button": None},
    ),
]


@pytest.mark.parametrize(("kind", "fields"), [*KINDS, *RIGHT])
def test_right(kind: type[c.TextNotice], fields: dict[str, Any]) -> None:
    card = kind.model_validate(fields)
    assert card.to_json()["card_type"] == kind.model_fields["card_type"].default
    assert None not in card.to_json().values()


def options(count: int, **more: Any) -> list[dict[str, Any]]:
    return [{"id": str(index), "text": "甲", **more} for index in range(count)]


def rows(*fields: dict[str, Any]) -> dict[str, Any]:
    return TEXT | {"horizontal_content_list": list(fields)}


def vote(**fields: Any) -> dict[str, Any]:
    return VOTE | {"checkbox": VOTE["checkbox"] | fields}


def selects(*changes: dict[str, Any]) -> dict[str, Any]:
    return MULTI | {"select_list": [SELECT | change for change in changes]}


WRONG = [
    (c.TextNotice, TEXT | {"main_title": None}),
    (c.TextNotice, TEXT | {"main_title": {"desc": "只有副标题"}}),
    (c.TextNotice, {"main_title": TITLE}),
    (c.TextNotice, TEXT | {"card_action": {"type": 0}}),
    (c.TextNotice, TEXT | {"card_action": {"type": 1}}),
    (c.TextNotice, TEXT | {"card_action": {"type": 1, "url": "bot.example.com"}}),
    (c.TextNotice, TEXT | {"card_action": {"type": 1, "url": "https://" + "a" * 1017}}),
    (c.TextNotice, TEXT | {"card_action": {"type": 2, "url": URL}}),
    (c.TextNotice, TEXT | {"action_menu": MENU}),
    (c.TextNotice, TEXT | {"task_id": "t", "action_menu": {"action_list": []}}),
    (
        c.TextNotice,
        TEXT | {"task_id": "t", "action_menu": {"action_list": [{"text": "x", "key": str(n)} for n in range(4)]}},
    ),
    (c.TextNotice, TEXT | {"task_id": "t", "action_menu": {"action_list": [{"text": "x", "key": "k"}] * 2}}),
    (c.TextNotice, TEXT | {"task_id": "t", "action_menu": {"action_list": [{"text": "x", "key": "k" * 1025}]}}),
    (c.TextNotice, TEXT | {"source": {"desc": "中枢", "desc_color": 4}}),
    (c.TextNotice, TEXT | {"quote_area": {"type": 1}}),
    (c.TextNotice, TEXT | {"quote_area": {"type": 2, "url": URL}}),
    (c.TextNotice, TEXT | {"jump_list": [{"title": "x"}] * 4}),
    (c.TextNotice, TEXT | {"jump_list": [{"title": "x", "type": 1}]}),
    (c.TextNotice, TEXT | {"jump_list": [{"type": 0}]}),
    (c.TextNotice, rows(*[ROW] * 7)),
    (c.TextNotice, rows({"value": "x"})),
    (c.TextNotice, rows({"keyname": "", "value": "x"})),
    (c.TextNotice, rows(ROW | {"type": 1})),
    (c.TextNotice, rows(ROW | {"type": 2})),
    (c.TextNotice, rows({"keyname": "附件", "value": "无扩展名", "type": 2, "media_id": "m"})),
    (c.TextNotice, rows(ROW | {"type": 3})),
    (c.TextNotice, TEXT | {"button_list": [BUTTON]}),
    (c.TextNotice, TEXT | {"card_type": "news_notice"}),
    (c.NewsNotice, NEWS | {"card_image": None}),
    (c.NewsNotice, NEWS | {"main_title": None}),
    (c.NewsNotice, NEWS | {"card_image": {"url": URL, "aspect_ratio": 1.2}}),
    (c.NewsNotice, NEWS | {"card_image": {"url": URL, "aspect_ratio": 2.26}}),
    (c.NewsNotice, NEWS | {"image_text_area": {"title": "没有图"}}),
    (c.NewsNotice, NEWS | {"image_text_area": {"image_url": URL, "type": 1}}),
    (c.NewsNotice, NEWS | {"vertical_content_list": [{"title": "一"}] * 5}),
    (c.NewsNotice, NEWS | {"emphasis_content": {"title": "35"}}),
    (c.ButtonInteraction, BUTTONS | {"task_id": None}),
    (c.ButtonInteraction, BUTTONS | {"task_id": ""}),
    (c.ButtonInteraction, BUTTONS | {"task_id": "收1203"}),
    (c.ButtonInteraction, BUTTONS | {"task_id": "t t"}),
    (c.ButtonInteraction, BUTTONS | {"task_id": "t\n"}),
    (c.ButtonInteraction, BUTTONS | {"task_id": "t" * 129}),
    (c.ButtonInteraction, BUTTONS | {"main_title": None}),
    (c.ButtonInteraction, BUTTONS | {"button_list": []}),
    (c.ButtonInteraction, BUTTONS | {"button_list": [BUTTON | {"key": str(n)} for n in range(7)]}),
    (c.ButtonInteraction, BUTTONS | {"button_list": [BUTTON, BUTTON]}),
    (c.ButtonInteraction, BUTTONS | {"button_list": [{"text": "没有键"}]}),
    (c.ButtonInteraction, BUTTONS | {"button_list": [{"text": "打开", "type": 1, "key": "k"}]}),
    (c.ButtonInteraction, BUTTONS | {"button_list": [BUTTON | {"style": 5}]}),
    (c.ButtonInteraction, BUTTONS | {"button_list": [BUTTON | {"text": ""}]}),
    (c.ButtonInteraction, BUTTONS | {"button_list": [BUTTON | {"key": "会" * 342}]}),
    (c.ButtonInteraction, BUTTONS | {"button_selection": SELECT | {"option_list": []}}),
    (c.ButtonInteraction, BUTTONS | {"jump_list": []}),
    (c.VoteInteraction, VOTE | {"task_id": None}),
    (c.VoteInteraction, VOTE | {"submit_button": None}),
    (c.VoteInteraction, VOTE | {"checkbox": None}),
    (c.VoteInteraction, VOTE | {"source": {"desc": "x", "desc_color": 1}}),
    (c.VoteInteraction, vote(option_list=[])),
    (c.VoteInteraction, vote(option_list=options(21))),
    (c.VoteInteraction, vote(option_list=options(1) * 2)),
    (c.VoteInteraction, vote(option_list=options(2, is_checked=True))),
    (c.VoteInteraction, vote(mode=2)),
    (c.VoteInteraction, vote(option_list=[{"id": "i" * 129, "text": "x"}])),
    (c.MultipleInteraction, MULTI | {"select_list": []}),
    (c.MultipleInteraction, selects(*({"question_key": str(n)} for n in range(4)))),
    (c.MultipleInteraction, selects({}, {})),
    (c.MultipleInteraction, selects({"selected_id": "r99"})),
    (c.MultipleInteraction, selects({"option_list": options(11), "selected_id": None})),
    (c.MultipleInteraction, selects({"option_list": options(1) * 2, "selected_id": None})),
    (c.MultipleInteraction, selects({"question_key": "会" * 342})),
    (c.MultipleInteraction, MULTI | {"submit_button": {"text": "提交"}}),
    (c.MultipleInteraction, MULTI | {"source": {"desc": "x", "desc_color": 0}}),
]


@pytest.mark.parametrize(("kind", "fields"), WRONG)
def test_wrong(kind: type[BaseModel], fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=kind.__name__):
        kind.model_validate(fields)


def test_several_answers_may_be_checked_where_several_may_be_given() -> None:
    c.VoteInteraction.model_validate(vote(mode=1, option_list=options(20, is_checked=True)))


def test_a_replacement_is_not_sent_as_new() -> None:
    card = c.ButtonInteraction.model_validate(BUTTONS | {"replace_text": "已参加"})
    with pytest.raises(ValueError, match="replace"):
        m.TemplateCardMessage(card=card)


def test_a_robot_s_card_is_silent() -> None:
    m.WebhookCard(card=c.TextNotice.model_validate(TEXT))
    for extra in ({"task_id": "t"}, {"task_id": "t", "action_menu": MENU}):
        with pytest.raises(ValueError, match="robot"):
            m.WebhookCard(card=c.TextNotice.model_validate(TEXT | extra))


def test_a_card_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        c.TextNotice.model_validate(TEXT).task_id = "t"  # type: ignore[misc]


ARTICLE = {"title": "通报", "url": URL}

BUDGETS: list[tuple[Callable[[str], Any], int]] = [
    (lambda text: m.Text(content=text), 2048),
    (lambda text: m.Mention(content=text, mentioned_list=("a",)), 2048),
    (lambda text: m.Markdown(content=text), 2048),
    (lambda text: m.MarkdownV2(content=text), 4096),
    (lambda text: m.TextCard(title=text, description="x", url=URL), 128),
    (lambda text: m.TextCard(title="x", description=text, url=URL), 512),
    (lambda text: m.Article(title=text, url=URL), 128),
    (lambda text: m.Article(title="x", description=text, url=URL), 512),
    (lambda text: m.Article(title="x", appid="a", pagepath=text), 128),
    (lambda text: m.Video(media_id="m", title=text), 128),
    (lambda text: m.Video(media_id="m", description=text), 512),
    (lambda text: Menu(button=(Item(type="click", name=text, key="k"),)), 16),
    (lambda text: Menu(button=(Submenu(name="x", sub_button=(Item(type="click", name=text, key="k"),)),)), 40),
    (lambda text: Menu(button=(Item(type="click", name="x", key=text),)), 128),
]


@pytest.mark.parametrize(("build", "limit"), BUDGETS)
def test_byte_budgets(build: Callable[[str], Any], limit: int) -> None:
    fits = "中" * (limit // 3) + "a" * (limit % 3)
    build(fits)
    for wrong in (fits + "a", "中" * (limit // 3 + 1), "\ud800"):
        with pytest.raises(ValueError, match=r"bytes|surrogates|unicode"):
            build(wrong)


@pytest.mark.parametrize(
    "build",
    [
        lambda: m.Text(content=""),
        lambda: m.Text(content=" \n"),
        lambda: m.Markdown(content=""),
        lambda: m.TextCard(title="x", description=" ", url=URL),
        lambda: m.TextCard(title="x", description="x", url="bot.example.com"),
        lambda: m.TextCard(title="x", description="x", url=URL, btntxt="查看全部啊"),
        lambda: m.News(articles=()),
        lambda: m.News.model_validate({"articles": [ARTICLE] * 9}),
        lambda: m.Article(title="x"),
        lambda: m.Article(title="x", url=URL, appid="a"),
        lambda: m.Article(title="x", pagepath="p"),
        lambda: m.Image(media_id=""),
        lambda: m.WebhookImage(data=b""),
        lambda: m.WebhookImage(data=bytes(2 * 1024 * 1024 + 1)),
        lambda: m.Mention(content="x", mentioned_list=()),
        lambda: Menu(button=()),
        lambda: Menu(button=(Item(type="click", name="x", key="k"),) * 4),
        lambda: Submenu(name="x", sub_button=()),
        lambda: Submenu(name="x", sub_button=(Item(type="click", name="x", key="k"),) * 6),
        lambda: Item(type="click", name="x"),
        lambda: Item(type="view", name="x", key="k"),
        lambda: Item(type="view_miniprogram", name="x", pagepath="p"),
    ],
)
def test_messages_that_wecom_would_refuse(build: Callable[[], Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        build()


def test_bodies() -> None:
    news = m.News.model_validate({"articles": [ARTICLE]})
    assert news.body() == {"msgtype": "news", "news": {"articles": [ARTICLE]}}
    assert m.File(media_id="m", safe=0).body() == {"msgtype": "file", "file": {"media_id": "m"}, "safe": 0}
    assert m.TextCard(title="标题", description="说明", url=URL).body()["textcard"]["title"] == "标题"


def test_no_error_quotes_the_words() -> None:
    with pytest.raises(ValueError, match="bytes") as refusal:
        m.Text(content="内部情况" * 600)
    assert "内部" not in str(refusal.value)
