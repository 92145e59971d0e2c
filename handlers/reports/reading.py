"""What one report reads, each thing once: the ledger of 督办, and the figures of every window it compares."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Connection

from handlers.reports import figures, figures_tasks, store
from handlers.reports.counted import Counted
from handlers.reports.figures_tasks import Ledger
from handlers.reports.period import Period, Window
from handlers.reports.words import EDITION
from handlers.supervision.stats import Item
from storage.office import Office


@dataclass
class Reading:
    """Good for one report in one transaction: what is written meanwhile is not seen."""

    tx: Connection
    office: Office
    _figures: dict[Window, dict[str, Counted]] = field(default_factory=dict)
    _ledgers: dict[Window, Ledger] = field(default_factory=dict)

    @cached_property
    def items(self) -> list[Item]:
        """Every numbered task."""
        return figures_tasks.items(self.tx)

    def ledger(self, window: Window) -> Ledger:
        """The tasks as they stood at the window's cut-off."""
        if window not in self._ledgers:
            self._ledgers[window] = figures_tasks.ledger(self.items, window)
        return self._ledgers[window]

    def figures(self, window: Window) -> dict[str, Counted]:
        """All 36 of a window."""
        if window not in self._figures:
            self._figures[window] = figures.compute(self.tx, self.office, window, self.ledger(window))
        return self._figures[window]

    def compared(self, period: Period) -> Mapping[str, Counted]:
        """Those of another period; none when its final report was counted by other definitions, or it has no rows."""
        edition = store.last_edition(self.tx, period.key)
        if edition is not None and edition.definitions != EDITION:
            return {}
        found = self.figures(period.window)
        return found if any(one.rows for one in found.values()) else {}
