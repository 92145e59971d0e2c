"""Which intent a message expresses: the lines' own patterns and the ways people speak, weighed (domain.md C.1)."""

import math
import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from bot.dialogue.likeness import likeness
from bot.dialogue.needles import Sieve
from bot.dialogue.own import OWN_INTENTS
from bot.dialogue.speech import speech
from bot.dialogue.titles import find_titles, whole_heading
from bot.dialogue.ways import Places, Way, pattern, ways, words
from bot.dialogue.words import head
from handlers.line import Intent
from handlers.registry import lines

STRONG = 1.0
"""A pattern of this weight is a command; it interrupts what was going on."""
LOWEST = 0.3
TITLE = words("TITLE").strip("(?:)")
PAPER, HEADING = "log_incoming", 0.95
"""A heading pasted with nothing beside it is a paper to be registered."""
GUESSED = 0.61
"""What a likeness weighs: enough to answer a question upon, never to write (engine.SURE)."""
_REACH = 300
"""How far into a message a wish is looked for, but for the lines' own patterns."""
_BODY = re.compile(
    r"^[^：:\n]{0,24}(?:进展|反馈|办理情况|信息|动态|投稿|供稿|补稿|补报|议题|会议内容|备注|议定(?:事项)?|建议|投诉|意见|批示)[^：:，,。\n]{0,6}[：:]"
)
"""After this stands a text of its own, whose words want nothing."""
_FILLER = re.compile(
    r"(?:(?:嗯+|哦+|噢|呃+|额|啊|欸|诶|喂|嗨|话说|就是说|我说|那个(?=[，, ])|这个(?=[，, ]))[\s，,。.、]*)+"
)
_FORWARDED = re.compile(
    r"\s*(?:(?:【[^】]{0,6}(?:转发?|引用|回复)[^】]{0,6}】|\[[^\]]{0,6}(?:转发|引用|回复)[^\]]{0,6}\]|(?:转发|引用|Fwd)\s*[：:]"
    r"|【[^】\n]{0,6}通知】[^\n]{10,}\n+(?=[^\n]{3,60}$)|-{3,}+[^\n]{1,20}?-{3,}+\s|-{6,}+\s|[>＞]\s)\s*)+"
    r"(?:(?:各位(?:领导|同事|联络员)?|大家好?)[：:，,]\s*)?"
)
"""What a forwarded or quoted message begins with."""
_ASKED = re.compile(
    r"[了过好完结](?:吗|没(?!啥?意见|有?问题|事|什么|有?情况|毛病|有意见|有不同))|了没有|[吗么][？?]?\s*$|没有?\s*[？?]?\s*$|到哪|怎么样|什么时候|[？?]\s*$|(?<!几)是不是|有没有|谁"
    r"|([\u4e00-\u9fff])没\1|哪[些个位家几]|多少|(?<![那这好跟找和叫带约喊])几[个件家份项次期条篇则](?!领导|[^，,。]{0,3}都)"
)
_REQUESTED = re.compile(r"能不能|可不可以|能否|可否|可以.{0,16}吗|能.{0,16}吗|[行好]吗|行不行|帮.{0,16}吗|怎么|如何")
_SAYS, _FROM = 3.0, 0.6
"""How much a pattern's weight beyond that counts beside the likeness, in logarithms of odds."""
_EXACT, _WHOLE, _SETTLES = 1.4, 0.85, 4.0
"""What settles it, and what that counts besides: a pattern that leaves no doubt, and one of nearly all the message."""
_OFF = 4.0
"""By how much likeness may speak against what has no samples of its own."""
_DOUBTED, _LESSER = 0.8, 0.38
"""What a recognised wish weighs when the text is far more like another, and what the second guess weighs."""
_LIKELY, _SAYS_MORE, _MOST_GUESSES = math.log(0.25), math.log(0.3), 2
"""How probable a guess must be, and one that is put before what was recognised."""
_LEAST_OF = {False: _LIKELY, True: math.log(0.35)}
"""A guess that something is to be written must be more probable than that something is asked."""
_AT_A_LOSS = re.compile(r"(?:咋|怎么)[整弄办搞][啊呀呢吗\W]*$")
"""红头文件咋整: several answers are possible, so they are offered."""
_ENOUGH = re.compile("(?:[^\u4e00-\u9fff]*[\u4e00-\u9fff]){3}")
"""Fewer signs say nothing."""


