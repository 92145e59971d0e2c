"""What an office knows about a day: the last working day before it, and what a person should hear about it."""

from datetime import date, datetime

from bot.dialogue.times.holidays import leave_block, leave_label
from bot.dialogue.times.lexicon import WEEKDAY_SIGN
from bot.dialogue.times.spans import Context


def last_workday_before(ctx: Context, day: date) -> date:
    """The last working day before the days off that ``day`` belongs to."""
    return ctx.calendar.add_workdays(leave_block(day, ctx.calendar)[0], -1)


def day_note(ctx: Context, day: date) -> str | None:
    """What to say of a day ahead: its holiday, its weekend, its 调休 (domain.md C.3, SC24)."""
    if not ctx.today <= day or (day - ctx.today).days > 500:
        return None
    working, weekend = ctx.calendar.is_workday(day), day.weekday() >= 5
    if working and not weekend:
        return None
    named = f"{day.month}月{day.day}日（{WEEKDAY_SIGN[day.weekday()]}）"
    if working:
        return f"{named}调休上班"
    holiday = ctx.calendar.holiday_name(day)
    if holiday:
        return f"{named}是{leave_label(holiday)}"
    return f"{named}休息" if weekend else None


def unpublished(ctx: Context, first: datetime, last: datetime) -> str | None:
    """The sentence for a count of working days that reaches into a year without a published notice (domain.md B.1)."""
    low, high = sorted((first.year, last.year))
    year = next((y for y in range(low, high + 1) if not ctx.calendar.is_published(y)), None)
    return None if year is None else f"{year}年放假安排未发布，按周末推算"
