"""How long rows of the light registers are kept (domain.md 7.2): finished ones go whole, what is in store stays."""

from handlers.registers.declared import REGISTERS
from handlers.registers.store import GONE
from handlers.registers.tables import register_event, register_row
from storage.retention import Kept, Part

_AT_ONCE = [register.name for register in REGISTERS if not register.final]
"""Registers of what is over as soon as it is written down."""

KEEPS = (
    Kept(
        title="台账记录",
        table=register_row,
        since=register_row.c.updated_at,
        over=register_row.c.closed_on.is_not(None)
        | (register_row.c.state == GONE)
        | register_row.c.register.in_(_AT_ONCE),
        people=(),
        parts=(Part(register_event, "row_id", drop=True),),
        drop=True,
    ),
)
