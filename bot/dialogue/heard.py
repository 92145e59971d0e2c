"""What a message names, under the slot types of domain.md C.1, whatever the line does with it (design.md 3).

A line reads the slots it needs; beside them stands what was said and belongs to the intent: never a default.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.dialogue.entities.people import stranger_named
from bot.dialogue.heard_text import text, title
from bot.dialogue.heard_words import count, level, meeting_type
from bot.dialogue.numerals import CN_NUMERAL, to_int
from bot.dialogue.speech import speech
from handlers import called
from handlers.line import Slots
from handlers.said import OwnNumber, PersonSaid, Said, When, gone_by, not_to
from scheduler.clock import local
from storage.office import Office

_FULL_NUMBER = 1000
"""From here a bare number is one of 收文: those of 督办 are far fewer and are written with zeros before them."""
_LIMITED = frozenset({"create_task", "extend", "transfer", "decisions", "log_incoming", "amend"})
"""Wants a limit: the day of a 批示 is none."""
_HAPPENED = (
    "adoption archive close decisions feedback find_doc info_comment log_inspection log_outgoing log_publication "
    "mark_read minutes read_bulletin record_instruction sign stats submit_info submit"
)
_PAST = frozenset(_HAPPENED.split(" "))
"""Speaks of what has happened: 17号 is the last one there was."""
EVERYBODY = "各单位"
"""Names nobody in particular."""
_BY_DAY = frozenset({"duty", "swap"})
"""A shift belongs to a day, whichever hours of it are named."""
_STRANGERS = frozenset({"contact", "sign", "away", "swap", "reply_meeting"})
"""Somebody who is not in the profile may be named in these."""
TO_LEADERS = frozenset({"submit", "seating"})
_INSTRUCTED, _TO_WHOM = frozenset({"record_instruction", "info_comment"}), frozenset("请由转交让")
_OF_PERIODS = frozenset({"stats", "report", "duty", "swap", "query_task", "find_doc", "decisions", "away"})
"""三季度 said of these is when, whatever follows."""
_NAME_OF_BULLETIN = re.compile("[这那]一?期|的?(?:云湾)?信息|要情|要闻")
_ISSUED = frozenset({"issue", "sign", "edit", "stats"})
_ONE_S_OWN, _OF_ONE_S_OWN = frozenset({"书记", "主任", "一把手"}), frozenset({"reply_meeting", "away"})
MOVED = frozenset({"reschedule"})
NOW = re.compile("(?:现在|这会儿?|此刻|目前|当前|眼下|这时候?)")
"""A word that names no time."""
_OLD_TIME, _TO = re.compile(r"\s*(?:的|那[个场]|原定)?[^，,。改到至]{0,8}会"), frozenset("到至成在")
_SHORT_NUMBER = re.compile(rf"([\u4e00-\u9fff]{{2,12}}?)第?(\d{{1,4}}|[{CN_NUMERAL}]{{1,7}})号(?!楼|会议室)")
_DAY = timedelta(days=1)
_HOURS = frozenset({"hour", "minute"})
_WEEKDAY = re.compile("(?:周|星期|礼拜)[一二三四五六日天]")
_PLANNED = re.compile("排[上在到个]|安排|计划|定于|定在|还没到|提醒|准备|备好|拟|打算")
"""24号去看档案，先排上: what is to come, though the intent speaks of what has happened."""
_TOMORROW = re.compile("[明后下]|周|星期|礼拜")
_DAYS = frozenset({"day", "week", "month", "quarter", "half", "year"})
_OF_TASK = re.compile(r"0\d{3}")
_NAMED_PAPER = re.compile("的?那[个份][^，,。]{0,8}(?:通知|函|报告|请示|文件?)")
_OF_TASKS = frozenset({"query_task", "propose_card", "feedback", "extend", "close", "create_task", "add_subtask"})
"""Of these every number is one of 督办."""


def heard(intent: str, said: Said, office: Office) -> Slots:
    """Slots by type, canonical. `intent` is a name of C.1."""
    found = {name: _READERS[name](said, intent, office) for name in speech().hears.get(intent, ())}
    found["title"] = found.get("title") or title(intent, said)
    found["text"] = text(intent, said)
    if found.get("date_range") and "datetime" in found and intent not in _LIMITED:
        del found["datetime"]
    if found.get("task_no") and found.get("doc_no") and not said.docs:
        del found["doc_no"]
    return {name: value for name, value in found.items() if value not in (None, [])}


def _one_or_all(values: list[str]) -> str | list[str] | None:
    unique = list(dict.fromkeys(values))
    return unique[0] if len(unique) == 1 else unique or None


def _doc_no(said: Said, kind: str, office: Office) -> str | list[str] | None:
    ours = [
        own
        for own in said.own
        if own.series == "收" or (own.series is None and (own.seq >= _FULL_NUMBER or kind not in _OF_TASKS))
    ]
    named = [f"收〔{own.year or said.now.year}〕{own.seq:04d}号" for own in ours]
    theirs = [doc.canonical for doc in said.docs if doc.canonical]
    return _one_or_all(named) or _one_or_all(theirs) or _without_year(said, office)


def _without_year(said: Said, office: Office) -> str | None:
    """南委办88号: this year's, when the code is known."""
    found = _SHORT_NUMBER.search(said.text) if "号" in said.text else None
    if found is None:
        return None
    code = max((code for code in office.codes if found[1].endswith(code)), key=len, default=None)
    seq = to_int(found[2])
    return f"{code}〔{said.now.year}〕{seq}号" if seq and code else None


