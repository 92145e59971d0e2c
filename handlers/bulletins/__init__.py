"""信息: pieces come in, issues are edited, reviewed and signed, and go out at 17:00 (domain.md 5)."""

from pathlib import Path

from handlers.bulletins import broadcast, correcting, items, making, review, signing
from handlers.bulletins.exports import EXPORTS
from handlers.bulletins.intents import INTENTS
from handlers.line import Line

LINE = Line(
    name="bulletins",
    title="信息",
    intents=INTENTS,
    steps={
        "item_unit": items.item_unit,
        "which_item": making.which_item,
        "push_correction": correcting.push_correction,
    },
    reminders={"broadcast": broadcast.broadcast, "sign_off": broadcast.sign_off, "cutoff": broadcast.cutoff},
    undo={
        "submit": items.undo_submit,
        "supplement": items.undo_supplement,
        "edit": making.undo_edit,
        "review": review.undo_review,
        "sign": signing.undo_sign,
    },
    start=broadcast.start,
    exports=EXPORTS,
    migrations=Path(__file__).parent / "migrations",
)
