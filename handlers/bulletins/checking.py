"""What a piece is and what it lacks (domain.md 5.1, 5.6). No I/O."""

import re

URGENT = "紧急信息"
CATEGORIES = ("动态类", "经验类", "问题建议类", "社情民意", URGENT)
_SAID = (
    (URGENT, re.compile(r"紧急信息")),
    ("社情民意", re.compile(r"社情民意|社情")),
    ("问题建议类", re.compile(r"问题(?:建议)?类|建议类")),
    ("经验类", re.compile(r"经验类|经验(?:材料|信息)")),
    ("动态类", re.compile(r"动态类|工作动态")),
)
_LIKE = (
    ("社情民意", re.compile(r"群众反映|居民反映|市民反映|网民")),
    ("问题建议类", re.compile(r"存在.{0,8}问题|面临.{0,8}困难|建议[：:]|对策建议")),
    ("经验类", re.compile(r"探索|经验|做法|模式|机制|“[^”]{2,12}”(?:工作法|改革)")),
)
_PARTS = (
    ("时间", re.compile(r"\d+月|\d+日|今年|去年|近日|日前|截至|本[周月季年]|上半年|[一二三四]季度|昨[日天]|今[日天]")),
    ("地点", re.compile(r"[区县市镇村]|街道|社区|园区|港|现场|开发区")),
    ("单位", re.compile(r"局|委|办|镇|街道|公司|集团|中心|支队|大队|法院|检察院|联合会|工会")),
    ("数据", re.compile(r"\d|[一二三四五六七八九十百千万亿]+(?:个|家|人|万|亿|件|次|%|倍|成)")),
    ("审签人", re.compile(r"审签|签发人?[：:]|审核人?[：:]|审定")),
)


def category_said(text: str) -> str | None:
    """The class that the text names."""
    return next((name for name, pattern in _SAID if pattern.search(text)), None)


def category_like(title: str, text: str) -> str:
    """The class that a piece looks like; an editor may say another."""
    words = f"{title}。{text}"
    return next((name for name, pattern in _LIKE if pattern.search(words)), "动态类")


def gaps(title: str, text: str) -> list[str]:
    """Of the self-check list, what a piece with a text does not seem to have."""
    words = f"{title}。{text}"
    return [name for name, pattern in _PARTS if not pattern.search(words)]
