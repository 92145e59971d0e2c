"""让陈曦的会让给……: 会务科 decides who makes way; the bot never does (domain.md 4.5: 先全局后部门、先紧急后一般).

Whoever makes way gets another room at the same time when there is one, and is told; both moves stand in the audit.
"""

import re
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, select, update

from handlers.line import Answer, Reply, Slots
from handlers.meetings import queries, rooms, waiting
from handlers.meetings.rooms import Taken, Wish
from handlers.meetings.tables import booking, wait
from handlers.meetings.terms import BookingState, WaitState, level_said, place_in_ladder
from handlers.meetings.wording import contact, name_of, room_short, span
from handlers.turn import Turn
from scheduler.clock import local
from storage.db import lock
from storage.office import Office, Room
from storage.outbox import Lane

STEP = "give_way"
NOTHING = "没有找到您说的预订。可说“让陈曦9月24日的201让给候补的单位”。"
CONFIRM = ("确认调整", "不调整")
_TO = re.compile(r"让(?:出来)?给|腾给|调整给|优先给|换给|给(?=[^，,。]{1,20}(?:用|开))")


def give_way(turn: Turn, _slots: Slots) -> Reply:
    """Find the booking that is to make way and who comes instead; ask before anything moves."""
    head, tail = _parts(turn.said.text)
    standing = _standing(turn, head)
    pairs = [(row, one) for row in standing for one in _candidates(turn, row, tail)]
    if not standing:
        return Reply(NOTHING)
    if not pairs:
        listed = "；".join(_described(turn.office, row) for row in standing[:3])
        return Reply(f"{listed}：没有人候补这个时段。请申请人先订这个会议室并回复“候补”，再由您决定。")
    if len(pairs) > 1:
        options = tuple(f"{_described(turn.office, row)}让给{_who(turn, one)}" for row, one in pairs)
        data = {"pairs": [[row["id"], one["id"]] for row, one in pairs]}
        return Reply("怎样调整？", options=options, then=STEP, data=data)
    return _confirm(turn, *pairs[0])


def _parts(text: str) -> tuple[str, str]:
    found = _TO.search(text)
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def _standing(turn: Turn, head: str) -> list[RowMapping]:
    """The bookings to come for which somebody waits or which the words name: by holder, room and day."""
    said = turn.said
    holders = {p.person.userid for p in said.people if p.person and p.span[1] <= len(head)}
    wanted = {room.id for room in said.rooms if room.name in head or room.label in head}
    day = next((w.start.date() for w in said.times if w.start and w.span[1] <= len(head)), None)
    active = booking.c.state == BookingState.BOOKED.value, booking.c.starts_at > turn.now
    rows = turn.tx.execute(select(booking).where(*active).order_by(booking.c.starts_at)).mappings().all()
    found = [
        row
        for row in rows
        if (not holders or row["organiser"] in holders)
        and (not wanted or row["room"] in wanted)
        and (day is None or local(row["starts_at"]).date() == day)
    ]
    named = bool(holders or wanted or day)
    return [row for row in found if waiting.clashing(turn, row)] or (found[:3] if named else [])


def _candidates(turn: Turn, row: RowMapping, tail: str) -> list[RowMapping]:
    """Those who wait for that room and time; narrowed by the name or meeting after 让给."""
    found = waiting.clashing(turn, row)
    named = [one for one in found if _fits(turn, one, tail)]
    return named or found


def _fits(turn: Turn, one: RowMapping, tail: str) -> bool:
    person = turn.office.person(one["userid"])
    names = [person.name, person.address, person.unit or ""] if person else []
    return any(name and name in tail for name in names) or (one["purpose"] in tail or level_said(tail) == one["level"])


def _who(turn: Turn, one: RowMapping) -> str:
    return f"{name_of(turn.office, one['userid'])}（{one['level']}）"


def _described(office: Office, row: RowMapping) -> str:
    room = office.room(row["room"])
    which = room_short(room) if room else ""
    return f"{name_of(office, row['organiser'])}的{which}{span(row['starts_at'], row['ends_at'])}"


def answered(turn: Turn, answer: Answer) -> Reply:
    """Which pair, or whether really."""
    if "pairs" in answer.data:
        pair = answer.data["pairs"][answer.index or 0]
    elif answer.index != 0:
        return Reply("好的，不调整。")
    else:
        pair = answer.data["pair"]
    row = rooms.by_id(turn.tx, pair[0])
    one = turn.tx.execute(select(wait).where(wait.c.id == pair[1])).mappings().first()
    if row is None or one is None or row["state"] != BookingState.BOOKED or one["state"] != WaitState.WAITING:
        return Reply("情况刚有变化，未作调整，请重说一次。")
    return _confirm(turn, row, one) if "pairs" in answer.data else _move(turn, row, one)


