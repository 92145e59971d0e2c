"""订会议室 and 查会议室 (domain.md 4.5, SC21): ask one thing, take the room, or say who has it and what is free."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers.line import Answer, Reply, Slots
from handlers.meetings import offers, recurring, rooms, several_days, spoken, spoken_times, waiting
from handlers.meetings.day_off import ask_about_day, moved, settle_day
from handlers.meetings.rooms import Wish
from handlers.meetings.terms import level_said
from handlers.meetings.wording import numbered, option_day, room_short, span
from handlers.said import Said
from handlers.turn import Turn
from scheduler.wording import day as day_words
from scheduler.wording import hour
from storage.changes import Change
from storage.office import Room

STEP = "book"
ASK_TIME = "什么时间用？请说日期和起止时间，例如“9月24日9点到11点”。"
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
    ("equipment", spoken.equipment),
    ("every", spoken_times.every),
    ("every_at", spoken_times.every_at),
    ("holiday", spoken_times.holiday_rule),
    ("queue", spoken.would_wait),
)


def book_room(turn: Turn, slots: Slots) -> Reply:
    """Book what the message says, asking for what is missing; what recurs is booked for the weeks ahead."""
    draft = dict(slots)
    if draft.get("every"):
        return recurring.begin(turn, draft, recurring.BOOKINGS)
    if days := several_days.days_of(turn.said):
        room = turn.office.room(draft["room"]) if draft.get("room") else None
        return Reply(several_days.one_by_one(*days, room_short(room) if room else "会议室"))
    return _go_on(turn, draft)


def join_line(turn: Turn, slots: Slots) -> Reply:
    """候补201，9月24日9点到11点: the same as a booking that would rather wait than go elsewhere."""
    if "datetime" not in slots and "day" not in slots:
        return Reply("请说候补哪个会议室、什么时间，例如“候补201，9月24日9点到11点”。")
    return _go_on(turn, {**slots, "queue": True})


def answered(turn: Turn, answer: Answer) -> Reply:
    """The answer to one of the questions below."""
    draft, asked = dict(answer.data), answer.data.get("asked")
    index = answer.index if answer.index is not None else pick(turn.said, draft)
    if index is None and turn.said.bare in STOP:
        return Reply("好的，未订会议室。")
    if index is None and "offers" in draft and waiting.WANTED.search(turn.said.text) and asked in {"instead", "room"}:
        return _go_on(turn, {**draft, "wait": True, "queue": True})
    if index is None and "offers" in draft and turn.said.choice is not None and not turn.said.rooms:
        return Reply(f"请选1–{len(draft['offers'])}，或直接说会议室和时间。", then=STEP, data=draft, free=True)
    return _go_on(turn, settle(draft, index) if index is not None else hear(draft, turn.said, asked))


def pick(said: Said, draft: Mapping[str, Any]) -> int | None:
    """Which offer a number means. Rooms have numbers for names, so 301 is a room and 1 the first offer."""
    if said.yes and len(draft.get("offers", ())) == 1:
        return 0
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
        if "datetime" in draft and "date_range" in draft and heard.get("date_range") == draft["date_range"]:
            heard = moved(heard, datetime.fromisoformat(heard["datetime"]))
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
    wish = _wish(turn, draft, room, start, end)
    if people and people > room.seats and not draft.get("size_ok"):
        return _too_small(turn, draft, wish)
    if rooms.VIDEO in wish.equipment and not room.video and not draft.get("video_ok"):
        return _no_video(turn, draft, wish)
    if draft.get("wait"):
        return Reply(waiting.register(turn, wish))
    return _take(turn, draft, wish)


def _wish(turn: Turn, draft: Mapping[str, Any], room: Room, start: datetime, end: datetime) -> Wish:
    purpose = draft.get("text") or "会议"
    own = turn.person.unit in {None, turn.office.own.short}
    level = (level_said(f"{purpose}{draft.get('level') or ''}") or "本办") if own else "借用"
    use = rooms.use_of(room, start, end)
    return Wish(room, use, purpose, level, draft.get("count"), equipment=tuple(draft.get("equipment") or ()))


def _without_time(draft: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in draft.items() if key not in {"datetime", "date_range", "day", "day_ok"}}


def _choose_room(turn: Turn, draft: dict[str, Any], start: datetime, end: datetime) -> Reply:
    enough, equipment = draft.get("count") or 0, draft.get("equipment") or ()
    fitting = [r for r in turn.office.rooms if rooms.suits(r, enough, equipment)]
    free = sorted((r for r in fitting if rooms.is_free(turn.tx, r, start, end, turn.now)), key=lambda r: r.seats)
    if not free and fitting and (draft.get("queue") or draft.get("wait")):
        return Reply(waiting.register(turn, _wish(turn, draft, fitting[0], start, end), any_room=True))
    if not free:
        kind = "容得下的" if enough else "合适的" if equipment else ""
        waits = "，或回复“候补”，空出来先通知您" if fitting else ""
        text = f"{span(start, end)}没有{kind}空闲会议室，请另说时间{waits}。"
        return _ask({**draft, "offers": [{"wait": True}]} if fitting else _without_time(draft), "room", text)
    offered = [{"room": r.name} for r in free]
    text = f"{span(start, end)}空闲的会议室，订哪个？{numbered([f'{room_short(r)}（{r.seats}座）' for r in free])}"
    return _ask({**draft, "offers": offered}, "room", text)


def _too_small(turn: Turn, draft: dict[str, Any], wish: Wish) -> Reply:
    larger = rooms.other_rooms(turn, wish)
    offered = [*({"room": r.name} for r in larger), {"size_ok": True}]
    options = [*(f"改订{room_short(r)}（{r.seats}座）" for r in larger), f"{KEEP}{room_short(wish.room)}"]
    text = f"{room_short(wish.room)}{wish.room.seats}座，{draft['count']}人坐不下。{numbered(options)}"
    return _ask({**draft, "offers": offered}, "size", text)


def _no_video(turn: Turn, draft: dict[str, Any], wish: Wish) -> Reply:
    others = rooms.other_rooms(turn, wish)
    offered = [*({"room": r.name} for r in others), {"video_ok": True}]
    options = [*(f"改订{room_short(r)}（{r.seats}座，视频）" for r in others), f"{KEEP}{room_short(wish.room)}"]
    return _ask({**draft, "offers": offered}, "size", f"{room_short(wish.room)}没有视频会议设备。{numbered(options)}")


def _take(turn: Turn, draft: dict[str, Any], wish: Wish) -> Reply:
    taken = rooms.peek(turn, wish, by=turn.person)
    if taken is None or taken.by_me is not None:
        return offers.booked(turn, wish)[0]
    if draft.get("queue"):
        return Reply(f"{offers.who_has_it(turn, wish, taken)}{waiting.register(turn, wish)}")
    found = offers.instead(turn, wish, taken)
    asked = _ask({**draft, "offers": found.offers}, "instead", f"{found.text}{numbered(found.options)}")
    return replace(asked, card=found.card)


def undo_booking(turn: Turn, change: Change) -> Reply:
    """撤销 within ten minutes: the room is free again."""
    waiting.give_back(turn, int(change.data["id"]))
    turn.note("撤销预订", change.object)
    return Reply("已撤销：会议室预订取消，房间已释放。")
