"""A proposal put right by whoever decides on it: 牵头改成城管局, 同意，不过每月10日反馈 (domain.md 3.1)."""

import re
from datetime import datetime
from typing import Any

from handlers.line import Reply
from handlers.supervision import reading, rights, store, wording
from handlers.supervision.papers import every
from handlers.supervision.store import Task
from handlers.supervision.tables import task as table
from handlers.supervision.terms import Period, Status
from handlers.turn import Turn

ASKED = "pending_decide"
WORDS = re.compile(
    r"^\s*(?:督?[〔\[（(]?[\d〔〕\[\]]{3,12}号?)?[，,：: ]*"
    r"(?:(?P<no>不同意|不予立项|退回|退办)|(?:同意|批准|(?:审核)?通过|准予)(?:立项|办结)?[吧了]?)(?P<rest>.*)$",
    re.S,
)
FIELD = re.compile(
    r"^\s*(?:那就?|把|请)?(?:牵头|主办|配合|协办|承办)(?:单位)?(?:改|换|是|由)|^\s*(?:时限|期限)(?:改|提前|调)"
)
"""牵头改成农水局, with no word of 同意 before it."""
_CHANGES = re.compile(r"改(?:成|为|到|由)?|换(?:成|为|由)|调整[为到]|应该?(?:由|是)")
_LEADS = re.compile(r"牵头|主办|改由|换由")


def amended(turn: Turn) -> Reply | None:
    """不同意，牵头改成城管局: the one proposal that waits is put right, read back and asked about again."""
    words = WORDS.match(turn.said.text)
    more = words is not None and words["no"] is None and bool(words["rest"].strip())
    if not rights.may_decide(turn.person) or not (more or _CHANGES.search(turn.said.text)):
        return None
    waiting = store.find(turn.tx, table.c.status == Status.PROPOSED)
    task = amend(turn, store.hold(turn.tx, waiting[0].id)) if len(waiting) == 1 else None
    if task is None:
        return None
    co = f"\n配合：{wording.labels(turn.office, task.co_units)}" if task.co_units else ""
    lead = wording.label(turn.office, task.lead_unit)
    text = f"已修改拟立项：{task.title}\n牵头：{lead}{co}\n时限：{wording.due_words(task)}"
    text += f"\n反馈：{every(turn, task)}反馈进展" if task.period is not Period.NONE else ""
    return Reply(text, options=("同意立项", "不予立项"), then=ASKED, data={"task": task.id}, about=(task.key,))


def amend(turn: Turn, task: Task) -> Task | None:
    """Other units, another limit or another day to report on for a proposal, as said; None when none is."""
    said = turn.said
    named = next((unit.short for unit in said.units if unit.short), None) if _LEADS.search(said.text) else None
    due = reading.due(said, True, {}) if said.times else None
    due = None if due == reading.PERPETUAL else due
    co = reading.co_units(said, False, {"unit": named or task.lead_unit})
    period, day = reading.period(said, False, {}), reading.feedback_day(said, False, {})
    if not (named or due or co or period):
        return None
    lead, limit = named or task.lead_unit, datetime.fromisoformat(due) if due else task.due_at
    values: dict[str, Any] = {"lead_unit": lead, "due_at": limit, "original_due_at": limit}
    if period:
        values |= {"period": Period(period), "feedback_day": day}
    store.change(turn.tx, task, turn.now, **values)
    others = _spread(turn, co) if co else task.co_units
    store.set_units(turn.tx, task.id, [lead, *(unit for unit in others if unit != lead)])
    turn.note("修改拟立项", task.key, before={"lead_unit": task.lead_unit}, after={"lead_unit": lead, "due_at": due})
    return store.get(turn.tx, task.id)


def _spread(turn: Turn, names: list[str]) -> list[str]:
    """The units, with groups (各镇街) taken apart."""
    found: list[str] = []
    for name in names:
        found += [unit.short for unit in turn.office.group(name)] or [name]
    return found
