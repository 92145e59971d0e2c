"""What only the 督查室主任, 主任 and 副主任 decide: 立项 of a proposal, and 办结 (domain.md 3.1, 3.2)."""

import re

from handlers.line import Answer, Press, Reply
from handlers.policy import NOT_FOUND
from handlers.supervision import amending, proposals, rights, store, wording
from handlers.supervision.cards import Decide, closing_card, proposal_card
from handlers.supervision.establish import assign
from handlers.supervision.plan import LINE_NAME, plan_next
from handlers.supervision.rungs import reddens
from handlers.supervision.store import Task
from handlers.supervision.tables import task as table
from handlers.supervision.telling import push
from handlers.supervision.terms import WAITING, Status, said_number
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.wording import deadline

CHOOSE, REASON = "decide_choice", "return_reason"
_LEAST_REASON = 3
_REASON_WORD = re.compile(r"^(?:(?:补充|重报)?(?:的)?(?:理由|原因)(?:是|为)?[：:，, ]*|因为?(?![此]))")
SHOWN = 8


def press(turn: Turn, payload: Decide, pressed: Press) -> Reply | None:
    """A press on the card; who has no right to decide finds nothing."""
    if not rights.may_decide(turn.person):
        return Reply(NOT_FOUND)
    task = store.hold(turn.tx, payload.task)
    was = task.status
    reply = decide(turn, task, payload.agreed)
    task = store.get(turn.tx, task.id)
    if task.status is not was or was not in WAITING:
        words = f"{task.status}（{_who(turn, task)}）"
        proposer = wording.person_name(turn.office, task.created_by)
        card = (
            closing_card(turn.office, task, words)
            if task.applied_at
            else proposal_card(turn.office, task, proposer, words)
        )
        turn.update_card(pressed.response_code, [turn.person.userid], card)
    return reply


def claim(turn: Turn) -> Reply | None:
    """同意 or 不同意 in words, from the one before whom a decision lies."""
    words = amending.WORDS.match(turn.said.text)
    if not rights.may_decide(turn.person) or not (words or amending.FIELD.match(turn.said.text)):
        return None
    number = said_number(turn.said)
    if words is not None and words["no"] and words["rest"].startswith(("，", ",", "：", ":")):
        before = turn.said.text[: words.start("rest")]  # 不同意，与去年0088号重复: a number in the reason is not meant
        number = number if any(sign.isdigit() for sign in before) else None
    if number is None and turn.person.userid not in rights.chiefs(turn.office):
        return None
    if (changed := amending.amended(turn)) is not None:
        return changed
    if words is None:
        return None
    waiting = store.find(turn.tx, table.c.status.in_(WAITING))
    if number is not None:
        waiting = [task for task in waiting if task.no == number]
    if not waiting:
        return None
    return _one_of(turn, waiting, words["no"] is None, reason_said(words["rest"]))


def _one_of(turn: Turn, waiting: list[Task], agreed: bool, reason: str) -> Reply:
    if len(waiting) == 1:
        return decide(turn, store.hold(turn.tx, waiting[0].id), agreed, reason)
    shown = waiting[:SHOWN]
    options = tuple(f"{task.status}：{task.no or ''}{wording.short(task.title)}" for task in shown)
    data = {"ids": [task.id for task in shown], "agreed": agreed, "reason": reason}
    return Reply(
        f"有{len(waiting)}项待审核，{'同意' if agreed else '不同意'}哪一项？", options=options, then=CHOOSE, data=data
    )


def agreed(turn: Turn) -> Reply | None:
    """立项 of what was proposed to the person, the only one or one of several."""
    if not rights.may_decide(turn.person):
        return None
    waiting = store.find(turn.tx, table.c.status == Status.PROPOSED)
    return _one_of(turn, waiting, True, "") if waiting else None


def choose(turn: Turn, answer: Answer) -> Reply:
    if answer.index is None or not rights.may_decide(turn.person):
        return Reply("好的，未作改动。")
    task = store.hold(turn.tx, answer.data["ids"][answer.index])
    return decide(turn, task, answer.data["agreed"], answer.data.get("reason", ""))


def undecided(turn: Turn) -> bool:
    """Whether a proposal or an application for 办结 waits."""
    return bool(store.find(turn.tx, table.c.status.in_(WAITING)))


def reason_said(rest: str) -> str:
    """The words behind 退回: …, if they say anything."""
    words = _REASON_WORD.sub("", rest.strip(" ，,。：:、"))
    return words if len(words) >= _LEAST_REASON else ""


