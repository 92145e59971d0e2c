"""The running server's own counters, read from its /metrics on this machine."""

import re
from collections import Counter
from dataclasses import dataclass, field

from bot.doctor.probe import Probe

_LINE = re.compile(rb"^zhongshu_(rejected|callbacks)_total\{([^}]*)\} ([0-9.e+]+)", re.MULTILINE)
_LABEL = re.compile(rb'(\w+)="([^"]*)"')


@dataclass(frozen=True)
class Counters:
    """`rejected` by reason; `accepted`: pushes that were opened, the doctor's own left out."""

    rejected: Counter[str] = field(default_factory=Counter)
    accepted: int = 0


async def read_counters(probe: Probe, base: str) -> Counters:
    """All zero where they cannot be read."""
    page = await probe.page(base, "/metrics")
    rejected, accepted = Counter[str](), 0
    for name, labels, value in _LINE.findall(page.body if page.status == 200 else b""):
        known = {key.decode(): word.decode() for key, word in _LABEL.findall(labels)}
        if name == b"rejected":
            rejected[known.get("reason", "")] += int(float(value))
        elif known.get("kind") != "UnknownEvent":
            accepted += int(float(value))
    return Counters(rejected, accepted)
