"""Papers in the database: reading, and writing under the optimistic lock (domain.md Annex E)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select, update

from handlers.documents.finding import index as finding_index
from handlers.documents.tables import doc_feedback, doc_unit, incoming_doc, submission
from handlers.documents.terms import INSTRUCTED, LEAD, NO_TITLE, QUEUED, UNREAD, WITHDRAWN, Status
from storage import upsert
from storage.db import lock
from storage.prepared import Prepared, adding


class Outdated(Exception):
    """Somebody else changed the paper meanwhile: it must be read again."""


@dataclass(frozen=True, slots=True)
class Doc:
    """A row of `incoming_doc`. Instants are UTC."""

    id: int
    no: str
    year: int
    seq: int
    received_at: datetime
    received_by: str
    identities: list[str]
    sender: str
    sender_level: str
    doc_no: str | None
    title: str
    genre: str | None
    urgency: str
    important: bool
    kind: str
    secrecy: str
    stated_due_at: datetime | None
    stated_workdays: int | None
    due_at: datetime | None
    due_source: str | None
    status: str
    lead_unit: str | None
    co_units: list[str]
    chaser: str
    result_kind: str | None
    result: str | None
    closed_on: date | None
    closed_by: str | None
    reply_no: str | None
    proposal: str | None
    mode: str
    held_from: str | None
    held_reason: str | None
    sent_back: int
    remark: str | None
    archive_no: str | None
    created_by: str
    created_at: datetime
    updated_at: datetime
    version: int

    @property
    def key(self) -> str:
        """How reminders, audit and conversation name it: incoming:12."""
        return f"incoming:{self.id}"

    @property
    def units(self) -> list[str]:
        """The lead unit and those that take part."""
        return [self.lead_unit, *self.co_units] if self.lead_unit else []

    @property
    def name(self) -> str:
        """How a person outside the register knows it: its 文号, else its title in 书名号, else our number."""
        return self.doc_no or (self.no if self.title == NO_TITLE else f"《{self.title}》")

    @property
    def ref(self) -> str:
        """Our number and, beside it, how others know the paper."""
        return self.no if self.name == self.no else f"{self.no}（{self.name}）"


@dataclass(frozen=True, slots=True)
class Submission:
    """One leader's reading of a paper."""

    id: int
    doc_id: int
    leader: str
    position: int
    state: str
    submitted_at: datetime
    due_at: datetime
    read_at: datetime | None
    read_by: str | None


@dataclass(frozen=True, slots=True)
class Handed:
    """A unit that a paper was handed to."""

    unit: str
    part: str
    sent_at: datetime
    signed_at: datetime | None
    signed_by: str | None


_DOC = [incoming_doc.c[f.name] for f in fields(Doc)]
_SUBMISSION = [submission.c[f.name] for f in fields(Submission)]
_HANDED = [doc_unit.c[f.name] for f in fields(Handed)]

_BY_DEFAULT = {"id", "secrecy", "version", "mode", "sent_back"}
_NEW = [column.name for column in incoming_doc.c if column.name not in _BY_DEFAULT]
_ADD = Prepared(insert(incoming_doc).values(adding(incoming_doc, *_NEW)).returning(*_DOC))
_GET = Prepared(select(*_DOC).where(incoming_doc.c.id == bindparam("paper")))
_WITH_NUMBER = Prepared(
    select(*_DOC)
    .where(incoming_doc.c.doc_no == bindparam("wanted"), incoming_doc.c.status != Status.VOID)
    .order_by(incoming_doc.c.id.desc())
    .limit(1)
)
_SUBMISSIONS = Prepared(
    select(*_SUBMISSION)
    .where(submission.c.doc_id == bindparam("paper"), submission.c.state != WITHDRAWN)
    .order_by(submission.c.position, submission.c.id)
)
_HANDED_TO = Prepared(
    select(*_HANDED).where(doc_unit.c.doc_id == bindparam("paper")).order_by(doc_unit.c.part != LEAD, doc_unit.c.unit)
)


def find(tx: Connection, *where: ColumnElement[bool], limit: int | None = None) -> list[Doc]:
    """The papers for which all conditions hold, newest first."""
    query = select(*_DOC).where(*where).order_by(incoming_doc.c.id.desc()).limit(limit)
    return [Doc(**row) for row in tx.execute(query).mappings()]


