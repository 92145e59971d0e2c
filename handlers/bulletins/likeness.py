"""Whether two pieces are about the same matter (domain.md 5.5). No I/O."""

import re
from collections.abc import Sequence
from datetime import timedelta
from itertools import combinations

from handlers.bulletins.queries import Item

WITHIN = timedelta(days=3)
ALIKE = 0.45
_NOISE = re.compile(r"[\s\d，。、：:“”\"《》（）()！!·—-]|我区|全区|我市|全市|我县|我局|区委|区政府")


def alike(one: str, two: str) -> bool:
    """Whether the titles share so many pairs of characters, figures apart."""
    pairs = [_pairs(title) for title in (one, two)]
    if not pairs[0] or not pairs[1]:
        return one == two
    shared = len(pairs[0] & pairs[1])
    least = min(len(pairs[0]), len(pairs[1]))
    return shared / len(pairs[0] | pairs[1]) >= ALIKE or (least >= 4 and shared / least >= 0.75)


def _pairs(title: str) -> set[str]:
    plain = _NOISE.sub("", title)
    return {plain[n : n + 2] for n in range(len(plain) - 1)}


def doubles(items: Sequence[Item]) -> list[tuple[Item, Item]]:
    """Pairs by different units within three days that seem to be about one matter, the earlier piece first."""
    ordered = sorted(items, key=lambda item: (item.created_at, item.id))
    return [
        (one, two)
        for one, two in combinations(ordered, 2)
        if one.unit != two.unit and two.created_at - one.created_at <= WITHIN and alike(one.title, two.title)
    ]
