"""提醒我明天上午9点交材料: once or again and again, listed, cancelled, put off (domain.md 7.4)."""

import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, insert, select

from handlers.line import Answer, Press, Reply, Slots
from handlers.personal import heard, rules
from handlers.personal.listing import CANCELLED, DONE, NAME, WAITING, key, put, waiting
from handlers.personal.tables import TEXT_LENGTH, personal_reminder
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.desk import Desk
from scheduler.wording import hour, moment
from storage.changes import Change
from storage.db import lock
from storage.messages import Button, Card
from storage.outbox import Lane
from storage.payload import Payload
from storage.reminders import Reminder

KIND, WHAT, DAY = "remind", "remind_what", "remind_day"
SNOOZE = (("再过10分钟", 10), ("再过1小时", 60))
RECENT = timedelta(hours=12)
"""How long after a reminder 稍后 still means it."""
MOST = 100
_HALF_HOUR = re.compile("半个?小时|半点")


class Later(Payload, prefix="remind-later"):
    """稍后 on a reminder: again in so many minutes; 0 is 知道了."""

    reminder: int
    minutes: int


def remind(turn: Turn, slots: Slots) -> Reply:
    """Write it down and read it back."""
    if "one" not in slots and (moments := heard.several(turn.said)):
        replies = [remind(turn, {**slots, "datetime": at.isoformat(), "one": True}) for at in moments]
        return Reply("\n".join(one.text for one in replies), about=tuple(key for one in replies for key in one.about))
    days = heard.days_meant(turn.said)
    if len(days) > 1 and "day" not in slots:
        data = {**slots, "days": [day.isoformat() for day in days]}
        return Reply("按哪一天提醒您？", options=tuple(map(moment, days)), then=DAY, data=data)
    mine = waiting(turn)
    if len(mine) >= MOST:
        return Reply(f"您已有{MOST}条提醒，请先回复“我的提醒”清理一下。")
    rrule, first, holiday = slots.get("rrule"), None, None
    due = datetime.fromisoformat(slots["datetime"])
    if rrule:
        first = local(due).date()
        holiday = rules.holiday_rule(rrule, slots.get("holiday"))
        try:
            due = rules.next_time(rrule, first, holiday, turn.now, turn.calendar)
        except ValueError:
            return Reply("这种周期设不了，可以说“每天”“每周一”“每月5日”“每年12月1日”加钟点。没有登记。")
    elif due <= turn.now:
        return Reply(f"{moment(due)}已经过去，请换一个时间，例如“提醒我明天上午9点……”。没有登记。")
    text = str(slots["text"])[:TEXT_LENGTH]
    lock(turn.tx, f"remind:{turn.person.userid}")
    last = select(func.max(personal_reminder.c.no)).where(personal_reminder.c.userid == turn.person.userid)
    values = {
        "userid": turn.person.userid,
        "no": (turn.tx.execute(last).scalar() or 0) + 1,
        "text": text,
        "due_at": due,
        "rrule": rrule,
        "first_day": first,
        "holiday": holiday,
        "state": WAITING,
        "created_by": turn.actor,
        "created_at": turn.now,
        "updated_at": turn.now,
    }
    row = turn.tx.execute(insert(personal_reminder).values(**values).returning(*personal_reminder.c)).one()
    _plan(turn, row.id, due)
    turn.note("个人提醒", key(row.id))
    turn.undoable(NAME, "remind", key(row.id), {"id": row.id})
    again = f"{rules.words(rrule, holiday or rules.ALWAYS)}，首次{moment(due)}" if rrule else moment(due)
    caveat = turn.calendar.caveat(turn.here.date(), local(due).date()) if rrule else None
    more = f"\n{caveat}。" if caveat else ""
    return Reply(
        f"好的，{again}提醒您：{text}（提醒{row.no}）。不要了回复“取消提醒{row.no}”。{more}", about=(key(row.id),)
    )


