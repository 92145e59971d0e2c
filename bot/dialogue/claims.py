"""To whose business a bare word belongs: 签收, 同意. A verdict that several lines wait for is asked about (C.1 b)."""

import re
from collections.abc import Callable
from typing import TypeAlias

from bot.dialogue.asking import ask_line
from bot.dialogue.state import Question, State
from bot.dialogue.understand import again
from handlers.line import Line, Reply
from handlers.registry import lines
from handlers.turn import Turn

Claim: TypeAlias = Callable[[Turn], Reply | None]
STEP = "which_verdict"
SHOWN = 28
VERDICTS = frozenset({"同意", "不同意", "批准", "不批准", "同意了", "准", "准了", "驳回"})
"""A bare verdict belongs to what waits for it, whatever line has the word."""
_DONE = re.compile(r"^已?(?:登记|同意|批准|提交|回复)?[：:，, ]*")


def claimed(turn: Turn, state: State) -> Reply | None:
    """What the line does to whose business the word belongs, if any; the first of them, but for a verdict."""
    claims = _all()
    if turn.said.bare in VERDICTS:
        would = [(at, found, reply) for at, (found, claim) in enumerate(claims) if (reply := _would(turn, claim))]
        would = [*would[:1], *(one for one in would[1:] if _apart(turn, claims[would[0][0]][1], claims[one[0]][1]))]
        if len(would) > 1:
            options = tuple(f"{found.title}：{_about(reply)}" for _, found, reply in would)
            data = {"text": turn.said.text, "claims": [at for at, _, _ in would]}
            asked = Reply(
                f"有{len(would)}件等您答复，“{turn.said.bare}”指哪一件？", options=options, then=STEP, data=data
            )
            return ask_line(turn, state, asked, "")
    for found, claim in claims:
        reply = claim(turn)
        if reply is not None:
            return ask_line(turn, state, reply, found.name)
    return None


def picked(turn: Turn, state: State, asked: Question, index: int) -> Reply:
    """The verdict for the one that was meant."""
    turn.said = again(turn, asked.data["text"])
    found, claim = _all()[asked.data["claims"][index]]
    reply = claim(turn)
    return ask_line(turn, state, reply, found.name) if reply is not None else Reply("这一件已经没有待您答复的了。")


def _all() -> list[tuple[Line, Claim]]:
    return [(found, claim) for found in lines() for claim in found.claims]


def _would(turn: Turn, claim: Claim) -> Reply | None:
    """What the claim would do, without its being done."""
    before = (turn.wrote, turn.noted, turn.did)
    attempt = turn.tx.begin_nested()
    try:
        return claim(turn)
    finally:
        attempt.rollback()
        turn.wrote, turn.noted, turn.did = before


def _apart(turn: Turn, first: Claim, other: Claim) -> bool:
    """Whether something is left for the other when the first is done: else both speak of the same matter."""
    before = (turn.wrote, turn.noted, turn.did)
    attempt = turn.tx.begin_nested()
    try:
        first(turn)
        return _would(turn, other) is not None
    finally:
        attempt.rollback()
        turn.wrote, turn.noted, turn.did = before


def _about(reply: Reply) -> str:
    words = _DONE.sub("", reply.text.partition("\n")[0])
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"
