"""What the doctor finds, and everything it needs to look."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.settings import Settings
from scheduler.clock import local
from scheduler.workdays import WorkCalendar
from storage.office import Office


class Severity(StrEnum):
    """How bad it is. A NOTE says what was not looked at, or what to know; it makes nobody ill."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing. `code` is stable (for monitoring), the rest is Chinese for the technician.

    `what`: what was looked at; `cause`: what is wrong with it; `fix`: the next step.
    """

    code: str
    severity: Severity
    what: str
    cause: str
    fix: str

    def to_json(self) -> dict[str, str]:
        """For `doctor --json`."""
        return asdict(self)


def error(code: str, what: str, cause: str, fix: str) -> Finding:
    """Something does not work."""
    return Finding(code, Severity.ERROR, what, cause, fix)


def warning(code: str, what: str, cause: str, fix: str) -> Finding:
    """Something will not work soon, or not for everybody."""
    return Finding(code, Severity.WARNING, what, cause, fix)


def note(code: str, what: str, cause: str, fix: str = "") -> Finding:
    """Something to know."""
    return Finding(code, Severity.NOTE, what, cause, fix)


@dataclass(frozen=True)
class Situation:
    """What is looked at. `wrong`: the settings that are missing or wrong, which stand-ins replace in `settings`.

    `now` is office time (aware); `real` tells seconds of the machine's own clock.
    """

    settings: Settings
    wrong: frozenset[str]
    office: Office | None
    now: datetime
    real: Callable[[], float]
    environ: Mapping[str, str]
    calendar: WorkCalendar

    def knows(self, *names: str) -> bool:
        """Whether these settings are usable: what rests on a wrong one is not looked at."""
        return self.wrong.isdisjoint(names)

    @property
    def today(self) -> date:
        """The day in Beijing."""
        return local(self.now).date()

    @property
    def local_address(self) -> str:
        """Where this machine reaches the server itself."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.settings.host, self.settings.host)  # noqa: S104 - compared
        return f"http://{f'[{host}]' if ':' in host else host}:{self.settings.port}"
