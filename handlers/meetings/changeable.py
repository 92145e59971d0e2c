"""The coming meetings that a person may change: which of them is meant, writing the change, telling everybody (4.3)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update

from handlers.meetings import publishing, queries
from handlers.meetings.queries import Meeting
from handlers.meetings.tables import meeting
from handlers.meetings.wording import short_moment
from handlers.turn import Turn
from scheduler.clock import local
from storage.office import Role
from storage.outbox import Lane

NO_MEETING = "没有找到您可以改动的会议或预订。"


def mine(turn: Turn) -> list[Meeting]:
    """The coming meetings that the person may change: his own, or all of them for 会务员 and 主任."""
    every = turn.person.has(Role.CONFERENCE) or turn.person.has(Role.DIRECTOR)
    return [of for of in queries.coming_meetings(turn.tx, turn.now) if every or of["organiser"] == turn.person.userid]


def narrowed(turn: Turn, found: list[Meeting], slots: Mapping[str, Any]) -> list[Meeting]:
    text, day = turn.said.text, slots.get("old_day")
    named = [of for of in found if of["title"] in text]
    on_day = [of for of in named or found if day and _is_on(of, str(day))]
    if on_day:
        return on_day
    if named and not day:
        return next_of_series(named)
    lately = turn.lately("meeting")
    spoken_of = [of for of in found if str(of["id"]) == lately]
    return spoken_of or next_of_series(found)


def _is_on(of: Meeting, day: str) -> bool:
    """Whether the meeting is that of the day, or stands for it: 10月2日的例会 is held on 9月30日."""
    nominal = of["occurs_on"].isoformat() if of["occurs_on"] else None
    return day in {local(of["starts_at"]).date().isoformat(), nominal}


def next_of_series(found: list[Meeting]) -> list[Meeting]:
    """Of each series only the next occurrence: the others are meant only when their day is named."""
    kept: list[Meeting] = []
    for of in found:
        if of["series"] is None or of["series"] not in {one["series"] for one in kept}:
            kept.append(of)
    return kept


def option(of: Meeting) -> str:
    return f"{short_moment(of['starts_at'])}{of['title']}"


def save(turn: Turn, of: Meeting, **values: Any) -> bool:
    statement = (
        update(meeting)
        .where(meeting.c.id == of["id"], meeting.c.version == of["version"])
        .values(**values, updated_at=turn.now, version=meeting.c.version + 1)
    )
    return turn.tx.execute(statement).rowcount == 1


def tell_all(turn: Turn, of: Meeting, private: str, public: str, kind: str) -> None:
    """The group, everybody who was invited, and the chair's 联络员."""
    key = f"meeting:{of['id']}:{of['version']}:{kind}"
    all_of = queries.invites(turn.tx, of)
    people = list(dict.fromkeys(userid for one in all_of for userid in publishing.recipients(turn.office, one)))
    if people:
        turn.tell_group(of["chatid"], public, key=key, subject=f"meeting:{of['id']}")
    if of["chair"] and people:
        people.append(queries.approval_desk(turn.office, of["chair"]))
    told = [userid for userid in people if userid != turn.person.userid]
    turn.tell(told, private, lane=Lane.TIMELY, key=key, subject=f"meeting:{of['id']}", origin=of["organiser"])
