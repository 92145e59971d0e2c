"""Words of the office misspelt by their sound (domain.md C.2): none of them is in any list of slips."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.homophones import misheard
from bot.dialogue.sounds import alike
from bot.dialogue.spelling import correct

HERE = Path(__file__).parent


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
        ("想和小李环班", "想和小李换班"),
        ("给住建局发排", "给住建局发牌"),
        ("把22号的例会取肖了", "把22号的例会取消了"),
        ("1203装办住建局", "1203转办住建局"),
        ("下周三的会参家不了", "下周三的会参加不了"),
        ("区长批视了", "区长批示了"),
        ("等记收文，来闻单位市财政局，贫件", "登记收文，来文单位市财政局，平件"),
        ("编花第231期", "编发第231期"),
        ("加个会义，三搂", "加个会议，三楼"),
        ("通值各单位", "通知各单位"),
        ("名单 皮示", "名单 批示"),
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
        "改个会的时间",
        "加几个人",
        "一般件",
        "会一下",
        "请司法局、市财政局会签",
        "请实验小学派人",
        "开汇报会",
        "交半年总结",
        "审合同",
        "局参加的人",
        "安全生产会",
        "四楼会议时间表",
        "标题跟正文对不上",
        "循环班次",
        "电梯加装办",
        "海泊街道装了限载牌",
        "排一下桌签，按排名",
        "发热门诊改造",
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


def test_good_sentences_stay() -> None:
    """What the manual says, headings as they are published, and what staff wrote but for the slips in it."""
    docs = HERE.parents[1] / "docs"
    manual = [
        sentence.strip()
        for page in (*docs.glob("*.md"), *docs.glob("handbook/*.md"))
        for sentence in re.split("[。；！？\n]", page.read_text("utf-8"))
    ]
    headings = (HERE / "headings.txt").read_text("utf-8").splitlines()
    written = [json.loads(line)["text"] for line in (HERE / "utterances_dev.jsonl").read_text("utf-8").splitlines()]
    assert {slip.said for text in (*manual, *headings) for slip in misheard(text)} == set()
    assert {slip.said for text in written for slip in misheard(text)} - set(_SLIPS_IN_THEM.split(" ")) == set()


_SLIPS_IN_THEM = (
    "乘送 会义 会义通知 会意室 会议师 参家 发闻 取肖 坐次 外处 帮住 建义 归挡 总节 挡案 换版 收闻 改格 直班 签受 签道 "
    "投搞 电画 督半 赌办 赌查 通训录 退定 金日 陈送 反溃 毒办"
)


def test_characters_are_told_by_their_sound() -> None:
    assert {"收闻", "手文", "首文"} <= set(alike("收文", 0)) and "搜文" in set(alike("收文", 1)) - set(alike("收文", 0))
    assert "站定" not in set(alike("暂定", 0)) and "站定" in set(alike("暂定", 1))
    assert "精度" in set(alike("进度", 1)) - set(alike("进度", 0))
    assert "年系" in set(alike("联系", 2)) - set(alike("联系", 1))
    assert {"花文", "发闻"} <= set(alike("发文")) and "马文" not in set(alike("发文"))


def test_half_a_sign_is_no_text() -> None:
    assert correct("收闻\ud83d登记").text == "收文\ufffd登记"
