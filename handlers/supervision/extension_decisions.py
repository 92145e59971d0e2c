"""延期批复: 督查室主任, 分管副主任 or 责任领导 decide, with a concrete date (domain.md 3.7)."""

import re
from datetime import datetime
from typing import Any

from handlers.line import Answer, Press, Reply
from handlers.policy import NOT_FOUND
from handlers.supervision import asked_more, digest, reading, records, rights, store, wording
from handlers.supervision.approval import undecided
from handlers.supervision.cards import Extend, extension_card
from handlers.supervision.papers import extension_result
from handlers.supervision.plan import LINE_NAME, plan_next
from handlers.supervision.records import AGREED, CHANGED, DECLINED, GRANTED, TAKEN_BACK, WAITING, Extension
from handlers.supervision.store import Task
from handlers.supervision.tables import task_extension
from handlers.supervision.telling import push
from handlers.supervision.terms import Status
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.wording import deadline
from storage.changes import Change

DATE, CHOOSE, SHOWN_ONE = "extend_date", "extend_choice", "extend_shown"
OPTIONS = ("同意", "不同意", "改日期")
ANOTHER_DAY = frozenset({"改日期", "改个日期", "换个日期", "改期", "日期改一下"})
SHOWN = 8
_GRANTS = re.compile("改|最多|至多|最迟|只能")
"""不同意，改10月12日; 不能同意，最多到10月10日: that day is granted."""


def claim(turn: Turn) -> Reply | None:
    """同意延期, 不同意, 改到… from the one before whom a request lies."""
    other_day = turn.said.bare in ANOTHER_DAY
    verdict = True if other_day else asked_more.verdict(turn.said)
    if verdict is None:
        return None
    mine = [one for one in records.extensions(turn.tx, task_extension.c.state == WAITING) if _may(turn, one)]
    number = reading.task_no(turn.said, False, {})
    if number is not None:
        mine = [one for one in mine if store.get(turn.tx, one.task_id).no == number]
    elif not _asked_of(turn, mine) or ("延期" not in turn.said.text and undecided(turn)):
        return None
    if not mine:
        return None
    date = asked_more.new_date(turn.said, False, {})
    verdict = verdict or (date is not None and _GRANTS.search(turn.said.text) is not None)
    if len(mine) == 1 and verdict and date is None and (turn.said.times or other_day):
        return _ask_date(turn, mine[0], note="" if other_day else "没认准日期。")
    if len(mine) == 1:
        return _settle(turn, mine[0], agree=verdict, date=date)
    options = tuple(f"{store.get(turn.tx, one.task_id).no}延至{deadline(one.wanted_at)}" for one in mine[:SHOWN])
    ids = [one.id for one in mine[:SHOWN]]
    return Reply(
        "有几项延期申请，是哪一项？",
        options=options,
        then=CHOOSE,
        data={"agree": verdict, "datetime": date, "ids": ids},
    )


def choose(turn: Turn, answer: Answer) -> Reply:
    if answer.index is None:
        return Reply("好的，延期申请仍待审定。")
    one = records.extension(turn.tx, answer.data["ids"][answer.index])
    return _settle(turn, one, agree=answer.data["agree"], date=answer.data["datetime"])


def press(turn: Turn, payload: Extend, pressed: Press) -> Reply | None:
    """The buttons 同意, 不同意, 改日期; who may not decide finds nothing, a late press is told who decided."""
    one = records.extension(turn.tx, payload.request)
    if not _may(turn, one):
        return Reply(NOT_FOUND)
    if payload.decision == "change" and one.state == WAITING:
        return _ask_date(turn, one, code=pressed.response_code)
    reply = _settle(turn, one, agree=payload.decision != "decline", date=None)
    _redraw(turn, one.id, pressed.response_code)
    return reply


def show(turn: Turn, one: Extension) -> Reply:
    """One request of the list of what waits."""
    task = store.get(turn.tx, one.task_id)
    text = (
        f"{task.no}“{wording.short(task.title)}”申请延期：{deadline(one.due_before)}→{deadline(one.wanted_at)}"
        f"（第{one.nth}次{'，时限后提出' if one.late else ''}）\n原因：{one.reason}\n目前进展：{one.progress}"
    )
    return Reply(text, options=OPTIONS, then=SHOWN_ONE, data={"request": one.id}, about=(task.key,))


