"""A simulated quarter of 督查督办: many tasks, units and liaisons who do as they please, two holidays.

`python -m tests.supervision.quarter` plays 1,200 tasks of 80 units through 92 days and prints what came of it. Rules,
reminders, outbox and etiquette are the real ones; only WeCom itself is left out.
"""

import sys
import time as wall
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import Connection, func, select

from handlers.supervision import exits, stats, stats_rows, store
from handlers.supervision.ladder import PRINCIPAL, UNIT_DEPUTY, Stage
from handlers.supervision.store import Task
from handlers.supervision.tables import task, task_chase
from handlers.supervision.terms import ACTIVE, OPEN, Period, Status
from storage.office import Office
from storage.outbox import Lane
from storage.tables import reminder
from tests.supervision.quarter_people import Life, People
from tests.supervision.quarter_world import CALENDAR, CHIEF, FIRST, Sent, moment

MOST = 3
"""Messages that are not urgent, for one person on one day."""


@dataclass
class Quarter(People):
    """The people's quarter, watched."""

    def begin(self) -> None:
        super().begin()
        for day in (FIRST + timedelta(days=n) for n in range(self.days)):
            self.at(moment(day, 23, 30), self._owners)
            if CALENDAR.is_workday(day):
                self.at(moment(day, 9), lambda _tx: None)
                self.at(moment(day, 9, 1), self._after_nine)

    def finish(self, tx: Connection) -> None:
        """The figures of 3.9 as the office computes them, and as they are recounted."""
        last = (self.end - timedelta(days=1)).date()
        found = stats.figures(stats_rows.items(self.turn(tx, CHIEF)), FIRST, last, CALENDAR)
        self.computed = {name: str(getattr(found, name)) for name in stats.Figures.__dataclass_fields__}
        self.recounted = {name: str(value) for name, value in recount(list(self.lives.values()), last).items()}
        if self.computed != self.recounted:
            self.faults.append(f"figures {self.computed} are recounted as {self.recounted}")
        pushed = not_urgent(self.sent)
        self.faults += [f"quiet hour or day off: {one}" for one in pushed if quiet(one, self.office)]
        self.per_day = Counter((one.who, one.at.date()) for one in pushed for _ in range(one.pages))
        self.faults += [f"{who} got {n} on {day}" for (who, day), n in self.per_day.items() if n > MOST]

    def before_tick(self, tx: Connection) -> None:
        """At nine: which tasks are overdue and open, and how high each stands."""
        if self.now.time() != time(9):
            return
        late = store.find(tx, task.c.status.in_(OPEN), task.c.urgent.is_(False), task.c.due_at < self.now)
        self._late = {row.id: _reached(tx, row) for row in late}

    def _after_nine(self, tx: Connection) -> None:
        """Each of them has climbed exactly one level, and nothing else has."""
        since = moment(self.now.date(), 0).astimezone(UTC)
        rows = tx.execute(
            select(task_chase.c.task_id, task_chase.c.level)
            .join(task, task.c.id == task_chase.c.task_id)
            .where(task_chase.c.stage == Stage.OVER, task_chase.c.at >= since, task.c.urgent.is_(False))
        ).all()
        climbed: dict[int, list[int]] = defaultdict(list)
        for task_id, level in rows:
            climbed[task_id].append(level)
        expected = {task_id: [min(before + 1, PRINCIPAL)] for task_id, before in self._late.items()}
        if dict(climbed) != expected:
            self.faults.append(f"{self.now:%m-%d}: the ladder {dict(climbed)} is not {expected}")
        self.checked["rungs"] += len(expected)

    def _owners(self, tx: Connection) -> None:
        """Every task that is not over has exactly one next reminder, and its owner is a person of the office."""
        owed = (*ACTIVE, Status.PROPOSED)
        tasks = {f"task:{row.id}" for row in store.find(tx, task.c.status.in_(owed))}
        planned = tx.execute(
            select(reminder.c.object, reminder.c.recipient).where(
                reminder.c.state == "planned", reminder.c.object.like("task:%")
            )
        ).all()
        count = Counter(row.object for row in planned)
        if set(count) != tasks or set(count.values()) - {1}:
            self.faults.append(f"{self.now:%m-%d}: {len(tasks)} tasks, {len(planned)} next reminders")
        self.faults += [f"nobody is {row.recipient}" for row in planned if self.office.person(row.recipient) is None]
        self.checked["owners"] += len(tasks)


def _reached(tx: Connection, found: Task) -> int:
    """The level of the task's newest rung under its present limit, from the log alone."""
    query = select(func.max(task_chase.c.level)).where(
        task_chase.c.task_id == found.id, task_chase.c.stage == Stage.OVER, task_chase.c.due_at == found.due_at
    )
    return tx.execute(query).scalar_one() or UNIT_DEPUTY


