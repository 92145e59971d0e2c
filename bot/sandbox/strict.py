"""Strict reading of JSON: unknown fields are violations, wrong types are refused (wecom.md 0, 14.8)."""

from collections.abc import Callable, Mapping
from enum import Enum

from bot.sandbox.core import ApiError, Json, cut_bytes, utf8_len

Note = Callable[[str], None]


class Kind(Enum):
    """The JSON types that WeCom's fields have."""

    STR = "string"
    INT = "integer"
    FLAG = "0 or 1"
    NUM = "number"
    BOOL = "boolean"
    LIST = "array"
    OBJ = "object"

    def fits(self, value: object) -> bool:
        """Whether the value is of this type; a boolean is no number."""
        match self:
            case Kind.STR:
                return isinstance(value, str)
            case Kind.INT:
                return isinstance(value, int) and not isinstance(value, bool)
            case Kind.FLAG:
                return not isinstance(value, bool) and value in (0, 1)
            case Kind.NUM:
                return isinstance(value, int | float) and not isinstance(value, bool)
            case Kind.BOOL:
                return isinstance(value, bool)
            case Kind.LIST:
                return isinstance(value, list)
            case Kind.OBJ:
                return isinstance(value, dict)


Spec = Mapping[str, Kind]


def fields(value: object, spec: Spec, where: str, note: Note) -> Json:
    """The object itself, after noting and removing unknown fields. Raises ApiError 40058 for a wrong type."""
    if not isinstance(value, dict):
        raise ApiError(40058, f"{where} is not an object. Warning: wrong json format. ")
    for key in value.keys() - spec.keys():
        note(f"{where}.{key}: unknown field, WeCom ignores it")
        del value[key]
    for key, item in value.items():
        if not spec[key].fits(item):
            raise ApiError(40058, f"{where}.{key} is not {spec[key].value}. Warning: wrong json format. ")
    return value


def required(obj: Json, key: str, where: str, code: int) -> str:
    """A text that must not be empty. Raises ApiError `code`."""
    value = obj.get(key)
    if not isinstance(value, str) or not value:
        raise ApiError(code, f"{where}.{key} missing")
    return value


def strings(obj: Json, key: str, where: str) -> list[str]:
    """A list of strings, empty when absent. Raises ApiError 40035."""
    value = obj.get(key, [])
    if not all(isinstance(item, str) for item in value):
        raise ApiError(40035, f"{where}.{key} must be an array of strings")
    return list(value)


def shorten(obj: Json, key: str, limit: int, where: str, note: Note, *, chars: bool = False) -> None:
    """Cut an over-long text in place as WeCom does, and note it."""
    value = obj.get(key)
    if not isinstance(value, str):
        return
    size = len(value) if chars else utf8_len(value)
    if size > limit:
        note(f"{where}.{key}: {size} {'characters' if chars else 'bytes'}, WeCom cuts at {limit}")
        obj[key] = value[:limit] if chars else cut_bytes(value, limit)


def web_address(obj: Json, key: str, where: str, *, limit: int = 2048) -> None:
    """An address needs a scheme and has a longest size. Raises ApiError 45034, 40039."""
    value = obj.get(key)
    if not isinstance(value, str) or not value:
        return
    if not value.startswith(("http://", "https://")):
        raise ApiError(45034, f"{where}.{key} has no scheme")
    if utf8_len(value) > limit:
        raise ApiError(40039, f"{where}.{key} longer than {limit} bytes")
