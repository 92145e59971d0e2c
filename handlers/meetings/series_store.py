"""Recurring meetings and bookings: every occurrence is a meeting or booking of its own, weeks ahead (SC24).

One occurrence is moved or cancelled like any other meeting; the series goes on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from handlers.meetings import publishing, queries, rooms, waiting
from handlers.meetings.recurrence import Occurrence, occurrences
from handlers.meetings.rooms import Taken, Wish
from handlers.meetings.tables import booking, meeting, series
from handlers.meetings.terms import BookingState, MeetingState, SeriesState, level, meeting_type
from handlers.meetings.timeline import default_reply_by
from handlers.meetings.wording import name_of
from scheduler.clock import SHANGHAI, local
from scheduler.desk import Desk

HORIZON = timedelta(weeks=8)
"""How far ahead occurrences exist; each week another week is added."""
MEETINGS, BOOKINGS = "会议", "预订"
NO_PLACE = "地点待定"
EXTEND = "series"
EXTEND_AT = time(8)


@dataclass(frozen=True, slots=True)
class Placed:
    """An occurrence, and who has the room at that time when somebody does."""

    occurrence: Occurrence
    taken_by: str | None = None


def add(desk: Desk, kind: str, organiser: str, draft: Mapping[str, Any]) -> tuple[RowMapping, list[Placed]]:
    """Write a series and its occurrences up to the horizon."""
    first = date.fromisoformat(draft["first"])
    values = {
        "kind": kind,
        "title": draft["title"],
        "rrule": draft["every"],
        "begins": draft["begins"],
        "minutes": draft["minutes"],
        "room": draft.get("room") or draft.get("place"),
        "holiday": draft["holiday"],
        "details": {key: draft[key] for key in publishing.INVITED if draft.get(key)},
        "first_day": first,
        "booked_to": first - timedelta(days=1),
        "organiser": organiser,
        "state": SeriesState.RUNNING.value,
        "created_by": organiser,
        "created_at": desk.now,
        "updated_at": desk.now,
    }
    series_id = int(desk.tx.execute(insert(series).values(**values).returning(series.c.id)).scalar_one())
    row = by_id(desk.tx, series_id)
    assert row is not None  # noqa: S101 - written above, in this transaction
    return row, extend(desk, row)


def by_id(tx: Connection, series_id: int) -> RowMapping | None:
    return tx.execute(select(series).where(series.c.id == series_id)).mappings().first()


def running(tx: Connection, organiser: str | None) -> list[RowMapping]:
    """The series that go on, of one organiser or of all."""
    whose = [series.c.organiser == organiser] if organiser is not None else []
    query = select(series).where(series.c.state == SeriesState.RUNNING.value, *whose).order_by(series.c.id)
    return list(tx.execute(query).mappings())


def extend(desk: Desk, row: RowMapping) -> list[Placed]:
    """Write the occurrences that the horizon has reached; each nominal day once."""
    until = desk.here.date() + HORIZON
    placed = []
    for one in occurrences(row["rrule"], row["first_day"], until, row["holiday"], desk.calendar, desk.here.date()):
        if one.nominal <= row["booked_to"]:
            continue
        if one.day is None or _start(row, one.day) <= desk.here:
            placed.append(Placed(Occurrence(one.nominal, None)))
        else:
            placed.append(_occur(desk, row, one))
    changed = {"booked_to": until, "updated_at": desk.now, "version": series.c.version + 1}
    desk.tx.execute(update(series).where(series.c.id == row["id"]).values(changed))
    next_week = datetime.combine(desk.here.date() + timedelta(days=7), EXTEND_AT, SHANGHAI)
    desk.plan("meetings", EXTEND, f"series:{row['id']}", row["organiser"], next_week)
    return placed


def _start(row: RowMapping, day: date) -> datetime:
    return datetime.combine(day, time.fromisoformat(row["begins"]), SHANGHAI)


def _occur(desk: Desk, row: RowMapping, one: Occurrence) -> Placed:
    assert one.day is not None  # noqa: S101 - the caller asks only for days that are held
    start = _start(row, one.day)
    end = start + timedelta(minutes=row["minutes"])
    booked = _book(desk, row, one, start, end)
    taken = booked if isinstance(booked, Taken) else None
    if row["kind"] == MEETINGS:
        place = NO_PLACE if taken is not None or not row["room"] else row["room"]
        meeting_id = _meeting(desk, row, one, (start, end), place)
        if isinstance(booked, int):
            rooms.confirm(desk, booked, meeting_id)
        found = queries.meeting_by_id(desk.tx, meeting_id)
        if found is not None:
            publishing.plan_reminders(desk, found)
    return Placed(one, name_of(desk.office, taken.holder) if taken is not None else None)


def _book(desk: Desk, row: RowMapping, one: Occurrence, start: datetime, end: datetime) -> int | Taken | None:
    room, person = desk.office.room(row["room"] or ""), desk.office.person(row["organiser"])
    if room is None or person is None:
        return None
    chair = row["details"].get("chair")
    chaired = bool(chair) and desk.office.is_leader(chair)
    grade = level(meeting_type(row["title"])[0], chaired) if row["kind"] == MEETINGS else "本办"
    use = rooms.use_of(room, start, end)
    wish = Wish(room, use, row["title"], grade, series=row["id"], occurs_on=one.nominal)
    return waiting.take(desk, person, wish)


def _meeting(desk: Desk, row: RowMapping, one: Occurrence, when: tuple[datetime, datetime], place: str) -> int:
    start, end = when
    reply_by = default_reply_by(start, desk.now, desk.calendar, desk.office.limits.meeting.reply)
    draft = {
        **row["details"],
        "title": row["title"],
        "datetime": start.isoformat(),
        "date_range": {"start": start.isoformat(), "end": end.isoformat()},
        "place": place,
        "reply_by": reply_by.isoformat(),
    }
    values = publishing.values_of(desk, draft, row["organiser"])
    values |= {"group_name": "", "chatid": f"series{row['id']}-{one.nominal:%Y%m%d}"}
    values |= {"series": row["id"], "occurs_on": one.nominal}
    keeping = {"created_by": row["organiser"], "created_at": desk.now, "updated_at": desk.now}
    statement = insert(meeting).values(**values, **keeping).returning(meeting.c.id)
    return int(desk.tx.execute(statement).scalar_one())


def ahead(tx: Connection, row: RowMapping, now: datetime) -> list[tuple[str, int, datetime]]:
    """What of a series still lies ahead: meetings and bookings, by their time."""
    table, running_ = (
        (meeting, meeting.c.state == MeetingState.PLANNED.value)
        if row["kind"] == MEETINGS
        else (booking, booking.c.state == BookingState.BOOKED.value)
    )
    query = select(table.c.id, table.c.starts_at).where(table.c.series == row["id"], running_, table.c.starts_at > now)
    kind = "meeting" if row["kind"] == MEETINGS else "booking"
    return [(kind, found.id, local(found.starts_at)) for found in tx.execute(query.order_by(table.c.starts_at))]


def stop(desk: Desk, row: RowMapping) -> None:
    """No more occurrences; what lies ahead is cancelled by the caller."""
    changed = {"state": SeriesState.STOPPED.value, "updated_at": desk.now, "version": series.c.version + 1}
    desk.tx.execute(update(series).where(series.c.id == row["id"]).values(changed))
    desk.unplan("meetings", f"series:{row['id']}")
