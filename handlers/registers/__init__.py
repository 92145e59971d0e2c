"""台账: the light registers by one mechanism (declared/), and 办公用品 (domain.md 6.6, 8.2, 8.3)."""

from functools import partial
from pathlib import Path
from typing import Any

from handlers.line import Line
from handlers.registers import changing, chores, entering, intents, reminding, sheets, supplies, supply_intents
from handlers.registers.declared import BY_NAME
from handlers.registers.retention import KEEPS
from handlers.registers.stock import REQUEST, STOCK
from handlers.registers.store import LINE as NAME
from handlers.registers.supply_cards import SupplyAnswer

_ALL = {**BY_NAME, REQUEST.name: REQUEST, STOCK.name: STOCK}
_UNDO: dict[str, Any] = {**entering.take_back(_ALL), "issue": supplies.un_issue}

LINE = Line(
    name=NAME,
    title="台账",
    intents=(*supply_intents.INTENTS, *intents.INTENTS),
    steps={"which": changing.which, "which_item": supplies.which_item, "how_many": supplies.how_many},
    presses={SupplyAnswer: supplies.press},
    reminders={
        reminding.DUE: partial(reminding.due, BY_NAME),
        supplies.SUPPLY: supplies.remind,
        chores.CHORE: chores.due,
    },
    undo=_UNDO,
    claims=(supplies.claim,),
    start=chores.plan,
    exports=sheets.EXPORTS,
    imports=sheets.IMPORTS,
    migrations=Path(__file__).parent / "migrations",
    keeps=KEEPS,
)
