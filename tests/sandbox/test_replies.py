"""Passive replies, the phones and the feed (wecom.md 3.3, 14.5)."""

import asyncio

import pytest

from bot.sandbox.server import FakeWeCom
from tests.sandbox.support import URL, Api, Bot, buttons, notice, reply

CARD = (
    "<TemplateCard><CardType>button_interaction</CardType><MainTitle><Title>已转办</Title></MainTitle>"
    "<HorizontalContentList><KeyName>承办</KeyName><Value>李可</Value></HorizontalContentList>"
    "<HorizontalContentList><Type>1</Type><KeyName>链接</KeyName><Url>https://x.cn</Url></HorizontalContentList>"
    "<ButtonSelection><QuestionKey>q</QuestionKey><Disable>true</Disable>"
    "<OptionList><Id>1</Id><Text>一</Text></OptionList></ButtonSelection>"
    "<ButtonList><Text>催办</Text><Style>2</Style><Key>urge</Key></ButtonList>"
    "<ReplaceText>已转</ReplaceText></TemplateCard>"
)
MENU = {"action_list": [{"text": "转办", "key": "forward"}]}


async def said(fake: FakeWeCom, bot: Bot, answer: bytes | None, words: str = "你好") -> list[str]:
    bot.answer = lambda _: answer
    await fake.say("zhangmin", words)
    return [message.text for message in fake.inbox("zhangmin") if not message.mine]


async def test_words_in_the_response(fake: FakeWeCom, bot: Bot) -> None:
    assert await said(fake, bot, reply("text", "<Content>收到，<![CDATA[<张敏>]]></Content>")) == ["收到，<张敏>"]
    message = fake.inbox("zhangmin")[-1]
    assert (message.passive, message.sender, message.msgid) == (True, "中枢", "")
    assert fake.violations == []


async def test_the_delivery_tells_the_reply(fake: FakeWeCom, bot: Bot) -> None:
    bot.answer = lambda _: reply("text", "<Content>好</Content>")
    delivery = await fake.say("zhangmin", "你好")
    assert delivery.reply is not None
    assert delivery.reply["Content"] == "好"


async def test_success_is_no_reply(fake: FakeWeCom, bot: Bot) -> None:
    bot.raw_answer = b"success"
    assert (await fake.say("zhangmin", "你好")).reply is None
    assert fake.violations == []


async def test_pictures_and_articles(fake: FakeWeCom, bot: Bot) -> None:
    await fake.send_media("zhangmin", "image")
    media_id = bot.fields()["MediaId"]
    assert await said(fake, bot, reply("image", f"<Image><MediaId>{media_id}</MediaId></Image>")) == ["[图片]"]
    item = f"<item><Title>快报</Title><Description>摘要</Description><Url>{URL}</Url></item>"
    news = reply("news", f"<ArticleCount>2</ArticleCount><Articles>{item * 2}</Articles>")
    assert (await said(fake, bot, news))[-1] == "快报\n摘要\n快报\n摘要"
    assert fake.violations == []


async def test_long_words_are_cut(fake: FakeWeCom, bot: Bot) -> None:
    assert await said(fake, bot, reply("text", f"<Content>{'字' * 700}</Content>")) == ["字" * 682]
    assert "cuts at 2048" in fake.violations[0]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (reply("markdown", "<Content>x</Content>"), "no such passive reply"),
        (reply("text", "<Content></Content>"), "empty content"),
        (reply("image", "<Image><MediaId>m</MediaId></Image>"), "40007"),
        (reply("news", "<ArticleCount>2</ArticleCount><Articles><item/></Articles>"), "ArticleCount"),
        (reply("update_button", "<Button><ReplaceName>x</ReplaceName></Button>"), "no card"),
    ],
)
async def test_replies_without_effect(fake: FakeWeCom, bot: Bot, answer: bytes, why: str) -> None:
    assert await said(fake, bot, answer) == []
    assert why in fake.violations[0]


async def test_a_reply_to_somebody_else(fake: FakeWeCom, bot: Bot) -> None:
    await said(fake, bot, reply("text", "<Content>x</Content>", to="like"))
    assert "instead of" in fake.violations[0]


@pytest.mark.parametrize("body", [b"ok", b"<xml/>", b"<xml><Encrypt>x</Encrypt></xml>"])
async def test_bodies_that_nobody_can_read(fake: FakeWeCom, bot: Bot, body: bytes) -> None:
    bot.raw_answer = body
    assert (await fake.say("zhangmin", "你好")).reply is None
    assert "cannot be read" in fake.violations[0]


