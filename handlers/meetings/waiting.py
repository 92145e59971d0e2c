"""候补: who waits for a room, and who is told when it is free (domain.md 4.5).

A free room is kept for the first who waits and fits, for ten working minutes, and he is told once; then for the next.
"""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, or_, select, update

from handlers.line import Press, Reply, Slots
from handlers.meetings import rooms
from handlers.meetings.gaps import clash
from handlers.meetings.rooms import Taken, Wish
from handlers.meetings.tables import booking, wait
from handlers.meetings.terms import BookingState, WaitState
from handlers.meetings.wording import room_short, span
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.desk import Desk
from scheduler.hours import OfficeHours
from scheduler.wording import moment
from storage.db import lock
from storage.messages import Button, Card
from storage.office import Office, Person
from storage.outbox import Lane
from storage.payload import Payload
from storage.reminders import Reminder

OVER = "wait_over"
ANSWER_WITHIN = 1 / 6
"""Working hours for which a room is kept for somebody who waited."""
WANTED = re.compile(
    r"候补|排队|排个?号|有空(?:了|的时候)?再?(?:通知|告诉|叫)我|空出来(?:了|后|的话)?再?(?:通知|告诉|叫)我|等(?:它|有)?空出来"
)
NOT_WAITING = "您没有在候补的会议室。"
_TAKE = frozenset({"订下", "订", "订了", "订吧", "要", "我要", "要了", "确认", "确认要", "确认订", "保留"})
_LEAVE = frozenset({"不要", "不要了", "不用了", "放弃", "不订了", "让给别人", "给别人吧"})
_VAGUE = frozenset({"好", "好的", "可以", "1", "行", "是", "是的"})


class WaitAnswer(Payload, prefix="roomwait"):
    """订下 or 不要 on the card that says a room is free now."""

    wait: int
    take: bool


def take(desk: Desk, person: Person, wish: Wish, instead_of: int | None = None) -> int | Taken:
    """rooms.take; what becomes free by it goes to those who wait."""
    before = rooms.by_id(desk.tx, instead_of) if instead_of is not None else None
    result = rooms.take(desk, person, wish, instead_of)
    for room_id in sorted({wish.room.id} | ({before["room"]} if before is not None else set())):
        offer(desk, room_id)
    return result


def give_back(desk: Desk, booking_id: int) -> None:
    """The room is free again; whoever waits for it is told."""
    row = rooms.by_id(desk.tx, booking_id)
    if row is None:
        return
    lock(desk.tx, f"room:{row['room']}")
    rooms.release(desk, booking_id)
    offer(desk, row["room"])


def offer(desk: Desk, room_id: str) -> None:
    """Keep the room for everybody whose turn it is, in the order in which they came, and tell each once."""
    room = desk.office.room(room_id)
    if room is None or (waiting := _waiting_for(desk.tx, room_id, desk.now)) == []:
        return
    lock(desk.tx, f"room:{room_id}")
    for row in waiting:
        person = desk.office.person(row["userid"])
        if person is None or (row["room"] is None and not rooms.suits(room, row["people"], row["equipment"] or ())):
            continue
        use = rooms.use_of(room, row["starts_at"], row["ends_at"])
        hours = OfficeHours(desk.calendar, desk.office.hours)
        until = min(hours.add_working_hours(desk.now, ANSWER_WITHIN), use.start)
        wish = Wish(room, use, row["purpose"], row["level"], row["people"], hold=True, hold_until=until)
        kept = rooms.take(desk, person, wish)
        if not isinstance(kept, Taken):
            _set(desk, row["id"], WaitState.OFFERED, told_at=desk.now, booking=kept)
            _tell(desk, row, f"{room_short(room)}{span(use.start, use.end)}", until)


def _waiting_for(tx: Connection, room_id: str, now: datetime) -> list[RowMapping]:
    fitting = or_(wait.c.room == room_id, wait.c.room.is_(None))
    query = select(wait).where(wait.c.state == WaitState.WAITING.value, fitting, wait.c.starts_at > now)
    return list(tx.execute(query.order_by(wait.c.id)).mappings())


