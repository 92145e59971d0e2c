"""A message when nothing is waiting for an answer: several wishes, one, a correction of what was written, or none."""

from dataclasses import replace

from bot.dialogue import afterwards, doubts, drafts, helping, kindred, nearest, own, several
from bot.dialogue.asking import ask_line
from bot.dialogue.claims import VERDICTS, claimed
from bot.dialogue.drafts import ONLY_ASKS, SURE, sure
from bot.dialogue.recognise import Hit, intent_named, recognise
from bot.dialogue.state import Draft, Question, State
from bot.dialogue.understand import again
from bot.dialogue.wished import wishes
from bot.dialogue.words import resumes, states, stops, undoes
from handlers.line import Reply
from handlers.policy import not_found
from handlers.turn import Turn

OWED = frozenset({"sign"})
"""Intents whose bare word belongs first to whoever waits for it: a paper, a task, a notice."""


def afresh(turn: Turn, state: State, hits: list[Hit], typed: str = "") -> Reply:
    """Begin what the message wants; nothing is waiting, or what waited has been put aside."""
    bare = turn.said.bare
    if resumes(bare):
        return _resume(state)
    if stops(bare) and state.parked and not undoes(bare):
        dropped = "、".join(label(one) for one in state.parked)
        state.parked = []
        return Reply(f"好的，刚才放下的{dropped}已取消，未作登记。")
    doubtful = doubts.question(turn, hits, typed)
    if doubtful is not None:
        return ask_line(turn, state, doubtful, "")
    parts = several.wishes(turn.said.text, lambda hit: hit.intent.allowed(turn.person))
    parts = [one for part in parts for one in _each(turn, part)]
    if not parts and hits and hits[0].intent.name == several.PAPERS and hits[0].intent.allowed(turn.person):
        parts = several.papers(turn.said, hits[0].intent.label)
    if not parts and hits and hits[0].intent.allowed(turn.person):
        parts = several.numbers(turn.said, hits[0])
    if parts:
        return _first_of_several(turn, state, parts)
    if hits and hits[0].intent.name == "help" and not helping.meant(turn.said, turn.person):
        hits = hits[1:]
    best = next((hit for hit in hits if hit.intent.allowed(turn.person)), None)
    owed = best is not None and best.intent.name in OWED and not (turn.said.own or turn.said.docs)
    bare_word = owed or (best is not None and turn.said.bare in VERDICTS)
    told = best is not None and drafts.only_asks(best) and states(turn.said.text)  # a report asks nothing
    if best is None or not best.strong or bare_word or told:
        reply = claimed(turn, state)
        if reply is not None:
            return reply
        best = best if bare_word else nearest.called(turn.said.bare, turn.person) or best
    reply = _put_right_afterwards(turn, state, best)
    if reply is not None:
        return reply
    if best is not None and (best.strong or not hits[0].strong) and sure(best):
        return kindred.begin(turn, state, best)
    if hits and hits[0].weight >= SURE and not hits[0].intent.allowed(turn.person):
        return Reply(not_found(turn.office.phones.secretariat))
    return _not_understood(turn, state, hits)


def _put_right_afterwards(turn: Turn, state: State, heard: Hit | None) -> Reply | None:
    """A correction of what was just written, put as its line understands it; None when it is none."""
    strong = heard is not None and heard.strong
    anew = None if strong else afterwards.booking(turn, state)
    if anew is not None:
        return ask_line(turn, state, anew, "")
    words = afterwards.sentence(turn, state)
    said = again(turn, words) if words else None
    able = (hit for hit in recognise(words or "") if hit.strong and hit.intent.allowed(turn.person))
    best = next(able, None)
    if said is None or best is None:
        again_ = None if strong else afterwards.anew(turn, state)
        return ask_line(turn, state, again_, "") if again_ is not None else None
    if heard is not None and strong and heard.intent != best.intent:
        return None
    turn.said = said
    return kindred.begin(turn, state, best)


def _not_understood(turn: Turn, state: State, hits: list[Hit]) -> Reply:
    idle = own.idle(turn.said, state)
    if idle is not None:
        return Reply(idle)
    hint = afterwards.hint(turn, state)
    if hint is not None:
        return Reply(hint)
    offer = nearest.offer(turn, hits)
    if offer is not None:
        return ask_line(turn, state, offer, "")
    withheld = bool(hits) and bool(hits[0].line) and hits[0].weight >= ONLY_ASKS
    return Reply(not_found(turn.office.phones.secretariat) if withheld else own.NOT_UNDERSTOOD)


def _resume(state: State) -> Reply:
    if not state.parked:
        return Reply(own.NOTHING_UNFINISHED)
    waiting = state.parked.pop()
    if isinstance(waiting, Draft):
        state.draft = waiting
        return Reply(going_on(waiting))
    state.question = waiting
    return Reply(waiting.text)


def _each(turn: Turn, part: str) -> list[str]:
    """1203和1205都送林区长, one part of a message, is two wishes."""
    said, hits = again(turn, part), recognise(part)
    return (several.numbers(said, hits[0]) if hits else []) or [part]


def _first_of_several(turn: Turn, state: State, parts: list[str]) -> Reply:
    """Do the first part as if it had been said alone; the others are queued before what waits there already."""
    state.queue = [*parts[1:], *state.queue]
    turn.said = again(turn, parts[0])
    reply = afresh(turn, state, wishes(turn))
    return replace(reply, text=f"{several.heading(parts)}{reply.text}")


def label(waiting: Draft | Question) -> str:
    """“登记收文”."""
    return f"“{intent_named(waiting.intent)[0].label}”" if waiting.intent else "问题"


def going_on(draft: Draft) -> str:
    """What a draft that goes on asks for."""
    return f"（继续办{label(draft)}）{drafts.asking(draft)}"
