"""Several wishes in one message: told apart and done one after the other, never mixed (domain.md 0.2 no. 12)."""

import re
from collections.abc import Callable

from bot.dialogue.recognise import Hit, recognise

_BREAK = re.compile(r"[\n；;。]+|[，,]\s*(?:另外|然后|顺便|同时|还有|此外)[，,]?\s*")
_OBJECT = re.compile(r"\d|[一二三四五六七八九十]号|《|关于")
_LONGEST_SHOWN = 24
_MANY = 5

WHOLE = frozenset(
    {
        "feedback",
        "feedback_doc",
        "apply_close",
        "submit_info",
        "supplement_info",
        "feedback_to_admin",
        "decisions",
        "return_issue",
        "correct_issue",
    }
)
"""Intents whose message is a text of its own: what stands in it is no further wish."""
REPEATED = frozenset(
    {
        "log_incoming",
        "book_room",
        "create_task",
        "submit",
        "transfer",
        "close",
        "mark_read",
        "record_instruction",
        "amend",
        "sign",
    }
)
"""Intents that may be meant twice, each time of another object."""


def wishes(text: str, able: Callable[[Hit], bool]) -> list[str]:
    """The parts of the message that each want something, when there are two or more; else nothing."""
    if not _BREAK.search(text):
        return []
    parts: list[str] = []
    names: list[str] = []
    for piece in _BREAK.split(text):
        words = piece.strip(" \t\r，,")
        if not words:
            continue
        hit = next((hit for hit in recognise(words) if able(hit)), None)
        if hit is not None and hit.strong and hit.start <= 1:
            if not parts and hit.intent.name in WHOLE:
                return []
            parts.append(words)
            names.append(hit.intent.name)
        elif parts:
            parts[-1] += f"，{words}"
        else:
            return []
    if not 1 < len(parts) <= _MANY:
        return []
    same = len(set(names)) == 1
    if same and not (names[0] in REPEATED and all(_OBJECT.search(part) for part in parts)):
        return []
    return parts


def shown(part: str) -> str:
    """The part as an option."""
    return part if len(part) <= _LONGEST_SHOWN else f"{part[:_LONGEST_SHOWN]}……"
