"""留存期限: what is over is cleared at night, and what an auditor may take along (domain.md 7.2, 7.7)."""

from handlers.line import Line
from handlers.retention import auditing, nightly, refusals
from handlers.retention.words import NAME

LINE = Line(
    name=NAME,
    title="留存和审计",
    intents=(*auditing.INTENTS, *refusals.INTENTS),
    reminders={nightly.NIGHTLY: nightly.fire},
    start=nightly.start,
)