def quiet(sent: Sent, office: Office) -> bool:
    """Whether a message came when it may not: on a day off, or at night (leaders: at noon, too)."""
    at = sent.at.time()
    night = at >= time(22) or at < time(7, 30)
    leader = office.is_leader(sent.who) and (time(12, 30) <= at < time(14) or at >= time(20))
    return night or leader or not CALENDAR.is_workday(sent.at.date())


def not_urgent(sent: list[Sent]) -> list[Sent]:
    """What came unasked and was not 特急; an answer to one's own words is neither."""
    return [one for one in sent if one.lane in (Lane.TIMELY, Lane.ROUTINE)]


def recount(lives: list[Life], last: date) -> dict[str, object]:
    """The definitions of domain.md 3.9, counted again from what people did."""
    gone = sum(life.gone in (exits.END, exits.MERGE) for life in lives)
    closed = [life for life in lives if life.closed is not None]
    left = (exits.END, exits.MERGE, exits.MOVE)
    due = [life for life in lives if life.due and FIRST <= life.due.date() <= last and life.gone not in left]
    slots = [found for life in lives for found in _slots(life, last)]
    days = [_workdays(life.created, life.closed) for life in closed if life.closed]
    return {
        "established": len(lives),
        "closed": len(closed),
        "finished": stats.Rate(len(closed), len(lives) - gone),
        "in_time": stats.Rate(sum(life.on_time for life in closed), len(closed)),
        "due_in_time": stats.Rate(sum(life.on_time for life in due), len(due)),
        "answered": stats.Rate(sum(answered for answered, _ in slots), len(slots)),
        "answered_in_time": stats.Rate(sum(in_time for _, in_time in slots), len(slots)),
        "extended": stats.Rate(sum(life.granted > 0 for life in lives), len(lives)),
        "returned": stats.Rate(sum(life.returned for life in lives), sum(life.applied for life in lives)),
        "days": (Decimal(sum(days)) / len(days)).quantize(Decimal("0.1"), ROUND_HALF_UP),
    }


def _workdays(first: date, last: date) -> int:
    return sum(CALENDAR.is_workday(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def _slots(life: Life, last: date) -> list[tuple[bool, bool]]:
    """Of each feedback slot of a task until it was over: whether it was answered at all, and in time."""
    over = min(last, life.closed or (life.left if life.gone not in (None, exits.SUSPEND) else None) or last)
    nominal = [life.since + timedelta(days=n) for n in range(1, 200)]
    if life.period in (Period.WEEKLY, Period.BIWEEKLY):
        days = [day for day in nominal if day.weekday() == 4]
        if life.period is Period.BIWEEKLY:
            days = [day for day in days if (day - life.since).days > 7][::2]
    elif life.period is Period.NONE:
        days = []
    else:
        days = [day for day in nominal if day.day == 5 and (life.period is Period.MONTHLY or day.month % 3 == 1)]
    hour = 12 if life.period in (Period.WEEKLY, Period.BIWEEKLY) else 17
    held = [day if CALENDAR.is_workday(day) else CALENDAR.previous_workday(day) for day in days]
    slots = [moment(day, hour, 0 if hour == 12 else 30) for day in held if life.since < day <= over]
    edges: list[datetime | None] = [None, *slots, None]
    found = []
    for before, slot, after in zip(edges, slots, edges[2:], strict=False):
        timely = any((before is None or at > before) and at <= slot for at in life.fed)
        late = any(at > slot and (after is None or at <= after) for at in life.fed)
        found.append((timely or late, timely))
    return found


def table(quarter: Quarter, seconds: float) -> str:
    """The table for the note."""
    lanes = Counter(sent.lane.name for sent in quarter.sent)
    pushed = not_urgent(quarter.sent)
    lines = [
        f"{quarter.tasks} tasks, {quarter.units} units, {quarter.days} days from {FIRST}",
        f"machine time: {seconds:.1f} s",
        f"messages by lane: {dict(lanes)}",
        f"not urgent: {len(pushed)}; on a day off or at a quiet hour: {sum(quiet(s, quarter.office) for s in pushed)}",
        f"not urgent, by messages a person and day: {dict(sorted(Counter(quarter.per_day.values()).items()))}",
        f"task-days with one owner and one next reminder: {quarter.checked['owners']}",
        f"overdue task-days, each exactly one level up: {quarter.checked['rungs']}",
        "figures of 3.9 (computed = recounted):",
        *(f"  {name}: {value} = {quarter.recounted[name]}" for name, value in quarter.computed.items()),
        f"faults: {len(quarter.faults)}",
    ]
    return "\n".join(lines)


def main() -> int:
    quarter, start = Quarter(tasks=1200, units=80), wall.process_time()
    quarter.run()
    sys.stdout.write(table(quarter, wall.process_time() - start) + "\n")
    for fault in quarter.faults[:20]:
        sys.stdout.write(f"{fault}\n")
    return 1 if quarter.faults else 0


if __name__ == "__main__":
    sys.exit(main())
