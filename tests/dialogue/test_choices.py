"""How an answer picks one of numbered options (domain.md C.1 g)."""

from datetime import datetime

import pytest

from bot.dialogue.choices import chosen, outside, with_options
from bot.dialogue.understand import understand
from handlers.said import Said
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar
from storage.office import load_office

OFFICE, CALENDAR = load_office(None), WorkCalendar()
NOW = datetime(2026, 9, 18, 15, 20, tzinfo=SHANGHAI)
ROADS = ("督〔2026〕0101号 云湾港片区道路（10月20日）", "督〔2026〕0098号 金溪镇农村公路（9月30日，黄色）")


def said(text: str) -> Said:
    return understand(text, NOW, OFFICE, CALENDAR)


@pytest.mark.parametrize(
    ("text", "options", "index"),
    [
        ("2", ROADS, 1),
        ("２", ROADS, 1),
        ("②", ROADS, 1),
        ("二", ROADS, 1),
        ("第二个", ROADS, 1),
        ("第2项吧", ROADS, 1),
        ("选2", ROADS, 1),
        ("我选第一个，谢谢", ROADS, 0),
        ("最后一个", ROADS, 1),
        ("前一个", ROADS, 0),
        ("农村公路那个", ROADS, 1),
        ("那个云湾港的", ROADS, 0),
        ("0098", ROADS, None),
        ("不是道路那个", ROADS, None),
        ("3", ROADS, None),
        ("是的，谢谢", ("是", "否"), 0),
        ("没错", ("是", "否"), 0),
        ("不是", ("是", "否"), 1),
        ("对不起，是3点", ("对", "另定时间"), None),
        ("好的，发送吧", ("发送", "修改"), 0),
        ("发", ("发送", "修改", "取消"), 0),
        ("算了", ("确认", "取消"), 1),
        ("参加不了", ("参加", "请假", "替会"), None),
        ("请假，出差", ("参加", "请假", "替会"), None),
        ("请假吧", ("参加", "请假", "替会"), 1),
        ("不同意", ("同意", "不同意"), 1),
        ("随便", ("是", "否"), None),
        ("", ("是", "否"), None),
        ("2", (), None),
    ],
)
def test_chosen(text: str, options: tuple[str, ...], index: int | None) -> None:
    assert chosen(said(text), options) == index


@pytest.mark.parametrize(
    ("text", "expected"), [("10", True), ("0", True), ("3", False), ("10支", False), ("10个", False), ("十个", False)]
)
def test_outside(text: str, expected: bool) -> None:
    assert outside(said(text), ("特急", "加急", "平件")) is expected


def test_options_are_shown_once() -> None:
    assert with_options("发送吗？", ("发送", "修改")) == "发送吗？ 1发送 2修改"
    assert with_options("发送吗？1发送 2修改", ("发送", "修改")) == "发送吗？1发送 2修改"
    assert with_options("改为：", ("9月24日", "仍按25日")) == "改为： 1 9月24日 2 仍按25日"
