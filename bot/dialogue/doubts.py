"""A slip that may be meant as it stands: 督察 is a word of its own, so “督查” is asked for; so is a unit whose name is
written as none is, 住健局 (domain.md C.2). Asked only where the meaning hangs on it: not in a title or a body.
"""

from dataclasses import replace

from bot.dialogue.entities import misspelt
from bot.dialogue.recognise import TITLE, Hit, recognise, wanting
from bot.dialogue.spelling import Slip, correct
from bot.dialogue.state import Question
from bot.dialogue.titles import find_titles
from bot.dialogue.understand import again
from handlers.line import Reply
from handlers.said import Said
from handlers.turn import Turn

STEP = "slip"
YES_NO = ("是", "否")
NONE = "都不是"


def question(turn: Turn, hits: list[Hit], typed: str) -> Reply | None:
    """您说的是“督查”吗？; None when nothing is doubtful or nothing depends on it."""
    slips = [] if len(typed) != len(turn.said.text) else _unsure(typed)
    if not hits or hits[0].intent.name == "smalltalk":
        return None
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
