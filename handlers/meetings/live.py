"""The organiser's card: the count of the receipts, changed where it stands (domain.md 4.4; wecom.md 5.3, 5.5).

WeCom gives one code with each sending of a card, and each code changes it once; a press gives another. So a card is
sent, changed in place once, and when more comes a fresh card takes over, at growing distances unless everybody has
answered. Nothing changes it twice within SLOT: what comes in between is shown together at the end of its slot.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from handlers.line import Press, Reply
from handlers.meetings import queries, tally
from handlers.meetings.queries import Invite, Meeting
from handlers.meetings.tables import tally_card
from handlers.meetings.terms import CONFIRMED, EXCUSED, OPEN, PENDING, MeetingState, Receipt
from handlers.meetings.wording import long_moment
from handlers.policy import NOT_FOUND
from handlers.turn import Turn
from scheduler.desk import Desk
from scheduler.wording import hour
from storage.db import taken
from storage.messages import Button, Card
from storage.outbox import Lane
from storage.payload import Payload
from storage.prepared import Prepared
from storage.reminders import Reminder
from storage.tables import outbox, reminder

KIND = "tally"
SLOT = timedelta(seconds=6)
"""At most one change in five seconds, with a second to spare for the tick."""
CODE_LIVES = timedelta(hours=70)
FRESH_AFTER = (SLOT, timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=30))
_UNSETTLED = re.compile("未回执|待批|待重新确认")
"""While the card shows one of these, the answer that settles the last of them is shown without delay."""
UNSENT_AGAIN = timedelta(minutes=10)
_CARD = Prepared(select(tally_card).where(tally_card.c.meeting == bindparam("its_meeting")))
_SENT = Prepared(
    select(outbox.c.state, outbox.c.response_code, outbox.c.sent_at).where(outbox.c.dedupe_key == bindparam("its_key"))
)
_PLANNED = Prepared(
    select(reminder.c.id).where(
        reminder.c.line == "meetings",
        reminder.c.object == bindparam("its_object"),
        reminder.c.kind == KIND,
        reminder.c.state == "planned",
    )
)


class TallyPress(Payload, prefix="tally"):
    """刷新 or 名单 on the organiser's card."""

    meeting: int
    names: bool


@dataclass(frozen=True, slots=True)
class _Standing:
    """The card as it stands: its row, and the code that may change it."""

    row: Mapping[str, Any]
    code: str | None
    unsent: bool


def send(desk: Desk, of: Meeting) -> None:
    """The first card, with the notice."""
    all_of = queries.invites(desk.tx, of)
    if not all_of:
        return
    values = {"serial": 1, "shown_at": desk.now - SLOT, "sent_at": desk.now, "shown": _shown(of, all_of)}
    desk.tx.execute(insert(tally_card).values(meeting=of["id"], **values))
    _send(desk, of, all_of, 1)


def changed(desk: Desk, of: Meeting) -> None:
    """A receipt has changed: show it at once if the card may change now, else at the end of the slot."""
    standing = _standing(desk, of)
    if standing is None:
        return
    may = standing.row["shown_at"] <= desk.now - SLOT and standing.code is not None
    if may and not taken(desk.tx, f"tally:{of['id']}"):
        all_of = queries.invites(desk.tx, of)
        if _use_code(desk, of, standing, all_of):
            return
    _plan(desk, of, _slot_end(desk.now))


def refresh(desk: Desk, reminder: Reminder) -> None:
    """The end of a slot: the card shows how things stand now."""
    of = queries.meeting_by_id(desk.tx, int(reminder.object.split(":")[1]))
    standing = _standing(desk, of) if of is not None else None
    if of is None or standing is None:
        return
    all_of = queries.invites(desk.tx, of)
    row = standing.row
    if row["shown"] == _shown(of, all_of):
        return
    if row["shown_at"] > desk.now - SLOT:
        _plan(desk, of, _slot_end(desk.now))
    elif standing.unsent:
        _plan(desk, of, desk.now + UNSENT_AGAIN)
    elif standing.code is None or not _use_code(desk, of, standing, all_of):
        _fresh(desk, of, row, all_of)


def _fresh(desk: Desk, of: Meeting, row: Mapping[str, Any], all_of: Sequence[Invite]) -> None:
    """Another card in the place of one that cannot be changed any more."""
    due = row["sent_at"] + FRESH_AFTER[min(row["serial"], len(FRESH_AFTER)) - 1]
    settled = not any(one.state in OPEN | PENDING for one in all_of) or of["state"] == MeetingState.CANCELLED
    last = settled and _UNSETTLED.search(row["shown"]) is not None
    if due > desk.now and not last:
        _plan(desk, of, due)
        return
    serial = row["serial"] + 1
    values = {"serial": serial, "used": False, "shown": _shown(of, all_of), "shown_at": desk.now, "sent_at": desk.now}
    same = tally_card.c.meeting == of["id"], tally_card.c.serial == row["serial"]
    if desk.tx.execute(update(tally_card).where(*same).values(values)).rowcount:
        _send(desk, of, all_of, serial)


