"""以后每周五上午9点例会: what recurs is asked for once, with what becomes of a holiday (domain.md 4.5, SC24)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from handlers.line import Answer, Reply
from handlers.meetings import publishing, series_store, spoken, spoken_times
from handlers.meetings.recurrence import HOLIDAY_RULES, SKIP, occurrences, rule_words
from handlers.meetings.series_store import BOOKINGS, HORIZON, MEETINGS, Placed
from handlers.meetings.timeline import day_off
from handlers.meetings.wording import numbered, room_short
from handlers.turn import Turn
from scheduler.desk import Desk
from scheduler.wording import day as day_words
from storage.outbox import Lane
from storage.reminders import Reminder

__all__ = ["BOOKINGS", "MEETINGS", "STEP", "answered", "begin", "extended"]

STEP = "recurring"
STOP = frozenset({"取消", "算了", "不发了", "不开了", "不订了", "先不"})
RULES = ("顺延到前一工作日", "跳过", "后一工作日")
SHOWN = 4
NO_ROOM = "不用会议室"
_NO_ROOM = re.compile(r"不用(?:订)?会议室|不订会议室|办公室里|线上")

Draft: TypeAlias = dict[str, Any]


def begin(turn: Turn, slots: Mapping[str, Any], kind: str) -> Reply:
    """Begin with what the message says of it."""
    at = slots.get("every_at") or {"first": turn.here.date().isoformat()}
    draft = {key: value for key, value in slots.items() if key not in {"datetime", "date_range", "day", "every_at"}}
    draft |= {key: value for key, value in at.items() if value is not None} | {"kind": kind}
    if "minutes" not in draft and "date_range" in slots:
        span = slots["date_range"]
        length = datetime.fromisoformat(span["end"]) - datetime.fromisoformat(span["start"])
        draft["minutes"] = int(length.total_seconds() // 60)
    if kind == BOOKINGS:
        draft["title"] = draft.get("text") or "会议"
    return _go_on(turn, draft)


def answered(turn: Turn, answer: Answer) -> Reply:
    """The answer to one of the questions below."""
    draft = dict(answer.data)
    asked, index, said = draft.pop("asked", None), answer.index, turn.said
    offers = draft.pop("offers", None)
    if index is None and said.bare in STOP:
        return Reply("好的，未登记。")
    if asked == "holiday" and index is not None:
        draft["holiday"] = HOLIDAY_RULES[index]
    elif asked == "confirm" and index is not None:
        return _create(turn, draft) if index == 0 else Reply("好的，未登记。")
    elif asked == "room" and offers and said.choice is not None and not said.rooms and 1 <= said.choice <= len(offers):
        draft |= offers[said.choice - 1]
    else:
        before = dict(draft)
        _hear(turn, draft, asked)
        if draft == before:
            reply = _go_on(turn, draft)
            return replace(reply, text=f"没太明白。{reply.text}")
    return _go_on(turn, draft)


def _hear(turn: Turn, draft: Draft, asked: str | None) -> None:
    """What a free answer says besides."""
    said = turn.said
    if (rule := spoken_times.holiday_rule(said, False, {})) is None and asked == "holiday":
        rule = next((r for r, word in zip(HOLIDAY_RULES, "前跳后", strict=True) if word in said.text), None)
    if rule is not None:
        draft["holiday"] = rule
    if asked == "title":
        draft["title"] = said.bare[:60]
    if found := spoken_times.every_at(said, False, {}):
        draft |= {key: value for key, value in found.items() if value is not None}
        draft["every"] = spoken_times.every(said, False, {}) or draft["every"]
    elif (hours := _hours(turn, draft)) is not None:
        draft |= hours
    elif asked == "begins" and (start := next((w.start for w in said.times if w.start), None)) is not None:
        draft["begins"] = f"{start:%H:%M}"
    if asked == "minutes" or "minutes" not in draft:
        length = spoken_times.duration(said) or _until(turn, draft)
        draft |= {"minutes": int(length.total_seconds() // 60)} if length else {}
    if (name := spoken.room(said, False, {})) is not None:
        draft["room"] = name
    elif asked == "room":
        draft["place"] = NO_ROOM if _NO_ROOM.search(said.text) else said.bare[:40]
    for key, read in (
        ("unit", spoken.units),
        ("groups", spoken.groups),
        ("need", spoken.need),
        ("chair", spoken.chair),
    ):
        if asked != "title" and (value := read(said, False, {"title": draft.get("title")})) is not None:
            draft[key] = value


def _hours(turn: Turn, draft: Draft) -> Draft | None:
    """3点到5点 at any time: the hours of every occurrence, unless a day is named with them."""
    day = {"day": draft["first"], "datetime": f"{draft['first']}T00:00:00+08:00"}
    start = spoken_times.starts(turn.said, False, day)
    if (
        start is None
        or spoken_times.day(turn.said, False, {}) is not None
        or not spoken_times.restates_start(turn.said)
    ):
        return None
    begin_, end = datetime.fromisoformat(start), spoken_times.ends(turn.said, False, {"datetime": start})
    length = datetime.fromisoformat(end) - begin_ if end else None
    return {"begins": f"{begin_:%H:%M}"} | ({"minutes": int(length.total_seconds() // 60)} if length else {})


def _until(turn: Turn, draft: Draft) -> timedelta | None:
    """9点到11点, or 到11点 in answer to how long it takes."""
    if "begins" not in draft:
        return None
    begin_ = datetime.fromisoformat(f"{draft['first']}T{draft['begins']}:00+08:00")
    end = spoken_times.ends(turn.said, True, {"datetime": begin_.isoformat()})
    return datetime.fromisoformat(end) - begin_ if end else None


def _ask(draft: Draft, asked: str, text: str, options: tuple[str, ...] = ()) -> Reply:
    return Reply(text, options=options, then=STEP, data={**draft, "asked": asked}, free=True)


def _go_on(turn: Turn, draft: Draft) -> Reply:
    if not draft.get("title"):
        return _ask(draft, "title", f"{rule_words(draft['every'])}的会议叫什么名称？")
    if not draft.get("begins"):
        return _ask(draft, "begins", f"{rule_words(draft['every'])}几点开始？")
    if not draft.get("holiday"):
        return _ask(draft, "holiday", f"{_named(draft)}。{_first(turn, draft)}遇假日：", RULES)
    if not (draft.get("room") or draft.get("place")):
        return _ask_room(turn, draft)
    if not draft.get("minutes"):
        return _ask(draft, "minutes", f"{_next_days(turn, draft)}每次大约用多长时间？")
    units, people = _invited(turn, draft)
    if units or people:
        invited = publishing.count(len(units), len(people))
        text = f"{_whole(turn, draft)}每次会前2个工作日9:00自动发通知（{invited}），确认吗？"
        return _ask(draft, "confirm", text, ("确认", "取消"))
    return _create(turn, draft)


def _ask_room(turn: Turn, draft: Draft) -> Reply:
    offers: list[dict[str, str]] = [{"room": room.name} for room in turn.office.rooms]
    options = [f"{room_short(room)}（{room.seats}座）" for room in turn.office.rooms]
    if draft["kind"] == MEETINGS:
        offers.append({"place": NO_ROOM})
        options.append(NO_ROOM)
    where = "在哪里开？" if draft["kind"] == MEETINGS else "订哪个会议室？"
    return _ask({**draft, "offers": offers}, "room", f"{_next_days(turn, draft)}{where}{numbered(options)}")


def _invited(turn: Turn, draft: Draft) -> tuple[list[str], list[str]]:
    if draft["kind"] == BOOKINGS:
        return [], []
    me = turn.person.userid
    return publishing.invited_units(turn.office, draft), publishing.invited_people(turn.office, draft, me)


def _named(draft: Draft) -> str:
    what = draft["title"] if draft["kind"] == MEETINGS else f"订{draft.get('room') or '会议室'}"
    return f"{rule_words(draft['every'])}{draft['begins'].removeprefix('0')}{what}"


def _first(turn: Turn, draft: Draft) -> str:
    """Which of the next occurrences falls on a day off."""
    for one in _ahead(turn, {**draft, "holiday": "跳过"}):
        if one.day is None and (off := day_off(one.nominal, turn.calendar)) is not None:
            return f"其中{day_words(one.nominal)}是{off}。"
    return ""


def _ahead(turn: Turn, draft: Draft) -> list[Any]:
    first, today = date.fromisoformat(draft["first"]), turn.here.date()
    return occurrences(draft["every"], first, today + HORIZON, draft["holiday"], turn.calendar, today)


def _next_days(turn: Turn, draft: Draft) -> str:
    shown = [_day(one.nominal, one.day) for one in _ahead(turn, draft)[:SHOWN]]
    return f"接下来：{'、'.join(shown)}……\n"


def _day(nominal: date, day: date | None) -> str:
    """9月24日（代9月25日）; 10月2日跳过."""
    if day is None:
        return f"{nominal.month}月{nominal.day}日跳过"
    instead = f"（代{nominal.month}月{nominal.day}日）" if day != nominal else ""
    return f"{day.month}月{day.day}日{instead}"


def _whole(turn: Turn, draft: Draft) -> str:
    room = turn.office.room(draft.get("room") or "")
    place = room.label if room else draft.get("place") or ""
    begins = datetime.fromisoformat(f"{draft['first']}T{draft['begins']}:00")
    ends = begins + timedelta(minutes=draft["minutes"])
    holiday = SKIP if draft["holiday"] == SKIP else f"顺延到{draft['holiday']}"
    return f"{_named(draft)}（至{ends.hour}:{ends.minute:02d}），{place}，遇假日{holiday}。"


def _create(turn: Turn, draft: Draft) -> Reply:
    row, placed = series_store.add(turn, draft["kind"], turn.person.userid, draft)
    key = f"series:{row['id']}"
    turn.note("登记例会" if draft["kind"] == MEETINGS else "循环订会议室", key, after={"rule": draft["every"]})
    turn.undoable("meetings", "series", key, {"id": row["id"]})
    held = [one for one in placed if one.occurrence.day is not None and one.taken_by is None]
    shown = "、".join(_day(one.occurrence.nominal, one.occurrence.day) for one in held[:SHOWN])
    name = draft["title"] if draft["kind"] == MEETINGS else "预订"
    example = f"{held[-1].occurrence.day:%m月%d日}".replace("月0", "月").lstrip("0") if held else "某日"
    return Reply(
        f"已登记：{_whole(turn, draft)}已安排{len(held)}次：{shown}……\n{_conflicts(draft['kind'], placed)}"
        f"回复“撤销”可取消；单次有变请说“{example}的{name}改到……”“取消{example}的{name}”，"
        f"都不要了请说“取消{rule_words(draft['every'])}的{name}”。",
        about=(key,),
    )


def _conflicts(kind: str, placed: list[Placed]) -> str:
    taken = [one for one in placed if one.taken_by is not None]
    if not taken:
        return ""
    listed = "、".join(f"{_day(o.occurrence.nominal, o.occurrence.day)}（{o.taken_by}）" for o in taken)
    then = "这几次地点待定，请另定地点。" if kind == MEETINGS else "这几次未订上。"
    return f"会议室已被预订：{listed}；{then}\n"


def extended(desk: Desk, reminder: Reminder) -> None:
    """Once a week the horizon moves on; only a room that cannot be had is worth a word."""
    row = series_store.by_id(desk.tx, int(reminder.object.removeprefix("series:")))
    if row is None or row["state"] != "有效":
        return
    conflicts = _conflicts(row["kind"], series_store.extend(desk, row))
    if conflicts:
        text = f"【会务】{rule_words(row['rrule'])}{row['title']}：{conflicts}"
        key = f"{reminder.object}:{reminder.due_at.isoformat()}"
        desk.tell(row["organiser"], text, lane=Lane.TIMELY, key=key, subject=reminder.object)
