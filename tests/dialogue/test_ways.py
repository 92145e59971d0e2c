"""The common ways of speaking, whatever the order of the words, and guesses by likeness (issue 3 point 1)."""

import math

import pytest

from bot.dialogue.likeness import digest, digest_of, likeness
from bot.dialogue.recognise import all_intents, recognise
from bot.dialogue.speech import samples, speech
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


@pytest.mark.parametrize("text", ["那个", "", "█", "￥%…", "ζψ", "5", "嗯嗯"])
def test_hardly_any_words_are_no_guess(text: str) -> None:
    assert recognise(text) == []


def test_the_weights_are_of_todays_samples() -> None:
    """After a change of samples.txt: python -m bot.dialogue.learn."""
    assert digest() == digest_of(samples())


def test_likeness_is_a_probability() -> None:
    alike = likeness("把市委办那份转给应急局牵头办理")
    assert sum(map(math.exp, alike.values())) == pytest.approx(1.0) and max(alike, key=alike.__getitem__) == "transfer"


def test_every_sample_is_of_an_intent_that_exists() -> None:
    assert len(samples()) > 500 and {intent for intent, _ in samples()} <= NAMES


def test_what_is_only_alike_is_no_command() -> None:
    hits = recognise(said("叫个明白人跟我讲讲这个咋整").text)
    assert not any(hit.strong and hit.intent.name == "log_incoming" for hit in hits)


def test_every_intent_of_the_specification_belongs_to_a_line() -> None:
    of_annex_c = (
        "log_incoming log_outgoing find_doc submit record_instruction transfer sign mark_read close return "
        "extend create_task query_task feedback propose_card log_inspection log_publication create_meeting "
        "book_room find_room reschedule cancel reply_meeting check_in seating minutes decisions submit_info "
        "edit issue adoption info_comment read_bulletin duty swap contact away supplies reform archive stats "
        "report help feedback_to_admin unsubscribe undo human smalltalk"
    )
    assert set(of_annex_c.split()) <= NAMES


def test_the_words_of_the_lines_are_of_intents_that_exist() -> None:
    told = speech()
    wanted = {name for one in told.everyday for name in one.wants}
    assert told.writes | told.asks | told.common | wanted | {*told.examples, *told.hears, *told.counts} <= NAMES
