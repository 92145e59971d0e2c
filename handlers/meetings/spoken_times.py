"""What a message says about when: start, end, length, deadline of the receipts (domain.md C.3).

Every reader returns JSON values: instants as ISO 8601 with +08:00.
"""

import re
from datetime import date, datetime, timedelta
from typing import Any

from handlers.line import Slots
from handlers.meetings.gaps import AFTERNOON, MORNING
from handlers.meetings.shifts import plain_length
from handlers.said import Said, When
from scheduler.clock import SHANGHAI

TIMED = frozenset({"second", "minute", "hour"})
HALF_DAY = timedelta(hours=3)
_ALL_DAY = re.compile(r"全天|整天|一整天")
OF_START = frozenset({"datetime", "day", "readings"})
"""The slots that say when it begins."""
FAR = timedelta(days=270)
_KEPT_OF_RULE = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY"})
_REPLY_AFTER = re.compile(r"^[前之以内，,]{0,3}(?:.{0,6})(?:回执|回复|报名|反馈|报(?:送)?(?:参会|名单)|确认)")
_REPLY_BEFORE = re.compile(
    r"(?:回执|回复|报名|反馈)(?:截止)?(?:时间|日期)?[是为在定到改：: ]{0,3}$|截止(?:时间)?[是为在到改：: ]{0,3}$"
)
_CHANGED_TO = re.compile(
    r"改期?(?:到|在|为|成|至)|推迟(?:到|至)|提前(?:到|至)|延(?:期|后)?(?:到|至)|顺延(?:到|至)|调整?(?:到|为|至)|挪到|换到|放[到在]|移到|定到|改(?=[上下]?[周礼星]|下下|[今明后]天|\d+[日号月点])"
)
_DAY_WORD = re.compile(r"[日号周期天年月节旬]|\d[.-]\d|[今明后]")


_CLOCK = re.compile(r"点|[:：]")


def _times(said: Said) -> list[When]:
    return sorted(said.times, key=lambda when: when.span)


def is_reply_deadline(when: When, text: str) -> bool:
    """Whether the time is the deadline of the receipts: 9月22日12点前回执, 回执截止9月22日."""
    start, end = when.span
    if when.deadline:
        return True
    return bool(_REPLY_AFTER.match(text[end:]) and "前" in text[end : end + 2]) or bool(
        _REPLY_BEFORE.search(text[max(0, start - 10) : start])
    )


def reply_by(said: Said, asked: bool, _slots: Slots) -> str | None:
    """The stated deadline of the receipts; a day without an hour ends at 17:30 (domain.md 9.2)."""
    for when in _times(said):
        if asked or is_reply_deadline(when, said.text):
            instant = (when.end or when.start) if when.deadline else (when.start or when.end)
            if instant is not None:
                return instant.isoformat()
    return None


