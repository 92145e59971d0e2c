"""A slip that may be meant as it stands: 督察 is a word of its own, so “督查” is asked for; so is a unit whose name is
written as none is, 住健局 (domain.md C.2). Asked only where the meaning hangs on it: not in a title or a body.
"""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

from bot.dialogue.entities import misspelt
from bot.dialogue.recognise import TITLE, Hit, recognise, wanting
from bot.dialogue.spelling import Slip, correct
from bot.dialogue.state import Question
from bot.dialogue.titles import find_titles
from bot.dialogue.understand import again
from handlers.line import Reply
from handlers.said import Said, When
from handlers.turn import Turn
from scheduler import wording
from scheduler.clock import local

STEP = "slip"
YES_NO = ("是", "否")
NONE = "都不是"
_THAT_IS = re.compile("[，,、 ]*(?:也就是|就是|即|也即|亦即)(?:说)?[，, ]*")
_CLOCK = re.compile("(?:上午|中午|下午|晚上)?(?:\\d{1,2}|[一二三四五六七八九十两]{1,3})(?:点|[:：]\\d\\d).*$")


def question(turn: Turn, hits: list[Hit], typed: str) -> Reply | None:
    """您说的是“督查”吗？; None when nothing is doubtful or nothing depends on it."""
    slips = [] if len(typed) != len(turn.said.text) else _unsure(typed)
    if not hits or hits[0].intent.name == "smalltalk":
        return None
    if hits[0].line and (days := two_days(turn)) is not None:
        return days
    if not slips:
        return unit_question(turn, typed) if hits[0].line else None
    literal = next((hit for hit in recognise(_as_typed(turn.said.text, slips)) if hit.length), None)
    if literal is not None and literal.intent.name == hits[0].intent.name:
        return None
    meant = "、".join(dict.fromkeys(f"“{slip.meant}”" for slip in slips))
    data = {"text": turn.said.text, "typed": _as_typed(turn.said.text, slips)}
    return Reply(f"您说的是{meant}吗？", options=YES_NO, then=STEP, data=data)


def unit_question(turn: Turn, typed: str) -> Reply | None:
    """“住健局”是不是“住建局”？; None when every unit is written as it is called. Nobody is asked twice (no `typed`)."""
    text = turn.said.text
    plain = wanting(text) if typed else ""
    unit = next((one for one in turn.said.units if one.span[1] <= len(plain) and misspelt(one, turn.office)), None)
    if unit is None or TITLE in plain[slice(*unit.span)]:
        return None
    data = {"text": text, "typed": text, "span": list(unit.span), "names": list(unit.candidates)}
    if len(unit.candidates) == 1:
        return Reply(f"“{unit.text}”是不是“{unit.candidates[0]}”？", options=YES_NO, then=STEP, data=data)
    return Reply(f"“{unit.text}”是哪个单位？", options=(*unit.candidates, NONE), then=STEP, data=data)


def two_days(turn: Turn) -> Reply | None:
    """周三，也就是明天: both days are stated and asked about when they are not one (domain.md C.1 c)."""
    text = turn.said.text
    for one, other in pairwise(sorted(turn.said.times, key=lambda when: when.span)):
        if not _THAT_IS.fullmatch(text[one.span[1] : other.span[0]]):
            continue
        first, second = _days(one), _days(other)
        if not first or not second or first & second:
            continue
        days = [min(first), min(second)]
        before = "前" if one.deadline or other.deadline else ""
        clock = next((found[0] for when in (one, other) if (found := _CLOCK.search(when.text))), "")
        names = [f"{day.month}月{day.day}日{clock}{before}" for day in days]
        words = f"“{one.text}”是{wording.day(days[0])}，“{other.text}”是{wording.day(days[1])}，按哪一天？"
        data = {"text": text, "typed": text, "span": [one.span[0], other.span[1]], "names": names}
        options = tuple(f"{when.text}：{wording.day(day)}" for when, day in zip((one, other), days, strict=True))
        return Reply(words, options=options, then=STEP, data=data)
    return None


def _days(when: When) -> set[date]:
    """The days that may be meant."""
    found = [reading.start or reading.end for reading in when.candidates] or [when.start or when.end]
    return {local(at).date() for at in found if at is not None}


def settled(turn: Turn, asked: Question, index: int) -> Said:
    """The message with the word or the unit that was meant; a unit that was none of them is left out."""
    if "span" in asked.data:
        (start, end), names, text = asked.data["span"], asked.data["names"], asked.data["text"]
        name = names[index] if index < len(names) else ""
        return again(turn, text[:start] + name + text[end:])
    said = again(turn, asked.data["text"])
    return said if index == 0 else replace(said, text=asked.data["typed"])


def _unsure(typed: str) -> list[Slip]:
    verbatim = [title.span for title in find_titles(typed)]
    return [slip for slip in correct(typed, verbatim=verbatim).slips if not slip.sure]


def _as_typed(text: str, slips: list[Slip]) -> str:
    for slip in slips:
        text = text[: slip.span[0]] + slip.said + text[slip.span[1] :]
    return text
