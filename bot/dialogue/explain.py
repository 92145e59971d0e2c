"""`zhongshu explain`: what the bot understands, without touching any state (design.md 3)."""

from datetime import datetime
from typing import Any, BinaryIO

import orjson

from bot.dialogue.recognise import Hit, recognise
from bot.dialogue.times import TimeExpr, to_json
from bot.dialogue.understand import understand
from handlers.line import Slots
from handlers.said import OwnNumber, Said
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
_OF_PAPERS = frozenset(
    {"submit", "record_instruction", "transfer", "sign", "feedback_doc", "mark_read", "close", "find_doc", "amend"}
)
_OF_LEADERS = frozenset({"mark_read", "record_instruction"})
_FULL_NUMBER = 1000


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
        answer["intent"] = hit.intent.name
        slots, answer["ask"] = _slots(hit, said)
        answer["slots"] = _canonical(hit.intent.name, slots, said, office)
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
    """The slot types of C.1 only; a number of our own register stands in full, 各镇街 as its units."""
    shown = {name: value for name, value in slots.items() if name in SLOT_TYPES}
    if not _is_instant(shown.get("datetime", "")):
        shown.pop("datetime", None)
    groups = [unit.short for name in slots.get("groups") or () for unit in office.group(name)]
    if groups:
        shown["unit"] = list(dict.fromkeys([*groups, *(shown.get("unit") or ())]))
    if intent in _OF_LEADERS and "person" not in shown:
        leader = next((one.person.name for one in said.people if one.person is not None), None)
        shown |= {"person": leader} if leader else {}
    if intent in _OF_PAPERS and "doc_no" not in shown:
        own = next((own for own in said.own if own.series == "收" or _is_full(own)), None)
        if own is not None:
            shown["doc_no"] = f"收〔{own.year or said.now.year}〕{own.seq:04d}号"
    return shown


def _is_full(own: OwnNumber) -> bool:
    """Four digits are a number of our register; 那个89号 may as well be a 文号."""
    return own.series is None and own.seq >= _FULL_NUMBER


def _is_instant(value: Any) -> bool:
    try:
        return bool(datetime.fromisoformat(value))
    except (TypeError, ValueError):
        return False


def explain_line(text: str, now: datetime, office: Office, *, indent: bool = False) -> bytes:
    """One text, as JSON with a line end."""
    option = orjson.OPT_APPEND_NEWLINE | (orjson.OPT_INDENT_2 if indent else 0)
    return orjson.dumps(explain(text, now, office), option=option)


def explain_stream(source: BinaryIO, target: BinaryIO, office: Office, now: datetime) -> None:
    """One JSON line in, one out, in order. A line that is no such JSON is answered with an `error`."""
    for line in source:
        if not line.strip():
            continue
        try:
            asked = orjson.loads(line)
            moment = datetime.fromisoformat(asked["now"]) if asked.get("now") else now
            moment = moment.replace(tzinfo=SHANGHAI) if moment.tzinfo is None else moment.astimezone(SHANGHAI)
            found = explain(str(asked["text"]), moment, office, id=asked.get("id"), user=asked.get("user"))
        except (ValueError, KeyError, AttributeError, TypeError):
            found = {"id": None, "error": '每行应为 {"id": …, "text": …} 这样的 JSON'}
        target.write(orjson.dumps(found, option=orjson.OPT_APPEND_NEWLINE))
    target.flush()
