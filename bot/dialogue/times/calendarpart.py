"""The calendar part of an expression: which kinds of it can begin with a character, and the first that reads it."""

from collections.abc import Callable
from typing import Final

from bot.dialogue.times.dates import DAY_WORDS, MONTH_FIRSTS, day_word
from bot.dialogue.times.eras import ERA_FIRSTS, era
from bot.dialogue.times.holidays import HOLIDAY_FIRSTS
from bot.dialogue.times.nameddays import LUNAR_FIRSTS, LUNAR_MARKS, holiday_day, lunar_day, lunar_mark
from bot.dialogue.times.periods import (
    DIGITS,
    REL_MONTH_FIRSTS,
    WEEK_FIRSTS,
    from_number,
    month_said,
    relative_month,
    week,
    within_year,
)
from bot.dialogue.times.quarters import QUARTER_FIRSTS, parse_quarter
from bot.dialogue.times.spans import Context, Node
from bot.dialogue.times.years import YEAR_WORDS, said_year

Reader = Callable[[Context, int, Node | None], Node | None]


def parse_calendar(ctx: Context, pos: int, prior: Node | None = None) -> Node | None:
    """A day or a longer stretch at ``pos``, without narrowing words and without a time of day."""
    for read in _BY_FIRST.get(ctx.text[pos : pos + 1], ()):
        if node := read(ctx, pos, prior):
            return node
    return None


def _marked_lunar(ctx: Context, pos: int, prior: Node | None) -> Node | None:
    marked = lunar_mark(ctx, pos)
    if marked is None:
        return None
    year, after = said_year(ctx, marked, prior)
    return lunar_day(ctx, after, year, marked=True)


def _said_year(ctx: Context, pos: int, prior: Node | None) -> Node | None:
    year, after = said_year(ctx, pos, prior)
    return None if year is None else within_year(ctx, after, year)


_READERS: Final[tuple[tuple[frozenset[str], Reader], ...]] = (
    (LUNAR_MARKS, _marked_lunar),
    (YEAR_WORDS, _said_year),
    (HOLIDAY_FIRSTS | {"上", "下"}, lambda ctx, pos, prior: holiday_day(ctx, pos, None, prior)),
    (DAY_WORDS, day_word),
    (WEEK_FIRSTS, week),
    (REL_MONTH_FIRSTS, lambda ctx, pos, _: relative_month(ctx, pos)),
    (QUARTER_FIRSTS, lambda ctx, pos, _: parse_quarter(ctx, pos, None)),
    (LUNAR_FIRSTS, lambda ctx, pos, _: lunar_day(ctx, pos, None)),
    (MONTH_FIRSTS, month_said),
    (ERA_FIRSTS, lambda ctx, pos, _: era(ctx, pos)),
)
"""What can begin with which characters, in the order in which it is tried; what begins with a number is apart."""


def _by_first() -> dict[str, tuple[Reader, ...]]:
    every = frozenset[str]().union(*(some for some, _ in _READERS))
    readers = {first: tuple(read for some, read in _READERS if first in some) for first in every}
    return readers | dict.fromkeys(DIGITS, (from_number,))


_BY_FIRST: Final = _by_first()
