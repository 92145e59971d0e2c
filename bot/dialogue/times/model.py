"""What the time grammar hands out, and what it needs to know about working days."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple, Protocol

Kind = Literal["date", "time", "datetime", "range", "duration", "set"]
Grain = Literal["second", "minute", "hour", "day", "week", "month", "quarter", "half", "year"]
HolidayRule = Literal["prev", "skip", "next"]
Modifier = Literal["before", "after", "since", "until", "within", "approx"]


class WorkCalendar(Protocol):
    """Working days with the published holidays and 调休 (domain.md Annex B)."""

    def is_workday(self, day: date) -> bool:
        """Whether the office works on that day."""
        ...

    def add_workdays(self, day: date, n: int) -> date:
        """The n-th working day after (n > 0) or before (n < 0) the day (domain.md B.2)."""
        ...

    def holiday_name(self, day: date) -> str | None:
        """ "中秋节" when the day is off because of it, else None."""
        ...

    def is_published(self, year: int) -> bool:
        """Whether the State Council's notice for that year is known."""
        ...


class Reading(NamedTuple):
    """One way to read an expression. Instants are aware, +08:00; ``end`` is exclusive for days."""

    start: datetime | None
    end: datetime | None
    note: str | None = None


class TimeExpr(NamedTuple):
    """One time expression of a text.

    ``start`` and ``end`` are aware, +08:00. The ``end`` of a range of days is exclusive. A deadline stands in ``end``,
    and one that names only a day ends at 17:30 of it (domain.md 9.2); ``start`` is then None. "三天内" has both.
    ``candidates`` holds all readings, the chosen one first, when there are several; ``ambiguous`` says that the person
    should be asked. ``days`` / ``workdays`` are the counts of "N日内" / "N个工作日内", ``anchor`` the event that they
    count from when the text names one ("收到申请材料"): ``end`` is then counted from now. ``months`` come beside
    ``duration``.
    """

    text: str
    span: tuple[int, int]
    kind: Kind
    start: datetime | None
    end: datetime | None
    grain: Grain
    deadline: bool = False
    rrule: str | None = None
    holiday_rule: HolidayRule | None = None
    ambiguous: bool = False
    candidates: tuple[Reading, ...] = ()
    note: str | None = None
    workdays: int | None = None
    days: int | None = None
    duration: timedelta | None = None
    months: float = 0
    modifier: Modifier | None = None
    anchor: str | None = None


_OPTIONAL: Final = ("modifier", "note", "workdays", "days", "anchor", "holiday_rule")


@lru_cache(maxsize=1024)
def _iso(instant: datetime | None) -> str | None:
    """All instants here are +08:00, so that equal ones are written alike."""
    return None if instant is None else instant.isoformat()


def to_json(expr: TimeExpr) -> dict[str, Any]:
    """The entry of ``explain``'s ``times`` (design.md 3); optional facts stand only where there are any."""
    out: dict[str, Any] = {
        "text": expr.text,
        "span": list(expr.span),
        "kind": expr.kind,
        "start": _iso(expr.start),
        "end": _iso(expr.end),
        "grain": expr.grain,
        "rrule": expr.rrule,
        "ambiguous": expr.ambiguous,
        "candidates": [
            {"start": _iso(c.start), "end": _iso(c.end)} | ({"note": c.note} if c.note else {}) for c in expr.candidates
        ],
    }
    if expr.deadline:
        out["deadline"] = True
    for name in _OPTIONAL:
        if (value := getattr(expr, name)) is not None:
            out[name] = value
    if expr.duration is not None:
        rest = expr.duration
        out["duration"] = {"months": expr.months, "days": rest.days, "seconds": rest.seconds}
    return out
