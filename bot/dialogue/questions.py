"""The answer to an open question of a line: an option, free words, a stop, a correction, or something else (C.1)."""

from dataclasses import replace

from bot.dialogue import corrections
from bot.dialogue.asking import ask_line
from bot.dialogue.choices import chosen, outside
from bot.dialogue.claims import claimed
from bot.dialogue.drafts import NOT_YET, SURE, begins, go_on, only_asks, sure
from bot.dialogue.recognise import GUESSED, Hit, intent_named
from bot.dialogue.speech import speech
from bot.dialogue.state import Draft, Question, State
from bot.dialogue.words import asks_back, corrects, inquires, resumes, says_nothing, stops, undoes, waits
from handlers.line import Answer, Reply
from handlers.registry import line
from handlers.said import Said
from handlers.turn import Turn

STOP = "取消"
SHORT = 30
"""Characters of a question that may stand anywhere in the message: 今天下午哪个会议室空着."""
UNCHANGED = "好的，未作改动。"


def answer(turn: Turn, state: State, hits: list[Hit]) -> Reply | None:
    """None when the message is no answer: the question was put aside, or dropped when the same is said anew."""
    question = state.question
    if question is None:
        return None
    said = turn.said
    room = question.free and bool(said.rooms)
    if question.options and outside(said, question.options) and not room:
        many = len(question.options)
        return Reply(f"请选1–{many}；如是数量请写‘{said.choice}支’这样带单位。\n{question.text}")
    index = chosen(said, question.options)
    if index is not None:
        return _take(turn, state, question, index)
    if stops(said.bare) or (said.yes is False and not question.free):
        return stop(turn, state, question)
    if corrects(said.text) and not said.own and (reply := _put_right(turn, state, question)) is not None:
        return reply
    if says_nothing(said.bare):
        return Reply(f"没太明白。{question.text}")
    if waits(said.bare) or resumes(said.bare) or (asks_back(said.bare) and not _interrupts(hits, question, said)):
        return Reply(f"{NOT_YET if waits(said.bare) else ''}{question.text}")
    if _interrupts(hits, question, said):
        _leave(state, question, hits[0])
        return None
    if question.free:
        return _free_words(turn, state, question, hits)
    return _no_option(turn, state, question, hits)


def _free_words(turn: Turn, state: State, question: Question, hits: list[Hit]) -> Reply | None:
    """What the line makes of them; what it learns nothing from, and asks the same again, may be a wish of its own."""
    said = turn.said
    reply = _take(turn, state, question, None)
    asked = state.question
    same = asked is not None and (asked.line, asked.step, asked.data) == (question.line, question.step, question.data)
    if not same or turn.wrote or not hits or not hits[0].line or hits[0].intent.name == question.intent:
        return reply
    if not (sure(hits[0]) or (hits[0].weight >= GUESSED and hits[0].line != question.line)):
        return reply  # a loose likeness within the matter that is asked about is an answer to it
    turn.said = said
    _leave(state, question, hits[0])
    return None


def _take(turn: Turn, state: State, question: Question, index: int | None, said: Said | None = None) -> Reply:
    state.question = None
    step = line(question.line).steps[question.step]
    reply = step(turn, Answer(said or turn.said, index, question.data))
    if reply.slots is not None:
        return go_on(turn, state, Draft(intent=question.intent, slots=dict(reply.slots)))
    return ask_line(turn, state, reply, question.line, question.intent, wrote=question.wrote)


def stop(turn: Turn, state: State, question: Question) -> Reply | None:
    """取消 ends the question. 撤销 takes back what was written on the way to it, else it means the question too."""
    undo = undoes(turn.said.bare)
    state.question = None
    if undo and question.wrote:
        return None
    if question.step in line(question.line).stops:
        turn.said = replace(turn.said, text=STOP, yes=False)
        return _take(turn, state, question, None, turn.said)
    return Reply(f"{UNCHANGED}要撤回上一步操作，请再回复“撤销”。" if undo else UNCHANGED)


def _put_right(turn: Turn, state: State, question: Question) -> Reply | None:
    """不对，是加急 while a line asks about what it has heard: the line is asked again with that put right."""
    if not question.intent:
        return None
    intent = intent_named(question.intent)[0]
    if not question.data or not question.data.keys() <= {slot.name for slot in intent.slots}:
        return None
    slots = dict(question.data)
    found = corrections.corrected(turn, intent, slots)
    if not found:
        return None
    corrections.apply(turn, intent, slots, found)
    state.question = None
    return go_on(turn, state, Draft(intent=intent.name, slots=slots))


def _interrupts(hits: list[Hit], question: Question, said: Said) -> bool:
    """Whether the message is a command or a question of its own. Free words are one only when they begin as one."""
    if not hits:
        return False
    if (
        inquires(said.bare)
        and len(said.text) <= SHORT
        and hits[0].intent.name not in {question.intent, *speech().writes}
    ):
        return True
    if hits[0].weight < SURE:
        return False
    if not question.free:
        return hits[0].strong
    if not hits[0].strong:
        return False
    if hits[0].intent.name != question.intent and not only_asks(hits[0]) and hits[0].length >= len(said.bare) - 1:
        return question.step not in line(question.line).drafts
    if (
        question.step in line(question.line).drafts
        and hits[0].line == question.line
        and (len(said.own) < 2 if hits[0].intent.name == question.intent else corrects(said.text) and not said.own)
    ):
        return False
    return begins(hits[0], said) or (only_asks(hits[0]) and len(said.text) <= SHORT)


def _leave(state: State, question: Question, hit: Hit) -> None:
    """What was to be picked from a list that was only looked up waits for nobody."""
    state.question = None
    same = hit.intent.name == question.intent or (not question.intent and hit.line == question.line)
    if not same and question.intent not in speech().asks:
        state.put_aside(question)


def _no_option(turn: Turn, state: State, question: Question, hits: list[Hit]) -> Reply | None:
    """A bare word that another line waits for, or a weaker wish; else say that a number is wanted."""
    state.question = None
    reply = claimed(turn, state)
    if reply is not None:
        state.put_aside(question)
        return reply
    if hits and sure(hits[0]):
        _leave(state, question, hits[0])
        return None
    state.question = question
    return Reply(f"没太明白，请回复序号，不办了回复“取消”。\n{question.text}")
