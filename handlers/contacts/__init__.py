"""通讯录, AB角, 外出报备 and 岗位移交 (domain.md 6.4, 6.5). For other lines: `acting_for`."""

from pathlib import Path

from handlers.contacts import away, changing, looking, transfer
from handlers.contacts.changing import NAME
from handlers.contacts.intents import INTENTS
from handlers.contacts.retention import KEEPS
from handlers.contacts.store import acting_for
from handlers.line import Line

__all__ = ["LINE", "acting_for"]

LINE = Line(
    name=NAME,
    title="通讯录和外出",
    intents=INTENTS,
    steps={
        looking.FULL: looking.full,
        changing.CHANGE: changing.changed,
        away.ACTING: away.acting_named,
        transfer.CONFIRM: transfer.confirmed,
    },
    presses={transfer.TransferAnswer: transfer.pressed},
    reminders={changing.HALF_YEAR: changing.half_year},
    undo={"contact": changing.undo, "away": away.undo},
    start=changing.start,
    migrations=Path(__file__).with_name("migrations"),
    keeps=KEEPS,
)
