"""黄牌 and 红牌 proposed: by the bot when a light turns red, or by a person; a named human decides (domain.md 3.6).

Cards are issued to units, never to persons, and never spoken of in a group.
"""

from collections.abc import Sequence
from typing import Any

from handlers.supervision import records, rights, wording
from handlers.supervision.cards import issue_card
from handlers.supervision.plan import CARD, LINE_NAME, next_morning
from handlers.supervision.records import RED, YELLOW, Issued
from handlers.supervision.store import Task
from handlers.supervision.telling import push
from handlers.supervision.terms import Light
from scheduler.desk import Desk

ASK = "建议发{colour}？1发 2暂缓"


def propose_due(desk: Desk, red: Sequence[Task]) -> list[int]:
    """Propose a 红牌 for each task that has turned red. A single one is laid before the 督查室主任 as a card.

    Several stand in the morning list. Returns those that a card says already.
    """
    raised = [propose(desk, task, RED, _cause(desk, task)) for task in red]
    if len(raised) != 1:
        return []
    unsaid = lay_before(desk, raised[0], red[0])
    return [] if unsaid else [raised[0].id]


def propose(desk: Desk, task: Task, colour: str, reason: str) -> Issued:
    """Store the proposal; whoever decides on it hears of it again each morning."""
    values: dict[str, Any] = {"task_id": task.id, "unit": task.lead_unit, "colour": colour, "reason": reason}
    one = records.add_card(desk.tx, values, by=desk.actor, now=desk.now)
    desk.note("建议发牌", one.key, after={"task": task.no, "unit": task.lead_unit, "colour": colour})
    for userid in rights.chiefs(desk.office)[:1]:
        desk.plan(LINE_NAME, CARD, one.key, userid, next_morning(desk))
    return one


def lay_before(desk: Desk, one: Issued, task: Task) -> list[str]:
    """The card with 发 and 暂缓, before everybody who answers for the decision. Returns whom it did not reach today."""
    unsaid: list[str] = []
    for userid in rights.chiefs(desk.office):
        if userid != desk.actor:
            shown = issue_card(desk.office, task, one, to=userid)
            key = f"{one.key}:建议"
            unsaid += push(desk, userid, shown, listed=True, urgent=task.urgent, key=key, subject=task.key)
    return unsaid


def fitting(desk: Desk, task: Task) -> str:
    """The colour that goes with the light of a task now."""
    return RED if wording.light(desk, task) is Light.RED else YELLOW


def _cause(desk: Desk, task: Task) -> str:
    if task.due_at is not None and task.due_at < desk.now:
        return wording.over_by(desk, task).removeprefix("已")
    return f"办结申请退回{task.returned}次" if task.returned > 1 else wording.over_by(desk, task).removeprefix("已")
