"""Minutes as they are kept, and how many there are (domain.md 4.7, F30)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import Connection, insert, or_, select, update

from handlers.line import Export
from handlers.meetings.minutes_said import Number, Stage
from handlers.meetings.seating_minutes_tables import minutes
from handlers.meetings.tables import meeting
from handlers.meetings.wording import name_of
from scheduler.desk import Desk
from storage.office import Office

Minutes: TypeAlias = Mapping[str, Any]
MADE, EDITED = "制发", "核改"
KEPT = (
    "state",
    "drafter",
    "number",
    "series",
    "year",
    "seq",
    "cosigners",
    "signed_by",
    "issued_on",
    "edited_on",
    "edited",
)
"""What 撤销 restores."""
_DONE = (Stage.ISSUED.value, Stage.FILED.value)


class Changed(Exception):
    """Somebody else changed the minutes in the same moment; nothing has been written."""


def by_id(tx: Connection, minutes_id: int) -> Minutes:
    return dict(tx.execute(select(minutes).where(minutes.c.id == minutes_id)).mappings().one())


def of_meeting(tx: Connection, meeting_id: int) -> Minutes | None:
    """The minutes of a meeting, if any have been begun."""
    query = select(minutes).where(minutes.c.meeting == meeting_id, minutes.c.state != Stage.VOID.value)
    row = tx.execute(query).mappings().first()
    return dict(row) if row is not None else None


def in_states(tx: Connection, stages: Iterable[Stage]) -> list[Minutes]:
    """All of our own in these states, the oldest first."""
    query = select(minutes).where(minutes.c.state.in_([one.value for one in stages]), minutes.c.action == MADE)
    return [dict(row) for row in tx.execute(query.order_by(minutes.c.id)).mappings()]


def add(desk: Desk, **values: Any) -> Minutes:
    """Write new minutes."""
    keeping = {"created_by": desk.actor, "created_at": desk.now, "updated_at": desk.now}
    new = {"action": MADE, "state": Stage.DRAFTING.value, "drafter": desk.actor, **values, **keeping}
    found = desk.tx.execute(insert(minutes).values(new).returning(minutes.c.id)).scalar_one()
    return by_id(desk.tx, int(found))


def change(desk: Desk, of: Minutes, **values: Any) -> Minutes:
    """Change minutes. Raises Changed (optimistic lock, Annex E)."""
    same = minutes.c.id == of["id"], minutes.c.version == of["version"]
    new = {**values, "updated_at": desk.now, "version": minutes.c.version + 1}
    if not desk.tx.execute(update(minutes).where(*same).values(new)).rowcount:
        raise Changed
    return by_id(desk.tx, of["id"])


def numbered(tx: Connection, number: Number) -> Minutes | None:
    """The minutes that already bear the number."""
    same = minutes.c.series == number.series, minutes.c.year == number.year, minutes.c.seq == number.seq
    row = tx.execute(select(minutes).where(*same)).mappings().first()
    return dict(row) if row is not None else None


def missing(tx: Connection, number: Number) -> list[int]:
    """The numbers left out between the last one and this one; none for the first of a series or for an earlier one."""
    same = minutes.c.series == number.series, minutes.c.year == number.year, minutes.c.seq.is_not(None)
    known = list(tx.execute(select(minutes.c.seq).where(*same)).scalars())
    return list(range(max(known) + 1, number.seq)) if known else []


def counted(tx: Connection, since: date, until: date) -> list[Minutes]:
    """F30, 制发、核改会议纪要: those issued, or edited for others, on these days (both included); each counts once."""
    made = (minutes.c.action == MADE) & minutes.c.state.in_(_DONE) & minutes.c.issued_on.between(since, until)
    edited = (minutes.c.action == EDITED) & (minutes.c.state == Stage.EDITED.value)
    query = select(minutes).where(or_(made, edited & minutes.c.edited_on.between(since, until)))
    return [dict(row) for row in tx.execute(query.order_by(minutes.c.id)).mappings()]


_HEADINGS = {
    "id": "编号",
    "title": "纪要名称",
    "number": "纪要编号",
    "action": "制发/核改",
    "edited": "本办核改",
    "unit": "送核单位",
    "meeting": "会议编号",
    "meeting_start": "会议时间",
    "state": "环节",
    "drafter": "起草人",
    "cosigners": "会签单位",
    "signed_by": "签发人",
    "draft_due": "起草时限",
    "issue_due": "印发时限",
    "issued_on": "印发日期",
    "edited_on": "核改日期",
    "counted_on": "计数日期",
    "created_by": "登记人",
    "created_at": "登记时间",
    "updated_at": "更新时间",
    "version": "版本",
}
_COMPUTED = frozenset({"meeting_start", "drafter", "signed_by", "counted_on", "created_by"})


def _rows(tx: Connection, office: Office, _now: datetime) -> Iterable[Mapping[str, Any]]:
    """All minutes; `counted_on` is the day on which F30 counts them, empty when it does not."""
    query = select(minutes, meeting.c.starts_at).outerjoin(meeting, meeting.c.id == minutes.c.meeting)
    for row in tx.execute(query.order_by(minutes.c.id)).mappings():
        counts = row["state"] in (*_DONE, Stage.EDITED.value)
        day = row["edited_on"] if row["action"] == EDITED else row["issued_on"]
        yield {
            **{name: row[name] for name in _HEADINGS if name not in _COMPUTED},
            "meeting_start": row["starts_at"],
            "drafter": name_of(office, row["drafter"]),
            "signed_by": name_of(office, row["signed_by"]) or None,
            "counted_on": day if counts else None,
            "created_by": name_of(office, row["created_by"]),
        }


MINUTES_EXPORT = Export(_HEADINGS, _rows)
