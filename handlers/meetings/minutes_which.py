"""Which minutes are meant: by the meeting's name or type, by the number's code, by what was just spoken of (4.7)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, TypeAlias

from handlers.meetings import minutes_said, minutes_store, queries
from handlers.meetings.minutes_said import OPEN, Number, Stage
from handlers.meetings.minutes_store import Minutes
from handlers.meetings.terms import OTHER_TYPE, meeting_type
from handlers.meetings.which import pointed
from handlers.policy import Area, Right, may
from handlers.turn import Turn

BACK = timedelta(days=60)
Candidate: TypeAlias = Mapping[str, Any]
"""{key, title, type, starts_at}: minutes that are on their way, or a meeting that has none yet."""


def runs(turn: Turn) -> bool:
    """Whether all minutes are the person's business, and not only those he drafts."""
    return may(turn.person, Right.WRITE, Area.MEETINGS)


def visible(turn: Turn, found: Sequence[Minutes]) -> list[Minutes]:
    """Those the person may see: all, or what he drafts, or what his leader signs."""
    return [of for of in found if runs(turn) or of["drafter"] == turn.person.userid or _signs(turn, of)]


def _signs(turn: Turn, of: Minutes) -> bool:
    meeting = queries.meeting_by_id(turn.tx, of["meeting"]) if of["meeting"] else None
    chair = meeting["chair"] if meeting else None
    return chair is not None and chair in {turn.person.userid, turn.person.serves}


def candidate(turn: Turn, of: Minutes) -> Candidate:
    meeting = queries.meeting_by_id(turn.tx, of["meeting"]) if of["meeting"] else None
    kind = meeting["type"] if meeting else meeting_type(of["title"])[0]
    at = meeting["starts_at"] if meeting else None
    return {"key": f"minutes:{of['id']}", "title": of["title"].removesuffix("纪要"), "type": kind, "starts_at": at}


def candidates(turn: Turn, stages: Sequence[Stage]) -> list[Candidate]:
    """Minutes in these states, then the meetings begun in the last weeks that have none (the latest first)."""
    found = [candidate(turn, of) for of in visible(turn, minutes_store.in_states(turn.tx, stages))]
    if runs(turn) and Stage.DRAFTING in stages:
        recent = [of for of in queries.recent_meetings(turn.tx, turn.now - BACK) if of["starts_at"] <= turn.now]
        without = [of for of in reversed(recent) if minutes_store.of_meeting(turn.tx, of["id"]) is None]
        keys = ("title", "type", "starts_at")
        found += [{"key": f"meeting:{of['id']}", **{key: of[key] for key in keys}} for of in without]
    return found


def named(turn: Turn) -> Candidate | None:
    """Our own minutes that the words name, on their way or printed; the newest of several."""
    begun = [of for of in candidates(turn, (*OPEN, Stage.ISSUED)) if of["key"].startswith("minutes:")]
    return next(reversed(pointed(turn.said, begun)), None)


def meant(turn: Turn, stages: Sequence[Stage] = OPEN, number: Number | None = None) -> list[Candidate]:
    """What the words mean: one, several to choose from, or none when they name something new."""
    found = candidates(turn, stages)
    by_words = pointed(turn.said, found)
    if by_words:
        begun = [of for of in by_words if of["key"].startswith("minutes:")]
        return begun or by_words
    coded = minutes_said.of_series(number.series) if number and number.year else None
    if coded:
        typed = [of for of in found if of["type"] == coded[0]]
        begun = [of for of in typed if of["key"].startswith("minutes:")]
        return begun or typed[:1]
    kind, _, _ = meeting_type(turn.said.text)
    if minutes_said.title(turn.said.text) or kind != OTHER_TYPE:
        return []
    for name in ("minutes", "meeting"):
        lately = turn.lately(name)
        spoken_of = [of for of in found if of["key"] == f"{name}:{lately}"]
        if spoken_of:
            return spoken_of
    return [of for of in found if of["key"].startswith("minutes:")]
