"""What a message names, under the slot types of domain.md C.1, whatever the line does with it (design.md 3).

A line reads the slots it needs; beside them stands what was said and belongs to the intent: never a default.
"""

import re
from collections.abc import Callable
from typing import Any

from bot.dialogue.numerals import CN_NUMERAL, to_int
from bot.dialogue.speech import speech
from handlers.line import Slots
from handlers.said import OwnNumber, Said
from scheduler.clock import local
from storage.office import Office

_FULL_NUMBER = 1000
"""From here a bare number is one of 收文: those of 督办 are far fewer and are written with zeros before them."""
_TIMED = frozenset({"create_meeting"})
"""Begins at an hour: a day alone is no time of it."""
_LIMITED = frozenset({"create_task"})
"""Wants a limit: the day of a 批示 is none."""
_OLD_TIME = re.compile(r"\s*(?:的|那[个场]|原定)?[^，,。改到至]{0,8}会")
"""周五那个会: when it was to be, not when it shall be."""
_DAYS = frozenset({"day", "week", "month", "quarter", "year"})
_OF_TASKS = frozenset({"query_task", "propose_card"})
"""Of these every number is one of 督办."""
_PEOPLE = "人|位|名|个?座位|个?座(?!谈)|个?席位"
_WHY_RETURNED = (
    ("报告夹带请示", "夹[带着]|里.{0,3}(?:要钱|请示)"),
    ("一文多事", "一文多事|[两几多]件事|多个事"),
    ("多头主送", "多头|主送.{0,4}[两几多]"),
    ("未会签", "[未没]会签|[未没]有?会签"),
    ("越级", "越级"),
    ("送领导个人", "领导个人|送个人|(?:书记|[区市]长|主任)个人|直接送.{0,4}(?:书记|[区市]长|领导)"),
    ("不属本机关", "不属|不归|不是(?:我们|我办|本办|发给)|职责|送错"),
    ("文种格式不符", "格式|文种|不规范|体例|版头"),
)
"""The eight of domain.md 2.6."""


def heard(intent: str, said: Said, office: Office) -> Slots:
    """Slots by type, canonical. `intent` is a name of C.1."""
    found = {name: _READERS[name](said, intent, office) for name in speech().hears.get(intent, ())}
    if found.get("date_range") and "datetime" in found:
        del found["datetime"]
    return {name: value for name, value in found.items() if value not in (None, [])}


def _doc_no(said: Said, _kind: str, _office: Office) -> str | None:
    named = next((doc.canonical for doc in said.docs if doc.canonical), None)
    own = next(
        (own for own in said.own if own.series == "收" or (own.series is None and own.seq >= _FULL_NUMBER)), None
    )
    return f"收〔{own.year or said.now.year}〕{own.seq:04d}号" if own is not None else named


def _task_no(said: Said, kind: str, _office: Office) -> str | None:
    own = next(
        (
            own
            for own in said.own
            if own.series == "督" or (own.series is None and (_is_task(said, own) or kind in _OF_TASKS))
        ),
        None,
    )
    if own is not None and own.series is None and own.seq >= _FULL_NUMBER:
        return None
    return f"督〔{own.year or said.now.year}〕{own.seq:04d}号" if own is not None else None


def _is_task(said: Said, own: OwnNumber) -> bool:
    """0123号, 101号; 那个89号 may as well be a 文号."""
    before = said.text[max(0, own.span[0] - 2) : own.span[0]]
    return own.seq < _FULL_NUMBER and not re.search("[那这该][个份件]?$", before)


def _units(said: Said, _kind: str, office: Office) -> str | list[str] | None:
    names: list[str] = []
    for unit in said.units:
        group = [one.short for one in office.group(unit.group)] if unit.group else []
        names += group or ([unit.short or unit.text] if unit.short or not unit.candidates else [])
    names = [name for name in names if name != office.own.short]
    unique = list(dict.fromkeys(names))
    return unique[0] if len(unique) == 1 else unique or None


def _person(said: Said, _kind: str, _office: Office) -> str | None:
    return next((one.person.name for one in said.people if one.person is not None), None)


def _leaders(said: Said, _kind: str, _office: Office) -> list[str]:
    return [leader.name for leader in said.leaders]


def _count(said: Said, kind: str, _office: Office) -> int | None:
    """The one number of what the intent counts; several are a list of things."""
    counted = speech().counts.get(kind, _PEOPLE)
    found = re.findall(rf"(?<![\d.第])(\d+|[{CN_NUMERAL}]+)(?:来|多|余|几)?个?(?:{counted})", said.text)
    values = {value for value in map(to_int, found) if value}
    return values.pop() if len(values) == 1 else None


def _datetime(said: Said, kind: str, _office: Office) -> str | None:
    timed, limited = kind in _TIMED, kind in _LIMITED
    for when in said.times:
        if (limited and not (when.deadline or when.kind == "duration")) or (
            kind == "reschedule" and _OLD_TIME.match(said.text, when.span[1])
        ):
            continue
        at = (when.end or when.start) if when.deadline or when.kind == "duration" else when.start
        if at is not None and not when.rrule and not (timed and when.grain in _DAYS):
            return local(at).isoformat()
    return None


def _date_range(said: Said, _kind: str, _office: Office) -> dict[str, str] | None:
    for when in said.times:
        if when.kind == "range" and when.start and when.end and not when.deadline:
            return {"start": local(when.start).isoformat(), "end": local(when.end).isoformat()}
    return None


def _reason(said: Said, _kind: str, _office: Office) -> str | None:
    return next((name for name, words in _WHY_RETURNED if re.search(words, said.text)), None)


_READERS: dict[str, Callable[[Said, str, Office], Any]] = {
    "doc_no": _doc_no,
    "title": lambda said, _kind, _office: said.title,
    "unit": _units,
    "person": _person,
    "leader_list": _leaders,
    "urgency": lambda said, _kind, _office: said.urgency if said.urgency != "急件" else None,
    "kind": lambda said, _kind, _office: said.kind,
    "task_no": _task_no,
    "count": _count,
    "room": lambda said, _kind, _office: said.rooms[0].name if said.rooms else None,
    "datetime": _datetime,
    "date_range": _date_range,
    "reason_enum": _reason,
}
