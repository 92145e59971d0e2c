"""Structured logs, one line per message, never content (domain.md 7.3).

Exceptions are logged by class and place only: their texts can carry what a person wrote.
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

    logging.basicConfig(stream=stream, level=logging.WARNING, format="%(levelname)s %(name)s", force=True)
    structlog.configure(
        processors=[structlog.processors.add_log_level, stamp, structlog.processors.JSONRenderer(_dumps)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )


def _dumps(event: object, **_options: object) -> str:
    return orjson.dumps(event, default=str).decode()


def place(error: BaseException) -> str:
    """Class and the innermost frames of an exception: enough to find the bug, nothing of what it was about."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    path = " < ".join(f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno}:{frame.name}" for frame in reversed(frames))
    return f"{type(error).__name__} {path}"
