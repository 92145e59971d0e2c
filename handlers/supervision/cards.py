"""The cards of supervision and what their buttons mean."""

from handlers.supervision.papers import CLOSING_REPORT, every
from handlers.supervision.records import RED, Extension, Issued
from handlers.supervision.store import Task
from handlers.supervision.terms import Period
from handlers.supervision.wording import assignment, contact, label, labels, short
from scheduler.desk import Desk
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


class Issue(Payload, prefix="task-card"):
    """Whether a proposed card is issued or put off."""

    card: int
    issue: bool


class Extend(Payload, prefix="task-extend"):
    """What becomes of a request for more time: agree, decline or change the date."""

    request: int
    decision: str


def assignment_card(desk: Desk, task: Task, unit: str, signed: str = "") -> Card:
    """The 督办通知单 of one unit (J.5); with `signed` (who and when) the button has become a grey word."""
    office = desk.office
    part = "主办" if unit == task.lead_unit else "协办"
    facts = [("主办", label(office, task.lead_unit))]
    if task.co_units:
        facts.append(("协办", short(labels(office, task.co_units), FACT)))
    facts.append(("时限", deadline(task.due_at) if task.due_at else "长期坚持"))
    facts.append(("反馈", f"{every(desk, task)}反馈进展" if task.period is not Period.NONE else CLOSING_REPORT))
    if task.responsible_leader:
        facts.append(("责任领导", task.responsible_leader))
    facts.append(("联系人", contact(office, task)))
    return Card(
        task_id=_once(f"sign-{task.id}-{task.version}", unit),
        title=f"督办通知单 {task.no}",
        desc=short(f"{label(office, unit)}（{part}） {signed or f'{task.created_on:%-m月%-d日}交办，请签收'}", 40),
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


def issue_card(office: Office, task: Task, one: Issued, *, to: str, decision: str = "") -> Card:
    """A proposed 黄牌 or 红牌 for whoever decides on it (SC15)."""
    facts = (("单位", label(office, one.unit)), ("时限", deadline(task.due_at) if task.due_at else "长期坚持"))
    buttons = (
        Button(text=f"发{one.colour}", key=Issue(card=one.id, issue=True).pack(), style=3 if one.colour == RED else 1),
        Button(text="暂缓", key=Issue(card=one.id, issue=False).pack(), style=GREY),
    )
    return Card(
        task_id=_once(f"card-{one.id}", to),
        title=f"建议发{one.colour}？{task.no}",
        desc=short(decision or "请定：1发 2暂缓（暂缓请说明理由）", 40),
        text=short(f"{short(task.title, 40)}：{one.reason}", 110),
        facts=facts,
        buttons=() if decision else buttons,
        done="已处理" if decision else "",
    )


def extension_card(office: Office, task: Task, one: Extension, *, to: str, decision: str = "") -> Card:
    """A request for more time for whoever decides on it (domain.md 3.7)."""
    facts = [
        ("单位", label(office, task.lead_unit)),
        ("现时限", deadline(one.due_before)),
        ("申请延至", deadline(one.wanted_at)),
        ("第几次", f"第{one.nth}次" + ("（时限后提出）" if one.late else "")),
        ("目前进展", short(one.progress, FACT)),
    ]
    buttons = (
        Button(text="同意", key=Extend(request=one.id, decision="agree").pack()),
        Button(text="不同意", key=Extend(request=one.id, decision="decline").pack(), style=GREY),
        Button(text="改日期", key=Extend(request=one.id, decision="change").pack(), style=GREY),
    )
    return Card(
        task_id=_once(f"extend-{one.id}", to),
        title=f"申请延期 {task.no}",
        desc=short(decision or "请在2个工作日内审定", 40),
        text=short(f"{short(task.title, 30)}。原因：{one.reason}", 110),
        facts=tuple(facts),
        buttons=() if decision else buttons,
        done="已处理" if decision else "",
    )