def _confirm(turn: Turn, row: RowMapping, one: RowMapping) -> Reply:
    other = _elsewhere(turn, row)
    then = f"改到{room_short(other)}同一时间" if other else "暂无同一时间的其他会议室，需另定时间"
    lower = place_in_ladder(one["level"]) >= place_in_ladder(row["level"])
    note = f"（注意：{one['level']}的次序不先于{row['level']}）" if lower else ""
    text = (
        f"将{_described(turn.office, row)}（{row['level']}）让给{_who(turn, one)}{note}；"
        f"{name_of(turn.office, row['organiser'])}{then}，并通知双方。确认吗？"
    )
    return Reply(text, options=CONFIRM, then=STEP, data={"pair": [row["id"], one["id"]]})


def _elsewhere(turn: Turn, row: RowMapping) -> Room | None:
    room = turn.office.room(row["room"])
    if room is None:
        return None
    found = rooms.other_rooms(turn, _wish(room, row))
    return found[0] if found else None


def _wish(room: Room, row: RowMapping) -> Wish:
    use = rooms.use_of(room, row["starts_at"], row["ends_at"])
    return Wish(room, use, row["purpose"], row["level"], row["people"], equipment=tuple(row["equipment"] or ()))


def _move(turn: Turn, row: RowMapping, one: RowMapping) -> Reply:
    """The one who makes way moves first, then who waited gets the room: both under the locks of their rooms."""
    lock(turn.tx, f"room:{row['room']}")
    room, holder, comer = (
        turn.office.room(row["room"]),
        turn.office.person(row["organiser"]),
        turn.office.person(one["userid"]),
    )
    if room is None or holder is None or comer is None:
        return Reply(NOTHING)
    other = _elsewhere(turn, row)
    moved = rooms.take(turn, holder, _wish(other, row), instead_of=row["id"]) if other else None
    if other and isinstance(moved, int) and row["meeting"]:
        rooms.confirm(turn, moved, row["meeting"])
    if other is None or isinstance(moved, Taken):
        rooms.release(turn, row["id"])
        other = None
    result = rooms.take(turn, comer, _wish(room, one))
    if isinstance(result, Taken):
        raise LookupError("the room is not free although its booking has just made way")
    done = {"state": WaitState.BOOKED.value, "booking": result, "updated_at": turn.now, "version": wait.c.version + 1}
    turn.tx.execute(update(wait).where(wait.c.id == one["id"]).values(done))
    turn.unplan("meetings", f"wait:{one['id']}")
    _audit(turn, row, other, result)
    _tell_both(turn, row, room, other, one)
    for room_id in sorted({room.id} | ({other.id} if other else set())):
        waiting.offer(turn, room_id)
    where = f"改到{room_short(other)}" if other else "须另定时间"
    text = (
        f"已调整：{room_short(room)}{span(one['starts_at'], one['ends_at'])}由{comer.name}使用；"
        f"{holder.name}{where}，双方已通知。"
    )
    return Reply(text, about=(f"booking:{result}",))


def _audit(turn: Turn, row: RowMapping, other: Room | None, result: int) -> None:
    after = {"room": other.name if other else None, "to": f"booking:{result}"}
    turn.note("会议室让出", f"booking:{row['id']}", before={"room": row["room"], "level": row["level"]}, after=after)
    turn.note("会议室调整使用", f"booking:{result}", after={"from": f"booking:{row['id']}"})


def _tell_both(turn: Turn, row: RowMapping, room: Room, other: Room | None, one: RowMapping) -> None:
    who = contact(turn.office, turn.person.userid)
    lost = f"{room_short(room)}{span(row['starts_at'], row['ends_at'])}"
    if other:
        then = f"已为您改订{other.label}，时间不变。"
    else:
        times = rooms.other_times(turn, _wish(room, row), rooms.uses(turn.tx, room, *_day(row), turn.now))
        free = "、".join(span(start, start + (row["ends_at"] - row["starts_at"])) for start in times)
        then = f"同一时间没有其他会议室，{f'{room_short(room)}可改为{free}，' if free else ''}请另订。"
    of = queries.meeting_by_id(turn.tx, row["meeting"]) if row["meeting"] else None
    place = other.name if other else "……"
    notice = f"会议通知已发出的，请回复“{of['title']}地点改到{place}”，我来发变更通知。" if of else ""
    text = f"【调整】因全局工作需要，会务科将您预订的{lost}调整给其他会议使用，{then}{notice}请谅解。联系人：{who}。"
    key = f"booking:{row['id']}:{row['version']}:让出"
    turn.tell(row["organiser"], text, lane=Lane.TIMELY, key=key, subject=f"booking:{row['id']}")
    got = f"【会务】您候补的{room_short(room)}{span(one['starts_at'], one['ends_at'])}已由会务科协调订下，请按时使用。"
    turn.tell(one["userid"], got, lane=Lane.TIMELY, key=f"wait:{one['id']}:协调", subject=f"wait:{one['id']}")


def _day(row: RowMapping) -> tuple[datetime, datetime]:
    start = local(row["starts_at"]).replace(hour=0, minute=0)
    return start, start + timedelta(days=1)
