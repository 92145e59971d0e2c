"""Recurrence rules as RFC 5545 writes them, and the next day that one falls on."""

from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from bot.dialogue.times.clocktime import place_clock
from bot.dialogue.times.spans import Clock, Context, month_length

BYDAY: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKWEEK: Final = ("MO", "TU", "WE", "TH", "FR")
_HORIZON: Final = 800


class Rule(NamedTuple):
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
        if self.monthdays and not self._on_monthday(day):
            return False
        if not self.weekdays:
            return True
        if self.position:
            return self._in_position(day)
        code = BYDAY[day.weekday()]
        if code in self.weekdays:
            return True
        which = (day.day - 1) // 7 + 1
        back = (_month_length(day) - day.day) // 7 + 1
        return not {code, f"{which}{code}", f"-{back}{code}"}.isdisjoint(self.weekdays)

    def _on_monthday(self, day: date) -> bool:
        if day.day in self.monthdays:
            return True
        return min(self.monthdays) < 0 and day.day - _month_length(day) - 1 in self.monthdays

    def _in_position(self, day: date) -> bool:
        length = _month_length(day)
        days = [d for k in range(1, length + 1) if BYDAY[(d := day.replace(day=k)).weekday()] in self.weekdays]
        position = self.position or 1
        index = position - 1 if position > 0 else position
        return -len(days) <= index < len(days) and days[index] == day


def _month_length(day: date) -> int:
    return month_length(day.year, day.month)


def next_day(ctx: Context, rule: Rule, clock: Clock | None, *, today: bool) -> date | None:
    if rule.freq in {"HOURLY", "MINUTELY", "SECONDLY"}:
        return None
    day = ctx.today
    if not today or (clock is not None and place_clock(clock, day)[0].end <= ctx.now):
        day += timedelta(days=1)
    if rule.freq != "DAILY" and clock is None and not (rule.months or rule.monthdays or rule.weekdays):
        return None  # 每月 by itself names no day
    last = day + timedelta(days=_HORIZON)
    if rule.office and rule.position is not None:
        return _positioned(ctx, rule, rule.position, day, last)
    while day < last:
        if rule.months and day.month not in rule.months:
            day = day.replace(day=_month_length(day)) + timedelta(days=1)
            continue
        if ctx.calendar.is_workday(day) if rule.office else rule.matches(day):
            return day
        day += timedelta(days=1)
    return None


def _positioned(ctx: Context, rule: Rule, position: int, day: date, last: date) -> date | None:
    """The first day from ``day`` on, before ``last``, that is the working day of its month that the rule counts."""
    first = day.replace(day=1)
    while first < last:
        following = first + timedelta(days=_month_length(first))
        edge = first - timedelta(days=1) if position > 0 else following
        found = ctx.calendar.add_workdays(edge, position)
        if day <= found < last and first <= found < following and (not rule.months or first.month in rule.months):
            return found
        first = following
    return None


def stretch_end(day: date, rule: Rule) -> date:
    """The day after the last one of the stretch that holds this day, or of the week that it begins."""
    if rule.weekdays:
        return day + timedelta(days=7)
    last = min(max(rule.monthdays), _month_length(day))
    return day.replace(day=last) + timedelta(days=1)
