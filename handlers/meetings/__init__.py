"""会务: rooms, notices, receipts, and the reminders around a meeting (domain.md 4)."""

from pathlib import Path

from handlers.line import Line
from handlers.meetings import booking, cancelling, cards, changing, deciding, planning, pressing, receipts, replying
from handlers.meetings.exports import EXPORTS
from handlers.meetings.intents import INTENTS
from handlers.meetings.reminders import REMINDERS

LINE = Line(
    name="meetings",
    title="会务",
    intents=INTENTS,
    steps={
        booking.STEP: booking.answered,
        planning.STEP: planning.answered,
        deciding.PICK: deciding.picked,
        cancelling.CANCEL: cancelling.cancel_answered,
        changing.MOVE: changing.move_answered,
        **replying.STEPS,
    },
    stops=frozenset({booking.STEP, planning.STEP, changing.MOVE, replying.SUBSTITUTE, replying.REASON}),
    drafts={booking.STEP: "book_room", planning.STEP: "create_meeting"},
    presses={cards.ReceiptAnswer: pressing.pressed, cards.Decision: deciding.pressed},
    reminders=REMINDERS,
    undo={
        "booking": booking.undo_booking,
        "receipt": receipts.undo_receipt,
        "notice": changing.undo_notice,
        "decision": deciding.undo_decision,
    },
    claims=(deciding.bare_word, *replying.CLAIMS),
    exports=EXPORTS,
    migrations=Path(__file__).parent / "migrations",
)
