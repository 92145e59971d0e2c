"""What is for one person: 个人提醒, 投诉建议, 少打扰 (domain.md 7.4, 7.9)."""

from pathlib import Path

from handlers.line import Line
from handlers.personal import listing, reminding, suggesting
from handlers.personal.intents import INTENTS
from handlers.personal.listing import NAME
from handlers.personal.retention import KEEPS

LINE = Line(
    name=NAME,
    title="个人提醒和建议",
    intents=INTENTS,
    steps={reminding.WHAT: reminding.what_about, reminding.DAY: reminding.day_chosen},
    claims=(listing.claim,),
    presses={reminding.Later: reminding.pressed},
    reminders={
        reminding.KIND: reminding.fire,
        f"{reminding.KIND}_again": reminding.fire,
        suggesting.DUE: suggesting.remind,
    },
    undo={"remind": reminding.undo},
    migrations=Path(__file__).with_name("migrations"),
    keeps=KEEPS,
)
