"""帮助 that teaches, and the menu that speaks for the finger (issue 3, point 7)."""

import pytest

from bot.dialogue.recognise import all_intents, recognise
from bot.dialogue.speech import speech
from bot.office_menu import MENU
from bot.wecom.budget import utf8_len
from bot.wecom.menu import Submenu
from tests.day import Day

ONE_MESSAGE = 2048
"""Bytes of a text message (wecom.md 5)."""


async def test_what_this_person_can_do(day: Day) -> None:
    zhang, like, zhou = day.phone("zhangmin"), day.phone("like"), day.phone("zhoumingyuan")
    mine = await zhang.says("帮助")
    assert mine.splitlines()[1] == "【办文】" and "· 登记收文：加急" in mine and "· 订会议室：订201" in mine
    theirs = await like.says("你会干什么")
    assert "登记收文" not in theirs and "· 签收" in theirs and "反馈督办进展" in theirs
    for answer in (mine, theirs, await zhou.says("？")):
        assert utf8_len(answer) <= ONE_MESSAGE and 3 <= answer.count("· ") <= 12
        assert "回复“撤销”" in answer and "建议" in answer


async def test_one_line_and_one_thing(day: Day) -> None:
    chen = day.phone("chenxi")
    whole = await chen.says("帮助 会务")
    assert "【会务】可以这样说" in whole and "查回执情况" in whole and "会议改期" in whole
    for words in ("帮助 订会议室", "帮助：订会议室", "怎么订会议室", "订会议室怎么说"):
        one = await chen.says(words)
        assert "【订会议室】可以这样说：\n· 订201，9月24日9点到11点\n· " in one and "我会逐项问：什么时间用" in one
    registering = await day.phone("zhangmin").says("帮助 登记收文")
    assert "哪个单位来文；标题或文号；缓急；阅件还是办件" in registering
    assert "没有找到“吃饭”" in await chen.says("帮助 吃饭")
    assert "没有找到“登记收文”" in await chen.says("帮助 登记收文")
    assert "【订会议室】" not in await chen.says("会议室怎么订都没人管")


async def test_help_in_the_middle_goes_back(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says("收到一份文件，登记一下")
    answer = await zhang.says("帮助 登记收文")
    assert "可以这样说" in answer and answer.endswith("（继续办“登记收文”）哪个单位来文？")


@pytest.mark.parametrize(
    ("name", "words"), [(name, words) for name, ways in speech().examples.items() for words in ways]
)
def test_what_help_teaches_is_understood(name: str, words: str) -> None:
    assert recognise(words)[0].intent.name == name


def test_the_commonest_exist() -> None:
    names = {intent.name for intent in all_intents()}
    assert set(speech().examples) | speech().common <= names


async def test_the_menu_stands_after_the_start_and_is_not_set_twice(day: Day) -> None:
    await day.bot.menu_kept
    assert [top["name"] for top in day.fake.menu.buttons] == [top.name for top in MENU.button]
    calls = day.fake.journal.calls
    assert (calls["menu/get"], calls["menu/create"]) == (1, 1)
    await day.restart_bot()
    await day.bot.menu_kept
    assert (calls["menu/get"], calls["menu/create"]) == (2, 1)


async def test_a_refused_menu_stops_nothing(day: Day, capsys: pytest.CaptureFixture[str]) -> None:
    day.fake.menu.buttons = []
    day.fake.fail_next("menu/create", 48002)
    await day.restart_bot()
    await day.bot.menu_kept
    assert "menu_refused" in capsys.readouterr().out
    assert "哪个单位来文" in await day.phone("zhangmin").says("登记收文")


async def test_a_tap_is_as_good_as_the_sentence(day: Day) -> None:
    await day.bot.menu_kept
    zhang, like = day.phone("zhangmin"), day.phone("like")

    async def taps(userid: str, name: str) -> str:
        phone = day.phone(userid)
        phone.new()
        entries = (item for top in MENU.button if isinstance(top, Submenu) for item in top.sub_button)
        key = next(item.key for item in entries if item.name == name)
        assert (await day.fake.click_menu(userid, key or "")).accepted
        await day.settle()
        return "\n".join(phone.new())

    assert "哪个单位来文" in await taps("zhangmin", "登记收文")
    assert "“登记收文”先放下" in await taps("zhangmin", "订会议室")
    await zhang.says("取消")
    assert "哪个单位来文？" in await zhang.says("继续")
    assert "未查询到相关信息" in await taps("like", "登记收文")
    for name, facts in {
        "签收": "没有待您签收",
        "查督办": "没有在办的督办事项",
        "反馈进展": "没有待您单位反馈",
        "今天哪个会议室空着": "空闲时段",
        "参会回执": "没有需要您回执",
        "今日信息": "尚未编发",
        "投稿": "标题",
        "我能办什么": "可以直接这样说",
        "撤销上一步": "没有可以撤销",
        "提建议": "请写下",
        "转人工": "8056",
    }.items():
        assert facts in await taps("like", name), name
        await like.says("取消")
