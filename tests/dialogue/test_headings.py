"""Headings in the manner of public notices: unusual issuers, joint and odd numbers, orders (domain.md 2.5, 2.8).

All places are invented; ministries are those of the state.
"""

from pathlib import Path

import pytest

from bot.dialogue.titles import parse_heading

ROWS = [line.split("|") for line in Path(__file__).with_name("headings.txt").read_text("utf-8").splitlines()]
"""Heading, number, issuer (nothing: it names none), kind (nothing: none of the fifteen); ↵ is a line break."""


@pytest.mark.parametrize(("text", "number", "issuer", "kind"), ROWS)
def test_heading(text: str, number: str, issuer: str, kind: str) -> None:
    found = parse_heading(text.replace("↵", "\n"))
    assert (found.doc_no or "", found.issuer or "", found.kind or "") == (number, issuer, kind)
