"""Titles and headings of documents (domain.md 2.1, 2.8). All names are invented."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.titles import KINDS, Heading, find_title, find_titles, kind_of, parse_heading

TITLES = [
    ("登记收文：特急，市委办，《关于做好台风防御工作的紧急通知》，办件", "关于做好台风防御工作的紧急通知", "通知"),
    ("市发改局 关于报送重点项目进度的函 平件 办件", "关于报送重点项目进度的函", "函"),
    ("市发改局关于报送重点项目进度的函平件办件", "关于报送重点项目进度的函", "函"),
    ("关于召开会议的通知，请登记", "关于召开会议的通知", "通知"),
    ("关于要求增加经费的请示登记一下", "关于要求增加经费的请示", "请示"),
    ("关于印发《考核办法》的通知", "关于印发《考核办法》的通知", "通知"),
    ("登记《关于印发《考核办法》的通知》", "关于印发《考核办法》的通知", "通知"),
    ("学习《会议规范》和《关于防汛的意见》", "关于防汛的意见", "意见"),
    ("报送《工作要点》", "工作要点", None),
]


@pytest.mark.parametrize(("text", "title", "kind"), TITLES)
def test_the_title_in_a_message(text: str, title: str, kind: str | None) -> None:
    found = find_title(text)
    assert found and (found.text, found.kind) == (title, kind)
    assert text[slice(*found.span)].strip("《》") == title.strip("《》")


@pytest.mark.parametrize("text", ["登记收文", "关于这个事", "《》", "》《", "《没有写完", "把关于明天的安排发我"])
def test_no_title(text: str) -> None:
    assert find_titles(text) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_statutory_kind(kind: str) -> None:
    for tail in ("", "（试行）", "》", "(2026年修订版)"):
        assert kind_of(f"关于防汛工作的{kind}{tail}") == kind


def test_kinds_by_their_last_word() -> None:
    kinds = {
        "关于防汛的指导意见": "意见",
        "关于同意设立的复函": "函",
        "第一次全体会议纪要": "纪要",
        "工作方案": None,
        "考核办法": None,
    }
    assert {title: kind_of(title) for title in kinds} == kinds


HEADINGS = [
    (
        "云湾区人民政府办公室关于做好防汛工作的通知 云湾府办〔2026〕15号",
        Heading("云湾府办〔2026〕15号", "云湾区人民政府办公室关于做好防汛工作的通知", "云湾区人民政府办公室", "通知"),
    ),
    (
        "南委办〔2026〕 8 号 中共南澜市委办公室 南澜市人民政府办公室印发<关于加强\n档案工作的若干措施>的通知",
        Heading(
            "南委办〔2026〕8号",
            "中共南澜市委办公室南澜市人民政府办公室印发〈关于加强档案工作的若干措施〉的通知",
            "中共南澜市委办公室 南澜市人民政府办公室",
            "通知",
        ),
    ),
    (
        "南澜市人民政府\n关于加强档案工作的\n意见\n南府[2026]3号",
        Heading("南府〔2026〕3号", "南澜市人民政府关于加强档案工作的意见", "南澜市人民政府", "意见"),
    ),
    (
        "南住建发〔2026〕9号 南澜市住房和城乡建设局等七家单位关于进一步加强管理的通知",
        Heading("南住建发〔2026〕9号", "南澜市住房和城乡建设局等七家单位关于进一步加强管理的通知", None, "通知"),
    ),
    (
        "关于转发市府办关于值班安排的通知的通知 云湾府办〔2026〕2号",
        Heading("云湾府办〔2026〕2号", "关于转发市府办关于值班安排的通知的通知", None, "通知"),
    ),
    (
        "中华人民共和国国务院令第733号 政府督查工作条例",
        Heading("中华人民共和国国务院令第733号", "政府督查工作条例", "国务院", "命令"),
    ),
    (
        "财政部 税务总局公告2026年第16号 财政部 税务总局关于有关税收的公告",
        Heading("财政部税务总局公告2026年第16号", "财政部税务总局关于有关税收的公告", "财政部 税务总局", "公告"),
    ),
    ("关于防汛工作的批复", Heading(None, "关于防汛工作的批复", None, "批复")),
    (
        "南澜市人民政府对云湾区的批复 南府函〔2026〕6号",
        Heading("南府函〔2026〕6号", "南澜市人民政府对云湾区的批复", "南澜市人民政府", "批复"),
    ),
]


@pytest.mark.parametrize(("text", "heading"), HEADINGS)
def test_headings(text: str, heading: Heading) -> None:
    assert parse_heading(text) == heading


@given(
    st.sampled_from(
        ["云湾区人民政府", "中共云湾区委办公室", "南澜市教育局", "南澜市住房公积金管理中心", "粤东省自然资源厅"]
    ),
    st.sampled_from(["关于印发", "关于", "转发", "印发"]),
    st.sampled_from(KINDS),
    st.sampled_from([" ", "\n", "　"]),
    st.booleans(),
)
def test_any_order_and_break(issuer: str, act: str, kind: str, gap: str, number_first: bool) -> None:
    title, number = f"{issuer}{act}加强档案工作安排的{kind}", "云湾办〔2026〕7号"
    text = f"{number}{gap}{title}" if number_first else f"{title}{gap}{number}"
    assert parse_heading(text) == Heading(number, title, issuer, kind)


@given(st.text("关于的通知函《》〈〉（）云湾府办〔2026〕1号 \n", max_size=80))
def test_any_text_is_a_heading_of_some_sort(text: str) -> None:
    heading = parse_heading(text)
    assert heading.kind is None or heading.kind in KINDS
    for title in find_titles(text):
        one_line = re.sub(r"[^\S\n]*\n\s*", "", text[slice(*title.span)])
        assert one_line.strip("《》") == title.text.strip("《》")
