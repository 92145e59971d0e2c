"""Papers in the database: reading, and writing under the optimistic lock (domain.md Annex E)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select, update

from handlers.documents.tables import doc_feedback, doc_unit, incoming_doc, submission
from handlers.documents.terms import CO, INSTRUCTED, LEAD, NO_TITLE, UNREAD, WITHDRAWN, Status
from storage import upsert
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
    remark: str | None
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


@dataclass(frozen=True, slots=True)
class Submission:
    """One leader's reading of a paper."""

    id: int
    doc_id: int
    leader: str
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

_BY_DEFAULT = {"id", "secrecy", "version"}
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
    .order_by(submission.c.id)
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


def with_number(tx: Connection, doc_no: str) -> Doc | None:
    """The newest paper with this 文号 that is not void."""
    found = _WITH_NUMBER.first(tx, {"wanted": doc_no})
    return Doc(*found) if found is not None else None


def add(tx: Connection, values: Mapping[str, Any]) -> Doc:
    """Store a new paper."""
    (row,) = _ADD.rows(tx, {**values, "status": str(values["status"])})
    return Doc(*row)


def change(tx: Connection, doc: Doc, now: datetime, values: Mapping[str, Any]) -> Doc:
    """Write fields of a paper as it was read. Raises Outdated when it is another by now."""
    same = (incoming_doc.c.id == doc.id, incoming_doc.c.version == doc.version)
    done = tx.execute(update(incoming_doc).where(*same).values(**values, version=doc.version + 1, updated_at=now))
    if done.rowcount != 1:
        raise Outdated
    return get(tx, doc.id)


def submissions(tx: Connection, doc_id: int) -> list[Submission]:
    """Who has it to read; what was taken back is left out."""
    return [Submission(*row) for row in _SUBMISSIONS.rows(tx, {"paper": doc_id})]


def instructed(tx: Connection, doc_id: int) -> bool:
    """Whether a leader has given a 批示 on the paper."""
    return any(one.state == INSTRUCTED for one in submissions(tx, doc_id))


def submit(
    tx: Connection, doc_id: int, leaders: Sequence[str], due_at: datetime, *, by: str, now: datetime
) -> list[str]:
    """Put the paper before these leaders; returns those who did not have it, or had lost it again."""
    fresh = []
    for leader in leaders:
        stamp = {"submitted_at": now, "due_at": due_at, "state": UNREAD, "updated_at": now}
        row = upsert.insert(tx, submission).values(doc_id=doc_id, leader=leader, created_by=by, created_at=now, **stamp)
        again = row.on_conflict_do_update(
            index_elements=["doc_id", "leader"], set_=stamp, where=submission.c.state == WITHDRAWN
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


def hand_to(tx: Connection, doc_id: int, lead: str | None, co: Sequence[str], now: datetime) -> list[str]:
    """Make these the units of the paper; a 签收 already given stays. Returns the units that are new to it."""
    parts = {**dict.fromkeys(co, CO), **({lead: LEAD} if lead else {})}
    tx.execute(doc_unit.delete().where(doc_unit.c.doc_id == doc_id, doc_unit.c.unit.not_in(list(parts))))
    there = {found.unit for found in handed(tx, doc_id)}
    for unit, part in parts.items():
        row = upsert.insert(tx, doc_unit).values(doc_id=doc_id, unit=unit, part=part, sent_at=now)
        tx.execute(row.on_conflict_do_update(index_elements=["doc_id", "unit"], set_={"part": part}))
    return [unit for unit in parts if unit not in there]


def sign(tx: Connection, doc_id: int, unit: str, by: str, now: datetime) -> bool:
    """Note the 签收 of a unit; False when it had signed before or has no part in it."""
    owed = (doc_unit.c.doc_id == doc_id, doc_unit.c.unit == unit, doc_unit.c.signed_at.is_(None))
    return tx.execute(update(doc_unit).where(*owed).values(signed_at=now, signed_by=by)).rowcount == 1


def unsign(tx: Connection, doc_id: int, unit: str) -> None:
    """Take a 签收 back (撤销)."""
    same = (doc_unit.c.doc_id == doc_id, doc_unit.c.unit == unit)
    tx.execute(update(doc_unit).where(*same).values(signed_at=None, signed_by=None))


def unsigned_by(tx: Connection, unit: str) -> list[Doc]:
    """Open papers that the unit has been handed and has not signed for, newest first."""
    owed = select(doc_unit.c.doc_id).where(doc_unit.c.unit == unit, doc_unit.c.signed_at.is_(None))
    open_states = (Status.IN_HAND, Status.REPORTED)
    return find(tx, incoming_doc.c.id.in_(owed), incoming_doc.c.status.in_(open_states))


def add_feedback(tx: Connection, doc_id: int, unit: str, text: str, *, by: str, now: datetime) -> int:
    """Append what a unit reported; returns the id of the entry."""
    row = doc_feedback.insert().values(
        doc_id=doc_id, unit=unit, text=text, created_by=by, created_at=now, updated_at=now
    )
    return int(tx.execute(row.returning(doc_feedback.c.id)).scalar_one())


def withdraw_feedback(tx: Connection, feedback_id: int, now: datetime) -> None:
    """Mark an entry as taken back; it stays."""
    tx.execute(update(doc_feedback).where(doc_feedback.c.id == feedback_id).values(withdrawn=True, updated_at=now))


def last_feedback(tx: Connection, doc_id: int) -> str | None:
    """The newest report of the lead unit or of a unit that takes part."""
    query = select(doc_feedback.c.text).where(doc_feedback.c.doc_id == doc_id, doc_feedback.c.withdrawn.is_(False))
    return tx.execute(query.order_by(doc_feedback.c.id.desc()).limit(1)).scalar_one_or_none()
