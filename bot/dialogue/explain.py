"""`zhongshu explain`: what the bot understands, without touching any state (design.md 3)."""

import re
from datetime import datetime
from typing import Any, BinaryIO

import orjson

from bot.dialogue.canonical import canonical
from bot.dialogue.recognise import Hit, recognise
from bot.dialogue.speech import speech
from bot.dialogue.times import TimeExpr, to_json
from bot.dialogue.understand import understand
from handlers.line import Intent, Slots
from handlers.said import Said
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar
from storage import guard
from storage.office import Office, Person

_CALENDAR = WorkCalendar()
_NAMES = (
    "log_incoming log_outgoing find_doc submit record_instruction transfer sign mark_read close return extend "
    "create_task query_task feedback propose_card log_inspection log_publication create_meeting book_room find_room "
    "reschedule cancel reply_meeting check_in seating minutes decisions submit_info edit issue adoption info_comment "
    "read_bulletin duty swap contact away supplies reform archive stats report help feedback_to_admin unsubscribe "
    "undo human smalltalk"
)
_C1 = frozenset(_NAMES.split(" "))
"""What anybody may be understood to want; what lines do besides is known to those who may do it."""
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
    hit = _best(said.text, office.person(user) if user else None)
    if hit is not None:
        answer["intent"] = shown(hit.intent)
        slots, answer["ask"] = _slots(hit, said)
        answer["slots"] = canonical(answer["intent"], slots, said, office)
    elif _wants_nothing(said):
        answer["intent"] = "smalltalk"
    return answer


def shown(intent: Intent) -> str:
    """The name of domain.md C.1 that stands for the intent; its own when C.1 has none."""
    return speech().shown.get(intent.name) or intent.family or intent.name


def _wants_nothing(said: Said) -> bool:
    """Whether it names nothing that the office deals with, and is no answer to a question that was asked."""
    named = said.times, said.docs, said.own, said.units, said.people, said.rooms, said.title
    return bool(said.bare) and said.choice is None and not any(named)


def _best(text: str, person: Person | None) -> Hit | None:
    """What was meant, also by one who may not do it, unless what he may do is as likely."""
    hits = recognise(text)
    if person is not None:
        hits = [hit for hit in hits if shown(hit.intent) in _C1 or hit.intent.allowed(person)] or hits
    if not hits or person is None or hits[0].intent.allowed(person):
        return next(iter(hits), None)
    able = (hit for hit in hits if hit.intent.allowed(person))
    return next((hit for hit in able if _as_likely(hit, hits[0])), hits[0])


def _as_likely(hit: Hit, best: Hit) -> bool:
    """Said more plainly, called the same in C.1, or a question put as clearly as the write that is not his."""
    plainer = hit.weight > best.weight or shown(hit.intent) == shown(best.intent)
    return plainer or (_writes(best) and not _writes(hit) and (hit.strong or not best.strong))


def _writes(hit: Hit) -> bool:
    return not speech().writes.isdisjoint((hit.intent.name, hit.intent.family))


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
