"""撤销 of what was last written about a task; numbers stay (domain.md C.1 f, G16)."""

from datetime import datetime

from handlers.line import Reply
from handlers.supervision import rights, store, wording
from handlers.supervision.plan import plan_next
from handlers.supervision.store import Task
from handlers.supervision.telling import push
from handlers.supervision.terms import Status
from handlers.turn import Turn
from storage.changes import Change


def created(turn: Turn, change: Change) -> Reply:
    """A task just made ends with its number kept, and its units are told; a proposal is withdrawn."""
    task = _task(turn, change)
    if task.status is Status.PROPOSED:
        return _to(turn, task, Status.DECLINED, f"已撤销：“{wording.short(task.title)}”的立项建议。")
    if task.status not in (Status.ASSIGNED, Status.SIGNED):
        return Reply(f"{task.name}已是“{task.status}”，不能撤销，请联系督查室（{turn.office.phones.supervision}）。")
    if not rights.may_establish(turn.person):
        return Reply(f"{task.no}已批准立项，撤销请联系督查室（{turn.office.phones.supervision}）。")
    liaisons = [person.userid for unit in task.units for person in turn.office.liaisons(unit)[:1]]
    words = f"【撤销】{task.no}“{wording.short(task.title)}”立项已撤销，无需办理。"
    told = dict.fromkeys((*liaisons, task.created_by))
    told.pop(turn.person.userid, None)
    push(turn, told, words, urgent=task.urgent, key=f"{task.key}:撤销立项", subject=task.key)
    return _to(turn, task, Status.ENDED, f"已撤销：{task.no}立项作废（编号保留），已告知有关单位联络员。")


def decided(turn: Turn, change: Change) -> Reply:
    """不予立项 and 办结 are taken back: it waits for its decision again."""
    task = _task(turn, change)
    if task.status not in (Status.DECLINED, Status.CLOSED):
        return Reply(f"{task.name}已是“{task.status}”，不能撤销。", about=(task.key,))
    what = "立项" if task.status is Status.DECLINED else "办结"
    store.change(turn.tx, task, turn.now, status=Status(change.data["status"]), closed_on=None, reason=None)
    plan_next(turn, store.get(turn.tx, task.id))
    people = [person.userid for person in turn.office.liaisons(task.lead_unit)[:1]]
    told = [task.created_by] if what == "立项" else people
    words = f"【变更】{task.no or ''}“{wording.short(task.title)}”的{what}审核结果已撤回，重新审核。"
    push(turn, told, words, urgent=task.urgent, key=f"{task.key}:撤回审核:{task.version}", subject=task.key)
    return Reply(f"已撤销：{task.name}恢复为待审核{what}。", about=(task.key,))


def feedback(turn: Turn, change: Change) -> Reply:
    """The entry stays in the history as withdrawn; the progress before it stands again."""
    task = _task(turn, change)
    store.withdraw_feedback(turn.tx, change.data["entry"], turn.now)
    if rights.of_unit(turn.person) == task.lead_unit:
        at = change.data["at"]
        before = datetime.fromisoformat(at) if at else None
        values = {"progress_text": change.data["text"], "progress_at": before, "missed": change.data["missed"]}
        store.change(turn.tx, task, turn.now, **values)
        plan_next(turn, store.get(turn.tx, task.id))
    return Reply(f"已撤销：{task.no}的这条进展。", about=(task.key,))


def applied(turn: Turn, change: Change) -> Reply:
    task = _task(turn, change)
    if task.status is not Status.CLOSING:
        return Reply(f"{task.no}已是“{task.status}”，不能撤销，请联系督查室（{turn.office.phones.supervision}）。")
    back = Status(change.data["status"])
    values = {"status": back, "applied_at": None, "result_kind": None, "result_text": None}
    store.change(turn.tx, task, turn.now, **values)
    plan_next(turn, store.get(turn.tx, task.id))
    return Reply(f"已撤销：{task.no}的办结申请，恢复为“{back}”。", about=(task.key,))


def signed(turn: Turn, change: Change) -> Reply:
    task = _task(turn, change)
    store.unsign(turn.tx, task.id, change.data["unit"])
    if task.status is Status.SIGNED and change.data["unit"] == task.lead_unit:
        store.change(turn.tx, task, turn.now, status=Status(change.data["status"]))
    return Reply(f"已撤销：{task.no}的签收。", about=(task.key,))


def _to(turn: Turn, task: Task, status: Status, words: str) -> Reply:
    store.change(turn.tx, task, turn.now, status=status)
    plan_next(turn, store.get(turn.tx, task.id))
    return Reply(words, about=(task.key,))


def _task(turn: Turn, change: Change) -> Task:
    return store.hold(turn.tx, int(change.object.removeprefix("task:")))