def fire(desk: Desk, reminder: Reminder) -> None:
    """Say it at the hour the person chose, then plan the next time."""
    row = _get(desk, int(reminder.object.rpartition(":")[2]))
    if row is None or row.state == CANCELLED or (row.due_at > desk.now and not reminder.data.get("again")):
        return
    count = row.snoozed
    late = f"（原定{hour(reminder.due_at)}）" if reminder.late else ""
    card = Card(
        task_id=f"remind-{row.id}-{count}-{int(reminder.due_at.timestamp())}",
        title="提醒",
        desc=f"{moment(desk.now)}{late}"[:44],
        text=row.text,
        buttons=(
            *(Button(text=text, key=Later(reminder=row.id, minutes=n).pack(), style=2) for text, n in SNOOZE),
            Button(text="知道了", key=Later(reminder=row.id, minutes=0).pack()),
        ),
    )
    unique = f"{key(row.id)}:{reminder.due_at.isoformat()}"
    desk.tell(row.userid, card, lane=Lane.ANSWER, key=unique, subject=key(row.id))
    values: dict[str, Any] = {"fired_at": desk.now}
    if row.rrule and row.first_day and row.due_at <= desk.now:
        due = rules.next_time(row.rrule, row.first_day, row.holiday or rules.ALWAYS, desk.now, desk.calendar)
        values["due_at"] = due
        _plan(desk, row.id, due)
    elif not row.rrule:
        values["state"] = DONE
    put(desk, row.id, **values)


def undo(turn: Turn, change: Change) -> Reply:
    """Take the newest reminder back."""
    put(turn, change.data["id"], state=CANCELLED)
    turn.unplan(NAME, key(change.data["id"]))
    return Reply("已撤销：提醒取消。")


def later(turn: Turn, _slots: Slots) -> Reply:
    """再过10分钟, 一小时后再提醒: the reminder that came last."""
    since = turn.now - RECENT
    table = personal_reminder
    query = select(table).where(
        table.c.userid == turn.person.userid, table.c.fired_at > since, table.c.state != CANCELLED
    )
    row = turn.tx.execute(query.order_by(table.c.fired_at.desc(), table.c.id.desc())).first()
    when = next((one for one in turn.said.times if one.start), None)
    due = local(when.start) if when and when.start else None
    if row is None and due is not None and due > turn.now:
        return Reply(f"{moment(due)}提醒您什么事？", then=WHAT, data={"datetime": due.isoformat()}, free=True)
    if row is None:
        return Reply("刚才没有提醒可以推后。要设提醒请说“提醒我下午3点……”。")
    if due is None or due <= turn.now:
        due = turn.here + timedelta(minutes=30 if _HALF_HOUR.search(turn.said.text) else 10)
    return _again(turn, row, due)


def day_chosen(turn: Turn, answer: Answer) -> Reply:
    """The day of those that 2月30日 may mean."""
    if answer.index is None:
        return Reply("好的，没有登记。")
    return remind(turn, {**answer.data, "datetime": answer.data["days"][answer.index], "day": True})


def what_about(turn: Turn, answer: Answer) -> Reply:
    """What 半小时后叫我 is to remind of."""
    if answer.said.yes is False or not answer.said.bare:
        return Reply("好的，没有登记。")
    return remind(turn, {**answer.data, "text": heard.text_slot(answer.said, True, {}) or answer.said.bare})


def pressed(turn: Turn, payload: Later, press: Press) -> Reply | None:
    """A button of a reminder; only its owner has any right to it."""
    row = _get(turn, payload.reminder)
    if row is None or row.userid != turn.person.userid or row.state == CANCELLED:
        return Reply("没有找到这条提醒。")
    done = next((text for text, minutes in SNOOZE if minutes == payload.minutes), "知道了")
    card = Card(title="提醒", desc=row.text[:44], done=done)
    turn.update_card(press.response_code, [turn.person.userid], card)
    return _again(turn, row, turn.here + timedelta(minutes=payload.minutes)) if payload.minutes else None


def _again(turn: Turn, row: Row[Any], due: datetime) -> Reply:
    put(turn, row.id, snoozed=row.snoozed + 1, **({} if row.rrule else {"state": WAITING, "due_at": due}))
    turn.plan(NAME, f"{KIND}_again", key(row.id), row.userid, due, {"again": True})
    return Reply(
        f"好的，{hour(due) if due.date() == turn.here.date() else moment(due)}再提醒您：{row.text}。",
        about=(key(row.id),),
    )


def _plan(desk: Desk, reminder: int, due: datetime) -> None:
    owner = _get(desk, reminder)
    if owner is not None:
        desk.plan(NAME, KIND, key(reminder), owner.userid, due)


def _get(desk: Desk, reminder: int) -> Row[Any] | None:
    return desk.tx.execute(select(personal_reminder).where(personal_reminder.c.id == reminder)).first()
