"""改期: a meeting moves, with a change notice and new receipts (domain.md 4.3, 9.6 template 8, G23)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers.line import Answer, Reply, Slots
from handlers.meetings import (
    amending,
    booking,
    calendar_entries,
    live,
    notices,
    offers,
    publishing,
    queries,
    rooms,
    spoken_times,
    waiting,
)
from handlers.meetings.changeable import NO_MEETING, mine, narrowed, option, save, tell_all
from handlers.meetings.day_off import ask_about_day
from handlers.meetings.queries import Meeting
from handlers.meetings.rooms import Taken, Wish
from handlers.meetings.terms import OPEN, Receipt, level
from handlers.meetings.timeline import default_reply_by, objection
from handlers.meetings.wording import numbered, span, where
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.wording import day as day_words
from scheduler.wording import hour
from storage.changes import Change

MOVE = "move"
SEND = ("发送", "不改了")
WHOLE_SERIES = (
    "整个循环安排要改，请先说“取消每周五的例会”这样的话停掉，再重新登记；只改一次请说日期，如“10月9日的例会改到……”。"
)


def reschedule(turn: Turn, slots: Slots) -> Reply:
    """会议改到9月24日下午3点，地点改到201: shows the change notice before it goes out."""
    found = narrowed(turn, mine(turn), slots)
    draft: dict[str, Any] = {
        key: slots[key]
        for key in ("datetime", "date_range", "day", "room", "place", "readings", "shift", "longer", "reply_by")
        if key in slots
    }
    if not found:
        return Reply(NO_MEETING)
    if spoken_times.every(turn.said, False, {}) and any(of["series"] for of in found):
        return Reply(WHOLE_SERIES)
    if len(found) > 1:
        data = {"draft": draft, "meetings": [of["id"] for of in found]}
        return Reply("改哪一个会议？", options=tuple(map(option, found)), then=MOVE, data=data)
    return _move(turn, found[0], _on_its_day(found[0], draft))


def _on_its_day(of: Meeting, draft: dict[str, Any]) -> dict[str, Any]:
    """改到下午3点 names no day: the meeting stays on the one it has."""
    if "datetime" not in draft or "day" in draft:
        return draft
    at = datetime.fromisoformat(draft["datetime"])
    own = local(of["starts_at"])
    if at.date() == own.date():
        return draft
    by = datetime.combine(own.date(), at.time(), at.tzinfo) - at
    times: dict[str, Any] = {"datetime": (at + by).isoformat()}
    if "date_range" in draft:
        times["date_range"] = {
            edge: (datetime.fromisoformat(when) + by).isoformat() for edge, when in draft["date_range"].items()
        }
    return {**{key: value for key, value in draft.items() if key != "readings"}, **times}


def move_answered(turn: Turn, answer: Answer) -> Reply:
    """Which meeting, which time instead, or whether to send."""
    data = answer.data
    wanted = data["meetings"][answer.index or 0] if "meetings" in data else data["meeting"]
    of = next((one for one in mine(turn) if one["id"] == wanted), None)
    if of is None:
        return Reply(NO_MEETING)
    draft = dict(data["draft"])
    if "meetings" in data:
        return _move(turn, of, _on_its_day(of, draft))
    index = answer.index if answer.index is not None else booking.pick(turn.said, draft)
    if data["asked"] == "send" and index is not None:
        return _send_change(turn, of, draft) if index == 0 else Reply("好的，会议不变。")
    if index is None and turn.said.bare in booking.STOP:
        return Reply("好的，会议不变。")
    if index is not None:
        return _move(turn, of, booking.settle({**draft, "asked": data["asked"]}, index))
    return _move(turn, of, booking.hear(draft, turn.said, data["asked"]))


def _ask(of: Meeting, draft: Mapping[str, Any], asked: str, text: str, options: tuple[str, ...] = ()) -> Reply:
    data = {"meeting": of["id"], "draft": dict(draft), "asked": asked}
    return Reply(text, options=options, then=MOVE, data=data, free=True)


def _move(turn: Turn, of: Meeting, draft: dict[str, Any]) -> Reply:
    if by := draft.pop("shift", None):
        draft = {key: value for key, value in draft.items() if key not in {"day", "date_range", "readings"}}
        draft["datetime"] = (local(of["starts_at"]) + timedelta(minutes=by)).isoformat()
    if more := draft.pop("longer", None):
        start, end = local(of["starts_at"]), local(of["ends_at"]) + timedelta(minutes=more)
        if end <= start:
            return Reply("这样会议就没有时间了，请另说。没有改动。")
        draft |= {"datetime": start.isoformat(), "date_range": {"start": start.isoformat(), "end": end.isoformat()}}
    until = draft.pop("reply_by", None)
    if until is not None and not ({"datetime", "day", "room", "place"} & set(draft)):
        return amending.answer_until(turn, of, datetime.fromisoformat(until))
    if not ({"datetime", "day", "room", "place", "readings"} & set(draft)):
        return _ask(of, draft, "datetime", f"{option(of)}改到什么时间或什么地点？")
    draft = _completed(of, draft)
    start = datetime.fromisoformat(draft["datetime"])
    if start <= turn.here:
        text = f"{day_words(start)}{hour(start)}已经过了，请另说改到什么时间。"
        return _ask(of, {key: draft[key] for key in ("room", "place") if key in draft}, "datetime", text)
    off = ask_about_day(turn, draft, start)
    if off is not None:
        return _ask(of, off.draft, "day_off", off.text, off.options)
    room = turn.office.room(draft["room"]) if "room" in draft else None
    if room is not None:
        wish = Wish(room, rooms.use_of(room, start, datetime.fromisoformat(draft["date_range"]["end"])), of["title"])
        taken = rooms.peek(turn, wish, queries.booking_of(turn.tx, of["id"]))
        if taken is not None:
            found = offers.instead(turn, wish, taken)
            options = found.options[:-1]  # a meeting that moves does not wait for a room
            return _ask(of, {**draft, "offers": found.offers[:-1]}, "instead", f"{found.text}{numbered(options)}")
    new = _changed(turn, of, draft)
    if all(new[key] == of[key] for key in ("starts_at", "ends_at", "room")):
        return Reply(f"{option(of)}没有变化。")
    notice = notices.change_notice(turn.office, of, new, True)
    invited = publishing.counted(queries.invites(turn.tx, of))
    if not invited:
        return _send_change(turn, of, draft)
    return _ask(of, draft, "send", f"{notice}\n将通知{invited}和会议群，请确认：", SEND)


def _completed(of: Meeting, draft: dict[str, Any]) -> dict[str, Any]:
    """The whole new time and place: what was not said stays as it was, the length above all."""
    old_start, old_end = local(of["starts_at"]), local(of["ends_at"])
    whole = dict(draft)
    if "datetime" not in whole:
        day = datetime.fromisoformat(whole["day"]).date() if "day" in whole else old_start.date()
        whole["datetime"] = datetime.combine(day, old_start.timetz()).isoformat()
    start = datetime.fromisoformat(whole["datetime"])
    if "date_range" not in whole or whole["date_range"]["start"] != whole["datetime"]:
        length: timedelta = old_end - old_start
        whole["date_range"] = {"start": start.isoformat(), "end": (start + length).isoformat()}
    if "room" not in whole and "place" not in whole:
        whole["room"] = of["room"]
    return whole


def _changed(turn: Turn, of: Meeting, draft: Mapping[str, Any]) -> dict[str, Any]:
    start = datetime.fromisoformat(draft["datetime"])
    end = datetime.fromisoformat(draft["date_range"]["end"])
    reply_by = of["reply_by"]
    usual = default_reply_by(start, turn.now, turn.calendar, turn.office.limits.meeting.reply)
    if local(of["starts_at"]) != start or objection(local(reply_by), start, end, turn.here):
        reply_by = usual
    room = draft.get("room") or draft["place"]
    return {**of, "starts_at": start, "ends_at": end, "room": room, "reply_by": reply_by}


def _send_change(turn: Turn, of: Meeting, draft: dict[str, Any]) -> Reply:
    new = _changed(turn, of, draft)
    if not _rebook(turn, of, new):
        return _move(turn, of, draft)
    values = {key: new[key] for key in ("starts_at", "ends_at", "room", "reply_by")}
    if not save(turn, of, **values):
        return Reply(f"{of['title']}刚被改动过，请重说一次。")
    for one in queries.invites(turn.tx, of):
        turn.unplan("meetings", one.object)
        if one.state not in OPEN:
            reset = {"state": Receipt.RECONFIRM.value, "approved_by": None, "approved_proxy": None, "decided_at": None}
            queries.save(turn.tx, one, turn.now, **reset)
    invited = bool(queries.invites(turn.tx, of))
    public = notices.change_notice(turn.office, of, new, False)
    tell_all(turn, of, notices.change_notice(turn.office, of, new, True), public, "变更")
    now_so = queries.meeting_by_id(turn.tx, of["id"]) or of
    publishing.send_invitations(turn, now_so, queries.invites(turn.tx, now_so))
    publishing.plan_reminders(turn, now_so)
    live.changed(turn, now_so)
    calendar_entries.follow_all(turn, now_so)
    key = f"meeting:{of['id']}"
    turn.note(
        "会议改期",
        key,
        before={"start": local(of["starts_at"]).isoformat()},
        after={"start": new["starts_at"].isoformat()},
    )
    turn.undoable("meetings", "notice", key, {"id": of["id"]})
    return Reply(
        f"已改为{span(new['starts_at'], new['ends_at'])}，{where(turn.office, new['room'])}"
        f"{'；变更通知已发，原回执均待重新确认' if invited else ''}。",
        about=(key,),
    )


def _rebook(turn: Turn, of: Meeting, new: Mapping[str, Any]) -> bool:
    """Move the room booking; False when the room went to somebody else in the meantime."""
    booked = queries.booking_of(turn.tx, of["id"])
    room = turn.office.room(new["room"])
    if room is None:
        if booked is not None:
            waiting.give_back(turn, booked)
        return True
    chaired = bool(of["chair"]) and turn.office.is_leader(of["chair"])
    wish = Wish(room, rooms.use_of(room, new["starts_at"], new["ends_at"]), of["title"], level(of["type"], chaired))
    result = waiting.take(turn, turn.person, wish, instead_of=booked)
    if isinstance(result, Taken):
        return False
    rooms.confirm(turn, result, of["id"])
    return True


def undo_notice(_turn: Turn, _change: Change) -> Reply:
    """A notice that went out is changed by another notice, not taken back in silence (domain.md 4.3)."""
    return Reply("通知已经发出，不能直接撤销；需要更正请说“会议改到……”或“取消会议”，我会发变更或取消通知。")