def get(tx: Connection, doc_id: int) -> Doc:
    """The paper of that id. Raises LookupError."""
    found = _GET.first(tx, {"paper": doc_id})
    if found is None:
        raise LookupError("no such paper")
    return Doc(*found)


def hold(tx: Connection, doc_id: int) -> Doc:
    """The paper, held against everybody else until this transaction ends. Raises LookupError."""
    lock(tx, f"incoming:{doc_id}")
    return get(tx, doc_id)


def with_number(tx: Connection, doc_no: str) -> Doc | None:
    """The newest paper with this 文号 that is not void."""
    found = _WITH_NUMBER.first(tx, {"wanted": doc_no})
    return Doc(*found) if found is not None else None


def add(tx: Connection, values: Mapping[str, Any]) -> Doc:
    """Store a new paper."""
    (row,) = _ADD.rows(tx, {**values, "status": str(values["status"])})
    doc = Doc(*row)
    finding_index.put(tx, doc)
    return doc


def change(tx: Connection, doc: Doc, now: datetime, values: Mapping[str, Any]) -> Doc:
    """Write fields of a paper as it was read. Raises Outdated when it is another by now."""
    same = (incoming_doc.c.id == doc.id, incoming_doc.c.version == doc.version)
    done = tx.execute(update(incoming_doc).where(*same).values(**values, version=doc.version + 1, updated_at=now))
    if done.rowcount != 1:
        raise Outdated
    new = get(tx, doc.id)
    if not finding_index.INDEXED.isdisjoint(values):
        finding_index.replace(tx, doc, new)
    return new


def submissions(tx: Connection, doc_id: int) -> list[Submission]:
    """Who has it to read or will have it, in the order of the route; what was taken back is left out."""
    return [Submission(*row) for row in _SUBMISSIONS.rows(tx, {"paper": doc_id})]


def instructed(tx: Connection, doc_id: int) -> bool:
    """Whether a leader has given a 批示 on the paper."""
    return any(one.state == INSTRUCTED for one in submissions(tx, doc_id))


def submit(
    tx: Connection,
    doc_id: int,
    leaders: Sequence[str],
    due_at: datetime,
    *,
    by: str,
    now: datetime,
    queue_from: int | None = None,
) -> list[str]:
    """Put the paper before these leaders; returns those who did not have it, or had lost it again.

    With `queue_from` they wait for it in their order, counted from there.
    """
    fresh = []
    for place, leader in enumerate(leaders, queue_from or 0):
        state, position = (UNREAD, 0) if queue_from is None else (QUEUED, place)
        stamp = {"submitted_at": now, "due_at": due_at, "state": state, "position": position, "updated_at": now}
        row = upsert.insert(tx, submission).values(doc_id=doc_id, leader=leader, created_by=by, created_at=now, **stamp)
        lost = (WITHDRAWN, QUEUED) if queue_from is None else (WITHDRAWN,)
        again = row.on_conflict_do_update(
            index_elements=["doc_id", "leader"], set_=stamp, where=submission.c.state.in_(lost)
        )
        if tx.execute(again.returning(submission.c.leader)).first() is not None:
            fresh.append(leader)
    return fresh


def set_submission(tx: Connection, doc_id: int, leader: str, was: str, now: datetime, **values: Any) -> bool:
    """Change a submission that is still in the state `was`; False when it is not."""
    same = (submission.c.doc_id == doc_id, submission.c.leader == leader, submission.c.state == was)
    row = update(submission).where(*same).values(**values, updated_at=now, version=submission.c.version + 1)
    return tx.execute(row).rowcount == 1


def handed(tx: Connection, doc_id: int) -> list[Handed]:
    """The units it was handed to, the lead first."""
    return [Handed(*row) for row in _HANDED_TO.rows(tx, {"paper": doc_id})]


def last_feedback(tx: Connection, doc_id: int) -> str | None:
    """The newest report of the lead unit or of a unit that takes part."""
    query = select(doc_feedback.c.text).where(doc_feedback.c.doc_id == doc_id, doc_feedback.c.withdrawn.is_(False))
    return tx.execute(query.order_by(doc_feedback.c.id.desc()).limit(1)).scalar_one_or_none()
