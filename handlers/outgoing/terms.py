"""The words of 发文: states, acts, who acts, what stands on the checklist (domain.md 2.3, 2.4)."""

from enum import StrEnum

LINE = "outgoing"


class State(StrEnum):
    """Where an outgoing paper stands."""

    DRAFT = "起草"
    CHECKING = "前置审核"
    EDITING = "核稿"
    COSIGNING = "会签"
    TO_SIGN = "待签发"
    SIGNED = "已签发"
    NUMBERED = "已编号"
    PRINTING = "印制"
    ISSUED = "已印发"
    DELIVERING = "分发"
    TO_FILE = "待归档"
    FILED = "已归档"
    VOID = "作废"


class Act(StrEnum):
    """What can be done to an outgoing paper."""

    CHECK = "前置审核"
    RETURN = "退回修改"
    EDIT = "核稿"
    ASK = "送会签"
    COSIGN = "会签"
    SIGN = "签发"
    REVIEW = "复核"
    REOPEN = "退签发人"
    PRINT = "送印"
    ISSUE = "印发"
    DELIVER = "分发"
    RECEIVE = "签收"
    CLOSE = "转归档"
    FILE = "归档"
    AMEND = "更正"
    WITHDRAW = "作废"


class Who(StrEnum):
    """Who acts (domain.md A.1)."""

    CLERK = "文书"
    CHIEF = "科长"
    SIGNER = "签发人"
    PROXY = "联络员"
    UNIT = "单位"
    ARCHIVIST = "档案员"


class Part(StrEnum):
    """What a unit has to do with a paper."""

    COSIGN = "会签"
    JOINT = "联合签发"
    DELIVERY = "分发"


ASKED, AGREED, OPPOSED, DROPPED = "待会签", "已会签", "不同意", "已撤回"
TO_SIGN, SIGNED = "待签发", "已签发"
TO_RECEIVE, RECEIVED = "待签收", "已签收"
FIRST = {Part.COSIGN: ASKED, Part.JOINT: TO_SIGN, Part.DELIVERY: TO_RECEIVE}
"""The state in which a unit's part begins."""
DONE = frozenset({AGREED, SIGNED, RECEIVED, DROPPED})
"""States in which nothing is owed by the unit any more."""

RESERVED, USED, CANCELLED = "预留", "已用", "作废"
CHECKLIST = ("必要性", "政策依据", "合法性意见", "协商会签", "文种格式", "文字")
"""What the office looks at before a leader sees the draft (domain.md 2.3)."""
OPENNESS = ("主动公开", "依申请公开", "不予公开")
SHORT_OPENNESS = ("主动", "依申请", "不予")
"""The same as they are spoken and shown: 不予公开 in full stops at the guard (domain.md 7.3)."""
UPWARD = frozenset({"请示", "报告", "议案"})
WITHOUT_ADDRESSEE = frozenset({"公告", "通告", "公报", "命令", "决议", "决定", "纪要"})
"""Kinds that may do without 主送."""
OVER = frozenset({State.TO_FILE, State.FILED, State.VOID})
UNSENT = frozenset(
    {
        State.DRAFT,
        State.CHECKING,
        State.EDITING,
        State.COSIGNING,
        State.TO_SIGN,
        State.SIGNED,
        State.NUMBERED,
        State.PRINTING,
    }
)
