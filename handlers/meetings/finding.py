"""查会议室: which rooms are free, and who uses a room when (domain.md 4.5); never what for."""

from datetime import datetime, timedelta

from handlers.line import Reply, Slots
from handlers.meetings import rooms
from handlers.meetings.gaps import free_spans
from handlers.meetings.wording import hours, name_of, span
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.wording import day as day_words
from storage.office import Room


def find_room(turn: Turn, slots: Slots) -> Reply:
    """Which rooms are free, at a time or over a day; nobody's business is named."""
    begin = slots.get("datetime") or slots.get("day")
    start = datetime.fromisoformat(begin) if isinstance(begin, str) else turn.here
    equipment, people = slots.get("equipment") or (), slots.get("count")
    fitting = [r for r in turn.office.rooms if rooms.suits(r, people, equipment)]
    wanted = [r for r in turn.office.rooms if r.name == slots["room"]] if "room" in slots else fitting
    if not wanted:
        return Reply("没有合适的会议室（人数或设备不符），请联系会务科协调。")
    span_ = slots.get("date_range")
    if slots.get("who"):
        return Reply(_who(turn, wanted, start))
    if isinstance(span_, dict):
        end = datetime.fromisoformat(span_["end"])
        free = [r for r in wanted if rooms.is_free(turn.tx, r, start, end, turn.now)]
        head = span(start, end)
        if free:
            listed = "、".join(f"{r.label}（{r.seats}座）" for r in free)
            return Reply(
                f"{head}空闲：{listed}。要订请说“订{free[0].name}，{start.month}月{start.day}日{hours(start, end)}”。",
                about=tuple(f"room:{room.name}" for room in free),
            )
        return Reply(
            f"{head}{'该会议室已被预订' if 'room' in slots else '没有空闲会议室'}。\n{_day_plan(turn, wanted, start)}"
        )
    return Reply(_day_plan(turn, wanted, start))


def _day(turn: Turn, start: datetime) -> datetime:
    return local(start) if start.tzinfo else start.replace(tzinfo=turn.here.tzinfo)


def _who(turn: Turn, wanted: list[Room], start: datetime) -> str:
    """301明天谁在用: who holds it when; not for what."""
    here = _day(turn, start).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = []
    for room in wanted:
        rows = rooms.on_day(turn.tx, room.id, here, here + timedelta(days=1), turn.now)
        used = "；".join(
            f"{hours(row['starts_at'], row['ends_at'])} {name_of(turn.office, row['organiser'])}" for row in rows
        )
        lines.append(f"{room.label}：{used or '没有预订'}")
    return "\n".join((f"{day_words(here)}会议室使用：", *lines))


def _day_plan(turn: Turn, wanted: list[Room], start: datetime) -> str:
    here = _day(turn, start)
    window = turn.office.hours[0].start, turn.office.closing_time.end
    lines = []
    for room in wanted:
        opening, closing = (datetime.combine(here.date(), t, turn.here.tzinfo) for t in window)
        sample = rooms.use_of(room, opening, opening + timedelta(hours=1))
        taken = rooms.uses(turn.tx, room, opening, closing, turn.now)
        words = "、".join(hours(a, b) for a, b in free_spans(here.date(), taken, window, sample)) or "无空闲"
        lines.append(f"{room.label}（{room.seats}座）：{'全天空闲' if not taken else words}")
    return "\n".join((f"{day_words(here)}空闲时段：", *lines))
