"""Whether a feedback says anything: domain.md 3.3 refuses 正在推进, 已收到 and 阅 as progress.

Four things are to be answered: 做了什么, 做到什么程度 (数据、节点), 存在问题, 下一步.
"""

import re
from dataclasses import dataclass

LEAST = 4
"""Characters that must be left when the empty phrases are gone."""

_EMPTY = re.compile(
    r"我(?:局|办|镇|街道|单位|们)|目前|现在|已经|已(?:收到|收|阅|知悉|知晓|安排)|收到|好的|阅(?:知|悉|处)?|知悉|"
    r"(?:正在|正|在|抓紧|加快|积极|认真|稳步|有序|全力|持续|按要求|按计划|按程序|有关|相关|这项|该|此项|各项|工作|事项|任务)+|"
    r"推进|推动|落实|办理|处理|跟进|进行|开展|研究|协调|对接|当中|之中|进展|顺利|正常|情况|没有问题|无|中|了|的|吧|呢|"
    r"暂|尽快|马上|一定|会|将|请放心|请领导放心"
)
_MARKS = re.compile(r"[\s，。、；：！？,.;:!?~～…—\-（）()]+")
_DEGREE = re.compile(
    r"\d|[一二三四五六七八九十两]+[个处项栋家次批期成]|完成|通过|取得|印发|批复|开工|竣工|送审|报审|报送|移交|到位|全部|过半"
)
_PROBLEM = re.compile(
    r"(?:存在(?:的?(?:问题|困难))?|问题|困难|难点|堵点|卡在|受阻|不足)(?:是|为|有)?[：: ]?([^。；;\n]*)"
)
_NO_PROBLEM = re.compile(r"(?:无|没有|暂无)(?:其他)?(?:存在)?(?:问题|困难)")
_NEXT = re.compile(r"(?:下一步|下步|下周|下月|接下来|计划|预计|拟于?)(?:工作|打算|安排)?[：: ，,]?([^。；;\n]*)")
_PERCENT = re.compile(r"(\d{1,3})(?:\.\d+)?\s*[%％]|百分之(\d{1,3})")
_EVIDENCE = re.compile(
    r"已(?:在|于|通过)?(?:OA|oa|系统|平台)[^，,。；;\n]{0,10}(?:上传|报送|提交)|(?:材料|附件|佐证)已[^，,。；;\n]{0,12}"
)
LENGTH = 120


def is_concrete(text: str) -> bool:
    """Whether a concrete fact is left when the phrases that say nothing are taken away; a figure or a date is one."""
    left = _MARKS.sub("", _EMPTY.sub("", text))
    return len(left) >= LEAST or bool(re.search(r"\d", left))


@dataclass(frozen=True, slots=True)
class Content:
    """What a feedback says, by field of the task; `unsaid`: which of the four questions it leaves open."""

    percent: int | None
    difficulty: str | None
    next_step: str | None
    evidence: str | None
    unsaid: tuple[str, ...]


def content(text: str) -> Content:
    """Take a feedback apart (domain.md 3.3)."""
    problem, following = _PROBLEM.search(text), _NEXT.search(text)
    none = _NO_PROBLEM.search(text)
    percent = _PERCENT.search(text)
    value = int(percent[1] or percent[2]) if percent else None
    evidence = _EVIDENCE.search(text)
    unsaid = [
        question
        for question, said in (
            ("做到什么程度（数据、节点）", _DEGREE.search(text)),
            ("存在问题", problem or none),
            ("下一步", following),
        )
        if not said
    ]
    return Content(
        percent=value if value is not None and value <= 100 else None,
        difficulty=(none or problem)[0].strip()[:500] if none or problem else None,  # type: ignore[index]
        next_step=following[0].strip()[:500] if following else None,
        evidence=evidence[0].strip()[:LENGTH] if evidence else None,
        unsaid=tuple(unsaid),
    )
