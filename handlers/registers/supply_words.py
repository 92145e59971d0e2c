"""10支签字笔 2包A4纸: items and quantities in a sentence (SC35). No I/O."""

import re

from handlers.registers.reading import NUMBER, number

MEASURES = "支包个本盒箱把卷瓶只套桶袋张令块节根台副条打沓提罐双"
_QUANTITY = re.compile(rf"(?P<n>{NUMBER})\s*(?P<m>[{MEASURES}])(?!号)")
_LEAD = re.compile(
    r"^[\s，,]*(?:你好|请|麻烦|帮我|帮忙|我们?科?室?|我办|秘书科|会务科|督查室|信息科|想|再|还|另外?|也|顺便|那么?|就)*(?:申请|登记)?(?:要|想|需要|需)?"
    r"(?:申请|申领|领用|领取|领|要|拿|买|采购|补|来|加)?(?:一下|下|一?[点些])?(?:办公)?(?:用品)?[：:，,\s]*"
)
_TRAIL = re.compile(
    r"(?:没了|用完了?|不够了?|快没了|[，,\s]*(?:领|要|补|来|拿)[点些一]*|谢谢|[吧呢啊了。！!？?，,\s])+$"
)
_GLUE = " \t\n，,、；;和及与。：:的跟"
_PURPOSE = re.compile(r"(?:用途|用于|供|给)?[：:]?([\u4e00-\u9fff]{1,20}(?:用|使用|会议|培训|活动))$")


def items(text: str) -> tuple[list[tuple[str, int, str]], str]:
    """Items with quantity and measure word, and what for; a quantity of 0 when none was said."""
    rest = _LEAD.sub("", text.strip(), count=1)
    rest = re.sub(rf"(?:好)?几[{MEASURES}]|一些|若干", "", rest)
    found = list(_QUANTITY.finditer(rest))
    if not found:
        name = _TRAIL.sub("", re.split(r"[，,。；;]", rest)[0]).strip(_GLUE)
        return ([(name, 0, "")] if 1 <= len(name) <= 20 else []), ""
    wanted, purpose = [], ""
    before = not rest[: found[0].start()].strip(_GLUE)
    for index, match in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(rest)
        start = found[index - 1].end() if index else 0
        if before:
            name, _, tail = _split(rest[match.end() : end])
            purpose = tail or purpose
        else:
            name = rest[start : match.start()].strip(_GLUE)
            purpose = rest[match.end() :].strip(_GLUE) if end == len(rest) else purpose
        name = _TRAIL.sub("", name).strip(_GLUE)
        if name:
            wanted.append((name[:20], number(match["n"]), match["m"]))
    said = _PURPOSE.search(purpose.strip(_GLUE))
    return wanted, said[0].strip(_GLUE) if said else ""


def _split(text: str) -> tuple[str, str, str]:
    name, mark, tail = text.strip(" 、和及").partition("，") if "，" in text else text.strip(" 、和及").partition(",")
    return name.strip(_GLUE), mark, tail.strip(_GLUE)


def quantity(text: str) -> tuple[int, str] | None:
    """十支 or a bare 10 in an answer."""
    match = _QUANTITY.search(text)
    if match:
        return number(match["n"]), match["m"]
    bare = re.fullmatch(rf"\s*(?:要|领)?({NUMBER})\s*", text)
    return (number(bare[1]), "") if bare else None


def said(wanted: list[tuple[str, int, str]] | list[list[object]]) -> str:
    """签字笔10支、A4纸2包."""
    return "、".join(f"{name}{n}{measure}" for name, n, measure in wanted)
