"""What is read off a pattern before it is tried: never more than the pattern itself asks for."""

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.needles import Sieve, led, needles, starts
from bot.dialogue.recognise import all_intents

PATTERNS = (
    "收文|来文",
    "(?:预?[订定]|借)(?:一下)?.{0,4}会议室",
    "^.{0,6}登记(?!表)",
    "(?<![一二])督办?(?:进展|情况)+",
    "a{2,3}b?c*",
    "[^收]文",
    "(?i)help",
    "(?:收|(?i:No))文",
    "(?P<x>上|下)周(?P=x)",
    "查?",
    r"(?i)(?:系统|[\d#\]^-]+号|ski)",
    r"(?:(?<!收)0\d{3}|[1-9一二]+月)号",
)
_SIGNS = "收来文预订定借一下会议室登记表督办进展情况二上周查abcNno系统号月SKIski\u0130\u0131\u017f\u212a019]^- "
texts = st.text(_SIGNS, max_size=12)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("收文|来文", {"收文", "来文"}),
        ("[订定]会议室?", {"订会议", "定会议", "订会议室", "定会议室"}),
        ("(?:一二)?三四+", {"三四", "一二三四"}),
        (".{0,9}", None),
        ("收文|.*", None),
        ("(?i)查ox", {"查ox", "查oX", "查Ox", "查OX"}),
        ("(?i)i", {"i", "I", "\u0130", "\u0131"}),
        ("(?i)Ω", None),
        ("(?i:N)o", {"no", "No"}),
        ("(?i)a(?-i:b)", {"ab", "Ab"}),
        (r"\d+号", {"号"}),
    ],
)
def test_what_a_pattern_needs(pattern: str, found: set[str] | None) -> None:
    got = needles(pattern)
    assert (got is None) == (found is None)
    assert got is None or all(re.search(re.escape(needle), "|".join(found or ())) for needle in got)


@given(st.sampled_from(PATTERNS), texts)
def test_a_match_has_one_of_its_needles_and_begins_as_foretold(pattern: str, text: str) -> None:
    match = re.search(pattern, text)
    if match is not None:
        found, begins = needles(pattern), starts(pattern)
        assert found is None or any(needle in text for needle in found)
        assert begins is None or match[0][0] in begins


@given(st.sampled_from(PATTERNS), texts)
def test_a_pattern_that_looks_first_finds_the_same(pattern: str, text: str) -> None:
    match, quick = re.search(pattern, text), re.search(led(pattern), text)
    assert (match and match.span()) == (quick and quick.span())


@given(texts)
def test_a_sieve_lets_every_match_through(text: str) -> None:
    sieve = Sieve(((one, other), (one, other)) for one in PATTERNS for other in PATTERNS)
    passed = sieve.candidates(text)
    matching = [(a, b) for a in PATTERNS for b in PATTERNS if re.search(a, text) and re.search(b, text)]
    assert set(matching) <= set(passed)


def test_every_needle_of_a_pattern_is_asked_for() -> None:
    sieve = Sieve([(("收文.*牵头",), "paper"), (("会议室", "[订定]"), "room"), ((".*",), "any")])
    assert sieve.candidates("收文登记") == ["any"]
    assert sieve.candidates("收文，住建局牵头") == ["paper", "any"]
    assert sieve.candidates("订一间会议室") == ["room", "any"]


@cache
def _lines() -> tuple[tuple[re.Pattern[str], ...], Sieve[re.Pattern[str]], list[str]]:
    patterns = tuple(re.compile(pattern) for intent in all_intents() for pattern, _ in intent.patterns)
    words = sorted({word for p in patterns for word in re.findall("[\u4e00-\u9fff]{2,6}", p.pattern)})
    return patterns, Sieve(((p.pattern,), p) for p in patterns), words


@settings(deadline=None)
@given(st.data())
def test_no_pattern_of_the_lines_is_lost(data: st.DataObject) -> None:
    patterns, sieve, words = _lines()
    text = "".join(data.draw(st.lists(st.sampled_from(words), max_size=8)))
    passed = set(sieve.candidates(text))
    assert all(pattern in passed for pattern in patterns if pattern.search(text))


def test_most_patterns_of_the_lines_are_left_untried() -> None:
    patterns, sieve, _ = _lines()
    assert len(sieve.candidates("查一下市发改局来的那份关于防汛工作的通知现在办到哪一步了")) < len(patterns) / 5
