"""Words as they look: what people write must not be shown as something else than it is (docs/threat-model.md)."""

import re

_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LINK = re.compile(r"<(?=\s*/?\s*a\b)", re.IGNORECASE)


def straight(text: str) -> str:
    """Without the signs that turn the direction of what follows: 9月30日 would stand on the screen as 9月03日."""
    return _TURNS.sub("", text)


def unlinked(text: str) -> str:
    """With no ``<a href>`` that WeCom would draw as a link: the bot makes none, and a title must not be one."""
    return _LINK.sub("＜", text)
