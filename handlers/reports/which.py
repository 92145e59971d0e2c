"""Which report, and which figure, somebody speaks of."""

import re

from handlers.reports import period, spoken, store
from handlers.reports.definitions import DEFINITIONS, OFFLINE, Definition
from handlers.reports.period import Period
from handlers.turn import Turn

_ID = re.compile(r"[Ff]\s*(\d{1,2})(?!\d)")


def report_of(turn: Turn, text: str | None = None) -> Period:
    """The period that is named (in `text`, where only a part of the message names it); else that of the report
    spoken of last, else the one that was last worked at."""
    today = turn.here.date()
    named = spoken.named(turn.said.text if text is None else text, turn.said.times, today)
    if named is None and (key := turn.lately("report")) is not None:
        named = period.parse(key)
    if named is None:
        named = store.newest(turn.tx) or period.usual(today)
    kept = store.state(turn.tx, named.key)
    if kept is not None and kept.final:
        return period.parse(named.key, kept.cut_off)
    return period.until_now(named, today)


def figures_said(text: str) -> frozenset[str]:
    """All that are named by their numbers: F03到F07, F14、F15."""
    found = [int(number) for number in _ID.findall(text)]
    if len(found) == 2 and re.search(r"[Ff]\s*\d{1,2}\s*[到至\-—~～]+\s*[Ff]?\s*\d", text):
        found = list(range(found[0], found[1] + 1))
    return frozenset(f"F{number:02d}" for number in found)


def figure_said(text: str) -> Definition | None:
    """The figure that is named by its number or by its words; the longest match wins, then the earliest."""
    number = _ID.search(text)
    if number is not None:
        return next((d for d in DEFINITIONS if int(d.id[1:]) == int(number[1])), None)
    best: tuple[int, int] | None = None
    found = None
    for definition in DEFINITIONS:
        if definition.id in OFFLINE or not definition.said:
            continue
        for match in re.finditer(definition.said, text):
            mark = (match.end() - match.start(), -match.start())
            if match[0] and (best is None or mark > best):
                best, found = mark, definition
    return found