class Hit(NamedTuple):
    """How well an intent fits: weight, length and place (after a greeting) of its best match."""

    intent: Intent
    line: str
    weight: float
    length: int
    start: int

    @property
    def strong(self) -> bool:
        return self.weight >= STRONG


class _Owned(NamedTuple):
    intent: Intent
    line: str


@cache
def _owned() -> tuple[_Owned, ...]:
    """Every intent with the name of its line; the conversation's own belong to none."""
    found = [_Owned(intent, line.name) for line in lines() for intent in line.intents]
    return (*found, *(_Owned(intent, "") for intent in OWN_INTENTS))


@cache
def _sieve() -> Sieve[tuple[_Owned, str, float]]:
    """Of all the patterns, those that a text may match: about one in fifty."""
    told = ((one, pattern, weight) for one in _owned() for pattern, weight in one.intent.patterns if weight >= LOWEST)
    return Sieve(((pattern,), (one, pattern, weight)) for one, pattern, weight in told)


@cache
def _ways() -> Sieve[tuple[_Owned, Way]]:
    """The surest of an intent first: the others need not be tried when it is found."""
    told = sorted((way for way in ways() if way.intent in _named()), key=lambda way: -way.weight)
    return Sieve((way.needs, (_named()[way.intent], way)) for way in told)


@cache
def _named() -> Mapping[str, _Owned]:
    """By the name of the intent, and by that in explain for those that several share."""
    return {one.intent.family: one for one in _owned()} | {one.intent.name: one for one in _owned()}


def intent_named(name: str) -> tuple[Intent, str]:
    """The intent of that name and its line. Raises KeyError."""
    for one in _owned():
        if one.intent.name == name:
            return one
    raise KeyError(name)


def all_intents() -> Iterable[Intent]:
    """Every intent of every line and the conversation's own."""
    return (one.intent for one in _owned())


def recognise(text: str) -> list[Hit]:
    """The intents that the text could express, best first. Greetings before it do not count as text."""
    text = without_greeting(text)
    if whole_heading(text) is not None:
        return [Hit(*intent_named(PAPER), HEADING, 0, 0)]
    hits: dict[str, Hit] = {}
    for found, expression, weight in _sieve().candidates(text):
        best = hits.get(found.intent.name)
        match = pattern(expression).search(text) if best is None or best.weight <= weight else None
        if match is None or (best is not None and (best.weight, best.length) >= (weight, len(match[0]))):
            continue
        hits[found.intent.name] = Hit(found.intent, found.line, weight, len(match[0]), match.start())
    plain = wanting(text)
    places = Places(plain)
    for found, way in _ways().candidates(plain):
        best = hits.get(found.intent.name)
        place = way.match(places) if best is None or best.weight < way.weight else None
        if place is not None:
            hits[found.intent.name] = Hit(found.intent, found.line, way.weight, *place)
    asked = _asks(plain)
    return _settled(plain, _weighed(plain, list(hits.values()), asked=asked), asked=asked)


def without_greeting(text: str) -> str:
    """What is left after the heading of a forwarded message, a greeting and fillers."""
    forwarded = _FORWARDED.match(text)
    text = text[forwarded.end() :] if forwarded and forwarded.end() < len(text) else text
    text = text[head(text) :]
    filler = _FILLER.match(text)
    return text[filler.end() :] if filler and len(text) - filler.end() > 1 else text


