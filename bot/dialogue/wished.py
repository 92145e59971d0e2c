"""What of all that a message may mean is heeded: who may not do what he clearly wants does not do something else by it.

A wrong write is worse than a refusal: a 联络员 who says 转办 registers no 批示 (domain.md A.1, 7.7).
"""

from bot.dialogue import kindred
from bot.dialogue.drafts import SURE, only_asks
from bot.dialogue.likeness import likeness
from bot.dialogue.recognise import Hit, recognise, wanting
from handlers.line import Intent
from handlers.turn import Turn

_LIKE_IT, _UNLIKE = -0.35, -99.0
_MUCH_MORE = 2.0
"""By how much, in logarithms of probability, a text must be more like the lesser write for that to be what is meant;
and how much less like it may be when the words themselves say it more plainly."""


def wishes(turn: Turn) -> list[Hit]:
    """What the message could express, best first, without the writes that only stand in for one not allowed."""
    hits = recognise(turn.said.text)
    if len(hits) > 1 and not (hits[0].line or hits[0].length) and hits[1].length:
        hits = hits[1:]  # what only looks like small talk says less than words that are known
    if not hits or hits[0].intent.allowed(turn.person):
        return hits
    other = kindred.instead(turn, hits[0])
    if other is not None:
        return [other, *hits]
    if hits[0].weight < SURE:
        return hits
    alike = likeness(wanting(turn.said.text))
    best = _family(hits[0].intent)

    def meant(hit: Hit) -> bool:
        name = _family(hit.intent)
        if not hit.line or only_asks(hit) or name == best or not hit.intent.allowed(turn.person):
            return True
        if best not in alike:  # what no sample is of: the text itself must be like the other
            return alike.get(name, _UNLIKE) > _LIKE_IT
        more = alike[name] - alike[best] if name in alike else 0.0
        return more > (-_MUCH_MORE if hit.weight > hits[0].weight else _MUCH_MORE)

    return [hit for hit in hits if meant(hit)]


def _family(intent: Intent) -> str:
    return intent.family or intent.name
