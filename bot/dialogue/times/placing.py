"""From what was said of year, month and day to dates: the nearest one from now on first, the one before it second."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.dialogue.times.spans import DAY, Context, Node, Span, add_months, days_span, last_day, month_span

_LEAP_REACH = 8
JUST_PAST = timedelta(days=60)
"""A day without its year that is so far behind us at most was that day, if the next one is further away."""
_BACK_REACH = timedelta(days=270)
"""A date without its year is not taken for one so far behind only because the weekday beside it fits."""


def full_year(said: int, digits: int) -> int:
    """26 as 2026 and 97 as 1997; four digits stand as they are."""
    if digits > 2 or said > 99:
        return said
    return said + (2000 if said < 50 else 1900)


def valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


MOST_DAYS = 31


def no_such_day(stop: int, year: int, month: int, day: int, most: int = MOST_DAYS) -> Node | None:
    """2月30日: says that there is none and offers the month's last day and the one after it."""
    if valid(2000, month, 1) is None or not 1 <= day <= most:
        return None
    following = add_months(date(year, month, 1), 1)
    said = f"{year}年2月没有{day}日" if (month, day) == (2, 29) else f"{month}月没有{day}日"
    spans = day_spans([following - DAY, following])
    return Node(stop, spans, ambiguous=True, year_said=True, month=month, note=said)


def agreeing(ctx: Context, spans: list[Span], weekday: int) -> list[Span]:
    """The readings that fall on the weekday, save one a year back where the nearest is another day."""
    far = max(_BACK_REACH, ctx.today - spans[0].day)
    return [span for span in spans if span.day.weekday() == weekday and ctx.today - span.day <= far]


def floor_of(ctx: Context, prior: Node | None) -> date:
    """The day from which a date without its year counts: that of the expression before it, else today."""
    return prior.best.day if prior is not None and prior.dated else ctx.today


def _pick(dates: Iterator[date], floor: date) -> tuple[list[date], bool]:
    """The first date from ``floor`` on, then the last one before it."""
    past: date | None = None
    for day in dates:
        if day >= floor:
            return ([day] if past is None else [day, past]), past is not None
        past = day
    return ([past] if past else []), False


def place_month_day(ctx: Context, month: int, day: int, prior: Node | None = None) -> list[date]:
    """Readings of 9月28日 without a year."""
    floor = floor_of(ctx, prior)
    reach = _LEAP_REACH if (month, day) == (2, 29) else 1
    years = range(floor.year - reach, floor.year + reach + 1)
    return _pick((d for y in years if (d := valid(y, month, day))), floor)[0]


def place_day(ctx: Context, day: int, prior: Node | None = None) -> list[date]:
    """Readings of 28日 without a month: within the month said before it, else this month or the next that has one."""
    if prior is not None and prior.dated and prior.best.day:
        base = prior.best.day
        if same := valid(base.year, base.month, day):
            following = base.replace(day=28) + timedelta(days=4)
            later = valid(following.year, following.month, day)
            if same >= base or later is None:
                return [same]
            return [same, later] if same >= ctx.today else [later, same]
    floor = ctx.today
    first = floor.year * 12 + floor.month - 1
    months = (divmod(first + k, 12) for k in range(-3, 5))
    return _pick((d for y, m in months if (d := valid(y, m + 1, day))), floor)[0]


def place_month(ctx: Context, month: int, prior: Node | None = None) -> list[Span]:
    """Readings of 5月 without a year: this year's, and next year's when this year's is over (figures look back)."""
    floor = floor_of(ctx, prior)
    span = month_span(floor.year, month)
    if last_day(span) >= floor:
        return [span]
    following = month_span(floor.year + 1, month)
    return [span, following] if prior is None else [following]


def ahead(ctx: Context, spans: list[Span]) -> list[Span]:
    """The readings that are not over first: what is due or planned lies ahead."""
    return sorted(spans, key=lambda span: span.end <= ctx.now and span.start < ctx.now)


def nearest(ctx: Context, spans: list[Span]) -> list[Span]:
    """Those ahead first, unless the first of them is far off and another one has only just passed."""
    later = ahead(ctx, spans)
    just = [span for span in spans if timedelta() <= ctx.now - span.end <= JUST_PAST]
    if not just or later[0].start - ctx.now <= JUST_PAST:
        return later
    return just + [span for span in later if span not in just]


def day_spans(days: list[date]) -> list[Span]:
    return [days_span(day) for day in days]
