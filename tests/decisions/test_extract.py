"""议定事项 out of pasted text, and what is said about the table; tables (domain.md 4.7)."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.understand import understand
from handlers.decisions.edits import edited
from handlers.decisions.extract import extract
from handlers.decisions.rows import Row
from handlers.decisions.words import numbers
from handlers.said import Said
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar
from storage.office import load_office

OFFICE, CALENDAR = load_office(None), WorkCalendar()
NOW = datetime(2026, 9, 21, 17, 10, tzinfo=SHANGHAI)
SC16 = (
    "会议议定：（一）由区发改局牵头，区财政局、区住建局配合，于10月20日前完成云湾港项目前期手续。"
    "（二）由区应急局负责，9月底前完成防汛物资补充。（三）由各镇街长期坚持网格巡查。"
)
TOWNS = ("金溪镇", "南渡镇", "白石街道", "海泊街道")


def said(text: str) -> Said:
    return understand(text, NOW, OFFICE, CALENDAR)


def rows(text: str) -> list[Row]:
    return extract(said(text), OFFICE)


def test_sc16() -> None:
    first, second, third = rows(SC16)
    assert (first.title, first.lead, first.co) == ("完成云湾港项目前期手续", "发改局", ("财政局", "住建局"))
    assert first.due == "2026-10-20T17:30:00+08:00" and second.due == "2026-09-30T17:30:00+08:00"
    assert (second.lead, second.co) == ("应急局", ())
    assert (third.lead, third.leads, third.group) == (None, TOWNS, "各镇街")
    assert third.limitless and third.period == "每月" and third.due is None


@pytest.mark.parametrize(
    "text",
    [
        "会议强调要高度重视，各单位要压实责任。",
        "会议强调，各镇街要高度重视安全生产工作，切实加强领导。",
        "会议要求全区上下要统一思想、提高站位。",
        "会议听取了区住建局关于云湾港项目的汇报。",
        "会议指出，全区要认真学习贯彻会议精神。",
        "你好",
    ],
)
def test_what_only_urges_is_no_item(text: str) -> None:
    assert rows(text) == []


@pytest.mark.parametrize(
    ("text", "title", "lead", "co", "due"),
    [
        (
            "责成区城管局会同海泊街道、南渡镇于10月底前完成背街小巷整治",
            "完成背街小巷整治",
            "城管局",
            ("海泊街道", "南渡镇"),
            "10-31",
        ),
        ("请区教育局在国庆前报送校园安全排查情况", "报送校园安全排查情况", "教育局", (), "09-30"),
        (
            "会议原则同意《云湾港片区控规》，由自规局按程序于10月15日前印发",
            "印发《云湾港片区控规》",
            "自规局",
            (),
            "10-15",
        ),
        ("云湾港项目前期手续由区发改局牵头办理，10月20日前完成", "云湾港项目前期手续", "发改局", (), "10-20"),
        ("区应急局9月底前完成防汛物资补充", "完成防汛物资补充", "应急局", (), "09-30"),
        (
            "由文旅局牵头，会同宣传部、教育局，国庆前办好文艺汇演",
            "办好文艺汇演",
            "文旅局",
            ("宣传部", "教育局"),
            "09-30",
        ),
        ("由区农水局负责，区财政局参与，制定河涌整治方案", "制定河涌整治方案", "农水局", ("财政局",), None),
    ],
)
def test_ways_of_writing(text: str, title: str, lead: str, co: tuple[str, ...], due: str | None) -> None:
    (row,) = rows(f"会议议定：{text}。")
    assert (row.title, row.lead, row.co) == (title, lead, co)
    assert (row.due and row.due[5:10]) == due


def test_what_has_to_be_asked() -> None:
    both, unknown, leader, vague = rows(
        "议定事项：1.由发改局、住建局负责，每月报送项目进展。2.由区大数据中心牵头，10月底前完成数据共享。"
        "3.由何晓东副区长牵头，住建局负责，15个工作日内提出改造方案。4.由教育局负责，国庆前完成排查，有关单位参与。"
    )
    assert both.lead is None and both.leads == ("发改局", "住建局") and both.period == "每月"
    assert unknown.lead is None and unknown.leads == () and unknown.title == "完成数据共享"
    assert (leader.leader, leader.lead) == ("何晓东", "住建局")
    assert vague.vague and vague.title == "完成排查"


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("拆成4项；3改为每月反馈", ["发改局", "应急局", *TOWNS]),
        ("第3项拆开", ["发改局", "应急局", *TOWNS]),
        ("删掉第1项，第3项拆成4项", ["应急局", *TOWNS]),
        ("删掉第1、2项", [None]),
        ("第2项牵头改为城管局", ["发改局", "城管局", None]),
        ("不拆，1项共办", ["发改局", "应急局", None]),
        ("1项共办", ["发改局", "应急局", None]),
        ("再加一项：由教育局负责，10月底前完成校园排查", ["发改局", "应急局", None, "教育局"]),
    ],
)
def test_changes(text: str, leads: list[str | None]) -> None:
    found = edited(rows(SC16), said(text), OFFICE, pending=2)
    assert found.changed and [row.lead for row in found.rows] == leads


def test_changes_of_one_row() -> None:
    def after(text: str) -> Row:
        return edited(rows(SC16), said(text), OFFICE).rows[0]

    assert after("第1项时限改为10月15日").due == "2026-10-15T17:30:00+08:00"
    assert after("1改为每月10日反馈").feedback_day == "10日"
    assert after("第1项长期坚持").limitless and after("第1项长期坚持").due is None
    assert after("第1项配合加教育局").co == ("财政局", "住建局", "教育局")
    assert after("第1项配合去掉住建局").co == ("财政局",)
    assert after("第1项事项改为云湾港项目用地报批").title == "云湾港项目用地报批"
    assert edited(rows(SC16), said("第9项时限改为10月15日"), OFFICE).unknown == (9,)
    assert not edited(rows(SC16), said("好的"), OFFICE).changed


def test_rows_survive_the_conversation() -> None:
    for row in rows(SC16):
        assert Row.of(row.plain()) == row


@given(st.text(alphabet="由请区发改局住建牵头配合负责，。；（一）10月日前完成会议第项拆删", max_size=80))
def test_any_text_is_read(text: str) -> None:
    found = rows(text)
    assert all(len(row.title) >= 4 and row.lead not in row.co for row in found)
    edited(found, said(text), OFFICE)


def test_numbers() -> None:
    assert numbers(["督〔2026〕0123号", "督〔2026〕0124号", "督〔2026〕0125号"]) == "督〔2026〕0123–0125号"
    assert numbers(["督〔2026〕0123号", "督〔2026〕0125号"]) == "督〔2026〕0123号、督〔2026〕0125号"