def reply_by_words(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """How the deadline was said (后天中午12点前): a question about it repeats the words."""
    found = next((when for when in _times(said) if is_reply_deadline(when, said.text)), None)
    return re.sub(r"(?:\d|[一二三四五六七八九十两半])*[点时]半?.*$|[之以]?前$", "", found.text) if found else None


def _is_length(when: When) -> bool:
    return when.kind == "duration" or (when.duration is not None and when.start is None)


def _of_meeting(said: Said) -> list[When]:
    """The times that speak of when it takes place."""
    found = [w for w in _times(said) if not is_reply_deadline(w, said.text) and not _is_length(w) and w.start]
    changed = _CHANGED_TO.search(said.text)
    if changed:
        found = [w for w in found if w.span[0] >= changed.end()] or []
    return found


def _timed(when: When) -> bool:
    return when.grain in TIMED and when.start is not None


def starts(said: Said, _asked: bool, slots: Slots) -> str | None:
    """When it begins, if an hour was said; an hour alone goes with the day that is known already."""
    if _ALL_DAY.search(said.text) and (whole := _known_day(said, slots)) is not None:
        return datetime.combine(whole, MORNING[0], SHANGHAI).isoformat()
    for when in _of_meeting(said):
        start = when.start
        if start is None or not _timed(when):
            continue
        start = _this_year(said, when, start)
        if when.kind == "time" or not _names_day(when):
            known = _known_day(said, slots)
            if known is not None:
                start = datetime.combine(known, start.time(), SHANGHAI)
        return start.isoformat()
    return None


def _names_day(when: When) -> bool:
    return bool(_DAY_WORD.search(when.text))


def _known_day(said: Said, slots: Slots) -> date | None:
    day = next((w.start.date() for w in _of_meeting(said) if w.start and _names_day(w) and not _timed(w)), None)
    if day is not None:
        return day
    known = slots.get("day") or slots.get("datetime")
    return datetime.fromisoformat(known).date() if isinstance(known, str) else None


def day(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """The day, when one was said with or without an hour."""
    found = next((w for w in _of_meeting(said) if w.start and _names_day(w)), None)
    return _this_year(said, found, found.start).date().isoformat() if found and found.start else None


def _this_year(said: Said, when: When, instant: datetime) -> datetime:
    """9月18日 said in late September is the day that has passed, which must be asked about, not that of next year."""
    if instant - said.now < FAR or "年" in when.text:
        return instant
    day_ = min(instant.day, 28) if instant.month == 2 else instant.day
    return instant.replace(year=instant.year - 1, day=day_)


def old_day(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """The day by which an existing meeting is named: what stands before 改到, or the only day there is."""
    changed = _CHANGED_TO.search(said.text)
    limit = changed.start() if changed else len(said.text)
    found = next((w for w in _times(said) if w.start and _names_day(w) and w.span[1] <= limit), None)
    return found.start.astimezone(SHANGHAI).date().isoformat() if found and found.start else None


def readings(said: Said, _asked: bool, slots: Slots) -> dict[str, Any] | None:
    """Two readings that both lie ahead, to choose from: 明天是周三 when it is not, 周五 said on a Friday."""
    for when in _of_meeting(said):
        if not when.ambiguous or not _timed(when) or (_known_day(said, slots) and not _names_day(when)):
            continue
        ahead = [c.start.isoformat() for c in when.candidates if c.start is not None and c.start > said.now]
        if len(ahead) > 1:
            return {"note": when.note or "", "text": when.text, "starts": ahead[:3]}
    return None


def ends(said: Said, asked: bool, slots: Slots) -> str | None:
    """When it ends: from a span (9点到11点), a length (两个小时), or an hour asked for (开到11点)."""
    begin = slots.get("datetime")
    if not isinstance(begin, str):
        return None
    start = datetime.fromisoformat(begin)
    if _ALL_DAY.search(said.text):
        return datetime.combine(start.date(), AFTERNOON[1], SHANGHAI).isoformat()
    length = duration(said)
    for when in _of_meeting(said):
        if length is not None and not _CLOCK.search(when.text):
            continue  # 今天下午，一个小时: the part of the day is no span of three hours
        if when.kind == "range" and _timed(when) and when.end is not None and when.start is not None:
            end = datetime.combine(start.date(), when.end.astimezone(SHANGHAI).time(), SHANGHAI)
            return end.isoformat() if end > start else None
    if length is not None:
        return (start + length).isoformat()
    for when in _of_meeting(said):
        until = said.text[: when.span[0]].endswith(("到", "至")) and not _CHANGED_TO.search(said.text)
        if when.start is None or not _timed(when) or not (asked or (until and not _names_day(when))):
            continue
        end = datetime.combine(start.date(), when.start.time(), SHANGHAI)
        if end <= start and end.hour < 12:
            end += timedelta(hours=12)
        if end > start:
            return end.isoformat()
    return None


def span(said: Said, asked: bool, slots: Slots) -> dict[str, str] | None:
    """Start and end together, once both are known."""
    begin = starts(said, asked, slots) if "datetime" not in slots else slots["datetime"]
    if not isinstance(begin, str):
        return None
    end = ends(said, asked, {**slots, "datetime": begin})
    return {"start": begin, "end": end} if end is not None else None


def restates_start(said: Said) -> bool:
    """Whether an answer about the length names a start too: 9点到11点 does, 到11点 does not."""
    return any(when.kind == "range" and _timed(when) and when.end is not None for when in _of_meeting(said))


def moved_start(said: Said, known: Slots) -> datetime | None:
    """不对，是后天 in answer to how long it takes: the start on the other day, at the hour said now or before."""
    begin = known.get("datetime")
    when = next((w for w in _of_meeting(said) if w.start and _names_day(w)), None)
    if not isinstance(begin, str) or when is None or when.start is None:
        return None
    if _timed(when):
        return _this_year(said, when, when.start)
    return datetime.combine(_this_year(said, when, when.start).date(), datetime.fromisoformat(begin).time(), SHANGHAI)


def duration(said: Said) -> timedelta | None:
    """A length of time: 两个小时, 一个半小时, 半天."""
    if re.search(r"半天|一上午|一下午|一个?(?:上午|下午)", said.text) and not any(_timed(w) for w in said.times):
        return HALF_DAY
    return next((w.duration for w in said.times if _is_length(w) and w.duration), None)


def every(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """The rule of a meeting that recurs (每周五)."""
    found = next((when.rrule for when in said.times if when.rrule), None)
    kept = [part for part in (found or "").split(";") if part.split("=")[0] in _KEPT_OF_RULE]
    return ";".join(kept) or None


def every_at(said: Said, _asked: bool, _slots: Slots) -> dict[str, Any] | None:
    """The first day of what recurs, and its hours when they were said: {first, begins, minutes}."""
    rule = next((when for when in said.times if when.rrule), None)
    if rule is None:
        return None
    timed = rule if rule.start and _timed(rule) else next((w for w in _of_meeting(said) if _timed(w)), None)
    begin = timed.start if timed else None
    first = (rule.start or begin or said.now).astimezone(SHANGHAI).date()
    length = duration(said) or plain_length(said.text)
    if length is None and timed is not None and begin and timed.end and timed.end.date() == begin.date():
        length = timed.end - begin
    return {
        "first": first.isoformat(),
        "begins": f"{begin.astimezone(SHANGHAI):%H:%M}" if begin else None,
        "minutes": int(length.total_seconds() // 60) if length else None,
    }


def holiday_rule(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """What becomes of an occurrence on a day off, when it was said: 遇假日顺延到前一工作日, 跳过, 后一工作日."""
    text = said.text
    if not re.search(r"假|节|休息日|放假", text):
        return None
    if re.search(r"跳过|不开|停开|取消|暂停", text):
        return "跳过"
    if re.search(r"前一|提前|往前", text):
        return "前一工作日"
    return "后一工作日" if re.search(r"后一|推迟|往后|顺延", text) else None
