"""Urgency and kind of a document as staff say them (domain.md 2.1)."""

import re

_URGENCY = re.compile(
    r"特提|特急|加急|平急|平件|一般件|普通件|急件(?<![加特]急件)|急(?<![不加特紧]急)(?=[，,、。 ]|$)"
    r"|平(?<=[，,、 ]平)(?=[，,、。 的]|$)|不急的?(?=$|[，,。 ])|普通(?<=[，,、 ]普通)(?=$|[，,。 ])"
)
_ORDINARY = frozenset({"平", "平件", "一般件", "普通件", "普通", "不急", "不急的"})
_KIND = re.compile(
    r"阅件|办件|阅知性|批办性|传阅件|阅知(?=就行|即可|就可以|$|[，,。 ])|办理件"
    r"|阅(?<=[，,、 ]阅)(?=[，,、。 ]|$)|办(?<=[，,、 ]办)(?=[，,、。 ]|$)"
    r"|阅[至知]件|送阅的|看看(?:就行|就好|就可以|即可|的(?=$|[，,。 ]))"
    r"|要办(?<!不要办)理?的?(?=$|[，,。 ])|需要?(?:我们)?办理?的?(?=$|[，,。 ])|传阅(?:一下|即可"
    r"|就[行好可]|了解)|(?:知晓|知道|看一[眼下看])(?:就行|即可|就好|就可以)|办的(?<=[ ，,前]办的)(?=$"
    r"|[，,。 ])"
)
"""Every alternative begins with its sign, and looks behind it afterwards: so a search is quick."""
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
    return "阅件" if match[0][0] in "阅传送看知" else "办件"
