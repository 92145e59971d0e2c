"""The ten sources of tasks and the limits that go with them where none is stated (domain.md 3.2, 3.4)."""

import re

from handlers.line import Slots
from handlers.said import Said
from handlers.supervision.terms import Source

_SOURCES = (
    (Source.INSTRUCTION, re.compile(r"批示|圈批|批转")),
    (Source.PROPOSAL, re.compile(r"建议案?提案|人大(?:代表)?建议|政协(?:委员)?提案|建议提案|[第]?\d+号(?:建议|提案)")),
    (Source.RECTIFY, re.compile(r"巡察|巡视|督查(?:发现|反馈|整改)|整改(?:事项|任务|清单|台账)|审计发现")),
    (Source.PETITION, re.compile(r"信访|12345|热线|网络问政|网民留言|舆情|媒体曝光")),
    (Source.EMERGENCY, re.compile(r"突发事件|事故(?:调查|处置|善后)|灾后|险情|善后")),
    (Source.LIVELIHOOD, re.compile(r"民生实事|十件实事|为民办实事")),
    (Source.ANNUAL, re.compile(r"政府工作报告|年度重点(?:工作|任务|项目)|重点工作(?:任务)?(?:分工|清单)?")),
    (
        Source.MEETING,
        re.compile(r"常委会|常务会|专题会|现场会|调度会|协调会|工作会|办公会|会议(?:议定|决定|要求|纪要)?|纪要"),
    ),
    (Source.ORAL, re.compile(r"(?:书记|区长|领导|主任)[^，,。]{0,6}(?:交办|口头|要求|指示|部署)|领导交办|口头交办")),
    (
        Source.POLICY,
        re.compile(r"(?:中央|国务院|省|市|上级)[^，,。]{0,10}(?:部署|文件|要求|决策|通知|方案)|〔\d{4}〕\d+号"),
    ),
)
"""The first that fits: a 批示 on a paper is a 批示, a 建议 of the 人大会议 is a 建议 (domain.md 3.2)."""
_STATED = re.compile(r"(?:来源|依据)(?:是|为)?[：: ]?([^，,。；;\n]{2,80})")
_DEFAULT = re.compile(r"^(?:按)?默认(?:的)?$|默认(?:的)?(?:时限|期限|办)|时限(?:按)?默认|按本办(?:设定|规定|惯例)")
DEFAULT_DAYS = {
    Source.MEETING: 20,
    Source.INSTRUCTION: 15,
    Source.PROPOSAL: 90,
    Source.PETITION: 5,
    Source.EMERGENCY: 5,
}
"""Days where no limit is stated (domain.md 3.4, 本办设定); whatever is based on a document has thirty."""
DOCUMENT_DAYS = 30


def source_kind(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """Which of the ten sources of domain.md 3.2: by the stated 依据 first, else by the whole text but for the title."""
    stated = _STATED.search(said.text)
    texts = [stated[1]] if stated else []
    texts.append(said.text.replace(said.title, "") if said.title else said.text)
    for text in texts:
        found = next((kind for kind, pattern in _SOURCES if pattern.search(text)), None)
        if found is not None:
            return found.value
    return None


def by_default(said: Said, asked: bool, _slots: Slots) -> bool | None:
    """Whether the limit is to be the office's own."""
    return True if _DEFAULT.search(said.bare) else None


def default_days(source: str | None) -> int:
    """Calendar days that this office gives a task of that source."""
    return DEFAULT_DAYS.get(Source(source), DOCUMENT_DAYS) if source else DOCUMENT_DAYS