def shown(turn: Turn, answer: Answer) -> Reply:
    """同意, 不同意 or 改日期 to the one that was shown."""
    one = records.extension(turn.tx, answer.data["request"])
    if answer.index is None or not _may(turn, one):
        return Reply("好的，延期申请仍待审定。")
    if OPTIONS[answer.index] == "改日期":
        return _ask_date(turn, one)
    return _settle(turn, one, agree=answer.index == 0, date=None)


def date_given(turn: Turn, answer: Answer) -> Reply:
    """The date that the decider sets instead."""
    one = records.extension(turn.tx, answer.data["request"])
    date = asked_more.new_date(answer.said, True, {})
    if answer.said.yes is False:
        return Reply("好的，延期申请仍待审定。")
    if date is None:
        return _ask_date(turn, one, code=answer.data.get("code"), note="没认出日期。")
    reply = _settle(turn, one, agree=True, date=date)
    if answer.data.get("code"):
        _redraw(turn, one.id, answer.data["code"])
    return reply


def _ask_date(turn: Turn, one: Extension, *, code: str | None = None, note: str = "") -> Reply:
    task = store.get(turn.tx, one.task_id)
    text = f"{note}{task.no}延期改到哪一天？（现时限{deadline(one.due_before)}，申请延至{deadline(one.wanted_at)}）"
    return Reply(text, then=DATE, data={"request": one.id, "code": code}, free=True, about=(task.key,))


def _settle(turn: Turn, one: Extension, *, agree: bool, date: str | None) -> Reply:
    """Decide; the decision states a concrete date, and one made already is told with who and when."""
    task = store.hold(turn.tx, one.task_id)
    one = records.extension(turn.tx, one.id)
    if one.state != WAITING or task.status is not Status.EXTENDING:
        return Reply(f"{task.no}的延期申请已处理：{extension_result(turn, one)}。", about=(task.key,))
    granted = datetime.fromisoformat(date) if date else one.wanted_at
    if agree and granted <= max(one.due_before, turn.now):
        return _ask_date(turn, one, note="新时限须晚于现时限和今天。")
    more_days = turn.calendar.workdays_between(local(one.due_before).date(), local(granted).date())
    if agree and not rights.may_extend(turn.person, task, one.nth, more_days, turn.office):
        return Reply(
            f"延期超过{rights.FIRST_AT_MOST}个工作日，须由分管副主任或责任领导审定。请改日期或转请审定。",
            about=(task.key,),
        )
    state = DECLINED if not agree else AGREED if granted == one.wanted_at else CHANGED
    acting = _for_leader(turn, task)
    records.settle_extension(
        turn.tx, one, state, by=turn.person.userid, now=turn.now, granted=granted if agree else None
    )
    before = {"due_at": task.due_at.isoformat() if task.due_at else None, "source": task.due_source}
    values: dict[str, Any] = {"status": Status.WORKING, "applied_at": None}
    if agree:
        values |= {"due_at": granted, "due_source": "延期批复", "extensions": task.extensions + 1}
    store.change(turn.tx, task, turn.now, **values)
    after = {"state": state, "granted_at": local(granted).isoformat() if agree else None}
    turn.note("批复延期", task.key, before=before, after=after, acting_for=acting)
    turn.undoable(LINE_NAME, "extended", task.key, {"request": one.id, **before, "granted": agree})
    task = store.get(turn.tx, task.id)
    plan_next(turn, task)
    if agree:
        words = f"{task.no}延期至{deadline(granted)}已同意（第{one.nth}次），请抓紧推进。"
        words += "原时限后提出的申请，逾期记录保留。" if one.late else ""
    else:
        words = f"{task.no}延期未获同意，仍按{deadline(one.due_before)}办理，请抓紧推进。"
    _tell(turn, task, one, words, state)
    notes = f"（{'；'.join(about)}）" if agree and (about := wording.about_day(turn, granted)) else ""
    told = (
        f"已同意{task.no}延期至{deadline(granted)}{notes}（第{one.nth}次）" if agree else f"已记录：不同意{task.no}延期"
    )
    return Reply(f"{told}，已告知牵头和配合单位。如有误，10分钟内可回复“撤销”。", about=(task.key,))


