"""What a message most likely wants, learnt from sentences as staff write them (`samples.txt` of every line).

A linear model on single characters, pairs and triples; units, posts and numbers are one sign each. `bot.dialogue.learn`
reckons the weights, `likeness.json` keeps them. What is known only so is a guess: it may be offered, and may settle
which of several recognised wishes is meant; nothing is written upon it (domain.md 0.2, C.1).
"""

import base64
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import chain
from operator import add
from typing import Any

import orjson
from ahocorasick_rs import AhoCorasick

from bot.dialogue.needles import led
from bot.dialogue.ways import words

FILE = "likeness.json"
LONGEST = 60
"""Characters that are looked at."""
MIDDLE = 128
"""Weights are bytes around the middle; those of LONGEST signs fit into one sum of sixteen bits."""
_SQUARES = 4
"""Bytes for the sum of the squares."""
RARITY_STEP = 16
"""Rarities are kept in bytes, in so many parts of one."""
_UNITS = re.compile(led(f"(?:区|市|省)?{words('UNIT')}局?"))
_TASK = re.compile(r"(?<![\d.])0\d{3}(?![\d年月日前])号?")
"""0101号 is one of 督办: those of papers have no zeros before them in speech."""
_LEADER = re.compile(words("LEADER"))
_LEADERS = re.compile(f"[\u4e00-\u9fff]?副?{words('LEADER')}")
_NUMBERS = re.compile(r"([督收]?)[^\W\d督收]{0,6}[〔\[(（【]\d{4}[〕\])）】]\s*第?\d{1,4}\s*号?")
"""督〔2026〕0101号 is one sign, 收〔2026〕1203号 another, a 文号 a third."""
_BRACKET = re.compile(r"[〔\[(（【]\d")
_DIGITS = re.compile(r"\d+")
SAY_NOTHING = frozenset("^$ UP#█")
"""Signs that count only beside others."""
_GAPS = re.compile(r"[\s，,。：:；;！!？?、~～]+")


def parts(text: str) -> Iterator[str]:
    """What of a text is compared: its signs, and what two and three in a row make."""
    plain = _plain(text)
    pairs = list(map(add, plain, plain[1:]))
    return chain(plain, pairs, map(add, pairs, plain[2:]))


def _plain(text: str) -> str:
    """The text as it is compared: units, leaders and numbers are one sign each, gaps are all alike."""
    text = text[:LONGEST]
    plain = _TASK.sub("督№", _NUMBERS.sub(r"\1№", text) if _BRACKET.search(text) else text)
    plain = _UNITS.sub("U", plain)
    if _LEADER.search(plain):
        plain = _LEADERS.sub("P", plain)
    return f"^{_GAPS.sub(' ', _DIGITS.sub('#', plain)).strip()}$"


@dataclass(frozen=True, slots=True)
class _Model:
    """`weights` hold those of all intents side by side in one number, so that one sum adds them all.

    Above them stands the square of how rare the part is, in steps.
    """

    intents: tuple[str, ...]
    bias: tuple[float, ...]
    scale: float
    parts: AhoCorasick
    weights: tuple[int, ...]


@lru_cache(maxsize=8)
def likeness(text: str) -> Mapping[str, float]:
    """The logarithm of how probable each intent is, by its name in explain; empty when the text is like nothing."""
    model = _model()
    known = {place for place, _, _ in model.parts.find_matches_as_indexes(_plain(text), overlapping=True)}
    if not known:
        return {}
    wide = 2 * len(model.intents)
    total = sum(map(model.weights.__getitem__, known))
    sums = memoryview(total.to_bytes(wide + _SQUARES, "little"))[:wide].cast("H")
    factor = model.scale * RARITY_STEP / math.sqrt(total >> 8 * wide)
    heights = [weight * factor + bias for weight, bias in zip(sums, model.bias, strict=True)]
    highest = max(heights)
    whole = highest + math.log(sum([math.exp(height - highest) for height in heights]))
    return {intent: height - whole for intent, height in zip(model.intents, heights, strict=True)}


def digest_of(told: Iterable[tuple[str, str]]) -> int:
    """Tells one collection of sentences from another."""
    found = 0
    for intent, text in told:
        for sign in f"{intent}\t{text}\n":
            found = (found * 1_000_003 + ord(sign)) % (1 << 61)
    return found


def digest() -> int:
    """Of the sentences that the weights were reckoned from."""
    return int(_kept()["digest"])


def _kept() -> dict[str, Any]:
    kept: dict[str, Any] = orjson.loads(resources.files("bot.dialogue").joinpath(FILE).read_bytes())
    return kept


@cache
def _model() -> _Model:
    kept = _kept()
    weights = tuple(map(_unpacked, kept["features"].values()))
    return _Model(tuple(kept["intents"]), tuple(kept["bias"]), kept["scale"], AhoCorasick(kept["features"]), weights)


def _unpacked(packed: str) -> int:
    rarity, *weights = base64.b85decode(packed)
    wide = bytearray(2 * len(weights))
    wide[::2] = bytes(weights)
    return int.from_bytes(wide, "little") | rarity**2 << 16 * len(weights)
