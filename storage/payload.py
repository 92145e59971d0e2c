"""Typed payloads of buttons: what a press means travels in the button's key (wecom.md 5.4: at most 1024 bytes).

class ReceiptAnswer(Payload, prefix="receipt"):
    meeting: int
    coming: bool

Button(text="参加", key=ReceiptAnswer(meeting=7, coming=True).pack())   # receipt:7:true
ReceiptAnswer.unpack(press.key)
"""

import re
from typing import Any, ClassVar, Self
from urllib.parse import unquote

from pydantic import BaseModel, ConfigDict

LIMIT = 1024
"""Bytes of a key."""

_EMPTY = "%"  # an empty text; nothing at all is None
_PREFIX = re.compile(r"[a-z][a-z0-9_.-]{0,31}")
_ESCAPED = re.compile("[%:<>&\"'\\]\x00-\x20\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Payload(BaseModel):
    """Base of all payloads.

    Fields are scalars: text, numbers, booleans, dates, enumerations and literals of text; None only as a default.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
    prefix: ClassVar[str] = ""

    def __init_subclass__(cls, *, prefix: str, **kwargs: Any) -> None:
        if not _PREFIX.fullmatch(prefix):
            raise TypeError(f"{cls.__name__}: a prefix is up to 32 of a-z 0-9 _ . - and begins with a letter")
        cls.prefix = prefix
        super().__init_subclass__(**kwargs)

    def pack(self) -> str:
        """The key. Raises ValueError when it is longer than 1024 bytes or a field is no scalar."""
        values = self.model_dump(mode="json")
        if any(value is None and type(self).model_fields[name].default is not None for name, value in values.items()):
            raise ValueError("a field of a payload that may be None has None as its default")
        key = ":".join((self.prefix, *map(_encode, values.values())))
        if len(key.encode()) > LIMIT:
            raise ValueError(f"{type(self).__name__}: the key of a button holds {LIMIT} bytes")
        return key

    @classmethod
    def matches(cls, key: str) -> bool:
        """Whether the key was packed by this class, going by its prefix."""
        return key.partition(":")[0] == cls.prefix

    @classmethod
    def unpack(cls, key: str) -> Self:
        """The payload in a key. Raises ValueError when it is another's or does not fit."""
        prefix, *values = key.split(":")
        names = list(cls.model_fields)
        if prefix != cls.prefix or len(values) != len(names):
            raise ValueError(f"not a key of {cls.__name__}")
        given = {name: _decode(value) for name, value in zip(names, values, strict=True) if value}
        return cls.model_validate_strings(given)


def _encode(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | int | float):
        raise ValueError("the fields of a payload are scalars")
    return _ESCAPED.sub(_escape, str(value)) or _EMPTY


def _escape(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode())


def _decode(value: str) -> str:
    return "" if value == _EMPTY else unquote(value, errors="strict")
