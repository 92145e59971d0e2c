"""One wish, two lines: 延期到9月29日 may mean a paper or a task. What was spoken of decides, else what there is."""

import re

from bot.dialogue import drafts
from bot.dialogue.recognise import Hit, all_intents, intent_named
from bot.dialogue.state import State
from handlers.line import Reply
from handlers.policy import NOT_FOUND
from handlers.registry import line
from handlers.turn import Turn

_NOTHING = (NOT_FOUND.rstrip("。"), "请说明是哪一件", "请写明编号", "没有待您")
"""How a line begins that has no object for the wish."""
LOOKUPS = frozenset({"find_doc", "query_task"})
"""101号现在什么情况 and 它到哪了 may ask for either."""
_IT = re.compile("它|[这那](?:一?[件项个份])")


def begin(turn: Turn, state: State, hit: Hit) -> Reply:
    """Begin the wish in the line that it belongs to; nothing is chosen where the message names its object."""
    named = bool(turn.said.docs) or any(own.series for own in turn.said.own)
    others = [] if named else _kindred(turn, hit)
    spoken = turn.about[0].partition(":")[0] if turn.about and not turn.said.own else ""
    theirs = next((other for other in others if spoken in line(other.line).kinds), None)
    if theirs is not None:
        return drafts.begin(turn, state, theirs)
    said, first = turn.said, drafts.begin(turn, state, hit)
    reply = first
    for other in others:
        if turn.wrote or not reply.text.startswith(_NOTHING):
            break
        turn.said = said
        reply = drafts.begin(turn, state, other)
    return first if reply.text.startswith(_NOTHING) else reply


def instead(turn: Turn, hit: Hit) -> Hit | None:
    """它到哪了, heard as a question about a task from one who may only ask about papers: the question he may ask."""
    lookup = (hit.intent.family or hit.intent.name) in LOOKUPS and not turn.said.own and _IT.search(turn.said.text)
    return next(iter(_kindred(turn, hit)), None) if lookup else None


def _kindred(turn: Turn, hit: Hit) -> list[Hit]:
    """The same wish in other lines, where the person may have it."""
    if not hit.line or not line(hit.line).kinds:
        return []
    name = hit.intent.family or hit.intent.name
    if name in LOOKUPS and not (turn.said.own or _IT.search(turn.said.text)):
        return []
    names = LOOKUPS if name in LOOKUPS else {name}
    found = [(one, intent_named(one.name)[1]) for one in all_intents() if one.name in names or one.family == name]
    return [
        Hit(one, owner, hit.weight, hit.length, hit.start)
        for one, owner in found
        if owner not in ("", hit.line) and line(owner).kinds and one.allowed(turn.person)
    ]
