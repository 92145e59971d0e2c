"""约稿: a call for pieces to chosen units, one reminder to those who have not sent, how it stands (domain.md 5.4)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from handlers.bulletins import queries, wording
from handlers.bulletins.desks import LINE, editors, is_editor
from handlers.bulletins.rules import ItemState
from handlers.bulletins.tables import info_call, info_item
from handlers.line import Answer, Reply, Slots
from handlers.policy import NOT_FOUND
from handlers.turn import Turn
from scheduler.clock import SHANGHAI, local
from scheduler.desk import Desk
from scheduler.wording import moment
from storage.changes import Change
from storage.outbox import Lane
from storage.reminders import Reminder

OPEN, CANCELLED = "征集", "取消"
_MORNING = time(9)
_PUNCTUATION = re.compile(r"[\s，。、；：:“”\"‘’《》]")


@dataclass(frozen=True, slots=True)
class Call:
    id: int
    topic: str
    units: tuple[str, ...]
    due_at: datetime
    created_by: str

    @property
    def key(self) -> str:
        return f"call:{self.id}"


def call(turn: Turn, slots: Slots) -> Reply:
    """Read the call back before it goes out."""
    due = datetime.fromisoformat(slots["datetime"])
    if due <= turn.now:
        return Reply("报送时限已过，请写以后的时间，如“9月23日12:00前”。", free=True, then="call_due", data=dict(slots))
    people, silent = _people(turn, slots["units"])
    labels = "、".join(wording.label(unit, turn.office) for unit in slots["units"])
    note = f"\n{'、'.join(silent)}没有登记信息员，请电话通知。" if silent else ""
    text = f"将向{labels}（{len(people)}位信息员）发出：\n{_words(turn, str(slots['topic']), due)}{note}"
    return Reply(text, options=("发送", "取消"), then="call_send", data=dict(slots))


def later(turn: Turn, answer: Answer) -> Reply:
    """Another limit, after one that is over."""
    when = next((when.end or when.start for when in answer.said.times if when.end or when.start), None)
    if when is None:
        return Reply("没有认出时间，请写如“9月23日12:00前”。", free=True, then="call_due", data=dict(answer.data))
    return call(turn, {**answer.data, "datetime": when.isoformat()})


def send(turn: Turn, answer: Answer) -> Reply:
    if answer.index != 0:
        return Reply("好的，没有发出约稿。")
    data = answer.data
    due, units = datetime.fromisoformat(data["datetime"]), list(data["units"])
    values = {"topic": str(data["topic"])[:100], "units": ",".join(units), "due_at": due, "state": OPEN}
    call_id = queries.add(turn.tx, info_call, turn.person.userid, turn.now, **values)
    made = _got(turn.tx, call_id)
    people, _ = _people(turn, units)
    text = _words(turn, made.topic, due)
    turn.tell(people, text, lane=Lane.TIMELY, key=f"{made.key}:约稿", subject=made.key)
    turn.plan(LINE, "call_nudge", made.key, "units", _nudge_at(turn, due))
    turn.plan(LINE, "call_over", made.key, "editors", due)
    turn.note("call_info", made.key, after={"units": ",".join(units), "due_at": due.isoformat()})
    turn.undoable(LINE, "call", made.key, {"id": call_id})
    return Reply(
        f"已向{len(units)}个单位发出约稿，{moment(due)}截止；未报的届前提醒一次。可回复“约稿情况”查看。",
        about=(made.key,),
    )


def put_off(turn: Turn, slots: Slots) -> Reply:
    """约稿延到25号: the newest call; those who have not sent hear the new limit."""
    due = datetime.fromisoformat(slots["datetime"])
    running = [one for one in _calls(turn.tx, info_call.c.state == OPEN) if one.due_at > turn.now]
    if not running:
        return Reply("目前没有正在征集的约稿。")
    if due <= turn.now:
        return Reply("这个时限已经过去，请写以后的时间，如“约稿延到9月28日12点前”。")
    found = running[-1]
    absent, _ = _people(turn, missing(turn.tx, found))
    turn.tx.execute(update(info_call).where(info_call.c.id == found.id).values(due_at=due, updated_at=turn.now))
    turn.unplan(LINE, found.key)
    turn.plan(LINE, "call_nudge", found.key, "units", _nudge_at(turn, due))
    turn.plan(LINE, "call_over", found.key, "editors", due)
    text = f"【变更】约稿“{found.topic}”的报送时限由{moment(found.due_at)}改为{moment(due)}。"
    turn.tell(absent, text, lane=Lane.TIMELY, key=f"{found.key}:改期:{due.isoformat()}", subject=found.key)
    turn.note("call_later", found.key, before={"due_at": found.due_at.isoformat()}, after={"due_at": due.isoformat()})
    return Reply(f"约稿“{found.topic}”改为{moment(due)}截止，已告知未报的{len(absent)}位信息员。", about=(found.key,))


def _words(turn: Turn, topic: str, due: datetime) -> str:
    desk = turn.person.desk or turn.office.phones.secretariat
    return (
        f"【约稿】请围绕“{topic}”于{moment(due)}前报送约500字信息，需有数据和典型做法，请勿涉密。"
        f"直接回复“投稿：《标题》正文”即可。联系人：{turn.person.name} {desk}。"
    )


def _people(turn: Turn, units: Sequence[str]) -> tuple[list[str], list[str]]:
    found = {unit: [person.userid for person in turn.office.liaisons(unit)[:1]] for unit in units}
    silent = [wording.label(unit, turn.office) for unit, people in found.items() if not people]
    return [userid for people in found.values() for userid in people], silent


def _nudge_at(desk: Desk, due: datetime) -> datetime:
    """Nine o'clock on the workday before; where that is over, halfway to the limit."""
    before = desk.calendar.previous_workday(local(due).date())
    at = datetime.combine(before, _MORNING, SHANGHAI)
    return at if at > desk.now else desk.now + (due - desk.now) / 2


