"""取消: of a meeting, after asking, with a notice to everybody; of a booking at once; of a series (domain.md 4.3)."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping, select

from handlers.line import Answer, Reply, Slots
from handlers.meetings import calendar_entries, live, notices, publishing, queries, series_store, waiting
from handlers.meetings.changeable import NO_MEETING, mine, narrowed, option, save, tell_all
from handlers.meetings.queries import Meeting
from handlers.meetings.recurrence import rule_words
from handlers.meetings.tables import booking
from handlers.meetings.terms import MeetingState, SeriesState
from handlers.meetings.wording import room_short, span
from handlers.turn import Turn
from scheduler.clock import local
from storage.changes import Change
from storage.office import Role

CANCEL = "cancel"
CONFIRM = ("确认取消", "不取消")
_WHOLE = re.compile(r"每(?:周|月|天|日|两周|个)|以后|往后|今后|整个|系列|全部|所有|都(?:不|取消)|长期")


def cancel(turn: Turn, slots: Slots) -> Reply:
    """取消会议, 取消301的预订, 取消每周五的例会: asks before anybody is told."""
    if _WHOLE.search(turn.said.text) and (found := _series(turn)):
        return _choose(turn, [f"series:{row['id']}" for row in found], [_series_words(row) for row in found])
    about_room = slots.get("text") == "预订"
    meetings = [] if about_room else narrowed(turn, mine(turn), slots)
    own = queries.bookings_by(turn.tx, turn.person.userid, turn.now)
    own = _spoken_of(turn, [row for row in own if _booked(turn, row, slots)]) if about_room or not meetings else []
    targets = [f"meeting:{of['id']}" for of in meetings] + [f"booking:{row['id']}" for row in own]
    options = [option(of) for of in meetings] + [f"{_room(turn, row)} {_time(row)}" for row in own]
    running = {row["id"]: row for row in _series(turn)} if len(targets) == 1 and not slots.get("old_day") else {}
    ids = [of["series"] for of in meetings] + [row["series"] for row in own]
    of_series = next((one for one in ids if one in running), None)
    if of_series is not None:
        targets.append(f"series:{of_series}")
        options = [f"只取消{options[0]}", f"取消{_series_words(running[of_series])}（以后都不开）"]
    return _choose(turn, targets, options)


def _choose(turn: Turn, targets: list[str], options: list[str]) -> Reply:
    if not targets:
        return Reply(NO_MEETING)
    if len(targets) == 1:
        return _confirm_cancel(turn, targets[0])
    return Reply("取消哪一个？", options=tuple(options), then=CANCEL, data={"targets": targets})


def _series(turn: Turn) -> list[RowMapping]:
    """The running series that the person may stop, narrowed by the title when it is named."""
    every = turn.person.has(Role.CONFERENCE) or turn.person.has(Role.DIRECTOR)
    found = series_store.running(turn.tx, None if every else turn.person.userid)
    text = turn.said.text
    named = [row for row in found if row["title"] in text or rule_words(row["rrule"]) in text]
    return named or found


def _series_words(row: RowMapping) -> str:
    what = row["title"] if row["kind"] == series_store.MEETINGS else f"{row['room']}预订"
    return f"{rule_words(row['rrule'])}的{what}"


def _spoken_of(turn: Turn, own: list[RowMapping]) -> list[RowMapping]:
    """The one just booked, when nothing else is said; of each series the next."""
    lately = turn.lately("booking")
    spoken_of = [row for row in own if str(row["id"]) == lately]
    kept: list[RowMapping] = []
    for row in own:
        if row["series"] is None or row["series"] not in {one["series"] for one in kept}:
            kept.append(row)
    return spoken_of or kept


def _booked(turn: Turn, row: RowMapping, slots: Mapping[str, Any]) -> bool:
    room, day = turn.office.room(str(slots.get("room", ""))), slots.get("old_day")
    nominal = row["occurs_on"].isoformat() if row["occurs_on"] else None
    days = {local(row["starts_at"]).date().isoformat(), nominal}
    return (room is None or row["room"] == room.id) and (not day or day in days)


def _room(turn: Turn, row: RowMapping) -> str:
    room = turn.office.room(row["room"])
    return room_short(room) if room else str(row["room"])


def _time(row: RowMapping) -> str:
    return span(row["starts_at"], row["ends_at"])


def _confirm_cancel(turn: Turn, target: str) -> Reply:
    kind, _, key = target.partition(":")
    if kind == "booking":
        return _give_up(turn, int(key))
    if kind == "series":
        row = series_store.by_id(turn.tx, int(key))
        many = len(series_store.ahead(turn.tx, row, turn.now)) if row is not None else 0
        text = f"将取消{_series_words(row) if row else ''}，以后{many}次都不开了，确认吗？"
        return Reply(text, options=CONFIRM, then=CANCEL, data={"series": int(key)})
    of = queries.meeting_by_id(turn.tx, int(key))
    if of is None:
        return Reply(NO_MEETING)
    invited = publishing.counted(queries.invites(turn.tx, of))
    text = f"将取消{option(of)}{f'，并通知{invited}和会议群' if invited else ''}，确认吗？"
    return Reply(text, options=CONFIRM, then=CANCEL, data={"meeting": of["id"]})


def _give_up(turn: Turn, booking_id: int) -> Reply:
    row = turn.tx.execute(select(booking).where(booking.c.id == booking_id)).mappings().first()
    if row is None or row["organiser"] != turn.person.userid:
        return Reply(NO_MEETING)
    waiting.give_back(turn, booking_id)
    turn.note("取消预订", f"booking:{booking_id}")
    return Reply(
        f"已取消会议室预订（{_room(turn, row)}，{_time(row)}），房间已释放。", about=(f"booking:{booking_id}",)
    )


def cancel_answered(turn: Turn, answer: Answer) -> Reply:
    """Which one, or whether really."""
    if "targets" in answer.data:
        return _confirm_cancel(turn, answer.data["targets"][answer.index or 0])
    if "series" in answer.data:
        return stop_series(turn, answer.data["series"], "已取消") if answer.index == 0 else Reply("好的，照常。")
    of = next((one for one in mine(turn) if one["id"] == answer.data["meeting"]), None)
    if answer.index != 0 or of is None:
        return Reply("好的，会议照常。" if of else NO_MEETING)
    return _cancel(turn, of)


def _cancel(turn: Turn, of: Meeting) -> Reply:
    booked = queries.booking_of(turn.tx, of["id"])
    if not call_off(turn, of):
        return Reply(f"{of['title']}刚被改动过，请重说一次。")
    key = f"meeting:{of['id']}"
    turn.undoable("meetings", "notice", key, {"id": of["id"]})
    invited = publishing.counted(queries.invites(turn.tx, of))
    told = f"，已通知{invited}和会议群" if invited else ""
    return Reply(f"已取消{option(of)}{told}{'，会议室已释放' if booked else ''}。", about=(key,))


def call_off(turn: Turn, of: Meeting) -> bool:
    """Cancel one meeting: its reminders, its room and whoever waits for it, everybody invited, the organiser's card."""
    if not save(turn, of, state=MeetingState.CANCELLED.value):
        return False
    key = f"meeting:{of['id']}"
    turn.unplan("meetings", key)
    booked = queries.booking_of(turn.tx, of["id"])
    if booked is not None:
        waiting.give_back(turn, booked)
    for one in queries.invites(turn.tx, of):
        turn.unplan("meetings", one.object)
    tell_all(turn, of, notices.cancel_notice(of, True), notices.cancel_notice(of, False), "取消")
    turn.note("取消会议", key, before={"state": of["state"]}, after={"state": MeetingState.CANCELLED.value})
    now_so = queries.meeting_by_id(turn.tx, of["id"]) or of
    live.changed(turn, now_so)
    calendar_entries.follow_all(turn, now_so)
    return True


