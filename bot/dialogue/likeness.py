"""The intent that a message is most like, by sentences as staff write them: for what no pattern knows.

Nearness is shared pairs and triples of characters, rare ones counting more; units, posts and numbers are one sign each.
What is found so is a guess: a question may be answered upon it, but nothing is written (domain.md 0.2, C.1).
"""

import math
import re
from collections import Counter, defaultdict
from functools import cache
from importlib import resources
from typing import NamedTuple

from bot.dialogue.ways import words

_SHORTEST, _LONGEST = 3, 60
_NEIGHBOURS, _FADES = 3, 0.6
"""How many sentences of one intent count, each less than the one before."""
_LEAST, _AHEAD = 0.25, 1.2
"""How near it must be, and how far ahead of the next intent."""
_UNITS = re.compile(f"(?:区|市|省)?{words('UNIT')}局?")
_LEADERS = re.compile(f"[\u4e00-\u9fff]?副?{words('LEADER')}")
_DIGITS = re.compile(r"\d+")
_GAPS = re.compile(r"[\s，,。：:；;！!？?、~～]+")
_SINGLE = 0.6
"""What one character counts beside a pair."""


class Likeness(NamedTuple):
    """The nearest intent and how near it is, from 0 to about 2."""

    intent: str
    nearness: float


class _Samples(NamedTuple):
    intents: list[str]
    norms: list[float]
    places: dict[str, list[int]]
    rarity: dict[str, float]


def likest(text: str) -> Likeness | None:
    """The intent that the text is like; None when it is like none, or like several."""
    if len(text) < _SHORTEST:
        return None
    samples = _samples()
    parts = _parts(text)
    shared: dict[int, float] = defaultdict(float)
    for part in parts & samples.places.keys():
        for place in samples.places[part]:
            shared[place] += samples.rarity[part] ** 2
    norm = math.sqrt(sum(_rarity(samples, part) ** 2 for part in parts)) or 1.0
    near: dict[str, list[float]] = defaultdict(list)
    for place, weight in shared.items():
        near[samples.intents[place]].append(weight / norm / samples.norms[place])
    totals = {
        intent: sum(one * _FADES**nth for nth, one in enumerate(sorted(found, reverse=True)[:_NEIGHBOURS]))
        for intent, found in near.items()
    }
    best = sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:2]
    if not best or best[0][1] < _LEAST or (len(best) > 1 and best[0][1] < _AHEAD * best[1][1]):
        return None
    return Likeness(*best[0])


@cache
def _samples() -> _Samples:
    lines = resources.files("bot.dialogue").joinpath("samples.txt").read_text("utf-8").splitlines()
    told = [(intent, _parts(text)) for intent, _, text in (line.partition("\t") for line in lines)]
    spread = Counter(part for _, parts in told for part in parts)
    rarity = {
        part: math.log((len(told) + 1) / (times + 0.5)) * (1 if len(part) > 1 else _SINGLE)
        for part, times in spread.items()
    }
    places: dict[str, list[int]] = defaultdict(list)
    for place, (_, parts) in enumerate(told):
        for part in parts:
            places[part].append(place)
    norms = [math.sqrt(sum(rarity[part] ** 2 for part in parts)) for _, parts in told]
    return _Samples([intent for intent, _ in told], norms, dict(places), rarity)


def _rarity(samples: _Samples, part: str) -> float:
    known = samples.rarity.get(part)
    return known if known is not None else math.log(len(samples.intents)) * (1 if len(part) > 1 else _SINGLE)


def _parts(text: str) -> frozenset[str]:
    plain = _LEADERS.sub("P", _UNITS.sub("U", text[:_LONGEST]))
    plain = f"^{_GAPS.sub(' ', _DIGITS.sub('#', plain)).strip()}$"
    return frozenset(
        plain[at : at + size]
        for size in (1, 2, 3)
        for at in range(len(plain) - size + 1)
        if size > 1 or plain[at] not in "^$ UP#█"
    )
