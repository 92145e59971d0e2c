"""Slips of hand and voice are read as meant, and places in the text stay what they were (domain.md C.2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.spelling import Slip, correct, fold

SLIPS = [
    ("手文登记", "收文登记"),
    ("收闻登记", "收文登记"),
    ("赌办进展", "督办进展"),
    ("查一下毒办", "查一下督办"),
    ("清假", "请假"),
    ("情假一天", "请假一天"),
    ("订会议是", "订会议室"),
    ("会议师301", "会议室301"),
    ("周书记阅至", "周书记阅知"),
    ("改成特级", "改成特急"),
    ("加机件", "加急件"),
    ("加级，办件", "加急，办件"),
    ("乘送林区长", "呈送林区长"),
    ("陈送林区长", "呈送林区长"),
    ("签受", "签收"),
    ("迁收", "签收"),
    ("延起到周五", "延期到周五"),
    ("会议记要", "会议纪要"),
    ("你办意见", "拟办意见"),
    ("重点項目進度", "重点项目进度"),
    ("２０２６　５７号", "2026 57号"),
    ("上午９：３０", "上午9:30"),
]
RIGHT = [
    "禁毒办来文",
    "疫情假期值班",
    "选手文化节",
    "增加级别",
    "参加机关活动",
    "拆迁收尾",
    "特级教师评选",
    "会议是上午九点开",
    "登记要求",
    "笔记要点",
    "阅至第三页",
    "这个你办一下",
    "环保督察整改",
    "督察组进驻",
    "云湾府办〔2026〕15号《关于“防汛”的通知》「急」（特急），",
    "通告、通报、公告，会审、会签",
]


@pytest.mark.parametrize(("typed", "meant"), SLIPS)
def test_slips(typed: str, meant: str) -> None:
    assert correct(typed).text == meant


@pytest.mark.parametrize("text", RIGHT)
def test_right_words_stay(text: str) -> None:
    assert correct(text).text == text and correct(text).slips == ()


def test_slips_say_what_was_read_and_where() -> None:
    corrected = correct("手文登记，督察快报第3期")
    assert corrected.text == "收文登记，督查快报第3期"
    assert corrected.slips == (Slip("手文", "收文", (0, 2)), Slip("督察", "督查", (5, 7), sure=False))


@given(st.text(max_size=100))
def test_the_length_never_changes(text: str) -> None:
    assert len(correct(text).text) == len(fold(text)) == len(text)
    assert correct(correct(text).text).text == correct(text).text


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("幺二零三转住建局", "1203转住建局"),
        ("督办零一零一", "督办0101"),
        ("在三零一开会", "在301开会"),
        ("二零二六年九月", "二零二六年九月"),
        ("南财发二零二六十二号", "南财发二零二六十二号"),
        ("一千零二十户", "一千零二十户"),
        ("一百零五人", "一百零五人"),
        ("三点零五分", "三点零五分"),
        ("一二三四", "一二三四"),
    ],
)
def test_digits_dictated_one_by_one(said: str, read: str) -> None:
    assert correct(said).text == read
