"""The conversation: from what was said and where it stood to an answer and where it stands now.

Order: the queue's own words, an open question, the unfinished draft, a new intent, then whoever claims a bare word.
One missing thing is asked at a time (domain.md 0.2 no. 12, C.1 a–g). What a new wish interrupts waits for 继续.
"""

from dataclasses import replace

from bot.dialogue import (
    afterwards,
    claims,
    doubts,
    drafts,
    followed,
    nearest,
    own,
    questions,
    references,
    restated,
    several,
)
from bot.dialogue.asking import ask_line
from bot.dialogue.choices import chosen
from bot.dialogue.drafts import only_asks
from bot.dialogue.fresh import afresh, going_on, label
from bot.dialogue.recognise import Hit, intent_named
from bot.dialogue.state import SOFT, Draft, Question, State
from bot.dialogue.understand import again
from bot.dialogue.wished import wishes
from bot.dialogue.words import stops, undoes
from handlers.line import Reply
from handlers.turn import Turn
from storage.guard import SOFT_REPLY

__all__ = ["after_expiry", "ask_line", "converse", "soft_question"]

SOFT_OPTIONS = ("删去敏感部分后重发", "只登记“内部件一件”", "取消")
INTERNAL_ITEM = "内部件一件"
LONGEST_REPEATED = 160


def converse(turn: Turn, state: State, typed: str = "", *, tapped: bool = False) -> Reply:
    """Answer one message; `state` is changed in place. A handler's exception passes through: nothing is kept then.

    `typed` are the words before slips were put right, for the few that must be asked about (C.2); `tapped` tells that
    they stand in the app's menu: a wish, never an answer to what was asked.
    """
    turn.about = state.about
    words = restated.put_right(turn)
    turn.said = again(turn, words) if words != turn.said.text else turn.said
    turn.said = references.resolved(turn, state)
    turn.said = followed.resolved(turn, state)
    queued, begun = list(state.queue), bool(state.queue)
    reply = _of_queue(turn, state) if begun else None
    if reply is None:
        reply = _one(turn, state, typed, tapped)
    own.bar(turn)
    if state.queue and (state.queue != queued or not state.waiting()):
        reply = replace(reply, text=f"{reply.text}\n{several.left(state.queue, busy=state.waiting())}")
    state.speak_of(reply.about)
    return reply


def _one(turn: Turn, state: State, typed: str, tapped: bool) -> Reply:
    hits = wishes(turn)
    able = [hit for hit in hits if hit.intent.allowed(turn.person)]  # what one may not do interrupts nothing
    waiting, behind = state.question or state.draft, state.draft
    reply = None
    if waiting is not None and tapped and hits and hits[0].line:
        state.put_aside(waiting)
        state.question = state.draft = None
    else:
        reply = _to_question(turn, state, able) or _doubted(turn, state, typed) or drafts.answer(turn, state, hits)
    if reply is None:
        reply = afresh(turn, state, hits, typed)
    if waiting is not None and state.parked and state.parked[-1] is waiting:
        return _interrupted(state, waiting, reply, able)
    settled = isinstance(waiting, Question) and waiting.step == doubts.STEP
    if isinstance(waiting, Question) and not settled and behind and state.draft is behind and state.question is None:
        return replace(reply, text=f"{reply.text}\n{going_on(behind)}")
    return reply


def _to_question(turn: Turn, state: State, hits: list[Hit]) -> Reply | None:
    question = state.question
    if question is None or question.line:
        return questions.answer(turn, state, hits)
    index = (
        nearest.chosen(turn.said, question) if question.step == nearest.STEP else chosen(turn.said, question.options)
    )
    if index is None and question.step == nearest.STEP and nearest.refused(turn.said):
        state.question = None
        return Reply(nearest.NONE_OF_THEM)
    if index is None and undoes(turn.said.bare) and question.step == nearest.STEP:
        state.question = None  # nothing was begun by what was offered: 撤销 means the last write, as always
        return None
    if index is None and stops(turn.said.bare):
        state.question = None
        return Reply(questions.UNCHANGED)
    if index is None:
        further = afterwards.further(turn, question.data["text"]) if question.step == afterwards.STEP else None
        if further is not None:
            state.question = None
            return ask_line(turn, state, further, "")
        if (hits and hits[0].strong) or question.step == nearest.STEP:
            state.question = None
            return None
        return Reply(f"没太明白，请回复序号。\n{question.text}")
    state.question = None
    if question.step == own.UNDO_MORE:
        return own.undo_more(turn, index)
    if question.step == nearest.STEP:
        turn.said = again(turn, question.data["text"])
        return drafts.begin(turn, state, nearest.hit(question.data["intents"][index]))
    if question.step == afterwards.STEP:
        return _redo(turn, state, question, index)
    if question.step == claims.STEP:
        return claims.picked(turn, state, question, index)
    if question.step == doubts.STEP:
        turn.said = doubts.settled(turn, question, index)
        hits = wishes(turn)
        return drafts.answer(turn, state, hits) or afresh(turn, state, hits)
    return _soft(turn, state, index)


