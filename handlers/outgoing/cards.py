"""Cards to units: a 会签 to be answered, a copy to be signed for (wecom.md 5.4)."""

from handlers.outgoing import wording
from handlers.outgoing.store import Out, Owed
from scheduler.wording import day, moment
from storage.messages import Button, Card
from storage.office import Office
from storage.payload import Payload

TITLE, DESC, TEXT, FACT = 36, 44, 160, 26


class CosignAnswer(Payload, prefix="out-cosign"):
    """A unit's 同意 or 不同意."""

    doc: int
    unit: str
    agree: bool


class Receipt(Payload, prefix="out-receipt"):
    """A unit's 签收 of its copy."""

    doc: int
    unit: str


def cosign(office: Office, doc: Out, owed: Owed, *, said: str = "", task_id: str = "") -> Card:
    """The request; with `said` (who answered what) the buttons have become a grey word."""
    facts = [("文号", doc.doc_no), ("拟稿", wording.label(office, doc.drafting_unit))]
    if owed.due_at is not None:
        facts.append(("答复时限", moment(owed.due_at)))
    facts.append(("联系人", wording.contact(office, doc.clerk)))
    buttons = (
        Button(text="同意会签", key=CosignAnswer(doc=doc.id, unit=owed.unit, agree=True).pack()),
        Button(text="不同意", key=CosignAnswer(doc=doc.id, unit=owed.unit, agree=False).pack(), style=2),
    )
    return Card(
        task_id=task_id or _task("cosign", office, doc, owed.unit),
        title=short(f"{wording.head(doc, '会签')}{doc.title}", TITLE),
        desc=short(said or f"请{wording.label(office, owed.unit)}会签", DESC),
        text=short(wording.cosign_request(office, doc, owed), TEXT),
        facts=tuple((name, short(value, FACT)) for name, value in facts),
        buttons=() if said else buttons,
        done="已答复" if said else "",
    )


def delivery(office: Office, doc: Out, unit: str, *, said: str = "", task_id: str = "") -> Card:
    """The copy; with `said` the button has become a grey word."""
    facts = [("文号", doc.doc_no)]
    facts += [("印发日期", day(doc.issued_on))] if doc.issued_on else []
    facts.append(("联系人", wording.contact(office, doc.clerk)))
    return Card(
        task_id=task_id or _task("receipt", office, doc, unit),
        title=short(f"{wording.head(doc, '发文')}{doc.title}", TITLE),
        desc=short(said or f"{wording.label(office, unit)}，请签收", DESC),
        text=short(wording.delivery(office, doc, unit), TEXT),
        facts=tuple((name, short(value, FACT)) for name, value in facts),
        buttons=() if said else (Button(text="签收", key=Receipt(doc=doc.id, unit=unit).pack()),),
        done="已签收" if said else "",
    )


def _task(kind: str, office: Office, doc: Out, unit: str) -> str:
    """A task_id may never be used twice (wecom.md 5.3), so it carries the version of the paper."""
    found = office.unit(unit)
    return f"out-{kind}-{doc.id}-{doc.version}-{found.id if found else 0}"


def short(text: str, limit: int) -> str:
    """At most so many characters; what is cut says so."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
