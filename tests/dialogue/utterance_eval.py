"""Scores what is understood against sentences that were written as staff write, before anyone tuned on them.

    python -m tests.dialogue.utterance_eval tests/dialogue/utterances_test.jsonl [--errors]

One JSON object a line: `id`, `text`, `user` (userid), `now`? (default 2026-09-18T15:20+08:00), `intent` (null: nothing
is wanted) or `intent_any` where domain.md supports several, `slots` (only what is said; `{"any": [...]}` where several
values are right), `optional` (slots that may be read or left alone), `trap`? (words of another intent stand in it).

A value counts as a whole: lists are sets except leaders, whose order is part of the value; a list of one is its member;
instants are compared as instants. A `date_range` of one whole day and a `datetime` at its midnight say the same; where
a range is wanted, its start beside it is not counted.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.dialogue.explain import explain, shown
from bot.dialogue.recognise import all_intents, intent_named
from scheduler.clock import SHANGHAI
from storage.office import Office, load_office

NOW = datetime(2026, 9, 18, 15, 20, tzinfo=SHANGHAI)
_OURS = frozenset(intent.name for intent in all_intents())
_NOTHING = {None, "smalltalk"}


@dataclass
class Score:
    """Counts over one file. Slot counts are micro sums over (slot, value) pairs."""

    total: int = 0
    right: int = 0
    traps: int = 0
    traps_right: int = 0
    found: int = 0
    missed: int = 0
    extra: int = 0
    per_intent: Counter[str] = field(default_factory=Counter)
    per_intent_right: Counter[str] = field(default_factory=Counter)
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)
    slot_misses: Counter[tuple[str, str]] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    @property
    def accuracy(self) -> float:
        """Share of sentences with a right intent."""
        return self.right / self.total

    @property
    def precision(self) -> float:
        """Share of the values read that are right."""
        return self.found / max(1, self.found + self.extra)

    @property
    def recall(self) -> float:
        """Share of the values wanted that are read."""
        return self.found / max(1, self.found + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


def score(path: Path, office: Office | None = None) -> Score:
    """Explains every sentence of the file and counts."""
    office = office or load_office(None)
    result = Score()
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        now = datetime.fromisoformat(case["now"]).astimezone(SHANGHAI) if "now" in case else NOW
        answer = explain(case["text"], now, office, id=case["id"], user=case["user"])
        _count(result, case, answer)
    return result


def _count(result: Score, case: dict[str, Any], answer: dict[str, Any]) -> None:
    wanted = [_shown(name) for name in case.get("intent_any", [case.get("intent")])]
    got = answer["intent"]
    right = got in wanted or (None in wanted and got in _NOTHING)
    name = str(wanted[0])
    result.total += 1
    result.right += right
    result.traps += "trap" in case
    result.traps_right += right and "trap" in case
    result.per_intent[name] += 1
    result.per_intent_right[name] += right
    if not right:
        result.confused[name, str(got)] += 1
    found, missed, extra = compare_slots(case["slots"], answer["slots"], case.get("optional", ()))
    result.found += len(found)
    result.missed += len(missed)
    result.extra += len(extra)
    result.slot_misses.update([("missed", slot) for slot in missed] + [("extra", slot) for slot in extra])
    if not right or missed or extra:
        shown = [f"{case['id']} [{case['user']}] {case['text']}"]
        if not right:
            shown.append(f"intent {'/'.join(map(str, wanted))} -> {got}")
        read = answer["slots"]
        shown += [f"{slot}: {_in_words(case['slots'][slot])} -> {_in_words(read.get(slot))}" for slot in missed]
        shown += [f"+{slot}: {_in_words(answer['slots'].get(slot))}" for slot in extra if slot not in missed]
        result.errors.append(" | ".join(shown))


def _shown(name: str | None) -> str | None:
    """What an intent is called in explain: some sentences were written for one of our own names."""
    return shown(intent_named(name)[0]) if name in _OURS else name


def compare_slots(
    gold: dict[str, Any], got: dict[str, Any], optional: Iterable[str] = ()
) -> tuple[list[str], list[str], list[str]]:
    """Names of the slots found, missed (wanted but not so read) and extra (read but not so wanted)."""
    free = set(optional)
    wanted = {slot: _alternatives(slot, value) for slot, value in gold.items()}
    read = _in_words_of(wanted, {slot: _value(slot, value) for slot, value in got.items()})
    found = [slot for slot, values in wanted.items() if slot in read and read[slot] in values]
    missed = [slot for slot in wanted if slot not in found]
    extra = [slot for slot in read if slot not in found and (slot in wanted or slot not in free)]
    return found, missed, extra


def _in_words_of(wanted: dict[str, list[Any]], read: dict[str, Any]) -> dict[str, Any]:
    """One day may be a `datetime` or a `date_range`, whichever is wanted; a wanted range needs no start beside it."""
    read = dict(read)
    day = _whole_day(read.get("date_range"))
    if day and "datetime" in wanted and "date_range" not in wanted:
        del read["date_range"]
        read.setdefault("datetime", day)
    if "date_range" in wanted and "datetime" not in wanted and "datetime" in read:
        spans = [span for span in wanted["date_range"] if span[0] == read["datetime"]]
        whole = next((span for span in spans if _whole_day(span)), None)
        if whole and "date_range" not in read:
            read["date_range"] = whole
        if spans:
            del read["datetime"]
    return read


def _alternatives(slot: str, value: Any) -> list[Any]:
    values = value["any"] if isinstance(value, dict) and "any" in value else [value]
    return [_value(slot, one) for one in values]


def _value(slot: str, value: Any) -> Any:
    if slot == "datetime":
        return _instant(value)
    if slot == "date_range":
        return _instant(value["start"]), _instant(value["end"])
    if slot == "leader_list":
        return tuple(value)
    if isinstance(value, list):
        return frozenset(value)
    return frozenset([value]) if slot == "unit" else value


def _instant(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _whole_day(span: tuple[datetime | None, datetime | None] | None) -> datetime | None:
    """The midnight of the one day that the range is, or None."""
    start, end = span or (None, None)
    if start is None or end is None:
        return None
    return start if start == start.replace(hour=0, minute=0) and end - start == timedelta(days=1) else None


def _in_words(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _say(line: str = "") -> None:
    sys.stdout.write(line + "\n")


def report(result: Score, *, errors: bool = False) -> None:
    """Prints the figures, the confusion table and, when asked, a line for every miss."""
    _say(f"sentences {result.total}")
    _say(f"intent accuracy {result.accuracy:.1%} ({result.right}/{result.total})")
    _say(f"  of traps {result.traps_right}/{result.traps}")
    _say(f"slots precision {result.precision:.1%} recall {result.recall:.1%} F1 {result.f1:.1%}")
    _say(f"  found {result.found} missed {result.missed} extra {result.extra}")
    for (kind, slot), times in sorted(result.slot_misses.items(), key=lambda item: (item[0][1], item[0][0])):
        _say(f"    {slot:<14}{kind:<8}{times}")
    _say("confusion (wanted -> understood, only where wrong)")
    for name in sorted({name for name, _ in result.confused}):
        cells = sorted((cell for cell in result.confused.items() if cell[0][0] == name), key=lambda cell: -cell[1])
        share = f"{result.per_intent_right[name]}/{result.per_intent[name]}"
        _say(f"  {name:<20}{share:>7}  " + ", ".join(f"{got} {times}" for (_, got), times in cells))
    if errors:
        _say()
        for line in result.errors:
            _say(line)


if __name__ == "__main__":
    report(score(Path(sys.argv[1])), errors="--errors" in sys.argv[2:])
