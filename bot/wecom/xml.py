"""Plaintext XML of a callback to nested dictionaries, with caps (wecom.md 3).

Only what is signed comes here; the caps still hold, because a right signature says who sent it and not that it is sane.
"""

import re
from typing import Literal
from xml.parsers.expat import ExpatError, ParserCreate

MAX_BYTES = 128 * 1024
"""The largest body, sealed or open, that is looked at."""
MAX_DEPTH = 16
MAX_ELEMENTS = 4000

Reason = Literal["signature", "envelope", "base64", "cipher", "padding", "length", "receiver", "xml", "echo"]

Element = dict[str, "str | Element | list[str | Element]"]
"""One element: a leaf is its text, a parent a dictionary, a repeated child a list. Read it with the functions below."""

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Rejected(Exception):
    """A callback that is not WeCom's, or is malformed. ``reason`` names the stage; nothing of the content is kept."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def parse_xml(data: bytes) -> Element:
    """The children of the root ``<xml>``. Raises Rejected("xml"): no DTD, no entity, no NUL, at most the caps above."""
    if len(data) > MAX_BYTES or b"\0" in data:  # NUL also stands for UTF-16, which expat would take
        raise Rejected("xml")
    builder = _Builder()
    parser = ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text.append
    parser.StartDoctypeDeclHandler = builder.doctype
    try:
        parser.Parse(data, True)
    except ExpatError:
        raise Rejected("xml") from None
    if builder.root is None:
        raise Rejected("xml")
    return builder.root


def text(element: Element, name: str) -> str:
    """The text of a child (the first, when repeated); empty when missing or when it has children of its own."""
    value = element.get(name, "")
    if isinstance(value, list):
        value = value[0]
    return value if isinstance(value, str) else ""


def texts(element: Element, name: str) -> tuple[str, ...]:
    """The texts of all children of that name, whether there are none, one or many."""
    return tuple(value for value in _values(element, name) if isinstance(value, str) and value)


def child(element: Element, name: str) -> Element:
    """The child as a parent of others; empty when missing or a leaf."""
    return next(iter(children(element, name)), {})


def children(element: Element, name: str) -> tuple[Element, ...]:
    """All children of that name that have children of their own."""
    return tuple(value for value in _values(element, name) if isinstance(value, dict))


def integer(element: Element, name: str, limit: int = 2**63 - 1) -> int:
    """The whole number in a child; 0 when missing, not a number or outside 0..limit."""
    value = text(element, name)
    if not (value.isascii() and value.isdigit() and len(value) <= 19):
        return 0
    number = int(value)
    return number if number <= limit else 0


def decimal(element: Element, name: str) -> float:
    """The number in a child; 0.0 when missing or not a plain decimal."""
    value = text(element, name).strip()
    return float(value) if re.fullmatch(r"-?\d{1,9}(\.\d{1,20})?", value, re.ASCII) else 0.0


def cdata(value: str) -> str:
    """A CDATA section that ``value`` cannot leave; characters that XML cannot carry are dropped."""
    return f"<![CDATA[{clean(value).replace(']]>', ']]]]><![CDATA[>')}]]>"


def clean(value: str) -> str:
    """``value`` without the characters that XML 1.0 cannot carry."""
    return _FORBIDDEN.sub("", value)


def _values(element: Element, name: str) -> list["str | Element"]:
    value = element.get(name)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


class _Builder:
    """Receives expat's events. Text around child elements is dropped: WeCom has no mixed content."""

    __slots__ = ("count", "root", "stack", "text")

    def __init__(self) -> None:
        self.stack: list[Element] = []
        self.text: list[str] = []
        self.count = 0
        self.root: Element | None = None

    def doctype(self, *_: object) -> None:
        raise Rejected("xml")

    def start(self, name: str, _attributes: object) -> None:
        self.count += 1
        if self.count > MAX_ELEMENTS or len(self.stack) >= MAX_DEPTH or (not self.stack and name != "xml"):
            raise Rejected("xml")
        self.stack.append({})
        self.text.clear()

    def end(self, name: str) -> None:
        element = self.stack.pop()
        if not self.stack:
            self.root = element
            return
        value: str | Element = element or "".join(self.text)
        parent = self.stack[-1]
        known = parent.get(name)
        if known is None:
            parent[name] = value
        elif isinstance(known, list):
            known.append(value)
        else:
            parent[name] = [known, value]
        self.text.clear()