def _settled(plain: str, hits: list[Hit], *, asked: bool) -> list[Hit]:
    """The hits, best first, weighed with what the text is like; what it is like but no pattern knows is a guess."""
    alike = likeness(plain)
    if not alike:
        return sorted(hits, key=_rank)
    known = [alike[name] for name in map(_family, (hit.intent for hit in hits)) if name in alike]
    most, top = max(alike.values()), max((hit.weight for hit in hits), default=0.0)
    unknown = max(known, default=most)
    worth = {
        id(hit): _likened(hit.intent, alike, most if hit.strong else unknown) + _says(hit, plain, top) for hit in hits
    }
    known_names = {name for hit in hits for name in (_family(hit.intent), _called(hit.intent))}
    guesses = _guessed(plain, alike, known_names, asked=asked)
    best = max(worth.values(), default=-math.inf)
    first = [
        hit._replace(weight=GUESSED)
        for hit, worth_ in guesses[:1]
        if worth_ > max(best, _SAYS_MORE if hits else _LIKELY)
    ]
    if first:
        hits = [hit._replace(weight=min(hit.weight, _DOUBTED)) for hit in sorted(hits, key=_rank)]
    else:
        hits = sorted(hits, key=lambda hit: (-worth[id(hit)], *_rank(hit)))
    return [*first, *hits, *(hit for hit, _ in guesses[len(first) :])]


def _says(hit: Hit, plain: str, top: float) -> float:
    """What a pattern counts beside the likeness: more when it is exact, or the best one and all of the message."""
    whole = hit.strong and hit.weight == top and hit.length >= _WHOLE * len(plain)
    return _SAYS * max(0.0, hit.weight - _FROM) + _SETTLES * (whole + (hit.weight >= _EXACT))


def _rank(hit: Hit) -> tuple[float, int, int]:
    return -hit.weight, -hit.length, hit.start


def _family(intent: Intent) -> str:
    return intent.family or intent.name


def _likened(intent: Intent, alike: Mapping[str, float], unknown: float) -> float:
    """How like it the text is, or like what it is called in explain; without samples of its own within limits."""
    own, called = alike.get(_family(intent)), alike.get(_called(intent), unknown)
    return max(called, unknown - _OFF) if own is None else max(own, alike.get(_called(intent), own))


def _called(intent: Intent) -> str:
    return speech().shown.get(intent.name, "")


def _guessed(plain: str, alike: Mapping[str, float], known: Collection[str], *, asked: bool) -> list[tuple[Hit, float]]:
    """What the text is most like, beside what is recognised; nothing when it hardly has words."""
    writes = speech().writes
    likely = [name for name, worth in alike.items() if worth > _LEAST_OF[name in writes] and name not in known]
    if not likely or not _ENOUGH.match(plain) or _AT_A_LOSS.search(plain):
        return []
    likely.sort(key=lambda name: -alike[name])
    found = [(_named()[name], alike[name]) for name in likely[:_MOST_GUESSES] if name in _named()]
    return [
        (Hit(one.intent, one.line, _LESSER, 0, 0), worth) for one, worth in found if not (asked and _writes(one.intent))
    ]


def wanting(text: str) -> str:
    """The text with its titles blotted out and without the body it introduces: what is left says what is wanted."""
    body = _BODY.match(text)
    plain = text[: body.end()] if body else text[:_REACH]
    if "《" in plain or "关于" in plain:
        for title in find_titles(plain):
            start, end = title.span
            plain = plain[:start] + TITLE * (end - start) + plain[end:]
    return plain


def _asks(plain: str) -> bool:
    """Whether it asks how something stands; 能不能借201 is a wish."""
    return _ASKED.search(plain) is not None and _REQUESTED.search(plain) is None


def _writes(intent: Intent) -> bool:
    return not speech().writes.isdisjoint((intent.name, intent.family))


def _weighed(plain: str, hits: list[Hit], *, asked: bool) -> list[Hit]:
    """What stands in a body or a title wants nothing; a question wants nothing written."""
    found = [hit for hit in hits if plain[hit.start : hit.start + 1] not in ("", TITLE)]
    found = [hit for hit in found if hit.start + hit.length <= len(plain)] or found or hits
    if not asked:
        return found
    return [hit for hit in found if not _writes(hit.intent)]
