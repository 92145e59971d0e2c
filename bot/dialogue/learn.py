"""Reckons the weights of `likeness` anew from the samples and examples of all lines, in two minutes.

To be run (`python -m bot.dialogue.learn`) after `samples.txt` of a line has changed; a test tells when it is due.
The result is the same on every machine: sentences are taken in an order that a fixed seed gives.
"""

import base64
import math
import random
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import repeat
from operator import add, mul
from pathlib import Path

import orjson

from bot.dialogue.likeness import FILE, MIDDLE, RARITY_STEP, SAY_NOTHING, digest_of, parts
from bot.dialogue.recognise import all_intents, intent_named, wanting, without_greeting
from bot.dialogue.speech import samples, speech

_ROUNDS, _PACE, _FADES, _LEAST = 24, 4.0, 0.9, 2
"""How often all sentences are gone through, how far each moves the weights at first, how that fades; a part counts when
so many sentences have it."""
_ENOUGH = 6
"""Of an intent with fewer sentences nothing is learnt."""
_SINGLE = 0.6
"""What one character counts beside a pair."""
_LARGEST = 127

Sentence = tuple[int, list[tuple[str, float]]]


def family(name: str) -> str:
    """The name of an intent in explain."""
    try:
        return intent_named(name)[0].family or name
    except KeyError:
        return name


def main() -> None:
    """Write the weights."""
    told = [*samples(), *_examples()]
    many = Counter(family(name) for name, _ in told)
    intents = sorted(name for name in many if many[name] >= _ENOUGH)
    split = [
        (intents.index(family(name)), frozenset(parts(wanting(without_greeting(text)))) - SAY_NOTHING)
        for name, text in told
        if family(name) in intents
    ]
    spread = Counter(part for _, found in split for part in found)
    rarity = {
        part: _round(math.log((len(told) + 1) / (times + 0.5)) * (1 if len(part) > 1 else _SINGLE))
        for part, times in spread.items()
        if times >= _LEAST
    }
    sentences = [(intent, _weighed(found, rarity)) for intent, found in split]
    weights, bias = _learnt(sentences, sorted(rarity), len(intents))
    kept = _packed(weights, rarity, intents, bias) | {"digest": digest_of(samples())}
    Path(__file__).with_name(FILE).write_bytes(orjson.dumps(kept, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.write(f"{len(told)} sentences, {len(intents)} intents, {len(rarity)} parts\n")


def _examples() -> list[tuple[str, str]]:
    """What the lines show as examples of their intents."""
    shown = [(intent.name, one) for intent in all_intents() for one in intent.example.split("；") if one]
    return shown + [(name, way) for name, ways in speech().examples.items() for way in ways]


def _round(rarity: float) -> float:
    return round(rarity * RARITY_STEP) / RARITY_STEP


def _weighed(found: frozenset[str], rarity: dict[str, float]) -> list[tuple[str, float]]:
    known = [(part, rarity[part]) for part in sorted(found) if part in rarity]
    norm = math.sqrt(sum(one * one for _, one in known)) or 1.0
    return [(part, one / norm) for part, one in known]


def _learnt(
    sentences: Sequence[Sentence], known: Sequence[str], many: int
) -> tuple[dict[str, list[float]], list[float]]:
    """Softmax regression, one sentence after the other."""
    weights = {part: [0.0] * many for part in known}
    bias = [0.0] * many
    order = list(range(len(sentences)))
    shuffle = random.Random(1).shuffle
    for turn in range(_ROUNDS):
        shuffle(order)
        pace = _PACE * _FADES**turn
        for place in order:
            intent, found = sentences[place]
            heights = bias
            for part, much in found:
                heights = list(map(add, heights, map(mul, weights[part], repeat(much))))
            highest = max(heights)
            odds = [math.exp(height - highest) for height in heights]
            step = -pace / sum(odds)
            moves = [one * step for one in odds]
            moves[intent] += pace
            bias = list(map(add, bias, map(mul, moves, repeat(0.05))))
            for part, much in found:
                weights[part] = list(map(add, weights[part], map(mul, moves, repeat(much))))
    return weights, bias


def _packed(
    weights: dict[str, list[float]], rarity: dict[str, float], intents: list[str], bias: list[float]
) -> dict[str, object]:
    """Weights as bytes: rarity first, then one for each intent."""
    full = {part: [one * rarity[part] for one in found] for part, found in weights.items()}
    scale = max(abs(one) for found in full.values() for one in found) / _LARGEST
    features = {
        part: base64.b85encode(
            bytes([round(rarity[part] * RARITY_STEP), *(MIDDLE + round(one / scale) for one in found)])
        ).decode()
        for part, found in full.items()
    }
    return {"intents": intents, "bias": [round(one, 4) for one in bias], "scale": scale, "features": features}


if __name__ == "__main__":
    main()