def _tell(turn: Turn, task: Task, one: Extension, words: str, what: str) -> None:
    people = [person.userid for unit in task.units for person in turn.office.liaisons(unit)[:1]]
    told = [userid for userid in dict.fromkeys((*people, one.created_by)) if userid != turn.person.userid]
    key = f"延期批复:{one.id}:{what}:{task.version}"
    push(turn, told, words, urgent=task.urgent, key=key, subject=task.key)
    if task.supervisor and task.supervisor not in (*told, turn.person.userid):
        push(turn, task.supervisor, words, listed=True, key=key, subject=task.key)


def undo_request(turn: Turn, change: Change) -> Reply:
    """Take back a request that nobody has decided on."""
    one, task = _pair(turn, change)
    if one.state != WAITING:
        return Reply(f"{task.no}的延期申请已处理：{extension_result(turn, one)}，不能撤销。", about=(task.key,))
    records.settle_extension(turn.tx, one, TAKEN_BACK, by=turn.person.userid, now=turn.now)
    _back(turn, task, status=Status(change.data["status"]), late_marked=change.data["late_marked"])
    return Reply(f"已撤销：{task.no}的延期申请。", about=(task.key,))


def undo_decision(turn: Turn, change: Change) -> Reply:
    """Take a decision back; the request waits again."""
    one, task = _pair(turn, change)
    if one.state not in (*GRANTED, DECLINED) or task.status is not Status.WORKING:
        return Reply(f"{task.no}此后又有改动，不能撤销批复。", about=(task.key,))
    records.settle_extension(turn.tx, one, WAITING, by=turn.person.userid, now=turn.now)
    values: dict[str, Any] = {"status": Status.EXTENDING, "applied_at": one.created_at}
    if change.data["granted"]:
        due = datetime.fromisoformat(change.data["due_at"])
        values |= {"due_at": due, "due_source": change.data["source"], "extensions": task.extensions - 1}
    _back(turn, task, **values)
    _tell(turn, task, one, f"【变更】{task.no}延期批复已撤回，重新审定，暂按{deadline(one.due_before)}办理。", "撤回")
    return Reply(f"已撤销：{task.no}的延期批复，申请恢复为待批。", about=(task.key,))


def _back(turn: Turn, task: Task, **values: Any) -> None:
    store.change(turn.tx, task, turn.now, **values)
    plan_next(turn, store.get(turn.tx, task.id))


def _pair(turn: Turn, change: Change) -> tuple[Extension, Task]:
    task = store.hold(turn.tx, int(change.object.removeprefix("task:")))
    return records.extension(turn.tx, change.data["request"]), task


def _redraw(turn: Turn, request: int, code: str) -> None:
    one = records.extension(turn.tx, request)
    if one.state != WAITING:
        task, to = store.get(turn.tx, one.task_id), turn.person.userid
        card = extension_card(turn.office, task, one, to=to, decision=extension_result(turn, one))
        turn.update_card(code, [to], card)


def _may(turn: Turn, one: Extension) -> bool:
    """Whether the person has a say in a request; a 督查室主任 may always decline or shorten it."""
    task = store.get(turn.tx, one.task_id)
    chief = turn.person.userid in rights.chiefs(turn.office)
    return chief or rights.may_extend(turn.person, task, one.nth, 0, turn.office)


def _asked_of(turn: Turn, requests: list[Extension]) -> bool:
    """Whether a request without its number can be meant: it was laid before this person."""
    return any(turn.person.userid in digest.approvers(turn, one) for one in requests) or "延期" in turn.said.text


def _for_leader(turn: Turn, task: Task) -> str | None:
    """For whom a 联络员 decides."""
    deciding = rights.may_decide(turn.person) or turn.office.is_leader(turn.person.userid)
    return None if deciding else task.responsible_leader
