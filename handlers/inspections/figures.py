"""F16–F22 as pure functions over rows of the two tables (domain.md 1.3, 3.8, 3.10). Both ends of a window count."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeAlias

from handlers.inspections.terms import (
    ASSIGNED,
    BRIEF,
    CIRCULAR,
    EPIDEMIC,
    EPIDEMIC_EXPRESS,
    EXPRESS,
    FIELD,
    ISSUED,
    ON_SITE,
    PROJECT,
    SPECIAL,
)

Row: TypeAlias = Mapping[str, Any]


def inspections(rows: Iterable[Row], since: date, until: date) -> dict[str, list[Row]]:
    """The rows behind F16 (疫情实地督查) and F18 (现场督查); each row is one 次 whatever its sites."""
    here = [row for row in rows if since <= row["held_on"] <= until]
    return {
        "F16": [row for row in here if row["topic"] == EPIDEMIC and row["mode"] == FIELD],
        "F18": [row for row in here if row["topic"] in (PROJECT, ASSIGNED) and row["mode"] == ON_SITE],
    }


def publications(
    rows: Iterable[Row], since: date, until: date, special: str = EPIDEMIC_EXPRESS
) -> dict[str, list[Row]]:
    """The rows behind F17 and F19–F22; `special` is the topical series that F17 counts. Void numbers count for none."""
    here = [row for row in rows if row["state"] == ISSUED and since <= row["issued_on"] <= until]
    series = {"F17": special, "F19": BRIEF, "F20": EXPRESS, "F21": SPECIAL, "F22": CIRCULAR}
    return {figure: [row for row in here if row["series"] == name] for figure, name in series.items()}


def briefs(rows: Iterable[Row]) -> int:
    """F19 counts 则: the items of the issues."""
    return sum(row["items"] for row in rows)


def value(figure: str, rows: list[Row]) -> int:
    """The number to print for a figure."""
    return _VALUES.get(figure, len)(rows)


_VALUES: dict[str, Callable[[list[Row]], int]] = {"F19": briefs}
