"""The slots that `explain` shows: the types of domain.md C.1, canonical, once each (design.md 3).

What the line would keep and what was said besides (heard.py) are put side by side; where both name the same thing, one
of them stands.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.dialogue.entities.people import full_name
from bot.dialogue.heard import EVERYBODY, MOVED, NOW, TO_LEADERS, heard, was_to_be
from handlers.line import Slots
from handlers.said import Said
from scheduler.clock import local
from storage.office import Office

_TYPES = (
    "doc_no title unit person urgency kind leader_list datetime date_range room count task_no level "
    "meeting_type reason_enum text"
)
SLOT_TYPES = frozenset(_TYPES.split(" "))
"""What slots are keyed by (domain.md C.1); what a line keeps besides is its own affair."""
_ALL_OF_THEM = "meeting_type", "doc_no", "task_no"
"""Slots of which all that was said is shown, where a line takes the first, or a default."""
_WHEN = "datetime", "date_range"
_KINDS = frozenset({"阅件", "办件"})
_ALL_DAY = re.compile("[全整]天")
_IN_HIS_WORDS = frozenset({"feedback", "query_task", "feedback_to_admin", "close", "propose_card", "edit"})
_OF_SHIFTS = frozenset({"duty", "swap"})


@dataclass(frozen=True, slots=True)
class _Found:
    """`read`: what the line would keep; `more`: what was said. The rules take out of them what does not stand."""

    intent: str
    read: Slots
    more: Slots
    said: Said
    office: Office


def canonical(intent: str, slots: Slots, said: Said, office: Office) -> Slots:
    """What of the line's `slots` is shown, with what was said besides; 各镇街 stands as its units."""
    read = {name: value for name, value in slots.items() if name in SLOT_TYPES}
    groups = [unit.short for name in slots.get("groups") or () if name != EVERYBODY for unit in office.group(name)]
    if groups:
        read["unit"] = list(dict.fromkeys([*groups, *(read.get("unit") or ())]))
    found = _Found(intent, _of_their_types(read), heard(intent, said, office), said, office)
    for rule in _RULES:
        rule(found)
    return {name: value for name, value in {**found.more, **found.read}.items() if value != []}


def _of_their_types(read: Slots) -> Slots:
    """A line may keep a date or a word under the name of a moment or a range."""
    fits: dict[str, Callable[[Any], bool]] = {
        "datetime": _is_instant,
        "date_range": lambda value: isinstance(value, dict),
        "kind": lambda value: value in _KINDS,
    }
    return {name: value for name, value in read.items() if name not in fits or fits[name](value)}


def _is_instant(value: Any) -> bool:
    try:
        return bool(datetime.fromisoformat(value))
    except (TypeError, ValueError):
        return False


def _whole_day(found: _Found) -> None:
    """The day that was said, where the line reads its office hours."""
    said, read = found.more.get("date_range"), found.read.get("date_range")
    if not said or not read or not said["start"][11:16] == said["end"][11:16] == "00:00":
        return
    if read["start"][:10] == said["start"][:10] and read["end"] < said["end"]:
        found.read["date_range"] = said


def _shift(found: _Found) -> None:
    """A shift belongs to a day, whatever hour of it was named; two that are swapped are not one time."""
    if found.intent == "swap" and len([when for when in found.said.times if when.start is not None]) > 1:
        for name in _WHEN:
            found.read.pop(name, None)
            found.more.pop(name, None)
    if found.intent in _OF_SHIFTS and "date_range" in found.more:
        found.read.pop("datetime", None)
        found.read["date_range"] = found.more["date_range"]


def _moment_within(found: _Found) -> None:
    """A moment on the day that the range begins with says nothing more."""
    if found.read.get("date_range", {}).get("start", "")[:10] == found.read.get("datetime", "-")[:10]:
        del found.read["datetime"]


def _one_reading(found: _Found) -> None:
    """What the line read of the time stands."""
    if any(name in found.read for name in _WHEN):
        for name in _WHEN:
            found.more.pop(name, None)


def _all_that_was_said(found: _Found) -> None:
    for name in found.more.keys() & set(_ALL_OF_THEM):
        found.read.pop(name, None)


def _leaders_once(found: _Found) -> None:
    """One leader is a person, several are a list; nobody stands in both."""
    for slots in (found.read, found.more):
        if found.intent not in TO_LEADERS and len(slots.get("leader_list") or ()) == 1:
            found.more.setdefault("person", slots.pop("leader_list")[0])
    if found.read.get("leader_list") == [found.read.get("person")]:
        del found.read["leader_list"]
    if found.read.get("person") in found.more.get("leader_list", ()):
        del found.read["person"]


