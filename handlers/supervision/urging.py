"""催办 by a person, and the 督办通知单 in full (domain.md 3.2, 9.6, J.5)."""

from datetime import datetime

from handlers.line import Reply, Slots
from handlers.policy import NOT_FOUND
from handlers.supervision import papers, records, rights, search, store, wording
from handlers.supervision.ladder import Stage
from handlers.supervision.store import Task
from handlers.supervision.telling import push
from handlers.supervision.terms import OPEN, Status
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.wording import deadline

NOON = 12


def urge(turn: Turn, slots: Slots) -> Reply:
    """Remind the unit of a task, politely, and not twice in a half day."""
    task = _task(turn, slots)
    if task is None or not rights.may_run(turn.person):
        return Reply(NOT_FOUND)
    if task.status is Status.CLOSING:
        return Reply(f"{task.no}已申请办结，待审核，不用催办。", about=(task.key,))
    if task.status not in OPEN:
        return Reply(f"{task.no}当前为“{task.status}”，不用催办。", about=(task.key,))
    last = records.chased(turn.tx, task.id, Stage.BY_HAND, task.due_at)
    if last is not None and _half(local(last[1])) == _half(turn.here):
        return Reply(f"{task.no}{deadline(last[1])}刚催过，这半天不再重复。如急请电话联系。", about=(task.key,))
    records.log_chase(
        turn.tx, task.id, at=turn.now, stage=Stage.BY_HAND, level=1, due=task.due_at, by=turn.person.userid
    )
    turn.note("催办", task.key, after={"unit": task.lead_unit})
    left = f"（时限{deadline(task.due_at)}）" if task.due_at else ""
    words = (
        f"【催办】{task.no}“{wording.short(task.title)}”{left}请反馈办理情况，{wording.HOW_TO_ANSWER}。"
        f"联系人：{wording.contact(turn.office, task)}。"
    )
    people = [person.userid for person in turn.office.liaisons(task.lead_unit)[:1]]
    key = f"{task.key}:催办:{_half(turn.here)}"
    push(turn, people, words, urgent=task.urgent, ordered=True, key=key, subject=task.key)
    return Reply(f"已催办：{task.no}→{wording.label(turn.office, task.lead_unit)}，已记入催办记录。", about=(task.key,))


def notice(turn: Turn, slots: Slots) -> Reply:
    """The 督办通知单 of J.5, for whoever may see the task."""
    task = _task(turn, slots)
    return Reply(papers.notice(turn, task), about=(task.key,)) if task is not None else Reply(NOT_FOUND)


def history(turn: Turn, slots: Slots) -> Reply:
    """What happened to a task: 交办, feedback, 催办, extensions, cards."""
    task = _task(turn, slots)
    if task is None:
        return Reply(NOT_FOUND)
    return Reply(papers.history(turn, task), about=(task.key,))


def _task(turn: Turn, slots: Slots) -> Task | None:
    number, lately = slots.get("task_no"), turn.lately("task")
    task = store.by_number(turn.tx, number) if number else store.get(turn.tx, int(lately)) if lately else None
    return task if task is not None and search.known_to(turn, task) else None


def _half(here: datetime) -> str:
    return f"{here:%m-%d}{'上午' if here.hour < NOON else '下午'}"
