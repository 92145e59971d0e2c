"""One 议定事项 as it is talked about before anything is stored (domain.md 4.7, SC16). Pure; JSON values only."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

MONTHLY = "每月"
NO_PERIOD = "无"
SPLIT, JOINT = "split", "joint"


@dataclass(frozen=True, slots=True)
class Row:
    """A matter with its units and limit. `due` is ISO 8601 with +08:00, or None without a limit.

    `lead` is None while it is not known; `leads`: several that were named for it, or the units of `group` (各镇街).
    `vague`: 有关单位 were said; `limitless`: 长期坚持, so that no limit is asked for.
    """

    title: str
    lead: str | None = None
    leads: tuple[str, ...] = ()
    group: str | None = None
    co: tuple[str, ...] = ()
    due: str | None = None
    limitless: bool = False
    period: str = NO_PERIOD
    feedback_day: str | None = None
    leader: str | None = None
    vague: bool = False
    defaulted: bool = False
    requirement: str | None = None

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Row":
        """The row from its JSON values."""
        return cls(**{**values, "leads": tuple(values["leads"]), "co": tuple(values["co"])})

    def plain(self) -> dict[str, Any]:
        """The row as JSON values."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    def led_by(self, unit: str) -> "Row":
        """The row with that lead unit; others that were named for it take part."""
        others = [name for name in (*self.leads, *self.co) if name != unit]
        return replace(self, lead=unit, leads=(), group=None, co=tuple(dict.fromkeys(others)))

    def split(self) -> list["Row"]:
        """One row for each unit that was named for it."""
        return [replace(self, lead=unit, leads=(), group=None, co=self.co) for unit in self.leads]

    def without_limit(self, period: str = MONTHLY) -> "Row":
        """长期坚持: no limit, reported on monthly unless said otherwise."""
        return replace(self, due=None, limitless=True, defaulted=False, period=period)

    def until(self, due: str, *, defaulted: bool = False) -> "Row":
        """With a limit; a period that only stood for the missing limit goes."""
        period = NO_PERIOD if self.limitless else self.period
        return replace(self, due=due, limitless=False, defaulted=defaulted, period=period)
