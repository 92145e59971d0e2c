"""值班 and 突发事件: who is on duty, swaps, hand-over, and the telephone first when something happens (domain.md 6)."""

from pathlib import Path

from handlers.duty import emergency, handing, planning, roster, swap_words, swapping
from handlers.duty.exports import EXPORTS
from handlers.duty.intents import INTENTS
from handlers.duty.retention import KEEPS
from handlers.duty.wording import NAME
from handlers.line import Line

LINE = Line(
    name=NAME,
    title="值班",
    intents=INTENTS,
    steps={
        emergency.BEGIN: emergency.begin,
        swapping.WHICH: swapping.which,
        swap_words.ANSWERED: swap_words.answered,
    },
    presses={swapping.SwapAnswer: swapping.pressed, handing.TakeOver: handing.pressed},
    reminders={
        planning.SHIFT: planning.shift,
        planning.HOLIDAY: planning.holiday,
        planning.UNTAKEN: planning.untaken,
        handing.NIGHT_PAPER: handing.register_paper,
        emergency.TIMER: emergency.remind,
    },
    undo={"roster": roster.undo, "swap": swapping.undo, "night_paper": handing.undo_night_paper},
    claims=(emergency.keep_quiet, swap_words.claim),
    start=planning.start,
    exports=EXPORTS,
    imports={"duty": roster.take_in},
    migrations=Path(__file__).with_name("migrations"),
    keeps=KEEPS,
)
