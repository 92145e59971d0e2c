"""The common ways of speaking, whatever the order of the words, and guesses by likeness (issue 3 point 1)."""

from importlib import resources

import pytest

from bot.dialogue.likeness import likest
from bot.dialogue.recognise import all_intents, recognise
from bot.dialogue.ways import ways, words
from tests.dialogue.test_choices import said

NAMES = {intent.name for intent in all_intents()} | {intent.family for intent in all_intents()}


def best(text: str) -> str | None:
    hit = next(iter(recognise(said(text).text)), None)
    return (hit.intent.family or hit.intent.name) if hit else None


def test_every_way_names_an_intent_that_exists() -> None:
    assert len(ways()) > 200 and {way.intent for way in ways()} <= NAMES
    assert "书记" in words("LEADER")


@pytest.mark.parametrize(
    ("intent", "orders"),
    [
        ("close", ["1203号办结", "办结1203号", "把1203 结掉", "1203，可以办结了"]),
        ("transfer", ["1203号转办应急局", "转给应急局 1203号", "应急局牵头办1203号"]),
        ("find_room", ["301明天下午有空吗", "明天下午301空不空", "有没有空的会议室 明天下午"]),
        ("mark_read", ["1203号周书记阅毕", "周书记看完1203号了", "阅毕 周书记 1203"]),
        ("extend", ["0123号延期到10月底", "延期到10月底 0123号", "申请延期 督0123"]),
        ("seating", ["排一下座次：周书记、林区长", "周书记、林区长 座次"]),
    ],
)
def test_the_order_of_the_words_does_not_matter(intent: str, orders: list[str]) -> None:
    assert [best(text) for text in orders] == [intent] * len(orders)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("投稿：区档案局开展档案检查进机关活动，覆盖单位36家", "submit_info"),
        ("登记收文：市府办，《关于召开全市防汛工作会议取消演练的通知》，平件", "log_incoming"),
        ("0123号进展：召开协调会，会议室改造方案已定，办结第一阶段", "feedback"),
    ],
)
def test_titles_and_bodies_want_nothing(text: str, intent: str) -> None:
    assert best(text) == intent


@pytest.mark.parametrize(
    "heading",
    [
        "云湾区人民政府办公室关于做好会议室管理工作的通知\n云湾府办〔2026〕12号",
        "国家税务总局公告2023年第12号 国家税务总局关于落实征管有关事项的公告",
        "南府令第7号 南澜市城市管理办法",
    ],
)
def test_a_pasted_heading_is_a_paper_to_be_registered(heading: str) -> None:
    assert best(heading) == "log_incoming"


@pytest.mark.parametrize("text", ["那个", "嗯嗯", "asdfgh", "我家的猫", "👍", ""])
def test_nothing_is_like_nothing(text: str) -> None:
    assert likest(text) is None


def test_every_sample_is_of_an_intent_that_exists() -> None:
    lines = resources.files("bot.dialogue").joinpath("samples.txt").read_text("utf-8").splitlines()
    assert len(lines) > 500 and {line.partition("\t")[0] for line in lines} <= NAMES


def test_what_is_only_alike_is_no_command() -> None:
    hits = recognise(said("叫个明白人跟我讲讲这个咋整").text)
    assert not any(hit.strong and hit.intent.name == "log_incoming" for hit in hits)
