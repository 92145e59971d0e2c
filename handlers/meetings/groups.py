"""The register of meeting groups: who made it, when, and when it was dissolved (domain.md 7.5)."""

import re

from sqlalchemy import select, update

from handlers.line import Reply, Slots
from handlers.meetings import tally
from handlers.meetings.tables import meeting
from handlers.policy import NOT_FOUND
from handlers.turn import Turn

_NAME = re.compile(r"会务-?(\d{4}[A-Za-z]+)")


def dissolved(turn: Turn, _slots: Slots) -> Reply:
    """会务-0923A已解散: written into the register, and nobody is reminded of it again."""
    named = _NAME.search(turn.said.text)
    existing = meeting.c.group_name != "", meeting.c.dissolved_at.is_(None)
    rows = turn.tx.execute(select(meeting).where(*existing).order_by(meeting.c.starts_at.desc())).mappings()
    mine = [dict(row) for row in rows if tally.may_see(turn.person, dict(row))]
    if named:
        mine = [of for of in mine if of["group_name"].upper() == f"会务-{named[1].upper()}"]
    over = mine if named else [of for of in mine if of["ends_at"] <= turn.now]
    if not over:
        return Reply(NOT_FOUND)
    of, key = over[0], f"meeting:{over[0]['id']}"
    changed = update(meeting).where(meeting.c.id == of["id"])
    turn.tx.execute(changed.values(dissolved_at=turn.now, updated_at=turn.now, version=meeting.c.version + 1))
    turn.unplan("meetings", key, "dissolve")
    turn.note("解散会议群", key, after={"group": of["group_name"]})
    return Reply(f"已登记：群“{of['group_name']}”已解散。", about=(key,))
