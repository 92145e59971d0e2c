"""The words of 办文: urgencies, kinds, states (domain.md 2.1, 2.6)."""

from enum import StrEnum

URGENCIES = ("特提", "特急", "加急", "平急", "平件")
AT_ONCE = frozenset({"特提", "特急"})
"""Urgencies that run round the clock and may disturb at any hour (domain.md 2.7)."""
TO_ASK_URGENCY = ("特急", "加急", "平件")
KINDS = ("阅件", "办件")
READING, ACTION = KINDS
STATED, BY_TRANSFER, DEFAULT = "来文要求", "转办要求", "默认时限"
LEAD, CO = "牵头", "配合"
RESULTS = ("已复文", "已落实", "已转办", "已存", "无需办理")
UNREAD, READ, CIRCLED, INSTRUCTED, WITHDRAWN = "未阅", "已阅", "已圈阅", "已批示", "已撤回"
NO_TITLE = "（未录标题）"


class Status(StrEnum):
    """Where a paper stands."""

    REGISTERED = "已登记"
    SUBMITTED = "呈批"
    CIRCULATING = "传阅"
    ALL_READ = "阅毕"
    IN_HAND = "承办中"
    REPORTED = "已反馈"
    CLOSED = "办结"
    VOID = "作废"


OVER = frozenset({Status.CLOSED, Status.VOID, Status.ALL_READ})
"""States in which nothing is owed any more."""
