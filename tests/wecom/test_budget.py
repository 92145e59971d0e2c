"""Pages: nothing lost, nothing over the budget (wecom.md 5.2)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wecom.budget import pages, utf8_len
from bot.wecom.messages import Text

TEXTS = st.lists(
    st.sampled_from(["会议", "a", "。", "\n", "\n\n", "😀", " ", "督办事项已超期", "；", "!", "é"]), max_size=400
).map("".join)
NUMBER = re.compile(r"（(\d+)/(\d+)）")


def bodies(parts: list[str]) -> list[str]:
    """The pages without their numbers, which must be right."""
    if len(parts) < 2:
        return parts
    found = [NUMBER.match(part) for part in parts]
    assert [match and match.groups() for match in found] == [
        (str(index), str(len(parts))) for index in range(1, len(parts) + 1)
    ]
    return [NUMBER.sub("", part, count=1) for part in parts]


@given(st.one_of(TEXTS, st.text(st.characters(exclude_categories=["Cs"]), max_size=400)), st.integers(64, 400))
def test_nothing_is_lost_and_nothing_is_over(text: str, limit: int) -> None:
    parts = pages(text, limit)
    assert all(0 < utf8_len(part) <= limit for part in parts)
    assert "".join("".join(bodies(parts)).split()) == "".join(text.split())
    assert all(part.strip() for part in parts)


@given(TEXTS)
def test_every_page_can_be_sent(text: str) -> None:
    for part in pages(text * 30):
        Text(content=part)


def test_what_fits_stays_as_it_is() -> None:
    text = "收〔2026〕1203号\n已登记\n"
    assert pages(text) == [text]
    assert pages("中" * 682 + "ab") == ["中" * 682 + "ab"]
    assert pages(" \n") == []


def test_lines_stay_whole() -> None:
    lines = [f"{number}．区住建局：关于老旧小区改造情况的报告" for number in range(60)]
    parts = bodies(pages("\n".join(lines)))
    assert len(parts) == 2
    assert [line for part in parts for line in part.split("\n")] == lines


def test_sentences_stay_whole_when_there_are_no_lines() -> None:
    text = "请各单位于九月二十四日前报送。" * 100
    assert all(part.endswith("。") for part in bodies(pages(text)))


def test_a_heading_is_not_left_alone() -> None:
    first, *_ = pages("今日待办\n" + "督办事项请尽快办理。" * 100)
    assert utf8_len(first) > 1500


def test_more_than_nine_pages() -> None:
    parts = pages("字" * 400, 64)
    assert len(parts) > 10
    assert "".join(bodies(parts)) == "字" * 400
    assert max(map(utf8_len, parts)) <= 64


def test_a_limit_that_holds_nothing() -> None:
    with pytest.raises(ValueError, match="64"):
        pages("x", 63)
