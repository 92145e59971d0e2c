"""改派 and 维持原承办: 督查室 decides whose task it is, with or without a unit's having asked (domain.md 3.4).

What is decided is told to all units concerned; another unit is confirmed first.
"""

from datetime import datetime
from typing import Any

from handlers import not_ours
from handlers.line import Answer, Reply, Slots
from handlers.policy import NOT_FOUND
from handlers.supervision import amending, extending, objections, reading, records, rights, search, store, wording
from handlers.supervision.cards import assignment_card
from handlers.supervision.objections import KEPT, MOVED, Objection
from handlers.supervision.plan import LINE_NAME, OBJECTION, morning, plan_next
from handlers.supervision.store import Task
from handlers.supervision.telling import push
from handlers.supervision.terms import WORKED_ON, Status, said_number
from handlers.turn import Turn
from scheduler.wording import deadline
from storage.changes import Change
from storage.messages import Card

CONFIRM, TO = "objection_confirm", "objection_to"
OPTIONS = ("确认", "取消")


def decide(turn: Turn, slots: Slots) -> Reply:
    """维持, or another lead unit: by whoever decides on tasks, with or without a unit's having asked."""
    if not rights.may_run(turn.person):
        return Reply(NOT_FOUND)
    number, lately = said_number(turn.said), turn.lately("task")
    found = objections.waiting(turn.tx)
    if number is None:
        ids = {one.task_id for one in found}
        if len(ids) > 1 and lately is not None and int(lately) in ids:
            ids = {int(lately)}
        if not ids and (changed := amending.amended(turn)) is not None:
            return changed
        if not ids and lately is not None and slots.get("unit"):
            ids = {int(lately)}
        if len(ids) != 1:
            example = "，例如“0123号改由商务局牵头”或“0123号维持原承办”。"
            return Reply(f"有{len(ids)}项待核定，请写明编号{example}" if ids else f"请写明编号{example}")
        task = store.hold(turn.tx, ids.pop())
    else:
        named = store.by_number(turn.tx, number)
        if named is None or not search.known_to(turn, named):
            return Reply(NOT_FOUND)
        task = store.hold(turn.tx, named.id)
    return settle(turn, task, slots.get("verdict", not_ours.verdict(turn.said)), slots.get("unit"))


def claim(turn: Turn) -> Reply | None:
    """同意 or 不同意 alone, when a unit's claim is all that lies before 督查室."""
    if not rights.may_decide(turn.person) or not turn.said.bare.startswith(("同意", "不同意", "维持", "仍由")):
        return None
    chief = turn.person.userid in rights.chiefs(turn.office)
    return (
        decide(turn, {"unit": not_ours.units(turn.said, False, {})}) if chief and objections.waiting(turn.tx) else None
    )


def settle(turn: Turn, task: Task, verdict: bool | None, named: list[str] | None) -> Reply:
    """What becomes of it; another unit is confirmed first."""
    if not rights.may_decide(turn.person):
        return Reply("承办单位由督查室主任或分管副主任核定，请报请后由其回复。", about=(task.key,))
    found = objections.waiting(turn.tx, task.id)
    if verdict is False:
        return _keep(turn, task, found) if found else Reply(f"{task.no}没有待核定的职责问题。", about=(task.key,))
    one = found[0] if found else None
    if one is None and named == [task.lead_unit]:
        return Reply(f"{task.no}现由{wording.label(turn.office, task.lead_unit)}牵头，未作改动。", about=(task.key,))
    other = not_ours.other_than(one.unit if one else task.lead_unit, named) or (one.suggested if one else None)
    if task.status not in WORKED_ON:
        return Reply(f"{task.no}当前为“{task.status}”，不能改派。", about=(task.key,))
    leaves = one.unit if one else task.lead_unit
    if other is None and leaves == task.lead_unit:
        return Reply(f"{task.no}改由哪个单位牵头？", then=TO, data={"task": task.id}, free=True, about=(task.key,))
    stays = reading.co_units(turn.said, False, {}) or ()
    units = [unit for unit in task.units if unit != other and (unit != leaves or unit in stays)]
    if leaves == task.lead_unit:
        units.insert(0, other or "")
    elif other is not None:
        units.append(other)
    return _ask(turn, task, list(dict.fromkeys((*units, *(unit for unit in stays if turn.office.unit(unit))))))


def unit_named(turn: Turn, answer: Answer) -> Reply:
    """The lead unit that was asked for."""
    task = store.hold(turn.tx, answer.data["task"])
    named = not_ours.units(answer.said, True, {})
    if answer.said.yes is False or not named:
        return Reply("好的，未作改动。" if answer.said.yes is False else "没认出单位，未作改动。", about=(task.key,))
    return settle(turn, task, True, named)


def _ask(turn: Turn, task: Task, units: list[str]) -> Reply:
    gone = [unit for unit in task.units if unit not in units]
    co = f"，{wording.labels(turn.office, units[1:])}配合" if units[1:] else ""
    out = f"{wording.labels(turn.office, gone)}不再承办，" if gone else ""
    lapses = task.status is Status.EXTENDING and units[0] != task.lead_unit
    falls = "原牵头单位的延期申请一并作罢。" if lapses else ""
    text = (
        f"{task.no}“{wording.short(task.title)}”由{wording.label(turn.office, units[0])}牵头{co}，{out}"
        f"时限{wording.due_words(task)}不变。{falls}将告知各单位，确认吗？"
    )
    data = {"task": task.id, "version": task.version, "units": units}
    return Reply(text, options=OPTIONS, then=CONFIRM, data=data, about=(task.key,))