def _set(desk: Desk, wait_id: int, state: WaitState, **values: Any) -> None:
    changed = {**values, "state": state.value, "updated_at": desk.now, "version": wait.c.version + 1}
    desk.tx.execute(update(wait).where(wait.c.id == wait_id).values(changed))


def _tell(desk: Desk, row: RowMapping, which: str, until: datetime) -> None:
    buttons = tuple(
        Button(text=text, key=WaitAnswer(wait=row["id"], take=yes).pack(), style=style)
        for text, yes, style in (("订下", True, 1), ("不要", False, 2))
    )
    card = Card(
        task_id=f"roomwait-{row['id']}-{row['version']}",
        title="候补的会议室空出来了",
        text=f"{which}已为您保留到{moment(until)}，请按“订下”或回复“订下”；不用了请回复“不要”。"[:160],
        buttons=buttons,
    )
    key = f"wait:{row['id']}:空出"
    desk.tell(row["userid"], card, lane=Lane.TIMELY, key=key, subject=f"wait:{row['id']}", expires_at=until)


def register(turn: Turn, wish: Wish, any_room: bool = False) -> str:
    """Put the person into the line; returns what to say. Standing in it twice for the same is standing once."""
    start, end = wish.use.start, wish.use.end
    where = f"{'任一合适会议室' if any_room else room_short(wish.room)}{span(start, end)}"
    room_id = None if any_room else wish.room.id
    mine = [
        row
        for row in standing(turn)
        if (row["room"], local(row["starts_at"]), local(row["ends_at"])) == (room_id, start, end)
    ]
    if mine:
        return f"您已在候补{where}，空出来先通知您。"
    values = {
        "room": room_id,
        "starts_at": start,
        "ends_at": end,
        "purpose": wish.purpose,
        "level": wish.level,
        "people": wish.people,
        "equipment": list(wish.equipment) or None,
        "userid": turn.person.userid,
        "state": WaitState.WAITING.value,
        "created_by": turn.person.userid,
        "created_at": turn.now,
        "updated_at": turn.now,
    }
    wait_id = int(turn.tx.execute(insert(wait).values(**values).returning(wait.c.id)).scalar_one())
    turn.plan("meetings", OVER, f"wait:{wait_id}", turn.person.userid, start)
    turn.note("候补会议室", f"wait:{wait_id}", after={"room": room_id, "start": start.isoformat()})
    for room in turn.office.rooms if any_room else (wish.room,):
        offer(turn, room.id)
    return f"已登记候补：{where}。空出来先通知您，为您保留10分钟（工作时间）；不等了请回复“取消候补”。"


def standing(turn: Turn) -> list[RowMapping]:
    """What the person waits for, or has been offered, oldest first."""
    open_ = wait.c.state.in_((WaitState.WAITING.value, WaitState.OFFERED.value)), wait.c.starts_at > turn.now
    query = select(wait).where(wait.c.userid == turn.person.userid, *open_).order_by(wait.c.id)
    return list(turn.tx.execute(query).mappings())


def clashing(desk: Desk, row: RowMapping) -> list[RowMapping]:
    """Those who wait for the room that this booking holds at that time, in the order in which they came."""
    room = desk.office.room(row["room"])
    if room is None:
        return []
    taken = rooms.use_of(room, row["starts_at"], row["ends_at"])
    waiting = [one for one in _waiting_for(desk.tx, room.id, desk.now) if one["room"] == room.id]
    return [one for one in waiting if clash(rooms.use_of(room, one["starts_at"], one["ends_at"]), [taken])]


def bare_word(turn: Turn) -> Reply | None:
    """订下 or 不要 from somebody for whom a room is kept."""
    bare = turn.said.bare
    if bare not in _TAKE | _LEAVE | _VAGUE:
        return None
    offered = [row for row in standing(turn) if row["state"] == WaitState.OFFERED.value]
    return settle(turn, offered[0]["id"], bare not in _LEAVE) if offered else None