def stop_series(turn: Turn, series_id: int, verb: str) -> Reply:
    """No more of it: what lies ahead is called off, its rooms are free."""
    row = next((one for one in _may_stop(turn) if one["id"] == series_id), None)
    if row is None or row["state"] != SeriesState.RUNNING:
        return Reply(NO_MEETING)
    ahead = series_store.ahead(turn.tx, row, turn.now)
    series_store.stop(turn, row)
    for kind, key, _ in ahead:
        of = queries.meeting_by_id(turn.tx, key) if kind == "meeting" else None
        if of is not None:
            call_off(turn, of)
        else:
            waiting.give_back(turn, key)
    turn.note("停止循环安排", f"series:{series_id}", after={"cancelled": len(ahead)})
    return Reply(f"{verb}{_series_words(row)}（{len(ahead)}次），会议室已释放。", about=(f"series:{series_id}",))


def _may_stop(turn: Turn) -> list[RowMapping]:
    every = turn.person.has(Role.CONFERENCE) or turn.person.has(Role.DIRECTOR)
    return series_store.running(turn.tx, None if every else turn.person.userid)


def undo_series(turn: Turn, change: Change) -> Reply:
    """撤销: the series and everything that was booked for it is gone."""
    return stop_series(turn, int(change.data["id"]), "已撤销：")