def _task_no(said: Said, kind: str, _office: Office) -> str | list[str] | None:
    ours = [own for own in said.own if own.series == "督" or (own.series is None and _is_task(own, said, kind))]
    return _one_or_all([f"督〔{own.year or said.now.year}〕{own.seq:04d}号" for own in ours])


def _is_task(own: OwnNumber, said: Said, kind: str) -> bool:
    """0123号, 101号; the bare 1203 is a paper, and 那个89号 may as well be a 文号."""
    if own.seq >= _FULL_NUMBER:
        return False
    before = said.text[max(0, own.span[0] - 2) : own.span[0]]
    if _NAMED_PAPER.match(said.text, own.span[1]):
        return False
    return (kind in _OF_TASKS and kind != "close") or not re.search("[那这该][个份件]?$", before)


def _units(said: Said, _kind: str, office: Office) -> str | list[str] | None:
    names: list[str] = []
    for unit in said.units:
        if unit.group:
            names += [one.short for one in office.group(unit.group)] if unit.group != EVERYBODY else []
        elif unit.short or not unit.candidates:
            names.append(unit.short or unit.text)
    return _one_or_all([name for name in names if name != office.own.short])


def _person(said: Said, kind: str, office: Office) -> str | list[str] | None:
    """People by full name; several leaders stand in `leader_list`."""
    leaders = _leaders(said, kind, office) if "leader_list" in speech().hears.get(kind, ()) else []
    known = [one.person.name for one in said.people if one.person is not None and _meant(one, said, kind)]
    if not known and kind in _STRANGERS and (stranger := stranger_named(said.text)):
        return stranger
    return _one_or_all([name for name in known if name not in leaders])


def _leaders(said: Said, kind: str, _office: Office) -> list[str]:
    """Leaders in rank order: two and more, and one where a paper goes to leaders."""
    meant = {one.person.userid for one in said.people if one.person is not None and _meant(one, said, kind)}
    found = [leader.name for leader in said.leaders if leader.userid in meant]
    return found if len(found) > 1 or kind in TO_LEADERS else []


def _meant(one: PersonSaid, said: Said, kind: str) -> bool:
    denied = kind == "submit" and not_to(said.text, one.span)
    return not (denied or _another_s(one, said, kind) or _asked_for(one, said, kind))


def _asked_for(one: PersonSaid, said: Said, kind: str) -> bool:
    """周书记批示请晓东同志牵头: whom an instruction goes to is not who gave it."""
    return kind in _INSTRUCTED and said.text[max(0, one.span[0] - 1) : one.span[0]] in _TO_WHOM


def _another_s(one: PersonSaid, said: Said, kind: str) -> bool:
    """书记去不了, said of an invitation: the unit's own, unless it is answered for ours."""
    before = said.text[: one.span[0]]
    return kind in _OF_ONE_S_OWN and one.text in _ONE_S_OWN and not re.search("[代替帮]$", before)


def _without_hours(said: Said) -> str:
    """8点半到11点 counts no places."""
    signs = list(said.text)
    for when in said.times:
        if when.grain in _HOURS and when.kind != "duration":
            signs[slice(*when.span)] = " " * (when.span[1] - when.span[0])
    return "".join(signs)


