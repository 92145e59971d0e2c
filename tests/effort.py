"""What work costs in CPU time: whether it grows with a text's length and no faster, whether it gets out of hand.

Absolute figures are for `zhongshu bench`; here a machine that is busy, or collects its garbage just now, fails nothing.
"""

import time
from collections.abc import Callable

SHORT, LONG = 1000, 4000
ROUNDS = 4
LEEWAY = 1.7
"""Four times the text may take this many times four times as long; a quadratic one takes four times that."""
NOISE = 0.004
"""Seconds that a busy machine adds."""
AGAIN = 3
"""Runs until work counts as slow: a pass of the garbage collector through the whole process falls into one of them."""


def grows_calmly(work: Callable[[str], object], piece: str) -> bool:
    """CPU time of the piece repeated to 1,000 and to 4,000 characters, the best of some rounds each."""
    short, long = (_best(work, (piece * length)[:length]) for length in (SHORT, LONG))
    return long <= LEEWAY * (LONG // SHORT) * short + NOISE


def stays_within(seconds: float, work: Callable[[], object]) -> bool:
    """Whether the work takes this thread no more CPU time than that, in one of some runs."""
    return any(_spent(work) < seconds for _ in range(AGAIN))


def _best(work: Callable[[str], object], text: str) -> float:
    work(text)
    return min(_spent(lambda: work(text)) for _ in range(ROUNDS))


def _spent(work: Callable[[], object]) -> float:
    started = time.thread_time()
    work()
    return time.thread_time() - started
