"""What the bot understood in one message, as the lines of business see it.

The shapes are protocols: bot/dialogue produces them, handlers only read them, and no handler imports the bot.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from storage.office import Person, Room


class Reading(Protocol):
    """One way to read an ambiguous time expression."""

    @property
    def start(self) -> datetime | None: ...
    @property
    def end(self) -> datetime | None: ...
    @property
    def note(self) -> str | None: ...


class When(Protocol):
    """A time expression. Instants are aware (+08:00); `end` is exclusive for whole days; a deadline stands in `end`."""

    @property
    def text(self) -> str: ...
    @property
    def span(self) -> tuple[int, int]: ...
    @property
    def kind(self) -> str: ...
    @property
    def start(self) -> datetime | None: ...
    @property
    def end(self) -> datetime | None: ...
    @property
    def grain(self) -> str: ...
    @property
    def deadline(self) -> bool: ...
    @property
    def rrule(self) -> str | None: ...
    @property
    def holiday_rule(self) -> str | None: ...
    @property
    def ambiguous(self) -> bool: ...
    @property
    def candidates(self) -> Sequence[Reading]: ...
    @property
    def note(self) -> str | None: ...
    @property
    def workdays(self) -> int | None: ...
    @property
    def days(self) -> int | None: ...
    @property
    def duration(self) -> timedelta | None: ...


HALF_A_YEAR = timedelta(days=180)


def gone_by(when: When, now: datetime) -> datetime | None:
    """When it was, for what has happened: 9月18日 said in October is last month's; a plan means next year's."""
    instant = when.start or when.end
    if instant is None or "年" in when.text or instant - now < HALF_A_YEAR:
        return instant
    leap_day = (instant.month, instant.day) == (2, 29)
    return instant.replace(year=instant.year - 1, day=28 if leap_day else instant.day)


_NOT_TO = re.compile("(?:别|不要|先不|不用)再?[给送呈报]$")
_ABSENT = re.compile("(?:还|正)?(?:在?出差|在外|不在|外出|请假|休假)")


def not_to(text: str, span: tuple[int, int]) -> bool:
    """先别给书记, 林区长出差: who is named so is not to have it."""
    return _NOT_TO.search(text, 0, span[0]) is not None or _ABSENT.match(text, span[1]) is not None


class DocNo(Protocol):
    """A 发文字号 in the text (domain.md 2.5)."""

    @property
    def text(self) -> str: ...
    @property
    def span(self) -> tuple[int, int]: ...
    @property
    def canonical(self) -> str | None: ...
    @property
    def confidence(self) -> Literal["ok", "confirm", "reject"]: ...


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """A number of ours: 收〔2026〕1203号 or 督〔2026〕0123号. `series` is None for a bare 1203号; `year` when named."""

    series: Literal["收", "督"] | None
    seq: int
    year: int | None
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class UnitSaid:
    """A unit in the text: `short` when it is one of ours, `text` as written otherwise; `group` for 各镇街, 各单位."""

    text: str
    span: tuple[int, int]
    short: str | None = None
    candidates: tuple[str, ...] = ()
    group: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class PersonSaid:
    """A person in the text; several candidates when the name does not decide."""

    text: str
    span: tuple[int, int]
    person: Person | None
    candidates: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """One message, taken apart. `text` is normalised (width, typos) and as long as what was typed; `now` is aware."""

    text: str
    now: datetime
    times: Sequence[When] = ()
    docs: Sequence[DocNo] = ()
    own: Sequence[OwnNumber] = ()
    units: Sequence[UnitSaid] = ()
    vague_units: bool = False
    """有关单位 was said: who is meant must be asked."""
    people: Sequence[PersonSaid] = ()
    leaders: Sequence[Person] = ()
    """The leaders among them, in rank order."""
    rooms: Sequence[Room] = ()
    urgency: str | None = None
    """特提 特急 加急 平急 平件, or 急件 which must be asked."""
    kind: str | None = None
    title: str | None = None
    choice: int | None = None
    """The whole message is a number."""
    yes: bool | None = None
    """The whole message agrees or refuses."""

    @property
    def bare(self) -> str:
        """The text without the punctuation around it."""
        return bare_of(self.text)


def bare_of(text: str) -> str:
    """The text without the punctuation around it."""
    return text.strip(" \t\r\n，。,.！!？?；;：:、~～")
