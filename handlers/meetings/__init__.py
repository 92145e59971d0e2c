"""会务: rooms, notices, receipts, and the reminders around a meeting (domain.md 4)."""

from pathlib import Path

from handlers.line import Line
from handlers.meetings import (
    amending,
    booking,
    cancelling,
    cards,
    changing,
    chasing,
    deciding,
    giving_way,
    live,
    minutes,
    minutes_nodes,
    minutes_record,
    morning,
    nodes,
    offers,
    planning,
    pressing,
    receipts,
    recurring,
    reminders,
    replying,
    seating,
    waiting,
)
from handlers.meetings.exports import EXPORTS
from handlers.meetings.intents import INTENTS
from handlers.meetings.minutes_store import MINUTES_EXPORT
from handlers.meetings.retention import KEEPS
from scheduler.desk import Desk
from storage.reminders import Reminder


def _start(desk: Desk) -> None:
    """What is always planned: the leaders' mornings, and the calls for topics and plans."""
    morning.plan(desk)
    nodes.plan(desk)


def _over(desk: Desk, reminder: Reminder) -> None:
    """The planned end: the meeting counts as held, and its minutes are begun."""
    reminders.over(desk, reminder)
    minutes_nodes.begin(desk, reminder)


LINE = Line(
    name="meetings",
    title="会务",
    intents=INTENTS,
    steps={
        booking.STEP: booking.answered,
        planning.STEP: planning.answered,
        deciding.PICK: deciding.picked,
        chasing.STEP: chasing.chased,
        cancelling.CANCEL: cancelling.cancel_answered,
        changing.MOVE: changing.move_answered,
        recurring.STEP: planning.recurring_answered,
        giving_way.STEP: giving_way.answered,
        seating.STEP: seating.answered,
        minutes.PICK: minutes.picked,
        minutes_record.NUMBER: minutes.gave_number,
        minutes_record.GAP: minutes.settled_gap,
        **replying.STEPS,
    },
    stops=frozenset({booking.STEP, planning.STEP, recurring.STEP, changing.MOVE, replying.SUBSTITUTE, replying.REASON}),
    drafts={booking.STEP: "book_room", planning.STEP: "create_meeting"},
    presses={
        cards.ReceiptAnswer: pressing.pressed,
        cards.Decision: deciding.pressed,
        offers.RoomOffer: offers.pressed,
        waiting.WaitAnswer: waiting.pressed,
        live.TallyPress: live.pressed,
    },
    reminders={**reminders.REMINDERS, **minutes_nodes.REMINDERS, "over": _over},
    undo={
        "booking": booking.undo_booking,
        "receipt": receipts.undo_receipt,
        "notice": changing.undo_notice,
        "decision": deciding.undo_decision,
        "series": cancelling.undo_series,
        "minutes": minutes_record.undo,
    },
    claims=(
        deciding.bare_word,
        waiting.bare_word,
        *replying.CLAIMS,
        morning.detail,
        seating.bare_word,
        amending.bare_word,
    ),
    start=_start,
    exports={**EXPORTS, "minutes": MINUTES_EXPORT},
    migrations=Path(__file__).parent / "migrations",
    keeps=KEEPS,
)
