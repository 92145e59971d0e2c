"""工作总结: figures with the rows behind them, and the report that writes itself from them (domain.md 1, 10)."""

from pathlib import Path

from handlers.line import Line
from handlers.reports import amending, confirming, explaining, export, reminders
from handlers.reports.intents import INTENTS
from handlers.reports.retention import KEEPS
from handlers.reports.words import LINE_NAME

LINE = Line(
    name=LINE_NAME,
    title="工作总结",
    intents=INTENTS,
    steps={explaining.NEXT: explaining.more, amending.REASON: amending.reason_given},
    presses={confirming.FigureCheck: confirming.pressed},
    reminders={reminders.KIND: reminders.due},
    undo={"override": amending.undo_override, "restored": amending.undo_restore, "text": amending.undo_text},
    start=reminders.plan,
    exports=export.EXPORTS,
    migrations=Path(__file__).parent / "migrations",
    keeps=KEEPS,
)
