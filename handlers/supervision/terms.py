"""The words of supervision: states, lights, feedback periods, how our numbers are written (domain.md 3.2–3.5)."""

import re
from enum import StrEnum

from handlers.said import Said

SERIES = "督"


class Status(StrEnum):
    """Where a task stands (domain.md 3.2). A proposal has no number yet."""

    PROPOSED = "拟立项"
    DECLINED = "不予立项"
    ASSIGNED = "交办"
    SIGNED = "签收"
    WORKING = "承办"
    EXTENDING = "延期待批"
    CLOSING = "申请办结"
    CLOSED = "办结"
    MERGED = "合并"
    SUSPENDED = "中止"
    ENDED = "终止"
    MOVED = "转出"


OPEN = (Status.ASSIGNED, Status.SIGNED, Status.WORKING)
"""The unit owes something."""
WORKED_ON = (*OPEN, Status.EXTENDING)
"""The unit has it in hand."""
WAITING = (Status.PROPOSED, Status.CLOSING)
"""The 督查室主任 owes a decision."""
ACTIVE = (*OPEN, Status.EXTENDING, Status.CLOSING)
"""Established and not over: somebody still owes a next step."""
GREY = (Status.MERGED, Status.SUSPENDED, Status.ENDED, Status.MOVED)


class Light(StrEnum):
    """The state of a task at a glance (domain.md 3.5); ORANGE stands for YELLOW where the profile says 蓝橙红."""

    GREEN = "绿"
    BLUE = "蓝"
    YELLOW = "黄"
    ORANGE = "橙"
    RED = "红"
    GREY = "灰"
    DONE = "办结"


class Period(StrEnum):
    """How often a unit reports between 交办 and 办结."""

    NONE = "无"
    WEEKLY = "每周"
    BIWEEKLY = "每两周"
    MONTHLY = "每月"
    QUARTERLY = "每季度"


class Source(StrEnum):
    """Where a task comes from (domain.md 3.2)."""

    POLICY = "上级决策部署"
    MEETING = "会议议定事项"
    INSTRUCTION = "领导批示"
    ORAL = "领导交办"
    ANNUAL = "年度重点工作"
    LIVELIHOOD = "民生实事"
    PROPOSAL = "建议提案"
    RECTIFY = "巡察督查整改"
    PETITION = "信访网络热线"
    EMERGENCY = "突发事件后续"


def number(year: int, seq: int) -> str:
    """督〔2026〕0123号."""
    return f"{SERIES}〔{year}〕{seq:04d}号"


_WRITING = rf"{SERIES}\s*[〔\[［(（【]?\s*(20\d\d)\s*[〕\]］)）】]?\s*(\d{{1,5}})\s*号?"
_WRITTEN = re.compile(rf"^\s*{_WRITING}\s*$")
_IN_TEXT = re.compile(_WRITING)
_BARE = re.compile(r"^0\d{3}$")
_PART = re.compile(
    rf"(?:{SERIES}\s*[〔\[［(（【]?\s*(?P<year>20\d\d)?\s*[〕\]］)）】]?\s*)?"
    r"(?<!\d)(?P<seq>0?\d{3,4})[-—–－](?P<part>\d{1,2})号(?!\d)"
)


def parse_number(text: str) -> tuple[int, int] | None:
    """Year and sequence of a number written out in full, with any brackets; None for anything else."""
    found = _WRITTEN.match(text)
    return (int(found[1]), int(found[2])) if found else None


def part_number(no: str, part: int) -> str:
    """The number of a sub-item: 督〔2026〕0123-1号."""
    return f"{no.removesuffix('号')}-{part}号"


_UNMARKED = re.compile(r"(?<![\d〔〕\-])0\d{3}(?![\d〕])")
"""0123并入0124, without 号."""


def said_numbers(said: Said) -> list[str]:
    """Every number of a task in what was said, in order: 0123号并入0101号."""
    named = [(own.span[0], number(own.year or said.now.year, own.seq)) for own in said.own if own.series != "收"]
    bare = [(found.start(), number(said.now.year, int(found[0]))) for found in _UNMARKED.finditer(said.text)]
    return list(dict.fromkeys(no for _, no in sorted({*named, *bare})))


def said_number(said: Said) -> str | None:
    """The number of a task in what was said; a bare 0123号 is one, 收1203号 is not. Without a year: this year's."""
    part = _PART.search(said.text)
    if part is not None and (part["year"] or part["seq"][0] == "0" or SERIES in part[0]):
        return part_number(number(int(part["year"] or said.now.year), int(part["seq"])), int(part["part"]))
    found = next((own for own in said.own if own.series != "收"), None)
    if found is not None:
        return number(found.year or said.now.year, found.seq)
    if (written := _IN_TEXT.search(said.text)) is not None:
        return number(int(written[1]), int(written[2]))
    return number(said.now.year, int(said.bare)) if _BARE.match(said.bare) else None