async def test_a_wrong_signature_on_the_reply(fake: FakeWeCom, bot: Bot) -> None:
    bot.raw_answer = bot.seal(reply("text", "<Content>x</Content>")).replace(b"<Nonce>n", b"<Nonce>m")
    await fake.say("zhangmin", "你好")
    assert "MsgSignature is wrong" in fake.violations[0]


async def test_passive_updates_after_a_button_press_are_ignored(fake: FakeWeCom, api: Api, bot: Bot) -> None:
    await api.send("template_card", buttons(), "zhangmin|like")
    bot.answer = lambda _: reply("update_button", "<Button><ReplaceName>已签收</ReplaceName></Button>")
    await fake.press("zhangmin", "t-1", "sign")
    assert "[签收]" in fake.inbox("zhangmin")[0].text
    assert "are ignored" in fake.violations.pop()
    fake.quirks.ignore_passive_card_update = False
    await fake.press("zhangmin", "t-1", "sign")
    assert "[已签收]" in fake.inbox("zhangmin")[0].text
    assert "[签收]" in fake.inbox("like")[0].text
    assert fake.violations == []


async def test_words_cannot_answer_a_button_press(fake: FakeWeCom, api: Api, bot: Bot) -> None:
    await api.send("template_card", buttons())
    bot.answer = lambda _: reply("text", "<Content>好</Content>")
    await fake.press("zhangmin", "t-1", "sign")
    assert "cannot be answered with text" in fake.violations[0]


async def test_a_whole_new_card_after_the_menu(fake: FakeWeCom, api: Api, bot: Bot) -> None:
    await api.send("template_card", notice(action_menu=MENU, task_id="n-1"))
    bot.answer = lambda _: reply("update_template_card", CARD)
    await fake.press("zhangmin", "n-1", "forward")
    card = fake.inbox("zhangmin")[0].card
    assert card is not None
    assert (card.kind, card.task_id, card.replaced) == ("button_interaction", "n-1", "已转")
    assert card.card["horizontal_content_list"][1]["type"] == 1
    assert card.questions[0].locked
    assert fake.violations == []


async def test_waiting_for_a_message(fake: FakeWeCom, api: Api) -> None:
    waiting = asyncio.create_task(fake.wait_for("ZhangMin", lambda message: "二" in message.text))
    await api.text("一")
    await api.text("二")
    found = await waiting
    assert found.text == "二"
    assert (await fake.wait_for("zhangmin", lambda message: True)).text == "一"
    with pytest.raises(TimeoutError, match="- 中枢: 二"):
        await fake.wait_for("zhangmin", lambda message: True, 0.01, after=found.id)


async def test_waiting_for_a_card_to_change(fake: FakeWeCom, api: Api, bot: Bot) -> None:
    answer = await api.send("template_card", buttons())
    waiting = asyncio.create_task(fake.wait_for("zhangmin", lambda message: "[好了]" in message.text))
    body = {"atall": 1, "agentid": 1000002, "response_code": answer["response_code"]}
    await api.post("message/update_template_card", {**body, "button": {"replace_name": "好了"}})
    assert (await waiting).card is not None


async def test_the_feed_tells_everything(fake: FakeWeCom, api: Api, bot: Bot) -> None:
    with fake.subscribe() as events:
        await fake.say("zhangmin", "你好")
        msgid = (await api.send("template_card", buttons()))["msgid"]
        await api.post("message/recall", {"msgid": msgid})
        await api.post("message/recall", {"msgid": "x"})
        await api.post("appchat/create", {"userlist": ["zhangmin", "like"]})
        seen = [await events.get() for _ in range(6)]
    assert [event["type"] for event in seen] == ["message", "delivery", "message", "update", "violation", "group"]
    assert (seen[0]["userid"], seen[0]["message"]["mine"]) == ("zhangmin", True)
    assert seen[2]["message"]["card"]["buttons"][0] == {"text": "签收", "key": "sign", "style": 1, "url": ""}
    assert seen[3]["message"]["recalled"] is True
    await api.text()
    assert fake.feed._listeners == []


async def test_the_feed_can_be_iterated(fake: FakeWeCom, api: Api) -> None:
    with fake.subscribe() as events:
        await api.text("一")
        await api.text("二")
        texts = []
        async for event in events:
            texts.append(event["message"]["text"])
            if len(texts) == 2:
                break
    assert texts == ["一", "二"]
