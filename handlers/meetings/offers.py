"""What to offer when a room is taken: who has it, what is free, other times and rooms, a place in the line (SC21)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from handlers.line import Press, Reply
from handlers.meetings import rooms, waiting
from handlers.meetings.gaps import free_spans
from handlers.meetings.rooms import Taken, Wish
from handlers.meetings.terms import place_in_ladder
from handlers.meetings.wording import hours, name_of, option_day, room_short, span
from handlers.policy import NOT_FOUND
from handlers.turn import Turn
from scheduler.wording import hour
from storage.messages import Button, Card
from storage.office import Person, Role
from storage.payload import Payload

JUST_NOW = timedelta(minutes=10)
WAIT = "候补（空出来先通知您）"
_OUTSIDE = frozenset({Role.LEADER, Role.UNIT_HEAD})


class RoomOffer(Payload, prefix="roomoffer"):
    """A room and a time that were offered instead of a taken one; `wait` stands for a place in the line."""

    room: str
    start: datetime
    minutes: int
    purpose: str
    level: str
    people: int | None = None
    wait: bool = False


@dataclass(frozen=True, slots=True)
class Instead:
    """What is said to whoever came second; `offers` are changes of the draft, `options` how they read."""

    text: str
    offers: list[dict[str, Any]]
    options: list[str]
    card: Card | None = None


def books(person: Person) -> bool:
    """Anyone of the office and the units' 联络员 (domain.md 4.5)."""
    return person.has(Role.UNIT_LIAISON) or not _OUTSIDE & set(person.roles)


def instead(turn: Turn, wish: Wish, taken: Taken) -> Instead:
    """Who has the room, what is free, and what could be taken instead, as numbered options and as buttons."""
    others: list[tuple[dict[str, Any], str, str, Wish]] = []
    for start in rooms.other_times(turn, wish, taken.uses):
        use = wish.use.moved(start)
        said = f"{room_short(wish.room)} {hours(use.start, use.end)}"
        others.append((_times(use.start, use.end), said, f"{hour(use.start)}起", _at(wish, start)))
    if not others and not rooms.other_rooms(turn, wish):
        for start in rooms.other_days(turn, wish):
            use = wish.use.moved(start)
            said = f"{room_short(wish.room)} {option_day(start)}{hours(use.start, use.end)}"
            label = f"{start.month}月{start.day}日"
            others.append((_times(use.start, use.end), said, label, _at(wish, start)))
    for room in rooms.other_rooms(turn, wish):
        moved = Wish(room, rooms.use_of(room, wish.use.start, wish.use.end), wish.purpose, wish.level, wish.people)
        said = f"{room_short(room)} {hours(wish.use.start, wish.use.end)}（{room.seats}座）"
        others.append(({"room": room.name}, said, room_short(room), moved))
    offers = [change for change, *_ in others] + [{"wait": True}]
    options = [said for _, said, *_ in others] + [WAIT]
    buttons = [_button(label, one) for _, _, label, one in others[:5]] + [_button("候补", wish, wait=True)]
    text = f"{who_has_it(turn, wish, taken)}{'可改为：' if others else '当天没有别的可订，可以：'}"
    card = Card(
        task_id=f"roomoffer-{turn.request_id}",
        title=f"{room_short(wish.room)}已被预订，可改为"[:36],
        desc=f"{span(wish.use.start, wish.use.end)}"[:44],
        text="按一下就订下；也可直接回复序号，或另说会议室和时间。",
        buttons=tuple(buttons),
    )
    return Instead(text, offers, options, card)


def who_has_it(turn: Turn, wish: Wish, taken: Taken) -> str:
    """刚被预订（陈曦），空闲时段：…"""
    window = turn.office.hours[0].start, turn.office.closing_time.end
    spans = free_spans(wish.use.start.date(), taken.uses, window, wish.use)
    free = "、".join(hours(a, b) for a, b in spans) or "当日已无"
    fresh = turn.now - taken.booked_at <= JUST_NOW
    gap = max(wish.room.before, wish.room.after)
    higher = place_in_ladder(wish.level) < place_in_ladder(taken.level)
    ask = f"如须优先安排，请联系会务科（{turn.office.phones.conference}）协调。" if higher else ""
    return (
        f"{room_short(wish.room)}{span(wish.use.start, wish.use.end)}"
        f"{'刚' if fresh else '已'}被预订（{name_of(turn.office, taken.holder)}），"
        f"空闲时段：{free}（两场之间须留{gap}分钟）。{ask}"
    )


def _times(start: datetime, end: datetime) -> dict[str, Any]:
    return {"datetime": start.isoformat(), "date_range": {"start": start.isoformat(), "end": end.isoformat()}}


def _at(wish: Wish, start: datetime) -> Wish:
    return Wish(wish.room, wish.use.moved(start), wish.purpose, wish.level, wish.people, equipment=wish.equipment)


def _button(label: str, wish: Wish, wait: bool = False) -> Button:
    minutes = int(wish.use.length.total_seconds() // 60)
    offered = RoomOffer(
        room=wish.room.id,
        start=wish.use.start,
        minutes=minutes,
        purpose=wish.purpose[:60],
        level=wish.level,
        people=wish.people,
        wait=wait,
    )
    return Button(text=label[:10], key=offered.pack(), style=2 if wait else 1)


def pressed(turn: Turn, payload: RoomOffer, press: Press) -> Reply:
    """One of the offers, by button. Whoever presses books for himself, if he may; what is gone is said."""
    room = turn.office.room(payload.room)
    if room is None or not books(turn.person):
        return Reply(NOT_FOUND)
    use = rooms.use_of(room, payload.start, payload.start + timedelta(minutes=payload.minutes))
    wish = Wish(room, use, payload.purpose, payload.level, payload.people)
    if use.start <= turn.here:
        reply, done = Reply("这个时间已经过了，请另订。"), "已过期"
    elif payload.wait:
        reply, done = Reply(waiting.register(turn, wish)), "已候补"
    else:
        reply, done = booked(turn, wish)
    card = Card(title=f"{room_short(room)}{span(use.start, use.end)}"[:36], text=reply.text[:160], done=done)
    turn.update_card(press.response_code, [turn.person.userid], card)
    return reply


def booked(turn: Turn, wish: Wish) -> tuple[Reply, str]:
    """Book the room and read it back, or say who has it now."""
    result = waiting.take(turn, turn.person, wish)
    if isinstance(result, Taken):
        if result.by_me is not None:
            which = f"{wish.room.label}，{span(wish.use.start, wish.use.end)}"
            return Reply(f"您已订好{which}，不用再订。", about=(f"booking:{result.by_me}",)), "已订"
        return Reply(f"{who_has_it(turn, wish, result)}请另选。"), "已被预订"
    key = f"booking:{result}"
    turn.note("订会议室", key, after={"room": wish.room.name, "start": wish.use.start.isoformat(), "level": wish.level})
    turn.undoable("meetings", "booking", key, {"id": result})
    caveat = turn.calendar.caveat(turn.here.date(), wish.use.start.date())
    needed = "、".join(one for one in wish.equipment if one != rooms.VIDEO)
    return Reply(
        f"已订：{wish.room.label}，{span(wish.use.start, wish.use.end)}"
        f"（{hour(wish.use.held_from)}起可布置，留用至{hour(wish.use.held_to)}）。"
        f"{f'需要的{needed}已记下，请提前告会务科（{turn.office.phones.conference}）准备。' if needed else ''}"
        f"{f'（{caveat}）' if caveat else ''}回复“撤销”可取消。",
        about=(key,),
    ), "已订"
