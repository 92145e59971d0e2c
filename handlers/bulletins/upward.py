"""Organs above, levels and kinds of adoption as people write them (domain.md 5.5). No I/O."""

import re

PROVINCE_PARTY, CITY_PARTY = "省委办", "市委办"
REPORTED_TO = (PROVINCE_PARTY, "省政府办", CITY_PARTY, "市府办")
"""Sending a piece to these counts (domain.md F04)."""
FULL = {
    PROVINCE_PARTY: "省委办公厅",
    "省政府办": "省政府办公厅",
    CITY_PARTY: "市委办公室",
    "市府办": "市政府办公室",
    "中办": "中办",
    "国办": "国办",
    "刊物": "刊物",
}
_ORGANS = (
    ("中办", re.compile(r"中办|中共中央办公厅|中央办公厅|党中央")),
    ("国办", re.compile(r"国办|国务院")),
    (PROVINCE_PARTY, re.compile(r"省委(?!书记|领导|常委|副)")),
    ("省政府办", re.compile(r"省(?:人民)?政府|省府")),
    (CITY_PARTY, re.compile(r"(?<!城)市委(?!书记|领导|常委|副)")),
    ("市府办", re.compile(r"市(?:人民)?政府|市府")),
    ("刊物", re.compile(r"刊物|杂志|报刊|日报社|《[^《》]{2,12}(?:日报|杂志|参考|动态|信息快报)》")),
)
_KINDS = (("专报", re.compile(r"专报")), ("综合", re.compile(r"综合")), ("单篇", re.compile(r"单篇|单条|全文|独立")))
KINDS = ("单篇", "综合", "专报")
ORGANS = tuple(FULL)


def organs(text: str) -> list[str]:
    """The organs that the text names, titles left out."""
    plain = re.sub(r"《[^《》]*》", lambda found: found[0] if _ORGANS[-1][1].search(found[0]) else "", text)
    found = [(match.start(), name) for name, pattern in _ORGANS if (match := pattern.search(plain))]
    return [name for _, name in sorted(found)]


def level(organ: str) -> str:
    """中央, 省, 市, or 刊物 for a journal."""
    if organ in {"中办", "国办"}:
        return "中央"
    return organ[0] if organ[0] in "省市" else "其他"


def kind(text: str) -> str | None:
    """单篇, 综合 or 专报."""
    plain = re.sub(r"《[^《》]*》", "", text)
    return next((name for name, pattern in _KINDS if pattern.search(plain)), None)
