"""What a message most likely wants, learnt from sentences as staff write them (`samples.txt` of every line).

A linear model on single characters, pairs and triples; units, posts and numbers are one sign each. `bot.dialogue.learn`
reckons the weights, `likeness.json` keeps them. What is known only so is a guess: it may be offered, and may settle
which of several recognised wishes is meant; nothing is written upon it (domain.md 0.2, C.1).
"""

import base64
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import orjson

from bot.dialogue.ways import words

FILE = "likeness.json"
LONGEST = 60
"""Characters that are looked at."""
MIDDLE, MOST = 128, 250
"""Weights are bytes around the middle; so many of them fit into one sum of sixteen bits."""
RARITY_STEP = 16
"""Rarities are kept in bytes, in so many parts of one."""
_UNITS = re.compile(f"(?:区|市|省)?{words('UNIT')}局?")
_TASK = re.compile(r"(?<![\d.])0\d{3}(?![\d年月日前])号?")
"""0101号 is one of 督办: those of papers have no zeros before them in speech."""
_LEADER = re.compile(words("LEADER"))
_LEADERS = re.compile(f"[\u4e00-\u9fff]?副?{words('LEADER')}")
_NUMBERS = re.compile(r"([督收]?)[^\W\d督收]{0,6}[〔\[(（【]\d{4}[〕\])）】]\s*第?\d{1,4}\s*号?")
"""督〔2026〕0101号 is one sign, 收〔2026〕1203号 another, a 文号 a third."""
_DIGITS = re.compile(r"\d+")
_GAPS = re.compile(r"[\s，,。：:；;！!？?、~～]+")


def parts(text: str) -> frozenset[str]:
    """What of a text is compared."""
    plain = _UNITS.sub("U", _TASK.sub("督№", _NUMBERS.sub(r"\1№", text[:LONGEST])))
    if _LEADER.search(plain):
        plain = _LEADERS.sub("P", plain)
    plain = f"^{_GAPS.sub(' ', _DIGITS.sub('#', plain)).strip()}$"
    signs = {sign for sign in plain if sign not in "^$ UP#█"}
    pairs = list(map(str.__add__, plain, plain[1:]))
    return frozenset(signs.union(pairs, map(str.__add__, pairs, plain[2:])))


@dataclass(frozen=True, slots=True)
class _Model:
    """`weights` hold those of all intents side by side in one number, so that one sum adds them all."""

    intents: tuple[str, ...]
    bias: tuple[float, ...]
    scale: float
    weights: Mapping[str, int]
    squares: Mapping[str, float]


@lru_cache(maxsize=8)
def likeness(text: str) -> Mapping[str, float]:
    """The logarithm of how probable each intent is, by its name in explain; empty when the text is like nothing."""
    model = _model()
    known = list(parts(text) & model.weights.keys())[:MOST]
    if not known:
        return {}
    total = sum(map(model.weights.__getitem__, known)).to_bytes(2 * len(model.intents), "little")
    factor = model.scale / math.sqrt(sum(map(model.squares.__getitem__, known)))
    middle = MIDDLE * len(known)
    heights = [
        (one - middle) * factor + bias for one, bias in zip(memoryview(total).cast("H"), model.bias, strict=True)
    ]
    highest = max(heights)
    whole = highest + math.log(sum(map(math.exp, [height - highest for height in heights])))
    return dict(zip(model.intents, [height - whole for height in heights], strict=True))


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
    intents = tuple(kept["intents"])
    weights, squares = {}, {}
    for part, packed in kept["features"].items():
        raw = base64.b85decode(packed)
        wide = bytearray(2 * len(intents))
        wide[::2] = raw[1:]
        weights[part] = int.from_bytes(wide, "little")
        squares[part] = (raw[0] / RARITY_STEP) ** 2
    return _Model(intents, tuple(kept["bias"]), kept["scale"], weights, squares)