def nudge(desk: Desk, reminder: Reminder) -> None:
    """Once, and only those who have not sent."""
    found = _got(desk.tx, int(reminder.object.partition(":")[2]))
    for unit in missing(desk.tx, found):
        people = [person.userid for person in desk.office.liaisons(unit)[:1]]
        text = (
            f"【提醒】约稿“{found.topic}”{moment(found.due_at)}截止，贵单位尚未报送。直接回复“投稿：《标题》正文”即可。"
        )
        desk.tell(people, text, lane=Lane.ROUTINE, key=f"{found.key}:提醒:{unit}", subject=found.key)


def over(desk: Desk, reminder: Reminder) -> None:
    """The limit: those who called learn who has not sent; nobody else does."""
    found = _got(desk.tx, int(reminder.object.partition(":")[2]))
    people = dict.fromkeys([found.created_by, *(person.userid for person in editors(desk))])
    text = f"【约稿截止】{standing(desk, found)}"
    desk.tell(people, text, lane=Lane.TIMELY, key=f"{found.key}:截止", subject=found.key)


def status(turn: Turn, slots: Slots) -> Reply:
    """约稿情况: to editors who has sent; to a unit the calls that it has yet to answer."""
    if is_editor(turn.person):
        since = turn.now - timedelta(days=14)
        found = _calls(turn.tx, info_call.c.due_at >= since)[-5:]
        lines = [standing(turn, one) for one in found]
        return Reply("\n".join(lines) or "近期没有约稿。", about=tuple(one.key for one in reversed(found)))
    mine = [one for one in open_for(turn.tx, turn.person.unit or "") if one.due_at > turn.now]
    if not mine:
        return Reply("目前没有待报送的约稿。" if turn.person.unit else NOT_FOUND)
    return Reply("待报送的约稿：\n" + "\n".join(f"“{one.topic}”，{moment(one.due_at)}前" for one in mine))