def _datetime(said: Said, kind: str, _office: Office) -> str | None:
    for when in said.times:
        limit = when.deadline or when.kind == "duration"
        if when.rrule or _no_time(when, said, kind) or (kind in _LIMITED and not limit):
            continue
        if kind in MOVED and was_to_be(when, said):
            continue
        at = (when.end or when.start) if limit else when.start
        if at is not None and (limit or when.grain not in _DAYS or (when.kind == "range" and when.end is None)):
            return local(at if limit else at - _back(when, said, kind)).isoformat()
    return None


def _date_range(said: Said, kind: str, _office: Office) -> dict[str, str] | None:
    found = [span for when in said.times if (span := _span(when, said, kind))]
    if not found or (kind == "swap" and len(found) > 1):
        return None
    last = found[0]
    for span in found[1:]:
        last = span if span["start"] == last["end"] else last
    return {"start": found[0]["start"], "end": last["end"]}


def _no_time(when: When, said: Said, kind: str) -> bool:
    """现在; 0112, where it is one of 督办; 国庆 of 国庆保供调度会."""
    if (kind not in _OF_PERIODS or when.text[0] in "春夏秋冬夜") and called.names(when.span, said.text):
        return True
    return NOW.fullmatch(when.text) is not None or (kind in _OF_TASKS and _OF_TASK.fullmatch(when.text) is not None)


def was_to_be(when: When, said: Said) -> bool:
    """周五那个会: when a meeting was to be, not when it shall be."""
    moved_to = said.text[max(0, when.span[0] - 1) : when.span[0]] in _TO
    return not moved_to and _OLD_TIME.match(said.text, when.span[1]) is not None


def _span(when: When, said: Said, kind: str) -> dict[str, str] | None:
    """From the first day to the one after the last, or the hours; a moment and a limit are none."""
    if when.start is None or when.deadline or when.rrule or _no_time(when, said, kind):
        return None
    if (kind in _ISSUED and _names_bulletin(when, said)) or (kind in MOVED and was_to_be(when, said)):
        return None
    start, end = local(when.start), when.end
    if end is None and when.kind == "date" and when.grain == "day":
        end = start + _DAY
    if end is None:
        return None
    if kind in _BY_DAY and end - start < _DAY:
        start = start.replace(hour=0, minute=0)
        end = start + _DAY
    back = _back(when, said, kind)
    return {"start": (start - back).isoformat(), "end": (local(end) - back).isoformat()}


def _names_bulletin(when: When, said: Said) -> bool:
    """今日信息, 今天的云湾信息: the bulletin itself."""
    return when.text in {"今日", "每日", "今天"} and _NAME_OF_BULLETIN.match(said.text, when.span[1]) is not None


def _back(when: When, said: Said, kind: str) -> timedelta:
    """How far before the reading a thing lies that has happened: a year, a month or a day."""
    if kind not in _PAST or when.start is None or when.start <= said.now or _PLANNED.search(said.text):
        return timedelta()
    start = local(when.start)
    if "月" in when.text or re.search(r"\d[./-]\d", when.text):
        return start - (gone_by(when, said.now) or start)
    if "号" in when.text or "日" in when.text:
        return timedelta(days=(start.replace(day=1) - _DAY).day)
    if _WEEKDAY.match(when.text) and kind != "submit":
        return 7 * _DAY
    return _DAY if when.grain in _HOURS and start - said.now < _DAY and not _TOMORROW.search(when.text) else timedelta()


_READERS: dict[str, Callable[[Said, str, Office], Any]] = {
    "doc_no": _doc_no,
    "title": lambda said, _kind, _office: said.title,
    "unit": _units,
    "person": _person,
    "leader_list": _leaders,
    "urgency": lambda said, _kind, _office: said.urgency if said.urgency != "急件" else None,
    "kind": lambda said, _kind, _office: said.kind,
    "task_no": _task_no,
    "count": lambda said, kind, _office: count(_without_hours(said), kind),
    "room": lambda said, _kind, _office: said.rooms[0].name if said.rooms else None,
    "datetime": _datetime,
    "date_range": _date_range,
    "level": lambda said, _kind, _office: level(said.text),
    "meeting_type": lambda said, _kind, _office: meeting_type(said.text),
}
