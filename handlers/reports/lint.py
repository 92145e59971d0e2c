"""Slips of the pen in a report (domain.md 1.6, 9.1): what a reader in the office would mark. Pure."""

import re
from dataclasses import dataclass

_PAIRS = {"（": "）", "《": "》", "“": "”", "‘": "’", "【": "】", "〔": "〕", "〈": "〉", "(": ")", "[": "]"}
_CLOSERS = {close: open_ for open_, close in _PAIRS.items()}
_UNITS = "个件份期篇则项次场名人天年月日号时分元万亿点类条起处家户户批轮届部卷册页字亩里米吨度级岁周季位台套组间所支%％"
_TWICE_ALLOWED = frozenset(
    {
        "工作",
        "会议",
        "领导",
        "重点",
        "单位",
        "部门",
        "有关",
        "相关",
        "全区",
        "区委",
        "政府",
        "建设",
        "改革",
        "管理",
        "服务",
    }
)
_TYPOS = {
    "责任主任单位": "责任主体单位",
    "泄密度": "泄密",
    "督察室": "督查室",
    "督察督办": "督查督办",
    "记要": "纪要",
    "布署": "部署",
    "帐目": "账目",
    "既使": "即使",
    "按排": "安排",
    "座谈汇": "座谈会",
}


@dataclass(frozen=True, slots=True)
class Slip:
    """`text` is the place as it stands, `advice` what to do."""

    text: str
    advice: str
    start: int


def slips(text: str) -> list[Slip]:
    """Everything that looks like a slip, by place; a place is named once."""
    found = [*_brackets(text), *_patterns(text), *_twice(text)]
    kept: list[Slip] = []
    for slip in sorted(found, key=lambda slip: slip.start):
        if not any(slip.start == other.start for other in kept):
            kept.append(slip)
    return kept


_RULES = (
    (re.compile(r"【[^】]*】?"), "有未填的空栏，请补上或删去"),
    (
        re.compile(
            r"截止(?:到|至|于)?(?=\s*(?:\d|[xX×]+[年月]|今|本[年季月]|目前|去年|[一二三四五六七八九十〇]+[年月]))"
        ),
        "日期前应写“截至”",
    ),
    (
        re.compile(r"(?:大约|约|近|将近|超过?|逾)\s*[\d一二三四五六七八九十百千]+(?:余|多)(?!名?年来)"),
        "概数重复，“约”“近”“超”与“余”“多”只用一个",
    ),
    (re.compile(r"[，。；、：！？,;](?:\s*[，。；、：！？,;])+|(?<!…)…(?!…)"), "标点重复或不规范"),
    (
        re.compile(r"(?<=[区市县省办局镇])年(?=(?:度)?(?:机关|事业单位|公务员|考核|考评|绩效|平时|工作要点))"),
        "年份漏写",
    ),
    (re.compile(r"(?<![\d.．:：〔/\-—])\d{1,6}(?=[，。；、](?!\d))(?<!20\d\d)"), "数字后漏写量词"),
    (re.compile(r"(?<![\d.])\d{5,}(?=[件份期篇则项次场名人])|\d{1,3}(?:,\d{3})+"), "数字写法请核对（不用分节号）"),
    (re.compile("|".join(map(re.escape, _TYPOS))), ""),
)


def _patterns(text: str) -> list[Slip]:
    found = []
    for pattern, advice in _RULES:
        for hit in pattern.finditer(text):
            right = _TYPOS.get(hit[0])
            words = advice or f"疑为“{right}”"
            found.append(Slip(_around(text, hit.start(), hit.end()), words, hit.start()))
    return found


def _brackets(text: str) -> list[Slip]:
    open_: list[tuple[str, int]] = []
    found = []
    for place, sign in enumerate(text):
        if sign in _PAIRS:
            open_.append((sign, place))
        elif sign in _CLOSERS:
            if open_ and open_[-1][0] == _CLOSERS[sign]:
                open_.pop()
            elif not (sign == ")" and re.search(r"\d$", text[:place])):
                found.append(Slip(_around(text, place, place + 1), f"“{sign}”没有与之成对的前半", place))
    found += [Slip(_around(text, place, place + 1), f"“{sign}”没有与之成对的后半", place) for sign, place in open_]
    return found


_TWICE = re.compile(r"(?=([\u4e00-\u9fff]{2,4})([\u4e00-\u9fff“”《》]{0,5}?)\1)")


def _twice(text: str) -> list[Slip]:
    """A word of two to four signs that comes again within eight, with no stop between."""
    found = []
    taken = -1
    for hit in _TWICE.finditer(text):
        word, between = hit[1], hit[2]
        if hit.start() < taken or word in _TWICE_ALLOWED or len(word) + len(between) > 7:
            continue
        if any(name in word for name in ("区", "会议")) or re.search("[和与及或]", word + between):
            continue
        taken = hit.start() + 2 * len(word) + len(between)
        found.append(Slip(text[hit.start() : taken], f"“{word}”重复", hit.start()))
    return found


def _around(text: str, start: int, end: int) -> str:
    """The place with a few signs on either side, so that it can be found."""
    return text[max(0, start - 4) : min(len(text), end + 6)].replace("\n", "")
