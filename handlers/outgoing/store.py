"""Outgoing papers in the database: reading, and writing under the optimistic lock (domain.md Annex E)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from handlers.outgoing.tables import outgoing_doc, outgoing_unit
from handlers.outgoing.terms import DONE, DROPPED, FIRST, Part, State
from storage import upsert


class Outdated(Exception):
    """Somebody else changed the paper meanwhile: it must be read again."""


@dataclass(frozen=True, slots=True)
class Out:
    """A row of `outgoing_doc`. Instants are UTC."""

    id: int
    doc_no: str
    series: str
    year: int
    seq: int
    genre: str | None
    title: str
    main_to: list[str]
    cc: list[str]
    urgency: str
    important: bool
    drafting_unit: str
    drafter: str
    copies: int | None
    openness: str | None
    joint_units: list[str]
    cosign_units: list[str]
    checks: dict[str, str]
    status: str
    editor: str | None
    edited_at: datetime | None
    signer: str | None
    signed_on: date | None
    sign_recorder: str | None
    written_on: date | None
    issued_on: date | None
    remark: str | None
    archive_no: str | None
    clerk: str
    created_by: str
    created_at: datetime
    updated_at: datetime
    version: int

    @property
    def key(self) -> str:
        """How reminders, audit and conversation name it: outgoing:12."""
        return f"outgoing:{self.id}"

    @property
    def state(self) -> State:
        return State(self.status)

    @property
    def name(self) -> str:
        """云湾府办〔2026〕45号《关于……的通知》, the title shortened."""
        short = self.title if len(self.title) <= 24 else f"{self.title[:23]}…"
        return f"{self.doc_no}《{short}》"


@dataclass(frozen=True, slots=True)
class Owed:
    """A unit's part in a paper and how it stands."""

    doc_id: int
    part: str
    unit: str
    state: str
    opinion: str | None
    due_at: datetime | None
    sent_at: datetime
    answered_at: datetime | None
    answered_by: str | None

    @property
    def settled(self) -> bool:
        """Whether nothing is owed any more."""
        return self.state in DONE


_OUT = [outgoing_doc.c[f.name] for f in fields(Out)]
_OWED = [outgoing_unit.c[f.name] for f in fields(Owed)]


def find(tx: Connection, *where: ColumnElement[bool], limit: int | None = None) -> list[Out]:
    """The papers for which all conditions hold, newest first."""
    query = select(*_OUT).where(*where).order_by(outgoing_doc.c.id.desc()).limit(limit)
    return [Out(**row) for row in tx.execute(query).mappings()]


def count(tx: Connection, *where: ColumnElement[bool]) -> int:
    """How many there are."""
    return int(tx.execute(select(func.count()).select_from(outgoing_doc).where(*where)).scalar_one())


def get(tx: Connection, doc_id: int) -> Out:
    """The paper of that id. Raises LookupError."""
    found = find(tx, outgoing_doc.c.id == doc_id)
    if not found:
        raise LookupError("no such paper")
    return found[0]


def of_key(tx: Connection, key: str) -> Out:
    """The paper that reminders and changes call outgoing:12."""
    return get(tx, int(key.removeprefix("outgoing:")))


def add(tx: Connection, values: Mapping[str, Any]) -> Out:
    """Store a new paper."""
    row = tx.execute(insert(outgoing_doc).values(**values).returning(*_OUT)).mappings().one()
    return Out(**row)


def change(tx: Connection, doc: Out, now: datetime, values: Mapping[str, Any]) -> Out:
    """Write fields of a paper as it was read. Raises Outdated when it is another by now."""
    same = (outgoing_doc.c.id == doc.id, outgoing_doc.c.version == doc.version)
    done = tx.execute(update(outgoing_doc).where(*same).values(**values, version=doc.version + 1, updated_at=now))
    if done.rowcount != 1:
        raise Outdated
    return get(tx, doc.id)


def owed(tx: Connection, doc_id: int, part: Part) -> list[Owed]:
    """Every unit that has this part in the paper, in the order in which they were asked; withdrawn ones left out."""
    same = (outgoing_unit.c.doc_id == doc_id, outgoing_unit.c.part == part, outgoing_unit.c.state != DROPPED)
    query = select(*_OWED).where(*same).order_by(outgoing_unit.c.id)
    return [Owed(*row) for row in tx.execute(query)]


def waiting(tx: Connection, unit: str, part: Part) -> list[Out]:
    """The papers on which the unit still owes this part, newest first."""
    first = (outgoing_unit.c.unit == unit, outgoing_unit.c.part == part, outgoing_unit.c.state == FIRST[part])
    return find(
        tx, outgoing_doc.c.id.in_(select(outgoing_unit.c.doc_id).where(*first)), outgoing_doc.c.status != State.VOID
    )


def ask(
    tx: Connection, doc_id: int, part: Part, units: Sequence[str], now: datetime, due_at: datetime | None = None
) -> list[str]:
    """Ask these units for their part, those who opposed or were left out anew; returns who was asked now."""
    asked = []
    for unit in dict.fromkeys(units):
        fresh = {"state": FIRST[part], "due_at": due_at, "sent_at": now, "updated_at": now}
        blank = {"opinion": None, "answered_at": None, "answered_by": None}
        row = upsert.insert(tx, outgoing_unit).values(doc_id=doc_id, part=part, unit=unit, **fresh)
        again = row.on_conflict_do_update(
            index_elements=["doc_id", "part", "unit"],
            set_={**fresh, **blank},
            where=outgoing_unit.c.state.in_((DROPPED, "不同意")),
        )
        if tx.execute(again.returning(outgoing_unit.c.unit)).first() is not None:
            asked.append(unit)
    return asked


def settle(tx: Connection, doc_id: int, part: Part, unit: str, now: datetime, **values: Any) -> bool:
    """Note what the unit answered; False when it owes nothing here."""
    same = (outgoing_unit.c.doc_id == doc_id, outgoing_unit.c.part == part, outgoing_unit.c.unit == unit)
    still = (*same, outgoing_unit.c.state.in_((FIRST[part], "不同意")))
    return tx.execute(update(outgoing_unit).where(*still).values(**values, updated_at=now)).rowcount == 1


def unsettle(tx: Connection, doc_id: int, part: Part, unit: str, now: datetime) -> None:
    """Take an answer back (撤销): it is owed again."""
    same = (outgoing_unit.c.doc_id == doc_id, outgoing_unit.c.part == part, outgoing_unit.c.unit == unit)
    blank = {"opinion": None, "answered_at": None, "answered_by": None}
    tx.execute(update(outgoing_unit).where(*same).values(state=FIRST[part], updated_at=now, **blank))


def drop(tx: Connection, doc_id: int, part: Part, units: Sequence[str], now: datetime) -> list[str]:
    """Withdraw the request to these units; returns those that had not answered."""
    same = (outgoing_unit.c.doc_id == doc_id, outgoing_unit.c.part == part, outgoing_unit.c.unit.in_(units))
    still = (*same, outgoing_unit.c.state.in_((FIRST[part], "不同意")))
    rows = tx.execute(
        update(outgoing_unit).where(*still).values(state=DROPPED, updated_at=now).returning(outgoing_unit.c.unit)
    )
    return [row.unit for row in rows]
