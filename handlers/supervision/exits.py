"""The side exits of a task: 合并, 中止 and 恢复, 终止, 转出 (domain.md 3.2). Each is confirmed before it is told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.line import Answer, Reply, Slots
from handlers.policy import NOT_FOUND
from handlers.supervision import asked_more, extending, rights, search, store, wording
from handlers.supervision.plan import LINE_NAME, plan_next
from handlers.supervision.store import Task
from handlers.supervision.tables import TEXT_LENGTH, TITLE_LENGTH
from handlers.supervision.telling import push
from handlers.supervision.terms import OPEN, Status, said_numbers
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.wording import deadline
from storage.changes import Change

CONFIRM, REASON, SURVIVOR, DUE, TARGET = "exit_confirm", "exit_reason", "exit_survivor", "exit_due", "exit_target"
MERGE, SUSPEND, RESUME, END, MOVE = "合并", "中止", "恢复", "终止", "转出"
OPTIONS = ("确认", "取消")
_WORKED_ON = (*OPEN, Status.EXTENDING)


@dataclass(frozen=True, slots=True)
class Way:
    """From which states a task may go, whether only those who decide may send it, and what must be said."""

    sources: tuple[Status, ...]
    to: Status
    deciders_only: bool = False
    reason: bool = True


WAYS = {
    MERGE: Way(_WORKED_ON, Status.MERGED, reason=False),
    SUSPEND: Way(_WORKED_ON, Status.SUSPENDED),
    RESUME: Way((Status.SUSPENDED,), Status.WORKING, reason=False),
    END: Way((*_WORKED_ON, Status.CLOSING, Status.SUSPENDED), Status.ENDED, deciders_only=True),
    MOVE: Way(_WORKED_ON, Status.MOVED),
}
"""The whole table: whatever is not in it is refused."""


def allowed(act: str, status: Status, *, decides: bool) -> bool:
    """Whether a task in that state may go this way, sent by somebody who decides or only follows it."""
    way = WAYS[act]
    return status in way.sources and (decides or not way.deciders_only)


class Exit:
    """Runs one side exit."""

    def __init__(self, act: str) -> None:
        self.act = act

    def __call__(self, turn: Turn, slots: Slots) -> Reply:
        numbers = said_numbers(turn.said)
        if slots.get("task_no") and slots["task_no"] not in numbers:
            numbers = [slots["task_no"], *numbers]
        if not numbers and (lately := turn.lately("task")):
            numbers = [store.get(turn.tx, int(lately)).no or ""]
        tasks = [task for no in numbers if (task := store.by_number(turn.tx, no)) is not None]
        if not tasks:
            return Reply(NOT_FOUND if numbers else f"{self.act}哪一项？请带上编号，例如“0123号{self.act}，理由：……”。")
        data = {"act": self.act, "task": tasks[0].id, "reason": asked_more.why(turn.said, False, {})}
        if self.act == MERGE:
            return _merge(turn, tasks, data)
        if self.act == MOVE:
            data["moved_to"] = slots.get("unit")
        if self.act == RESUME:
            data["due"] = asked_more.new_date(turn.said, True, {})
        return _ask(turn, data)


def _merge(turn: Turn, tasks: list[Task], data: dict[str, Any]) -> Reply:
    if len(tasks) < 2:
        return Reply("并入哪一项？请说“0123号并入0101号”。")
    into = "入" in turn.said.text or "到" in turn.said.text
    data["others"] = [task.id for task in tasks[1:]]
    if into:
        return _ask(turn, {**data, "survivor": tasks[-1].id, "others": [task.id for task in tasks[1:-1]]})
    options = tuple(f"{task.no} {wording.short(task.title)}" for task in tasks)
    ids = [task.id for task in tasks]
    return Reply("合并后保留哪一项？", options=options, then=SURVIVOR, data={**data, "ids": ids})


def survivor(turn: Turn, answer: Answer) -> Reply:
    if answer.index is None:
        return Reply("好的，未合并。")
    ids = answer.data["ids"]
    kept = ids[answer.index]
    gone = [task_id for task_id in ids if task_id != kept]
    return _ask(turn, {**answer.data, "task": gone[0], "others": gone[1:], "survivor": kept})


def _ask(turn: Turn, data: dict[str, Any]) -> Reply:
    """Ask for what is missing, then for confirmation."""
    act, task = data["act"], store.get(turn.tx, data["task"])
    if (refused := _refused(turn, act, task)) is not None:
        return refused
    if WAYS[act].reason and not data.get("reason"):
        return Reply(f"{task.no}{act}的理由？", then=REASON, data=data, free=True, about=(task.key,))
    if act == MOVE and not data.get("moved_to"):
        return Reply(f"{task.no}转给哪个单位办理？", then=TARGET, data=data, free=True, about=(task.key,))
    if act == RESUME and task.due_at is not None and not data.get("due") and task.due_at <= turn.now:
        text = f"{task.no}原时限{deadline(task.due_at)}已过，恢复后时限到哪一天？"
        return Reply(text, then=DUE, data=data, free=True, about=(task.key,))
    return Reply(_question(turn, task, data), options=OPTIONS, then=CONFIRM, data=data, about=(task.key,))


def _question(turn: Turn, task: Task, data: dict[str, Any]) -> str:
    act, title = data["act"], wording.short(task.title)
    tail = ""
    if act == MERGE:
        kept = store.get(turn.tx, data["survivor"])
        gone = [store.get(turn.tx, task_id) for task_id in (task.id, *data["others"])]
        names = "、".join(f"{one.no}“{wording.short(one.title)}”" for one in gone)
        return f"{names}并入{kept.no}“{wording.short(kept.title)}”，保留{kept.no}，原编号留存指向。确认吗？"
    if data.get("reason"):
        tail = f"，理由：{data['reason']}"
    if act == MOVE:
        tail = f"给{data['moved_to']}办理{tail}"
    if act == RESUME:
        due = _due(task, data)
        tail = f"办理，时限{deadline(due)}" if due else "办理"
    return f"{task.no}“{title}”{act}{tail}。将告知有关单位联络员，确认吗？"


def _due(task: Task, data: dict[str, Any]) -> datetime | None:
    return datetime.fromisoformat(data["due"]) if data.get("due") else task.due_at


def reason(turn: Turn, answer: Answer) -> Reply:
    if answer.said.yes is False:
        return Reply("好的，未作改动。")
    return _ask(turn, {**answer.data, "reason": answer.said.bare[:TEXT_LENGTH]})


def target(turn: Turn, answer: Answer) -> Reply:
    return _ask(turn, {**answer.data, "moved_to": answer.said.bare[:TITLE_LENGTH]})


def due_given(turn: Turn, answer: Answer) -> Reply:
    due = asked_more.new_date(answer.said, True, {})
    return _ask(turn, {**answer.data, "due": due if due and datetime.fromisoformat(due) > turn.now else None})


def confirm(turn: Turn, answer: Answer) -> Reply:
    if answer.index != 0:
        return Reply("好的，未作改动。")
    data = dict(answer.data)
    done = [_go(turn, data, task_id) for task_id in (data["task"], *data.get("others", ()))]
    keys = tuple(f"task:{task_id}" for task_id in (data.get("survivor"), data["task"]) if task_id)
    return Reply("\n".join((*done, "如有误，10分钟内可回复“撤销”。")), about=keys)


def _go(turn: Turn, data: dict[str, Any], task_id: int) -> str:
    act, task = data["act"], store.hold(turn.tx, task_id)
    if (refused := _refused(turn, act, task)) is not None:
        return refused.text
    kept = store.hold(turn.tx, data["survivor"]) if act == MERGE else None
    before: dict[str, Any] = {
        "status": task.status,
        "merged_into": task.merged_into,
        "moved_to": task.moved_to,
        "reason": task.reason,
        "before_pause": task.before_pause,
        "due_at": task.due_at.isoformat() if task.due_at else None,
        "slots_from": task.slots_from.isoformat() if task.slots_from else None,
    }
    if kept is not None:
        before |= {"survivor": kept.id, "units": list(kept.units)}
    extending.take_back(turn, task)
    values: dict[str, Any] = {"status": WAYS[act].to, "reason": data.get("reason"), "applied_at": None}
    if kept is not None:
        values["merged_into"] = kept.id
        store.set_units(turn.tx, kept.id, tuple(dict.fromkeys((*kept.units, *task.units))))
    elif act == SUSPEND:
        values["before_pause"] = Status.WORKING if task.status is Status.EXTENDING else task.status
    elif act == RESUME:
        values |= {"status": Status(task.before_pause or Status.WORKING), "before_pause": None}
        values |= {"due_at": _due(task, data), "slots_from": turn.here.date()}
    elif act == MOVE:
        values["moved_to"] = data["moved_to"]
    store.change(turn.tx, task, turn.now, **values)
    plan_next(turn, store.get(turn.tx, task.id))
    turn.note(act, task.key, after={"no": task.no, "survivor": kept.no if kept else None})
    turn.undoable(LINE_NAME, "exit", task.key, {"act": act, **before})
    words = _words(turn, task, data, kept)
    people = [person.userid for unit in task.units for person in turn.office.liaisons(unit)[:1]]
    push(turn, people, words, urgent=task.urgent, key=f"{task.key}:{act}:{task.version}", subject=task.key)
    return f"已{act}：{task.no}" + (f"，请按{kept.no}继续办理" if kept else "") + "，已告知有关单位。"


def _words(turn: Turn, task: Task, data: dict[str, Any], kept: Task | None) -> str:
    act, title = data["act"], wording.short(task.title)
    because = f"（{data['reason']}）" if data.get("reason") else ""
    tail = {
        MERGE: f"已并入{kept.no}“{wording.short(kept.title)}”，后续请按{kept.no}反馈" if kept else "",
        SUSPEND: f"已中止{because}，恢复前不用反馈，也不计时限",
        RESUME: f"恢复办理，时限{deadline(due)}" if (due := _due(task, data)) else "恢复办理",
        END: f"已终止{because}，无需再办",
        MOVE: f"已转由{data.get('moved_to')}办理{because}，原承办单位无需再办",
    }[act]
    return f"【变更】{task.no}“{title}”{tail}。联系人：{wording.contact(turn.office, task)}。"


def _refused(turn: Turn, act: str, task: Task) -> Reply | None:
    if not rights.may_run(turn.person) or not search.known_to(turn, task):
        return Reply(NOT_FOUND)
    decides = rights.may_decide(turn.person)
    if WAYS[act].deciders_only and not decides:
        return Reply(
            f"{act}须由督查室主任或分管副主任决定，请报请后由其回复“{task.no}{act}，理由：……”。", about=(task.key,)
        )
    if not allowed(act, task.status, decides=decides):
        return Reply(f"{task.no}当前为“{task.status}”，不能{act}。", about=(task.key,))
    return None


def undo(turn: Turn, change: Change) -> Reply:
    """The task goes back to where it was, and its units are told."""
    task, data = store.hold(turn.tx, int(change.object.removeprefix("task:"))), change.data
    way = WAYS[data["act"]]
    if task.status is not way.to and not (data["act"] == RESUME and task.status in OPEN):
        return Reply(f"{task.no}此后又有改动，不能撤销。", about=(task.key,))
    before = Status(data["status"])
    if data.get("survivor"):
        store.set_units(turn.tx, store.hold(turn.tx, data["survivor"]).id, data["units"])
    store.change(
        turn.tx,
        task,
        turn.now,
        status=Status.WORKING if before in (Status.EXTENDING, Status.CLOSING) else before,
        merged_into=data["merged_into"],
        moved_to=data["moved_to"],
        reason=data["reason"],
        before_pause=data["before_pause"],
        due_at=datetime.fromisoformat(data["due_at"]) if data["due_at"] else None,
        slots_from=datetime.fromisoformat(data["slots_from"]).date() if data["slots_from"] else None,
    )
    plan_next(turn, store.get(turn.tx, task.id))
    people = [person.userid for unit in task.units for person in turn.office.liaisons(unit)[:1]]
    words = f"【变更】{task.no}“{wording.short(task.title)}”的{data['act']}已撤销，仍按原要求办理。"
    push(turn, people, words, key=f"{task.key}:撤销{data['act']}:{task.version}", subject=task.key)
    at = f"（时限{deadline(local(task.due_at))}）" if task.due_at else ""
    return Reply(f"已撤销：{task.no}的{data['act']}{at}。", about=(task.key,))
