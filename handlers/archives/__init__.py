"""档案: filing of closed papers, 档号, hand-over to the archive room (domain.md 8.1)."""

from pathlib import Path

from handlers.archives import filing, reminders
from handlers.archives.exports import EXPORTS
from handlers.archives.filing import LINE as NAME
from handlers.archives.intents import INTENTS
from handlers.archives.retention import KEEPS
from handlers.line import Line

LINE = Line(
    name=NAME,
    title="归档",
    intents=INTENTS,
    steps={"use_free": filing.use_free, "file_all": filing.file_all},
    reminders={reminders.HAND_OVER: reminders.hand_over, reminders.MONTHLY: reminders.monthly},
    undo={"file": filing.unfile, "leave": filing.unleave},
    start=reminders.plan,
    exports=EXPORTS,
    migrations=Path(__file__).parent / "migrations",
    keeps=KEEPS,
)
