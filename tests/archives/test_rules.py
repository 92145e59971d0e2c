"""Rules of filing: retention, years, 档号 (domain.md 8.1)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.archives import rules
from handlers.archives.rules import Source


@pytest.mark.parametrize(
    ("source", "retention", "file"),
    [
        (Source(True, "决定", "关于表彰先进的决定"), "Y", True),
        (Source(True, "纪要", "区政府常务会议纪要"), "Y", True),
        (Source(True, "报告", "2026年工作总结的报告"), "Y", True),
        (Source(True, "通知", "关于做好国庆假期值班工作的通知"), "D10", True),
        (Source(True, "通知", "关于加强安全生产的通知"), "D30", True),
        (Source(True, "通知", "关于加强安全生产的通知", important=True), "Y", True),
        (Source(True, "函", "关于商请支持的函"), "D10", True),
        (Source(False, "批复", "关于同意立项的批复", "市", acted=True), "Y", True),
        (Source(False, "通知", "关于做好防汛工作的通知", "市", acted=True), "D30", True),
        (Source(False, "通知", "关于防汛的通报", "省"), "D10", False),
        (Source(False, "请示", "关于经费的请示", "镇街", acted=True), "D30", True),
        (Source(False, "函", "关于报送材料的函", "区", acted=True), "D10", True),
        (Source(False, "函", "抄送件", "区"), "D10", False),
    ],
)
def test_retention_is_proposed_by_kind_and_origin(source: Source, retention: str, file: bool) -> None:
    found = rules.propose(source)
    assert (found.retention, found.file) == (retention, file) and found.why


def test_the_year_is_that_of_the_signature_or_of_the_closing() -> None:
    assert rules.filing_year(date(2026, 12, 28), None) == 2026
    assert rules.filing_year(date(2026, 12, 28), date(2027, 1, 9)) == 2027
    assert rules.filing_year(date(2026, 3, 1), date(2026, 4, 1)) == 2026


@pytest.mark.parametrize(
    ("typed", "cause", "meant"),
    [
        ("0101-WS·2026-D30-BGS-0001", None, "0101-WS·2026-D30-BGS-0001"),
        ("0101-WS.2026-D30-BGS-0001", "间隔号", "0101-WS·2026-D30-BGS-0001"),
        ("0101—WS·2026—D30—BGS—0001", "半角", "0101-WS·2026-D30-BGS-0001"),
        ("0101-WS·2026-D20-BGS-0001", "保管期限只有", None),
        ("0101-WS·2026-30年-BGS-0001", "保管期限只有", "0101-WS·2026-D30-BGS-0001"),
        ("0101-WS·2026-永久-BGS-0001", "保管期限只有", "0101-WS·2026-Y-BGS-0001"),
        ("0101-WS·26-D30-BGS-0001", "年度四位", None),
        ("0101-WS·2026-D30-bgs-0001", "大写字母", "0101-WS·2026-D30-BGS-0001"),
        ("0101-WS·2026-D30-BGS-1", "件号为4位", "0101-WS·2026-D30-BGS-0001"),
        ("101-WS·2026-D30-BGS-0001", "全宗号", None),
        ("0101-WS·2026-D30-0001", "现有4段", None),
        ("0101-WS·2026-D30-BGS-0000", "件号", None),
    ],
)
def test_a_typed_number_is_judged(typed: str, cause: str | None, meant: str | None) -> None:
    causes = rules.causes(typed)
    assert (cause is None and causes == []) or (cause is not None and any(cause in one for one in causes))
    assert rules.repaired(typed) == meant


@given(st.integers(2000, 2099), st.sampled_from(["Y", "D30", "D10"]), st.integers(1, 9999))
def test_a_number_is_read_as_it_was_written(year: int, retention: str, seq: int) -> None:
    number = rules.number(year, retention, seq)
    parts = rules.parse(number)
    assert rules.causes(number) == [] and parts is not None
    assert (parts.year, parts.retention, parts.seq) == (year, retention, seq)


@given(st.sets(st.integers(1, 40)))
def test_the_next_free_leaves_no_gap(taken: set[int]) -> None:
    free = rules.next_free(taken)
    assert free not in taken and set(range(1, free)) <= taken


@given(st.text(max_size=40))
def test_any_text_may_be_typed(text: str) -> None:
    assert (rules.parse(text) is None) == bool(rules.causes(text))
    better = rules.repaired(text)
    assert better is None or rules.parse(better) is not None
