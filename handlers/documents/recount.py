"""Limits that rested on an unpublished year are reckoned again when its holidays are known (SC37)."""

from handlers.documents import plans, rules, store, wording
from handlers.documents.store import Doc
from handlers.documents.tables import incoming_doc
from handlers.documents.terms import DEFAULT, OVER, STATED
from scheduler.clock import local
from scheduler.desk import Desk
from storage.outbox import Lane
from storage.profile_types import Span


def recount(desk: Desk) -> None:
    """At a start: put right limits of open papers that the calendar now gives otherwise, and say so once."""
    today = local(desk.now).date()
    open_ = incoming_doc.c.status.not_in([str(state) for state in OVER])
    for doc in store.find(desk.tx, open_, incoming_doc.c.due_at > desk.now, limit=None):
        if doc.due_at is None or local(doc.due_at).year == local(doc.received_at).year <= today.year:
            continue
        values = _again(desk, doc)
        if values is None or values["due_at"] == doc.due_at:
            continue
        new = store.change(desk.tx, doc, desk.now, values)
        desk.note("时限调整", doc.key, before={"due_at": str(doc.due_at)}, after={"due_at": str(new.due_at)})
        plans.everything(desk, new)
        text = (
            f"【变更】放假安排公布，{doc.ref}时限由{wording.due_words(doc.due_at, desk.now)}"
            f"调整为{wording.due_words(new.due_at or doc.due_at, desk.now)}。"
        )
        people = [doc.chaser, *(p.userid for unit in doc.units for p in desk.office.liaisons(unit)[:1])]
        desk.tell(people, text, lane=Lane.TIMELY, key=f"{doc.key}:时限调整:{new.version}", subject=doc.key)


def _again(desk: Desk, doc: Doc) -> dict[str, object] | None:
    """The limit by the calendar as it is known now; None when it does not depend on workdays."""
    hours = plans.hours(desk)
    if doc.due_source == STATED and doc.stated_workdays:
        at = hours.due(doc.received_at, Span(doc.stated_workdays, "wd"))
        return {"due_at": at, "stated_due_at": at}
    if doc.due_source == DEFAULT:
        limit = rules.limit_of(desk.office.limits.doc, doc.urgency, doc.title)
        return {"due_at": hours.due(doc.received_at, limit)} if limit.unit == "wd" else None
    return None
