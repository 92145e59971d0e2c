"""Which meeting decided: the last of that type of that day, else the one of today, else it is asked (domain.md 4.7)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from handlers.meetings.queries import recent_meetings
from handlers.meetings.terms import OTHER_TYPE, SENSITIVE, MeetingState, meeting_type
from handlers.said import Said
from handlers.turn import Turn
from scheduler.clock import local

_BACK = timedelta(days=14)
_NAME = re.compile(
    r"(?P<name>(?:区委|区政府|开发区|管委会|党工委|本办|办公室|全区)?[\u4e00-\u9fff]{0,12}?"
    r"(?:常委会(?:会议)?|常务会议?|专题会议?|党组会议?|办公会议?|班子会议?|例会|调度会|推进会|座谈会|协调会|现场会|工作会议|全会))"
    r"(?=议定|决定|明确|要求|研究|确定|强调|[：:，,]|纪要|的|上|$)"
)
_NOISE = re.compile(
    r"^.*?(?:今天|上午|下午|昨天|前天|晚上|刚才|刚刚|召开的?|开的|议定于|依据是?|^(?:不对|不是|应该)?[，,]?是|[：:日号]是?)+"
)
_LONGEST = 100
_SHOWN = 4
_FEBRUARY = 2
_USUAL = ("区政府常务会议", "区委常委会会议", "专题会议")


@dataclass(frozen=True, slots=True)
class Basis:
    """The meeting as 立项依据: 2026年9月21日区政府常务会议; `key` when it is one of ours ("meeting:12")."""

    text: str
    key: str | None = None


def basis_of(turn: Turn, said: Said) -> Basis | None:
    """The meeting that the words before the first item mean; None when that must be asked."""
    head = _head(said.text)
    day, name = _day(said, len(head)), _name(head)
    held = _held(turn)
    if name is not None:
        kind = meeting_type(name)[0]
        fits = [one for one in held if one["type"] == kind or kind in one["compound_types"]]
        fits = [one for one in fits if kind != OTHER_TYPE or name in one["title"]]
        fits = [one for one in fits if _on(one) == (day or turn.here.date())] or ([] if day else fits[-1:])
        return _of(fits[-1]) if fits else Basis(f"{_long(day or turn.here.date())}{name}")
    today = [one for one in held if _on(one) == (day or turn.here.date())]
    return _of(today[0]) if len(today) == 1 else None


def choices(turn: Turn) -> list[Basis]:
    """The meetings of the last days, the newest first, and the usual ones of today that were not registered."""
    found = [_of(one) for one in reversed(_held(turn)[-_SHOWN:])]
    usual = [Basis(f"{_long(turn.here.date())}{name}") for name in _USUAL]
    return [*found, *(one for one in usual if all(one.text != other.text for other in found))]


def named(turn: Turn, said: Said) -> Basis | None:
    """The meeting as somebody answers: 9月21日区政府常务会议, 今天的常务会."""
    found = basis_of(turn, said)
    if found is not None and _name(_head(said.text)) is not None:
        return found
    words = _NOISE.sub("", said.bare).strip(" ，,。的")
    if len(words) < 2 or "会" not in words:
        return None
    return Basis(f"{_long(_day(said, len(said.text)) or turn.here.date())}{words[:_LONGEST]}")


def _held(turn: Turn) -> list[Any]:
    """Meetings that have begun in the last fortnight, oldest first."""
    found = recent_meetings(turn.tx, turn.now - _BACK)
    found = [one for one in found if one["starts_at"] <= turn.now and one["state"] != MeetingState.CANCELLED]
    return sorted(found, key=lambda one: one["starts_at"])


def _of(one: Any) -> Basis:
    title = one["type"] if SENSITIVE.search(one["title"]) else re.sub(r"^(?:召开)?会议[：:]\s*", "", one["title"])
    return Basis(f"{_long(_on(one))}{title[:_LONGEST]}", f"meeting:{one['id']}")


def _on(one: Any) -> date:
    return local(one["starts_at"]).date()


def _long(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _head(text: str) -> str:
    """The words before the first item."""
    found = re.search(r"[：:]|[（(][一1][)）]|(?<!\d)1[.、]|一、|由|责成", text)
    return text[: found.start()] if found else text[:60]


def _name(head: str) -> str | None:
    plain = re.sub(r"\d{4}年|\d{1,2}月\d{1,2}[日号]|\d{1,2}[.-]\d{1,2}|第\d+次", "", head)
    found = _NAME.search(_NOISE.sub("", plain) + "：")
    return found["name"] if found and len(found["name"]) >= 2 else None


def _day(said: Said, end: int) -> date | None:
    """The day of the meeting; 9月18日 without a year is the last one, for a meeting has been."""
    today = said.now.date()
    for when in said.times:
        if when.start is None or when.deadline or when.span[1] > end + 1:
            continue
        day = local(when.start).date()
        if day > today and not re.search(r"\d{4}年|明年", when.text):
            day = day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == _FEBRUARY else day.day)
        if day <= today:
            return day
    return None
