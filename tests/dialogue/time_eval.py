"""Scores the time grammar against a file of expressions (one JSON object a line: text, ref, span, kind, start, end …).

    python -m tests.dialogue.time_eval FILE [FILE of deadline sentences]

An end counts when it is right to the unit in which the expression speaks: tools differ on whether an end is the last
second, the next one, or the start of the last unit.
"""

import json
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.dialogue.times import TimeExpr, find_times
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar

_SLACK = tuple(timedelta(seconds=s) for s in (0, 1, 60, 61, 86400, 3600, 3601))


def _say(*parts: object) -> None:
    sys.stdout.write(" ".join(map(str, parts)) + "\n")


def _instant(value: str) -> datetime:
    return datetime.fromisoformat(value).replace(tzinfo=SHANGHAI)


def _point_ok(got: datetime | None, want: str | None, *, end: bool, text: str) -> bool:
    if want is None:
        return True
    if got is None:
        return False
    if want.startswith("T"):
        return got.strftime("%H:%M:%S") == want[1:9]
    expected = _instant(want)
    if got == expected:
        return True
    if not end:
        return False
    if expected.time() == expected.min.time() and got.date() in {expected.date(), expected.date() - timedelta(days=1)}:
        return True  # a day's end, said inclusively (17:30, 23:59) or exclusively
    gap = abs(got - expected)
    if gap in _SLACK:
        return True
    same_new_year = (expected.year + 1, 1, 1) == (got.year, got.month, got.day) and (expected.month, expected.day) == (
        1,
        1,
    )
    next_month = (got - expected).days in range(28, 32) and got.day == expected.day == 1
    return (same_new_year or next_month) and ("年" in text or "月" in text or text[-1:].isdigit())


def matches(expr: TimeExpr, case: dict[str, Any]) -> bool:
    """Whether the expression has the value of the case or one that it accepts."""
    wants = [case, *case.get("accept", [])]
    return any(_value_ok(expr, want, case) for want in wants)


def _value_ok(expr: TimeExpr, want: dict[str, Any], case: dict[str, Any]) -> bool:
    kind = want["kind"]
    if kind == "duration":
        return expr.kind == "duration" and _length_ok(expr, case["duration"])
    if kind == "set":
        return expr.kind == "set" and _set_ok(expr, case["set"])
    if expr.kind in {"duration", "set"}:
        return False
    start, end = want.get("start"), want.get("end")
    if start is None and expr.start is not None and not expr.deadline:
        return False
    if kind == "date" and expr.modifier == "within" and expr.end is not None and start:
        return expr.end.date() == _instant(start).date()
    if kind == "datetime" and expr.modifier == "within":
        return _point_ok(expr.end, start, end=False, text=case["expr"])
    if kind == "date" and expr.kind == "range" and expr.modifier is None and expr.end and start:
        days = (expr.end - _instant(start)).days
        if days > 1:
            return False
    return _point_ok(expr.start, start, end=False, text=case["expr"]) and _point_ok(
        expr.end, end, end=True, text=case["expr"]
    )


def _length_ok(expr: TimeExpr, want: dict[str, float]) -> bool:
    rest = expr.duration or timedelta()
    return expr.months * 30 + rest / timedelta(days=1) == want["months"] * 30 + want["days"] + want["seconds"] / 86400


def _set_ok(expr: TimeExpr, want: dict[str, Any]) -> bool:
    parts = dict(part.split("=") for part in (expr.rrule or "").split(";"))
    every, step = want["every"], int(parts.get("INTERVAL", 1))
    freq = {"YEARLY": 12, "MONTHLY": 1}.get(parts["FREQ"], 0) * step
    seconds = {"WEEKLY": 604800, "DAILY": 86400, "HOURLY": 3600, "MINUTELY": 60}.get(parts["FREQ"], 0) * step
    if (freq, seconds) != (every["months"], every["days"] * 86400 + every["seconds"]):
        return False
    weekday = want.get("weekday")
    if weekday == "workday" and parts.get("BYDAY") != "MO,TU,WE,TH,FR":
        return False
    if isinstance(weekday, int) and parts.get("BYDAY") != ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[weekday - 1]:
        return False
    if "time" in want and f"{int(parts.get('BYHOUR', -1)):02}:{int(parts.get('BYMINUTE', -1)):02}" != want["time"]:
        return False
    return "monthday" not in want or str(want["monthday"]) == parts.get("BYMONTHDAY") or expr.note is not None


