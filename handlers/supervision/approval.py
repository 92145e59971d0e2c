"""What only the 督查室主任, 主任 and 副主任 decide: 立项 of a proposal, and 办结 (domain.md 3.1, 3.2)."""

import re
from datetime import datetime

from handlers.line import Answer, Press, Reply
from handlers.policy import NOT_FOUND
from handlers.supervision import proposals, reading, rights, store, wording
from handlers.supervision.cards import Decide, closing_card, proposal_card
from handlers.supervision.establish import assign
from handlers.supervision.plan import plan_next
from handlers.supervision.rungs import reddens
from handlers.supervision.store import Task
from handlers.supervision.tables import task as table
from handlers.supervision.telling import push
from handlers.supervision.terms import WAITING, Status, said_number
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.wording import deadline

CHOOSE, REASON = "decide_choice", "return_reason"
_WORDS = re.compile(
    r"^\s*(?:督?[〔\[（(]?[\d〔〕\[\]]{3,12}号?)?[，,：: ]*"
    r"(?:(?P<no>不同意|不予立项|退回|退办)|(?:同意|批准|审核通过)(?:立项|办结)?)(?P<rest>.*)$",
    re.S,
)
_LEAST_REASON = 3
_REASON_WORD = re.compile(r"^(?:补充|重报)?(?:的)?(?:理由|原因)(?:是|为)?[：:，, ]*")
_CHANGES = re.compile(r"改(?:成|为|到|由)?|换(?:成|为|由)|调整[为到]|应该?(?:由|是)")
_LEADS = re.compile(r"牵头|主办|改由|换由")
ASKED = "pending_decide"
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
    words = _WORDS.match(turn.said.text)
    if words is None or not rights.may_decide(turn.person):
        return None
    number = said_number(turn.said)
    if number is None and turn.person.userid not in rights.chiefs(turn.office):
        return None
    if (changed := amended(turn)) is not None:
        return changed
    waiting = store.find(turn.tx, table.c.status.in_(WAITING))
    if number is not None:
        waiting = [task for task in waiting if task.no == number]
    if not waiting:
        return None
    return _one_of(turn, waiting, words["no"] is None, _reason(words["rest"]))


def _one_of(turn: Turn, waiting: list[Task], agreed: bool, reason: str) -> Reply:
    if len(waiting) == 1:
        return decide(turn, store.hold(turn.tx, waiting[0].id), agreed, reason)
    shown = waiting[:SHOWN]
    options = tuple(f"{task.status}：{task.no or ''}{wording.short(task.title)}" for task in shown)
    data = {"ids": [task.id for task in shown], "agreed": agreed}
    return Reply(
        f"有{len(waiting)}项待审核，{'同意' if agreed else '不同意'}哪一项？", options=options, then=CHOOSE, data=data
    )


def agreed(turn: Turn) -> Reply | None:
    """立项 of what was proposed to the person, the only one or one of several."""
    if not rights.may_decide(turn.person):
        return None
    waiting = store.find(turn.tx, table.c.status == Status.PROPOSED)
    return _one_of(turn, waiting, True, "") if waiting else None


def amended(turn: Turn) -> Reply | None:
    """不同意，牵头改成城管局: the one proposal that waits is put right, read back and asked about again."""
    if not rights.may_decide(turn.person) or not _CHANGES.search(turn.said.text):
        return None
    waiting = store.find(turn.tx, table.c.status == Status.PROPOSED)
    task = amend(turn, store.hold(turn.tx, waiting[0].id)) if len(waiting) == 1 else None
    if task is None:
        return None
    co = f"\n配合：{wording.labels(turn.office, task.co_units)}" if task.co_units else ""
    lead = wording.label(turn.office, task.lead_unit)
    text = f"已修改拟立项：{task.title}\n牵头：{lead}{co}\n时限：{wording.due_words(task)}"
    return Reply(text, options=("同意立项", "不予立项"), then=ASKED, data={"task": task.id}, about=(task.key,))


def amend(turn: Turn, task: Task) -> Task | None:
    """Another lead unit, another limit for a proposal, as said; None when neither is."""
    said = turn.said
    named = next((unit.short for unit in said.units if unit.short), None) if _LEADS.search(said.text) else None
    due = reading.due(said, True, {}) if said.times else None
    due = None if due == reading.PERPETUAL else due
    if not (named or due):
        return None
    lead, limit = named or task.lead_unit, datetime.fromisoformat(due) if due else task.due_at
    store.change(turn.tx, task, turn.now, lead_unit=lead, due_at=limit, original_due_at=limit)
    store.set_units(turn.tx, task.id, [lead, *(unit for unit in task.co_units if unit != lead)])
    turn.note("修改拟立项", task.key, before={"lead_unit": task.lead_unit}, after={"lead_unit": lead, "due_at": due})
    return store.get(turn.tx, task.id)


def choose(turn: Turn, answer: Answer) -> Reply:
    if answer.index is None or not rights.may_decide(turn.person):
        return Reply("好的，未作改动。")
    return decide(turn, store.hold(turn.tx, answer.data["ids"][answer.index]), answer.data["agreed"])


def undecided(turn: Turn) -> bool:
    """Whether a proposal or an application for 办结 waits."""
    return bool(store.find(turn.tx, table.c.status.in_(WAITING)))


def _reason(rest: str) -> str:
    """The words behind 退回: …, if they say anything."""
    words = _REASON_WORD.sub("", rest.strip(" ，,。：:、"))
    return words if len(words) >= _LEAST_REASON else ""


def decide(turn: Turn, task: Task, agreed: bool, reason: str = "") -> Reply:
    """Act on a decision; a late one is told who decided what and when."""
    if task.status is Status.PROPOSED:
        return _establish(turn, task) if agreed else _decline(turn, task)
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
    words = _WORDS.match(answer.said.text)
    if words is not None and words["no"] is None and not _reason(words["rest"]):
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
    return Reply(
        f"已立项：{task.no}，已交办{wording.labels(turn.office, task.units)}（时限{due}）。", about=(task.key,)
    )


def _decline(turn: Turn, task: Task) -> Reply:
    store.change(turn.tx, task, turn.now, status=Status.DECLINED, reviewed_by=turn.person.userid)
    plan_next(turn, store.get(turn.tx, task.id))
    turn.note("不予立项", task.key)
    words = f"您提出的“{wording.short(task.title)}”未予立项，详情请问督查室。"
    push(turn, task.created_by, words, key=f"{task.key}:未立项", subject=task.key)
    return Reply(f"“{wording.short(task.title)}”不予立项，已告知提出人。", about=(task.key,))


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
    return Reply(f"{task.no}已办结：{words}，{task.result_kind}。", about=(task.key,))


def _tell_unit(turn: Turn, task: Task, text: str) -> None:
    liaisons = [person.userid for person in turn.office.liaisons(task.lead_unit)[:1]]
    key = f"{task.key}:审核:{task.version}"
    push(turn, liaisons, text, urgent=task.urgent, key=key, subject=task.key)


def _who(turn: Turn, task: Task) -> str:
    return f"{wording.person_name(turn.office, task.reviewed_by)} {deadline(task.updated_at)}".strip()
