"""Words of the office misspelt by their sound (domain.md C.2): none of them is in any list of slips."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.homophones import misheard
from bot.dialogue.spelling import correct


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("首文登记 市委办", "收文登记 市委办"),
        ("会意室 301", "会议室 301"),
        ("名天上午", "明天上午"),
        ("参家", "参加"),
        ("嗯 参家", "嗯 参加"),
        ("签道", "签到"),
        ("反溃 0098 已开工", "反馈 0098 已开工"),
        ("换版 9.26 跟陈曦", "换班 9.26 跟陈曦"),
        ("挡案 卫健", "档案 卫健"),
        ("三季度工作总节", "三季度工作总结"),
        ("坐次 林区长", "座次 林区长"),
        ("发个会义通知", "发个会议通知"),
        ("通训录 何副区长", "通讯录 何副区长"),
    ],
)
def test_one_character_that_sounds_alike(typed: str, meant: str) -> None:
    assert correct(typed).text == meant


@pytest.mark.parametrize(
    "text",
    [
        "会前到场的同志请签到",
        "近日信息较多",
        "登机时间改了",
        "会意一笑",
        "特级教师",
        "预期目标",
        "投书信访局",
        "立项任工",
        "反对意见",
        "领导",
    ],
)
def test_words_of_their_own_stay(text: str) -> None:
    assert misheard(text) == []


def test_a_title_and_a_body_stay_as_typed() -> None:
    for text in (
        "登记收文《关于首文化建设的通知》",
        "0123号进展：已完成首文登记系统会意室改造工作，正在进行下一步的调试和验收准备",
    ):
        assert correct(text, verbatim=[(4, len(text))]).text == text


@given(st.text(alphabet="首手收文闻登记会议意室义签道到前参家加 ，：《》的了", max_size=60))
def test_places_stay_and_nothing_is_left_to_put_right(text: str) -> None:
    once = correct(text).text
    assert len(once) == len(text) and correct(once).text == once