def standing(desk: Desk, found: Call) -> str:
    """In the order of the call, without comparison."""
    absent = missing(desk.tx, found)
    sent = [wording.label(unit, desk.office) for unit in found.units if unit not in absent]
    names = [wording.label(unit, desk.office) for unit in absent]
    text = f"“{found.topic}”（{moment(found.due_at)}截止）：已报{len(sent)}个"
    text += f"（{'、'.join(sent)}）" if sent else ""
    return text + (f"，未报{len(names)}个（{'、'.join(names)}）。" if names else "，全部报齐。")


def answer_call(turn: Turn, slots: Slots) -> Reply:
    """这是约稿: the piece sent last answers the call."""
    calls = open_for(turn.tx, turn.person.unit or "")
    item = next((i for i in queries.latest_of(turn.tx, turn.person.unit or "") if i.state is ItemState.RECEIVED), None)
    if item is None or not calls:
        return Reply("没有待报送的约稿，或近期没有来稿。")
    queries.hold(turn.tx)
    queries.alter(turn.tx, item, turn.now, call=calls[-1].id)
    turn.note("answer_call", item.key, after={"call": calls[-1].id})
    return Reply(f"好的，{item.number}记为约稿“{calls[-1].topic}”的来稿。", about=(item.key,))


def call_for(turn: Turn, unit: str, title: str, text: str) -> Call | None:
    """The open call of the unit that the piece is about."""
    words = _PUNCTUATION.sub("", f"{title}{text}")
    fitting = [one for one in open_for(turn.tx, unit) if _about(_PUNCTUATION.sub("", one.topic), words)]
    return fitting[-1] if fitting else None


def _about(topic: str, words: str) -> bool:
    pairs = {topic[n : n + 2] for n in range(len(topic) - 1)} - {"工作", "情况", "做法", "推进", "加强", "开展"}
    shared = sum(pair in words for pair in pairs)
    return topic in words or (bool(pairs) and shared * 2 >= len(pairs))


def receipt(found: Call | None, waiting: Sequence[Call]) -> str:
    if found is not None:
        return f"已记为约稿“{found.topic}”的来稿。"
    return f"如系约稿“{waiting[-1].topic}”的来稿，请回复“这是约稿”。" if waiting else ""


def open_for(tx: Connection, unit: str) -> list[Call]:
    """Calls to the unit that it has not answered."""
    found = [one for one in _calls(tx, info_call.c.state == OPEN) if unit in one.units]
    return [one for one in found if unit in missing(tx, one)]


def missing(tx: Connection, found: Call) -> list[str]:
    """The units that have not sent, in the order of the call."""
    query = select(info_item.c.unit).where(info_item.c.call == found.id, info_item.c.state != ItemState.WITHDRAWN)
    sent = set(tx.execute(query).scalars())
    return [unit for unit in found.units if unit not in sent]


def _calls(tx: Connection, *where: Any) -> list[Call]:
    query = select(info_call).where(info_call.c.state == OPEN, *where).order_by(info_call.c.id)
    return [Call(r.id, r.topic, tuple(r.units.split(",")), r.due_at, r.created_by) for r in tx.execute(query)]


def _got(tx: Connection, call_id: int) -> Call:
    """Raises LookupError."""
    r = tx.execute(select(info_call).where(info_call.c.id == call_id)).first()
    if r is None:
        raise LookupError(f"call:{call_id}")
    return Call(r.id, r.topic, tuple(r.units.split(",")), r.due_at, r.created_by)


def undo_call(turn: Turn, change: Change) -> Reply:
    """Whoever got it hears that it is off."""
    found = _got(turn.tx, int(change.data["id"]))
    turn.tx.execute(update(info_call).where(info_call.c.id == found.id).values(state=CANCELLED, updated_at=turn.now))
    turn.unplan(LINE, found.key)
    people, _ = _people(turn, found.units)
    text = f"【取消】约稿“{found.topic}”取消，不必报送。"
    turn.tell(people, text, lane=Lane.TIMELY, key=f"{found.key}:取消", subject=found.key)
    turn.note("undo_call", found.key)
    return Reply("已撤销：约稿取消，并已告知各单位。")
