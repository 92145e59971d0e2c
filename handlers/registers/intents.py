"""Three intents for every register, made from its declaration: enter, list, change (domain.md C.1)."""

import re
from functools import partial

from handlers.line import Intent, Reply, Slot, Slots
from handlers.registers import changing, entering, listing, reading
from handlers.registers.declared import REGISTERS
from handlers.registers.declaring import Closing, Register
from handlers.said import Said
from handlers.turn import Turn
from storage.office import Person

_WRITE = r"(?:请|麻烦|帮我|再|补)?(?:登记|登|补登|录入|记录|记|录|新增|增加|加)"
_HOW_MANY = r"(?:一?下|一?[个份篇次项条件部批]|[两三四五]项|\d+项)?"
_LOOK = r"(?:查一?下?|看一?下?|列出|列一下|导出|发我|要|给我)"
_ASKS = r"[吗？?呢]|什么时候|多少|几|哪|情况$"
_TELLS = r"(?!.*(?:(?:几|多少)[次篇个项条部份期天]|[吗？?]|有?哪[些几]|什么时候|是谁|谁))"
"""A question enters nothing."""
_PERIOD = r"(?:月份?|季度|今年|去年|本[月周季年]度?|上个?[月周季年]度?|20\d\d年)"
_OTHERS = r"关于.{2,60}的(?:通知|请示|函|意见|批复|公告)|投稿|供稿|提醒我|督〔|收〔|登记[收发]文|转办|呈送"
"""Papers, bodies of texts and other registers, whose words mean nothing here."""


def _no(_slots: Slots) -> bool:
    return False


def _unless(register: Register) -> str:
    """What must not stand in the sentence."""
    return f"(?!.*(?:{_OTHERS}|{register.unless}))" if register.unless else f"(?!.*(?:{_OTHERS}))"


def _enter(register: Register) -> Intent:
    guard = _unless(register)
    verbs = rf"^\W*{guard}{_WRITE}{_HOW_MANY}[，,：: ]?(?:{register.said})(?!.{{0,3}}\d+号)"
    bare = rf"^\W*{guard}(?:{register.said})\s*[：:]"
    more = tuple((_within(_TELLS + guard, pattern), weight) for pattern, weight in register.enters)
    refused = ((rf"(?:{register.said}).{{0,24}}(?:{register.refuses})", 1.3),) if register.refuses else ()
    refusing = Slot("refused", partial(_refused, register), required=_no)
    slots = [
        Slot(
            field.name,
            reading.reader(register, field),
            field.ask,
            partial(_wanted, register, field.name) if field.ask else _no,
        )
        for field in register.fields
    ]
    return Intent(
        f"log_{register.name}",
        f"登记{register.noun}",
        register.example,
        ((verbs, 1.45), (bare, 1.42), *more, *refused),
        partial(entering.entry, register),
        register.writes,
        (refusing, *slots),
        family=register.family,
    )


def _within(guard: str, pattern: str) -> str:
    """Somewhere before any title; a pattern for the start stays there."""
    return f"^{guard}{pattern.removeprefix('^')}" if pattern.startswith("^") else f"^{guard}[^《]*?(?:{pattern})"


def _refused(register: Register, said: Said, _asked: bool, _slots: Slots) -> bool | None:
    return True if register.refuses and re.search(register.refuses, said.text) else None


def _wanted(register: Register, name: str, slots: Slots) -> bool:
    """Nothing is asked for a row that will not be kept."""
    return not slots.get("refused")


def _list(register: Register) -> Intent:
    guard = _unless(register)
    said = register.looked or register.said
    period = rf"^\W*{guard}.{{0,10}}{_PERIOD}的?(?:{said})(?:$|[？?呢])"
    counted = rf"^\W*{guard}[^《：:]{{0,20}}(?:几|多少)[次篇个项条部份][^，,。：:]{{0,6}}(?:{said})"
    asks = r"台账|清单|列表|一览|名单|登记簿|有哪些|有几|多少|几[个项篇次条]|情况|进展|汇总|发我|还差|到哪|什么时候"
    named = rf"^\W*{guard}(?:{_LOOK})?[^，,。：:]{{0,14}}(?:{said}).{{0,4}}(?:{asks})"
    looked = rf"^\W*{guard}{_LOOK}[^，,。：:]{{0,12}}(?:{said})(?!.{{0,4}}\d+号)"
    return Intent(
        register.family if register.family == register.name else f"list_{register.name}",
        f"查{register.noun}",
        "",
        (
            (named, 1.47),
            (looked, 1.46),
            (counted, 1.4),
            (period, 1.38),
            *((_within(guard, p), w) for p, w in register.lists),
        ),
        partial(_shown, register),
        register.reads,
        family=register.family,
    )


def _shown(register: Register, turn: Turn, _slots: Slots) -> Reply:
    """A list; what a unit reports of its own item by the same words is a change (改革事项进展：……)."""
    reports = re.search(r"更新|反馈(?!$)|报送|进展[：:，,]|已.{2,}", turn.said.text) and not re.search(
        _ASKS, turn.said.text
    )
    if reports and any(field.name == "progress" for field in register.fields):
        return changing.run(register, turn)
    return listing.show(register, turn)


def _change(register: Register) -> Intent:
    numbered = rf"^.{{0,6}}{changing.number_of(register)}"
    words = "|".join(closing.words for closing in register.closings) or "完成"
    patterns = [
        (numbered, 1.55),
        (rf"^\W*(?:{words}|删除|取消|撤掉)\s*{register.noun}\d{{1,4}}号?(?![\d年月日])", 1.55),
    ]
    if any(closing.unit for closing in register.closings) or register.many_units:
        by_unit = rf"(?<!前)(?:{'|'.join(closing.words for closing in register.closings)})"
        patterns.append(
            (
                rf"^{_unless(register)}(?!.*(?:吗|没有|哪些|谁|登记|新增|录入)).{{0,20}}(?:{register.said}).{{0,14}}(?:{by_unit})",
                1.54,
            )
        )
        patterns.append((rf"^{_unless(register)}(?:{by_unit}).{{0,8}}(?:{register.said})", 1.54))
    if register.name == "archive_target":
        patterns.append((r"^\W*(?!.*(?:吗|没|哪|谁|问题|发现)).{2,14}档案.{0,4}(?:已检查|检查完|检查过)", 1.5))
    if register.name == "archive_issue":
        patterns.append((r"^\W*(?!.*(?:督|巡)).{2,12}整改.{0,4}(?:已?复核通过|已复核)", 1.5))
        patterns.append((r"^\W*整改(?:完了?|好了?|到位)[，, ]*档案", 1.5))
    return Intent(
        f"change_{register.name}",
        f"更新{register.noun}",
        "",
        tuple(patterns),
        partial(_changed, register),
        partial(_may_change, register),
        family=register.family,
    )


def _may_change(register: Register, person: Person) -> bool:
    return register.writes(person) or (_units_speak(register.closings) and register.reads(person))


def _units_speak(closings: tuple[Closing, ...]) -> bool:
    return any(closing.unit for closing in closings)


def _changed(register: Register, turn: Turn, _slots: Slots) -> Reply:
    return changing.run(register, turn)


INTENTS: tuple[Intent, ...] = tuple(
    intent for register in REGISTERS for intent in (_enter(register), _list(register), _change(register))
)
