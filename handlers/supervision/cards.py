"""The cards of supervision and what their buttons mean."""

from handlers.supervision.store import Task
from handlers.supervision.terms import Period
from handlers.supervision.wording import assignment, contact, label, labels, short
from scheduler.wording import deadline
from storage.messages import Button, Card
from storage.office import Office
from storage.payload import Payload

FACT = 26
GREY = 2


class Sign(Payload, prefix="task-sign"):
    """签收 of one unit."""

    task: int
    unit: str


class Decide(Payload, prefix="task-decide"):
    """The 督查室主任's decision on a proposal or on an application for 办结."""

    task: int
    agreed: bool


def assignment_card(office: Office, task: Task, unit: str, signed: str = "") -> Card:
    """The 督办通知单 of one unit; with `signed` (who and when) the button has become a grey word."""
    part = "主办" if unit == task.lead_unit else "协办"
    facts = [("主办", label(office, task.lead_unit))]
    if task.co_units:
        facts.append(("协办", short(labels(office, task.co_units), FACT)))
    facts.append(("时限", deadline(task.due_at) if task.due_at else "长期坚持"))
    if task.period is not Period.NONE:
        facts.append(("反馈", f"{task.period}反馈进展"))
    if task.responsible_leader:
        facts.append(("责任领导", task.responsible_leader))
    facts.append(("联系人", contact(office, task)))
    return Card(
        task_id=_once(f"sign-{task.id}-{task.version}", unit),
        title=f"督办通知单 {task.no}",
        desc=short(f"{label(office, unit)}（{part}） {signed or '请签收'}", 40),
        text=assignment(office, task),
        facts=tuple(facts[:6]),
        buttons=() if signed else (Button(text="签收", key=Sign(task=task.id, unit=unit).pack()),),
        done="已签收" if signed else "",
    )


def _once(prefix: str, whom: str) -> str:
    """The task_id of a card, which may never be used twice (wecom.md 5.3)."""
    return f"{prefix}-{whom.encode().hex()}"[:128]


def addressed(card: Card, task: Task, userid: str) -> Card:
    """The card of one reader of a decision."""
    return card.model_copy(update={"task_id": _once(f"decide-{task.id}-{task.version}", userid)})


def proposal_card(office: Office, task: Task, proposer: str, decision: str = "") -> Card:
    """A proposed task for whoever decides on 立项."""
    facts = [("牵头", label(office, task.lead_unit))]
    if task.co_units:
        facts.append(("配合", short(labels(office, task.co_units), FACT)))
    facts.append(("时限", deadline(task.due_at) if task.due_at else "长期坚持"))
    facts.append(("拟办", proposer))
    return _decision_card(task, "拟立项督办", f"事项：{task.title}", facts, ("同意立项", "不予立项"), decision)


def closing_card(office: Office, task: Task, decision: str = "") -> Card:
    """An application for 办结."""
    facts = [
        ("牵头", label(office, task.lead_unit)),
        ("时限", deadline(task.due_at) if task.due_at else "长期坚持"),
        ("结果", task.result_kind or ""),
    ]
    words = f"{short(task.title, 40)}：{task.result_text or ''}"
    return _decision_card(task, f"申请办结 {task.no}", words, facts, ("同意办结", "退回"), decision)


def _decision_card(
    task: Task, title: str, words: str, facts: list[tuple[str, str]], labels_: tuple[str, str], decision: str
) -> Card:
    yes, no = labels_
    buttons = (
        Button(text=yes, key=Decide(task=task.id, agreed=True).pack()),
        Button(text=no, key=Decide(task=task.id, agreed=False).pack(), style=GREY),
    )
    return Card(
        title=title,
        desc=short(decision, 40),
        text=short(words, 110),
        facts=tuple((name, value) for name, value in facts if value),
        buttons=() if decision else buttons,
        done="已处理" if decision else "",
    )