def confirmed(turn: Turn, answer: Answer) -> Reply:
    """Hand the task to the units that were read back."""
    task = store.hold(turn.tx, answer.data["task"])
    if answer.index != 0:
        return Reply("好的，未作改动。", about=(task.key,))
    if task.version != answer.data["version"] or not rights.may_decide(turn.person):
        return Reply(f"{task.no}此后又有改动，请重新说明。", about=(task.key,))
    found, before = objections.waiting(turn.tx, task.id), list(task.units)
    for one in found:
        objections.decide(turn.tx, one, MOVED, by=turn.person.userid, now=turn.now)
        turn.unplan(LINE_NAME, one.key)
    requests = [one.id for one in records.extensions_of(turn.tx, task.id) if one.state == records.WAITING]
    signers = {unit: who for unit in before if (who := store.signer(turn.tx, task.id, unit)) is not None}
    new = _hand_to(turn, task, answer.data["units"])
    turn.note("改派", task.key, before={"units": before}, after={"units": list(new.units)})
    status = Status.WORKING if task.status is Status.EXTENDING else task.status
    signed = {unit: (by, at.isoformat()) for unit, (by, at) in signers.items()}
    undo = {"units": before, "status": status, "signed": signed, "objections": [one.id for one in found]}
    undo["requests"] = requests
    turn.undoable(LINE_NAME, "reassigned", task.key, undo)
    return Reply(
        f"已改派：{new.no}由{wording.label(turn.office, new.lead_unit)}牵头，已告知有关单位。"
        "如有误，10分钟内可回复“撤销”。",
        about=(task.key,),
    )


def _hand_to(turn: Turn, task: Task, units: list[str], status: Status = Status.ASSIGNED) -> Task:
    """Another lead unit begins with its 签收; what the one before it asked for, it asked for itself."""
    values: dict[str, Any] = {"lead_unit": units[0]}
    if units[0] != task.lead_unit:
        extending.take_back(turn, task)
        values |= {"status": status, "applied_at": None}
    store.change(turn.tx, task, turn.now, **values)
    store.set_units(turn.tx, task.id, units)
    new = store.get(turn.tx, task.id)
    plan_next(turn, new)
    lead, title = wording.label(turn.office, new.lead_unit), wording.short(new.title)
    to, contact = f"【变更】{new.no}“{title}”改由{lead}牵头办理，你单位", wording.contact(turn.office, new)
    for unit in dict.fromkeys((*units, *task.units)):
        people = [person.userid for person in turn.office.liaisons(unit)[:1]]
        same = unit in task.units and (unit == new.lead_unit) == (unit == task.lead_unit)
        message: str | Card = f"{to}不再承办。联系人：{contact}。"
        if unit in units:
            message = f"{to}仍为协办单位。联系人：{contact}。" if same else assignment_card(turn, new, unit)
        key = f"{new.key}:改派:{unit}:{new.version}"
        push(turn, people, message, urgent=new.urgent, ordered=True, key=key, subject=new.key)
    return new


def _keep(turn: Turn, task: Task, found: list[Objection]) -> Reply:
    for one in found:
        objections.decide(turn.tx, one, KEPT, by=turn.person.userid, now=turn.now)
        turn.unplan(LINE_NAME, one.key)
    turn.note("维持承办单位", task.key, after={"units": list(task.units)})
    turn.undoable(LINE_NAME, "kept", task.key, {"objections": [one.id for one in found]})
    by = f"，时限{deadline(task.due_at)}" if task.due_at else ""
    contact = wording.contact(turn.office, task)
    text = f"{task.no}“{wording.short(task.title)}”经核定仍由你单位办理{by}。如有困难请联系{contact}。"
    _tell(turn, task, found, text, "维持")
    names = wording.labels(turn.office, [one.unit for one in found])
    return Reply(f"{task.no}维持原承办单位，已告知{names}。如有误，10分钟内可回复“撤销”。", about=(task.key,))


def _tell(turn: Turn, task: Task, found: list[Objection], text: str, what: str) -> None:
    told = [one.created_by for one in found if one.created_by != turn.person.userid]
    key = f"{what}:{found[0].id}:{turn.now.isoformat()}"
    push(turn, told, text, urgent=task.urgent, ordered=True, key=key, subject=task.key)


def undo_decision(turn: Turn, change: Change) -> Reply:
    """撤销 of 维持 or of another lead unit: it waits again, with the units of before."""
    task, data = store.hold(turn.tx, int(change.object.removeprefix("task:"))), change.data
    if "units" in data:
        if task.status not in WORKED_ON:
            return Reply(f"{task.no}此后又有改动，不能撤销。", about=(task.key,))
        task = _hand_to(turn, task, data["units"], Status(data["status"]))
        for unit, (by, at) in data["signed"].items():
            store.sign(turn.tx, task.id, unit, by, datetime.fromisoformat(at))
        for request in data["requests"]:
            task = extending.reopen(turn, task, request)
    found = [objections.get(turn.tx, of) for of in data["objections"]]
    for one in found:
        objections.reopen(turn.tx, one, turn.now)
        for userid in rights.chiefs(turn.office)[:1]:
            turn.plan(LINE_NAME, OBJECTION, one.key, userid, morning(turn.calendar.add_workdays(turn.here.date(), 1)))
    if found and "units" not in data:
        _tell(turn, task, found, f"【变更】{task.no}的承办单位重新核定，核定前仍由你单位办理。", "重新核定")
    turn.note("撤销核定", task.key, after={"units": list(task.units)})
    return Reply(f"已撤销：{task.no}的承办单位恢复为{wording.labels(turn.office, task.units)}。", about=(task.key,))
