"""黄牌 and 红牌: a named human decides on each (domain.md 3.6). To units, not persons; never in a group."""

from datetime import UTC, datetime

from handlers.line import Answer, Press, Reply, Slots
from handlers.policy import NOT_FOUND
from handlers.supervision import proposals, records, rights, search, store, wording
from handlers.supervision.card_replies import LEAST_REASON, tell_unit
from handlers.supervision.cards import Issue, issue_card
from handlers.supervision.lights import CLOSE_OF_DAY
from handlers.supervision.plan import CARD, LINE_NAME, morning
from handlers.supervision.records import ISSUED, PROPOSED, PUT_OFF, Issued
from handlers.supervision.store import Task
from handlers.supervision.tables import TEXT_LENGTH
from handlers.supervision.tables import card as table
from handlers.supervision.terms import ACTIVE, Light
from handlers.turn import Turn
from scheduler.clock import SHANGHAI
from scheduler.wording import deadline

DECIDE, WHY_NOT, WHICH, WHY = "card_decide", "card_why_not", "card_which", "card_why"
REPLY_WITHIN = 3
"""Workdays a unit has to answer a card."""
OPTIONS = ("发", "暂缓")


def run(turn: Turn, slots: Slots) -> Reply:
    """发牌: decide on what is proposed; for a task that is named, propose it, or issue it when one may."""
    number = slots.get("task_no")
    if number is None and not slots.get("unit"):
        waiting = _waiting(turn) if rights.may_decide(turn.person) else []
        return ask(turn, waiting[0], len(waiting)) if waiting else Reply(_NONE)
    tasks = _meant(turn, number, slots.get("unit"))
    if not tasks:
        return Reply(NOT_FOUND)
    if len(tasks) > 1:
        options = tuple(wording.list_line(turn, task) for task in tasks[:8])
        data = {"ids": [task.id for task in tasks[:8]], "slots": dict(slots)}
        return Reply("就哪一项发牌？", options=options, then=WHICH, data=data)
    return _for_task(turn, tasks[0], slots)


_NONE = "目前没有待定的发牌建议。如需发牌请说“0123号发黄牌，原因：……”。"


def which(turn: Turn, answer: Answer) -> Reply:
    if answer.index is None:
        return Reply("好的，未作改动。")
    return _for_task(turn, store.hold(turn.tx, answer.data["ids"][answer.index]), answer.data["slots"])


def why(turn: Turn, answer: Answer) -> Reply:
    """The reason of a card that a person asked for."""
    if answer.said.yes is False:
        return Reply("好的，未发牌。")
    slots = {**answer.data["slots"], "text": answer.said.bare[:TEXT_LENGTH]}
    return _for_task(turn, store.hold(turn.tx, answer.data["task"]), slots)


def _for_task(turn: Turn, task: Task, slots: Slots) -> Reply:
    if task.status not in ACTIVE:
        return Reply(f"{task.no}当前为“{task.status}”，不发牌。", about=(task.key,))
    known = [one for one in records.cards_of(turn.tx, task.id) if one.state in (PROPOSED, ISSUED)]
    if known:
        one = known[-1]
        if one.state == PROPOSED and rights.may_decide(turn.person):
            return ask(turn, one, 1)
        return Reply(f"{task.no}已有{one.colour}（{one.state}）。", about=(task.key,))
    if not slots.get("text"):
        data = {"task": task.id, "slots": dict(slots)}
        return Reply(f"{task.no}发牌原因？", then=WHY, data=data, free=True, about=(task.key,))
    colour = slots.get("colour") or proposals.fitting(turn, task)
    one = proposals.propose(turn, task, colour, slots["text"])
    if rights.may_decide(turn.person):
        return ask(turn, one, 1)
    proposals.lay_before(turn, one, task)
    return Reply(f"已建议对{_label(turn, one)}发{colour}（{task.no}），由督查室主任审定。", about=(task.key,))


def ask(turn: Turn, one: Issued, many: int = 1) -> Reply:
    task = store.get(turn.tx, one.task_id)
    more = f"（待定{many}项，先定这一项）" if many > 1 else ""
    ask = proposals.ASK.format(colour=one.colour)
    text = f"{task.no}“{wording.short(task.title)}”（{_label(turn, one)}）：{one.reason}。{more}\n{ask}"
    return Reply(text, options=OPTIONS, then=DECIDE, data={"card": one.id}, about=(task.key,))


def decide(turn: Turn, answer: Answer) -> Reply:
    if answer.index is None:
        return Reply("好的，发牌建议仍待定。")
    return _act(turn, records.card_of(turn.tx, answer.data["card"]), issue=answer.index == 0)


def claim(turn: Turn) -> Reply | None:
    """1, 2, 发 or 暂缓 from the one before whom a proposal lies."""
    word = turn.said.bare
    issue = word in ("发", "发牌", "发红牌", "发黄牌", "1发") or turn.said.choice == 1
    put_off = word.startswith(("暂缓", "2暂缓")) or turn.said.choice == len(OPTIONS)
    if not rights.may_decide(turn.person) or not (issue or put_off):
        return None
    if turn.person.userid not in rights.chiefs(turn.office) and turn.said.choice is not None:
        return None
    waiting = _waiting(turn)
    if not waiting:
        return None
    if len(waiting) > 1:
        return ask(turn, waiting[0], len(waiting))
    reason = word.removeprefix("2").removeprefix("暂缓").strip("，,：: ")
    return _act(turn, waiting[0], issue=issue, reason=reason)


