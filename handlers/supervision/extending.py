"""延期: a unit asks for more time, with reason, progress and date, before the limit (domain.md 3.7).

The original limit never changes; what is asked for after the limit stays late whatever is decided.
"""

import re
from datetime import datetime
from typing import Any

from handlers.line import Answer, Reply, Slots
from handlers.policy import NOT_FOUND
from handlers.supervision import (
    asked_more,
    digest,
    extension_decisions,
    records,
    rights,
    search,
    spoken_of,
    store,
    wording,
)
from handlers.supervision.cards import extension_card
from handlers.supervision.papers import extension_result
from handlers.supervision.plan import LINE_NAME, plan_next
from handlers.supervision.quality import is_concrete
from handlers.supervision.records import TAKEN_BACK, WAITING, Extension
from handlers.supervision.store import Task
from handlers.supervision.tables import TEXT_LENGTH, task_extension
from handlers.supervision.telling import push
from handlers.supervision.terms import OPEN, Status
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.wording import deadline

WHICH, MORE = "extend_which", "extend_more"
SHOWN = 8
_ANEW = re.compile(r"^\W*(?:那|还是|不对|不是|错了|时限|日期|[，, ])*(?:改[成为到]|换成|应该?是|[是到])")
"""那改成10月15日, while something else is asked for."""
ASKS = {
    "datetime": "申请延期到哪一天？例如“10月15日”。",
    "reason": "延期原因？例如“等省厅批复”。",
    "progress": "目前进展？请说明已完成什么（如“已完成方案报审”）。",
}


def run(turn: Turn, slots: Slots) -> Reply:
    """Take a request for the task that is meant."""
    unit = rights.of_unit(turn.person)
    if unit is None:
        return extension_decisions.claim(turn) or Reply(_decided_by(turn, slots))
    seen = search.visible(turn.tx, turn.person, turn.office)
    lately = turn.lately("task")
    if slots.get("task_no"):
        found = [task for task in seen if task.no == slots["task_no"]]
    else:
        found = [task for task in seen if task.status in OPEN and task.lead_unit == unit]
        found = spoken_of.meant(turn.said.text, found)
        found = [task for task in found if lately == str(task.id)] or found
    if not found:
        return Reply(NOT_FOUND)
    if len(found) == 1:
        return ask(turn, store.hold(turn.tx, found[0].id), dict(slots))
    options = tuple(wording.list_line(turn, task) for task in found[:SHOWN])
    data = {"ids": [task.id for task in found[:SHOWN]], "slots": dict(slots)}
    return Reply("哪一项申请延期？", options=options, then=WHICH, data=data)


def _decided_by(turn: Turn, slots: Slots) -> str:
    """Before whom the one request lies that may be meant; how extensions go, when none or several may."""
    waiting = records.extensions(turn.tx, task_extension.c.state == WAITING) if rights.sees_all(turn.person) else []
    asked = [(one, store.get(turn.tx, one.task_id)) for one in waiting]
    asked = [(one, task) for one, task in asked if slots.get("task_no") in (None, task.no)]
    if not asked and (decided := _decided(turn, slots)) is not None:
        return decided
    if len(asked) != 1:
        return "延期由牵头单位联络员申请，督查室主任或分管副主任审定。"
    one, task = asked[0]
    names = "、".join(wording.person_name(turn.office, userid) for userid in digest.approvers(turn, one))
    return f"{task.no}申请延期至{deadline(one.wanted_at)}，由{names}审定。"


def _decided(turn: Turn, slots: Slots) -> str | None:
    """What somebody else has decided on the request that is named."""
    task = store.by_number(turn.tx, slots["task_no"]) if slots.get("task_no") else None
    if task is None or not search.known_to(turn, task):
        return None
    done = [one for one in records.extensions_of(turn.tx, task.id) if one.decided_at is not None]
    return f"{task.no}的延期申请已处理：{extension_result(turn, done[-1])}。" if done else None


def which(turn: Turn, answer: Answer) -> Reply:
    if answer.index is None:
        return Reply("好的，未申请延期。")
    return ask(turn, store.hold(turn.tx, answer.data["ids"][answer.index]), dict(answer.data["slots"]))


