"""Chinese time expressions: ``find_times`` says what a text says about time (domain.md 9.2, B.3, C.3).

A hand-written grammar of compiled patterns and one step of composition: calendar part, narrowing words, time of day,
range, modifier. It knows the office's working days (调休) and its hours. Usable alone.
"""

from bot.dialogue.times.find import find_times
from bot.dialogue.times.model import HolidayRule, Reading, TimeExpr, WorkCalendar, to_json

__all__ = ["HolidayRule", "Reading", "TimeExpr", "WorkCalendar", "find_times", "to_json"]
