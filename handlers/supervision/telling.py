"""What supervision says to people without being asked: bundled, a few a day, on workdays (domain.md 2.7, 3.6, 7.9).

A 特急 task goes at once at any hour. Everything else waits for a workday, and the fourth message of a person on one day
waits for the next workday's morning, where it joins what is said then; unless the person is talking with us just now.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import bindparam, select

from scheduler.clock import SHANGHAI, local
from scheduler.desk import Desk
from scheduler.etiquette import daily_cap, day_start, not_before
from storage import outbox
from storage.messages import Card, Text
from storage.outbox import Lane
from storage.prepared import Prepared
from storage.tables import conversation
from storage.tables import outbox as table
from storage.types import Instant

MORNING = time(9)
TALKING = timedelta(minutes=30)
"""Whoever spoke to us so lately is still on the phone."""
_TODAY = Prepared(
    select(table.c.state, table.c.kind, table.c.lane, table.c.msgid, table.c.not_before, table.c.id).where(
        table.c.recipient == bindparam("who"),
        (table.c.lane == int(Lane.TIMELY)) | (table.c.lane == int(Lane.ROUTINE)),
        ((table.c.state == "sent") & (table.c.sent_at >= bindparam("since", type_=Instant)))
        | (
            ((table.c.state == "queued") | (table.c.state == "sending"))
            & (table.c.not_before < bindparam("until", type_=Instant))
        ),
    )
)
_SPOKE = Prepared(select(conversation.c.updated_at).where(conversation.c.userid == bindparam("who")))
_KNOWN = Prepared(select(table.c.id).where(table.c.dedupe_key == bindparam("key")))


def push(
    desk: Desk,
    userids: str | Iterable[str],
    message: str | Card,
    *,
    instead: str = "",
    urgent: bool = False,
    ordered: bool = False,
    listed: bool = False,
    key: str | None = None,
    subject: str | None = None,
) -> list[str]:
    """Say it at the first moment that etiquette allows.

    `instead`: the words of a card that has to wait; `ordered`: a named person wants it said now (催办); `listed`: a
    list of the next morning says it too, so rather than wait it is not sent, and a card of that kind leaves one place
    for the list. Returns whom it was not sent to.
    """
    unsaid = []
    for userid in dict.fromkeys([userids] if isinstance(userids, str) else userids):
        at, later = _when(desk, userid, urgent, ordered, spare=int(listed and isinstance(message, Card)))
        if later and listed:
            unsaid.append(userid)
            continue
        text = (instead or _words(message)) if later and isinstance(message, Card) else message
        content = Text(text=text) if isinstance(text, str) else text
        lane = Lane.URGENT if urgent else Lane.ROUTINE if isinstance(text, str) else Lane.TIMELY
        outbox.enqueue(
            desk.tx,
            outbox.user(userid),
            content,
            lane=lane,
            now=desk.now,
            not_before=at,
            dedupe_key=f"{key}:{userid}" if key else None,
            subject=subject,
            origin=desk.actor if desk.office.person(desk.actor) else None,
        )
    return unsaid


def known(desk: Desk, key: str, userid: str) -> bool:
    """Whether this was said to the person before, or is about to be."""
    return _KNOWN.first(desk.tx, {"key": f"{key}:{userid}"}) is not None


def _when(desk: Desk, userid: str, urgent: bool, ordered: bool, spare: int) -> tuple[datetime, bool]:
    """The first instant (UTC), and whether that is not today."""
    if urgent:
        return desk.now, False
    here, calendar = desk.here, desk.calendar
    if _talking(desk, userid):
        return not_before(desk.now, Lane.TIMELY, userid, desk.office), False
    room = ordered or pushed_today(desk, userid) + spare < daily_cap(userid, desk.office)
    if calendar.is_workday(here.date()) and room:
        allowed = not_before(desk.now, Lane.TIMELY, userid, desk.office)
        if local(allowed).date() == here.date() or calendar.is_workday(local(allowed).date()):
            return allowed, local(allowed).date() != here.date()
    return datetime.combine(calendar.next_workday(here.date()), MORNING, SHANGHAI).astimezone(UTC), True


def _talking(desk: Desk, userid: str) -> bool:
    """Whether the person is on the phone with us right now: then nothing that comes is a disturbance."""
    last = _SPOKE.first(desk.tx, {"who": userid.lower()})
    return last is not None and desk.now - last[0] <= TALKING


def pushed_today(desk: Desk, userid: str) -> int:
    """How many messages that nobody asked for the person gets today, those about to go included."""
    start = day_start(desk.now)
    end = datetime.combine(local(start).date(), time.max, SHANGHAI)
    rows = _TODAY.rows(desk.tx, {"who": outbox.user(userid), "since": start, "until": end})
    return len({_call(*row) for row in rows})


def _call(state: str, kind: str, lane: int, msgid: str | None, at: datetime, row: int) -> tuple[object, ...]:
    """What leaves in one call counts once: rows sent together, and routine words waiting for the same moment."""
    if state == "sent":
        return ("sent", msgid)
    merges = kind == "text" and lane == int(Lane.ROUTINE)
    return ("text", at) if merges else ("row", row)


def _words(message: str | Card) -> str:
    return message if isinstance(message, str) else f"{message.title}\n{message.text}"
