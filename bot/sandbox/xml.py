"""Writes callback XML as WeCom does (order, CDATA vary), reads passive replies (wecom.md 1.5, 1.6, 3, 14.3)."""

import random
import re
from collections.abc import Sequence
from typing import Any
from xml.parsers.expat import ExpatError
from xml.sax.saxutils import escape

import xmltodict

Value = str | int | Sequence[tuple[str, Any]]
Fields = list[tuple[str, Value]]

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class BadXml(ValueError):
    """A passive reply is not the XML it should be."""


def _string(value: str, rng: random.Random) -> str:
    clean = _ILLEGAL.sub("", value)
    if "]]>" in clean or rng.random() < 0.15:
        return escape(clean)
    return f"<![CDATA[{clean}]]>"


def _element(name: str, value: Value, rng: random.Random) -> str:
    if isinstance(value, int):
        inner = str(value)
    elif isinstance(value, str):
        inner = _string(value, rng)
    else:
        inner = "".join(_element(child, item, rng) for child, item in value)
    return f"<{name}>{inner}</{name}>"


def _document(fields: Fields, rng: random.Random) -> bytes:
    shuffled = rng.sample(fields, len(fields))
    gap = rng.choice(("", "", "\n", "\n  "))
    body = gap.join(_element(name, value, rng) for name, value in shuffled)
    return f"<xml>{gap}{body}{gap.rstrip(' ')}</xml>".encode()


def plaintext(fields: Fields, rng: random.Random) -> bytes:
    """The plaintext of a callback; numbers stay bare."""
    return _document(fields, rng)


def envelope(corp_id: str, agent_id: int, encrypted: str, rng: random.Random) -> bytes:
    """The outer XML of a callback. AgentID comes bare or as CDATA."""
    agent: Value = agent_id if rng.random() < 0.5 else str(agent_id)
    return _document([("ToUserName", corp_id), ("AgentID", agent), ("Encrypt", encrypted)], rng)


def read(body: bytes) -> dict[str, Any]:
    """The children of the `<xml>` root. Raises BadXml."""
    try:
        root = xmltodict.parse(body)
    except (ExpatError, ValueError) as error:
        raise BadXml(f"not XML: {error}") from error
    content = root.get("xml")
    if not isinstance(content, dict):
        raise BadXml("no <xml> root with elements")
    return content


def text_of(tree: dict[str, Any], name: str) -> str:
    """The text of one child element. Raises BadXml when it is missing or has children."""
    value = tree.get(name)
    if not isinstance(value, str):
        raise BadXml(f"element {name} is missing or not text")
    return value
