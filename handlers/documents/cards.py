"""The card of a 办件: everything on it, its buttons, and how it stands now (wecom.md 5.4)."""

from typing import Literal

from handlers.documents import wording
from handlers.documents.store import Doc
from handlers.documents.terms import CO, LEAD, NO_TITLE
from scheduler.wording import deadline, moment
from storage.messages import Button, Card
from storage.office import Office
from storage.payload import Payload

TITLE, DESC, TEXT, FACT = 36, 44, 160, 26
GREY = 2


class SignDoc(Payload, prefix="doc-sign"):
    """签收 of one paper for one unit."""

    doc: int
    unit: str


class CardAct(Payload, prefix="doc-act"):
    """Another button of the same card: 反馈, 延期, 看全流程."""

    doc: int
    unit: str
    act: Literal["feedback", "extend", "flow"]


class Decision(Payload, prefix="doc-decide"):
    """同意, 不同意 or 改日期 on a request about a paper."""

    request: int
    decision: Literal["agree", "decline", "change"]


def transfer(
    office: Office, doc: Doc, unit: str, text: str, signed: str = "", task_id: str = "", over: str = ""
) -> Card:
    """The card to one unit; `signed` tells who and when, `over` that nothing is to be done with it any more.

    A task_id may never be used twice (wecom.md 5.3), so it carries the version of the paper.
    """
    part = LEAD if unit == doc.lead_unit else CO
    facts = [("来文", doc.sender), ("牵头", wording.label(office, doc.lead_unit or ""))]
    if doc.co_units:
        facts.append((CO, wording.labels(office, doc.co_units)))
    if doc.due_at is not None:
        facts.append(("时限", f"{moment(doc.due_at)}（{doc.due_source}）"))
    facts += [("状态", doc.status), ("联系人", wording.contact(office, doc.chaser))]
    topic = doc.doc_no or ("" if doc.title == NO_TITLE else doc.title) or doc.no
    found = office.unit(unit)
    return Card(
        task_id=task_id or f"doc-{doc.id}-{doc.version}-{found.id if found else 0}",
        title=short(f"{wording.head(doc, '转办')}{topic}", TITLE),
        desc=short(over or signed or f"{wording.label(office, unit)}（{part}），请签收", DESC),
        text=short(text, TEXT),
        facts=tuple((name, short(value, FACT)) for name, value in facts),
        buttons=() if over else _buttons(doc, unit, signed),
        done=doc.status if over else "",
    )


def _buttons(doc: Doc, unit: str, signed: str) -> tuple[Button, ...]:
    """What the unit can do with it now; only the lead unit asks for more time."""
    buttons = [] if signed else [Button(text="签收", key=SignDoc(doc=doc.id, unit=unit).pack())]
    acts: list[tuple[str, Literal["feedback", "extend", "flow"]]] = [("反馈", "feedback")]
    acts += [("延期", "extend")] if unit == doc.lead_unit else []
    for text, act in [*acts, ("看全流程", "flow")]:
        style = 1 if act == "feedback" and signed else GREY
        buttons.append(Button(text=text, key=CardAct(doc=doc.id, unit=unit, act=act).pack(), style=style))
    return tuple(buttons)


def extension(
    office: Office,
    doc: Doc,
    request: int,
    who: str,
    reason: str,
    wanted: str,
    late: bool,
    decided: str = "",
    to: str = "",
) -> Card:
    """A unit asks for more time; whoever decides presses, or reads who decided what and when."""
    facts = [
        ("申请单位", who),
        ("现时限", deadline(doc.due_at) if doc.due_at else "未定"),
        ("申请延至", wanted),
        ("次序", "超过时限后提出" if late else "时限前提出"),
    ]
    choices: tuple[tuple[str, Literal["agree", "decline", "change"], int], ...] = (
        ("同意", "agree", 1),
        ("不同意", "decline", GREY),
        ("改日期", "change", GREY),
    )
    buttons = tuple(
        Button(text=text, key=Decision(request=request, decision=choice).pack(), style=style)
        for text, choice, style in choices
    )
    return Card(
        task_id=f"doc-ext-{request}-{''.join(c if c.isascii() and c.isalnum() else '_' for c in to)}",
        title=short(f"延期申请 {doc.no}", TITLE),
        desc=short(decided or doc.name, DESC),
        text=short(f"原因：{reason}。请审定，也可回复“同意{doc.seq}号延期”“不同意”或“改到……”。", TEXT),
        facts=tuple((name, short(value, FACT)) for name, value in facts),
        buttons=() if decided else buttons,
        done="已处理" if decided else "",
    )


def short(text: str, limit: int) -> str:
    """At most so many characters; what is cut says so."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