def score(path: Path, *, verbose: bool = True) -> dict[str, float]:
    """Shares of expressions and whole texts that are right, and the time per text in microseconds.

    ``sentences`` are texts that say more than their expression; ``undisputed`` leaves out the expressions on which the
    file notes a convention that differs between tools (`conv`).
    """
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    calendar = WorkCalendar()
    good: dict[str, bool] = {}
    texts: dict[tuple[str, str], list[bool]] = {}
    for case in cases:
        found = find_times(case["text"], _instant(case["ref"]), calendar)
        low, high = case["span"]
        hits = [e for e in found if e.span[0] < high and low < e.span[1]]
        ok = any(matches(e, case) for e in hits)
        good[case["id"]] = ok
        texts.setdefault((case["text"], case["ref"]), []).append(ok)
        if verbose and not ok:
            shown = [(e.text, e.kind, str(e.start)[:19], str(e.end)[:19], e.rrule) for e in found]
            want = {k: case.get(k) for k in ("kind", "start", "end", "duration", "set") if case.get(k)}
            _say(
                case["id"],
                "p",
                case.get("peer_agree", 0),
                case["ref"],
                case["text"],
                "|",
                case["expr"],
                want,
                "->",
                shown,
            )
    spent = []
    for case in cases:
        now = _instant(case["ref"])
        best = 1e9
        for _ in range(3):
            begin = time.process_time_ns()
            find_times(case["text"], now, calendar)
            best = min(best, (time.process_time_ns() - begin) / 1000)
        spent.append(best)
    spent.sort()
    confirmed = [good[c["id"]] for c in cases if c.get("peer_agree", 0) >= 1]
    whole = [all(oks) for oks in texts.values()]
    spoken = {(c["text"], c["ref"]) for c in cases if c["span"][1] - c["span"][0] < len(c["text"].strip())}
    sentences = [all(texts[key]) for key in spoken]
    undisputed = [good[c["id"]] for c in cases if not c.get("conv")]
    return {
        "confirmed": sum(confirmed) / len(confirmed),
        "all": sum(good.values()) / len(good),
        "undisputed": sum(undisputed) / len(undisputed),
        "whole texts": sum(whole) / len(whole),
        "sentences": sum(sentences) / len(sentences),
        "median µs": spent[len(spent) // 2],
        "p99 µs": spent[int(len(spent) * 0.99)],
    }


def score_deadlines(path: Path) -> float:
    """The share of real sentences in which every deadline is found."""
    good = total = 0
    calendar = WorkCalendar()
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        ref = _instant((case.get("ref_date") or "2014-01-01") + "T09:00:00")
        found = [e for e in find_times(case["sentence"], ref, calendar) if e.deadline]
        oks = [any(_deadline_ok(e, want, ref, calendar) for e in found) for want in case["deadlines"]]
        total += 1
        good += all(oks)
        if not all(oks):
            _say(case["id"], case["sentence"], case["deadlines"], [(e.text, str(e.end), e.rrule) for e in found])
    return good / total


def _deadline_ok(expr: TimeExpr, want: dict[str, Any], ref: datetime, calendar: WorkCalendar) -> bool:
    if want["kind"] == "date":
        return expr.end is not None and expr.end.date() == date.fromisoformat(want["iso"])
    if want["kind"] == "workdays":
        due = calendar.add_workdays(ref.date(), want["n"])
        return expr.workdays == want["n"] and expr.end is not None and expr.end.date() == due
    if want["kind"] == "days":
        return expr.days == want["n"] and (expr.anchor or "") != "" and want.get("from", "") in (expr.anchor or "")
    parts = dict(part.split("=") for part in (expr.rrule or "=").split(";"))
    if want["kind"] == "monthly":
        return parts.get("FREQ") == "MONTHLY" and parts.get("BYMONTHDAY") == str(want["by"])
    month, day = map(int, str(want["by"]).split("-"))
    return parts.get("BYMONTH") == str(month) and parts.get("BYMONTHDAY") == str(day)


if __name__ == "__main__":
    for name, value in score(Path(sys.argv[1])).items():
        _say(f"{name}: {value:.3f}")
    if len(sys.argv) > 2:
        _say(f"deadline sentences: {score_deadlines(Path(sys.argv[2])):.3f}")
