"""The fields of a row, read from one sentence (domain.md 0.2 no. 12): no I/O."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from handlers.line import Slots
from handlers.registers.declaring import Data, Field, Register
from handlers.said import Said, When

_LEAD = re.compile(
    r"^[\s，,。：:、]*(?:(?:请|麻烦|帮我|帮忙|再|新)?(?:登记|登录|登|补登|补录|录入|记录|记|录|新增|增加|加|报送|报)(?:一?下|一?[个份篇次项条件部批])?)?"
)
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
NUMBER = r"(?:\d{1,6}|[一二两三四五六七八九十百]{1,5})"
_EMPTY = re.compile(
    r"[\s，,。：:；;、的了于在到至从自由和与及已为是把将我们本办今年日期时间责任单位负责人共分别等（）()]*"
)
_YEAR = re.compile(r"(20\d\d)年")
NEAR_BEFORE, NEAR_AFTER = 8, 8


def number(text: str) -> int:
    """十二 → 12, 12 → 12."""
    if text.isdigit():
        return int(text)
    total = digit = 0
    for sign in text:
        if sign == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif sign == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _DIGITS.get(sign, 0)
    return total + digit


def reader(register: Register, field: Field) -> Callable[[Said, bool, Slots], Any | None]:
    """The slot reader of a field. When it was asked for, a text takes what was answered whole."""

    def read(said: Said, asked: bool, _slots: Slots) -> Any | None:
        found = value(register, field, said)
        if found is None and asked:
            found = _answered(field, said)
        return found

    return read


def value(register: Register, field: Field, said: Said) -> Any | None:
    """What a sentence says of a field, or None."""
    if field.label and (labelled := _labelled(field, said.text)) is not None and field.kind in _TEXTS:
        return labelled
    found = _KINDS[field.kind](register, field, said)
    if found is None and field.pattern and field.kind != "int":
        match = re.search(field.pattern, said.text)
        return match[match.lastindex or 0].strip() if match else None
    return found


_TEXTS = {"text", "title", "person", "list"}


def _labelled(field: Field, text: str) -> Any | None:
    match = re.search(rf"(?:{field.label})\s*(?:[：:]|为|是|有)\s*([^，,；;。\n]+)", text)
    if match is None:
        return None
    if field.kind == "list":
        return [part for part in re.split(r"[、和及]", match[1].strip()) if part]
    return match[1].strip()


def _date(register: Register, field: Field, said: Said) -> str | None:
    when = _time(register, field, said)
    if when is None:
        return None
    instant = when.start or when.end
    return _settled(field, when, instant.date(), said).isoformat() if instant else None


def _days(register: Register, field: Field, said: Said) -> list[str] | None:
    when = _time(register, field, said)
    if when is None or (when.start or when.end) is None:
        return None
    first = (when.start or when.end).date()  # type: ignore[union-attr]
    last = first
    if when.start is not None and when.end is not None and when.kind == "range" and when.grain == "day":
        last = (when.end - timedelta(seconds=1)).date()
    start = _settled(field, when, first, said)
    return [start.isoformat(), (start + (last - first)).isoformat()]


def _settled(field: Field, when: When, day: date, said: Said) -> date:
    """A day without a year is this year's when that is still ahead, or when the field is about what has been."""
    if day.year != said.now.year + 1 or "年" in when.text or (day.month, day.day) == (2, 29):
        return day
    this = day.replace(year=said.now.year)
    return this if field.past or this >= said.now.date() else day


def _time(register: Register, field: Field, said: Said) -> When | None:
    """The time that is this field's: by the words beside it, else the first that is nobody else's."""
    dated = [found for found in register.fields if found.kind in ("date", "days")]
    times = [when for when in said.times if when.kind in ("date", "datetime", "range") and when.grain in _DAYS]
    times = [when for when in times if not _ANNIVERSARY.fullmatch(when.text)]
    owners = {id(when): _owner(dated, when, said.text) for when in times}
    mine = [when for when in times if owners[id(when)] is field]
    return mine[0] if mine else None


_ANNIVERSARY = re.compile(r"[“\"]?[五七八十]一[”\"]?")
"""“七一”讲话 names a speech, not the day of the paper."""
_DAYS = {"day", "hour", "minute", "second"}


def _owner(dated: list[Field], when: When, text: str) -> Field | None:
    """Which date field a time belongs to."""
    start, end = when.span
    for field in dated:
        if not field.near:
            continue
        before = re.split(r"[，,；;。\n]", text[max(0, start - NEAR_BEFORE) : start])[-1]
        after = re.split(r"[，,；;。\n]", text[end : end + NEAR_AFTER])[0]
        if re.search(rf"(?:{field.near})\D{{0,3}}$", before) or re.match(rf"\D{{0,4}}?(?:{field.near})", after):
            return field
    if when.deadline:
        return next((field for field in dated if field.due), None)
    return next((field for field in dated if not field.due and not field.near), None)


def _int(_register: Register, field: Field, said: Said) -> int | None:
    match = re.search(field.pattern, said.text) if field.pattern else None
    return number(match[match.lastindex or 0]) if match else None


def _unit(register: Register, _field: Field, said: Said) -> str | None:
    groups = [unit.group for unit in said.units if unit.group] if register.many_units else []
    return next((unit.short for unit in said.units if unit.short and not unit.group), next(iter(groups), None))


