"""Which meeting or minutes the words point to: by title, by type, by day. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from handlers.meetings.terms import OTHER_TYPE, meeting_type
from handlers.said import Said
from scheduler.clock import local

SHARED = 4
"""Characters that words and title must share when the title is not said whole: 安全生产会 for 全区安全生产工作会议."""
_COMMON = ("工作会议", "区委", "区政府", "会议", "全区", "工作", "纪要")
M = TypeVar("M", bound=Mapping[str, Any])


def pointed(said: Said, found: Sequence[M], *, at: str = "starts_at") -> list[M]:
    """Those that the words point to, the best way of pointing first; none when they point to nothing.

    Each of `found` has a title, a type and the instant `at`; a day that is said narrows what the words left.
    """
    text = said.text
    days = {local(when.start).date() for when in said.times if when.start and when.grain != "month"}
    on_day = [of for of in found if of[at] is not None and local(of[at]).date() in days]
    pool = on_day or list(found)
    whole = [of for of in pool if of["title"] in text]
    parts = [of for of in pool if _shared(text, of["title"]) >= SHARED]
    kind, _, _ = meeting_type(text)
    typed = [of for of in pool if kind != OTHER_TYPE and of["type"] == kind]
    return whole or parts or typed or on_day


def _shared(text: str, title: str) -> int:
    """The longest run of characters that stands in both and says more than 工作会议."""
    for word in _COMMON:
        title = title.replace(word, "\n")
    best = 0
    for start in range(len(title)):
        while title[start : start + best + 1] in text and "\n" not in title[start : start + best + 1]:
            if start + best + 1 > len(title):
                break
            best += 1
    return best
