"""督查活动 and 督查刊物: one line of chat each, and the counts of the report (domain.md 3.8, 3.10, SC17)."""

from pathlib import Path

from handlers.inspections import exports, inspecting, listing, publishing, publishing_intent, undo
from handlers.inspections.retention import KEEPS
from handlers.inspections.words import LINE_NAME
from handlers.line import Line

LINE = Line(
    name=LINE_NAME,
    title="督查活动和刊物",
    intents=(inspecting.LOG, publishing_intent.LOG, listing.LIST_INSPECTIONS, listing.LIST_PUBLICATIONS),
    steps={
        publishing.NUMBERS: publishing.numbers_given,
        publishing.GAP: publishing.gap,
        publishing.DOUBLE: publishing.double,
        publishing.SIGNER: publishing.signer_given,
    },
    drafts=dict.fromkeys((publishing.NUMBERS, publishing.GAP, publishing.SIGNER), "log_publication"),
    undo={"logged": undo.logged},
    exports=exports.EXPORTS,
    migrations=Path(__file__).with_name("migrations"),
    keeps=KEEPS,
)