def _doubted(turn: Turn, state: State, typed: str) -> Reply | None:
    """An answer to a draft that names a unit as none is written, or two days as one, is asked about first."""
    if state.draft is None or state.question is not None:
        return None
    asked = doubts.unit_question(turn, typed) or doubts.two_days(turn)
    return ask_line(turn, state, asked, "") if asked is not None else None


def _redo(turn: Turn, state: State, question: Question, index: int) -> Reply:
    """Take the last write back and do it as it was put right."""
    last = afterwards.last_change(turn, state.done[0]) if state.done else None
    if index != 0 or last is None:
        return Reply(questions.UNCHANGED)
    taken = own.take_back(turn, last)
    if not taken.text.startswith(own.TAKEN_BACK):
        return taken
    turn.said = again(turn, question.data["text"])
    reply = afresh(turn, state, wishes(turn))
    return replace(reply, text=f"{taken.text}\n{reply.text}")


def _of_queue(turn: Turn, state: State) -> Reply | None:
    """下一件, 跳过, 都不办了; None when the message says nothing to the queue."""
    word = several.word(turn.said, state.queue, busy=state.waiting(), parked=bool(state.parked))
    if word is None:
        return None
    if word == "drop":
        many = len(state.queue)
        state.queue = []
        return _let_go(turn, state, f"好的，剩下的{many}件都不办了，未作登记。")
    if word == "skip":
        gone = None if state.waiting() else state.queue.pop(0)
        return _let_go(turn, state, f"已跳过“{several.shown(gone)}”，未作登记。" if gone else "已跳过，未作登记。")
    waiting = state.question or state.draft
    note = ""
    if waiting is not None:
        state.put_aside(waiting)
        state.question = state.draft = None
        note = f"\n{_set_aside(waiting)}"
    part = state.queue.pop(0 if word == "next" else word)
    turn.said = again(turn, part)
    turn.said = references.resolved(turn, state)
    reply = afresh(turn, state, wishes(turn))
    return replace(reply, text=f"{several.shown(part)}：\n{reply.text}{note}")


def _let_go(turn: Turn, state: State, words: str) -> Reply:
    """Give up what is being done; a line that must give something back is told."""
    state.draft = None
    if state.question is not None and state.question.line:
        questions.stop(turn, state, state.question)
    state.question = None
    return Reply(words)


def _interrupted(state: State, waiting: Draft | Question, reply: Reply, able: list[Hit]) -> Reply:
    """Say that what was interrupted waits; what only asked something in between goes back to it at once."""
    only_asked = bool(able) and only_asks(able[0]) and not state.waiting()
    if only_asked and isinstance(waiting, Draft):
        state.draft = waiting
        state.parked.pop()
        return replace(reply, text=f"{reply.text}\n{going_on(waiting)}")
    if only_asked and isinstance(waiting, Question) and len(waiting.text) <= LONGEST_REPEATED:
        state.question = waiting
        state.parked.pop()
        asked = waiting.text if waiting.options else waiting.text.rpartition("\n")[2]
        return replace(reply, text=f"{reply.text}\n（继续刚才的）{asked}")
    return replace(reply, text=f"{reply.text}\n{_set_aside(waiting)}")


def _set_aside(waiting: Draft | Question) -> str:
    return f"（刚才的{label(waiting)}先放下，回复“继续”接着办。）"


def soft_question(state: State) -> Reply:
    """Ask what to do with a text that has a SOFT marker; the text itself is not kept (domain.md 7.3)."""
    for waiting in (state.draft, state.question):
        if waiting is not None:
            state.put_aside(waiting)
    state.draft = None
    state.question = Question(line="", step=SOFT, text=SOFT_REPLY, options=SOFT_OPTIONS)
    return Reply(SOFT_REPLY, trusted=True)


def after_expiry(reply: Reply, dropped: tuple[str, ...]) -> Reply:
    """Say that what was left unfinished has been dropped."""
    labels = "、".join(f"“{intent_named(name)[0].label}”" for name in dropped if name)
    return replace(reply, text=f"{reply.text}\n（上次没说完的{labels}已超过30分钟，未保存。）")


def _soft(turn: Turn, state: State, index: int) -> Reply:
    if index == 1:
        intent, _ = intent_named("log_incoming")
        if intent.allowed(turn.person):
            return drafts.go_on(turn, state, Draft(intent=intent.name, slots={"title": INTERNAL_ITEM}))
    waits = "刚才放下的事回复“继续”接着办。" if state.parked else ""
    return Reply(("请删去敏感部分后重新发送。" if index == 0 else "好的，已取消，未保存。") + waits)
