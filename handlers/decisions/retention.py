"""How long it is kept which proposals were laid before somebody together (domain.md 7.2)."""

from handlers.decisions.tables import decision_batch
from storage.retention import Kept

KEEPS = (
    Kept(
        title="议定事项批次",
        table=decision_batch,
        since=decision_batch.c.updated_at,
        words=("basis",),
    ),
)
