"""Structured logs, one line per message, never content (domain.md 7.3).

Exceptions are logged by class and place only: their texts can carry what a person wrote. The same holds for what
libraries log: of their records only the level and the logger's name are kept.
"""

import logging
import sys
import traceback
from typing import TextIO

import orjson
import structlog

from scheduler.clock import Clock


def set_up(clock: Clock, stream: TextIO = sys.stderr) -> None:
    """JSON lines on the stream, with office time."""

    def stamp(_logger: object, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        event["at"] = clock.now().isoformat(timespec="milliseconds")
        return event

    structlog.configure(
        processors=[structlog.processors.add_log_level, stamp, structlog.processors.JSONRenderer(_dumps)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[Libraries()], force=True)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick left out because one still runs is meant so


class Libraries(logging.Handler):
    """Turns what libraries log into lines of ours, without their words."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line: who, how bad, and where when there was an exception."""
        error = record.exc_info[1] if record.exc_info else None
        more = {"at_code": place(error)} if error is not None else {}
        level = logging.ERROR if record.levelno >= logging.ERROR else logging.WARNING
        structlog.get_logger().log(level, "library", logger=record.name, **more)


def _dumps(event: object, **_options: object) -> str:
    return orjson.dumps(event, default=str).decode()


def place(error: BaseException) -> str:
    """Class and the innermost frames of an exception: enough to find the bug, nothing of what it was about."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    path = " < ".join(f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno}:{frame.name}" for frame in reversed(frames))
    return f"{type(error).__name__} {path}"
