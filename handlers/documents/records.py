"""What is written beside a paper: hops, 批示, 催办, requests to be decided (domain.md Annex E)."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from handlers.documents.tables import hop, instruction, request, urging
from storage import upsert

WAITING, AGREED, DECLINED, CHANGED = "待批", "同意", "不同意", "改日期"
EXTENSION, VOIDING, NOT_OURS = "延期", "作废", "职责"
BY_WORDS, TO_HANDLE = "批示", "阅处"
OPEN_KINDS = (BY_WORDS, TO_HANDLE)
"""Kinds of 批示 that may want something done; 圈阅, 阅, 阅知, 阅研 and 参考 do not (domain.md 2.6)."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """That a leader gave a 批示; its words are in OA only."""

    id: int
    doc_id: int
    leader: str
    given_on: date
    kind: str
    task: bool
    candidate: bool
    settled_at: datetime | None
    created_by: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Request:
    """Something that somebody else decides."""

    id: int
    doc_id: int
    kind: str
    unit: str | None
    reason: str
    suggested: str | None
    wanted_at: datetime | None
    late: bool
    state: str
    granted_at: datetime | None
    decided_by: str | None
    decided_at: datetime | None
    created_by: str
    created_at: datetime


_INSTRUCTION = [instruction.c[f.name] for f in fields(Instruction)]
_REQUEST = [request.c[f.name] for f in fields(Request)]


def add_hop(tx: Connection, doc_id: int, giver: str, taker: str, kind: str, now: datetime) -> None:
    """The one copy goes from hand to hand; one of the two is always the clerk (domain.md J.2 ②)."""
    tx.execute(insert(hop).values(doc_id=doc_id, giver=giver, taker=taker, kind=kind, at=now))


def hops(tx: Connection, doc_id: int) -> list[tuple[str, str, str, datetime]]:
    """Giver, taker, kind and time, oldest first."""
    query = select(hop.c.giver, hop.c.taker, hop.c.kind, hop.c.at).where(hop.c.doc_id == doc_id).order_by(hop.c.id)
    return [(row[0], row[1], row[2], row[3]) for row in tx.execute(query)]


def add_instruction(
    tx: Connection,
    doc_id: int,
    leader: str,
    kind: str,
    *,
    given_on: date,
    task: bool,
    settled: bool,
    by: str,
    now: datetime,
) -> int:
    """Note a 批示; `settled` when nothing is to be done about it. Returns its id."""
    values: dict[str, Any] = {"doc_id": doc_id, "leader": leader, "given_on": given_on, "kind": kind, "task": task}
    values |= {"settled_at": now if settled else None, "created_by": by, "created_at": now, "updated_at": now}
    return int(tx.execute(insert(instruction).values(**values).returning(instruction.c.id)).scalar_one())


def instructions(tx: Connection, doc_id: int) -> list[Instruction]:
    """The 批示 on a paper, oldest first."""
    query = select(*_INSTRUCTION).where(instruction.c.doc_id == doc_id).order_by(instruction.c.id)
    return [Instruction(*row) for row in tx.execute(query)]


def unsettled(tx: Connection, doc_id: int) -> list[Instruction]:
    """The 批示 that have not been passed on."""
    return [one for one in instructions(tx, doc_id) if one.settled_at is None]


def settle(tx: Connection, doc_id: int, now: datetime) -> None:
    """All 批示 on the paper have been passed on, or need nothing."""
    open_ = (instruction.c.doc_id == doc_id, instruction.c.settled_at.is_(None))
    tx.execute(update(instruction).where(*open_).values(settled_at=now, updated_at=now))


def unsettle(tx: Connection, doc_id: int, at: datetime, now: datetime) -> None:
    """What was passed on at that instant is to be passed on again (撤销)."""
    passed = (instruction.c.doc_id == doc_id, instruction.c.settled_at == at, instruction.c.kind.in_(OPEN_KINDS))
    tx.execute(update(instruction).where(*passed).values(settled_at=None, updated_at=now))


def make_candidate(tx: Connection, instruction_id: int, now: datetime) -> None:
    """The 批示 has been laid before 督查室."""
    row = update(instruction).where(instruction.c.id == instruction_id)
    tx.execute(row.values(candidate=True, updated_at=now, version=instruction.c.version + 1))


def forget_instruction(tx: Connection, instruction_id: int) -> None:
    """Take a 批示 back that was noted by mistake (撤销)."""
    tx.execute(instruction.delete().where(instruction.c.id == instruction_id))


def urge(tx: Connection, doc_id: int, target: str, slot: str, *, by: str, now: datetime) -> bool:
    """Note that somebody is chased; False when that was done in this half day already."""
    values = {"doc_id": doc_id, "target": target, "slot": slot, "created_by": by, "created_at": now}
    row = upsert.insert(tx, urging).values(**values).on_conflict_do_nothing().returning(urging.c.id)
    return tx.execute(row).first() is not None


def urged(tx: Connection, doc_id: int) -> list[tuple[str, str, datetime]]:
    """Who was chased, by whom and when, oldest first."""
    query = select(urging.c.target, urging.c.created_by, urging.c.created_at).where(urging.c.doc_id == doc_id)
    return [(row[0], row[1], row[2]) for row in tx.execute(query.order_by(urging.c.id))]


def add_request(
    tx: Connection,
    doc_id: int,
    kind: str,
    reason: str,
    *,
    by: str,
    now: datetime,
    unit: str | None = None,
    suggested: str | None = None,
    wanted_at: datetime | None = None,
    late: bool = False,
) -> Request:
    """Lay something before whoever decides it."""
    values: dict[str, Any] = {"doc_id": doc_id, "kind": kind, "reason": reason, "unit": unit, "wanted_at": wanted_at}
    values |= {
        "suggested": suggested,
        "late": late,
        "state": WAITING,
        "created_by": by,
        "created_at": now,
        "updated_at": now,
    }
    return Request(*tx.execute(insert(request).values(**values).returning(*_REQUEST)).one())


def request_of(tx: Connection, request_id: int) -> Request:
    """The request of that id. Raises LookupError."""
    row = tx.execute(select(*_REQUEST).where(request.c.id == request_id)).first()
    if row is None:
        raise LookupError("no such request")
    return Request(*row)


def requests(tx: Connection, doc_id: int) -> list[Request]:
    """What was asked about a paper, oldest first."""
    query = select(*_REQUEST).where(request.c.doc_id == doc_id).order_by(request.c.id)
    return [Request(*row) for row in tx.execute(query)]


def waiting(tx: Connection, kind: str | None = None) -> list[Request]:
    """What is yet to be decided, oldest first."""
    query = select(*_REQUEST).where(request.c.state == WAITING).order_by(request.c.id)
    return [Request(*row) for row in tx.execute(query.where(request.c.kind == kind) if kind else query)]


def decide(
    tx: Connection, request_id: int, state: str, *, by: str, now: datetime, granted_at: datetime | None = None
) -> bool:
    """Write a decision; False when it has been decided already."""
    open_ = (request.c.id == request_id, request.c.state == WAITING)
    row = (
        update(request)
        .where(*open_)
        .values(state=state, decided_by=by, decided_at=now, granted_at=granted_at, updated_at=now)
    )
    return tx.execute(row).rowcount == 1


def answered(tx: Connection, doc_id: int, *, by: str, now: datetime) -> None:
    """The paper goes to other units: who said that it is not his business is answered by that."""
    open_ = (request.c.doc_id == doc_id, request.c.state == WAITING, request.c.kind == NOT_OURS)
    tx.execute(update(request).where(*open_).values(state=AGREED, decided_by=by, decided_at=now, updated_at=now))


def reopen(tx: Connection, request_id: int, now: datetime) -> None:
    """A decision was taken back: the request waits again."""
    blank = {"decided_by": None, "decided_at": None, "granted_at": None}
    tx.execute(update(request).where(request.c.id == request_id).values(state=WAITING, updated_at=now, **blank))


def drop_requests(tx: Connection, doc_id: int, *, by: str, now: datetime) -> None:
    """Nothing is to be decided about a paper any more that is over."""
    open_ = (request.c.doc_id == doc_id, request.c.state == WAITING)
    tx.execute(update(request).where(*open_).values(state=DECLINED, decided_by=by, decided_at=now, updated_at=now))
