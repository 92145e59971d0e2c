"""`zhongshu explain`: what the bot understands, without touching any state (design.md 3)."""

from datetime import datetime
from typing import Any, BinaryIO

import orjson

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
        answer["slots"], answer["ask"] = _slots(hit, said)
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
