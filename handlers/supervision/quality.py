"""Whether a feedback says anything: domain.md 3.3 refuses 正在推进, 已收到 and 阅 as progress."""

import re

LEAST = 4
"""Characters that must be left when the empty phrases are gone."""

_EMPTY = re.compile(
    r"我(?:局|办|镇|街道|单位|们)|目前|现在|已经|已(?:收到|收|阅|知悉|知晓|安排)|收到|好的|阅(?:知|悉|处)?|知悉|"
    r"(?:正在|正|在|抓紧|加快|积极|认真|稳步|有序|全力|持续|按要求|按计划|按程序|有关|相关|这项|该|此项|各项|工作|事项|任务)+|"
    r"推进|推动|落实|办理|处理|跟进|进行|开展|研究|协调|对接|当中|之中|进展|顺利|正常|情况|没有问题|无|中|了|的|吧|呢|"
    r"暂|尽快|马上|一定|会|将|请放心|请领导放心"
)
_MARKS = re.compile(r"[\s，。、；：！？,.;:!?~～…—\-（）()]+")


def is_concrete(text: str) -> bool:
    """Whether a concrete fact is left when the phrases that say nothing are taken away; a figure or a date is one."""
    left = _MARKS.sub("", _EMPTY.sub("", text))
    return len(left) >= LEAST or bool(re.search(r"\d", left))
