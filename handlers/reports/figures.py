"""All figures of a window (domain.md 1.3). Reads only; the same functions serve the report, `stats` and the export."""

from sqlalchemy import Connection

from handlers.reports import (
    figures_bulletins,
    figures_documents,
    figures_inspections,
    figures_meetings,
    figures_registers,
    figures_tasks,
)
from handlers.reports.counted import Counted
from handlers.reports.period import Window
from storage.office import Office


def compute(
    tx: Connection, office: Office, window: Window, ledger: figures_tasks.Ledger | None = None
) -> dict[str, Counted]:
    """Every figure that is counted here; F33–F39 are not among them. `ledger`: where it was read before."""
    rules = office.limits.report
    found = {
        **figures_registers.figures(tx, window),
        **figures_bulletins.figures(tx, office, window),
        **figures_tasks.figures(ledger or figures_tasks.ledger(figures_tasks.items(tx), window)),
        **figures_inspections.figures(tx, window, rules.express_series),
        **figures_meetings.figures(tx, office, window, rules.f40_scope),
        "F25": figures_documents.outgoing(tx, window, rules.outgoing_unit),
        "F26": figures_documents.incoming(tx, window),
    }
    return dict(sorted(found.items()))
