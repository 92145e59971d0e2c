"""Which line a pressed button belongs to, and what it carries (storage/payload.py)."""

from typing import Any, NamedTuple

from handlers.registry import lines
from storage.payload import Payload


class Pressed(NamedTuple):
    """A button of ours: its line, what the line does with it, and the payload of its key."""

    line: str
    handler: Any
    payload: Payload


def button_of(key: str) -> Pressed | None:
    """None for a key that no line has put on a card."""
    for line in lines():
        for payload_class, handler in line.presses.items():
            if payload_class.matches(key):
                try:
                    return Pressed(line.name, handler, payload_class.unpack(key))
                except ValueError:
                    return None
    return None
