"""The way of a paper as one table: state × act × who → state, and what the act needs (domain.md 2.6). Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from handlers.documents.terms import READING, Status


class Act(StrEnum):
    """What can be done with a paper."""

    REGISTER = "登记"
    REVIEW = "初审"
    RETURN = "退文"
    TAKE_BACK = "撤回退文"
    PROPOSE = "拟办"
    SUBMIT = "呈送"
    SKIP = "跳过"
    READ = "阅毕"
    ALL_READ = "全部阅毕"
    INSTRUCT = "批示登记"
    ORDER = "批示交办"
    TRANSFER = "转办"
    SIGN = "签收"
    CHASE = "催办"
    FEEDBACK = "反馈"
    CONTRIBUTE = "配合反馈"
    SEND_BACK = "退办"
    CLOSE = "办结"
    HOLD = "挂起"
    RESUME = "恢复办理"
    ASK_MORE = "申请延期"
    GRANT = "批复延期"
    AMEND = "更正"
    HAND_OVER = "移交"
    VOID = "作废"
    FILE = "归档"


class Who(StrEnum):
    """As what somebody acts on a paper; one person may be several."""

    CLERK = "文书"
    CHIEF = "秘书科长"
    CHASER = "催办人"
    AUTHOR = "登记人"
    SUPERVISOR = "督查"
    READER = "呈送领导或其联络员"
    LEAD = "牵头单位联络员"
    UNIT = "承办单位联络员"
    HEAD = "承办单位负责人"
    DEPUTY = "分管主任"
    ARCHIVIST = "档案员"


class Refused(Exception):
    """The act is not possible. `why`: the state, the person, or a field (`missing`) stands against it."""

    def __init__(self, act: Act, why: Literal["state", "who", "missing"], missing: str = "") -> None:
        super().__init__(f"{act}: {why} {missing}")
        self.act, self.why, self.missing = act, why, missing


SAME, BACK = "（不变）", "（回到原状态）"
S, W = Status, Who
_DESK = (S.REGISTERED, S.REVIEWED, S.PROPOSED)
_UP = (S.SUBMITTED, S.CIRCULATING)
_OUT = (S.IN_HAND, S.REPORTED)
_OPEN = (*_DESK, *_UP, *_OUT)
_OFFICE = frozenset({W.CLERK, W.CHIEF})
_CHASING = frozenset({W.CHASER, W.CHIEF})


@dataclass(frozen=True, slots=True)
class Rule:
    """From which states the act leads where, who may, and which fields it cannot do without."""

    moves: Mapping[Status, str]
    who: frozenset[Who]
    needs: frozenset[str] = frozenset()


def _stay(*states: Status) -> dict[Status, str]:
    return dict.fromkeys(states, SAME)


def _to(target: Status, *states: Status) -> dict[Status, str]:
    return dict.fromkeys(states, str(target))


def _rule(moves: Mapping[Status, str], who: Collection[Who], needs: str = "") -> Rule:
    return Rule(moves, frozenset(who), frozenset(needs.split()))


RULES: dict[Act, Rule] = {
    Act.REGISTER: _rule(_to(S.REGISTERED, S.ARRIVED), _OFFICE, "sender title urgency kind"),
    Act.REVIEW: _rule(_to(S.REVIEWED, S.REGISTERED), _OFFICE),
    Act.RETURN: _rule(_to(S.RETURNED, *_DESK), _OFFICE, "reason"),
    Act.TAKE_BACK: _rule(_to(S.REGISTERED, S.RETURNED), (W.CHIEF,)),
    Act.PROPOSE: _rule(_to(S.PROPOSED, *_DESK) | _stay(*_UP), _OFFICE, "proposal"),
    Act.SUBMIT: _rule(_to(S.SUBMITTED, *_DESK, S.ALL_READ) | _stay(*_UP, *_OUT), _OFFICE, "leaders"),
    Act.SKIP: _rule(_stay(*_UP, *_OUT), (*_OFFICE, W.READER)),
    Act.READ: _rule(_stay(*_UP, *_OUT), (W.CLERK, W.CHIEF, W.READER)),
    Act.ALL_READ: _rule(_to(S.ALL_READ, S.CIRCULATING), (W.CLERK, W.CHIEF, W.READER)),
    Act.INSTRUCT: _rule(_stay(*_UP, *_OUT, S.ALL_READ), (W.CLERK, W.CHIEF, W.READER), "leader"),
    Act.ORDER: _rule(_stay(*_UP, *_OUT) | _to(S.SUBMITTED, S.ALL_READ), (W.CLERK, W.CHIEF, W.READER), "leader"),
    Act.TRANSFER: _rule(
        _to(S.IN_HAND, *_OPEN, S.ALL_READ), (W.CLERK, W.CHIEF, W.SUPERVISOR, W.READER), "lead_unit due_at"
    ),
    Act.SIGN: _rule(_stay(*_OUT), (W.UNIT,)),
    Act.CHASE: _rule(_stay(*_UP, S.IN_HAND), _CHASING),
    Act.FEEDBACK: _rule(_to(S.REPORTED, *_OUT), (W.LEAD,), "text"),
    Act.CONTRIBUTE: _rule(_stay(*_OUT), (W.UNIT,), "text"),
    Act.SEND_BACK: _rule(_to(S.IN_HAND, S.REPORTED), _CHASING, "reason"),
    Act.CLOSE: _rule(_to(S.CLOSED, *_OPEN, S.ALL_READ), _CHASING, "result"),
    Act.HOLD: _rule(_to(S.HELD, *_OPEN), _CHASING, "reason"),
    Act.RESUME: _rule({S.HELD: BACK}, _CHASING),
    Act.ASK_MORE: _rule(_stay(*_OUT), (W.LEAD, W.HEAD), "reason wanted_at"),
    Act.GRANT: _rule(_stay(*_OUT), (W.DEPUTY,), "due_at"),
    Act.AMEND: _rule(_stay(*_OPEN, S.HELD), _OFFICE),
    Act.HAND_OVER: _rule(_stay(*_OPEN, S.HELD), _CHASING, "chaser"),
    Act.VOID: _rule(
        _to(S.VOID, *(s for s in S if s not in (S.ARRIVED, S.VOID, S.FILED))), (W.AUTHOR, W.CHIEF), "reason"
    ),
    Act.FILE: _rule(_to(S.FILED, S.CLOSED, S.ALL_READ), (W.CLERK, W.CHIEF, W.ARCHIVIST)),
}
"""Every act. 交办 and 催办 are no states of their own: a paper that was handed out is 承办中, whoever chases it.

READER stands under TRANSFER for 即批即转: the 联络员 who notes a 批示 passes it on (SC09)."""


def after(status: str, act: Act, *, kind: str, before: str | None = None) -> Status:
    """The state after the act; `before` is the one that a paper 挂起 came from. Raises Refused (state)."""
    target = RULES[act].moves.get(Status(status))
    if target is None:
        raise Refused(act, "state")
    if target == SAME:
        return Status(status)
    if target == BACK:
        return Status(before or Status.REGISTERED)
    if target == Status.SUBMITTED and act is Act.SUBMIT and kind == READING:
        return Status.CIRCULATING
    return Status(target)


def step(
    status: str,
    act: Act,
    who: Collection[Who],
    given: Collection[str] = (),
    *,
    kind: str,
    before: str | None = None,
) -> Status:
    """The state after the act by somebody who is all of `who` and brings `given`. Raises Refused."""
    rule = RULES[act]
    if rule.who.isdisjoint(who):
        raise Refused(act, "who")
    found = after(status, act, kind=kind, before=before)
    missing = sorted(rule.needs.difference(given))
    if missing:
        raise Refused(act, "missing", missing[0])
    return found