def more(turn: Turn, answer: Answer) -> Reply:
    """What was missing of a request."""
    if answer.said.yes is False:
        return Reply("好的，未申请延期。")
    slots, asked = dict(answer.data["slots"]), answer.data["asked"]
    said = answer.said
    anew = asked_more.new_date(said, False, slots) if _ANEW.match(said.text) or asked_more.only_time(said) else None
    if anew is not None and asked != "datetime":
        return ask(turn, store.hold(turn.tx, answer.data["task"]), {**slots, "datetime": anew})
    if anew is None and asked != "datetime" and asked_more.only_time(said):
        slots |= {"datetime": None, "longer": None}  # 11月31日: another day is meant, and there is none such
    elif asked == "progress" and asked_more.begins_with_reason(said):
        slots["reason"] = asked_more.why(said, False, slots)
    for name, read in READ.items():
        value = read(said, name == asked, slots)
        if value is not None and (name == asked or not slots.get(name)):
            slots[name] = value
    return ask(turn, store.hold(turn.tx, answer.data["task"]), slots)


def ask(turn: Turn, task: Task, slots: dict[str, Any]) -> Reply:
    """One missing thing at a time; then the request is filed."""
    refused = _refused(turn, task)
    if refused is not None:
        return refused
    note, due = "", task.due_at or turn.now
    if not slots.get("datetime") and slots.get("longer"):
        slots["datetime"] = asked_more.later(turn.calendar, due, slots["longer"]).isoformat()
    if slots.get("datetime") and datetime.fromisoformat(slots["datetime"]) <= max(due, turn.now):
        slots |= {"datetime": None, "longer": None}
        note = f"新时限须晚于现时限（{deadline(due)}）和今天。"
    if slots.get("progress") and not is_concrete(slots["progress"]):
        slots["progress"] = None
    missing = next((name for name in ASKS if not slots.get(name)), None)
    if missing is None:
        return _file(turn, task, slots)
    data = {"task": task.id, "slots": slots, "asked": missing}
    return Reply(f"{task.no}：{note}{ASKS[missing]}", then=MORE, data=data, free=True, about=(task.key,))


def _refused(turn: Turn, task: Task) -> Reply | None:
    unit = rights.of_unit(turn.person)
    if unit is None or unit not in task.units:
        return Reply(NOT_FOUND)
    words = ""
    if unit != task.lead_unit:
        words = f"{task.no}由牵头单位{wording.label(turn.office, task.lead_unit)}统一申请延期。"
    elif task.status is Status.EXTENDING:
        words = f"{task.no}已有延期申请待批。如需改动请先回复“撤回{task.no}延期申请”。"
    elif task.status not in OPEN:
        words = f"{task.no}当前为“{task.status}”，不能申请延期。"
    elif task.due_at is None:
        words = f"{task.no}没有时限（长期坚持），不用延期。"
    elif task.extensions >= turn.office.limits.ducha.ext_max:
        phone = turn.office.phones.supervision
        words = f"{task.no}已延期{task.extensions}次，按本办设定不再延期，请联系督查室（{phone}）。"
    return Reply(words, about=(task.key,)) if words else None


