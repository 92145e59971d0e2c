"""The words of 办文: urgencies, kinds, states (domain.md 2.1, 2.6)."""

from enum import StrEnum

URGENCIES = ("特提", "特急", "加急", "平急", "平件")
AT_ONCE = frozenset({"特提", "特急"})
"""Urgencies that run round the clock and may disturb at any hour (domain.md 2.7)."""
TO_ASK_URGENCY = ("特急", "加急", "平件")
KINDS = ("阅件", "办件")
READING, ACTION = KINDS
STATED, BY_TRANSFER, DEFAULT = "来文要求", "转办要求", "默认时限"
BY_INSTRUCTION, EXTENDED = "批示要求", "延期批准"
LEAD, CO = "牵头", "配合"
RESULTS = ("已复文", "已落实", "已转办", "已存", "无需办理")
UNREAD, READ, CIRCLED, INSTRUCTED, WITHDRAWN = "未阅", "已阅", "已圈阅", "已批示", "已撤回"
QUEUED = "待送"
"""On an ordered route: the paper has not come to this leader yet."""
PARALLEL, ORDERED = "并行", "顺序"
NO_TITLE = "（未录标题）"
OFF_THE_BOOKS = "不属本机关职责"
RETURN_REASONS = {
    "报告夹带请示": "请分别行文后重新报送",
    "多头主送": "请明确一个主送机关后重新报送",
    "越级": "请按隶属关系逐级行文",
    "未会签": "请会签有关单位后重新报送",
    "文种格式不符": "请规范文种、格式后重新报送",
    "一文多事": "请一文一事，分别行文后重新报送",
    "送领导个人": "请主送机关，不直接报送领导个人",
}
"""Why a paper goes back at 初审, and what the sender is asked to do (domain.md 2.6, in the order of SC11)."""


class Status(StrEnum):
    """Where a paper stands. 办结 and 阅毕 await filing (待归档)."""

    ARRIVED = "待签收"
    REGISTERED = "已登记"
    REVIEWED = "初审"
    PROPOSED = "拟办"
    RETURNED = "退文"
    SUBMITTED = "呈批"
    CIRCULATING = "传阅"
    ALL_READ = "阅毕"
    IN_HAND = "承办中"
    REPORTED = "已反馈"
    HELD = "挂起"
    CLOSED = "办结"
    FILED = "已归档"
    VOID = "作废"


OVER = frozenset({Status.CLOSED, Status.VOID, Status.ALL_READ, Status.RETURNED, Status.FILED})
"""States in which nothing is owed any more."""
BEFORE_SUBMISSION = frozenset({Status.REGISTERED, Status.REVIEWED, Status.PROPOSED})
"""The paper is still on the clerk's desk."""