def _send(desk: Desk, of: Meeting, all_of: Sequence[Invite], serial: int) -> None:
    sent = card(of, all_of, desk.here, serial)
    desk.tell(of["organiser"], sent, lane=Lane.TIMELY, key=_key(of, serial), subject=f"meeting:{of['id']}")


def _key(of: Meeting, serial: int) -> str:
    return f"meeting:{of['id']}:tally:{serial}"


def _standing(desk: Desk, of: Meeting) -> _Standing | None:
    row = next(iter(_CARD.maps(desk.tx, {"its_meeting": of["id"]})), None)
    if row is None:
        return None
    sent = None if row["used"] else _SENT.first(desk.tx, {"its_key": f"{_key(of, row['serial'])}:{of['organiser']}"})
    if sent is None:
        return _Standing(row, None, False)
    state, code, sent_at = sent
    fresh = sent_at is not None and desk.now - sent_at < CODE_LIVES
    return _Standing(row, code if fresh else None, state in {"queued", "sending"})


def _use_code(desk: Desk, of: Meeting, standing: _Standing, all_of: Sequence[Invite]) -> bool:
    """Change the card where it stands; False when somebody else has just used the code."""
    values = {"used": True, "shown": _shown(of, all_of), "shown_at": desk.now}
    unused = tally_card.c.meeting == of["id"], tally_card.c.serial == standing.row["serial"], ~tally_card.c.used
    if not desk.tx.execute(update(tally_card).where(*unused).values(values)).rowcount or standing.code is None:
        return False
    desk.update_card(standing.code, [of["organiser"]], card(of, all_of, desk.here, standing.row["serial"]))
    return True


def _slot_end(now: datetime) -> datetime:
    """The end of the next whole slot: nobody who changes a receipt now can be later than that."""
    seconds = int(SLOT.total_seconds())
    return datetime.fromtimestamp((int(now.timestamp()) // seconds + 2) * seconds, UTC)


def _plan(desk: Desk, of: Meeting, due: datetime) -> None:
    """Each slot has a reminder of its own: a later one does not put off an earlier one.

    All who answer in a slot meet here, on several servers in transactions that hold more than one meeting's: nobody
    may wait for another's. Who finds it planned writes nothing; who finds another just planning it plans one of his
    own, and the second of the two finds nothing new to show.
    """
    object = f"tally:{of['id']}:{int(due.timestamp())}"
    if _PLANNED.first(desk.tx, {"its_object": object}) is not None:
        return
    if taken(desk.tx, f"plan:{object}"):
        object = f"{object}:{desk.request_id}"
    desk.plan("meetings", KIND, object, of["organiser"], due)


def _shown(of: Meeting, all_of: Sequence[Invite]) -> str:
    return f"{of['version']}:{tally.counts(all_of)}"[:200]


def card(of: Meeting, all_of: Sequence[Invite], here: datetime, serial: int) -> Card:
    """应到, 参加, 替会, 请假, 待批, 未回执: numbers only; the list is one press away."""
    groups = (
        ("应到", None),
        ("参加", CONFIRMED - {Receipt.SUBSTITUTE}),
        ("替会", {Receipt.SUBSTITUTE}),
        ("请假", EXCUSED - PENDING),
        ("待批", PENDING),
        ("未回执", OPEN),
    )
    facts = tuple(
        (word, str(len(all_of) if states is None else sum(one.state in states for one in all_of)))
        for word, states in groups
    )
    cancelled = "（已取消）" if of["state"] == MeetingState.CANCELLED else ""
    buttons = tuple(
        Button(text=text, key=TallyPress(meeting=of["id"], names=names).pack(), style=2)
        for text, names in (("刷新", False), ("名单", True))
    )
    return Card(
        task_id=f"tally-{of['id']}-{serial}",
        title=f"回执{cancelled}：{of['title']}"[:36],
        desc=f"{long_moment(of['starts_at'])}"[:44],
        text=f"{tally.counts(all_of)}。截至{hour(here)}。"[:160],
        facts=facts,
        buttons=buttons,
    )


def pressed(turn: Turn, payload: TallyPress, press: Press) -> Reply | None:
    """刷新 changes the card at once; 名单 says who stands where. Only for those who may see it."""
    of = queries.meeting_by_id(turn.tx, payload.meeting)
    if of is None or not tally.may_see(turn.person, of):
        return Reply(NOT_FOUND)
    all_of = queries.invites(turn.tx, of)
    turn.looked("查回执", f"meeting:{of['id']}")
    shown_now = card(of, all_of, turn.here, 0).model_copy(update={"task_id": press.task_id})
    turn.update_card(press.response_code, [turn.person.userid], shown_now)
    if turn.person.userid == of["organiser"]:
        values = {"shown": _shown(of, all_of), "shown_at": turn.now}
        turn.tx.execute(update(tally_card).where(tally_card.c.meeting == of["id"]).values(values))
    if not payload.names:
        return None
    return Reply(tally.summary(turn.office, of, all_of), about=(f"meeting:{of['id']}",))
