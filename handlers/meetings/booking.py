"""订会议室 and 查会议室 (domain.md 4.5, SC21): ask one thing, take the room, or say who has it and what is free."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers.line import Answer, Reply, Slots
from handlers.meetings import rooms, spoken, spoken_times
from handlers.meetings.day_off import ask_about_day, moved, settle_day
from handlers.meetings.gaps import free_spans
from handlers.meetings.rooms import Taken, Wish
from handlers.meetings.wording import hours, name_of, numbered, option_day, room_short, span
from handlers.said import Said
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.wording import day as day_words
from scheduler.wording import hour
from storage.changes import Change
from storage.office import Room

STEP = "book"
ASK_TIME = "什么时间用？请说日期和起止时间，例如“9月24日9点到11点”。"
JUST_NOW = timedelta(minutes=10)
KEEP = "仍订"
STOP = frozenset({"取消", "算了", "不订了", "不用了"})
READERS = (
    ("room", spoken.room),
    ("readings", spoken_times.readings),
    ("day", spoken_times.day),
    ("datetime", spoken_times.starts),
    ("date_range", spoken_times.span),
    ("count", spoken.seats),
    ("text", spoken.purpose),
)


def book_room(turn: Turn, slots: Slots) -> Reply:
    """Book what the message says, asking for what is missing."""
    return _go_on(turn, dict(slots))


def answered(turn: Turn, answer: Answer) -> Reply:
    """The answer to one of the questions below."""
    draft, asked = dict(answer.data), answer.data.get("asked")
    index = answer.index if answer.index is not None else pick(turn.said, draft)
    if index is None and turn.said.bare in STOP:
        return Reply("好的，未订会议室。")
    if index is None and "offers" in draft and turn.said.choice is not None and not turn.said.rooms:
        return Reply(f"请选1–{len(draft['offers'])}，或直接说会议室和时间。", then=STEP, data=draft, free=True)
    return _go_on(turn, settle(draft, index) if index is not None else hear(draft, turn.said, asked))


def pick(said: Said, draft: Mapping[str, Any]) -> int | None:
    """Which offer a number means. Rooms have numbers for names, so 301 is a room and 1 the first offer."""
    if "offers" not in draft or said.choice is None or said.rooms:
        return None
    return said.choice - 1 if 1 <= said.choice <= len(draft["offers"]) else None


def settle(draft: dict[str, Any], index: int) -> dict[str, Any]:
    """The draft with the chosen one of what was offered."""
    asked = draft.get("asked")
    if asked == "readings":
        settled = {key: value for key, value in draft.items() if key != "readings"}
        return moved(settled, datetime.fromisoformat(draft["readings"]["starts"][index]))
    if asked == "day_off":
        return settle_day(draft, index)
    settled = {key: value for key, value in draft.items() if key != "offers"}
    return {**settled, **draft["offers"][index]}


def hear(draft: Mapping[str, Any], said: Said, asked: str | None) -> dict[str, Any]:
    """The draft with what the answer says: it overrides what was known of the same thing."""
    heard = {key: value for key, value in draft.items() if key not in {"offers", "readings"}}
    keeps_start = asked == "date_range" and not spoken_times.restates_start(said)
    if (start := spoken_times.moved_start(said, heard)) is not None:
        heard = moved(heard, start)
    for name, read in READERS:
        if keeps_start and name in spoken_times.OF_START:
            continue
        value = read(said, asked == name, heard)
        if value is not None:
            heard[name] = value
    if heard.get("datetime") != draft.get("datetime"):
        heard.pop("day_ok", None)
    return heard


def _ask(draft: dict[str, Any], asked: str, text: str, options: tuple[str, ...] = ()) -> Reply:
    return Reply(text, options=options, then=STEP, data={**draft, "asked": asked}, free=True)


def _go_on(turn: Turn, draft: dict[str, Any]) -> Reply:
    if "readings" in draft:
        starts = [datetime.fromisoformat(text) for text in draft["readings"]["starts"]]
        note = draft["readings"]["note"] or f"“{draft['readings']['text']}”有两种理解"
        return _ask(draft, "readings", f"{note}，您指哪一个？", tuple(f"{option_day(s)}{hour(s)}" for s in starts))
    if "datetime" not in draft:
        known = f"{day_words(datetime.fromisoformat(draft['day']))}几点到几点用？" if "day" in draft else ""
        return _ask(draft, "datetime", known or ASK_TIME)
    start = datetime.fromisoformat(draft["datetime"])
    if start <= turn.here:
        return _ask(_without_time(draft), "datetime", f"{day_words(start)}{hour(start)}已经过了，请另说时间。")
    off = ask_about_day(turn, draft, start)
    if off is not None:
        return _ask(off.draft, "day_off", off.text, off.options)
    if "date_range" not in draft:
        return _ask(draft, "date_range", f"{day_words(start)}{hour(start)}开始，大约用多长时间？")
    end = datetime.fromisoformat(draft["date_range"]["end"])
    if "room" not in draft:
        return _choose_room(turn, draft, start, end)
    room = turn.office.room(draft["room"])
    if room is None:
        return _choose_room(turn, draft, start, end)
    people = draft.get("count")
    if people and people > room.seats and not draft.get("size_ok"):
        return _too_small(turn, draft, room, start, end)
    return _take(turn, draft, Wish(room, rooms.use_of(room, start, end), draft.get("text", "会议"), people=people))


def _without_time(draft: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in draft.items() if key not in {"datetime", "date_range", "day", "day_ok"}}


def _choose_room(turn: Turn, draft: dict[str, Any], start: datetime, end: datetime) -> Reply:
    enough = draft.get("count") or 0
    free = [r for r in turn.office.rooms if r.seats >= enough and rooms.is_free(turn.tx, r, start, end, turn.now)]
    free.sort(key=lambda r: r.seats)
    if not free:
        return _ask(
            _without_time(draft),
            "datetime",
            f"{span(start, end)}没有{'容得下的' if enough else ''}空闲会议室，请另说时间。",
        )
    offers = [{"room": r.name} for r in free]
    text = f"{span(start, end)}空闲的会议室，订哪个？{numbered([f'{room_short(r)}（{r.seats}座）' for r in free])}"
    return _ask({**draft, "offers": offers}, "room", text)


def _too_small(turn: Turn, draft: dict[str, Any], room: Room, start: datetime, end: datetime) -> Reply:
    wish = Wish(room, rooms.use_of(room, start, end), "", people=draft["count"])
    larger = rooms.other_rooms(turn, wish)
    offers = [*({"room": r.name} for r in larger), {"size_ok": True}]
    options = [*(f"改订{room_short(r)}（{r.seats}座）" for r in larger), f"{KEEP}{room_short(room)}"]
    text = f"{room_short(room)}{room.seats}座，{draft['count']}人坐不下。{numbered(options)}"
    return _ask({**draft, "offers": offers}, "size", text)


def _take(turn: Turn, draft: dict[str, Any], wish: Wish) -> Reply:
    result = rooms.take(turn, turn.person, wish)
    if isinstance(result, Taken):
        return _refused(turn, draft, wish, result)
    key = f"booking:{result}"
    turn.note("订会议室", key, after={"room": wish.room.name, "start": wish.use.start.isoformat()})
    turn.undoable("meetings", "booking", key, {"id": result})
    caveat = turn.calendar.caveat(turn.here.date(), wish.use.start.date())
    return Reply(
        f"已订：{wish.room.label}，{span(wish.use.start, wish.use.end)}"
        f"（{hour(wish.use.held_from)}起可布置，留用至{hour(wish.use.held_to)}）。"
        f"{f'（{caveat}）' if caveat else ''}回复“撤销”可取消。",
        about=(key,),
    )


def _refused(turn: Turn, draft: dict[str, Any], wish: Wish, taken: Taken) -> Reply:
    if taken.by_me is not None:
        return Reply(
            f"您已订好{wish.room.label}，{span(wish.use.start, wish.use.end)}，不用再订。",
            about=(f"booking:{taken.by_me}",),
        )
    text, offers, options = offer(turn, wish, taken)
    if not options:
        return _ask(_without_time(draft), "datetime", f"{text}请另说时间。")
    return _ask({**draft, "offers": offers}, "instead", f"{text}{numbered(options)}")


def offer(turn: Turn, wish: Wish, taken: Taken) -> tuple[str, list[dict[str, Any]], list[str]]:
    """What to say to whoever came second: who has the room, what is free, and what could be taken instead (SC21)."""
    spans = free_spans(wish.use.start.date(), taken.uses, _working_day(turn), wish.use)
    free = "、".join(hours(a, b) for a, b in spans) or "当日已无"
    fresh = turn.now - taken.booked_at <= JUST_NOW
    gap = max(wish.room.before, wish.room.after)
    text = (
        f"{room_short(wish.room)}{span(wish.use.start, wish.use.end)}"
        f"{'刚' if fresh else '已'}被预订（{name_of(turn.office, taken.holder)}），"
        f"空闲时段：{free}（两场之间须留{gap}分钟）。可改为："
    )
    offers: list[dict[str, Any]] = []
    options: list[str] = []
    for start in rooms.other_times(turn, wish, taken.uses):
        use = wish.use.moved(start)
        offers.append({"datetime": use.start.isoformat(), "date_range": _range(use.start, use.end)})
        options.append(f"{room_short(wish.room)} {hours(use.start, use.end)}")
    for room in rooms.other_rooms(turn, wish):
        offers.append({"room": room.name})
        options.append(f"{room_short(room)} {hours(wish.use.start, wish.use.end)}（{room.seats}座）")
    return text, offers, options


def _range(start: datetime, end: datetime) -> dict[str, str]:
    return {"start": start.isoformat(), "end": end.isoformat()}


def _working_day(turn: Turn) -> Any:
    return turn.office.hours[0].start, turn.office.closing_time.end


def find_room(turn: Turn, slots: Slots) -> Reply:
    """Which rooms are free, at a time or over a day; nobody's business is named."""
    begin = slots.get("datetime") or slots.get("day")
    start = datetime.fromisoformat(begin) if isinstance(begin, str) else turn.here
    wanted = [r for r in turn.office.rooms if r.name == slots["room"]] if "room" in slots else list(turn.office.rooms)
    span_ = slots.get("date_range")
    if isinstance(span_, dict):
        end = datetime.fromisoformat(span_["end"])
        free = [r for r in wanted if rooms.is_free(turn.tx, r, start, end, turn.now)]
        head = span(start, end)
        if free:
            listed = "、".join(f"{r.label}（{r.seats}座）" for r in free)
            return Reply(
                f"{head}空闲：{listed}。要订请说“订{free[0].name}，{start.month}月{start.day}日{hours(start, end)}”。"
            )
        return Reply(
            f"{head}{'该会议室已被预订' if 'room' in slots else '没有空闲会议室'}。\n{_day_plan(turn, wanted, start)}"
        )
    return Reply(_day_plan(turn, wanted, start))


def _day_plan(turn: Turn, wanted: list[Room], start: datetime) -> str:
    open_, close = _working_day(turn)
    here = local(start) if start.tzinfo else start.replace(tzinfo=turn.here.tzinfo)
    lines = []
    for room in wanted:
        opening, closing = (datetime.combine(here.date(), t, turn.here.tzinfo) for t in (open_, close))
        sample = rooms.use_of(room, opening, opening + timedelta(hours=1))
        taken = rooms.uses(turn.tx, room, opening, closing, turn.now)
        spans = free_spans(here.date(), taken, (open_, close), sample)
        words = "、".join(hours(a, b) for a, b in spans) or "无空闲"
        lines.append(f"{room.label}（{room.seats}座）：{'全天空闲' if not taken else words}")
    return "\n".join((f"{day_words(here)}空闲时段：", *lines))


def undo_booking(turn: Turn, change: Change) -> Reply:
    """撤销 within ten minutes: the room is free again."""
    rooms.give_back(turn, int(change.data["id"]))
    turn.note("撤销预订", change.object)
    return Reply("已撤销：会议室预订取消，房间已释放。")
