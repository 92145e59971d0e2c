"""待审核: what lies before whoever decides, one after the other (domain.md 3.2, 7.9)."""

from handlers.line import Answer, Reply, Slots
from handlers.supervision import (
    amending,
    approval,
    carding,
    digest,
    disclaiming,
    extension_decisions,
    objections,
    records,
    rights,
    store,
    wording,
)
from handlers.supervision.store import Task
from handlers.supervision.tables import card as cards
from handlers.supervision.tables import task as table
from handlers.supervision.tables import task_extension as extensions
from handlers.supervision.terms import WAITING, Status
from handlers.turn import Turn
from scheduler.wording import deadline

CHOOSE, DECIDE = "pending_choice", amending.ASKED
SHOWN = 8


def run(turn: Turn, _slots: Slots) -> Reply:
    """List it; a number opens one of them."""
    found = _all(turn)
    if not found:
        return Reply("目前没有待您审核的督办事项。")
    shown = found[:SHOWN]
    more = f"（先列{SHOWN}项）" if len(found) > SHOWN else ""
    options = tuple(_line(turn, kind, of) for kind, of in shown)
    data = {"found": [list(one) for one in shown]}
    return Reply(f"待您审定{len(found)}项{more}，看哪一项？", options=options, then=CHOOSE, data=data)


def choose(turn: Turn, answer: Answer) -> Reply:
    if answer.index is None:
        return Reply("好的。")
    kind, of = answer.data["found"][answer.index]
    if kind == "card":
        return carding.ask(turn, records.card_of(turn.tx, of))
    if kind == "objection":
        one = objections.get(turn.tx, of)
        found = store.get(turn.tx, one.task_id)
        text = f"{disclaiming.words(turn, found, one)}\n{disclaiming.answers(found, one)}"
        return Reply(text, about=(found.key,))
    if kind == "extension":
        return extension_decisions.show(turn, records.extension(turn.tx, of))
    task = store.get(turn.tx, of)
    if task.status is Status.PROPOSED:
        lines = [
            f"拟立项：{task.title}",
            f"牵头：{wording.label(turn.office, task.lead_unit)}",
            f"时限：{wording.due_words(task)}",
        ]
        options = ("同意立项", "不予立项")
    else:
        lines = [f"{task.no}“{task.title}”申请办结：{task.result_text or ''}", f"时限：{wording.due_words(task)}"]
        options = ("同意办结", "退回")
    return Reply("\n".join(lines), options=options, then=DECIDE, data={"task": of}, about=(task.key,))


def decide(turn: Turn, answer: Answer) -> Reply:
    if answer.index is None or not rights.may_decide(turn.person):
        return Reply("好的，仍待审核。")
    return approval.decide(turn, store.hold(turn.tx, answer.data["task"]), answer.index == 0)


def _all(turn: Turn) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    if rights.may_decide(turn.person):
        found += [("task", task.id) for task in store.find(turn.tx, table.c.status.in_(WAITING))]
        found += [("objection", one.id) for one in objections.waiting(turn.tx)]
        found += [("card", one.id) for one in records.cards(turn.tx, cards.c.state == records.PROPOSED)]
    requests = records.extensions(turn.tx, extensions.c.state == records.WAITING)
    found += [("extension", one.id) for one in requests if turn.person.userid in digest.approvers(turn, one)]
    return found


def _line(turn: Turn, kind: str, of: int) -> str:
    if kind == "task":
        task: Task = store.get(turn.tx, of)
        what = "立项" if task.status is Status.PROPOSED else "办结"
        return f"{what}：{task.no or ''} {wording.short(task.title)}".replace("： ", "：")
    if kind == "card":
        one = records.card_of(turn.tx, of)
        return f"建议发{one.colour}：{store.get(turn.tx, one.task_id).no} {wording.label(turn.office, one.unit)}"
    if kind == "objection":
        claim = objections.get(turn.tx, of)
        return f"职责：{store.get(turn.tx, claim.task_id).no} {wording.label(turn.office, claim.unit)}"
    request = records.extension(turn.tx, of)
    return f"延期：{store.get(turn.tx, request.task_id).no} 延至{deadline(request.wanted_at)}"
