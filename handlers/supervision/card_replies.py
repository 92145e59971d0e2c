"""A card after it was issued: the unit's reply, withdrawal, and what is asked for (domain.md 3.6)."""

from datetime import datetime

from handlers.line import Answer, Reply, Slots
from handlers.policy import NOT_FOUND
from handlers.supervision import digest, records, rights, store, wording
from handlers.supervision.plan import CARD, LINE_NAME, next_morning
from handlers.supervision.quality import is_concrete
from handlers.supervision.records import ISSUED, PROPOSED, REPLIED, WITHDRAWN, Issued
from handlers.supervision.store import Task
from handlers.supervision.tables import TEXT_LENGTH
from handlers.supervision.tables import card as table
from handlers.supervision.telling import push
from handlers.supervision.terms import ACTIVE
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.desk import Desk
from scheduler.wording import deadline
from storage.changes import Change
from storage.reminders import Reminder

ANSWER_CARD, WHY_WITHDRAW = "card_answer", "card_withdraw"
LEAST_REASON = 2


def answer_card(turn: Turn, slots: Slots) -> Reply:
    """The unit's written reply to a card."""
    unit = rights.of_unit(turn.person)
    open_ = records.cards(turn.tx, table.c.state == ISSUED, table.c.unit == unit) if unit else []
    if slots.get("task_no"):
        task = store.by_number(turn.tx, slots["task_no"])
        open_ = [one for one in open_ if task is not None and one.task_id == task.id]
    if not open_:
        return Reply(NOT_FOUND)
    return _reply(turn, open_[0], slots.get("text") or "")


def answer_more(turn: Turn, answer: Answer) -> Reply:
    return _reply(turn, records.card_of(turn.tx, answer.data["card"]), answer.said.bare)


def _reply(turn: Turn, one: Issued, text: str) -> Reply:
    task = store.get(turn.tx, one.task_id)
    if one.state != ISSUED:
        return Reply(f"{task.no}的{one.colour}{one.state}，不必再说明。", about=(task.key,))
    if not is_concrete(text):
        ask = f"{task.no}{one.colour}请说明：未按要求完成的原因、整改措施和完成时间。"
        return Reply(ask, then=ANSWER_CARD, data={"card": one.id}, free=True, about=(task.key,))
    values = {"state": REPLIED, "reply": text[:TEXT_LENGTH], "replied_by": turn.person.userid, "replied_at": turn.now}
    records.change_card(turn.tx, one, turn.now, **values)
    turn.unplan(LINE_NAME, one.key)
    turn.note("回复发牌", one.key, after={"task": task.no, "unit": one.unit})
    words = f"{task.no}{_label(turn, one)}对{one.colour}的说明：{text[:TEXT_LENGTH]}"
    push(turn, [one.issued_by or rights.chiefs(turn.office)[0]], words, key=f"{one.key}:回复", subject=task.key)
    return Reply(f"已收到{task.no}{one.colour}说明，已送督查室。", about=(task.key,))


def withdraw(turn: Turn, slots: Slots) -> Reply:
    """撤回 of a card that was issued, with its reason."""
    found = records.cards(turn.tx, table.c.state.in_((ISSUED, REPLIED)))
    if slots.get("task_no"):
        task = store.by_number(turn.tx, slots["task_no"])
        found = [one for one in found if task is not None and one.task_id == task.id]
    elif len(found) > 1:
        return Reply("撤回哪一项的牌？请带上编号，例如“撤回0123号红牌，理由：……”。")
    if not found:
        return Reply(NOT_FOUND)
    return _withdraw(turn, found[-1], slots.get("text") or "")


def why_withdraw(turn: Turn, answer: Answer) -> Reply:
    if answer.said.yes is False:
        return Reply("好的，未撤回。")
    return _withdraw(turn, records.card_of(turn.tx, answer.data["card"]), answer.said.bare)


def _withdraw(turn: Turn, one: Issued, reason: str) -> Reply:
    task = store.get(turn.tx, one.task_id)
    if len(reason) < LEAST_REASON:
        return Reply(f"撤回{task.no}{one.colour}的理由？", then=WHY_WITHDRAW, data={"card": one.id}, free=True)
    _take_back(turn, one, task, reason)
    return Reply(f"已撤回{task.no}{one.colour}，已告知{_label(turn, one)}。", about=(task.key,))


def undo(turn: Turn, change: Change) -> Reply:
    """A card issued a moment ago is withdrawn; its record stays."""
    one = records.card_of(turn.tx, int(change.object.removeprefix("card:")))
    task = store.get(turn.tx, one.task_id)
    if one.state != ISSUED:
        return Reply(f"{task.no}的{one.colour}{one.state}，不能撤销，可说“撤回{task.no}{one.colour}，理由：……”。")
    _take_back(turn, one, task, "误发")
    return Reply(f"已撤销：{task.no}{one.colour}已撤回，已告知{_label(turn, one)}。", about=(task.key,))


def _take_back(turn: Turn, one: Issued, task: Task, reason: str) -> None:
    values = {"state": WITHDRAWN, "closed_by": turn.person.userid, "closed_at": turn.now}
    records.change_card(turn.tx, one, turn.now, **values, close_reason=reason[:TEXT_LENGTH])
    turn.unplan(LINE_NAME, one.key)
    turn.note("撤回发牌", one.key, after={"task": task.no, "unit": one.unit, "colour": one.colour})
    tell_unit(
        turn, one, f"【撤回】{task.no}“{wording.short(task.title)}”的{one.colour}已撤回（{reason}），无需说明。", "撤回"
    )


def remind(desk: Desk, reminder: Reminder) -> None:
    """A proposal that waits comes with the morning list; a card that waits for its reply is asked about."""
    one = records.card_of(desk.tx, int(reminder.object.removeprefix("card:")))
    task = store.get(desk.tx, one.task_id)
    if one.state not in (PROPOSED, ISSUED) or task.status not in ACTIVE:
        return
    desk.plan(LINE_NAME, CARD, one.key, reminder.recipient, next_morning(desk))
    if not desk.calendar.is_workday(desk.here.date()):
        return
    if one.state == PROPOSED:
        digest.morning_lists(desk)
    elif one.reply_due is not None:
        _remind_unit(desk, one, task, one.reply_due)


def _remind_unit(desk: Desk, one: Issued, task: Task, due: datetime) -> None:
    head = desk.office.head(one.unit)
    people = [person.userid for person in desk.office.liaisons(one.unit)[:1]]
    late = desk.now > due
    if late and head is not None:
        people.append(head.userid)
    when = f"已过{deadline(due)}" if late else f"请于今日{local(due):%H:%M}前"
    words = f"【提醒】{task.no}{one.colour}{when}，请说明原因和整改措施，回复“{task.no}{one.colour}说明：…”。"
    push(desk, people, words, key=f"{one.key}:催:{desk.here.date()}", subject=task.key)


def tell_unit(turn: Turn, one: Issued, words: str, what: str) -> None:
    """To the 联络员 and the head of the unit that a card goes to; never to a group."""
    head = turn.office.head(one.unit)
    people = [person.userid for person in turn.office.liaisons(one.unit)[:1]] + ([head.userid] if head else [])
    push(turn, people, words, key=f"{one.key}:{what}", subject=f"task:{one.task_id}")


def _label(turn: Turn, one: Issued) -> str:
    return wording.label(turn.office, one.unit)