def _units(_register: Register, _field: Field, said: Said) -> list[str] | None:
    found = [unit.short or unit.group or "" for unit in said.units]
    return [name for name in dict.fromkeys(found) if name] or None


def _person(_register: Register, field: Field, said: Said) -> str | None:
    if field.label and (labelled := _labelled(field, said.text)):
        return str(labelled)
    found = (one.person for one in said.people if one.person is not None and one.person.rank is None)
    return next((person.name for person in found), None)


def _enum(_register: Register, field: Field, said: Said) -> str | None:
    hits = [(match.start(), name) for name, words in field.words.items() if (match := re.search(words, said.text))]
    return (min(hits) if field.foremost else hits[0])[1] if hits else None


def _flag(_register: Register, field: Field, said: Said) -> bool | None:
    return True if field.pattern and re.search(field.pattern, said.text) else None


def _nothing(_register: Register, _field: Field, _said: Said) -> None:
    return None


def _title(register: Register, field: Field, said: Said) -> str | None:
    return said.title or _rest(register, said)


_KINDS: dict[str, Callable[[Register, Field, Said], Any | None]] = {
    "date": _date,
    "days": _days,
    "int": _int,
    "unit": _unit,
    "units": _units,
    "person": _person,
    "enum": _enum,
    "flag": _flag,
    "title": _title,
    "text": _nothing,
    "list": _nothing,
}


def _rest(register: Register, said: Said) -> str | None:
    """The first part of the sentence that says something which is no other field."""
    text = said.text
    for when in said.times:
        if when.grain in _DAYS:
            start, end = when.span
            text = text[:start] + _TIME * (end - start) + text[end:]
    for other in register.fields:
        if other.label and other.kind in _TEXTS:
            text = re.sub(rf"(?:{other.label})\s*(?:[：:]|为|是|有)\s*[^，,；;。\n]+", _blot, text)
    text = re.sub(rf"{_LEAD.pattern}(?:了|过)?(?:{register.said})?[：:，,\s]*", _blot, text, count=1)
    for part in re.finditer(r"[^，,；;。\n]+", text):
        start, end = _kept(register, part[0], said)
        whole = said.text[part.start() + start : part.start() + end]
        if len(_without(register, part[0][start:end].replace(_TIME, ""), said)) >= 2:
            return whole
    return None


_TIME = "\u0001"
_SPACE = " \t：:、，,的" + _TIME


def _blot(match: re.Match[str]) -> str:
    return _TIME * len(match[0])


def _kept(register: Register, part: str, said: Said) -> tuple[int, int]:
    """Where a part begins and ends without times, units and leading words around it."""
    start, end = len(part) - len(part.lstrip(_SPACE)), len(part.rstrip(_SPACE))
    heads = (
        [re.escape(unit.text) for unit in said.units]
        if any(f.kind == "unit" and f.ask for f in register.fields)
        else []
    )
    heads += [r"(?:今天|昨天|刚[才刚]?|已经?)"] if register.lead else []
    heads += [rf"(?:(?:{register.lead})(?:了|过|完|好)*)+"] if register.lead else []
    timed = re.search(rf"\s{_TIME}", part)
    end = min(end, timed.start()) if timed and timed.start() > start else end
    for head in heads:
        found = re.compile(rf"区?(?:{head})[\s：:，,]*").match(part, start)
        if found and found.end() < end:
            start = found.end()
        elif found:
            start = end
    return start, end


def _without(register: Register, part: str, said: Said) -> str:
    """What a part says besides names of units and people, values of enums and small words."""
    for unit in said.units:
        part = part.replace(unit.text, "")
    for one in said.people:
        part = part.replace(one.text, "")
    for field in register.fields:
        for pattern in (*field.words.values(), *((field.pattern,) if field.pattern else ())):
            part = re.sub(pattern, "", part)
        if field.near:
            part = re.sub(rf"(?:{field.near})", "", part)
    return _EMPTY.sub("", re.sub(rf"(?:{register.said})", "", part))


def _answered(field: Field, said: Said) -> Any | None:
    """The whole message as the answer to what was asked."""
    if field.kind == "int":
        match = re.search(NUMBER, said.bare)
        return number(match[0]) if match else None
    if field.kind in ("date", "days"):
        instant = next((when.start or when.end for when in said.times if when.start or when.end), None)
        if instant is None:
            return None
        day = instant.date().isoformat()
        return day if field.kind == "date" else [day, day]
    if field.kind == "list":
        return [part.strip() for part in re.split(r"[、，,；;\n]+", said.bare) if part.strip()] or None
    if field.kind in _TEXTS:
        return said.bare[:200] or None
    return None


def year_said(text: str) -> int | None:
    """2026年 in a text."""
    match = _YEAR.search(text)
    return int(match[1]) if match else None


def complete(register: Register, slots: Slots, today: date) -> Data:
    """The fields of a new row: what was said, and the defaults for what was not."""
    data: Data = {}
    for field in register.fields:
        given = slots.get(field.name)
        if given is None and field.default:
            given = today.isoformat() if field.default == "today" else field.default
            if field.default == "today" and field.kind == "days":
                given = [given, given]
            given = {"year": str(today.year), "month": f"{today.month}月"}.get(field.default, given)
        if given is not None:
            data[field.name] = given
    return data