def _known_person(found: _Found) -> None:
    """Somebody of the office, a stranger by his full name, and all of several."""
    person, said = found.read.get("person"), found.more.get("person")
    if isinstance(person, str) and all(person != one.name for one in found.office.people):
        del found.read["person"]
        if not said and (name := full_name(person)):
            found.read["person"] = name
    elif isinstance(said, list) and person in said:
        del found.read["person"]


def _no_default(found: _Found) -> None:
    """What the line supposes was not said: a kind of meeting that nobody named, the present moment."""
    if str(found.read.get("meeting_type", "")) not in found.said.text:
        found.read.pop("meeting_type", None)
    if found.said.times and all(NOW.fullmatch(when.text) for when in found.said.times):
        for name in _WHEN:
            found.read.pop(name, None)
    moments = [when for when in found.said.times if when.start is not None]
    if found.intent in MOVED and moments and all(was_to_be(when, found.said) for when in moments):
        for name in _WHEN:
            found.read.pop(name, None)


def _reason(found: _Found) -> None:
    if "reason_enum" in found.read:
        found.read["reason_enum"] = found.read["reason_enum"].removesuffix("职责")


def _units(found: _Found) -> None:
    """All that were named but the office itself; of a task not those that only its title names."""
    said = found.more.get("unit")
    if isinstance(said, list):
        title = str(found.read.get("title", "")) if found.intent == "create_task" else ""
        rest = [name for name in said if name not in title] or said
        said = found.more["unit"] = rest[0] if len(rest) == 1 else rest
    if isinstance(said, list) and found.intent == "adoption":
        said = found.more["unit"] = _whose(said, found.office)
    unit = found.read.get("unit")
    if unit is not None and (unit == found.office.own.short or (isinstance(said, list) and unit in said)):
        del found.read["unit"]


def _whose(units: list[str], office: Office) -> list[str] | str:
    """Whose piece was taken, rather than who took it: of that `level` tells."""
    ours = [name for name in units if any(name == unit.short for unit in office.units)]
    return (ours[0] if len(ours) == 1 else ours) or units


def _one_number(found: _Found) -> None:
    """收〔2026〕0123号 and 督〔2026〕0123号 are read from the same digits: those of 督办 stand, but for a bare 1203."""
    paper, number = found.more.get("doc_no"), found.read.get("task_no")
    if "task_no" not in found.more and isinstance(number, str) and isinstance(paper, str) and number[1:] == paper[1:]:
        del found.read["task_no"]
    task, doc = found.more.get("task_no"), found.read.get("doc_no")
    if task is not None and doc is not None and "task_no" not in found.read and doc[0] == "收" and task[1:] == doc[1:]:
        del found.read["doc_no"]


def _until_now(found: _Found) -> None:
    """9月份到现在: days, so the last is today."""
    today = local(found.said.now).replace(hour=0, minute=0, second=0, microsecond=0)
    for slots in (found.read, found.more):
        span = slots.get("date_range")
        if span and "T00:00" in span["start"] and datetime.fromisoformat(span["end"]) == found.said.now:
            slots["date_range"] = span | {"end": (today + timedelta(days=1)).isoformat()}


def _one_day(found: _Found) -> None:
    """One day is a moment of the grain of a day; 全天 asks for all of it."""
    for slots in (found.read, found.more):
        span = slots.get("date_range")
        if span and _is_day(span) and not _ALL_DAY.search(found.said.text):
            del slots["date_range"]
            slots.setdefault("datetime", span["start"])


def _words(found: _Found) -> None:
    """The words of the person, without those that ask for something; scraps of a question are no subject."""
    text = str(found.read.get("text", ""))
    if text.isascii():
        found.read.pop("text", None)
    if found.intent in _IN_HIS_WORDS and ("text" in found.more or (found.intent == "query_task" and " " in text)):
        found.read.pop("text", None)


def _is_day(span: dict[str, str]) -> bool:
    start, end = (datetime.fromisoformat(span[name]) for name in ("start", "end"))
    return start.hour == start.minute == 0 and end - start == timedelta(days=1)


_RULES: tuple[Callable[[_Found], None], ...] = (
    _whole_day,
    _moment_within,
    _shift,
    _one_reading,
    _all_that_was_said,
    _leaders_once,
    _known_person,
    _no_default,
    _reason,
    _units,
    _one_number,
    _until_now,
    _one_day,
    _words,
)
