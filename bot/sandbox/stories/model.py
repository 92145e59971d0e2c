"""What a story consists of. Everything a reader sees is Chinese; people are userids of the sample office."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from scheduler.clock import SHANGHAI


@dataclass(frozen=True)
class Watch:
    """What the step brings: these words in a new (or changed) message on somebody's phone."""

    who: str
    words: str


@dataclass(frozen=True)
class Say:
    """Somebody says something. `lost` first acknowledgements get lost, so that WeCom sends the message again."""

    who: str
    text: str
    note: str
    watch: tuple[Watch, ...] = ()
    lost: int = 0


@dataclass(frozen=True)
class Press:
    """Somebody presses a button of the newest card that has it; `chosen` maps a drop-down's label to an option."""

    who: str
    button: str
    note: str
    watch: tuple[Watch, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Clock:
    """The clock goes to a moment of Beijing time; `who` is the phone to look at."""

    who: str
    to: str
    note: str
    watch: tuple[Watch, ...] = ()

    @property
    def instant(self) -> datetime:
        return beijing(self.to)


@dataclass(frozen=True)
class Check:
    """Something to look at that is on no phone (looking.py); `words` are searched in the whole database."""

    who: str
    look: str
    note: str
    words: tuple[str, ...] = ()
    watch: tuple[Watch, ...] = ()


Step = Say | Press | Clock | Check


@dataclass(frozen=True)
class Story:
    """A story of about a minute.

    It begins in an office of its own at `start` (Beijing time). `before` is done at once, unseen: what happened
    earlier. `cast` are the first three phones. `end` is said when it is over, `then` are sentences to try on.
    """

    name: str
    title: str
    about: str
    start: str
    cast: tuple[str, str, str]
    steps: tuple[Step, ...]
    end: str
    then: tuple[str, ...] = ()
    before: tuple[Step, ...] = ()

    @property
    def instant(self) -> datetime:
        return beijing(self.start)


def beijing(moment: str) -> datetime:
    """2026-09-18 15:20 as an instant."""
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
