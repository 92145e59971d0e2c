"""办文: incoming papers from 登记 to 办结 (domain.md 2)."""

from pathlib import Path

from handlers.documents import lookup
from handlers.documents.desk_intents import DESK_INTENTS
from handlers.documents.disclaim_intents import DISCLAIM_INTENTS
from handlers.documents.exports import EXPORTS
from handlers.documents.finding import answering as finding
from handlers.documents.flow_intents import FLOW_INTENTS
from handlers.documents.intents import INTENTS
from handlers.documents.plans import LINE as NAME
from handlers.documents.refs import answered
from handlers.documents.retention import KEEPS
from handlers.documents.sheets.importing import Incoming
from handlers.documents.wiring import ACTS, CLAIMS, PRESSES, REMINDERS, STEPS, UNDO, start
from handlers.line import Line

LINE = Line(
    name=NAME,
    title="办文",
    intents=(*INTENTS, *DESK_INTENTS, *FLOW_INTENTS, *DISCLAIM_INTENTS),
    kinds=frozenset({"incoming"}),
    steps={
        **STEPS,
        "which": answered({**ACTS, "show": lookup.show}),
        "found": finding.found,
    },
    drafts={
        "lead": "transfer",
        "send": "transfer",
        "propose": "propose_doc",
        "doc_no_again": "log_incoming",
        "return_reason": "return",
    },
    presses=PRESSES,
    reminders=REMINDERS,
    undo=UNDO,
    claims=CLAIMS,
    start=start,
    exports=EXPORTS,
    imports={"incoming": Incoming()},
    migrations=Path(__file__).parent / "migrations",
    keeps=KEEPS,
)