def press(turn: Turn, payload: Issue, pressed: Press) -> Reply | None:
    """The buttons; who may not issue finds nothing, a late press is told who did what."""
    if not rights.may_decide(turn.person):
        return Reply(NOT_FOUND)
    one = records.card_of(turn.tx, payload.card)
    reply = _act(turn, one, issue=payload.issue)
    one = records.card_of(turn.tx, one.id)
    if one.state != PROPOSED:
        task = store.get(turn.tx, one.task_id)
        card = issue_card(turn.office, task, one, to=turn.person.userid, decision=_decided(turn, one))
        turn.update_card(pressed.response_code, [turn.person.userid], card)
    return reply


def why_not(turn: Turn, answer: Answer) -> Reply:
    """暂缓 needs a reason (SC15)."""
    return _put_off(turn, records.card_of(turn.tx, answer.data["card"]), answer.said.bare)


def _act(turn: Turn, one: Issued, *, issue: bool, reason: str = "") -> Reply:
    if one.state != PROPOSED:
        return Reply(f"发牌建议已处理：{_decided(turn, one)}。", about=(f"task:{one.task_id}",))
    task = store.hold(turn.tx, one.task_id)
    if task.status not in ACTIVE:
        records.change_card(
            turn.tx, one, turn.now, state=PUT_OFF, close_reason=f"事项已{task.status}", closed_at=turn.now
        )
        turn.unplan(LINE_NAME, one.key)
        return Reply(f"{task.no}已{task.status}，不再发牌。", about=(task.key,))
    if not issue:
        return _put_off(turn, one, reason)
    day = turn.calendar.add_workdays(turn.here.date(), REPLY_WITHIN)
    by = datetime.combine(day, CLOSE_OF_DAY, SHANGHAI).astimezone(UTC)
    values = {"state": ISSUED, "issued_by": turn.person.userid, "issued_at": turn.now, "reply_due": by}
    if not records.change_card(turn.tx, one, turn.now, **values):
        return Reply("发牌建议已由他人处理。")
    turn.note("发牌", one.key, after={"task": task.no, "unit": one.unit, "colour": one.colour})
    turn.undoable(LINE_NAME, "card", one.key, {})
    _plan_reply(turn, one, task)
    words = (
        f"【{one.colour}】{task.no}“{wording.short(task.title)}”：因{one.reason}，对{_label(turn, one)}发{one.colour}"
        f"（签发：{turn.person.name}）。请于{deadline(by)}前书面说明原因和整改措施，"
        f"回复“{task.no}{one.colour}说明：…”。联系人：{wording.contact(turn.office, task)}。"
    )
    tell_unit(turn, one, words, "发牌")
    told = f"已对{_label(turn, one)}发{one.colour}（{task.no}），请单位{deadline(by)}前说明。"
    return Reply(f"{told}如有误，10分钟内可回复“撤销”。{_next(turn)}", about=(task.key,))


def _put_off(turn: Turn, one: Issued, reason: str) -> Reply:
    if one.state != PROPOSED:
        return Reply(f"发牌建议已处理：{_decided(turn, one)}。")
    task = store.get(turn.tx, one.task_id)
    if len(reason) < LEAST_REASON:
        ask = f"{task.no}暂缓发{one.colour}的理由？"
        return Reply(ask, then=WHY_NOT, data={"card": one.id}, free=True, about=(task.key,))
    values = {"state": PUT_OFF, "closed_by": turn.person.userid, "closed_at": turn.now}
    records.change_card(turn.tx, one, turn.now, **values, close_reason=reason[:TEXT_LENGTH])
    turn.unplan(LINE_NAME, one.key)
    turn.note("暂缓发牌", one.key, after={"task": task.no, "colour": one.colour})
    return Reply(f"已记录：{task.no}暂缓发{one.colour}（{reason}）。" + _next(turn), about=(task.key,))


def _next(turn: Turn) -> str:
    left = len(_waiting(turn))
    return f"\n还有{left}项发牌建议待定，回复“发牌”继续。" if left else ""


def _plan_reply(turn: Turn, one: Issued, task: Task) -> None:
    turn.unplan(LINE_NAME, one.key)
    day = turn.calendar.add_workdays(turn.here.date(), REPLY_WITHIN)
    found = turn.office.liaisons(one.unit)
    owner = found[0].userid if found else rights.chiefs(turn.office)[0]
    turn.plan(LINE_NAME, CARD, one.key, owner, morning(day))


def _waiting(turn: Turn) -> list[Issued]:
    found = records.cards(turn.tx, table.c.state == PROPOSED)
    return [one for one in found if store.get(turn.tx, one.task_id).status in ACTIVE]


def _meant(turn: Turn, number: str | None, unit: str | None) -> list[Task]:
    seen = search.visible(turn.tx, turn.person, turn.office)
    if number is not None:
        return [task for task in seen if task.no == number]
    late = [task for task in seen if task.lead_unit == unit and task.status in ACTIVE]
    shown = [task for task in late if wording.light(turn, task) in (*wording.MIDDLE, Light.RED)]
    return shown or late


def _label(turn: Turn, one: Issued) -> str:
    return wording.label(turn.office, one.unit)


def _decided(turn: Turn, one: Issued) -> str:
    who = wording.person_name(turn.office, one.closed_by or one.issued_by)
    at = one.closed_at or one.issued_at
    return f"{one.state}（{who} {deadline(at) if at else ''}）".replace(" ）", "）")
