"""The way of one paper, step by step, from what is registered of it (domain.md 2.6; 看全流程)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import select

from handlers.documents import records, store, wording
from handlers.documents.store import Doc
from handlers.documents.tables import doc_feedback
from handlers.documents.terms import LEAD, QUEUED
from handlers.turn import Turn
from scheduler.clock import SHANGHAI, local
from scheduler.wording import deadline
from storage.office import Role

SHOWN = 12
"""Steps that one message shows; of a longer way the oldest and the newest."""
FEEDBACK_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a paper, at an instant (UTC); `stamp` is how its time is written."""

    at: datetime
    stamp: str
    text: str


def events(turn: Turn, doc: Doc, *, everything: bool) -> list[Step]:
    """All steps in the order of time, within a minute in that of the work.

    Without `everything`, those of the person's own unit or leader only.
    """
    steps = [*_registered(turn, doc, everything), *_readings(turn, doc, everything), *_units(turn, doc, everything)]
    steps += [*_feedback(turn, doc, everything), *_granted(turn, doc, everything), *_closed(doc)]
    return sorted(steps, key=lambda step: step.at)


def lines(steps: Iterable[Step]) -> list[str]:
    """流程： and a line for each step."""
    shown = [f"{step.stamp} {step.text}" for step in steps]
    if len(shown) > SHOWN:
        shown = [*shown[: SHOWN // 2], f"……（中间还有{len(shown) - SHOWN}步）", *shown[-SHOWN // 2 :]]
    return ["流程：", *shown] if len(shown) > 1 else []


def _step(at: datetime, text: str) -> Step:
    return Step(at, deadline(at), text)


def _registered(turn: Turn, doc: Doc, everything: bool) -> Iterator[Step]:
    person = turn.office.person(doc.created_by)
    by = f"{person.name}登记" if person is not None and everything else "登记"
    yield _step(doc.created_at, by)


def _readings(turn: Turn, doc: Doc, everything: bool) -> Iterator[Step]:
    me = turn.person
    own = me.userid if me.has(Role.LEADER) else me.serves
    rows = [one for one in store.submissions(turn.tx, doc.id) if everything or one.leader == own]
    put_up: dict[datetime, list[str]] = {}
    read: list[Step] = []
    people = turn.office.by_rank(p for p in turn.office.people if p.userid in {one.leader for one in rows})
    by_leader = {one.leader: one for one in rows}
    for person in people:
        one = by_leader[person.userid]
        if one.state == QUEUED:
            continue
        put_up.setdefault(one.submitted_at, []).append(person.listed)
        if one.read_at is not None:
            reader = turn.office.person(one.read_by or "")
            proxy = f"（{reader.name}代录）" if reader is not None and reader.userid != person.userid else ""
            read.append(_step(one.read_at, f"{person.listed}{one.state}{proxy}"))
    yield from (_step(at, f"呈送{'、'.join(names)}") for at, names in put_up.items())
    yield from read


def _units(turn: Turn, doc: Doc, everything: bool) -> Iterator[Step]:
    sent: dict[datetime, list[str]] = {}
    signed: list[Step] = []
    for unit in store.handed(turn.tx, doc.id):
        if not everything and unit.unit != turn.person.unit:
            continue
        label = wording.label(turn.office, unit.unit)
        sent.setdefault(unit.sent_at, []).append(f"{label}{'（牵头）' if unit.part == LEAD else ''}")
        if unit.signed_at is not None:
            person = turn.office.person(unit.signed_by or "")
            signed.append(_step(unit.signed_at, f"{label}签收{f'（{person.name}）' if person is not None else ''}"))
    yield from (_step(at, f"转办{'、'.join(names)}") for at, names in sent.items())
    yield from signed


def _feedback(turn: Turn, doc: Doc, everything: bool) -> Iterator[Step]:
    mine = doc_feedback.c
    query = select(mine.unit, mine.text, mine.created_at).where(mine.doc_id == doc.id, mine.withdrawn.is_(False))
    if not everything:
        query = query.where(mine.unit == (turn.person.unit or ""))
    for row in turn.tx.execute(query.order_by(mine.id)):
        text = row.text if len(row.text) <= FEEDBACK_SHOWN else f"{row.text[:FEEDBACK_SHOWN]}…"
        yield _step(row.created_at, f"{wording.label(turn.office, row.unit)}反馈：{text}")


def _granted(turn: Turn, doc: Doc, everything: bool) -> Iterator[Step]:
    for one in records.requests(turn.tx, doc.id):
        mine = everything or one.unit == turn.person.unit
        if mine and one.kind == records.EXTENSION and one.decided_at is not None:
            until = f"至{deadline(one.granted_at)}" if one.granted_at else ""
            yield _step(one.decided_at, f"延期{one.state}{until}")


def _closed(doc: Doc) -> Iterator[Step]:
    if doc.closed_on is not None:
        at = datetime.combine(doc.closed_on, time.max, SHANGHAI).astimezone(UTC)
        here = local(at)
        yield Step(at, f"{here.month}月{here.day}日", f"办结：{doc.result_kind or doc.result or ''}".rstrip("："))
