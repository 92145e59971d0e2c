"""How long rosters and timers are kept (domain.md 7.2): that there was a shift stays, who had it does not."""

from handlers.duty.emergency import OPEN
from handlers.duty.tables import duty_handover, duty_shift, duty_swap, emergency_timer
from storage.retention import Kept

KEEPS = (
    Kept(
        title="值班",
        table=duty_shift,
        since=duty_shift.c.day,
        people=("officers", "leader", "backup", "created_by"),
    ),
    Kept(title="调班", table=duty_swap, since=duty_swap.c.day, people=(), drop=True),
    Kept(title="值班交接", table=duty_handover, since=duty_handover.c.day, people=(), drop=True),
    Kept(
        title="突发计时",
        table=emergency_timer,
        since=emergency_timer.c.updated_at,
        over=emergency_timer.c.state != OPEN,
        people=("reporter", "officers", "created_by"),
    ),
)
