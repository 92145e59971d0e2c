"""The card of a transferred paper: everything on it, and one button (wecom.md 5.4)."""

from handlers.documents import wording
from handlers.documents.store import Doc
from handlers.documents.terms import CO, LEAD, NO_TITLE
from scheduler.wording import moment
from storage.messages import Button, Card
from storage.office import Office
from storage.payload import Payload

TITLE, DESC, TEXT, FACT = 36, 44, 160, 26


class SignDoc(Payload, prefix="doc-sign"):
    """签收 of one paper for one unit."""

    doc: int
    unit: str


def transfer(office: Office, doc: Doc, unit: str, text: str, signed: str = "", task_id: str = "") -> Card:
    """The card to one unit; with `signed` (who and when) the button has become a grey word.

    A task_id may never be used twice (wecom.md 5.3), so it carries the version of the paper.
    """
    part = LEAD if unit == doc.lead_unit else CO
    facts = [("来文", doc.sender), ("牵头", wording.label(office, doc.lead_unit or ""))]
    if doc.co_units:
        facts.append((CO, wording.labels(office, doc.co_units)))
    if doc.due_at is not None:
        facts.append(("时限", moment(doc.due_at)))
    facts.append(("联系人", wording.contact(office, doc.chaser)))
    topic = doc.doc_no or ("" if doc.title == NO_TITLE else doc.title) or doc.no
    found = office.unit(unit)
    return Card(
        task_id=task_id or f"doc-{doc.id}-{doc.version}-{found.id if found else 0}",
        title=short(f"{wording.head(doc, '转办')}{topic}", TITLE),
        desc=short(signed or f"{wording.label(office, unit)}（{part}），请签收", DESC),
        text=short(text, TEXT),
        facts=tuple((name, short(value, FACT)) for name, value in facts),
        buttons=() if signed else (Button(text="签收", key=SignDoc(doc=doc.id, unit=unit).pack()),),
        done="已签收" if signed else "",
    )


def short(text: str, limit: int) -> str:
    """At most so many characters; what is cut says so."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
