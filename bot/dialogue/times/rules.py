"""Recurrence rules as RFC 5545 writes them, and the next day that one falls on."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.dialogue.times.clocktime import place_clock
from bot.dialogue.times.spans import Clock, Context

BYDAY: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKWEEK: Final = ("MO", "TU", "WE", "TH", "FR")
_HORIZON: Final = 800


@dataclass(frozen=True, slots=True)
class Rule:
    """The parts of a recurrence rule that the office's expressions need."""

    freq: str
    interval: int = 1
    months: tuple[int, ...] = ()
    monthdays: tuple[int, ...] = ()
    weekdays: tuple[str, ...] = ()
    position: int | None = None
    office: bool = False
    """Whether 工作日 was said: the next one is looked up in the office's calendar, 调休 and all."""
    stretch: bool = False
    """Whether the days of the month are one stretch (每月中旬)."""
    due: bool = False
    """Whether the rule is a deadline by itself (每月前5个工作日内)."""

    def text(self, clock: Clock | None, moment: datetime | None) -> str:
        """As RFC 5545 writes it."""
        parts = [f"FREQ={self.freq}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.months:
            parts.append("BYMONTH=" + ",".join(map(str, self.months)))
        if self.monthdays:
            parts.append("BYMONTHDAY=" + ",".join(map(str, self.monthdays)))
        if self.weekdays:
            parts.append("BYDAY=" + ",".join(self.weekdays))
        if self.position:
            parts.append(f"BYSETPOS={self.position}")
        if clock is not None and clock.hour is not None and moment is not None:
            parts.append(f"BYHOUR={moment.hour};BYMINUTE={moment.minute}")
        return ";".join(parts)

    def matches(self, day: date) -> bool:
        """Whether the rule can fall on that day, intervals left aside."""
        if self.months and day.month not in self.months:
            return False
        if self.monthdays and not {day.day, day.day - _month_length(day) - 1} & set(self.monthdays):
            return False
        if not self.weekdays:
            return True
        if self.position:
            return self._in_position(day)
        code = BYDAY[day.weekday()]
        which = (day.day - 1) // 7 + 1
        back = (_month_length(day) - day.day) // 7 + 1
        return any(w in {code, f"{which}{code}", f"-{back}{code}"} for w in self.weekdays)

    def _in_position(self, day: date) -> bool:
        length = _month_length(day)
        days = [d for k in range(1, length + 1) if BYDAY[(d := day.replace(day=k)).weekday()] in self.weekdays]
        position = self.position or 1
        index = position - 1 if position > 0 else position
        return -len(days) <= index < len(days) and days[index] == day


def _month_length(day: date) -> int:
    following = day.replace(day=28) + timedelta(days=4)
    return (following - timedelta(days=following.day)).day


def next_day(ctx: Context, rule: Rule, clock: Clock | None, *, today: bool) -> date | None:
    if rule.freq in {"HOURLY", "MINUTELY", "SECONDLY"}:
        return None
    day = ctx.today
    if not today or (clock is not None and place_clock(clock, day)[0].end <= ctx.now):
        day += timedelta(days=1)
    if rule.freq != "DAILY" and clock is None and not (rule.months or rule.monthdays or rule.weekdays):
        return None  # 每月 by itself names no day
    last = day + timedelta(days=_HORIZON)
    while day < last:
        if rule.months and day.month not in rule.months:
            day = day.replace(day=_month_length(day)) + timedelta(days=1)
            continue
        if _office_day(ctx, rule, day) if rule.office else rule.matches(day):
            return day
        day += timedelta(days=1)
    return None


def _office_day(ctx: Context, rule: Rule, day: date) -> bool:
    """Whether that is a working day of the office, the one of its month that the rule counts."""
    if not ctx.calendar.is_workday(day) or (rule.months and day.month not in rule.months):
        return False
    if rule.position is None:
        return True
    edge = (
        day.replace(day=1) - timedelta(days=1)
        if rule.position > 0
        else day.replace(day=_month_length(day)) + timedelta(days=1)
    )
    return ctx.calendar.add_workdays(edge, rule.position) == day


def stretch_end(day: date, rule: Rule) -> date:
    """The day after the last one of the stretch that holds this day."""
    last = min(max(rule.monthdays), _month_length(day))
    return day.replace(day=last) + timedelta(days=1)
