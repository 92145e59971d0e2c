"""Putting right what a draft has already heard: 不对，是加急; 时限改成25日; 不是，市委办 (domain.md C.1, C.4)."""

import re
from datetime import datetime
from typing import Any

from bot.dialogue.choices import chosen
from bot.dialogue.understand import again
from bot.dialogue.words import after_mark
from handlers.line import Intent, Slot, Slots
from handlers.said import Said
from handlers.turn import Turn
from scheduler.wording import deadline

_NAMES = {
    "unit": "(?:来文|发文|牵头|承办|主办)?单位|来文|牵头",
    "title": "标题|题目|名称|事项",
    "urgency": "缓急|急缓|紧急程度",
    "kind": "类别|阅办",
    "datetime": "时限|期限|截止(?:时间|日期)?|时间|日期",
    "doc_no": "文号|发?文?字号",
    "leader_list": "呈送(?:领导|对象)?|领导",
    "co_units": "配合(?:单位)?|协办(?:单位)?",
    "person": "责任领导|领导",
    "text": "内容|结果",
}
_SHOWN = {
    "unit": "单位",
    "title": "标题",
    "urgency": "缓急",
    "kind": "类别",
    "datetime": "时限",
    "doc_no": "文号",
    "leader_list": "领导",
    "co_units": "配合单位",
    "person": "责任领导",
}
_CHANGE = r"(?:[说写打弄搞填登]?错了?)?[，,]?(?:应该?|要|改|更正|换)?[是为成到]+[：:]?"
_NAMED = {name: re.compile(rf"(?:{words}){_CHANGE}(?P<new>[^，,。；;\n]+)") for name, words in _NAMES.items()}
_NOT_BUT = re.compile(r"不是(?P<old>[^，,。；;\n]{1,20}?)[，,]?\s*(?:而|应该?)?是(?P<new>[^，,。；;\n]{1,40})")
_TIED = {"datetime": ("stated_workdays", "due_check"), "doc_no": ("doc_no_check",)}
"""Slots that only qualify another: they go when it is said anew."""


def corrected(turn: Turn, intent: Intent, slots: Slots) -> Slots:
    """What the message says anew of slots that are filled, or of one that it names (时限改成……)."""
    denied = _instead(turn, intent, slots)
    if denied:
        return denied
    named = _by_name(turn, intent, slots)
    if named:
        return {**_anew(intent, slots, turn.said), **named}
    return _anew(intent, slots, again(turn, after_mark(turn.said.text))) or _anew(intent, slots, turn.said)


def _instead(turn: Turn, intent: Intent, slots: Slots) -> Slots:
    """不是住建局是城管局: what is denied tells which slot is meant."""
    match = _NOT_BUT.search(turn.said.text)
    if match is None:
        return {}
    old, new = again(turn, match["old"]), again(turn, match["new"])
    for slot in intent.slots:
        if slot.name in slots and _said_as(slot, old, slots) == slots[slot.name]:
            value = _said_as(slot, new, {})
            if value is not None and value != slots[slot.name]:
                return {slot.name: value}
    return {}


def _said_as(slot: Slot, said: Said, slots: Slots) -> Any:
    value = _of_words(slot, said, slots)
    if value is None and slot.options:
        index = chosen(said, slot.options)
        value = slot.options[index] if index is not None else None
    return value


def _anew(intent: Intent, slots: Slots, said: Said) -> Slots:
    """Filled slots of which the message says something else."""
    found: Slots = {}
    for slot in intent.slots:
        value = slot.read(said, False, slots) if slot.name in slots else None
        if value is not None and value != slots[slot.name]:
            found[slot.name] = value
    return found


def _by_name(turn: Turn, intent: Intent, slots: Slots) -> Slots:
    found: Slots = {}
    for slot in intent.slots:
        match = _NAMED[slot.name].search(turn.said.text) if slot.name in _NAMED else None
        if match is None:
            continue
        value = slot.read(turn.said, False, slots)
        if value is None or value == slots.get(slot.name):
            value = _of_words(slot, again(turn, match["new"].strip()), slots)
        if value is not None and value != slots.get(slot.name):
            found[slot.name] = value
    return found


def _of_words(slot: Slot, said: Said, slots: Slots) -> Any:
    value = slot.read(said, False, slots)
    return value if value is not None else slot.read(said, True, slots)


def apply(turn: Turn, intent: Intent, slots: Slots, changes: Slots) -> None:
    """Put the changes in, with what qualifies them."""
    slots.update(changes)
    for tied in (tied for name in changes for tied in _TIED.get(name, ())):
        slots.pop(tied, None)
        slot = next((slot for slot in intent.slots if slot.name == tied), None)
        value = slot.read(turn.said, False, slots) if slot is not None else None
        if value is not None:
            slots[tied] = value


def words(changes: Slots) -> str:
    """已改：缓急 加急."""
    parts = [f"{_SHOWN[name]} {_value(name, value)}" for name, value in changes.items() if name in _SHOWN]
    return f"已改：{'，'.join(parts)}。\n" if parts else ""


def _value(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    if name == "datetime":
        try:
            return deadline(datetime.fromisoformat(value))
        except ValueError:
            return str(value)
    return str(value)
