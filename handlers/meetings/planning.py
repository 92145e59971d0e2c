"""会议登记: one question at a time until the notice is whole (domain.md 4.3, SC19, SC24).

Order of what is asked: time, name, day off, place, length, the room itself, deadline of the receipts, who 有关单位 are,
who comes at all. A room is kept for the draft from the moment it is known to be free.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeAlias

from handlers.line import Answer, Reply, Slots
from handlers.meetings import booking, offers, publishing, recurring, rooms, several_days, spoken_times, waiting
from handlers.meetings.day_off import ask_about_day
from handlers.meetings.hearing import READERS, Draft, hear, noted
from handlers.meetings.rooms import Taken, Wish
from handlers.meetings.terms import level, meeting_type
from handlers.meetings.timeline import default_reply_by, late_notice, objection
from handlers.meetings.wording import hours, numbered, option_day, room_short
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.wording import day as day_words
from scheduler.wording import deadline, hour

STEP = "plan_meeting"
ASK_TIME = "什么时间开？请说日期和时间，例如“9月23日上午9点”。"
STOP = frozenset({"取消", "算了", "不发了", "不开了", "先不发", "不发"})
HOW_TO_CHANGE = "例如“回执截止9月22日10点”“地点改到201”“加上财政局”“议题：研究停车治理”“备注：请带汇报材料”。"
_I_PRESIDE = re.compile(r"我(?:自己|亲自|本人)?来?主持")
SEND = ("发送", "修改", "取消")
Question: TypeAlias = Callable[[Turn, Draft], Reply | None]


def create_meeting(turn: Turn, slots: Slots) -> Reply:
    """Begin a notice with what the message says; what recurs is asked for otherwise."""
    if slots.get("every"):
        return recurring.begin(turn, slots, recurring.MEETINGS)
    reply = go_on(turn, _presiding(turn, dict(slots)))
    days = several_days.days_of(turn.said)
    return replace(reply, text=f"{several_days.only_first(*days)}\n{reply.text}") if days else reply


def answered(turn: Turn, answer: Answer) -> Reply:
    """The answer to one of the questions below, or a correction of the draft."""
    draft = dict(answer.data)
    asked = draft.pop("asked", None)
    if answer.index is None and not draft.get("every") and spoken_times.every(turn.said, False, {}):
        return _recurring_between(turn, {**draft, "asked": asked})
    index = answer.index if answer.index is not None else booking.pick(turn.said, draft)
    if asked == "send" and index is not None:
        return _sent(turn, draft, index)
    if index is None and turn.said.bare in STOP:
        return _dropped(turn, draft)
    if asked == "reply_by" and index is not None:
        return go_on(turn, _agreed(draft)) if index == 0 else _ask(draft, "reply_by", "回执截止定在什么时间？")
    if index is not None:
        return go_on(turn, booking.settle({**draft, "asked": asked}, index))
    if asked == "instead" and "offers" in draft and waiting.WANTED.search(turn.said.text):
        return go_on(turn, {**draft, "wait": True})
    if "offers" in draft and turn.said.choice is not None and not turn.said.rooms:
        return _ask(draft, asked, f"请选1–{len(draft['offers'])}，或直接说会议室和时间。")
    heard = _presiding(turn, hear(draft, turn.said, asked))
    reply = go_on(turn, heard)
    if asked == "send" and heard == {key: value for key, value in draft.items() if key in heard}:
        return _unclear(turn, heard)
    if asked is None or asked == "send" or reply.data.get("asked") != asked:
        return reply
    return replace(reply, text=f"{noted(draft, heard)}{reply.text}")


def _unclear(turn: Turn, draft: Draft) -> Reply:
    """Words that change nothing; a number shows the notice once more."""
    if turn.said.choice is not None:
        return go_on(turn, draft)
    return _ask(draft, "send", f"没太明白要改什么，{HOW_TO_CHANGE}不改就发送吗？", SEND)


def _presiding(turn: Turn, draft: Draft) -> Draft:
    """我主持: whoever drafts the notice."""
    return {**draft, "chair": turn.person.userid} if _I_PRESIDE.search(turn.said.text) else draft


def _recurring_between(turn: Turn, waiting_: Draft) -> Reply:
    """以后每周五上午9点例会, said while another notice is being drafted: that one goes on afterwards (SC24)."""
    slots: Draft = {}
    for name, read in READERS:
        value = read(turn.said, False, slots)
        if value is not None:
            slots[name] = value
    reply = recurring.begin(turn, slots, recurring.MEETINGS)
    return replace(reply, data={**reply.data, "before": waiting_})


def recurring_answered(turn: Turn, answer: Answer) -> Reply:
    """The answer about what recurs; when it is settled, the draft that it interrupted goes on."""
    data = dict(answer.data)
    before = data.pop("before", None)
    reply = recurring.answered(turn, Answer(answer.said, answer.index, data))
    if before is None:
        return reply
    if reply.then is not None:
        return replace(reply, data={**reply.data, "before": before})
    before.pop("asked", None)
    then = go_on(turn, before)
    return replace(then, text=f"{reply.text}\n（继续刚才的{before.get('title') or '会议'}）{then.text}")


def _ask(draft: Draft, asked: str | None, text: str, options: tuple[str, ...] = ()) -> Reply:
    return Reply(text, options=options, then=STEP, data={**draft, "asked": asked}, free=True)


def go_on(turn: Turn, draft: Draft) -> Reply:
    """The next question, or the whole notice to be sent."""
    for question in QUESTIONS:
        reply = question(turn, draft)
        if reply is not None:
            return reply
    return _show(turn, draft)


def _time(turn: Turn, draft: Draft) -> Reply | None:
    if "readings" in draft:
        starts = [datetime.fromisoformat(text) for text in draft["readings"]["starts"]]
        note = draft["readings"]["note"] or f"“{draft['readings']['text']}”有两种理解"
        return _ask(draft, "readings", f"{note}，您指哪一个？", tuple(f"{option_day(s)}{hour(s)}" for s in starts))
    if "datetime" not in draft:
        known = f"{day_words(datetime.fromisoformat(draft['day']))}几点开？" if "day" in draft else ""
        return _ask(draft, "datetime", known or ASK_TIME)
    start = _start(draft)
    if start <= turn.here:
        rest = {key: value for key, value in draft.items() if key not in {"datetime", "date_range", "day", "day_ok"}}
        return _ask(rest, "datetime", f"{day_words(start)}{hour(start)}已经过了，请另说开会时间。")
    off = ask_about_day(turn, draft, start)
    return _ask(off.draft, "day_off", off.text, off.options) if off else None


def _name(_turn: Turn, draft: Draft) -> Reply | None:
    return None if draft.get("title") else _ask(draft, "title", "会议叫什么名称？")


def _place(turn: Turn, draft: Draft) -> Reply | None:
    if draft.get("room") or draft.get("place"):
        return None
    offers = [{"room": room.name} for room in turn.office.rooms]
    listed = numbered([f"{room_short(room)}（{room.seats}座）" for room in turn.office.rooms])
    return _ask({**draft, "offers": offers}, "place", f"在哪里开？可选会议室，也可直接写地点。{listed}")


def _length(_turn: Turn, draft: Draft) -> Reply | None:
    if "date_range" in draft:
        return None
    return _ask(draft, "date_range", f"{day_words(_start(draft))}{hour(_start(draft))}开始，会议大约开多长时间？")


def _room(turn: Turn, draft: Draft) -> Reply | None:
    """Keep the room while the notice is drafted; when it is taken, say by whom and what else there is."""
    room = turn.office.room(draft.get("room") or "")
    if room is None:
        return None
    start, end = _start(draft), _end(draft)
    type_ = meeting_type(draft["title"])[0]
    chaired = bool(draft.get("chair")) and turn.office.is_leader(draft["chair"])
    people = draft.get("count")
    wish = Wish(room, rooms.use_of(room, start, end), draft["title"], level(type_, chaired), people, hold=True)
    result = waiting.take(turn, turn.person, wish, instead_of=draft.get("booking"))
    if not isinstance(result, Taken):
        draft["booking"] = result
        return None
    if draft.pop("wait", None):
        return Reply(f"{waiting.register(turn, replace(wish, hold=False))}会议通知先不发，空出来后请再说一遍会议。")
    found = offers.instead(turn, wish, result)
    return _ask({**draft, "offers": found.offers}, "instead", f"{found.text}{numbered(found.options)}")


def _replies(turn: Turn, draft: Draft) -> Reply | None:
    start, end = _start(draft), _end(draft)
    usual = default_reply_by(start, turn.now, turn.calendar, turn.office.limits.meeting.reply)
    if "reply_by" not in draft or draft.get("reply_default"):
        draft.update(reply_by=usual.isoformat(), reply_default=True)
    stated = local(datetime.fromisoformat(draft["reply_by"]))
    wrong = objection(stated, start, end, turn.here)
    if wrong is None:
        return None
    said = f"{draft['reply_words']}是" if draft.get("reply_words") else "回执截止"
    text = f"{said}{deadline(stated)}（{wrong}），回执截止建议{deadline(usual)}，对吗？"
    return _ask({**draft, "reply_offer": usual.isoformat()}, "reply_by", text, ("对", "另定时间"))


def _agreed(draft: Draft) -> Draft:
    """The draft with the deadline that was proposed."""
    settled = {key: value for key, value in draft.items() if key not in {"reply_offer", "reply_words"}}
    return {**settled, "reply_by": draft["reply_offer"], "reply_default": True}


def _who(_turn: Turn, draft: Draft) -> Reply | None:
    if draft.get("vague"):
        return _ask(draft, "unit", "“有关单位”是哪些单位？请列出，例如“应急 住建 交通”。")
    if not (draft.get("unit") or draft.get("groups") or draft.get("people")):
        return _ask(draft, "unit", "请哪些单位或人员参加？例如“各镇街，应急局、住建局主要负责人”。")
    return None


QUESTIONS: tuple[Question, ...] = (_time, _name, _place, _length, _room, _replies, _who)


def _start(draft: Mapping[str, Any]) -> datetime:
    return local(datetime.fromisoformat(draft["datetime"]))


def _end(draft: Mapping[str, Any]) -> datetime:
    return local(datetime.fromisoformat(draft["date_range"]["end"]))


def _show(turn: Turn, draft: Draft) -> Reply:
    text = publishing.preview(turn, draft)
    held = f"\n会议室已留用{hours(_start(draft), _end(draft))}，30分钟内有效。" if draft.get("booking") else ""
    caveat = turn.calendar.caveat(turn.here.date(), _start(draft).date())
    late = late_notice(_start(draft), turn.now, turn.calendar, turn.office.limits.meeting.notice)
    notes = "".join(
        (
            held,
            f"\n（{caveat}）" if caveat else "",
            f"\n（{late}）" if late else "",
        )
    )
    return _ask(draft, "send", f"{text}{notes}\n请确认：", SEND)


def _sent(turn: Turn, draft: Draft, index: int) -> Reply:
    if index == 2:
        return _dropped(turn, draft)
    if index == 1:
        return _ask(draft, "send", f"请直接说要改的内容，{HOW_TO_CHANGE}")
    for question in QUESTIONS:
        reply = question(turn, draft)
        if reply is not None:
            return reply
    return publishing.publish(turn, draft)


def _dropped(turn: Turn, draft: Draft) -> Reply:
    if draft.get("booking"):
        waiting.give_back(turn, draft["booking"])
    return Reply(f"好的，会议通知未发送{'，会议室已释放' if draft.get('booking') else ''}。")
