"""`zhongshu import tasks`: the 督办台账 taken over, by number; all rows or none (domain.md G25)."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.line import ImportResult
from handlers.supervision import ledger, lights, store
from handlers.supervision.ledger import Entry, Problem
from handlers.supervision.plan import plan_next
from handlers.supervision.store import Task
from handlers.supervision.terms import SERIES, Light, Status
from scheduler.desk import Desk
from storage.db import lock
from storage.numbers import raise_to

FIRST_ROW = 2
"""The row below the headings, as a spreadsheet counts."""


def import_tasks(desk: Desk, rows: Sequence[Mapping[str, str]]) -> ImportResult:
    """Create or update tasks by 编号; a row imported before just so changes nothing, whatever was done since."""
    entries, problems = _read_all(desk, rows)
    if problems:
        return ImportResult(problems=tuple(problems))
    lock(desk.tx, f"import:{SERIES}")
    known = {task.no: task for task in store.find(desk.tx)}
    new = changed = same = 0
    for entry in entries:
        there = known.get(entry.no)
        if there is None:
            _create(desk, entry)
            new += 1
        elif there.import_digest == entry.digest or _agrees(there, entry):
            same += 1
        else:
            _update(desk, there, entry)
            changed += 1
    for entry in entries:
        before = desk.office.first_number(SERIES, entry.year) - 1
        raise_to(desk.tx, SERIES, entry.year, max(entry.seq, before))
    if new or changed:
        desk.note("导入督办台账", "tasks", after={"new": new, "changed": changed, "same": same})
    return ImportResult(new=new, changed=changed, same=same)


def _read_all(desk: Desk, rows: Sequence[Mapping[str, str]]) -> tuple[list[Entry], list[str]]:
    entries: dict[str, Entry] = {}
    problems = []
    for index, row in enumerate(rows, FIRST_ROW):
        try:
            entry = ledger.read(row, desk.office)
            if entry.no in entries:
                raise Problem("编号与前面的行重复")
            entries[entry.no] = entry
        except Problem as problem:
            problems.append(f"第{index}行：{problem}")
    return list(entries.values()), problems


def _create(desk: Desk, entry: Entry) -> None:
    values = {**entry.values, "missed": _unexplained(desk, entry), "no": entry.no, "import_digest": entry.digest}
    task_id = store.add(desk.tx, values, entry.units, by=desk.actor, now=desk.now)
    plan_next(desk, store.get(desk.tx, task_id))


def _update(desk: Desk, task: Task, entry: Entry) -> None:
    values = {**entry.values, "missed": _unexplained(desk, entry), "import_digest": entry.digest}
    if task.status in (Status.CLOSING, Status.EXTENDING) and values["status"] is Status.WORKING:
        values["status"] = task.status
    fed = values["progress_at"]
    if task.progress_at is not None and (fed is None or fed < task.progress_at):
        values |= {"progress_text": task.progress_text, "progress_at": task.progress_at, "missed": task.missed}
    store.change(desk.tx, task, desk.now, lead_unit=entry.units[0], **values)
    store.set_units(desk.tx, task.id, entry.units)
    plan_next(desk, store.get(desk.tx, task.id))


def _unexplained(desk: Desk, entry: Entry) -> int:
    """A yellow or red lamp in the ledger that the due date does not account for means missed feedback."""
    noted, due = entry.values["missed"], entry.values["due_at"]
    standing = lights.Standing(Status.WORKING, due.date() if due else None)
    rules = desk.office.limits.ducha
    plain = lights.light_of(standing, desk.here.date(), desk.calendar, rules)
    accounted = {Light.YELLOW: 1, Light.RED: 2}.get(plain, 0)
    return noted if noted > accounted else 0


_COMPARED = (
    *("title", "basis", "responsible_leader", "created_on", "due_at", "original_due_at", "due_source", "standard"),
    *("requirement", "progress_text", "period", "extensions", "urgent", "closed_on", "status"),
)


def _agrees(task: Task, entry: Entry) -> bool:
    """Whether the row says what the task says already: a ledger that was exported from here and comes back."""
    mine: dict[str, Any] = {name: getattr(task, name) for name in _COMPARED}
    theirs = {name: entry.values[name] for name in _COMPARED}
    if task.status in (Status.CLOSING, Status.EXTENDING):
        mine["status"] = Status.WORKING
    return mine == theirs and task.units == entry.units
