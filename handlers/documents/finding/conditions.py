"""The conditions of a question as SQL: which may lead the search, because an index answers them, and all together."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, and_, or_, select

from handlers.documents import refs
from handlers.documents.finding import index
from handlers.documents.finding.ask import Ask
from handlers.documents.finding.states import OPEN, SOON_WORKDAYS
from handlers.documents.finding.tables import doc_gram
from handlers.documents.tables import doc_unit, incoming_doc, submission
from handlers.documents.terms import ACTION, WITHDRAWN
from handlers.policy import Area, Right, may
from handlers.said import UnitSaid
from handlers.turn import Turn
from scheduler.clock import SHANGHAI
from storage.office import Role

table = incoming_doc.c
Lead: TypeAlias = Select[int]
"""Ids of papers for which one condition holds, newest first."""


def with_gram(gram: str) -> Lead:
    """The papers that have these two characters."""
    return select(doc_gram.c.doc_id).where(doc_gram.c.gram == gram).order_by(doc_gram.c.doc_id.desc())


def has_gram(gram: str) -> ColumnElement[bool]:
    """Whether a paper has these two characters."""
    return _exists(doc_gram.c.doc_id, doc_gram.c.gram == gram)


def leads_of(turn: Turn, ask: Ask) -> Iterator[Lead]:
    """The conditions that an index answers."""
    yield from (with_gram(gram) for unit in ask.senders for gram in index.pairs(_spoken(unit)))
    if ask.urgency:
        yield with_gram(index.by_urgency(ask.urgency))
    if ask.wanted and ask.wanted.statuses:
        yield select(table.id).where(table.status.in_(ask.wanted.statuses)).order_by(table.id.desc())
    if ask.since and ask.until and ask.day == "received":
        when = (table.received_at >= ask.since, table.received_at < ask.until)
        yield select(table.id).where(*when).order_by(table.received_at.desc(), table.id.desc())
    yield from (_of_unit(unit) for unit in ask.handlers if unit.short)
    leader = _reader(turn, ask)
    if leader is not None:
        where = [submission.c.leader == leader]
        where += [submission.c.state.in_(ask.wanted.reading)] if ask.wanted and ask.wanted.reading else []
        yield select(submission.c.doc_id).where(*where).order_by(submission.c.doc_id.desc())
    me = turn.person
    if not _sees_all(turn) and me.serves is None and (me.has(Role.UNIT_LIAISON) or me.has(Role.UNIT_HEAD)):
        yield select(doc_unit.c.doc_id).where(doc_unit.c.unit == me.unit).order_by(doc_unit.c.doc_id.desc())


def _of_unit(unit: UnitSaid) -> Lead:
    return select(doc_unit.c.doc_id).where(doc_unit.c.unit == unit.short).order_by(doc_unit.c.doc_id.desc())


def _reader(turn: Turn, ask: Ask) -> str | None:
    """Whose reading is asked for: a leader's that was named, or one's own (and of the leader one serves)."""
    if ask.leaders:
        return ask.leaders[0]
    me = turn.person
    own = me.userid if me.has(Role.LEADER) else me.serves
    return own if own and ask.wanted and ask.wanted.reading else None


def conditions_of(turn: Turn, ask: Ask) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [refs.scope(turn.person)]
    found += [_sent_by(unit) for unit in ask.senders]
    found += [_handled_by(unit) for unit in ask.handlers]
    found += [or_(_sent_by(unit), _handled_by(unit), table.title.contains(unit.text)) for unit in ask.units]
    if ask.urgency:
        found.append(table.urgency == ask.urgency)
    if ask.kind:
        found.append(table.kind == ask.kind)
    if ask.important:
        found.append(table.important.is_(True))
    found += _on_days(ask)
    found += _in_state(turn, ask)
    if ask.mine and _sees_all(turn):
        found.append(or_(table.chaser == turn.person.userid, table.created_by == turn.person.userid))
    return found


def _on_days(ask: Ask) -> Iterator[ColumnElement[bool]]:
    if ask.day == "closed":
        since = ask.since.astimezone(SHANGHAI).date() if ask.since else None
        last = (ask.until - timedelta(microseconds=1)).astimezone(SHANGHAI).date() if ask.until else None
        yield from [table.closed_on >= since] if since else [table.closed_on.is_not(None)]
        yield from [table.closed_on <= last] if last else []
        return
    column = table.due_at if ask.day == "due" else table.received_at
    yield from [column >= ask.since] if ask.since else []
    yield from [column < ask.until] if ask.until else []


def _in_state(turn: Turn, ask: Ask) -> Iterator[ColumnElement[bool]]:
    wanted = ask.wanted
    if ask.day == "due" and wanted is None:
        yield table.status.in_(OPEN)
    leader = _reader(turn, ask)
    if leader is not None:
        states = wanted.reading if wanted and wanted.reading else ()
        read = submission.c.state.in_(states) if states else submission.c.state != WITHDRAWN
        yield _exists(submission.c.doc_id, and_(submission.c.leader == leader, read))
    elif wanted and wanted.reading:
        yield _exists(submission.c.doc_id, submission.c.state.in_(wanted.reading))
    if wanted is None:
        return
    if wanted.statuses:
        yield table.status.in_(wanted.statuses)
    yield from _BY[wanted.by](turn) if wanted.by else ()


def _overdue(turn: Turn) -> Iterator[ColumnElement[bool]]:
    yield table.due_at < turn.now


def _soon(turn: Turn) -> Iterator[ColumnElement[bool]]:
    last = turn.calendar.add_workdays(turn.here.date(), SOON_WORKDAYS) + timedelta(days=1)
    yield table.due_at >= turn.now
    yield table.due_at < datetime(last.year, last.month, last.day, tzinfo=SHANGHAI)


def _unsigned(turn: Turn) -> Iterator[ColumnElement[bool]]:
    mine = turn.person.unit if not _sees_all(turn) else None
    by = doc_unit.c.unit == mine if mine else doc_unit.c.unit.is_not(None)
    yield _exists(doc_unit.c.doc_id, and_(doc_unit.c.signed_at.is_(None), by))


def _unassigned(_turn: Turn) -> Iterator[ColumnElement[bool]]:
    yield table.kind == ACTION
    yield table.lead_unit.is_(None)


_BY: dict[str, Callable[[Turn], Iterator[ColumnElement[bool]]]] = {
    "overdue": _overdue,
    "soon": _soon,
    "unsigned": _unsigned,
    "unassigned": _unassigned,
}


def _sent_by(unit: UnitSaid) -> ColumnElement[bool]:
    return or_(table.sender == (unit.short or unit.text), table.sender.contains(unit.text))


def _handled_by(unit: UnitSaid) -> ColumnElement[bool]:
    return _exists(doc_unit.c.doc_id, doc_unit.c.unit == (unit.short or unit.text))


def _spoken(unit: UnitSaid) -> str:
    return unit.short or unit.text


def _sees_all(turn: Turn) -> bool:
    return may(turn.person, Right.READ_ALL, Area.DOCUMENTS)


def _exists(doc_id: ColumnElement[int], condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(doc_id).where(doc_id == table.id, condition).exists()
