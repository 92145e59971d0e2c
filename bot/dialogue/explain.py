"""`zhongshu explain`: what the bot understands, without touching any state (design.md 3)."""

import re
from datetime import datetime
from typing import Any, BinaryIO

import orjson

from bot.dialogue.heard import heard
from bot.dialogue.recognise import Hit, recognise
from bot.dialogue.times import TimeExpr, to_json
from bot.dialogue.understand import understand
from handlers.line import Slots
from handlers.said import Said
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar
from storage import guard
from storage.office import Office

_CALENDAR = WorkCalendar()
_TYPES = (
    "doc_no title unit person urgency kind leader_list datetime date_range room count task_no level "
    "meeting_type reason_enum text"
)
SLOT_TYPES = frozenset(_TYPES.split(" "))
"""What slots are keyed by (domain.md C.1); what a line keeps besides is its own affair."""
_ID = re.compile(rb'"id"\s*:\s*("(?:[^"\\]|\\.){0,200}"|-?\d{1,18}(?=\s*[,}]))')
_BAD_LINE = '每行应为 {"id": …, "text": …} 这样的 JSON'


def explain(text: str, now: datetime, office: Office, *, id: Any = None, user: str | None = None) -> dict[str, Any]:
    """The answer of the contract. A HARD text is not looked at any further."""
    verdict = guard.screen(text)
    answer: dict[str, Any] = {
        "id": id,
        "guard": verdict.level,
        "rule": verdict.rule,
        "intent": None,
        "slots": {},
        "times": [],
        "doc_numbers": [],
        "ask": None,
    }
    if verdict.level == "hard":
        return answer
    said = understand(text, now, office, _CALENDAR)
    answer["times"] = [to_json(time) for time in said.times if isinstance(time, TimeExpr)]
    answer["doc_numbers"] = [
        {"text": number.text, "canonical": number.canonical, "confidence": number.confidence} for number in said.docs
    ]
    hit = _best(text=said.text, office=office, user=user)
    if hit is not None:
        answer["intent"] = hit.intent.family or hit.intent.name
        slots, answer["ask"] = _slots(hit, said)
        answer["slots"] = _canonical(hit.intent.family or hit.intent.name, slots, said, office)
    return answer


def _best(text: str, office: Office, user: str | None) -> Hit | None:
    person = office.person(user) if user else None
    hits = recognise(text)
    allowed = [hit for hit in hits if person is None or hit.intent.allowed(person)]
    return next(iter(allowed or hits), None)


def _slots(hit: Hit, said: Said) -> tuple[Slots, str | None]:
    slots: Slots = {}
    for slot in hit.intent.slots:
        value = slot.read(said, False, slots)
        if value is not None:
            slots[slot.name] = value
    for slot in hit.intent.slots:
        if slot.name not in slots and slot.ask and slot.required(slots):
            return slots, slot.ask
    return slots, None


def _canonical(intent: str, slots: Slots, said: Said, office: Office) -> Slots:
    """The slot types of C.1 only, with what was said besides; 各镇街 stands as its units."""
    shown = {name: value for name, value in slots.items() if name in SLOT_TYPES}
    if not _is_instant(shown.get("datetime", "")):
        shown.pop("datetime", None)
    if not isinstance(shown.get("date_range", {}), dict):
        del shown["date_range"]
    groups = [unit.short for name in slots.get("groups") or () for unit in office.group(name)]
    if groups:
        shown["unit"] = list(dict.fromkeys([*groups, *(shown.get("unit") or ())]))
    more = heard(intent, said, office)
    if "date_range" in shown or "datetime" in shown:
        more.pop("date_range", None)
        more.pop("datetime", None)
    if intent == "return" and "reason_enum" in more:
        shown.pop("reason_enum", None)
    if isinstance(more.get("unit"), list) and shown.get("unit") in more["unit"]:
        del shown["unit"]
    if shown.get("unit") == office.own.short:
        del shown["unit"]
    if "task_no" in more and "task_no" not in shown and _same_number(more["task_no"], shown.get("doc_no")):
        del shown["doc_no"]
    return {**more, **shown}


def _same_number(task: str, doc: str | None) -> bool:
    """收〔2026〕0123号 and 督〔2026〕0123号 are read from the same digits; those of 督办 stand."""
    return doc is not None and doc[0] == "收" and task[1:] == doc[1:]


def _is_instant(value: Any) -> bool:
    try:
        return bool(datetime.fromisoformat(value))
    except (TypeError, ValueError):
        return False


def explain_line(text: str, now: datetime, office: Office, *, indent: bool = False) -> bytes:
    """One text, as JSON with a line end."""
    option = orjson.OPT_APPEND_NEWLINE | (orjson.OPT_INDENT_2 if indent else 0)
    text = text.encode("utf-8", "replace").decode()  # half a sign, as a terminal may hand over, is no JSON
    return orjson.dumps(explain(text, now, office), option=option)


def explain_stream(source: BinaryIO, target: BinaryIO, office: Office, now: datetime) -> None:
    """One JSON line in, one out, in order. A line that is no such JSON is answered with its id and an `error`."""
    for line in source:
        if not line.strip():
            continue
        try:
            asked = _asked(line, now)
        except (ValueError, KeyError, AttributeError, TypeError, OverflowError):
            found = {"id": _id_of(line), "error": _BAD_LINE}
        else:
            text, moment, user = asked["text"], asked["now"], asked["user"]
            found = explain(text, moment, office, id=asked["id"], user=user)
        target.write(orjson.dumps(found, option=orjson.OPT_APPEND_NEWLINE))
    target.flush()


def _asked(line: bytes, now: datetime) -> dict[str, Any]:
    """What a line asks. Raises ValueError, KeyError, AttributeError, TypeError or OverflowError."""
    asked = orjson.loads(line)
    text, user = asked["text"], asked.get("user")
    if not isinstance(text, str | int | float) or isinstance(text, bool):
        raise TypeError
    moment = datetime.fromisoformat(asked["now"]) if asked.get("now") else now
    moment = moment.replace(tzinfo=SHANGHAI) if moment.tzinfo is None else moment.astimezone(SHANGHAI)
    return {
        "id": asked.get("id"),
        "text": str(text),
        "now": moment,
        "user": user if isinstance(user, str) else None,
    }


def _id_of(line: bytes) -> Any:
    """The id of a line that is no such JSON, as far as it can be read; an answer belongs to its question."""
    try:
        asked = orjson.loads(line)
        return asked.get("id") if isinstance(asked, dict) else None
    except ValueError:
        said = _ID.search(line)
    try:
        return orjson.loads(said[1]) if said else None
    except ValueError:
        return None
