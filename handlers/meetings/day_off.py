"""A meeting or booking on a day off: say so and offer the workdays around it (domain.md C.3, SC24)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from handlers.meetings.timeline import day_off
from handlers.meetings.wording import option_day
from handlers.turn import Turn
from scheduler.wording import day as day_words


@dataclass(frozen=True, slots=True)
class DayQuestion:
    """The question, and the draft with the days that it offers."""

    text: str
    options: tuple[str, ...]
    draft: dict[str, Any]


def ask_about_day(turn: Turn, draft: dict[str, Any], start: datetime) -> DayQuestion | None:
    """The question to ask when `start` lies on a day off that was not confirmed yet."""
    off = day_off(start.date(), turn.calendar)
    if off is None or draft.get("day_ok"):
        return None
    around = [turn.calendar.previous_workday(start.date()), turn.calendar.next_workday(start.date())]
    days = [day for day in around if datetime.combine(day, start.timetz()) > turn.here]
    options = (*(option_day(day) for day in days), f"仍按{start.day}日")
    offered = [day.isoformat() for day in days] + [start.date().isoformat()]
    return DayQuestion(f"{day_words(start)}是{off}，可选：", options, {**draft, "days": offered})


def settle_day(draft: dict[str, Any], index: int) -> dict[str, Any]:
    """The draft moved to the chosen day; the hours stay."""
    chosen = date.fromisoformat(draft["days"][index])
    start = datetime.fromisoformat(draft["datetime"])
    settled = moved(draft, datetime.combine(chosen, start.timetz()))
    settled.pop("days")
    return {**settled, "day_ok": True}


def moved(draft: Mapping[str, Any], start: datetime) -> dict[str, Any]:
    """The draft with another start; the length stays."""
    known = {**draft, "datetime": start.isoformat(), "day": start.date().isoformat()}
    span = draft.get("date_range")
    if isinstance(span, dict):
        length = datetime.fromisoformat(span["end"]) - datetime.fromisoformat(span["start"])
        known["date_range"] = {"start": start.isoformat(), "end": (start + length).isoformat()}
    return known