def settle(turn: Turn, wait_id: int, yes: bool) -> Reply:
    """Book what was kept, or pass it on."""
    row = turn.tx.execute(select(wait).where(wait.c.id == wait_id)).mappings().first()
    if row is None or row["userid"] != turn.person.userid:
        return Reply(NOT_WAITING)
    kept = rooms.by_id(turn.tx, row["booking"]) if row["booking"] else None
    where = _named(turn.office, kept or row)
    live = kept is not None and kept["state"] == BookingState.HELD.value and kept["hold_until"] > turn.now
    if row["state"] != WaitState.OFFERED.value or kept is None or not live:
        done = row["state"] == WaitState.BOOKED.value
        return Reply(f"{where}您已订下。" if done else f"{where}的保留时间已过，候补已结束；仍需要请重新订或候补。")
    if not yes:
        _set(turn, wait_id, WaitState.DROPPED)
        turn.unplan("meetings", f"wait:{wait_id}")
        give_back(turn, kept["id"])
        turn.note("放弃候补", f"wait:{wait_id}")
        return Reply(f"好的，{where}已让出。")
    lock(turn.tx, f"room:{kept['room']}")
    values = {"state": BookingState.BOOKED.value, "hold_until": None, "held_for": None, "updated_at": turn.now}
    turn.tx.execute(update(booking).where(booking.c.id == kept["id"]).values(**values, version=booking.c.version + 1))
    turn.unplan("meetings", f"booking:{kept['id']}", "hold")
    turn.unplan("meetings", f"wait:{wait_id}")
    _set(turn, wait_id, WaitState.BOOKED)
    key = f"booking:{kept['id']}"
    turn.note("订会议室", key, after={"room": kept["room"], "start": local(kept["starts_at"]).isoformat()})
    turn.undoable("meetings", "booking", key, {"id": kept["id"]})
    return Reply(f"已订：{where}。回复“撤销”可取消。", about=(key,))


def _named(office: Office, row: RowMapping) -> str:
    room = office.room(row["room"] or "")
    return f"{room_short(room) if room else '会议室'}{span(row['starts_at'], row['ends_at'])}"


def pressed(turn: Turn, payload: WaitAnswer, press: Press) -> Reply:
    """订下 or 不要 on the card; a forwarded card gives no rights."""
    reply = settle(turn, payload.wait, payload.take)
    row = turn.tx.execute(select(wait).where(wait.c.id == payload.wait)).mappings().first()
    if row is not None and row["userid"] == turn.person.userid:
        card = Card(title="候补的会议室空出来了", text=reply.text[:160], done=str(row["state"]))
        turn.update_card(press.response_code, [turn.person.userid], card)
    return reply


def leave(turn: Turn, _slots: Slots) -> Reply:
    """取消候补: out of every line in which the person stands."""
    mine = standing(turn)
    for row in mine:
        _set(turn, row["id"], WaitState.DROPPED)
        turn.unplan("meetings", f"wait:{row['id']}")
        turn.note("放弃候补", f"wait:{row['id']}")
        if row["state"] == WaitState.OFFERED.value and row["booking"]:
            give_back(turn, row["booking"])
    listed = "、".join(_named(turn.office, row) for row in mine)
    return Reply(f"已取消候补：{listed}。" if mine else NOT_WAITING)


def hold_over(desk: Desk, reminder: Reminder) -> None:
    """A room that was kept for a draft, or for somebody who did not answer, is free again."""
    booking_id = int(reminder.object.removeprefix("booking:"))
    row = rooms.by_id(desk.tx, booking_id)
    if row is None or row["state"] != BookingState.HELD.value:
        return
    missed = wait.c.booking == booking_id, wait.c.state == WaitState.OFFERED.value
    desk.tx.execute(update(wait).where(*missed).values(state=WaitState.MISSED.value, updated_at=desk.now))
    give_back(desk, booking_id)


def over(desk: Desk, reminder: Reminder) -> None:
    """The time has come and no room was free: said once, so that nobody waits for nothing."""
    wait_id = int(reminder.object.removeprefix("wait:"))
    row = desk.tx.execute(select(wait).where(wait.c.id == wait_id)).mappings().first()
    if row is None or row["state"] != WaitState.WAITING.value:
        return
    _set(desk, wait_id, WaitState.MISSED)
    text = f"您候补的{_named(desk.office, row)}没有空出来，候补已结束。"
    desk.tell(row["userid"], text, lane=Lane.TIMELY, key=f"wait:{wait_id}:未空出", subject=f"wait:{wait_id}")
