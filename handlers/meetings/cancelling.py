"""取消: of a meeting, after asking, with a notice to everybody; of a room booking at once (domain.md 4.3, 9.6)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping

from handlers.line import Answer, Reply, Slots
from handlers.meetings import notices, publishing, queries, rooms
from handlers.meetings.changing import NO_MEETING, mine, narrowed, option, save, tell_all
from handlers.meetings.queries import Meeting
from handlers.meetings.terms import MeetingState
from handlers.meetings.wording import room_short, span
from handlers.turn import Turn
from scheduler.clock import local

CANCEL = "cancel"
CONFIRM = ("确认取消", "不取消")


def cancel(turn: Turn, slots: Slots) -> Reply:
    """取消会议, 取消301的预订: asks before anybody is told."""
    about_room = slots.get("text") == "预订"
    meetings = [] if about_room else narrowed(turn, mine(turn), slots)
    own = queries.bookings_by(turn.tx, turn.person.userid, turn.now)
    own = [row for row in own if _booked(turn, row, slots)] if about_room or not meetings else []
    targets = [f"meeting:{of['id']}" for of in meetings] + [f"booking:{row['id']}" for row in own]
    options = [option(of) for of in meetings] + [f"{_room(turn, row)} {_time(row)}" for row in own]
    if not targets:
        return Reply(NO_MEETING)
    if len(targets) == 1:
        return _confirm_cancel(turn, targets[0])
    return Reply("取消哪一个？", options=tuple(options), then=CANCEL, data={"targets": targets})


def _booked(turn: Turn, row: RowMapping, slots: Mapping[str, Any]) -> bool:
    room, day = turn.office.room(str(slots.get("room", ""))), slots.get("old_day")
    start = local(row["starts_at"])
    return (room is None or row["room"] == room.id) and (not day or start.date().isoformat() == day)


def _room(turn: Turn, row: RowMapping) -> str:
    room = turn.office.room(row["room"])
    return room_short(room) if room else str(row["room"])


def _time(row: RowMapping) -> str:
    return span(row["starts_at"], row["ends_at"])


def _confirm_cancel(turn: Turn, target: str) -> Reply:
    kind, _, key = target.partition(":")
    if kind == "booking":
        rooms.give_back(turn, int(key))
        turn.note("取消预订", target)
        return Reply("已取消会议室预订，房间已释放。", about=(target,))
    of = queries.meeting_by_id(turn.tx, int(key))
    if of is None:
        return Reply(NO_MEETING)
    invited = publishing.counted(queries.invites(turn.tx, of))
    text = f"将取消{option(of)}，并通知{invited}和会议群，确认吗？"
    return Reply(text, options=CONFIRM, then=CANCEL, data={"meeting": of["id"]})


def cancel_answered(turn: Turn, answer: Answer) -> Reply:
    """Which one, or whether really."""
    if "targets" in answer.data:
        return _confirm_cancel(turn, answer.data["targets"][answer.index or 0])
    of = next((one for one in mine(turn) if one["id"] == answer.data["meeting"]), None)
    if answer.index != 0 or of is None:
        return Reply("好的，会议照常。" if of else NO_MEETING)
    return _cancel(turn, of)


def _cancel(turn: Turn, of: Meeting) -> Reply:
    if not save(turn, of, state=MeetingState.CANCELLED.value):
        return Reply(f"{of['title']}刚被改动过，请重说一次。")
    key = f"meeting:{of['id']}"
    turn.unplan("meetings", key)
    booked = queries.booking_of(turn.tx, of["id"])
    if booked is not None:
        rooms.give_back(turn, booked)
    all_of = queries.invites(turn.tx, of)
    for one in all_of:
        turn.unplan("meetings", one.object)
    tell_all(turn, of, notices.cancel_notice(of, True), notices.cancel_notice(of, False), "取消")
    turn.note("取消会议", key, before={"state": of["state"]}, after={"state": MeetingState.CANCELLED.value})
    turn.undoable("meetings", "notice", key, {"id": of["id"]})
    return Reply(
        f"已取消{option(of)}，已通知{publishing.counted(all_of)}和会议群{'，会议室已释放' if booked else ''}。",
        about=(key,),
    )