def decide(turn: Turn, task: Task, agreed: bool, reason: str = "") -> Reply:
    """Act on a decision; a late one is told who decided what and when."""
    if task.status is Status.PROPOSED:
        return _establish(turn, task) if agreed else _decline(turn, task, reason)
    if task.status is Status.CLOSING:
        if agreed:
            return _close(turn, task)
        if reason:
            return _return(turn, task, reason)
        return Reply(f"请说明退回{task.no}的理由和需要补充的内容。", then=REASON, data={"task": task.id}, free=True)
    return Reply(f"{task.name}已处理：{task.status}（{_who(turn, task)}）。", about=(task.key,))


def send_back(turn: Turn, answer: Answer) -> Reply:
    """退办 with its reason; the unit works on."""
    task = store.hold(turn.tx, answer.data["task"])
    if task.status is not Status.CLOSING or not rights.may_decide(turn.person):
        return decide(turn, task, agreed=False)
    words = amending.WORDS.match(answer.said.text)
    if words is not None and words["no"] is None and not reason_said(words["rest"]):
        return decide(turn, task, agreed=True)
    return _return(turn, task, answer.said.bare)


def _return(turn: Turn, task: Task, reason: str) -> Reply:
    store.change(
        turn.tx,
        task,
        turn.now,
        status=Status.WORKING,
        returned=task.returned + 1,
        applied_at=None,
        result_kind=None,
        result_text=None,
        reviewed_by=turn.person.userid,
    )
    task = store.get(turn.tx, task.id)
    plan_next(turn, task)
    turn.note("退办", task.key, after={"returned": task.returned})
    words = f"{task.no}“{wording.short(task.title)}”办结申请退回补充：{reason}。补充后请再回复“申请办结+结果”。"
    _tell_unit(turn, task, words)
    if reddens(turn, task):
        proposals.propose_due(turn, [task])
    return Reply(f"已退回{task.no}，理由已告知{wording.label(turn.office, task.lead_unit)}。", about=(task.key,))


def _establish(turn: Turn, task: Task) -> Reply:
    task = assign(turn, task)
    if task.created_by != turn.person.userid:
        words = f"您提出的“{wording.short(task.title)}”已批准立项：{task.no}，已交办。"
        push(turn, task.created_by, words, key=f"{task.key}:已立项", subject=task.key)
    due = deadline(task.due_at) if task.due_at else "长期坚持"
    turn.undoable(LINE_NAME, "created", task.key, {})
    return Reply(
        f"已立项：{task.no}，已交办{wording.labels(turn.office, task.units)}（时限{due}）。"
        "如有误，10分钟内可回复“撤销”。",
        about=(task.key,),
    )


def _decline(turn: Turn, task: Task, reason: str) -> Reply:
    store.change(turn.tx, task, turn.now, status=Status.DECLINED, reason=reason or None, reviewed_by=turn.person.userid)
    plan_next(turn, store.get(turn.tx, task.id))
    turn.note("不予立项", task.key)
    turn.undoable(LINE_NAME, "decided", task.key, {"status": Status.PROPOSED})
    because = f"，理由：{reason}" if reason else "，详情请问督查室"
    words = f"您提出的“{wording.short(task.title)}”未予立项{because}。"
    push(turn, task.created_by, words, key=f"{task.key}:未立项:{task.version}", subject=task.key)
    tail = f"（{reason}）" if reason else ""
    return Reply(
        f"“{wording.short(task.title)}”不予立项{tail}，已告知提出人。如有误，10分钟内可回复“撤销”。", about=(task.key,)
    )


def _close(turn: Turn, task: Task) -> Reply:
    """办结 counts from the day it was applied for: the review's time is not the unit's."""
    applied = local(task.applied_at) if task.applied_at else turn.here
    store.change(
        turn.tx, task, turn.now, status=Status.CLOSED, closed_on=applied.date(), reviewed_by=turn.person.userid
    )
    task = store.get(turn.tx, task.id)
    plan_next(turn, task)
    turn.note("办结", task.key, after={"closed_on": str(task.closed_on), "result": task.result_kind})
    words = wording.closing_words(task)
    _tell_unit(turn, task, f"{task.no}“{wording.short(task.title)}”已审核办结（{words}）。请在一周内书面报告办理结果。")
    turn.undoable(LINE_NAME, "decided", task.key, {"status": Status.CLOSING})
    return Reply(f"{task.no}已办结：{words}，{task.result_kind}。如有误，10分钟内可回复“撤销”。", about=(task.key,))


def _tell_unit(turn: Turn, task: Task, text: str) -> None:
    liaisons = [person.userid for person in turn.office.liaisons(task.lead_unit)[:1]]
    key = f"{task.key}:审核:{task.version}"
    push(turn, liaisons, text, urgent=task.urgent, key=key, subject=task.key)


def _who(turn: Turn, task: Task) -> str:
    return f"{wording.person_name(turn.office, task.reviewed_by)} {deadline(task.updated_at)}".strip()
