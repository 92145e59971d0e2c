"""A line's reply as it is kept: what it wrote is remembered, what it asks waits for the answer (domain.md C.1)."""

from bot.dialogue.choices import with_options
from bot.dialogue.state import Question, State
from handlers.line import Reply
from handlers.registry import line
from handlers.turn import Turn


def ask_line(turn: Turn, state: State, reply: Reply, line_name: str, intent: str = "", *, wrote: bool = False) -> Reply:
    """Remember what was written, and the question that a line's reply asks; another that was open is put aside."""
    if turn.wrote and intent:
        state.did(intent, reply.text)
    if reply.then is None:
        return reply
    if state.question is not None:
        state.put_aside(state.question)
    text = with_options(reply.text, reply.options)
    state.question = Question(
        line=line_name,
        step=reply.then,
        text=text,
        options=reply.options,
        data=dict(reply.data),
        free=reply.free,
        intent=line(line_name).drafts.get(reply.then, intent) if line_name else intent,
        wrote=turn.wrote or wrote,
    )
    return Reply(text, reply.card, about=reply.about, trusted=reply.trusted)
