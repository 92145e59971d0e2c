"""The guard reads ordinary texts by a short way; it must come to the same as the long one."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from storage import guard_rules as rules
from storage.guard_text import _half_width, plain

_SIGNS = "机密★绝秘级件，：；（）！？、。《》〔〕“” \n\t…①ﬁ㊙１Ａa1-·｜○〇\u200b\ufe0f⭐機\u3000"
texts = st.one_of(st.text(_SIGNS, max_size=20), st.text(max_size=20))


@given(texts)
def test_ordinary_signs_are_folded_as_unicode_says(text: str) -> None:
    assert _half_width(text) == unicodedata.normalize("NFKC", text.replace("㊙", " 秘密 "))


@given(texts)
def test_nothing_that_hides_a_word_is_left(text: str) -> None:
    seen = plain(text)
    assert not set(seen.flat) & set(" \t·-_|“”\u200b\ufe0f⭐機")
    assert "\u200b" not in seen.spaced and "機" not in seen.spaced


def test_every_soft_rule_is_announced_by_a_word() -> None:
    for rule in rules.SOFT:
        assert all(rules.SOFT_WORDS.search(needle) for needle in rule.needles)
