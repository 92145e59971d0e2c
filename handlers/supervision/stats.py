"""The numbers of 督办 with the definitions of domain.md 3.9 and 1.3 (F14, F15), as pure functions over rows.

Days are Beijing days; both ends of a window count. Nothing here is ordered by unit: there is no leaderboard (7.9).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from handlers.supervision.terms import Status
from scheduler.workdays import WorkCalendar

FEW = 20
"""Below this denominator a percentage is never shown without its fraction (3.9)."""
NOTHING = "—"
_ALMOST = Decimal("99.9")
_LEFT = (Status.MERGED, Status.ENDED, Status.MOVED)


@dataclass(frozen=True, slots=True)
class Item:
    """What is counted of a task that has a number.

    `closed_on`: the day the finished task was reported; `audited_on`: when 办结 was agreed to, which alone makes it
    count; `left_on`: when it was merged, ended or moved; `void`: 立项 was taken back at once; `slots`: when feedback
    is due, `fed`: when it came.
    """

    id: int
    created_on: date
    status: Status
    due_on: date | None = None
    closed_on: date | None = None
    audited_on: date | None = None
    left_on: date | None = None
    late_marked: bool = False
    extensions: int = 0
    returned: int = 0
    counts: bool = True
    void: bool = False
    slots: tuple[datetime, ...] = ()
    fed: tuple[datetime, ...] = ()
    lead_unit: str = ""

    @property
    def on_time(self) -> bool:
        """Finished within the limit in force; more time asked for after it stays late (3.7)."""
        if self.closed_on is None or self.late_marked:
            return False
        return self.due_on is None or self.closed_on <= self.due_on


@dataclass(frozen=True, slots=True)
class Rate:
    """A fraction and how it is printed: 96.5%, or 94.1%（16/17） for few."""

    part: int
    whole: int

    @property
    def percent(self) -> Decimal | None:
        """With one decimal, half up, and 100 only when it is all; None of nothing."""
        if not self.whole:
            return None
        found = (Decimal(100 * self.part) / self.whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return found if self.part >= self.whole else min(found, _ALMOST)

    def __str__(self) -> str:
        if self.percent is None:
            return NOTHING
        return f"{self.percent}%" + (f"（{self.part}/{self.whole}）" if self.whole < FEW else "")


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of 3.9 for one set of tasks; `days` is the mean in workdays, None where nothing is finished."""

    established: int
    closed: int
    finished: Rate
    in_time: Rate
    due_in_time: Rate
    answered: Rate
    answered_in_time: Rate
    extended: Rate
    returned: Rate
    days: Decimal | None


def countable(items: Iterable[Item]) -> list[Item]:
    """Without sub-items that are no items of their own, and what was numbered by mistake."""
    return [item for item in items if item.counts and not item.void]


def tracked(items: Iterable[Item], year: int, cut_off: date) -> list[Item]:
    """F14: 立项 in the year up to the cut-off, and those carried over, still open on 1 January; merged ones once."""
    first = date(year, 1, 1)
    found = [item for item in countable(items) if item.status is not Status.MERGED and item.created_on <= cut_off]
    return [item for item in found if item.created_on >= first or _open_on(item, first)]


def _open_on(item: Item, day: date) -> bool:
    return not any(end is not None and end < day for end in (item.audited_on, item.left_on))


def finished(items: Iterable[Item], year: int, cut_off: date) -> list[Item]:
    """F15: of F14, those whose 办结 was agreed to by the cut-off; what a unit reports does not count."""
    return [item for item in tracked(items, year, cut_off) if _audited_by(item, cut_off)]


def _audited_by(item: Item, day: date) -> bool:
    return item.status is Status.CLOSED and item.audited_on is not None and item.audited_on <= day


def _given_up(item: Item, day: date) -> bool:
    """终止 or 合并 by then: what 办结率 leaves out (3.9)."""
    return item.status in (Status.ENDED, Status.MERGED) and (item.left_on is None or item.left_on <= day)


def established(items: Iterable[Item], since: date, until: date) -> list[Item]:
    """立项 in the window, merged and ended ones included."""
    return [item for item in countable(items) if since <= item.created_on <= until]


def figures(
    items: Sequence[Item], since: date, until: date, calendar: WorkCalendar, scope: Sequence[Item] | None = None
) -> Figures:
    """All figures of a window as it stands on its last day.

    They are those of the tasks 立项 in it, or of `scope` (F14 at its end, as in the report); what falls due in it is
    counted whenever 立项 was.
    """
    chosen = established(items, since, until) if scope is None else list(scope)
    closed = [item for item in chosen if _audited_by(item, until)]
    left_out = sum(_given_up(item, until) for item in chosen)
    applied = sum(item.returned for item in chosen) + sum(
        item.status is Status.CLOSING or _audited_by(item, until) for item in chosen
    )
    due = [item for item in countable(items) if item.due_on and since <= item.due_on <= until]
    due = [item for item in due if item.status not in _LEFT]
    slots = feedback(chosen, since, until)
    return Figures(
        len(chosen),
        len(closed),
        Rate(len(closed), len(chosen) - left_out),
        Rate(sum(item.on_time for item in closed), len(closed)),
        Rate(sum(item.on_time and _audited_by(item, until) for item in due), len(due)),
        Rate(slots[1], slots[0]),
        Rate(slots[2], slots[0]),
        Rate(sum(item.extensions > 0 for item in chosen), len(chosen)),
        Rate(sum(item.returned for item in chosen), applied),
        mean_days(closed, calendar),
    )


def feedback(items: Iterable[Item], since: date, until: date) -> tuple[int, int, int]:
    """Feedback slots due in the window, those answered before the next one came, and those answered in time.

    A feedback is in time for the first slot after it; the slot missed before that one it makes good as well.
    """
    due = answered = in_time = 0
    for item in items:
        edges: list[datetime | None] = [None, *item.slots, None]
        for (before, slot), (_, after) in pairwise(pairwise(edges)):
            if slot is None or not since <= slot.date() <= until:
                continue
            due += 1
            timely = any((before is None or at > before) and at <= slot for at in item.fed)
            in_time += timely
            answered += timely or any(at > slot and (after is None or at <= after) for at in item.fed)
    return due, answered, in_time


def mean_days(closed: Sequence[Item], calendar: WorkCalendar) -> Decimal | None:
    """平均办理时长 in workdays, one decimal."""
    spans = [calendar.workdays_between(item.created_on, item.closed_on) for item in closed if item.closed_on]
    if not spans:
        return None
    return (Decimal(sum(spans)) / len(spans)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def grouped(items: Iterable[Item], by: Callable[[Item], str]) -> dict[str, list[Item]]:
    """The items by what `by` says of them, in the order in which they come."""
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(by(item), []).append(item)
    return found
