"""What a message that nobody understands may mean: the nearest things the person can do, to be chosen by number.

Reckoned from how each intent is called and exemplified, from everyday words for the same, and from what the message
names (a number, a room, a title). Nothing is done here: the choice begins the intent with what was said (issue 3, 5).
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from bot.dialogue import choices
from bot.dialogue.recognise import Hit, intent_named
from bot.dialogue.speech import speech
from bot.dialogue.state import Question
from handlers.line import Intent, Reply
from handlers.registry import lines
from handlers.said import Said
from handlers.turn import Turn
from storage.office import Person

STEP = "nearest"
MOST = 3
LEAST = 0.5
LONGEST = 120
"""Characters of a message that are looked at."""
LONGEST_EXAMPLE = 26
EXAMPLE = "（如"
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_TELLING = frozenset({"doc_no", "task_no", "room", "leader_list", "count", "urgency", "kind", "reason_enum"})
"""Slots that no message fills by chance."""
_WORDS_SAYING_LITTLE = "多少 什么 怎么 一下 哪个 哪些 今天 明天 可以 没有 有没 还有 我们 这个 那个 回复"
_SAY_LITTLE = frozenset(_WORDS_SAYING_LITTLE.split(" "))
_OF_NUMBERS = {"收": ("收文", ("find_doc", "submit", "transfer")), "督": ("督办", ("query_task", "feedback"))}
_PER_SLOT, _PER_HIT, _NAMED, _NEXT_NAMED = 0.5, 1.5, 1.6, 0.2
NONE_OF_THEM = "好的，没有办任何事。请换个说法，例如“查文 防汛”“订301，明天9点到10点”，或回复“帮助”。"
_NONE = re.compile(r"(?:都|全)?(?:不是|不对|没有)(?:这些?|这个|那个)?(?:的|了|啊)?")


def offer(turn: Turn, hits: Iterable[Hit]) -> Reply | None:
    """The question which of the nearest things is meant; None when nothing is near."""
    found = near(turn, hits)
    if not found:
        return None
    options = tuple(_option(intent) for intent in found)
    data = {"intents": [intent.name for intent in found], "text": turn.said.text[:LONGEST]}
    words = "没太明白，您是要办下面哪一件？" if len(found) > 1 else "没太明白，您是要办这件吗？"
    listed = "\n".join(f"{index} {option}" for index, option in enumerate(options, 1))
    text = f"{words}\n{listed}\n回复序号就办；都不是请换个说法，或回复“帮助”。"
    return Reply(text, options=options, then=STEP, data=data)


def chosen(said: Said, question: Question) -> int | None:
    """Which of the offered things was picked, by number or name; a yes picks the only one.

    Who types the example that stands behind a name says that itself: it is not what he said before.
    """
    if said.yes and len(question.options) == 1:
        return 0
    names = [option.partition(EXAMPLE)[0] for option in question.options]
    return None if refused(said) else choices.chosen(said, names)


def called(bare: str, person: Person) -> Hit | None:
    """The intent that the whole message is the name of, such as an entry of the menu."""
    for line in lines():
        for intent in line.intents:
            if bare and bare in intent.label.split("、") and intent.allowed(person):
                return hit(intent.name)
    return None


def refused(said: Said) -> bool:
    """都不是."""
    return said.yes is False or _NONE.fullmatch(said.bare) is not None


def hit(name: str) -> Hit:
    """The chosen intent, as if it had been recognised."""
    intent, line = intent_named(name)
    return Hit(intent, line, 1.0, 0, 0)


def near(turn: Turn, hits: Iterable[Hit]) -> list[Intent]:
    """The nearest intents that the person may use, best first."""
    said = turn.said
    able = {
        intent.name: intent
        for line in lines()
        for intent in line.intents
        if intent.example and intent.allowed(turn.person)
    }
    text = _without_names(said)
    meant = [*_everyday(text), *(_OF_NUMBERS[own.series or "收"] for own in said.own)]
    words = _bigrams(" ".join((text, *(words for words, _ in meant))))
    scores = {name: _likeness(words, name) + _filled(said, intent) for name, intent in able.items()}
    for name, place in ((name, place) for _, names in meant for place, name in enumerate(names)):
        if name in scores:
            scores[name] += _NAMED - place * _NEXT_NAMED
    for found in hits:
        if found.intent.name in scores:
            scores[found.intent.name] += _PER_HIT * found.weight
    best = sorted((name for name in scores if scores[name] >= LEAST), key=lambda name: -scores[name])
    return [able[name] for name in best[:MOST]]


def _option(intent: Intent) -> str:
    example = intent.example.split("；")[0]
    shown = example if len(example) <= LONGEST_EXAMPLE else f"{example[: LONGEST_EXAMPLE - 1]}…"
    return f"{intent.label}{EXAMPLE}“{shown}”）"


def _without_names(said: Said) -> str:
    """The message without times, units, people and titles."""
    text = said.text[:LONGEST]
    spans = [
        *(when.span for when in said.times),
        *(unit.span for unit in said.units),
        *(one.span for one in said.people),
    ]
    for start, end in spans:
        text = text[:start] + " " * (min(end, len(text)) - start) + text[end:]
    return text.replace(said.title, " ") if said.title else text


def _everyday(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The office's words for everyday ones, and the intents that they point to, the likeliest first."""
    return [(one.means, one.wants) for one in speech().everyday if re.search(one.said, text)]


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(run[at : at + 2] for run in _HAN.findall(text) for at in range(len(run) - 1))


@cache
def _vocabulary() -> tuple[dict[str, frozenset[str]], Counter[str]]:
    """The pairs of characters of each intent's name and examples, and how many intents have each pair."""
    known = {
        intent.name: _bigrams(" ".join((intent.label, intent.example, *speech().examples.get(intent.name, ()))))
        for line in lines()
        for intent in line.intents
        if intent.example
    }
    return known, Counter(pair for pairs in known.values() for pair in pairs)


def _likeness(words: frozenset[str], name: str) -> float:
    known, spread = _vocabulary()
    return sum((1 / math.sqrt(spread[pair]) for pair in words & known[name] - _SAY_LITTLE), 0.0)


def _filled(said: Said, intent: Intent) -> float:
    """How much of what the intent needs is there already."""
    found = sum(slot.read(said, False, {}) is not None for slot in intent.slots if slot.name in _TELLING)
    titled = said.title is not None and any(slot.name == "title" for slot in intent.slots)
    return _PER_SLOT * (found + titled)