def _file(turn: Turn, task: Task, slots: Slots) -> Reply:
    due = task.due_at or turn.now
    late = turn.now > due
    wanted = datetime.fromisoformat(slots["datetime"])
    values = {
        "task_id": task.id,
        "reason": slots["reason"][:TEXT_LENGTH],
        "progress": slots["progress"][:TEXT_LENGTH],
        "due_before": due,
        "wanted_at": wanted,
        "nth": task.extensions + 1,
        "late": late,
    }
    one = records.add_extension(turn.tx, values, by=turn.person.userid, now=turn.now)
    before = {"status": task.status, "late_marked": task.late_marked}
    store.change(
        turn.tx, task, turn.now, status=Status.EXTENDING, applied_at=turn.now, late_marked=task.late_marked or late
    )
    turn.note("申请延期", task.key, after={"wanted_at": local(wanted).isoformat(), "late": late, "nth": one.nth})
    turn.undoable(LINE_NAME, "asked_more", task.key, {"request": one.id, **before})
    task = store.get(turn.tx, task.id)
    plan_next(turn, task)
    deciders = digest.approvers(turn, one)
    for userid in deciders:
        shown = extension_card(turn.office, task, one, to=userid)
        push(turn, userid, shown, listed=True, urgent=task.urgent, key=f"延期:{one.id}", subject=task.key)
    head = turn.office.head(task.lead_unit)
    copies = [task.supervisor or task.created_by, head.userid if head else ""]
    copies = [userid for userid in copies if userid and userid not in (*deciders, turn.person.userid)]
    push(turn, copies, _words(turn, task, one), listed=True, key=f"延期抄告:{one.id}", subject=task.key)
    names = "、".join(wording.person_name(turn.office, userid) for userid in deciders)
    note = "本次申请在时限后提出，已按逾期记录，批准后仍保留。" if late else f"批准前仍按{deadline(due)}办理。"
    note += "".join(f"{one}。" for one in wording.about_day(turn, wanted))
    by = deadline(wording.decide_by(turn, turn.now))
    return Reply(
        f"已提交{task.no}延期申请：{deadline(due)}延至{deadline(wanted)}（第{one.nth}次），"
        f"由{names}在{by}前审定（视为已经本单位主要负责人同意）。{note}如有误，10分钟内可回复“撤销”。",
        about=(task.key,),
    )


def _words(turn: Turn, task: Task, one: Extension) -> str:
    late = "（时限后提出）" if one.late else ""
    return (
        f"{task.no}“{wording.short(task.title)}”{wording.label(turn.office, task.lead_unit)}申请延期至"
        f"{deadline(one.wanted_at)}{late}，原因：{one.reason}；目前进展：{one.progress}。"
    )


def withdraw(turn: Turn, slots: Slots) -> Reply:
    """撤回0123号延期申请: the unit needs no more time after all, or is to ask anew."""
    unit = rights.of_unit(turn.person)
    asked = [task for task in search.visible(turn.tx, turn.person, turn.office) if task.status is Status.EXTENDING]
    asked = [task for task in asked if task.lead_unit == unit and slots.get("task_no") in (None, task.no)]
    if not asked:
        return Reply("您单位没有待批的延期申请。")
    if len(asked) > 1:
        return Reply(f"有{len(asked)}项延期申请待批，请带上编号，例如“撤回{asked[0].no}延期申请”。")
    task = store.hold(turn.tx, asked[0].id)
    one = next(one for one in records.extensions_of(turn.tx, task.id) if one.state == WAITING)
    take_back(turn, task)
    store.change(turn.tx, task, turn.now, status=Status.WORKING, applied_at=None)
    task = store.get(turn.tx, task.id)
    plan_next(turn, task)
    turn.note("撤回延期申请", task.key)
    unit_name = wording.label(turn.office, task.lead_unit)
    words = f"【变更】{task.no}“{wording.short(task.title)}”{unit_name}已撤回延期申请，无需审定。"
    push(turn, digest.approvers(turn, one), words, listed=True, key=f"撤回延期:{one.id}", subject=task.key)
    return Reply(f"已撤回{task.no}的延期申请，仍按{deadline(one.due_before)}办理。", about=(task.key,))


def take_back(turn: Turn, task: Task) -> None:
    """A unit that applies for 办结, or says so, needs no more time."""
    for one in records.extensions_of(turn.tx, task.id):
        if one.state == WAITING:
            records.settle_extension(turn.tx, one, TAKEN_BACK, by=turn.person.userid, now=turn.now)


def reopen(turn: Turn, task: Task, request: int) -> Task:
    """The request that was taken back waits again."""
    one = records.extension(turn.tx, request)
    if one.state == TAKEN_BACK:
        records.settle_extension(turn.tx, one, WAITING, by=turn.person.userid, now=turn.now)
        store.change(turn.tx, task, turn.now, status=Status.EXTENDING, applied_at=one.created_at)
        task = store.get(turn.tx, task.id)
        plan_next(turn, task)
    return task


READ = {
    "datetime": asked_more.new_date,
    "reason": asked_more.why,
    "progress": asked_more.so_far,
    "longer": asked_more.longer,
}
