"""The reaction classes of wecom.md 13, and the shape of a line of the error table."""

from enum import StrEnum


class Reaction(StrEnum):
    """What the caller does with an error."""

    RETRY = "retry"
    """Once more, up to three times, with jitter."""
    REFRESH = "refresh"
    """A new token and one more try: the client has already done so when this reaches a caller."""
    BACKOFF = "backoff"
    """Wait for the end of the window: 60 s, an hour or the day."""
    FIX = "fix"
    """A fault of ours or of the content: never repeat unchanged."""
    SKIP = "skip"
    """Leave this recipient or object out and go on."""
    ALERT = "alert"
    """An administrator must act."""
    RENEW = "renew"
    """Get a new handle (media_id, code, response_code) and build the request anew."""


Line = tuple[str, Reaction, str, str]
"""Codes separated by blanks (``a-b`` for a range), reaction, cause, next step."""
