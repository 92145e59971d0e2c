"""Urgency and kind of a document as staff say them (domain.md 2.1)."""

import re

_URGENCY = re.compile(
    r"特提|特急|加急|平急|平件|一般件|普通件|(?<!加)(?<!特)急件|(?<![不加特紧])急(?=[，,、。 ]|$)"
    r"|(?<=[，,、 ])平(?=[，,、。 的]|$)"
)
_ORDINARY = frozenset({"平", "平件", "一般件", "普通件"})
_KIND = re.compile(
    r"阅件|办件|阅知性|批办性|传阅件|阅知(?=就行|即可|就可以|$|[，,。 ])|办理件|(?<=[，,、 ])[阅办](?=[，,、。 ]|$)"
)
URGENT = "急件"
"""Said, but not which: 特急 or 加急 must be asked."""


def find_urgency(text: str) -> str | None:
    """特提 特急 加急 平急 平件, or 急件 when it must be asked; None when nothing is said."""
    found = [match[0] for match in _URGENCY.finditer(text)]
    if not found:
        return None
    exact = next((word for word in found if word in {"特提", "特急", "加急", "平急"} or word in _ORDINARY), None)
    if exact is None:
        return URGENT
    return "平件" if exact in _ORDINARY else exact


def find_kind(text: str) -> str | None:
    """阅件 or 办件."""
    match = _KIND.search(text)
    if match is None:
        return None
    return "阅件" if match[0][0] in "阅传" else "办件"
