"""同意 or 不同意 to a swap in words: said in full, alone, or as loosely as people answer each other (domain.md 6.2)."""

import re
from typing import Literal

from sqlalchemy import select

from handlers.duty import wording
from handlers.duty.swap_rows import AGREED, ASKED, get
from handlers.duty.swapping import YES_NO, decide, may_answer, shift_of
from handlers.duty.tables import duty_swap
from handlers.line import Answer, Reply, Slots
from handlers.turn import Turn

ANSWERED = "swap_answered"
_NO = re.compile(r"不同意|驳回|不行|不批|拒绝|不能替|替不了")
_BARE = frozenset({"同意", "不同意", "同意了", "可以换", "不换", "批准", "不批准", "准了", "驳回"})
_LOOSE = re.compile(
    r"(?:好的?|行|可以的?|没问题|[好行]吧|我[来可][以替]?替?|我?不方便|我?没空|我?有事|不太?行|替不了|值不了|我?去不了|[嗯哦])[了啊呀吧哦，,。]*"
    r"(?:我?(?:那天|当天|当晚|正好|要|家里)?[^，,。\d]{0,10})?"
)
"""What may be the answer, but must be asked: nobody takes a shift by a 好 that was meant for something else."""


def said(turn: Turn, _slots: Slots) -> Reply:
    """同意换班, 不同意换班 in words."""
    agree = _NO.search(turn.said.text) is None
    waiting = duty_swap.c.state.in_((ASKED, AGREED))
    for row in turn.tx.execute(select(duty_swap).where(waiting).order_by(duty_swap.c.day, duty_swap.c.id)):
        step: Literal["taker", "leader"] = "taker" if row.state == ASKED else "leader"
        if may_answer(turn, row, step):
            return decide(turn, row, step, agree)
    return Reply("没有等您答复的换班申请。")


def claim(turn: Turn) -> Reply | None:
    """A bare 同意 from whoever is asked to take a shift, or decides on a swap."""
    if turn.said.bare not in _BARE:
        return _loosely(turn) if _LOOSE.fullmatch(turn.said.bare) else None
    waiting = turn.tx.execute(select(duty_swap).where(duty_swap.c.state.in_((ASKED, AGREED))))
    mine = any(may_answer(turn, row, "taker" if row.state == ASKED else "leader") for row in waiting)
    return said(turn, {}) if mine else None


def _loosely(turn: Turn) -> Reply | None:
    """行, 不方便 from whoever is asked to take a shift: what is meant is asked."""
    asked = (duty_swap.c.state == ASKED, duty_swap.c.taker == turn.person.userid)
    row = turn.tx.execute(select(duty_swap).where(*asked).order_by(duty_swap.c.day, duty_swap.c.id)).first()
    if row is None:
        return None
    words = f"{wording.names(turn.office, [row.giver])}请您代值{shift_of(row)}，您的意见是？"
    return Reply(words, options=tuple(YES_NO.values()), then=ANSWERED, data={"swap": row.id})


def answered(turn: Turn, answer: Answer) -> Reply:
    """同意 or 不同意 to what a loose word left open."""
    row = get(turn, answer.data["swap"])
    if row is None or answer.index is None:
        return Reply("好的，未作答复。")
    return decide(turn, row, "taker", answer.index == 0)
