"""A slip that may be meant as it stands: 督察 is a word of its own, so “督查” is asked for (domain.md C.2).

Asked only where the meaning hangs on it: not in a title, and not where the same is understood either way.
"""

from dataclasses import replace

from bot.dialogue.recognise import Hit, recognise
from bot.dialogue.spelling import Slip, correct
from bot.dialogue.state import Question
from bot.dialogue.titles import find_titles
from bot.dialogue.understand import again
from handlers.line import Reply
from handlers.said import Said
from handlers.turn import Turn

STEP = "slip"
YES_NO = ("是", "否")


def question(turn: Turn, hits: list[Hit], typed: str) -> Reply | None:
    """您说的是“督查”吗？; None when nothing is doubtful or nothing depends on it."""
    slips = [] if len(typed) != len(turn.said.text) else _unsure(typed)
    if not slips or not hits or hits[0].intent.name == "smalltalk":
        return None
    literal = next(iter(recognise(_as_typed(turn.said.text, slips))), None)
    if literal is not None and literal.intent.name == hits[0].intent.name:
        return None
    meant = "、".join(dict.fromkeys(f"“{slip.meant}”" for slip in slips))
    data = {"text": turn.said.text, "typed": _as_typed(turn.said.text, slips)}
    return Reply(f"您说的是{meant}吗？", options=YES_NO, then=STEP, data=data)


def settled(turn: Turn, asked: Question, index: int) -> Said:
    """The message with the word that was meant."""
    said = again(turn, asked.data["text"])
    return said if index == 0 else replace(said, text=asked.data["typed"])


def _unsure(typed: str) -> list[Slip]:
    verbatim = [title.span for title in find_titles(typed)]
    return [slip for slip in correct(typed, verbatim=verbatim).slips if not slip.sure]


def _as_typed(text: str, slips: list[Slip]) -> str:
    for slip in slips:
        text = text[: slip.span[0]] + slip.said + text[slip.span[1] :]
    return text
