"""Numbers as people write them (domain.md Annex C.2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.numerals import narrow, to_int, to_number

_DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二百三十五", 235),
        ("一百零五", 105),
        ("一百二", 120),
        ("一百零二", 102),
        ("三千五", 3500),
        ("廿三", 23),
        ("卅一", 31),
        ("两百", 200),
        ("二〇二六", 2026),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("一万二", 12000),
        ("1万2", 12000),
        ("一万零五", 10005),
        ("一百二十万", 1_200_000),
        ("一亿二千万", 120_000_000),
        ("2000万", 20_000_000),
        ("２３５", 235),
        ("壹佰贰拾", 120),
        ("0", 0),
    ],
)
def test_whole_numbers(text: str, value: int) -> None:
    assert to_int(text) == value


@pytest.mark.parametrize(("text", "value"), [("半", 0.5), ("1.5", 1.5), ("三点五", 3.5), ("1.2万", 12000.0)])
def test_fractions(text: str, value: float) -> None:
    assert to_number(text) == value


@pytest.mark.parametrize("text", ["", "号", "二三百", "1.5.2", "十几", "一" * 40, "点五", "1号"])
def test_what_is_no_number(text: str) -> None:
    assert to_number(text) is None


def test_a_fraction_is_no_whole_number() -> None:
    assert to_int("三点五") is None


def _written(n: int) -> str:
    """Below 10,000, in full."""
    out, zero = "", False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = n // size % 10
        if digit:
            out += ("零" if zero and out else "") + _DIGITS[digit] + unit
        zero = not digit
    return out


@given(st.integers(1, 9999))
def test_every_number_written_in_full_reads_back(n: int) -> None:
    assert to_int(_written(n)) == n
    assert to_int("".join(_DIGITS[int(c)] for c in str(n))) == n


@given(st.text())
def test_no_text_raises_and_narrowing_keeps_positions(text: str) -> None:
    to_number(text)
    assert len(narrow(text)) == len(text)
