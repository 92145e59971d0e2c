"""Whether the time for a text grows with its length and no faster (absolute figures: `zhongshu bench explain`)."""

import time
from collections.abc import Callable

SHORT, LONG = 1000, 4000
ROUNDS = 4
LEEWAY = 1.7
"""Four times the text may take this many times four times as long; a quadratic one takes four times that."""
NOISE = 0.004
"""Seconds that a busy machine adds."""


def grows_calmly(work: Callable[[str], object], piece: str) -> bool:
    """CPU time of the piece repeated to 1,000 and to 4,000 characters, the best of some rounds each."""
    short, long = (_best(work, (piece * length)[:length]) for length in (SHORT, LONG))
    return long <= LEEWAY * (LONG // SHORT) * short + NOISE


def _best(work: Callable[[str], object], text: str) -> float:
    work(text)
    spent = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work(text)
        spent.append(time.process_time() - started)
    return min(spent)
