"""`zhongshu explain`: what the bot understands, without touching any state (design.md 3)."""

import re
from datetime import datetime
from typing import Any, BinaryIO

import orjson

from bot.dialogue.heard import EVERYBODY, heard
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
_TYPES = (
    "doc_no title unit person urgency kind leader_list datetime date_range room count task_no level "
    "meeting_type reason_enum text"
)
SLOT_TYPES = frozenset(_TYPES.split(" "))
"""What slots are keyed by (domain.md C.1); what a line keeps besides is its own affair."""
_NAMES = (
    "log_incoming log_outgoing find_doc submit record_instruction transfer sign mark_read close return extend "
    "create_task query_task feedback propose_card log_inspection log_publication create_meeting book_room find_room "
    "reschedule cancel reply_meeting check_in seating minutes decisions submit_info edit issue adoption info_comment "
    "read_bulletin duty swap contact away supplies reform archive stats report help feedback_to_admin unsubscribe "
    "undo human smalltalk"
)
_C1 = frozenset(_NAMES.split(" "))
"""What anybody may be understood to want; what lines do besides is known to those who may do it."""
_SAID_BETTER = frozenset({"meeting_type", "doc_no", "task_no"})
"""Slots of which all that was said is shown, where a line takes the first, or a default."""
_KINDS, _PLAIN_MEETING = frozenset({"阅件", "办件"}), "工作会议"
_OF_SHIFTS = frozenset({"duty", "swap"})
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
        answer["slots"] = _canonical(answer["intent"], slots, said, office)
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
    """What was meant, also by one who may not do it, unless what he may do is as likely: said more plainly, called the

    same in C.1, or a question put as clearly as the write that is not his.
    """
    hits = recognise(text)
    if person is not None:
        hits = [hit for hit in hits if shown(hit.intent) in _C1 or hit.intent.allowed(person)] or hits
    if not hits or person is None or hits[0].intent.allowed(person):
        return next(iter(hits), None)
    able = (hit for hit in hits if hit.intent.allowed(person))
    return next((hit for hit in able if _as_likely(hit, hits[0])), hits[0])


def _as_likely(hit: Hit, best: Hit) -> bool:
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


def _canonical(intent: str, slots: Slots, said: Said, office: Office) -> Slots:
    """The slot types of C.1 only, with what was said besides; 各镇街 stands as its units."""
    shown = {name: value for name, value in slots.items() if name in SLOT_TYPES}
    if not _is_instant(shown.get("datetime", "")):
        shown.pop("datetime", None)
    if not isinstance(shown.get("date_range", {}), dict):
        del shown["date_range"]
    groups = [unit.short for name in slots.get("groups") or () if name != EVERYBODY for unit in office.group(name)]
    if groups:
        shown["unit"] = list(dict.fromkeys([*groups, *(shown.get("unit") or ())]))
    more = heard(intent, said, office)
    if (day := _whole_day(more, shown)) is not None:
        shown["date_range"] = day
    if shown.get("date_range", {}).get("start", "")[:10] == shown.get("datetime", "-")[:10]:
        del shown["datetime"]
    if _SAID_BETTER & more.keys():
        shown = {name: value for name, value in shown.items() if name not in _SAID_BETTER & more.keys()}
    if shown.get("leader_list") == [shown.get("person")]:
        del shown["leader_list"]
    if shown.get("person") in more.get("leader_list", ()):
        del shown["person"]
    if isinstance(shown.get("person"), str) and not any(shown["person"] == one.name for one in office.people):
        del shown["person"]
    if isinstance(more.get("person"), list) and shown.get("person") in more["person"]:
        del shown["person"]
    if shown.get("kind", "办件") not in _KINDS:
        del shown["kind"]
    if shown.get("meeting_type") == _PLAIN_MEETING and _PLAIN_MEETING not in said.text:
        del shown["meeting_type"]
    if "reason_enum" in shown:
        shown["reason_enum"] = shown["reason_enum"].removesuffix("职责")
    if intent in _OF_SHIFTS and "date_range" in more:
        shown.pop("datetime", None)
        shown["date_range"] = more["date_range"]
    if "date_range" in shown or "datetime" in shown:
        more.pop("date_range", None)
        more.pop("datetime", None)
    if intent == "create_task" and isinstance(more.get("unit"), list):
        title = str(shown.get("title", ""))
        more["unit"] = [name for name in more["unit"] if name not in title] or more["unit"]
    if isinstance(more.get("unit"), list) and shown.get("unit") in more["unit"]:
        del shown["unit"]
    if shown.get("unit") == office.own.short:
        del shown["unit"]
    if "task_no" in more and "task_no" not in shown and _same_number(more["task_no"], shown.get("doc_no")):
        del shown["doc_no"]
    return {**more, **shown}


def _whole_day(more: Slots, shown: Slots) -> Any | None:
    """The day that was said, where the line reads its office hours."""
    said, read = more.get("date_range"), shown.get("date_range")
    if not said or not read or not said["start"][11:16] == said["end"][11:16] == "00:00":
        return None
    return said if read["start"][:10] == said["start"][:10] and read["end"] < said["end"] else None


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
