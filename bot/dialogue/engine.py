"""The conversation: from what was said and where it stood to an answer and where it stands now.

Order: an open question first, then the unfinished draft, then a new intent, then whoever claims a bare word.
One missing thing is asked at a time (domain.md 0.2 no. 12, C.1 a–g). What a new wish interrupts waits for 继续.
"""

from dataclasses import replace

from bot.dialogue import drafts, own, questions, several
from bot.dialogue.choices import chosen
from bot.dialogue.drafts import ASIDE, ask_line, claimed
from bot.dialogue.recognise import Hit, intent_named, recognise
from bot.dialogue.state import Draft, Question, State
from bot.dialogue.understand import understand
from bot.dialogue.words import resumes, stops, undoes
from handlers.line import Reply
from handlers.policy import not_found
from handlers.turn import Turn
from storage.guard import SOFT_REPLY

__all__ = ["after_expiry", "ask_line", "converse", "soft_question"]

SOFT_OPTIONS = ("删去敏感部分后重发", "只登记“内部件一件”", "取消")
INTERNAL_ITEM = "内部件一件"
LONGEST_REPEATED = 160


def converse(turn: Turn, state: State) -> Reply:
    """Answer one message; `state` is changed in place. A handler's exception passes through: nothing is kept then."""
    turn.about = state.about
    hits = recognise(turn.said.text)
    able = [hit for hit in hits if hit.intent.allowed(turn.person)]  # what one may not do interrupts nothing
    waiting = state.question or state.draft
    reply = _to_question(turn, state, able) or drafts.answer(turn, state, hits)
    if reply is None:
        reply = _afresh(turn, state, hits)
    if waiting is not None and state.parked and state.parked[-1] is waiting:
        reply = _interrupted(state, waiting, reply, able)
    elif state.draft is not None and isinstance(waiting, Question) and state.question is None:
        reply = replace(reply, text=f"{reply.text}\n{_going_on(state.draft)}")
    state.speak_of(reply.about)
    return reply


def _to_question(turn: Turn, state: State, hits: list[Hit]) -> Reply | None:
    question = state.question
    if question is None or question.line:
        return questions.answer(turn, state, hits)
    index = chosen(turn.said, question.options)
    if index is None and stops(turn.said.bare):
        state.question = None
        return Reply(questions.UNCHANGED)
    if index is None:
        if hits and hits[0].strong:
            state.question = None
            return None
        return Reply(f"没太明白，请回复序号。\n{question.text}")
    state.question = None
    if question.step == own.UNDO_MORE:
        return own.undo_more(turn, index)
    return _one_of_several(turn, state, question, index) if question.step == "wishes" else _soft(turn, state, index)


def _interrupted(state: State, waiting: Draft | Question, reply: Reply, able: list[Hit]) -> Reply:
    """Say that what was interrupted waits; what only asked something in between goes back to it at once."""
    only_asked = bool(able) and able[0].intent.name in ASIDE and not state.waiting()
    if only_asked and isinstance(waiting, Draft):
        state.draft = waiting
        state.parked.pop()
        return replace(reply, text=f"{reply.text}\n{_going_on(waiting)}")
    if only_asked and isinstance(waiting, Question) and len(waiting.text) <= LONGEST_REPEATED:
        state.question = waiting
        state.parked.pop()
        return replace(reply, text=f"{reply.text}\n（继续刚才的）{waiting.text}")
    return replace(reply, text=f"{reply.text}\n（刚才的{_label(waiting)}先放下，回复“继续”接着办。）")


def _label(waiting: Draft | Question) -> str:
    return f"“{intent_named(waiting.intent)[0].label}”" if waiting.intent else "问题"


def _going_on(draft: Draft) -> str:
    return f"（继续办{_label(draft)}）{drafts.asking(draft)}"


def _afresh(turn: Turn, state: State, hits: list[Hit]) -> Reply:
    bare = turn.said.bare
    if resumes(bare):
        return _resume(state)
    if stops(bare) and state.parked and not undoes(bare):
        dropped = "、".join(_label(one) for one in state.parked)
        state.parked = []
        return Reply(f"好的，刚才放下的{dropped}已取消，未作登记。")
    allowed = [hit for hit in hits if hit.intent.allowed(turn.person)]
    parts = several.wishes(turn.said.text, lambda hit: hit.intent.allowed(turn.person))
    if parts:
        return _ask_which_first(turn, state, parts)
    if not allowed or not allowed[0].strong:
        reply = claimed(turn, state)
        if reply is not None:
            return reply
    if not allowed:
        return Reply(not_found(turn.office.phones.secretariat) if hits else own.nothing_open(turn.said, state))
    return drafts.begin(turn, state, allowed[0])


def _resume(state: State) -> Reply:
    if not state.parked:
        return Reply(own.NOTHING_UNFINISHED)
    waiting = state.parked.pop()
    if isinstance(waiting, Draft):
        state.draft = waiting
        return Reply(_going_on(waiting))
    state.question = waiting
    return Reply(waiting.text)


def _ask_which_first(turn: Turn, state: State, parts: list[str]) -> Reply:
    reply = Reply(
        f"这条里有{len(parts)}件事，我一件一件办，先办哪一件？",
        options=tuple(several.shown(part) for part in parts),
        then="wishes",
        data={"parts": parts},
    )
    return ask_line(turn, state, reply, "")


def _one_of_several(turn: Turn, state: State, question: Question, index: int) -> Reply:
    """Do the chosen part as if it had been said alone; the others wait for 继续."""
    parts = list(question.data["parts"])
    text = parts.pop(index)
    shown = tuple(several.shown(part) for part in parts)
    rest = Reply("还有没办的，办哪一件？", options=shown, then="wishes", data={"parts": parts})
    if parts:
        ask_line(turn, state, rest, "")
        if state.question is not None:
            state.put_aside(state.question)
            state.question = None
    turn.said = understand(text, turn.here, turn.office, turn.calendar)
    reply = _afresh(turn, state, recognise(turn.said.text))
    more = f"\n（另外{len(parts)}件，办完这件后回复“继续”。）" if parts else ""
    return replace(reply, text=f"{reply.text}{more}")


def soft_question(state: State) -> Reply:
    """What the guard stopped softly is not kept; the person chooses how to go on (domain.md 7.3)."""
    if state.draft is not None:
        state.put_aside(state.draft)
    state.draft = None
    state.question = Question(line="", step="soft", text=SOFT_REPLY, options=SOFT_OPTIONS)
    return Reply(SOFT_REPLY, trusted=True)


def after_expiry(reply: Reply) -> Reply:
    """Say that what was left unfinished has been dropped."""
    return replace(reply, text=f"{reply.text}\n（上次没说完的已超过30分钟，未保存。）")


def _soft(turn: Turn, state: State, index: int) -> Reply:
    if index == 1:
        intent, _ = intent_named("log_incoming")
        if intent.allowed(turn.person):
            return drafts.go_on(turn, state, Draft(intent=intent.name, slots={"title": INTERNAL_ITEM}))
    return Reply("请删去敏感部分后重新发送。" if index == 0 else "好的，已取消，未保存。")
